"""A file that is changed while it is read makes no night: no samples under the hash of others."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.reading.steady_files import steady
from limbwatch.cli.replaying import replayed
from limbwatch.cli.study.sessions import scored_session
from limbwatch.sensor.errors import UnreadableFile


@pytest.fixture
def growing(ten_minutes: Path, tmp_path: Path) -> tuple[Path, bytes]:
    """Half of a file, and the other half."""
    text = gzip.decompress(ten_minutes.read_bytes())
    half = text.index(b"\n", len(text) // 2) + 1
    path = tmp_path / "ankle.csv"
    path.write_bytes(text[:half])
    return path, text[half:]


def grow(path: Path, more: bytes) -> None:
    with path.open("ab") as file:
        file.write(more)


def test_a_file_that_grows_between_samples_and_hash_makes_no_night(
    growing: tuple[Path, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, more = growing
    words = ["replay", f"ankle_left={path}", "--nights", str(tmp_path / "nights")]
    hashed = replayed.hashed_sources

    def late(sources: Any) -> Any:
        grow(path, more)
        return hashed(sources)

    monkeypatch.setattr(replayed, "hashed_sources", late)
    half = path.stat().st_size
    assert run(words) == ExitCode.UNREADABLE
    said = " ".join(capsys.readouterr().err.split())
    assert f"changed while it was read ({half} bytes before, {half + len(more)} now)" in said
    assert not list_nights(tmp_path / "nights")
    monkeypatch.undo()
    assert run([*words, "-q"]) == 0
    assert len(list_nights(tmp_path / "nights")) == 1


def test_what_cannot_be_read_while_it_is_written_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time", encoding="utf-8")

    def read() -> None:
        with steady([path]):
            grow(path, b",x,y,z\n")
            raise UnreadableFile("it has no samples")

    with pytest.raises(UnreadableFile, match="was changed while it was read"):
        read()
    with pytest.raises(UnreadableFile, match="no samples"), steady([path]):
        raise UnreadableFile("it has no samples")


def test_a_file_of_the_same_size_under_the_same_name_is_another(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")
    other = tmp_path / "b.csv"
    shutil.copy2(path, other)

    def read() -> None:
        with steady([path]):
            other.replace(path)

    with pytest.raises(UnreadableFile, match="changed while"):
        read()


def test_a_study_keeps_nothing_of_a_file_that_grows_while_it_is_read(
    growing: tuple[Path, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, more = growing
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"subject,placement,path\n01,ankle_left,{path.name}\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ["study", "run", str(manifest), "-o", str(out), "--workers", "0"]
    read = scored_session.stretches_of

    def late(*given: Any) -> Any:
        found = read(*given)
        grow(path, more)
        return found

    monkeypatch.setattr(scored_session, "stretches_of", late)
    assert run(words) == ExitCode.DATA_LOST
    said = capsys.readouterr()
    assert "was changed while it was read" in " ".join((said.out + said.err).split())
    assert not list(out.glob("*/*/night.json"))
    monkeypatch.undo()
    assert run(words) == 0
    assert len(list(out.glob("*/*/night.json"))) == 1


def test_a_laboratory_file_that_is_changed_while_the_night_is_scored_makes_none(
    ten_minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limbwatch.cli.making import finished_night

    stages = tmp_path / "stages.csv"
    stages.write_text("onset_s,duration_s,stage\n0,300,W\n300,300,N2\n", encoding="utf-8")
    scored = finished_night.night_of

    def late(*given: Any, **named: Any) -> Any:
        found = scored(*given, **named)
        grow(stages, b"600,30,N2\n")
        return found

    monkeypatch.setattr(finished_night, "night_of", late)
    nights = tmp_path / "nights"
    words = ["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]
    assert run([*words, "--hypnogram", str(stages)]) == ExitCode.UNREADABLE
    assert not list_nights(nights)
