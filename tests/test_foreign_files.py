"""Files like those of public bug reports: each is read for what it is, or refused with the reason.

The report stands with each case; the files are written here after its description.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.table_options import TableOptions
from limbwatch.sensor.files.times.writing.patterns import (
    tells_day,
    tells_some_of_date,
    tells_year,
)
from limbwatch.sensor.files.times.writing.written_dates import read_date

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 14, 21, 41, 0, tzinfo=UTC)
UNIX_START = START.timestamp()
COUNT, RATE = 3000, 20.0
TIMES = UNIX_START + np.arange(COUNT) / RATE


def values(count: int = COUNT) -> list[str]:
    """A limb at rest that turns a little every 25 s, g."""
    noise = np.random.default_rng(7).normal(0, 0.004, (count, 3))
    turn = 0.2 * np.maximum(0, np.sin(2 * np.pi * np.arange(count) / (25 * RATE)) - 0.9)
    return [
        f"{0.2 + t + a:.4f},{0.95 + b:.4f},{0.23 + c:.4f}"
        for t, (a, b, c) in zip(turn, noise, strict=True)
    ]


VALUES = values()


def local(time: float, form: str) -> str:
    when = datetime.fromtimestamp(round(time, 3), BERLIN)
    return when.strftime(form).replace("MMM", f"{when.microsecond // 1000:03d}")


def rows(stamp: Callable[[int], str]) -> list[str]:
    return [f"{stamp(i)},{VALUES[i]}" for i in range(COUNT)]


def read(folder: Path, lines: Iterable[str], **given: object) -> Recording:
    path = folder / "f.csv"
    path.write_bytes("\n".join(lines).encode() + b"\n")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, **given)  # type: ignore[arg-type]


def told(recording: Recording) -> str:
    return " ".join((*recording.quality.notes, *recording.quality.warnings))


@dataclass(frozen=True)
class Case:
    """What a file says and how it is to be read: its start, and words that must be said."""

    report: str
    head: str
    stamp: Callable[[int], str]
    start: datetime | None = START
    says: str = ""


CASES = {
    "seconds and nanoseconds": Case(
        "unl-nimbus-lab/bag2matlab#4",
        "header.stamp.secs,header.stamp.nsecs,x,y,z",
        lambda i: f"{int(TIMES[i] + 1e-6)},{round(TIMES[i] % 1 * 1e3) % 1000 * 1_000_000}",
    ),
    "seconds since 2001": Case(
        "petewarden/iPhoneTracker#13, aaronpk/Overland-iOS#196",
        "timestamp,x,y,z",
        lambda i: f"{TIMES[i] - 978307200:.6f}",
    ),
    "host ticks": Case(
        "microsoft/HoloLens2ForCV#45",
        "HostTicks,x,y,z",
        lambda i: str(round((UNIX_START + 11644473600) * 1e7) + i * 500_000),
    ),
    "milliseconds that are seconds": Case(
        "swift-nav/piksi_tools#629",
        "time (msec),x,y,z",
        lambda i: f"{i / RATE:.2f}",
        start=None,
        says="was read as seconds",
    ),
    "before the clock was set": Case(
        "openbikesensor/OpenBikeSensor-Scripts#8",
        "Time,x,y,z",
        lambda i: local(TIMES[i] if i >= 900 else i / RATE, "%d.%m.%Y %H:%M:%S.MMM"),
        says="put right before the rest",
    ),
    "name of the month": Case(
        "wadpac/GGIR#246",
        "Timestamp,x,y,z",
        lambda i: local(TIMES[i], "%d-%b-%Y %H:%M:%S.MMM"),
    ),
    "points between day, month and year": Case(
        "wadpac/GGIR#125", "Timestamp,x,y,z", lambda i: local(TIMES[i], "%d.%m.%Y %H:%M:%S.MMM")
    ),
    "three events share a stamp": Case(
        "mbientlab/MetaWear-SDK-iOS-macOS-tvOS#1",
        "timestamp,x,y,z",
        lambda i: f"{TIMES[min(i // 3 * 3 + 2, COUNT - 1)]:.3f}",
        says="batches",
    ),
    "nanoseconds since the phone was started": Case(
        "UmerCodez/SensorServer#28",
        "timestamp,x,y,z",
        lambda i: str(1621374624190440 + i * 50_000_000),
        start=None,
    ),
    "twelve hours and a column of AM and PM": Case(
        "wadpac/GGIR#163",
        "Date,Time,AM/PM,x,y,z",
        lambda i: local(TIMES[i], "%m/%d/%Y,%I:%M:%S.MMM,%p"),
    ),
    "a date as a number beside a time as a number": Case(
        "THLfi/read.gt3x#13 (clocks of devices as digits)",
        "date,time,x,y,z",
        lambda i: local(TIMES[i], "%Y%m%d,%H%M%SMMM"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_column_of_time_is_understood(case: Case, tmp_path: Path) -> None:
    recording = read(tmp_path, [case.head, *rows(case.stamp)])
    assert recording.rate == pytest.approx(RATE, rel=1e-3), case.report
    assert sum(map(len, recording.runs)) == COUNT
    assert recording.runs[-1].end == pytest.approx(COUNT / RATE, abs=0.2)
    if case.start is not None:
        assert abs((recording.start - case.start).total_seconds()) < 0.11, case.report
    else:
        assert "--start" in told(recording)
    assert case.says in told(recording)


def test_digits_that_were_cut_off_are_refused_with_that(tmp_path: Path) -> None:
    # Yaepiii/M2UD#13
    lines = [f"{TIMES[i]:.5e},{VALUES[i]}" for i in range(COUNT)]
    with pytest.raises(UnreadableFile, match="its digits were cut off"):
        read(tmp_path, ["time,ax,ay,az", *lines])


@pytest.mark.parametrize("every", [10, 900])
def test_names_between_the_rows_are_left_out(every: int, tmp_path: Path) -> None:
    # theheraldproject/herald-for-android#235, mendhak/gpslogger#529
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    mixed = [
        x for i, line in enumerate(lines) for x in (["time,x,y,z"] * (i % every == 0) + [line])
    ]
    recording = read(tmp_path, mixed)
    assert sum(map(len, recording.runs)) == COUNT
    assert recording.rate == pytest.approx(RATE, rel=1e-6)


def test_other_names_further_down_end_the_table(tmp_path: Path) -> None:
    # mendhak/gpslogger#529: two files that were put into one
    first = rows(lambda i: f"{TIMES[i]:.3f}")
    other = [",".join((*row.split(",")[1:], row.split(",")[0])) for row in first[1500:]]
    recording = read(tmp_path, ["time,x,y,z", *first[:1500], "x,y,z,time", *other])
    assert sum(map(len, recording.runs)) == 1500
    assert recording.quality.invalid == 1501
    assert "1501 rows from there on were left out" in told(recording)


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("way", ["one more", "two more, then as before", "one fewer"])
def test_columns_that_are_added_on_the_way_are_taken_by_their_names(
    way: str, quoted: bool, tmp_path: Path
) -> None:
    names, cells = "time,x,y,z", rows(lambda i: f"{TIMES[i]:.3f}")
    if way == "one fewer":
        names, cells = "time,note,x,y,z", [row.replace(",", ",a,", 1) for row in cells]
    other = {"one more": "time,battery,x,y,z", "one fewer": "time,x,y,z"}.get(way, "a,z,y,x,b,time")

    def under(line: str) -> str:
        known = dict(zip(names.split(","), line.split(","), strict=True))
        return ",".join(known.get(name, "3890") for name in other.split(","))

    stop = 2000 if "before" in way else COUNT
    moved = [other, *map(under, cells[500:stop])]
    lines = [names, *cells[:500], *moved, *([names, *cells[stop:]] if stop < COUNT else [])]
    if quoted:
        lines = [",".join(f'"{cell}"' for cell in line.split(",")) for line in lines]
    recording = read(tmp_path, lines)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.runs[0].xyz[1000] == pytest.approx(
        [float(cell) for cell in VALUES[1000].split(",")], abs=1e-4
    )
    assert "The columns change at line 502 (to " in told(recording)
    assert not recording.quality.warnings


def test_changed_columns_may_have_numbers_with_a_sign_between_thousands(tmp_path: Path) -> None:
    z = ("996", "1'004", "1'001")
    cells = [f"{TIMES[i]:.3f};{20 - i % 3};{i % 5};{z[i * i % 3]}" for i in range(COUNT)]
    lines = ["time;x;y;z", *cells[:500], "time;x;y;z;t", *(f"{cell};20" for cell in cells[500:])]
    recording = read(tmp_path, lines)
    assert sum(map(len, recording.runs)) == COUNT
    assert "The columns change at line 502 (to " in told(recording)


def test_where_the_new_columns_lack_one_that_is_read_the_table_ends(tmp_path: Path) -> None:
    cells = rows(lambda i: f"{TIMES[i]:.3f}")
    lines = ["time,x,y,z", *cells[:2000], "time,x,y", *(c.rpartition(",")[0] for c in cells[2000:])]
    recording = read(tmp_path, lines)
    assert sum(map(len, recording.runs)) == 2000
    assert recording.quality.invalid == 1000
    (warning,) = [one for one in recording.quality.warnings if "columns change" in one]
    assert "line 2002" in warning
    assert "1000 rows" in warning
    assert "Cut the file there" in warning


@pytest.mark.parametrize(("at", "size"), [(100, 600), (2000, 4096), (2000, 5_000_000)])
def test_zeros_in_the_text_cost_one_row_at_most(at: int, size: int, tmp_path: Path) -> None:
    # weewx/weewx#607: a logger that lost power
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    recording = read(
        tmp_path, ["time,x,y,z", *lines[:at], "\0" * size + lines[at], *lines[at + 1 :]]
    )
    assert sum(map(len, recording.runs)) >= COUNT - 1
    assert recording.rate == pytest.approx(RATE, rel=1e-6)


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    written = rows(lambda i: local(TIMES[i], "%F %T.MMM"))
    lines = [line.encode() for line in ["time,x,y,z", *written]]
    lines[1500] = lines[1500][:8] + b"\xff\xfe\x9c" + lines[1500][11:]
    path = tmp_path / "f.csv"
    path.write_bytes(b"\n".join(lines))
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)
    assert sum(map(len, recording.runs)) == COUNT - 1
    assert recording.quality.invalid == 1


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [
        ({2999: 20 * 365 * 86400.0}, COUNT - 1),
        ({0: -20 * 365 * 86400.0, 77: 5e12}, COUNT - 2),
        ({1500: 7200.0, 1501: 7200.0}, COUNT - 2),
        ({1500: -7200.0}, COUNT - 1),
        ({1500: 30.0}, COUNT - 1),
        ({1500: 1e300}, COUNT - 1),
    ],
)
def test_single_wild_stamps_are_left_out_and_said(
    seconds: dict[int, float], kept: int, tmp_path: Path
) -> None:
    # OxWearables/biobankAccelerometerAnalysis#81, openbikesensor/OpenBikeSensor-Scripts#8
    lines = rows(lambda i: f"{TIMES[i] + seconds.get(i, 0.0):.3f}")
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert sum(map(len, recording.runs)) == kept
    assert recording.quality.invalid == COUNT - kept
    assert "left out" in told(recording)
    assert recording.runs[-1].end <= COUNT / RATE + 1


@pytest.mark.parametrize("days", [-365.0, 365.0, 40.0])
def test_a_step_of_months_makes_no_night_of_months(days: float, tmp_path: Path) -> None:
    lines = rows(lambda i: f"{TIMES[i] + (86400 * days if i >= 1750 else 0):.3f}")
    recording = read(tmp_path, ["time,x,y,z", *lines])
    # and the gap that stands for what nobody knows
    assert recording.runs[-1].end <= COUNT / RATE + 5
    assert (
        "365 days" in told(recording)
        or "14 days" in told(recording)
        or "not set right: put behind" in told(recording)
    )


@pytest.mark.parametrize("unit", [9.80665, 1000.0])
@pytest.mark.parametrize("ends", [(1172, COUNT), (0, 1172), (617, 2160)])
def test_a_unit_that_changes_is_followed_and_said(
    unit: float, ends: tuple[int, int], tmp_path: Path
) -> None:
    # espruino/BangleApps#2151
    factor = [unit if ends[0] <= i < ends[1] else 1.0 for i in range(COUNT)]
    whole = [[float(cell) for cell in row.split(",")] for row in VALUES]
    lines = [
        ",".join([f"{TIMES[i]:.3f}", *(f"{v * factor[i]:.5f}" for v in whole[i])])
        for i in range(COUNT)
    ]
    recording = read(tmp_path, ["time,x,y,z", *lines])
    (run,) = recording.runs
    assert np.abs(np.linalg.norm(run.xyz, axis=1) - 1).max() < 0.1
    assert "unit changes" in told(recording)


@pytest.mark.parametrize("cell", ["-999", "9999", "-32768", "2.0e7"])
def test_numbers_that_stand_for_nothing_are_dropped_and_counted(cell: str, tmp_path: Path) -> None:
    # wadpac/GGIR#281
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    for at in range(250, 2950, 225):
        lines[at] = f"{TIMES[at]:.3f},{cell},{cell},{cell}"
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert recording.quality.invalid == 12
    assert max(float(np.abs(run.xyz).max()) for run in recording.runs) < 2


def test_readings_of_a_converter_are_refused(tmp_path: Path) -> None:
    # the kind of forum.arduino.cc 66363, another chip: 12 bits, 0 g at 2048
    whole = [[2048 + 400 * float(cell) for cell in row.split(",")] for row in VALUES]
    lines = [",".join([str(50 * i), *(f"{v:.0f}" for v in whole[i])]) for i in range(COUNT)]
    with pytest.raises(UnreadableFile, match="whose 0 g is not"):
        read(tmp_path, ["millis,x,y,z", *lines])


def test_pieces_in_another_order_are_sorted(tmp_path: Path) -> None:
    # ojwalch/sleep_classifiers#2; here of unequal lengths, with a gap
    lines = rows(lambda i: f"{UNIX_START + i / 10 + (30 if i >= 2000 else 0):.3f}")
    cuts = [0, 167, 850, 1450, 2000, 2389, COUNT]
    pieces = [lines[a:b] for a, b in pairwise(cuts)]
    mixed = [line for k in (3, 0, 5, 1, 4, 2) for line in pieces[k]]
    recording = read(tmp_path, ["time,x,y,z", *mixed])
    assert abs((recording.start - START).total_seconds()) < 1e-3
    assert [len(run) for run in recording.runs] == [2000, 1000]
    assert recording.quality.backward_jumps == 0
    assert "sorted" in told(recording)


def test_a_counter_of_rows_is_no_time(tmp_path: Path) -> None:
    # OpenBCI/OpenBCI_GUI#129: wherever it begins, and when it wraps
    for stamp in (lambda i: str(72000 + i), lambda i: str(i % 256)):
        lines = ["sample,x,y,z", *rows(stamp)]
        with pytest.raises(UnreadableFile, match="no column of time"):
            read(tmp_path, lines)
        assert read(tmp_path, lines, rate=RATE).runs[0].end == pytest.approx(COUNT / RATE)


@pytest.mark.parametrize("name", ["steps", "distance_m", "battery_mv"])
def test_what_grows_is_not_time_for_that(name: str, tmp_path: Path) -> None:
    stamp = {
        "steps": lambda i: str(i // 12),
        "distance_m": lambda i: f"{0.003 * i + 0.05 * (i // 7 % 3 == 0) * i / 7:.3f}",
        "battery_mv": lambda i: f"{4000 - i // 60}",
    }[name]
    with pytest.raises(UnreadableFile, match="no column of time"):
        read(tmp_path, [f"{name},x,y,z", *rows(stamp)])


def test_rate_against_times_is_refused_and_for_their_unit_is_obeyed(tmp_path: Path) -> None:
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    with pytest.raises(UnreadableFile, match="not 50 as --rate says"):
        read(tmp_path, ["time,x,y,z", *lines], rate=50.0)
    assert read(tmp_path, ["time,x,y,z", *lines], rate=20.0).rate == pytest.approx(20)


@pytest.mark.parametrize(
    ("name", "by"), [("frame", 2), ("tick", 4), ("counter", 10), ("seq_nr", 20)]
)
def test_a_count_by_more_than_one_is_no_time(name: str, by: int, tmp_path: Path) -> None:
    # frames of a camera, ticks of 10 ms, packets of ten
    lines = [f"{name},x,y,z", *rows(lambda i: str(by * i))]
    with pytest.raises(UnreadableFile, match=f"counts on by {by} a row, and nothing says"):
        read(tmp_path, lines)
    assert read(tmp_path, lines, rate=RATE).runs[0].end == pytest.approx(COUNT / RATE)


@pytest.mark.parametrize("by", [50, 20, 10])
def test_a_unit_that_nobody_says_is_told(by: int, tmp_path: Path) -> None:
    recording = read(tmp_path, ["t,x,y,z", *rows(lambda i: str(by * i))])
    assert recording.rate == pytest.approx(1000 / by)
    assert "states no unit: it was read as milliseconds" in told(recording)


@pytest.mark.parametrize("by", [2, 4, 5, 8])
def test_a_count_that_two_units_fit_is_refused_with_both(by: int, tmp_path: Path) -> None:
    # milliseconds, or ticks of 10 ms as of FreeRTOS: 5 is 200 Hz or 20, with ten rows missing
    lines = ["t,x,y,z", *rows(lambda i: str(by * (i + 10 * (i > 1500))))]
    both = f"{1000 / by:g} .* in milliseconds or {100 / by:g} .* in hundredths of a second"
    with pytest.raises(UnreadableFile, match=f"{both}.*--time-unit ms or --time-unit cs"):
        read(tmp_path, lines)
    for unit, rate in (("ms", 1000 / by), ("cs", 100 / by)):
        found = [
            read(tmp_path, lines, options=TableOptions(time_unit=unit)),
            read(tmp_path, lines, rate=rate),
            read(tmp_path, [f"# {rate:g} Hz", *lines]),
        ]
        for one in found:
            assert one.rate == pytest.approx(rate)
            assert [len(run) for run in one.runs] == [1501, 1499]


def test_ticks_of_a_rate_that_nobody_makes_are_refused_and_read_at_a_rate(tmp_path: Path) -> None:
    """A counter of 24 bits at 32768 Hz, as Shimmer's own clock, which wraps, with a gap."""
    ticks = np.floor((np.arange(COUNT) / RATE + 400.0) * 32768).astype(int)
    ticks[2000:] += 10 * 32768
    lines = ["Timestamp_RAW,x,y,z", *rows(lambda i: str(ticks[i] % 2**24))]
    with pytest.raises(UnreadableFile, match="in no unit a rate"):
        read(tmp_path, lines)
    recording = read(tmp_path, lines, rate=RATE)
    assert [len(run) for run in recording.runs] == [2000, 1000]
    assert recording.runs[-1].end == pytest.approx(COUNT / RATE + 10, rel=1e-3)


@pytest.mark.parametrize(("by", "scale"), [(200, "0.00025"), (1, "0.05000")])
def test_scales_stated_above_the_table_are_taken(by: int, scale: str, tmp_path: Path) -> None:
    # VladimirP1/esp-gyrologger#32
    codes = [[round(float(cell) * 2048) for cell in row.split(",")] for row in VALUES]
    lines = [f"{200 * i},{x},{y},{z}" for i, (x, y, z) in enumerate(codes)]
    recording = read(
        tmp_path,
        ["GYROFLOW IMU LOG", "tscale,0.00025", "ascale,0.00048828125", "t,ax,ay,az", *lines],
    )
    assert recording.rate == pytest.approx(RATE)
    assert recording.runs[-1].end == pytest.approx(COUNT / RATE)
    assert np.abs(np.linalg.norm(recording.runs[0].xyz, axis=1) - 1).max() < 0.1


def test_a_rate_that_a_warning_offers_is_taken(tmp_path: Path) -> None:
    """Tenths of a second, every fourth row missing: 7.5 or 10 Hz, and --rate says which."""
    tenths = [(i, UNIX_START + i / 10) for i in range(COUNT) if i % 4 != 3]
    lines = ["time,x,y,z", *(f"{time:.1f},{VALUES[i]}" for i, time in tenths)]
    recording = read(tmp_path, lines)
    assert recording.rate == pytest.approx(7.5, rel=1e-3)
    assert "--rate 10 takes the other" in told(recording)
    recording = read(tmp_path, lines, rate=10.0)
    assert recording.rate == pytest.approx(10.0, rel=1e-3)
    assert "are missing" in told(recording)
    assert not recording.quality.warnings


def test_twenty_samples_a_second_are_not_called_slow(tmp_path: Path) -> None:
    recording = read(tmp_path, ["time,x,y,z", *rows(lambda i: f"{1.0001 * i / RATE:.4f}")])
    assert recording.rate < RATE
    assert "cannot be seen" not in told(recording)
    recording = read(tmp_path, ["time,x,y,z", *rows(lambda i: f"{1.01 * i / RATE:.4f}")])
    assert "cannot be seen" in told(recording)


def test_offsets_are_kept_as_the_wearers_clock(tmp_path: Path) -> None:
    lines = rows(
        lambda i: (
            (START + timedelta(seconds=i / RATE))
            .astimezone(ZoneInfo("America/New_York"))
            .isoformat(timespec="milliseconds")
        )
    )
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert recording.start == START
    assert recording.start.utcoffset() == timedelta(hours=-4)


@pytest.mark.parametrize("name", ["Timestamp UTC", "time_utc", "utc", "Time (GMT)"])
def test_a_column_that_says_utc_is_utc(name: str, tmp_path: Path) -> None:
    # childmindresearch/wristpy#289
    lines = rows(lambda i: (START + timedelta(seconds=i / RATE)).strftime("%Y-%m-%d %H:%M:%S.%f"))
    assert read(tmp_path, [f"{name},x,y,z", *lines]).start == START


def test_day_and_month_are_told_by_midnight_or_asked(tmp_path: Path) -> None:
    # wadpac/GGIR#163: 3 to 4 May is one day later, 5 March to 5 April is not
    begin = datetime(2026, 5, 3, 21, 58, 30, tzinfo=UTC)

    def stamp(i: int) -> str:
        return (begin + timedelta(seconds=i / RATE)).astimezone(BERLIN).strftime("%m/%d/%Y %T.%f")

    recording = read(tmp_path, ["time,x,y,z", *rows(stamp)])
    assert recording.start == begin
    assert not recording.quality.warnings
    early = begin - timedelta(hours=1)
    recording = read(
        tmp_path,
        [
            "time,x,y,z",
            *rows(lambda i: (early + timedelta(seconds=i / RATE)).strftime("%m/%d/%Y %T.%f")),
        ],
    )
    assert "day/month/year was taken" in told(recording)
    assert "--time-format" in told(recording)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("%Q", "'Q' is a bad directive"),
        ("%d/%m/%Y %H:%M:%", "stray %"),
        ("%d/%m/%Y %Y", "it has %Y more than once"),
    ],
)
def test_a_format_of_time_with_wrong_codes_is_refused_when_it_is_said(form: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        TableOptions(time_format=form)
    assert TableOptions(time_format="100%% %d.%m.%Y %I:%M:%S.%f %p").time


@pytest.mark.parametrize(
    ("first", "form", "begin"),
    [
        ("2026-02-08T23:12:00", "%m-%d %H:%M:%S.%f", "2026-02-08"),  # logcat
        ("2025-12-31T23:57:00", "%d.%m. %H:%M:%S.%f", "2026-01-01T00:30"),
        ("2024-02-29T22:00:00", "%b %d %H:%M:%S.%f", "2024-03-01"),
    ],
)
def test_a_year_that_no_time_has_is_that_of_the_start(
    first: str, form: str, begin: str, tmp_path: Path
) -> None:
    moments = [datetime.fromisoformat(first) + timedelta(seconds=i / RATE) for i in range(COUNT)]
    lines = ["time,x,y,z", *rows(lambda i: moments[i].strftime(form))]
    said = TableOptions(time_format=form)
    with pytest.raises(UnreadableFile, match="has no year, and the file tells none"):
        read(tmp_path, lines, options=said)
    start = datetime.fromisoformat(begin).replace(tzinfo=BERLIN)
    recording = read(tmp_path, lines, options=said, start=start)
    assert recording.start == moments[0].replace(tzinfo=BERLIN)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert ("have no year" in told(recording)) == (len(begin) > 10 or "02-29" in first)


@pytest.mark.parametrize(
    ("form", "day", "year"),
    [
        ("%Y-%m-%d %H:%M", True, True),
        ("%c", True, True),
        ("%y%j %H", True, True),
        ("%G-W%V-%u", True, True),
        ("%m-%d %H", True, False),
        ("%H:%M 100%%d", False, False),
        ("%A %H:%M", False, False),
    ],
)
def test_one_place_says_what_a_format_tells_of_the_date(form: str, day: bool, year: bool) -> None:
    assert (tells_day(form), tells_year(form)) == (day, year)
    assert tells_some_of_date(form) == day
    assert TableOptions(time_format=form).time


def test_a_stated_rate_that_the_times_deny_is_refused_unless_settled(tmp_path: Path) -> None:
    title = (
        "------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 Firmware v1.7.2 date "
        "format M/d/yyyy at {rate} Hz  Filter Normal -----------"
    )
    names = "Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z"
    lines = [names, *rows(lambda i: local(TIMES[i], "%m/%d/%Y %T.MMM"))]
    with pytest.raises(UnreadableFile, match="give --rate 20"):
        read(tmp_path, [title.format(rate=30), *lines])
    assert read(tmp_path, [title.format(rate=30), *lines], rate=20.0).rate == pytest.approx(20)
    assert read(tmp_path, [title.format(rate=22), *lines]).rate == pytest.approx(20)


@pytest.mark.parametrize("step", [500, 300_000])
def test_no_limb_is_sampled_at_such_a_rate(step: int, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="in no unit a rate that sensors have"):
        read(tmp_path, ["time_us,x,y,z", *rows(lambda i: str(step * i))])


def clock_of_twelve(time: float) -> str:
    return local(time, "%m/%d/%Y %I:%M:%S.MMM")


@pytest.mark.parametrize(
    ("hour", "says"),
    [(22.95, "midnight"), (10.95, ""), (23.95, "midnight"), (11.95, "noon")],
)
def test_twelve_hours_without_am_and_pm_go_on_after_twelve(
    hour: float, says: str, tmp_path: Path
) -> None:
    # 80 minutes at 5 Hz pass an eleven, a twelve or both
    begin = datetime(2026, 3, 14, tzinfo=BERLIN).timestamp() + 3600 * hour
    lines = [f"{clock_of_twelve(begin + i / 5)},{VALUES[i % COUNT]}" for i in range(24000)]
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert recording.start.timestamp() == pytest.approx(begin, abs=0.01)
    assert len(recording.runs) == 1
    assert says in told(recording)


def test_half_of_the_day_that_nothing_tells_is_asked(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 15, 0, 45, tzinfo=BERLIN).timestamp()
    lines = [f"{clock_of_twelve(begin + i / 5)},{VALUES[i % COUNT]}" for i in range(9000)]
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert recording.start.timestamp() == pytest.approx(begin, abs=0.01)
    assert any("not stated; night was taken" in warning for warning in recording.quality.warnings)


def test_a_night_of_24_hours_that_passes_noon_is_left_as_it_is(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 11, 0, tzinfo=BERLIN).timestamp()
    form = "%m/%d/%Y %H:%M:%S.MMM"
    times = [begin + i / 5 + (86400 if i >= 6000 else 0) for i in range(12000)]
    lines = [f"{local(time, form)},{VALUES[i % COUNT]}" for i, time in enumerate(times)]
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert recording.runs[-1].end == pytest.approx(86400 + 2400, abs=1)
    assert "12 hours" not in told(recording)


@pytest.mark.parametrize("sign", [",", "'", "\u202f", " "])
def test_signs_between_thousands_are_no_loss(sign: str, tmp_path: Path) -> None:
    def grouped(cell: str) -> str:
        return f"{1100 * float(cell):,.1f}".replace(",", sign)

    lines = [
        ";".join([f"{TIMES[i]:.3f}", *map(grouped, VALUES[i].split(","))]) for i in range(COUNT)
    ]
    recording = read(tmp_path, ["time;x;y;z", *lines], unit="mg")
    assert sum(map(len, recording.runs)) == COUNT
    assert max(float(run.xyz.max()) for run in recording.runs) > 1.0


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("sign", ["'", "\u2019", "\u00a0", "\u202f"])
def test_whole_numbers_with_signs_between_thousands_are_numbers(
    sign: str, decimal: str, tmp_path: Path
) -> None:
    """In times too, and where only what moves is large enough for a sign."""

    def grouped(number: float) -> str:
        return f"{number:,.0f}".replace(",", sign)

    mg = [[1.042e3 * float(cell) for cell in line.split(",")] for line in VALUES]
    assert 0.001 < sum(abs(row[1]) >= 999.5 for row in mg) / COUNT < 0.2
    lines = [
        ";".join(map(grouped, (1000 * TIMES[i], *mg[i]))) + f";0{decimal}5" for i in range(COUNT)
    ]
    recording = read(tmp_path, ["time (ms);x (mg);y (mg);z (mg);volts", *lines])
    assert sum(map(len, recording.runs)) == COUNT
    assert recording.start == START
    largest = max(float(run.xyz.max()) for run in recording.runs)
    assert largest == pytest.approx(max(row[1] for row in mg) / 1000, abs=0.001)
    assert not recording.quality.warnings


@pytest.mark.parametrize("count", [9, 10])
def test_text_where_a_number_belongs_is_a_warning_from_ten_rows_on(
    count: int, tmp_path: Path
) -> None:
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    for at in range(1000, 1000 + 40 * count, 40):
        lines[at] = lines[at].rpartition(",")[0] + ",1 o12"
    recording = read(tmp_path, ["time,x,y,z", *lines])
    said = f"{count} rows hold some text where a number belongs (the first is '1 o12')"
    assert any(said in warning for warning in recording.quality.warnings) is (count >= 10)


@pytest.mark.parametrize("empty", ["", "NaN", "-", "n/a", " NULL ", "none", "nan (no data)"])
def test_cells_that_say_that_there_is_no_value_are_no_text(empty: str, tmp_path: Path) -> None:
    lines = rows(lambda i: f"{TIMES[i]:.3f}")
    for at in range(1000, 2000, 40):
        lines[at] = lines[at].rpartition(",")[0] + f",{empty}"
    assert "text where a number" not in told(read(tmp_path, ["time,x,y,z", *lines]))


@pytest.mark.parametrize(
    "form",
    [
        "%d mars %Y \u00e0 %H:%M:%S,MMM",
        "%d. M\u00e4rz %Y um %H:%M:%S,MMM",
        "%d mars %Y %Hh%M:%S.MMM",
    ],
)
def test_words_between_date_and_clock_are_known(form: str, tmp_path: Path) -> None:
    lines = rows(lambda i: f"{local(TIMES[i], form)}").copy()
    lines = [line.replace(",", ";", 1) if ",M" in line else line for line in lines]
    table = [";".join(line.rsplit(",", 3)) for line in lines]
    assert read(tmp_path, ["Horodatage;x;y;z", *table]).start == START


@pytest.mark.parametrize(
    "stamp",
    [lambda i: f"{TIMES[i]:.3f}", lambda i: local(TIMES[i], "%Y-%m-%d %H:%M:%S.MMM")],
)
def test_the_newest_row_may_come_first(stamp: Callable[[int], str], tmp_path: Path) -> None:
    recording = read(tmp_path, ["time,x,y,z", *rows(stamp)[::-1]])
    (run,) = recording.runs
    assert recording.start == START
    assert ",".join(f"{v:.4f}" for v in run.xyz[-1]) == VALUES[-1]
    assert "newest row came first" in told(recording)


def test_bare_axes_beside_ax_ay_az_are_something_else(tmp_path: Path) -> None:
    lines = [f"{TIMES[i]:.3f},0.01,0.9,0.4,{VALUES[i]}" for i in range(COUNT)]
    recording = read(tmp_path, ["time,x,y,z,ax,ay,az", *lines])
    assert ",".join(f"{v:.4f}" for v in recording.runs[0].xyz[0]) == VALUES[0]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([f"{t:.3f},1.0{i % 10}" for i, t in enumerate(TIMES)], "a magnitude"),
        ([f"{t:.3f},acc,{a},0.5" for t in TIMES for a in "xyz"], "each row holds one axis"),
    ],
)
def test_rows_without_three_axes_are_refused_for_what_they_are(
    lines: list[str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(tmp_path, lines)


def test_glitches_of_a_bus_are_left_out_and_told(tmp_path: Path) -> None:
    # I2C: bits all one, and a sample sixteen times too big
    lines = ["time,x,y,z", *rows(lambda i: f"{TIMES[i]:.3f}")]
    for i in range(150, 2850, 225):
        lines[i] = f"{TIMES[i - 1]:.3f},-0.0039,-0.0039,-0.0039"
        lines[i + 99] = f"{TIMES[i + 98]:.3f},3.2,15.2,3.7"
    recording = read(tmp_path, lines)
    assert "24 samples jump by more than 0.15 g" in " ".join(recording.quality.warnings)
    assert recording.quality.invalid == 24
    assert max(float(np.abs(run.xyz).max()) for run in recording.runs) < 1.5


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("numbered", [True, False])
def test_tables_as_r_writes_them(quoted: bool, numbered: bool, tmp_path: Path) -> None:
    # write.table: blanks between cells, quotes around texts, row names without a name above them
    lines = ['"time" "x" "y" "z"']
    for at in range(2000):
        stamp = local(TIMES[at], "%Y-%m-%d %H:%M:%S.MMM")
        cells = [f'"{at + 1}"'] if numbered else []
        cells += [f'"{stamp}"' if quoted else stamp, VALUES[at].replace(",", " ")]
        lines.append(" ".join(cells))
    recording = read(tmp_path, lines)
    assert recording.start == START
    assert recording.runs[-1].end == pytest.approx(100.0, abs=0.01)


def test_rows_that_lose_a_cell_between_blanks_are_no_crash(tmp_path: Path) -> None:
    lines = ['time x y z "a note"']
    lines += [f'{at / RATE:.2f} {VALUES[at].replace(",", " ")} "a b"' for at in range(300)]
    lines += [f"{at / RATE:.2f} {VALUES[at].replace(',', ' ')}" for at in range(300, 2000)]
    assert read(tmp_path, lines).runs[-1].end == pytest.approx(100.0, abs=0.01)


@pytest.mark.parametrize("way", ["counts", "dates"])
def test_times_in_each_nth_row_are_those_of_blocks(way: str, tmp_path: Path) -> None:
    """A sensor's memory is read in blocks, and only the first row of each has a time."""
    lines = rows(
        lambda i: (
            ""
            if i % 32
            else f"{1000 * TIMES[i]:.0f}"
            if way == "counts"
            else local(TIMES[i], "%Y-%m-%d %H:%M:%S.MMM")
        )
    )
    recording = read(tmp_path, ["timestamp,x,y,z", *lines])
    assert [len(run) for run in recording.runs] == [COUNT]
    assert abs((recording.start - START).total_seconds()) < 0.01
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert "stands in one row of 32 only" in told(recording)
    assert not recording.quality.warnings


def test_a_gap_between_blocks_stays_behind_the_block(tmp_path: Path) -> None:
    late = np.where(np.arange(COUNT) >= 1600, 30.0, 0.0)
    lines = rows(lambda i: "" if i % 32 else f"{1000 * (TIMES[i] + late[i]):.0f}")
    recording = read(tmp_path, ["timestamp,x,y,z", *lines])
    assert [len(run) for run in recording.runs] == [1600, COUNT - 1600]
    assert recording.runs[1].start == pytest.approx(1600 / RATE + 30, abs=0.01)


def test_times_that_stand_here_and_there_are_no_blocks(tmp_path: Path) -> None:
    drawn = np.random.default_rng(3).random(COUNT) < 0.1
    lines = rows(lambda i: f"{1000 * TIMES[i]:.0f}" if drawn[i] or i == 0 else "")
    with pytest.raises(UnreadableFile, match="rate"):
        read(tmp_path, ["timestamp,x,y,z", *lines])


@pytest.mark.parametrize("between", ["0.000,0.000,0.000", ",,"])
@pytest.mark.parametrize("stated", [100, 20])
def test_acceleration_in_each_nth_row_is_no_loss(between: str, stated: int, tmp_path: Path) -> None:
    """OpenBCI writes the accelerometer's samples between those of a faster converter."""
    lines = [
        f"{UNIX_START + i / 100:.3f},7,{between if i % 5 else VALUES[i // 5]}"
        for i in range(5 * COUNT)
    ]
    recording = read(tmp_path, [f"# sample rate = {stated} Hz", "time,ecg,x,y,z", *lines])
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert recording.rate_nominal == RATE
    assert recording.quality.invalid == 0
    assert "Acceleration stands in one row of 5" in told(recording)
    assert not recording.quality.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "zero", ["\u0660", "\u06f0", "\u0966", "\uff10"], ids=["arabic", "persian", "hindi", "wide"]
)
def test_numbers_in_digits_of_other_scripts_are_read(
    zero: str, encoding: str, tmp_path: Path
) -> None:
    point = "\u066b" if zero in "\u0660\u06f0" else "."
    signs = {str(digit): chr(ord(zero) + digit) for digit in range(10)} | {".": point}
    lines = rows(lambda i: f"{1000 * TIMES[i]:.0f}")
    text = "time_ms,x,y,z\n" + "\n".join(lines).translate(str.maketrans(signs)) + "\n"
    path = tmp_path / "f.csv"
    path.write_bytes(text.encode(encoding))
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.start == START
    assert recording.runs[0].xyz[77] == pytest.approx(
        [float(cell) for cell in VALUES[77].split(",")], abs=1e-4
    )
    assert not recording.quality.warnings


def test_another_sensor_under_the_same_names_ends_the_table(tmp_path: Path) -> None:
    """A gyroscope's x, y and z are no acceleration, whatever they are called."""
    cells = rows(lambda i: f"{TIMES[i]:.3f}")
    turning = [f"{TIMES[i]:.3f},0.0{i % 7},0.0{i % 5},-0.0{i % 3},9" for i in range(2000, COUNT)]
    recording = read(tmp_path, ["time,x,y,z", *cells[:2000], "time,x,y,z,accuracy", *turning])
    assert sum(map(len, recording.runs)) == 2000
    (warning,) = [one for one in recording.quality.warnings if "columns change" in one]
    assert "another sensor or unit" in warning
    assert "1000 rows" in warning


@pytest.mark.parametrize("name", ["temperature", "battery", "packet_time"])
def test_one_value_in_each_nth_row_is_no_time(name: str, tmp_path: Path) -> None:
    lines = [
        f"{line.partition(',')[2]},{'25' if at % 10 == 0 else ''}"
        for at, line in enumerate(rows(str))
    ]
    with pytest.raises(UnreadableFile, match="--rate"):
        read(tmp_path, [f"x,y,z,{name}", *lines])


@pytest.mark.parametrize("cell", ["nan", "inf", ""])
def test_columns_without_a_number_count_nothing(cell: str, tmp_path: Path) -> None:
    lines = ["timestamp,x,y,z", *[f"{cell},{VALUES[i]}" for i in range(COUNT)]]
    assert read(tmp_path, lines, rate=RATE).runs
    with pytest.raises(UnreadableFile):
        read(tmp_path, ["timestamp,x,y,z", *[",".join([cell or "nan"] * 4)] * 500])


def test_a_day_without_a_year_is_read_by_a_format_of_its_own() -> None:
    """`strptime` warns of such formats since Python 3.13, and will read them otherwise in 3.15."""
    assert read_date("14.03.", "%d.%m.") == date(1900, 3, 14)
    assert read_date("14.03.2026", "%d.%m.%Y") == date(2026, 3, 14)
