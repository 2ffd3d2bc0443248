"""A scoring of a night in which the clocks were changed is read by the clock that it follows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.origin import Origin
from limbwatch.cli.compare.references import read_reference
from limbwatch.cli.making.laboratory import laboratory_on
from limbwatch.cli.night.laboratory_files import LaboratoryFile, LaboratoryFiles
from limbwatch.cli.reading.scored_clock import on_clock_of_night
from limbwatch.sensor.scorings.hour_twice import WENT_BACK, second_hour_apart
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import (
    Hypnogram,
    ScoredEvents,
    ScoredLegMovements,
    Scoring,
)
from limbwatch.sensor.scorings.reading import read_scoring

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 28, 22, tzinfo=UTC)  # 23:00 by the wall; the change is 3 h later
AUTUMN = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 00:00 by the wall; the change is 3 h later
HOUR = 3600.0


@pytest.fixture
def changed(example_night: Night) -> Callable[[datetime], Night]:
    """A night of Berlin that begins at some moment."""

    def night(begin: datetime) -> Night:
        start = begin.astimezone(BERLIN)
        fixed = begin.astimezone(timezone(start.utcoffset() or timedelta()))
        return replace(
            example_night,
            start=fixed,
            end=fixed + timedelta(hours=8),
            origin=Origin(asked={"timezone": "Europe/Berlin"}),
        )

    return night


def wall(begin: datetime, elapsed: float) -> str:
    return f"{(begin + timedelta(seconds=elapsed)).astimezone(BERLIN):%d.%m.%Y %H:%M:%S}"


def winter(begin: datetime, elapsed: float) -> str:
    start = begin.astimezone(BERLIN).replace(tzinfo=None)
    return f"{start + timedelta(seconds=elapsed):%d.%m.%Y %H:%M:%S}"


def rows_of(begin: datetime, clock: Callable[[datetime, float], str]) -> str:
    """Six hours of epochs, a leg movement every 50 min and an apnea every 40."""
    rows = [(30.0 * k, "30;N2") for k in range(720)]
    rows += [(3000.0 * k + 7, "2;LM left") for k in range(7)]
    rows += [(2400.0 * k + 11, "20;Obstructive apnea") for k in range(9)]
    listed = "".join(f"{clock(begin, at)};{text}\n" for at, text in sorted(rows))
    return "Startzeit;Dauer;Ereignis\n" + listed


@pytest.mark.parametrize("begin", [SPRING, AUTUMN], ids=["forward", "back"])
@pytest.mark.parametrize("clock", [wall, winter])
def test_a_list_across_the_change_is_read_by_the_clock_that_its_epochs_follow(
    changed: Callable[[datetime], Night],
    tmp_path: Path,
    begin: datetime,
    clock: Callable[[datetime, float], str],
) -> None:
    """From the change on a list by the wall was an hour off, without a word."""
    path = tmp_path / "scored.csv"
    path.write_text(rows_of(begin, clock))
    found = read_reference([path], changed(begin))
    reference = found.reference
    assert reference.stages.onset.tolist() == [30.0 * k for k in range(720)]
    assert (reference.stages.duration == 30).all()
    assert reference.legs.onset.tolist() == [3000.0 * k + 7 for k in range(7)]
    assert reference.breathing.onset.tolist() == [2400.0 * k + 11 for k in range(9)]
    said = any("its times from" in remark for remark in found.remarks)
    assert said is (clock is wall)
    files = LaboratoryFiles(hypnogram=LaboratoryFile(path=path, name="scored.csv", shift_s=0.0))
    laboratory = laboratory_on(changed(begin), files)
    assert laboratory is not None
    assert laboratory.stages is not None
    assert laboratory.stages.onset_s.tolist() == [30.0 * k for k in range(720)]


def scoring(
    *stages: tuple[float, float], legs: Sequence[float] = (), start: datetime | None = None
) -> Scoring:
    """Epochs (onset, duration) and legs, from the night's own start by the wall."""
    staged = Hypnogram(
        onset_s=np.array([at for at, _ in stages]),
        duration_s=np.array([lasted for _, lasted in stages]),
        stage=np.array(["N2"] * len(stages)),
    )
    return Scoring(
        start=start or datetime(2026, 3, 28, 23),  # noqa: DTZ001 - as scorers write it
        leg_movements=ScoredLegMovements(
            onset_s=np.array(legs, float),
            duration_s=np.full(len(legs), 2.0),
            side=np.array(["left"] * len(legs)),
            kind=np.array(["lm"] * len(legs)),
        ),
        stages=staged if stages else None,
        source="test",
        resolution_s=0.0,
    )


CHANGE = 3 * HOUR


@pytest.mark.parametrize(
    ("stages", "legs", "remark"),
    [
        # epochs that lack exactly the hour follow the clock
        ([(CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + HOUR, 30)], [], "by the new clock"),
        (
            [(CHANGE - 75, 30), (CHANGE - 45, 30), (CHANGE - 15, 30), (CHANGE + HOUR + 15, 30)],
            [],
            "by the new clock",
        ),
        # each lasts until the next
        (
            [(CHANGE - 60, 30), (CHANGE - 30, HOUR + 30), (CHANGE + HOUR, 30)],
            [],
            "by the new clock",
        ),
        ([(CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + HOUR + 1, 30)], [], "by the new clock"),
        ([(CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + HOUR + 1.1, 30)], [], "nothing in it"),
        # a pause of another length may be anything
        ([(CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + 2 * HOUR, 30)], [], "nothing in it"),
        ([], [CHANGE - 100, CHANGE + HOUR + 100], "nothing in it"),
        ([], [CHANGE + HOUR + 100], "nothing in it"),
        ([(CHANGE + HOUR, 30), (CHANGE + HOUR + 30, 30)], [], "nothing in it"),
        # something in the hour that the new clock never showed: the clock was not changed
        ([], [CHANGE - 100, CHANGE + 1, CHANGE + HOUR + 100], ""),
        ([(CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + HOUR, 30)], [CHANGE + HOUR - 1.1], ""),
        # nothing after it
        ([(CHANGE - 60, 30), (CHANGE - 30, 30)], [], ""),
    ],
)
def test_what_shows_that_a_scoring_follows_a_clock_that_went_forward(
    changed: Callable[[datetime], Night],
    stages: list[tuple[float, float]],
    legs: list[float],
    remark: str,
) -> None:
    listed = scoring(*stages, legs=legs)
    found, said = on_clock_of_night(listed, 0.0, changed(SPRING))
    assert [remark in one for one in said] == ([True] if remark else [])
    if remark == "by the new clock":
        assert found.stages is not None
        assert found.stages.onset_s[-1] == pytest.approx(stages[-1][0] - HOUR)
        assert (found.stages.duration_s == 30).all()
    else:
        assert found is listed


@pytest.mark.parametrize(
    ("stages", "legs", "doubted"),
    [
        ([(0.0, CHANGE), (CHANGE, 600.0)], [], False),  # each moment comes once
        ([(0.0, CHANGE - 2), (CHANGE, 600.0)], [], True),  # two seconds of the hour are missing
        ([(0.0, CHANGE - 1), (CHANGE, 600.0)], [], False),
        ([(0.0, CHANGE - HOUR), (CHANGE - HOUR, 0.9), (CHANGE - HOUR, 2 * HOUR)], [], True),
        ([(CHANGE - HOUR, 2 * HOUR)], [], True),  # it began within the hour
        ([], [CHANGE - HOUR + 10], True),
        ([], [CHANGE - HOUR - 10], False),  # it ended before
    ],
)
def test_what_shows_that_an_hour_did_not_come_twice(
    changed: Callable[[datetime], Night],
    stages: list[tuple[float, float]],
    legs: list[float],
    doubted: bool,
) -> None:
    listed = scoring(*stages, legs=legs, start=datetime(2026, 10, 25))  # noqa: DTZ001
    found, said = on_clock_of_night(listed, 0.0, changed(AUTUMN))
    assert found is listed
    assert ["went back at 03:00" in one and "60 min off" in one for one in said] == [True] * doubted


def test_times_with_an_offset_or_without_a_time_of_day_need_no_clock(
    changed: Callable[[datetime], Night],
) -> None:
    listed = scoring(legs=[CHANGE + HOUR + 100])
    for start in (None, SPRING):
        assert on_clock_of_night(replace(listed, start=start), 0.0, changed(SPRING))[1] == ()


def test_everything_after_the_change_is_moved_and_ends_by_the_new_clock_are_too(
    changed: Callable[[datetime], Night],
) -> None:
    listed = replace(
        scoring(
            (CHANGE - 60, 30), (CHANGE - 30, 30), (CHANGE + HOUR, 30), legs=[CHANGE + HOUR + 5]
        ),
        lights_off_s=10.0,
        lights_on_s=CHANGE + HOUR + 60,
        breathing=ScoredEvents(
            onset_s=np.array([CHANGE - 10]),
            duration_s=np.array([HOUR + 20]),  # an end by the clock after, of what began before
            kind=np.array(["hypopnea"]),
        ),
    )
    found, _ = on_clock_of_night(listed, 0.0, changed(SPRING))
    assert (found.lights_off_s, found.lights_on_s) == (10.0, CHANGE + 60)
    assert found.leg_movements.onset_s.tolist() == [CHANGE + 5]
    assert found.breathing.duration_s.tolist() == [20.0]


@pytest.mark.parametrize(
    ("back", "apart"), [(HOUR, True), (HOUR - 1, True), (HOUR - 1.1, False), (HOUR + 1.1, False)]
)
def test_an_hour_that_a_list_shows_twice_is_two(back: float, apart: bool) -> None:
    rows = [ListedRow(30.0 * k, 30.0, "N2") for k in range(200)]
    rows += [ListedRow(6000.0 - back + 30 * k, 30.0, "N2") for k in range(20)]
    doubts: list[str] = []
    found = second_hour_apart(rows, doubts)
    assert (doubts == [WENT_BACK]) is apart
    assert found[200].onset_s == rows[200].onset_s + HOUR * apart


def test_rows_that_go_back_more_than_once_are_no_clock(tmp_path: Path) -> None:
    """A list in groups, such as stages and then legs, is in no order of time."""
    rows = [ListedRow(30.0 * k, 30.0, "N2") for k in range(200)]
    back = [row._replace(onset_s=row.onset_s - 1200) for row in rows[80:]]
    assert second_hour_apart([*rows, *back, *back], []) == [*rows, *back, *back]
    legs = [ListedRow(5000.0, 2.0, "LM left")]
    assert second_hour_apart([*rows, *legs], []) == [*rows, *legs]
    path = tmp_path / "scored.csv"
    path.write_text(rows_of(AUTUMN, wall))
    assert WENT_BACK in read_scoring(path).doubts
