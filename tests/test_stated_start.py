"""When a recording began and at which rate, as programs of laboratories state it above a table."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import limbwatch
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.table_options import TableOptions

COUNT, RATE = 1000, 50
BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 2, 23, 10, 5, tzinfo=BERLIN)
VALUES = np.random.default_rng(6).normal(0, 0.003, (COUNT, 3)) + np.array((0.2, -0.93, 0.31))
DAYS = (BEGIN.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001


def read(
    folder: Path, above: list[str], *, timed: bool = True, sign: str = "\t", **given: object
) -> Recording:
    path = folder / "f.txt"
    rows = [
        sign.join([f"{k / RATE:.2f}"] * timed + [f"{value:.5f}" for value in row])
        for k, row in enumerate(VALUES.tolist())
    ]
    path.write_text("\n".join([*above, *rows, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "02/03/2026 23:10:05.000000",
            "3/2/2026 11:10:05.000000 PM",
            "2026-03-02 23:10:05.000000",
        ),
        *("02/03/26 23:10:05.000000", "3/2/26 11:10:05.000000 PM", "26-03-02 23:10:05.000000"),
    ],
)
def test_labchart_states_its_start_in_days_that_settle_day_and_month(
    words: str, tmp_path: Path
) -> None:
    above = ["Interval=\t0.02 s", f"ExcelDateTime=\t{DAYS:.16e}\t{words}"]
    recording = read(tmp_path, [*above, "ChannelTitle=\tAcc X\tAcc Y\tAcc Z"])
    assert recording.start == BEGIN
    assert not recording.quality.warnings


def test_where_the_days_are_counted_otherwise_the_words_are_taken(tmp_path: Path) -> None:
    above = [f"ExcelDateTime=\t{DAYS - 1462:.16e}\t2026-03-02 23:10:05.000000"]
    assert read(tmp_path, [*above, "ChannelTitle=\tX\tY\tZ"]).start == BEGIN


def test_date_and_time_of_labview_are_its_start(tmp_path: Path) -> None:
    above = [
        "LabVIEW Measurement\t",
        "Date\t2026/03/02",
        "Time\t23:10:05,0000000000000000000",
        "***End_of_Header***\t",
        "Channels\t3\t\t\t",
        "Date\t2026/03/02\t2026/03/02\t2026/03/02\t",
        "Time\t23:10:05,0\t23:10:05,0\t23:10:05,0\t",
        "X_Value\tX\tY\tZ",
    ]
    assert read(tmp_path, above).start == BEGIN


def test_the_dimension_above_a_table_of_labview_says_that_its_first_column_is_time(
    tmp_path: Path,
) -> None:
    names = "X_Value\tX\tY\tZ"
    told = read(tmp_path, ["X_Dimension\tTime\tTime\tTime", names]).quality.warnings
    assert "because it grows" not in " ".join(told)
    assert "because it grows" in " ".join(read(tmp_path, [names]).quality.warnings)


@pytest.mark.parametrize("deep", [True, False])
def test_an_object_above_a_table_states_start_and_rate(deep: bool, tmp_path: Path) -> None:
    """OpenSignals writes one line of JSON, with dates and clocks of one digit."""
    told = {
        "sampling rate": RATE,
        "resolution": [16, 16, 16],
        "date": "2026-3-2",
        "time": "23:10:5.0",
        "digital IO": [0, 1],
    }
    line = json.dumps({"00:07:80:D8:AB:58": told} if deep else told)
    above = ["# OpenSignals Text File Format. Version 1", f"# {line}", "# EndOfHeader"]
    recording = read(tmp_path, above, timed=False)
    assert recording.start == BEGIN
    assert recording.rate == RATE


@pytest.mark.parametrize("line", ["{broken", "{1: 2}", "[1, 2]", '{"a":' * 9000])
def test_what_only_looks_like_an_object_states_nothing(line: str, tmp_path: Path) -> None:
    recording = read(tmp_path, [f"# {line}", "time\tx\ty\tz"])
    assert any("does not give the time of day" in one for one in recording.quality.warnings)


@pytest.mark.parametrize(
    "line",
    [
        "# Beginn: 02.03.2026 23:10:05",
        "# Startzeit: 02.03.2026 23:10:05",
        "Messbeginn;02.03.2026 23:10:05",
        "# Aufzeichnungsstart = 2026-03-02 23:10:05",
        "# Début : 2026-03-02 23:10:05",
        "Fecha de inicio: 2026-03-02 23:10:05",
        "# data di inizio: 2026-03-02T23:10:05",
        "# start_utc: 2026-03-02T22:10:05Z",
        "# start_utc: 2026-03-02 22:10:05",
        "# Start time (UTC): 2026-03-02 22:10:05",
        f"# t0 = {BEGIN.timestamp():.0f}",
        f"# start_unix_ms: {BEGIN.timestamp() * 1000:.0f}",
        f"start_time = {BEGIN.timestamp():.3f}",
    ],
)
def test_a_start_is_known_by_the_words_of_other_languages_and_by_its_count(
    line: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, [line, "time\tx\ty\tz"])
    assert recording.start == BEGIN
    assert not recording.quality.warnings


@pytest.mark.parametrize(
    "line",
    [
        "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.03.02 23:10:05 =~=~=~=~=~=~=~=~=~=~=~=",
        'Script started on 2026-03-02 23:10:05+01:00 [TERM="xterm" TTY="/dev/pts/1" COLUMNS="80"]',
        "Script started on 2026-03-02 22:10:05+00:00 [<not executed on terminal>]",
        "--- log started 2026-03-02 23:10:05 ---",
    ],
)
def test_what_keeps_a_session_of_a_terminal_says_when_it_began(line: str, tmp_path: Path) -> None:
    recording = read(tmp_path, [line, "time\tx\ty\tz"])
    assert recording.start == BEGIN
    assert not recording.quality.warnings


def test_a_date_and_a_clock_in_two_german_lines_are_one_start(tmp_path: Path) -> None:
    above = ["Startdatum: 02.03.2026", "Startzeit: 23:10:05", "time\tx\ty\tz"]
    assert read(tmp_path, above).start == BEGIN
    assert read(tmp_path, ["Datum: 02.03.2026", "Uhrzeit: 23:10:05", *above[2:]]).start == BEGIN


@pytest.mark.parametrize("line", ["# t0 = 0", "# t0 = 12.5", "# Messende: 02.03.2026 23:10:05"])
def test_a_count_from_anywhere_else_and_an_end_state_no_start(line: str, tmp_path: Path) -> None:
    recording = read(tmp_path, [line, "time\tx\ty\tz"])
    assert any("does not give the time of day" in one for one in recording.quality.warnings)


def of_the_day(folder: Path, name: str, *, hour: int = 23, month: int = 7) -> Recording:
    begin = datetime(2026, month, 2, hour, 10, 5)  # noqa: DTZ001
    path = folder / name
    rows = [
        f"{begin + timedelta(seconds=k / RATE):%H:%M:%S.%f},{x:.4f},{y:.4f},{z:.4f}"
        for k, (x, y, z) in enumerate(VALUES.tolist())
    ]
    path.write_text("\n".join(["time,x,y,z", *rows, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)


@pytest.mark.parametrize(
    "name", ["left 2026-07-02 23-10-05.csv", "20260702T2310.csv", "2026-07-0223.10.00.csv"]
)
def test_a_name_with_the_time_of_the_first_row_tells_the_date(name: str, tmp_path: Path) -> None:
    recording = of_the_day(tmp_path, name)
    assert recording.start == datetime(2026, 7, 2, 23, 10, 5, tzinfo=BERLIN)
    assert not recording.quality.warnings
    assert any("date is that of the file's name" in one for one in recording.quality.notes)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("left 2026-07-03 07-02-11.csv", "2026-07-03T07:02:11"),  # of the end
        ("2026-07-02_left.csv", "2026-07-02"),  # of the evening or of the morning
        ("2026-07-02 23-12-00.csv", "2026-07-02T23:12:00"),  # two minutes off
    ],
)
def test_a_name_with_another_time_or_none_is_offered(
    name: str, offered: str, tmp_path: Path
) -> None:
    recording = of_the_day(tmp_path, name)
    assert recording.start.date() == datetime(2000, 1, 1).date()  # noqa: DTZ001
    assert any(f"give --start {offered}." in one for one in recording.quality.warnings)


@pytest.mark.parametrize("name", ["Date/Time:", "Date/Time", "Date Time:", "Start Date/Time:"])
def test_date_and_time_in_one_cell_are_the_start(name: str, tmp_path: Path) -> None:
    recording = read(tmp_path, [f"{name},2026-03-02 23:10:05", "time,x,y,z"], sign=",")
    assert recording.start == BEGIN


def test_an_interval_above_a_table_without_times_is_its_rate(tmp_path: Path) -> None:
    assert read(tmp_path, ["Interval=\t0.02 s", "X\tY\tZ"], timed=False).rate == RATE


@pytest.mark.parametrize("timed", [True, False])
def test_what_stands_above_a_table_is_heeded_where_its_columns_are_said(
    timed: bool, tmp_path: Path
) -> None:
    """Start, rate and zone were lost with --columns, which messages advise."""
    above = ["# start: 2026-03-02 22:10:05", "# timezone: UTC", f"# sampling rate: {RATE}"]
    columns = {name: str(at + 1) for at, name in enumerate(["time", "x", "y", "z"][not timed :])}
    recording = read(tmp_path, above, timed=timed, options=TableOptions(columns=columns))
    assert recording.start == BEGIN
    assert recording.rate == pytest.approx(RATE)


def test_times_that_are_said_and_dated_keep_their_own_start(tmp_path: Path) -> None:
    unix = BEGIN.timestamp()
    above = ["# exported from a log that began: 2026-02-27 20:00:00", "t,x,y,z"]
    rows = [
        f"{unix + k / RATE:.2f},{x:.4f},{y:.4f},{z:.4f}"
        for k, (x, y, z) in enumerate(VALUES.tolist())
    ]
    path = tmp_path / "f.csv"
    path.write_text("\n".join([*above, *rows, ""]), encoding="utf-8")
    said = TableOptions(columns={"time": "t", "x": "x", "y": "y", "z": "z"})
    given = {"placement": Placement.ANKLE, "timezone": BERLIN, "options": said}
    assert read_recorded_file(path, **given).start == BEGIN  # type: ignore[arg-type]


def test_a_second_block_of_labchart_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "blocks.txt"
    above = ["Interval=\t0.02 s", "ChannelTitle=\tAcc X\tAcc Y\tAcc Z", "Range=\t2 g\t2 g\t2 g"]
    rows = [
        "\t".join([f"{k / RATE:.2f}", *(f"{value:.5f}" for value in row)])
        for k, row in enumerate(VALUES.tolist())
    ]
    path.write_text("\n".join([*above, *rows[:1000], *above, *rows[1000:], ""]), "utf-8")
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)
    assert sum(map(len, recording.runs)) == COUNT


def test_a_header_that_states_no_hertz_states_no_rate(tmp_path):
    """The times of the rows tell it: limbwatch divided by it."""
    above = ("Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 date format M/d/yyyy at 0 Hz",)
    above += ("Serial Number: NEO1", "Start Time 22:41:00", "Start Date 3/14/2026", "-" * 20)
    rows = [f"3/14/2026 22:41:{k / 50:06.3f},{0.01 * (k % 3)},0.0,1.0" for k in range(2999)]
    path = tmp_path / "zero.csv"
    lines = (*above, "Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z", *rows)
    path.write_text("\n".join(lines) + "\n")
    found = limbwatch.read_recording(path, placement="ankle", timezone="UTC")
    assert (round(found.rate), found.rate_nominal) == (50, None)


@pytest.mark.parametrize(
    ("first", "warned"), [(-600.0, True), (-1.0, True), (-0.9, False), (0.0, False)]
)
def test_a_start_beside_a_count_from_below_zero_may_be_that_of_second_0(
    first: float, *, warned: bool, tmp_path: Path
) -> None:
    """PhysioNet's sleep-accel counts from the start of polysomnography, up to a day before it."""
    path = tmp_path / "1_acceleration.txt"
    rows = [
        " ".join([f"{first + k / RATE:.6f}", *(f"{value:.5f}" for value in row)])
        for k, row in enumerate(VALUES.tolist())
    ]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, start=BEGIN)
    assert found.start == BEGIN
    warnings = [one for one in found.quality.warnings if "second 0" in one]
    assert bool(warnings) is warned
    meant = BEGIN.replace(tzinfo=None) + timedelta(seconds=first)
    assert all(one.endswith(f"give --start {meant:%Y-%m-%dT%H:%M:%S}.") for one in warnings)
