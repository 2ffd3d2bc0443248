"""The suggested immobilisation test: its rules, its result, and that it is no night."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limbwatch.classify.rules.leg_movements import LegMovements, score
from limbwatch.classify.rules.published import MICHAUD_2001
from limbwatch.cli.app import run
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.immobilisation import immobilisation_remarks
from limbwatch.cli.night.answers.notes import DayNotes
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page import changes
from limbwatch.cli.page.rescan import can_rescan
from limbwatch.cli.report.document import report
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.sensor.radio import simulated

RATE = 25
EVERY_S = 12.0
"""Mode of the intervals in the test (Michaud 2001: 11-12 s)."""
TEST = ["--test", "immobilisation"]


def counted(*movements: tuple[float, float]) -> int:
    """How many movements of one leg, as (onset, duration) in seconds, are periodic."""
    onset, duration = map(np.array, zip(*movements, strict=True))
    one = LegMovements.from_seconds(
        side=[1] * len(onset), onset=onset, duration=duration, asleep=np.zeros(len(onset), np.bool_)
    )
    scored = score(one, MICHAUD_2001, restarts=np.zeros(0))
    return sum(number > 0 for number in scored.series.tolist())


@pytest.mark.parametrize(
    ("every", "lasting", "found"),
    [
        (12.0, 2.0, 4),
        (12.0, 0.5, 4),
        (12.0, 0.499, 0),
        (25.0, 10.0, 4),
        (25.0, 10.001, 0),
        (4.0, 1.0, 4),
        (3.999, 1.0, 0),
        (90.0, 1.0, 4),
        (90.001, 1.0, 0),
    ],
)
def test_movements_of_half_to_ten_seconds_every_4_to_90_s_are_counted_awake(
    every: float, lasting: float, found: int
) -> None:
    assert counted(*((100 + every * k, lasting) for k in range(4))) == found


def test_three_in_a_row_are_no_series() -> None:
    assert counted(*((100 + 12.0 * k, 1.0) for k in range(3))) == 0


def write_legs(folder: Path, *, minutes: float, every: float = EVERY_S) -> list[str]:
    """A leg that turns by 20 degrees and back within 1.5 s at even intervals, for ``replay``."""
    count = round(minutes * 60 * RATE)
    seconds = np.arange(count) / RATE
    begin = datetime(2026, 3, 14, 20, 0, tzinfo=UTC).timestamp()
    since = np.where(seconds > 30, seconds % every, every)
    turn = np.radians(20) * np.sin(np.pi * np.minimum(since / 1.5, 1)) ** 2
    xyz = np.column_stack([np.sin(turn), np.zeros(count), np.cos(turn)])
    xyz += np.random.default_rng(4).normal(0, 0.002, xyz.shape)
    path = folder / "left.csv"
    rows = np.column_stack([begin + seconds, xyz])
    np.savetxt(path, rows, fmt="%.4f", delimiter=",", header="time,x,y,z", comments="")
    return [f"ankle_left={path}"]


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of nights with one test of an hour in it."""
    folder = tmp_path_factory.mktemp("test")
    legs = write_legs(folder, minutes=60)
    assert run(["replay", *legs, *TEST, "--nights", str(folder / "nights"), "-q"]) == 0
    return folder / "nights"


def test_the_index_is_per_hour_awake_and_nothing_is_said_of_sleep(tested: Path) -> None:
    (folder,) = list_nights(tested)
    told = json.loads((folder / "night.json").read_text())
    assert told["rules"] == "sit2001"
    assert told["asked"]["test"] == "immobilisation"
    assert told["plm"]["hours_of_wake"] == pytest.approx(1.0, abs=0.02)
    # one every 12 s: 300 an hour, less the first half minute
    assert told["plm"]["wake_index_per_hour"] == pytest.approx(298, abs=6)
    assert told["plm"]["count"] == told["sleep"]["minutes"] == 0
    assert told["findings"] == []


def test_screen_report_and_doctors_pages_say_that_it_is_a_test(tested: Path, capsys: Any) -> None:
    (folder,) = list_nights(tested)
    assert run(["view", "latest", "--nights", str(tested)]) == 0
    screen = " ".join(capsys.readouterr().out.split())
    night = read_night(folder)
    index = f"{night.summary.plm.wake_index_per_hour:.1f}"
    assert screen.startswith("Test of")
    for text in (screen, report(night), doctors_pages(night)):
        assert f"{index} periodic leg movements per hour, awake" in " ".join(text.split())
        assert "the limit of 40 an hour" in " ".join(text.split())
        assert "not a diagnosis" in " ".join(text.split())
        assert "customary 15" not in text
        assert "per hour of sleep" not in text.split("Figures")[0]


def test_a_test_is_in_no_median_trend_or_comparison(
    tested: Path, tmp_path: Path, capsys: Any
) -> None:
    (folder,) = list_nights(tested)
    history = read_history([folder])
    assert [point.mark for point in history.points] == ["^"]
    assert history.lived == history.rated == ()
    assert run(["view", "--all", "--nights", str(tested)]) == 0
    assert "2026-03-14^" in (said := capsys.readouterr().out)
    assert "^ a test of an hour awake: no night, in no median." in said


def test_a_correction_on_the_page_counts_the_test_anew(tested: Path, tmp_path: Path) -> None:
    (folder,) = list_nights(tested)
    own = tmp_path / "nights" / folder.name
    shutil.copytree(folder, own)
    assert not can_rescan(read_night(own))
    before = float(changes.index_of(own))
    changes.change(own, {"change": "exclude", "from": "20:15", "to": "20:45"})
    # half an hour of the movements and of the time is left out, so the rate stays
    assert float(changes.index_of(own)) == pytest.approx(before, abs=8)
    shown = as_corrected(read_night(own)).night.summary
    assert shown.plm.hours_of_wake == pytest.approx(0.5, abs=0.02)
    assert shown.findings == ()


def test_scored_again_and_corrected_it_stays_a_test(tested: Path, capsys: Any) -> None:
    (folder,) = list_nights(tested)
    before = (folder / "night.json").read_bytes()
    assert run(["rescore", "latest", "--nights", str(tested), "-q"]) == 0
    assert (folder / "night.json").read_bytes() == before
    assert run(["rescore", "latest", "--nights", str(tested), "--rules", "aasm"]) == 2
    assert "its own rules" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--rules", "aasm"], ["--lights-off", "22:00"]])
def test_what_is_of_nights_is_refused(tmp_path: Path, more: list[str], capsys: Any) -> None:
    legs = write_legs(tmp_path, minutes=1)
    assert run(["replay", *legs, *TEST, *more, "--nights", str(tmp_path / "nights")]) == 2
    assert "--test" in capsys.readouterr().err
    assert not (tmp_path / "nights").exists()


def test_a_night_is_not_taken_for_a_test(tmp_path: Path, capsys: Any) -> None:
    legs = write_legs(tmp_path, minutes=121)
    assert run(["replay", *legs, *TEST, "--nights", str(tmp_path / "nights")]) == 2
    assert "lasts 2.0 h" in capsys.readouterr().err


@pytest.mark.system
def test_a_recorded_test_ends_after_an_hour_and_is_one_however_it_ends(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # an hour of few, long packets: what is in one is no matter here
    monkeypatch.setattr(simulated, "_POLL_S", 2.0)
    monkeypatch.setattr(simulated, "_SAMPLES_PER_PACKET", 38)
    sensors = ["--sensor", "ankle_left=sim:PLM", "--rate", "25", "--speed", "2000"]
    assert run(["record", *sensors, *TEST, "--nights", str(tmp_path)]) == 0
    assert "from 0 (none) to 100" in " ".join(capsys.readouterr().err.split())
    (folder,) = list_nights(tmp_path)
    night = read_night(folder)
    assert night.summary.test == "immobilisation"
    assert night.summary.duration_s == pytest.approx(3600, abs=60)
    # as a recording that was killed before it was scored
    (folder / "night.json").unlink()
    assert run(["rescore", folder.name, "--nights", str(tmp_path), "-q"]) == 0
    assert read_night(folder).summary.test == "immobilisation"


@pytest.mark.parametrize(
    ("minutes", "told"), [(54.9, True), (55, False), (65, False), (65.1, True)]
)
def test_a_test_that_is_no_hour_says_so(tested: Path, minutes: float, *, told: bool) -> None:
    (folder,) = list_nights(tested)
    summary = replace(read_night(folder).summary, duration_s=60 * minutes)
    assert (
        any("takes 60 min" in said for said in immobilisation_remarks(summary, DayNotes())) is told
    )


def test_discomfort_is_a_mean_of_its_answers(tested: Path) -> None:
    (folder,) = list_nights(tested)
    summary = read_night(folder).summary
    said = " ".join(immobilisation_remarks(summary, DayNotes(discomfort="0, 10 20;30")))
    assert "Mean discomfort of the legs 15 of 100 (4 answers)" in said
    assert "No discomfort was noted" in " ".join(immobilisation_remarks(summary, DayNotes()))
    for right in ("0", "100", "12.5", ",".join(["5"] * 25)):
        assert DayNotes(discomfort=right).discomforts
    for wrong in ("", "100.1", "-1", "a", ",".join(["5"] * 26)):
        with pytest.raises(ValueError, match="discomfort"):
            DayNotes(discomfort=wrong)
