"""``limbwatch demo``: a night at once, and simulated ones with their labels."""

import json
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.commands import demo as demo_module
from tests.conftest import DemoNight

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMBWATCH_NIGHTS", str(tmp_path / "mine"))
    monkeypatch.setattr(demo_module.tempfile, "tempdir", str(tmp_path))


def test_the_sample_night_is_scored_apart_from_ones_own(demo_night: DemoNight) -> None:
    assert demo_night.out.startswith("Night of ")
    assert "Periodic limb movements" in demo_night.out
    assert "limbwatch-demo-" in demo_night.err
    assert not demo_night.own.exists()


def test_a_sample_night_says_that_it_is_simulated(demo_night: DemoNight) -> None:
    assert demo_night.folder.name == "2026-03-19"
    assert json.loads((demo_night.folder / "night.json").read_text("utf-8"))["simulated"] is True


def test_a_simulated_night_is_scored(tmp_path: Path, capsys: Captured) -> None:
    place = ["--nights", str(tmp_path / "n")]
    assert run(["demo", "--simulate", "healthy", "--hours", "0.5", "--json", *place]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["coverage"][0]["device"].startswith("simulated")
    assert Path(result["folder"]).parent == tmp_path / "n"


def test_a_simulated_night_is_written_with_its_labels(tmp_path: Path, capsys: Captured) -> None:
    command = ["demo", "--simulate", "plm_severe", "--seed", "3", "--hours", "0.25", "-o"]
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    own = first / "own.txt"
    own.touch()
    assert run([*command, str(first)]) == 0
    out, err = capsys.readouterr()
    own.unlink()
    assert out.split() == sorted(map(str, first.iterdir()))
    assert str(first / "truth.csv") in out
    assert f"ankle_left={first / 'ankle_left.csv'}" in err
    assert run([*command, str(second), "--json"]) == 0
    recordings = json.loads(capsys.readouterr().out)["recordings"]
    assert set(recordings) == {"ankle_left", "ankle_right", "wrist_left"}
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    sources = [f"{placement}={path}" for placement, path in recordings.items()]
    assert run(["replay", *sources, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["plm"] > 0


def test_files_that_are_there_are_kept(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "truth.csv").write_text("mine")
    command = ["demo", "--simulate", "healthy", "--hours", "0.3", "-o", str(tmp_path)]
    assert run(command) == 2
    assert "truth.csv is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["truth.csv"]
    assert (tmp_path / "truth.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--simulate", "plm_sevree"], "Did you mean plm_severe"),
        (["-o", "somewhere"], "add --simulate"),
        (["--simulate", "healthy", "--seed", "-1"], "seed"),
        (["--simulate", "healthy", "--hours", "99"], "hours"),
    ],
)
def test_wrong_usage(capsys: Captured, arguments: list[str], words: str) -> None:
    assert run(["demo", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_scenarios_are_listed(capsys: Captured) -> None:
    assert run(["demo", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("plm_severe ") for line in lines)
    assert max(map(len, lines)) <= 80
    assert run(["demo", "--list", "--json"]) == 0
    assert "healthy" in json.loads(capsys.readouterr().out)
