"""Cells in apostrophes, times of SAS and rdsamp, directions of the body, ticks of Xsens."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

COUNT = 3000
RATE = 25
START = datetime(2026, 2, 17, 23, 10, tzinfo=UTC)
VALUES = np.random.default_rng(8).normal((0.2, -0.93, 0.3), 0.005, (COUNT, 3)).round(4)
CELLS = [",".join(map(str, row)) for row in VALUES.tolist()]
UNDATED = "The file does not give the time of day"


def read(tmp_path: Path, lines: list[str], **said: object) -> Recording:
    path = tmp_path / "night.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, **said)  # type: ignore[arg-type]


def require_same(recording: Recording, values: np.ndarray = VALUES) -> None:
    assert np.abs(np.concatenate([run.xyz for run in recording.runs]) - values).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize(
    "form", ["%d%b%Y:%H:%M:%S.%f", "%d%b%y:%H:%M:%S.%f", "%d/%b/%Y:%H:%M:%S.%f"]
)
def test_a_colon_may_part_date_and_clock(form: str, tmp_path: Path) -> None:
    times = [(START + timedelta(seconds=i / RATE)).strftime(form)[:-3] for i in range(COUNT)]
    lines = [f"{time.upper()},{row}" for time, row in zip(times, CELLS, strict=True)]
    recording = read(tmp_path, ["datetime,x_g,y_g,z_g", *lines])
    require_same(recording)
    assert recording.start == START


def test_a_point_alone_is_a_missing_value(tmp_path: Path) -> None:
    lines = [f"{i / RATE:.2f},{row}" for i, row in enumerate(CELLS)]
    lines[1000:1050] = [f"{i / RATE:.2f},.,.,." for i in range(1000, 1050)]
    recording = read(tmp_path, ["seconds,x,y,z", *lines])
    require_same(recording, np.delete(VALUES, range(1000, 1050), axis=0))
    assert [len(run) for run in recording.runs] == [1000, 1950]
    assert not any("text" in said for said in recording.quality.warnings)


def clocks(first_s: float) -> list[str]:
    """Write times as rdsamp does: the hour from the first full one on."""
    written = []
    for i in range(COUNT):
        ms = round(1000 * (first_s + i / RATE))
        minutes, rest = divmod(ms, 60_000)
        hours, minutes = divmod(minutes, 60)
        text = f"{minutes:02d}:{rest / 1000:06.3f}" if hours else f"{minutes}:{rest / 1000:06.3f}"
        written.append(f"{hours}:{text}" if hours else text)
    return written


@pytest.mark.parametrize("sign", [",", ", ", "\t", ";"])
def test_apostrophes_around_cells_are_quotes(sign: str, tmp_path: Path) -> None:
    names = sign.join(["'Elapsed time'", "'x'", "'y'", "'z'"])
    units = sign.join(["'hh:mm:ss.mmm'", "'g'", "'g'", "'g'"])
    rows = [
        sign.join([f"'{time}'", *row.split(",")])
        for time, row in zip(clocks(0), CELLS, strict=True)
    ]
    recording = read(tmp_path, [names, units, *rows])
    require_same(recording)
    assert any("apostrophes" in note for note in recording.quality.notes)


def test_minutes_and_seconds_get_their_hour_from_the_first_full_one_on(tmp_path: Path) -> None:
    """The rows from there on, most of a night, were dropped."""
    rows = [f"{time},{row}" for time, row in zip(clocks(3540), CELLS, strict=True)]
    recording = read(tmp_path, ["Elapsed time,x,y,z", *rows])
    require_same(recording)
    assert len(recording.runs) == 1


def bracketed(date: str) -> list[str]:
    """Write times as rdsamp does with -pd: the clock before the date, in brackets."""
    begin = START.replace(minute=59, hour=23)
    times = [begin + timedelta(seconds=i / RATE) for i in range(COUNT)]
    return [f"[{t:%H:%M:%S}.{t.microsecond // 1000:03d}{t.strftime(date)}]" for t in times]


@pytest.mark.parametrize(
    ("quote", "sign", "above"),
    [
        ("'", ",", ["'Time and date','x','y','z'", "'hh:mm:ss.mmm dd/mm/yyyy','g','g','g'"]),
        ("", "\t", ["   Time and date\tx\ty\tz"]),
        ("", "\t", []),
    ],
)
def test_the_day_comes_first_in_times_in_brackets(
    quote: str, sign: str, above: list[str], tmp_path: Path
) -> None:
    """2 March, which cells without brackets would leave in doubt."""
    times = [
        cell.replace("17/02", "02/03").replace("18/02", "03/03") for cell in bracketed(" %d/%m/%Y")
    ]
    rows = [
        sign.join([f"{quote}{time}{quote}", *row.split(",")])
        for time, row in zip(times, CELLS, strict=True)
    ]
    recording = read(tmp_path, [*above, *rows])
    require_same(recording)
    assert recording.start == datetime(2026, 3, 2, 23, 59, tzinfo=UTC)
    assert len(recording.runs) == 1
    assert recording.quality.warnings == ()


def test_a_time_of_day_may_be_in_brackets(tmp_path: Path) -> None:
    rows = [f"'{time}',{row}" for time, row in zip(bracketed(""), CELLS, strict=True)]
    evening = START.replace(hour=21)
    recording = read(tmp_path, ["'Time','x','y','z'", *rows], start=evening)
    require_same(recording)
    assert recording.start == START.replace(hour=23, minute=59)


@pytest.mark.parametrize(
    "names",
    [
        "v-acceleration,ml-acceleration,ap-acceleration",
        "acc_vert,acc_lat,acc_sagittal",
        "Vertical Acc (g),Mediolateral Acc (g),Anteroposterior Acc (g)",
    ],
)
def test_directions_of_the_body_are_axes(names: str, tmp_path: Path) -> None:
    rows = [f"{i / RATE:.2f},7.5,{row}" for i, row in enumerate(CELLS)]
    require_same(read(tmp_path, [f"seconds,pitch-velocity,{names}", *rows]))


def test_directions_of_the_body_are_no_axes_where_none_speaks_of_acceleration(
    tmp_path: Path,
) -> None:
    rows = [f"{i / RATE:.2f},{row}" for i, row in enumerate(CELLS)]
    with pytest.raises(UnreadableFile, match="without x, y and z"):
        read(tmp_path, ["seconds,v-velocity,ml-velocity,ap-velocity", *rows])


NAMES = "PacketCounter\tSampleTimeFine\tAcc_X\tAcc_Y\tAcc_Z"


def xsens(tick: float, above: list[str]) -> list[str]:
    lines = [
        f"{i % 65536}\t{(4_294_960_000 + round(i / RATE / tick)) % 2**32}\t"
        + "\t".join(f"{9.80665 * value:.5f}" for value in row)
        for i, row in enumerate(VALUES.tolist())
    ]
    return [*above, NAMES, *lines]


@pytest.mark.parametrize("above", [["// Start Time: Unknown", "// Update Rate: 25.0Hz"], []])
@pytest.mark.parametrize(("tick", "device"), [(1e-4, "Xsens MTi or MTw"), (1e-6, "Xsens DOT")])
def test_ticks_of_xsens_are_those_that_make_the_rate(
    tick: float, device: str, above: list[str], tmp_path: Path
) -> None:
    """An export of MT Manager had 2500 samples per second."""
    recording = read(tmp_path, xsens(tick, above))
    require_same(recording)
    assert len(recording.runs) == 1
    assert recording.device == device


CLOCK = ("Year", "Month", "Day", "Hour", "Minute", "Second")


def with_utc(lines: list[str], *, valid: int) -> list[str]:
    """Add the columns of a clock, as MT Manager writes them."""
    at = lines.index(NAMES)
    names = ["UTC_Nano", *(f"UTC_{part}" for part in CLOCK), "UTC_Valid"]
    found = [*lines[:at], "\t".join([NAMES, *names])]
    for k, line in enumerate(lines[at + 1 :]):
        when = datetime(2026, 3, 14, 22, 59, 58, tzinfo=UTC) + timedelta(seconds=k / RATE)
        parts = [when.microsecond * 1000, *(getattr(when, part.lower()) for part in CLOCK), valid]
        found.append("\t".join([line, *map(str, parts)]))
    return found


@pytest.mark.parametrize("valid", [3, 7])
def test_the_clock_of_xsens_tells_the_time(tmp_path: Path, valid: int) -> None:
    recording = read(tmp_path, with_utc(xsens(1e-4, []), valid=valid))
    begin = datetime(2026, 3, 14, 22, 59, 58, tzinfo=UTC)
    assert abs((recording.start - begin).total_seconds()) < 0.01
    assert recording.quality.warnings == ()
    assert np.array_equal(recording.runs[0].xyz, read(tmp_path, xsens(1e-4, [])).runs[0].xyz)


@pytest.mark.parametrize("valid", [0, 1, 2])
def test_the_clock_of_xsens_is_not_used_where_it_was_not_set(tmp_path: Path, valid: int) -> None:
    recording = read(tmp_path, with_utc(xsens(1e-4, []), valid=valid))
    assert any(f"UTC_Valid ({valid}) says" in said for said in recording.quality.warnings)
    assert recording.start.year == 2000


def test_parts_of_a_time_that_say_utc_are_utc(tmp_path: Path) -> None:
    """Also in a table of no known program."""
    lines = with_utc(xsens(1e-4, []), valid=7)
    lines = [line.replace("SampleTimeFine", "Ticks") for line in lines]
    path = tmp_path / "other.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    zone = ZoneInfo("Europe/Berlin")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=zone)
    begin = datetime(2026, 3, 14, 22, 59, 58, tzinfo=UTC)
    assert abs((found.start - begin).total_seconds()) < 0.05


def test_an_empty_column_of_ticks_is_no_time_and_the_packets_show_what_was_lost(
    tmp_path: Path,
) -> None:
    above = ["// Start Time: Unknown", f"// Update Rate: {RATE:.1f}Hz"]
    lines = [re.sub(r"\t\d+\t", "\t\t", line, count=1) for line in xsens(1e-4, above)]
    recording = read(tmp_path, lines)
    require_same(recording)
    assert recording.device == "Xsens MTi or MTw"
    recording = read(tmp_path, [*lines[:200], *lines[250:]])
    assert [len(run) for run in recording.runs] == [197, len(VALUES) - 247]
    assert recording.runs[1].start == pytest.approx(247 / RATE)


def test_a_column_of_time_that_a_kind_of_file_has_and_that_is_empty_gives_way_to_another(
    tmp_path: Path,
) -> None:
    # MetaBase's, without what its first column holds
    lines = [f",{i / RATE:.2f},{row}" for i, row in enumerate(CELLS)]
    names = "epoc (ms),elapsed (s),x-axis (g),y-axis (g),z-axis (g)"
    require_same(read(tmp_path, [names, *lines]))


def test_a_rate_that_the_times_deny_is_refused_with_the_way_to_ignore_them(tmp_path: Path) -> None:
    rows = [f"{i / RATE:.2f},{row}" for i, row in enumerate(CELLS)]
    with pytest.raises(UnreadableFile, match=r"--columns time=none --rate 100\."):
        read(tmp_path, ["seconds,x,y,z", *rows], rate=100.0)


@pytest.mark.parametrize("name", ["time [s/256]", "time (1/256 s)"])
def test_parts_of_a_second_since_1970_are_a_date(name: str, tmp_path: Path) -> None:
    first = round(256 * START.timestamp())
    rows = [f"{first + round(256 * i / 32)},{row}" for i, row in enumerate(CELLS)]
    links = [
        f"acceleration_{axis} [g](/api/datatype/{4145 + 16 * k}/)" for k, axis in enumerate("XYZ")
    ]
    recording = read(tmp_path, [",".join([name, *links]), *rows])
    assert recording.start == START
    assert recording.rate == pytest.approx(32, rel=1e-3)
    assert np.abs(recording.runs[0].xyz - VALUES).max() < 1e-3


def test_parts_of_a_second_that_are_no_date_count_from_some_start(tmp_path: Path) -> None:
    rows = [f"{7000 + round(256 * i / 32)},{row}" for i, row in enumerate(CELLS)]
    recording = read(tmp_path, ["time [s/256],x,y,z", *rows])
    assert recording.rate == pytest.approx(32, rel=1e-3)
    assert any(UNDATED in said for said in recording.quality.warnings)
