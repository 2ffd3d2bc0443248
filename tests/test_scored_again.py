"""A night that is scored again keeps its age and its rules, unless others are asked for."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.commands.record import _scoring_settings
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.finished_night import mark_wishes
from limbwatch.cli.night.folder import ORIGIN
from limbwatch.cli.night.scored.scored_by import ScoredBy, scored_by
from limbwatch.cli.recording import acquisition
from limbwatch.cli.screen.terminal import Terminal

Rescore = Callable[..., tuple[Path, str]]


@pytest.fixture(scope="module")
def childs(tmp_path_factory: pytest.TempPathFactory, ten_minutes: Path) -> Path:
    nights = tmp_path_factory.mktemp("childs")
    source = ["--rules", "aasm", "--age", "6", f"ankle_left={ten_minutes}"]
    assert run(["replay", *source, "--timezone", "UTC", "-q", "--nights", str(nights)]) == 0
    (folder,) = nights.iterdir()
    return folder


@pytest.fixture
def rescore(childs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Rescore:
    folder = tmp_path / childs.name
    shutil.copytree(childs, folder)

    def call(*asked: str) -> tuple[Path, str]:
        assert run(["rescore", str(folder), *asked]) == 0
        return folder, " ".join(capsys.readouterr().err.split())

    return call


def by(folder: Path) -> tuple[str, float | None]:
    found = json.loads((folder / "night.json").read_bytes())
    return found["rules"], found["age"]


def test_a_night_keeps_its_age_and_its_rules_and_says_so(rescore: Rescore, childs: Path) -> None:
    folder, said = rescore()
    assert by(folder) == ("aasm", 6)
    assert "for the age that it had, 6 years; --age sets another" in said
    assert "by the rules that it had, AASM manual version 3; --rules sets others" in said
    for name in ("night.json", "events.csv", ORIGIN):
        assert (folder / name).read_bytes() == (childs / name).read_bytes()


def test_what_is_asked_for_is_another_and_the_rest_is_kept(rescore: Rescore) -> None:
    folder, said = rescore("--rules", "wasm2016")
    assert by(folder) == ("wasm2016", 6)
    assert "--age sets another" in said
    assert "--rules sets" not in said
    folder, said = rescore("--age", "40")
    assert by(folder) == ("wasm2016", 40)
    assert "sets" not in said


def test_results_that_are_damaged_cost_no_age(rescore: Rescore, childs: Path) -> None:
    folder, _ = rescore("--age", "7")
    (folder / "night.json").write_text("{")
    rescore()
    assert by(folder) == ("aasm", 7)


def test_where_nothing_tells_the_age_before_it_is_said_what_is_taken(rescore: Rescore) -> None:
    folder, _ = rescore()
    (folder / "night.json").unlink()
    (folder / ORIGIN).unlink()
    folder, said = rescore()
    assert by(folder) == ("wasm2016", None)
    assert "It is not recorded by which rules and for which age" in said
    assert "WASM 2016, not given, taken as adult" in said


def test_a_recording_that_broke_off_keeps_the_age_that_it_was_begun_for(tmp_path: Path) -> None:
    sensors = ["--sensor", "ankle_left=sim:PLM", "--speed", "2000"]
    place = ["-q", "--nights", str(tmp_path)]
    asked = ["--age", "6", "--rules", "aasm", "--duration", "1m"]
    assert run(["record", *sensors, *asked, *place]) == 0
    (folder,) = tmp_path.iterdir()
    (folder / "night.json").unlink()  # as one that was killed before it was scored
    assert run(["rescore", folder.name, *place]) == 0
    assert by(folder) == ("aasm", 6)
    more = ["--resume", folder.name, "--duration", "1m"]
    assert run(["record", "--speed", "2000", *more, *place]) == 0
    assert by(folder) == ("aasm", 6)


def test_what_was_asked_of_a_night_that_never_began_is_forgotten_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    mark_wishes(folder, test="immobilisation", by=ScoredBy("sit2001", 6))
    assert scored_by(folder) == ScoredBy("sit2001", 6)
    acquisition._remove_empty_night(folder)
    assert not folder.exists()


def test_rules_that_this_version_does_not_know_are_not_kept(tmp_path: Path) -> None:
    mark_wishes(tmp_path, test=None, by=ScoredBy("wasm2040", 6))
    assert scored_by(tmp_path) is None


def test_what_is_usual_is_written_over_other_wishes_alone(tmp_path: Path) -> None:
    mark_wishes(tmp_path, test=None, by=ScoredBy("wasm2016"))
    assert not any(tmp_path.iterdir())
    for by in (ScoredBy("aasm", 6), ScoredBy("wasm2016")):
        mark_wishes(tmp_path, test=None, by=by)
        assert scored_by(tmp_path) == by


def test_a_test_that_is_gone_on_with_is_counted_by_its_own_rules(tmp_path: Path) -> None:
    mark_wishes(tmp_path, test="immobilisation", by=ScoredBy("sit2001", 6))
    with pytest.raises(CommandError, match="counted by its own rules"):
        _scoring_settings(tmp_path, None, "aasm", None, Terminal(quiet=True))
    for named in (None, "immobilisation"):
        by = _scoring_settings(tmp_path, named, None, None, Terminal(quiet=True))
        assert by == ScoredBy("sit2001", 6)


@pytest.mark.parametrize("age", [-5, 5000])
def test_an_age_that_nobody_has_is_not_kept(rescore: Rescore, age: float) -> None:
    folder, _ = rescore()
    (folder / "night.json").unlink()
    mark_wishes(folder, test=None, by=ScoredBy("aasm", age))
    folder, said = rescore()
    assert by(folder) == ("wasm2016", None)
    assert "It is not recorded by which rules and for which age" in said
