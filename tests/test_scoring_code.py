"""A result of another program is made again, also where its version has the same number."""

import json
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.night.answers.notes import DayNotes, notes_file, read_notes
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.scored import scoring_code as module
from limbwatch.cli.night.scored.scoring_code import scoring_code
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.version import __version__


def digest_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "_package_folder", lambda _: str(folder))
    return scoring_code.__wrapped__()


def test_the_digest_is_of_the_content_of_sources_and_of_learned_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "rules" / "series.py"
    source.parent.mkdir()
    source.write_bytes(b"FEWEST = 4\n")
    learned = tmp_path / "learned.npz"
    learned.write_bytes(b"1\r\n")
    (tmp_path / "series.pyc").write_bytes(b"1")
    first = digest_of(tmp_path, monkeypatch)
    assert len(first) == 12
    (tmp_path / "series.pyc").write_bytes(b"2")
    source.write_bytes(b"FEWEST = 4\r\n")
    assert digest_of(tmp_path, monkeypatch) == first
    source.write_bytes(b"FEWEST = 3\n")
    other = digest_of(tmp_path, monkeypatch)
    learned.write_bytes(b"1\n")
    assert len({first, other, digest_of(tmp_path, monkeypatch)}) == 3
    source.rename(tmp_path / "series.py")
    assert digest_of(tmp_path, monkeypatch) != other
    assert digest_of(tmp_path / "nowhere", monkeypatch) == ""


def as_of_another_program(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(module, "_SCORING", ("dsp",))
    monkeypatch.setattr(module, "_read_sources", lambda *_: iter([(code, b"")]))
    scoring_code.cache_clear()


@pytest.fixture(autouse=True)
def _own_code(monkeypatch: pytest.MonkeyPatch) -> Any:
    yield
    monkeypatch.undo()
    scoring_code.cache_clear()


def test_a_replayed_night_of_another_program_is_scored_again_in_its_place(
    ten_minutes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["replay", f"ankle_left={ten_minutes}", "--nights", str(tmp_path / "nights")]
    assert run(words) == 0
    (night,) = list_nights(tmp_path / "nights")
    first = read_summary(night)
    assert (first.version, first.code) == (__version__, scoring_code())
    notes_file(night).write(DayNotes(stress=4))
    as_of_another_program(monkeypatch, "another")
    capsys.readouterr()
    assert run(words) == 0
    assert "by another limbwatch: it is scored again" in " ".join(capsys.readouterr().err.split())
    assert list_nights(tmp_path / "nights") == [night]
    assert read_summary(night).code == scoring_code() != first.code
    assert read_notes(night) == DayNotes(stress=4)
    assert run(words) == 0
    assert "Nothing new" in capsys.readouterr().err
    # one of before the digest was kept is of another program, too
    content = json.loads((night / "night.json").read_bytes())
    del content["code"]
    (night / "night.json").write_text(json.dumps(content), encoding="utf-8")
    assert run(words) == 0
    assert read_summary(night).code == scoring_code()


def test_a_study_is_scored_again_by_another_program_and_says_so(
    ten_minutes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"subject,placement,path\n01,ankle_left,{ten_minutes}\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ["study", "run", str(manifest), "-o", str(out), "--workers", "0"]
    assert run(words) == 0
    ours = scoring_code()
    assert json.loads((out / "study.json").read_bytes())["code"] == ours
    assert ours in (out / "nights.csv").read_text(encoding="utf-8")
    as_of_another_program(monkeypatch, "another")
    capsys.readouterr()
    assert run([*words, "-q"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"limbwatch was {__version__} ({ours}) and is {__version__} ({scoring_code()})" in said
    (record,) = out.glob("*/session.json")
    assert json.loads(record.read_bytes())["code"] == scoring_code() != ours
    assert scoring_code() in (out / "nights.csv").read_text(encoding="utf-8")
