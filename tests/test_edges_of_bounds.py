"""How much is believed, what a check before the night warns of, and what a test of an hour is."""

import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.immobilisation import immobilisation_remarks
from limbwatch.cli.night.answers.notes import DayNotes
from limbwatch.cli.page.body import _bounded
from limbwatch.cli.reading.sources import check_one_night, with_length_warning
from limbwatch.cli.recording.evening.preflight import check_sensor
from limbwatch.cli.recording.evening.this_computer import room_for
from limbwatch.cli.replaying.replayed import _refuse_long
from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile
from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.devices import Battery
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.rows.stamped_rows import check_rate
from limbwatch.sensor.radio.status import SessionState
from limbwatch.sensor.store import read_stored, write_recording

START = datetime(2026, 3, 14, 22, tzinfo=UTC)


def passes(act: Callable[[], object], refusal: str = "") -> bool:
    """Say whether something is done; it may be refused in the words of its limit alone."""
    try:
        act()
    except (CommandError, UnreadableFile, ValueError) as error:
        if refusal not in str(error):
            raise
        return False
    return True


def ends(seconds: float) -> Recording:
    """Record ten seconds at the beginning and at the end of so many."""
    xyz = np.tile(np.float32([0, 0, 1]), (500, 1))
    return Recording(
        start=START,
        placement=Placement.ANKLE,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=tuple(Samples(start=at, rate=50.0, xyz=xyz) for at in (0.0, seconds - 10.0)),
    )


def one_night(seconds: float) -> bool:
    (found,) = with_length_warning((ends(seconds),))
    return not found.quality.warnings


def whole(seconds: float) -> bool:
    return passes(lambda: check_one_night((ends(seconds),)), "lasts 35 days")


def believed_rate(rate: float) -> bool:
    source = SimpleNamespace(path=Path("a.csv"), asked=None, rate=None, seconds=None)
    return passes(lambda: check_rate(source, rate), "samples per second")


def of_year(year: int) -> bool:
    """Say whether a start of a year gets as far as to its file, which is none."""
    start = datetime(year, 1, 2, tzinfo=UTC)
    end = datetime.max.replace(tzinfo=UTC)
    with (
        patch("limbwatch.sensor.files.reading.latest", lambda: end),
        pytest.raises((ValueError, UnreadableFile, OSError)) as caught,
    ):
        read_recorded_file(Path("none.csv"), placement=Placement.ANKLE, timezone=UTC, start=start)
    return "of the years" not in str(caught.value)


@contextmanager
def somewhere():
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def stored(largest: float) -> bool:
    recording = ends(100.0)
    recording.runs[0].xyz[100, 1] = largest
    with somewhere() as place:
        write_recording(recording, place / "one.parquet")
        return passes(lambda: read_stored(place / "one.parquet"), "damaged")


def first_line(length: int) -> bool:
    """Say whether a table is found behind a line so long."""
    rows = "".join(f"{k / 50:.2f},0.01,{0.001 * (k % 7):.3f},1.0\n" for k in range(600))
    with somewhere() as place:
        text = f"{'x' * (length - 1)}\n" + "time,x,y,z\n" + rows
        (place / "a.csv").write_text(text, encoding="ascii")
        return passes(
            lambda: read_recorded_file(place / "a.csv", placement=Placement.ANKLE, timezone=UTC), ""
        )


def packed(archive: int, unpacked: int) -> bool:
    return passes(lambda: require_modest("it", archive, unpacked), "holds more than")


def complaint(words: str, *, rate: float = 50.0, level: float = 1.0, percent: float = 80.0) -> bool:
    """Say whether the check before the night complains of something of a sensor."""
    status = SimpleNamespace(
        target=SimpleNamespace(placement=Placement.ANKLE),
        state=SessionState.STREAMING,
        settings=SimpleNamespace(rate=50.0),
        device=None,
        battery=Battery(percent=percent),
    )
    live = SimpleNamespace(rate=lambda: rate, level_g=level)
    return any(words in one.text for one in check_sensor(status, live) if not one.good)


def room(free: float) -> bool:
    with somewhere() as place, patch("shutil.disk_usage", lambda _: SimpleNamespace(free=free)):
        return room_for(place).good


def hour_long(minutes: float) -> bool:
    """Say whether a test passes for one of an hour."""
    wearer = SimpleNamespace(worn_s=3600.0, placement=Placement.ANKLE)
    summary = SimpleNamespace(duration_s=60 * minutes, coverage=(wearer,), placements=())
    return not any("lasted" in text for text in immobilisation_remarks(summary, DayNotes()))


def passes_for_a_test(seconds: float) -> bool:
    return passes(lambda: _refuse_long((ends(seconds),)), "--test is an hour")


CASES: dict[str, Callable[[], tuple[bool, bool]]] = {
    "night_s": lambda: (one_night(86_400.0), one_night(86_401.0)),
    "recording_s": lambda: (whole(35 * 86_400.0), whole(35 * 86_400.0 + 1)),
    "rates_hz": lambda: (
        believed_rate(4.91) and believed_rate(1019.0),
        believed_rate(4.89) or believed_rate(1021.0),
    ),
    "clock_off": lambda: (believed_rate(4.91), believed_rate(4.89)),
    "years": lambda: (of_year(1900) and of_year(2199), of_year(1899) or of_year(2200)),
    "archive_times": lambda: (packed(2**20, 100 * 2**20), packed(2**20, 100 * 2**20 + 1)),
    "archive_bytes": lambda: (packed(1, 64 * 2**20), packed(1, 64 * 2**20 + 1)),
    "line_bytes": lambda: (first_line(65_000), first_line(66_000)),
    "largest_g": lambda: (stored(1000.0), stored(1001.0)),
    "figure": lambda: tuple(
        passes(lambda text=text: _bounded(float)(text), "no night holds")
        for text in ("1e9", "1.0001e9")
    ),
    "check: battery": lambda: (
        not complaint("battery", percent=40.0),
        not complaint("battery", percent=39.9),
    ),
    "check: rate": lambda: (
        not complaint("expected", rate=47.51) and not complaint("expected", rate=52.49),
        not complaint("expected", rate=47.49) or not complaint("expected", rate=52.51),
    ),
    "check: level": lambda: (
        not complaint("at rest", level=0.901) and not complaint("at rest", level=1.099),
        not complaint("at rest", level=0.899) or not complaint("at rest", level=1.101),
    ),
    "check: disk": lambda: (room(2.0e9), room(1.99e9)),
    "test: minutes": lambda: (hour_long(64.9) and hour_long(55.1), hour_long(54.9)),
    "test: about": lambda: (hour_long(65.0), hour_long(65.1)),
    "test: longest_hours": lambda: (passes_for_a_test(7200.0), passes_for_a_test(7201.0)),
}
"""For each limit what is just within it, and what is not."""


@pytest.mark.parametrize("limit", CASES)
def test_a_bound_lies_where_it_says(limit: str) -> None:
    assert CASES[limit]() == (True, False)
