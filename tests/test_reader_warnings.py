"""What a file does not settle is a warning: in the terminal, in night.json and in the report."""

import json
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sensor.files.doubt import Doubt, plain_among, warnings_among


@pytest.fixture
def unclocked(tmp_path: Path) -> Path:
    """Two minutes without a clock, at 12.5 Hz: one thing to note and one to warn of."""
    xyz = np.array([0.0, 0.6, 0.8]) + np.random.default_rng(1).normal(0, 0.002, (1500, 3))
    rows = [f"{k / 12.5:.2f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(xyz)]
    path = tmp_path / "night.csv"
    path.write_text("\n".join(["seconds,x,y,z", *rows]) + "\n", encoding="utf-8")
    return path


def test_what_every_sensor_warns_of_is_said_once(
    unclocked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three lines under each of three sensors hid what one of them alone had to say."""
    wrist = tmp_path / "wrist.csv"
    wrist.write_text(unclocked.read_text(encoding="utf-8").replace(",0.", ",-0."), encoding="utf-8")
    files = [f"ankle_left={unclocked}", f"wrist_left={wrist}"]
    asked = ["--nights", str(tmp_path / "nights"), "--short", "--timezone", "UTC"]
    assert run(["replay", *files, *asked]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.count("The file does not give the time of day") == 1
    assert "Please check all of them: The file does not give" in shown


@pytest.mark.parametrize("quiet", [False, True])
def test_a_decision_that_stands_is_told_everywhere(
    unclocked: Path, quiet: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nights = tmp_path / "nights"
    asked = ["replay", f"ankle_left={unclocked}", "--nights", str(nights), "--short"]
    asked += ["--timezone", "UTC"]
    assert run([*asked, "--quiet"] if quiet else asked) == 0
    shown, talked = capsys.readouterr()
    warning = "The file does not give the time of day; 22:00 on 1 January 2000 is used."
    assert f"warning: left ankle: {warning}" in talked  # quiet hides talk, not warnings
    assert ("brief jerks" in talked) is not quiet
    assert "Please check: The file does not give" in " ".join(shown.split())
    folder = next(nights.iterdir())
    (sensor,) = json.loads((folder / "night.json").read_text(encoding="utf-8"))["coverage"]
    assert [text.startswith(warning) for text in sensor["warnings"]] == [True]
    assert not any(warning in note for note in sensor["notes"])
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert f"Left ankle: {warning}" in report
    assert run(["rescore", str(folder)]) == 0  # from the stored samples alone
    again = json.loads((folder / "night.json").read_text(encoding="utf-8"))["coverage"]
    assert again == [sensor]


def test_a_warning_is_told_from_a_note_and_told_once() -> None:
    notes = ("met", Doubt("taken"), "done", Doubt("taken"))
    assert warnings_among(notes) == ("taken",)
    assert [type(one) for one in warnings_among(notes)] == [str]
    assert plain_among(notes) == ("met", "done")
