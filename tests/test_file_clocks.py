"""Columns of time become seconds, through midnight, zones, daylight saving and counters."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import TableOptions, read_recorded_file
from limbwatch.sensor.files.tables.parsed.parsed_rows import copy_numbers, numbers, whole_numbers
from limbwatch.sensor.files.times.writing import written_dates
from limbwatch.sensor.files.times.writing.written_dates import (
    NUMERIC,
    PATTERNS,
    counts_milliseconds,
    orders,
    pattern_of,
)
from limbwatch.sensor.files.times.writing.zone import offset_of, to_utc

BERLIN = ZoneInfo("Europe/Berlin")
COUNT = 4000
RATE = 20.0
NODDING = [f"{0.01 * np.sin(i):.4f},{0.3 + 0.01 * np.cos(3 * i):.4f},-0.95" for i in range(COUNT)]


def told(recording: Recording) -> tuple[str, ...]:
    return recording.quality.notes + recording.quality.warnings


def table(
    path: Path, stamp: Callable[[int], str], head: str = "time,x,y,z", count: int = COUNT
) -> Path:
    rows = (f"{stamp(i)},{NODDING[i % COUNT]}" for i in range(count))
    path /= "f.csv"
    path.write_text(head + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def read(path: Path, zone: tzinfo = BERLIN, start: datetime | None = None) -> Recording:
    return read_recorded_file(path, placement=Placement.WRIST, timezone=zone, start=start)


def wall(begin: datetime, form: str) -> Callable[[int], str]:
    """Write the local time of a device that follows the zone."""
    return lambda i: (begin + timedelta(seconds=i / RATE)).astimezone(BERLIN).strftime(form)


def contiguous(recording: Recording, start: datetime) -> None:
    assert abs((recording.start - start).total_seconds()) < 0.002
    assert len(recording.runs) == 1
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert sum(len(run) for run in recording.runs) == COUNT


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%dT%H:%M:%S.%f",
        "%Y-%m-%d %H:%M:%S.%f",
        "%d.%m.%Y %H:%M:%S.%f",
        "%m/%d/%Y %I:%M:%S.%f %p",
        "%Y/%m/%d %H:%M:%S:%f",
    ],
)
def test_ways_to_write_a_local_time(form: str, tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 59, 0, tzinfo=UTC)
    contiguous(read(table(tmp_path, wall(begin, form))), begin)


@pytest.mark.parametrize("suffix", ["Z", "+00:00", " +0000"])
def test_offset_in_the_text_beats_the_zone(suffix: str, tmp_path: Path) -> None:
    begin = datetime(2026, 7, 1, 22, 0, 0, tzinfo=UTC)
    path = table(
        tmp_path,
        lambda i: (begin + timedelta(seconds=i / RATE)).strftime("%Y-%m-%dT%H:%M:%S.%f") + suffix,
    )
    contiguous(read(path, ZoneInfo("America/New_York")), begin)


def test_day_and_month_by_what_crosses_twelve(tmp_path: Path) -> None:
    path = table(
        tmp_path, wall(datetime(2026, 2, 25, 20, 0, 0, tzinfo=UTC), "%d/%m/%Y %H:%M:%S.%f")
    )
    contiguous(read(path), datetime(2026, 2, 25, 20, 0, 0, tzinfo=UTC))
    assert pattern_of(["25/02/2026 20:00:00"]) == "day first"
    assert pattern_of(["2/25/2026 20:00:00"]) == "month first"
    assert pattern_of(["2/5/2026 8:00:00 PM"]) == "month first"
    assert pattern_of(["05.02.2026 20:00:00"]) == "day first"


@given(st.from_regex(r"\s?\d{3,}(?:[.,]\d*)?\s?", fullmatch=True))
def test_a_long_number_follows_no_pattern_but_those_of_numbers(cell: str) -> None:
    others = set(PATTERNS) - {*NUMERIC, "time in digits"}
    assert [name for name in others if re.match(PATTERNS[name].expression, cell)] == []


def test_numbers_are_held_against_no_pattern_of_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """To compile these takes 0.02 s, and most files count seconds."""
    tried = []
    fitting = written_dates._fitting

    def noted(expression: str, cells: Sequence[str]) -> float:
        tried.append(expression)
        return fitting(expression, cells)

    monkeypatch.setattr(written_dates, "_fitting", noted)
    assert pattern_of(["1773522000.02", "1773522000.04"]) is None
    assert pattern_of(["20260314210000", "20260314210001,5"]) == "digits"
    assert pattern_of(["260314210000", "260314210001"]) == "short digits"
    assert set(tried) <= {PATTERNS[name].expression for name in NUMERIC}


@pytest.mark.parametrize("sign", [".", "/", "-"])
def test_between_points_the_month_never_comes_first(sign: str, tmp_path: Path) -> None:
    begin = datetime(2026, 3, 10, 20, 0, 0, tzinfo=UTC)
    path = table(tmp_path, wall(begin, sign.join(("%d", "%m", "%Y")) + " %H:%M:%S.%f"))
    recording = read(path)
    contiguous(recording, begin)
    doubted = any("can be read as" in warning for warning in recording.quality.warnings)
    assert doubted is (sign != ".")


def test_between_points_the_month_comes_first_where_it_cannot_come_second() -> None:
    assert orders(["03.14.2026 20:00:00"]) == ("month first",)
    assert orders(["12.10.2026", "12.11.2026"]) == ("day first",)


@pytest.mark.parametrize(
    ("factor", "name"),
    [(1.0, "time"), (1e3, "time"), (1e6, "timestamp"), (1e9, "timestamp"), (1e3, "epoch_ms")],
)
def test_numbers_since_1970(factor: float, name: str, tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 0, 0, tzinfo=UTC)
    first = int(begin.timestamp())

    def stamp(i: int) -> str:
        if factor == 1.0:
            return f"{first + i / RATE:.3f}"
        return str(first * int(factor) + round(i / RATE * factor))

    contiguous(read(table(tmp_path, stamp, f"{name},x,y,z")), begin)


def test_time_of_day_passes_midnight(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 59, 0, tzinfo=UTC)
    path = table(tmp_path, wall(begin, "%H:%M:%S.%f"))
    recording = read(path, start=begin)
    contiguous(recording, begin)
    assert any("passed midnight" in note for note in told(recording))
    assert any("Give --start" in note for note in told(read(path)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-03-14T23:50:00", False),  # as the file says it
        ("2026-03-14T22:50:00+00:00", False),  # as another zone says it
        ("2026-03-14", False),  # the date alone
        ("2026-03-14T23:40:00", True),
        ("2026-03-15T00:10:00", True),  # begun before midnight, noted after it
    ],
)
def test_a_start_gives_its_date_to_times_of_day(given: str, tmp_path: Path, *, said: bool) -> None:
    begin = datetime(2026, 3, 14, 22, 50, 0, tzinfo=UTC)
    start = datetime.fromisoformat(given)
    start = start if start.tzinfo is not None else start.replace(tzinfo=BERLIN)
    recording = read(table(tmp_path, wall(begin, "%H:%M:%S.%f")), start=start)
    contiguous(recording, begin)
    assert any("nearest to the start" in one for one in recording.quality.warnings) == said
    assert said or not recording.quality.warnings


def test_a_time_of_day_after_midnight_is_of_the_day_after_the_evening(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 23, 5, 0, tzinfo=UTC)
    path = table(tmp_path, wall(begin, "%H:%M:%S.%f"))
    contiguous(read(path, start=datetime(2026, 3, 14, 22, 59, tzinfo=UTC)), begin)


def test_times_of_day_without_a_date_are_called_so(tmp_path: Path) -> None:
    path = table(tmp_path, wall(datetime(2026, 3, 14, 22, 50, 0, tzinfo=UTC), "%H:%M:%S.%f"))
    (warning,) = read(path).quality.warnings
    assert "no date" in warning
    assert "never set" not in warning


@pytest.mark.parametrize("minutes", [-10, 5])
def test_hours_of_24_and_more_without_a_date_are_told(minutes: int, tmp_path: Path) -> None:
    # across midnight, and after it alone
    begin = datetime(2026, 3, 14, 23, 0, 0, tzinfo=UTC) + timedelta(minutes=minutes)

    def stamp(i: int) -> str:
        local = (begin + timedelta(seconds=i / RATE)).astimezone(BERLIN)
        return f"{local.hour + 24 * (local.day == 15):02d}{local.strftime(':%M:%S.%f')}"

    recording = read(table(tmp_path, stamp, count=20_000), start=begin)
    assert abs((recording.start - begin).total_seconds()) < 0.002
    assert len(recording.runs) == 1
    assert not recording.quality.warnings
    assert any("hour of 24 or more" in note for note in recording.quality.notes)


@pytest.mark.parametrize("form", ["%H:%M:%S.%f", "%I:%M:%S.%f", "%M:%S.%f"])
def test_a_row_without_a_time_hides_no_midnight(form: str, tmp_path: Path) -> None:
    # 0:00 for 24 hours, one after twelve for 12, a full hour for minutes
    hour = 0 if form == "%I:%M:%S.%f" else 23
    begin = datetime(2026, 3, 14, hour, 59, 0, tzinfo=BERLIN)

    def stamp(i: int) -> str:
        return (begin + timedelta(seconds=i / RATE)).strftime(form)

    lost = (1199, 1200, 1201)
    path = table(tmp_path, lambda i: "" if i in lost else stamp(i))
    recording = read(path, start=begin)
    assert recording.quality.backward_jumps == 0
    assert recording.runs[-1].end == pytest.approx(COUNT / RATE, abs=0.1)


def test_a_counter_wraps_where_a_row_has_no_time(tmp_path: Path) -> None:
    first = 2**32 - 30_000
    path = table(
        tmp_path,
        lambda i: "" if i in (600, 601) else str((first + i * 50) % 2**32),
        "t_ms,x,y,z",
    )
    recording = read(path, start=datetime(2026, 3, 14, 22, tzinfo=UTC))
    assert recording.quality.backward_jumps == 0
    assert recording.runs[-1].end == pytest.approx(COUNT / RATE, abs=0.1)


def hours_on(begin: datetime, date: str, glue: str, *, renewed: bool) -> Callable[[int], str]:
    """Write 24:00 and more after midnight: beside the old date, or for an hour beside the new."""

    def stamp(i: int) -> str:
        local = (begin + timedelta(seconds=i / RATE)).astimezone(BERLIN)
        old = local.date() == begin.astimezone(BERLIN).date()
        day = local if renewed else begin.astimezone(BERLIN)
        on = 0 if old or (renewed and local.hour) else 24
        return f"{day.strftime(date)}{glue}{local.hour + on:02d}{local.strftime(':%M:%S.%f')}"

    return stamp


@pytest.mark.parametrize("minutes", [-1, 58])
@pytest.mark.parametrize("renewed", [False, True])
@pytest.mark.parametrize(
    ("date", "glue", "head"),
    [
        ("%Y-%m-%d", " ", "time,x,y,z"),
        ("%d.%m.%Y", " ", "time,x,y,z"),
        ("%Y-%m-%d", ",", "date,time,x,y,z"),
    ],
)
def test_hours_of_24_and_more_are_those_of_the_day_that_begins(
    date: str, glue: str, head: str, minutes: int, tmp_path: Path, *, renewed: bool
) -> None:
    # past midnight, and past one
    begin = datetime(2026, 3, 13, 22, 59, 0, tzinfo=UTC)
    stamp = hours_on(begin, date, glue, renewed=renewed)
    first = round((minutes + 1) * 60 * RATE)
    recording = read(table(tmp_path, lambda i: stamp(i + first), head))
    contiguous(recording, begin + timedelta(minutes=minutes + 1))
    assert any("hour of 24" in note for note in told(recording))


def test_hours_of_24_alone_are_asked(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 13, 22, 0, 0, tzinfo=UTC)
    stamp = hours_on(begin, "%d.%m.%Y", " ", renewed=False)
    recording = read(table(tmp_path, lambda i: stamp(i + round(3600 * RATE))))
    contiguous(recording, begin + timedelta(hours=1))
    assert any("hour of 24" in warning for warning in recording.quality.warnings)


def test_hours_that_no_night_has_are_no_time(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 13, 22, 0, 0, tzinfo=UTC)
    right = wall(begin, "%d.%m.%Y %H:%M:%S.%f")
    path = table(tmp_path, lambda i: right(i).replace(" 23:", " 73:") if i == 7 else right(i))
    recording = read(path)
    assert recording.quality.invalid == 1
    assert sum(len(run) for run in recording.runs) == COUNT - 1


def test_date_and_time_in_two_columns(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 59, 0, tzinfo=UTC)
    path = table(tmp_path, wall(begin, "%Y-%m-%d,%H:%M:%S.%f"), "Date,Time,x,y,z")
    contiguous(read(path), begin)


# Clocks in Berlin go forward on 2026-03-29 at 01:00 UTC and back on 2026-10-25 at 01:00 UTC.
@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
def test_daylight_saving_that_the_device_followed(day: datetime, tmp_path: Path) -> None:
    begin = day + timedelta(hours=1, seconds=-100)
    recording = read(table(tmp_path, wall(begin, "%Y-%m-%d %H:%M:%S.%f")))
    contiguous(recording, begin)
    assert recording.quality.backward_jumps == 0
    assert any("the device followed" in note for note in told(recording))


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
def test_daylight_saving_that_the_device_ignored(day: datetime) -> None:
    begin = (day + timedelta(minutes=30)).astimezone(BERLIN).replace(tzinfo=None)
    local = np.arange(0, 4 * 3600, 0.5)
    notes: list[str] = []
    seconds, start = to_utc(begin, local, BERLIN, notes)
    assert np.array_equal(seconds, local)
    assert start == day + timedelta(minutes=30)
    assert any("did not" in note for note in notes)


def test_counter_of_32_bits_wraps(tmp_path: Path) -> None:
    path = table(tmp_path, lambda i: str((2**32 - 30_000 + i * 50) % 2**32), "t_ms,x,y,z")
    recording = read(path, start=datetime(2026, 3, 14, 22, tzinfo=UTC))
    contiguous(recording, datetime(2026, 3, 14, 22, tzinfo=UTC))
    assert recording.quality.backward_jumps == 0


def test_milliseconds_without_leading_zeros(tmp_path: Path) -> None:
    assert counts_milliseconds(["941", "991", "41", "91"])
    assert not counts_milliseconds(["05", "1", "15"])
    assert not counts_milliseconds(["050", "100"])
    begin = datetime(2026, 3, 14, 21, 0, 0, tzinfo=UTC)

    def stamp(i: int) -> str:
        when = (begin + timedelta(seconds=i / RATE)).astimezone(BERLIN)
        clock = f"{when.hour}:{when.minute}:{when.second}.{when.microsecond // 1000}"
        return f"{when.year}-{when.month}-{when.day} {clock}"

    contiguous(read(table(tmp_path, stamp)), begin)


def test_file_clock_beats_the_given_start(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 0, 0, tzinfo=UTC)
    path = table(tmp_path, wall(begin, "%Y-%m-%d %H:%M:%S.%f"))
    recording = read(path, start=begin + timedelta(days=2))
    contiguous(recording, begin)
    assert any("was not used" in note for note in told(recording))


def test_clock_that_was_never_set_gives_way(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 0, 0, tzinfo=UTC)
    path = table(tmp_path, wall(datetime(1970, 1, 1, 5, tzinfo=UTC), "%Y-%m-%d %H:%M:%S.%f"))
    contiguous(read(path, start=begin), begin)
    assert any("not credible" in note for note in told(read(path)))


def in_days(begin: float) -> Callable[[int], str]:
    return lambda i: f"{begin + i / RATE / 86400:.12f}"


@pytest.mark.parametrize("wraps", [True, False])
def test_a_spreadsheet_number_below_one_is_a_time_of_day(wraps: bool, tmp_path: Path) -> None:
    """0.999 of a day is a minute before midnight; the next day begins with 0, or goes on with 1."""
    whole = in_days(0.9997)
    path = table(tmp_path, lambda i: f"{float(whole(i)) % (1 if wraps else 9):.12f}")
    said = TableOptions(time_unit="excel")
    found = read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=BERLIN, options=said)
    assert (found.start.date().isoformat(), found.start.hour) == ("2000-01-01", 23)
    assert any("gives the time of day but no date" in one for one in told(found))
    assert not any("went back" in one for one in told(found))
    given = datetime(2026, 2, 17, 22, 0, tzinfo=BERLIN)
    found = read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=BERLIN, start=given, options=said
    )
    contiguous(found, datetime(2026, 2, 17, 23, 59, 34, 80000, tzinfo=BERLIN))


def test_a_year_without_nights_is_never_the_year_of_a_night(tmp_path: Path) -> None:
    """A night of 1899 could be written and not be read again."""
    path = table(tmp_path, wall(datetime(1899, 12, 30, 22, 5, tzinfo=UTC), "%Y-%m-%d %H:%M:%S.%f"))
    found = read(path)
    assert found.start.strftime("%Y-%m-%d %H:%M") == "2000-01-01 23:05"
    assert any("1899-12-30, is not one a night can have" in one for one in told(found))


def test_elapsed_time_starts_when_told(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 22, 0, 0, tzinfo=UTC)
    path = table(tmp_path, lambda i: f"{77.5 + i / RATE:.3f}", "time_s,x,y,z")
    contiguous(read(path, start=begin), begin)


def test_naive_start_and_impossible_rate_are_the_callers_mistake(tmp_path: Path) -> None:
    path = table(tmp_path, lambda i: f"{i / RATE:.3f}")
    with pytest.raises(ValueError, match="time zone"):
        read(path, start=datetime(2026, 3, 14, 22))  # noqa: DTZ001 - the mistake itself
    with pytest.raises(ValueError, match="rate must be positive"):
        read_recorded_file(path, placement=Placement.WRIST, timezone=UTC, rate=0.0)


def test_no_time_and_no_rate_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, str, "sample,x,y,z")
    with pytest.raises(UnreadableFile, match="Give --rate"):
        read(path)
    recording = read_recorded_file(path, placement=Placement.WRIST, timezone=UTC, rate=RATE)
    assert recording.rate == RATE
    assert sum(len(run) for run in recording.runs) == COUNT


def test_sensor_clock_is_tied_to_the_phone(tmp_path: Path) -> None:
    # 80 ppm fast, stamped by the phone with delays
    delays = np.random.default_rng(1).exponential(0.02, 40_000)
    begin = datetime(2026, 3, 14, 21, 0, 0, tzinfo=UTC)

    def stamp(i: int) -> str:
        phone = begin + timedelta(seconds=i / RATE + delays[i])
        own = 599616050941733632 + round(i / RATE * (1 + 80e-6) * 1e9)
        return f"{phone.astimezone(BERLIN).strftime('%Y-%m-%dT%H:%M:%S.%f')[:-3]},{own}"

    path = table(
        tmp_path, stamp, "Phone timestamp,sensor timestamp [ns],X [mg],Y [mg],Z [mg]", 40_000
    )
    recording = read(path)
    assert recording.quality.drift_ppm == pytest.approx(80, abs=3)
    assert recording.rate == pytest.approx(RATE, rel=5e-6)
    assert abs((recording.start - begin).total_seconds()) < 0.01


@pytest.mark.parametrize(
    ("text", "hours"), [("GMT +01:00", 1), ("-0700", -7), ("02:00:00", 2), ("GMT+8", 8)]
)
def test_offsets(text: str, hours: int) -> None:
    zone = offset_of(text)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)
    assert offset_of("W. Europe Standard Time") is None


@pytest.mark.parametrize("kind", [pa.float32(), pa.float64(), pa.int64()])
def test_parsed_numbers_are_read_from_their_buffers(kind: pa.DataType) -> None:
    column = pa.chunked_array(
        [pa.array([1, None, 3, 4], kind).slice(1, 3), pa.array([], kind), pa.array([5, 6], kind)]
    )
    assert numbers(column).tolist() == pytest.approx([np.nan, 3, 4, 5, 6], nan_ok=True)
    out = np.zeros((5, 3), np.float32)
    copy_numbers(column, out[:, 1])
    assert out[:, 1].tolist() == pytest.approx([np.nan, 3, 4, 5, 6], nan_ok=True)
    assert (out[:, [0, 2]] == 0).all()


def test_parsed_whole_numbers_stay_whole() -> None:
    large = 1_773_522_000_123_456_789
    column = pa.chunked_array([pa.array([0, large]).slice(1), pa.array([large + 1])])
    assert whole_numbers(column).tolist() == [large, large + 1]
    assert whole_numbers(pa.chunked_array([], pa.int64())).tolist() == []


def test_a_file_whose_parts_are_months_apart_was_not_recorded_while_clocks_changed() -> None:
    """Berlin's clocks went forward on 29 March 2026; these parts are of February and of May."""
    notes: list[str] = []
    begin = datetime(2026, 2, 1, 23)  # noqa: DTZ001 - local
    seconds = np.concatenate([np.arange(100.0), [np.nan], 100 * 86400.0 + np.arange(100.0)])
    found, _ = to_utc(begin, seconds, ZoneInfo("Europe/Berlin"), notes)
    assert notes == []
    assert found[-1] == seconds[-1] - 3600


def test_a_night_in_which_the_clock_followed_says_so() -> None:
    notes: list[str] = []
    begin = datetime(2026, 3, 29, 1)  # noqa: DTZ001 - local
    seconds = np.concatenate([np.arange(0, 3600.0, 10), np.arange(7200.0, 10800.0, 10)])
    to_utc(begin, seconds, ZoneInfo("Europe/Berlin"), notes)
    assert notes == ["Clocks went forward in this night; the device followed."]


def test_a_stamp_of_the_year_9999_costs_no_walk_through_the_years() -> None:
    """Work follows the samples: changes of clocks are looked for where there are some."""
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2026, 3, 29, 1, 0)  # noqa: DTZ001 - an hour before the clocks go forward
    seconds = np.array([0.0, 3599.0, 7200.0, 7201.0])
    expected, _ = to_utc(begin, seconds, berlin, [])
    assert expected.tolist() == [0.0, 3599.0, 3600.0, 3601.0]
    far = (datetime.max - begin).total_seconds()  # noqa: DTZ901 - naive, as begin
    found, _ = to_utc(begin, np.append(seconds, far), berlin, [])
    assert found[:4].tolist() == expected.tolist()
    offsets = []

    class Counted(tzinfo):
        def utcoffset(self, when: datetime | None) -> timedelta:
            offsets.append(when)
            return timedelta(0)

    to_utc(begin, np.append(seconds, far), Counted(), [])
    assert len(offsets) < 20
