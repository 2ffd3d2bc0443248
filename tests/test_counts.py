"""Files that tell no date and count from one second: their sensors begin when their counts say."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import limbwatch
from limbwatch.cli.reading import long_recordings
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.recordings import Clocks
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import Placement, Quality, Recording, Samples, aligned
from limbwatch.sensor.files.counts import by_one_count

START = datetime(2000, 1, 1, 22, tzinfo=ZoneInfo("UTC"))
LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def recording(
    placement: Placement, count: float | None, *, start: datetime = START, first: float = 0.0
) -> Recording:
    return Recording(
        start=start,
        placement=placement,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=(Samples(start=first, rate=50.0, xyz=np.zeros((500, 3), np.float32)),),
        quality=Quality(counted_from=count),
    )


def starts(*counts: float | None, **how: float) -> list[float]:
    """Seconds after the common moment at which sensors with these counts begin."""
    places = (LEFT, RIGHT, WRIST)
    given = tuple(recording(*one, **how) for one in zip(places, counts, strict=False))
    return [(one.start - START).total_seconds() for one in by_one_count(given)]


def test_sensors_that_count_from_one_second_begin_when_their_counts_say() -> None:
    """73 nights of an outsider: sensors began up to 1.5 s apart, and no limb moved with another."""
    assert starts(0.505, 1.252, 0.153) == pytest.approx([0.352, 1.099, 0.0], abs=1e-6)
    given = (recording(LEFT, 0.0), recording(RIGHT, 0.049), recording(WRIST, 0.75))
    notes = [one.quality.notes for one in by_one_count(given)]
    assert notes == [
        (),
        (),
        (
            (
                "Its times count from the same second as those of the other sensors: it begins "
                "0.75 s after the first of them."
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("counts", "apart"),
    [
        ((0.0, 60.0), [0.0, 60.0]),
        ((0.0, 60.1), [0.0, 0.0]),  # each its own uptime, as far as anybody knows
        ((-0.1, 1.0), [0.0, 0.0]),
        ((None, 1.0), [0.0, 0.0]),  # one has a date
        ((1.0,), [0.0]),
    ],
)
def test_counts_that_tell_nothing_of_each_other_change_nothing(
    counts: tuple[float | None, ...], apart: list[float]
) -> None:
    assert starts(*counts) == apart


def test_what_is_known_to_begin_elsewhere_stays_there() -> None:
    later = recording(RIGHT, 1.0, start=START + timedelta(seconds=5))
    assert by_one_count((recording(LEFT, 0.0), later))[1].start == later.start
    assert starts(0.0, 1.0, first=2.0) == [0.0, 0.0]


def test_it_is_done_once_however_often_it_is_asked_for() -> None:
    once = by_one_count((recording(LEFT, 0.0), recording(RIGHT, 1.25)))
    assert [one.start for one in by_one_count(once)] == [one.start for one in once]
    common = aligned(once)
    again = aligned(by_one_count(common))
    assert [one.runs[0].start for one in again] == pytest.approx([0.0, 1.25])


def test_no_recording_is_none() -> None:
    assert by_one_count(()) == ()


@pytest.fixture
def files(tmp_path: Path) -> list[Source]:
    rng = np.random.default_rng(3)
    found = []
    for place, first in ((LEFT, 0.4), (WRIST, 1.15)):
        time = first + np.arange(3000) / 25.0
        xyz = rng.normal([0.1, 0.2, 0.97], 0.003, (3000, 3))
        rows = [f"{t:.3f},{x:.4f},{y:.4f},{z:.4f}" for t, (x, y, z) in zip(time, xyz, strict=True)]
        path = tmp_path / f"{place.value}.csv"
        path.write_text("\n".join(["time,x,y,z", *rows]), encoding="utf-8")
        found.append(Source(placement=place, path=path))
    return found


def test_files_of_seconds_from_one_start_are_read_as_that(files: list[Source]) -> None:
    read = tuple(limbwatch.read_recording(one.path, placement=one.placement) for one in files)
    left, wrist = one_per_placement(read)
    assert left.start == read[0].start
    assert (wrist.start - left.start).total_seconds() == pytest.approx(0.75, abs=0.002)
    assert replace(wrist.quality, notes=()) == replace(read[1].quality, notes=())


@pytest.mark.parametrize("large", [10**9, 0])
def test_large_files_are_read_alike(
    files: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(long_recordings, "LARGE_BYTES", large)
    zone = ZoneInfo("UTC")
    with long_recordings.read_sensors(tuple(files), Clocks(zone), tmp_path / "room") as (
        left,
        wrist,
    ):
        assert (wrist.start - left.start).total_seconds() == pytest.approx(0.75, abs=0.002)
        assert any("count from the same second" in note for note in wrist.quality.notes)
        piece = wrist.between(10.0, 20.0)
        assert piece is not None
        assert piece.start == wrist.start
