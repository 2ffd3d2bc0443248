"""What stands before a table, in its file's name, or in columns of parts of a time, is heeded.

Public reports of the kind: parts of a time in columns of their own
(USB-Data-Logger/PythonBasedPCapp#29), date and time of the start above rows without times
(childmindresearch/wristpy#284), a zone that only the person knows or the head of a file tells
(wadpac/GGIR#551, Razeeman/Android-SimpleTimeTracker#232), rows without times at a rate that stands
elsewhere (romanchereshnev/HuGaDB#4).
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.explanation import explain

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 14, 22, 41, tzinfo=BERLIN)
COUNT, RATE = 1500, 20.0
NOISE = np.random.default_rng(4).normal((0.2, 0.95, 0.23), 0.004, (COUNT, 3))
CELLS = [f"{x:.4f},{y:.4f},{z:.4f}" for x, y, z in NOISE]
MOMENTS = [BEGIN + timedelta(seconds=i / RATE) for i in range(COUNT)]


def written(form: str, zone: ZoneInfo = BERLIN) -> list[str]:
    """Write the times of all rows; MMM stands for milliseconds."""
    local = [moment.astimezone(zone) for moment in MOMENTS]
    return [when.strftime(form).replace("MMM", f"{when.microsecond // 1000:03d}") for when in local]


def file(folder: Path, above: list[str], stamps: list[str] | None, name: str = "f.csv") -> Path:
    rows = CELLS if stamps is None else [f"{a},{b}" for a, b in zip(stamps, CELLS, strict=True)]
    path = folder / name
    path.write_text("\n".join([*above, *rows]) + "\n", encoding="utf-8")
    return path


def read(path: Path, **given: object) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, **given)  # type: ignore[arg-type]


def as_recorded(recording: Recording, start: datetime = BEGIN) -> None:
    assert abs((recording.start - start).total_seconds()) < 0.01
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert [len(run) for run in recording.runs] == [COUNT]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("# timezone: UTC", "UTC"),
        ("Time zone,UTC+02:00", "Africa/Tripoli"),
        ("UTC offset: -04:00", "America/New_York"),
        ("tz=America/New_York", "America/New_York"),
        ("local_tz: America/New_York", "America/New_York"),
        ('"Time Zone"; "Europe/Helsinki (EET)"', "Europe/Helsinki"),
    ],
)
def test_a_zone_stated_above_the_table_is_that_of_its_times(
    line: str, zone: str, tmp_path: Path
) -> None:
    stamps = written("%Y-%m-%d %H:%M:%S.MMM", ZoneInfo(zone))
    as_recorded(read(file(tmp_path, [line, "time,x,y,z"], stamps)))


@pytest.mark.parametrize(
    "lines",
    [
        ["Start: 03/14/2026 10:41 PM"],
        ["# started at 2026-03-14T22:41:00"],
        ["Start Date,14 Mar 2026", "Start Time,10:41:00 PM", "Stop Date,15 Mar 2026"],
        ["Date: 14.03.2026"],
        ["Recording start time: 2026-03-14T21:41:00Z"],
        ["StartTime: 2026-03-14 22:41:00.000"],
        ["StartTime： 2026-03-14 22:41:00.000"],  # noqa: RUF001 - as WitMotion writes it
        ["StartTime:,2026-03-14_22:41:00_000"],
        ["start_time=2026-03-14 22:41:00"],
        ["session_start: 2026-03-14 22:41:00"],
        ["StartDate: 14/03/2026", "StartTime: 22:41:00"],
    ],
)
def test_a_start_stated_above_the_table_gives_times_of_day_their_date(
    lines: list[str], tmp_path: Path
) -> None:
    as_recorded(read(file(tmp_path, [*lines, "time,x,y,z"], written("%H:%M:%S.MMM"))))
    if "Date:" not in lines[0]:
        # and seconds since some start, and half a day, their moment
        elapsed = [f"{i / RATE:.2f}" for i in range(COUNT)]
        as_recorded(read(file(tmp_path, [*lines, "time,x,y,z"], elapsed)))
        as_recorded(read(file(tmp_path, [*lines, "time,x,y,z"], written("%I:%M:%S.MMM"))))


def test_a_stated_start_is_heeded_in_files_of_a_known_kind_too(tmp_path: Path) -> None:
    names = "PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z"
    stamps = [f"{i},{3_214_967_296 + round(1e6 * i / RATE)}" for i in range(COUNT)]
    above = ["DeviceTag:,LA", "StartTime:,2026-03-14 22:41:00.000", names]
    as_recorded(read(file(tmp_path, above, stamps)))


@pytest.mark.parametrize("line", ["Restart time: 2026-03-14 20:00:00", "Startup: 2026-03-14 20:00"])
def test_a_word_that_only_begins_or_ends_like_start_states_none(line: str, tmp_path: Path) -> None:
    elapsed = [f"{i / RATE:.2f}" for i in range(COUNT)]
    recording = read(file(tmp_path, [line, "time,x,y,z"], elapsed))
    assert any("does not give the time of day" in said for said in recording.quality.warnings)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("# sampling rate: 20 Hz", "f.csv"),
        ("Frequency;20,0", "f.csv"),
        ("# ACC 20 samples/s, low-pass filter none", "f_20Hz.csv"),
        ("# a night", "left 20.0hz.csv"),
        ("# gyroscope rate: 100 Hz", "acc_20Hz.csv"),
        ("# sample_rate_hz: 20", "f.csv"),
        ("fs_hz = 20", "f.csv"),
        ("SampleRateHz;20", "f.csv"),
        ("# sampling_frequency_in_hz=20", "f.csv"),
        ("odr_hz: 20", "f.csv"),
        ("samples per second: 20", "f.csv"),
        ("# acc_hz=20", "f.csv"),
        ("# Hz=20.0", "f.csv"),
        ("Abtastfrequenz: 20", "f.csv"),
        ("Taux d'échantillonnage : 20", "f.csv"),
        ("Sampling interval [ms]: 50", "f.csv"),
        ("# sample_period_us = 50000", "f.csv"),
        ("# dt = 0.05 s", "f.csv"),
        ("Messintervall: 50 ms", "f.csv"),
        ("# rate: 20 Hz, interval 50 ms", "f.csv"),
    ],
)
def test_a_stated_rate_is_that_of_rows_without_times(line: str, name: str, tmp_path: Path) -> None:
    recording = read(file(tmp_path, [line, "x,y,z"], None, name), start=BEGIN)
    as_recorded(recording)
    assert recording.rate_nominal == RATE


@pytest.mark.parametrize(
    ("line", "name"), [("# rate: 50 Hz", "f.csv"), ("# a night", "night_50Hz.csv")]
)
def test_times_that_deny_the_stated_rate_are_refused(line: str, name: str, tmp_path: Path) -> None:
    path = file(tmp_path, [line, "time,x,y,z"], [str(50 * i) for i in range(COUNT)], name)
    with pytest.raises(UnreadableFile, match="give --rate 20"):
        read(path)
    as_recorded(read(path, rate=20.0, start=BEGIN))


@pytest.mark.parametrize(
    "line",
    ["# sample_rate_divider: 20", "# rate limit 20", "# fs_g: 16", "# rate_khz: 20", "# dt = 20"],
)
def test_what_only_looks_like_a_stated_rate_is_none(line: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="does not state its rate"):
        read(file(tmp_path, [line, "x,y,z"], None), start=BEGIN)


@pytest.mark.parametrize(
    ("lines", "rates"),
    [(["# rate: 50 Hz", "# rate: 100 Hz"], "50, 100"), (["# rate: 1000000 Hz"], r"1e\+06")],
)
def test_rates_that_do_not_settle_it_are_named(
    lines: list[str], rates: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match=rf"does not settle it \({rates} Hz\)"):
        read(file(tmp_path, [*lines, "x,y,z"], None), start=BEGIN)


def test_an_interval_that_was_rounded_denies_no_rate(tmp_path: Path) -> None:
    lines = ["# rate: 20.4 Hz", "# sampling interval: 49 ms", "x,y,z"]
    assert read(file(tmp_path, lines, None), start=BEGIN).rate_nominal == 20.4


def test_an_interval_of_another_rate_is_one_rate_too_many(tmp_path: Path) -> None:
    lines = ["# rate: 20 Hz", "# sampling interval: 48 ms", "x,y,z"]
    with pytest.raises(UnreadableFile, match=r"does not settle it \(20, 20\.8333 Hz\)"):
        read(file(tmp_path, lines, None), start=BEGIN)


def test_several_stated_rates_state_none(tmp_path: Path) -> None:
    lines = ["# acc rate: 100 Hz", "# output rate: 50 Hz", "time,x,y,z"]
    recording = read(file(tmp_path, lines, written("%Y-%m-%d %H:%M:%S.MMM")))
    as_recorded(recording)
    assert recording.rate_nominal is None


@pytest.mark.parametrize(
    ("names", "form"),
    [
        ("year,month,day,hour,minute,second", "%Y,%m,%d,%H,%M,%S.MMM"),
        ("Year,Month,Day,Hour,Min,Sec,ms", "%Y,%m,%d,%H,%M,%S,MMM"),
        ("date,hh,mm,ss,millis", "%d.%m.%Y,%H,%M,%S,MMM"),
        ("h,min,s,ms", "%H,%M,%S,MMM"),
    ],
)
def test_parts_of_a_time_in_columns_of_their_own(names: str, form: str, tmp_path: Path) -> None:
    path = file(tmp_path, [f"{names},x,y,z"], written(form))
    as_recorded(read(path, start=BEGIN))
    assert any("columns of its parts" in line for line in explain(path).lines)


def test_a_gap_of_a_minute_stays_in_parts_of_a_time(tmp_path: Path) -> None:
    """Of the seconds alone it could not be told."""
    stamps = written("%H,%M,%S,MMM")
    late = written("%H,%M,%S,MMM")
    for i in range(700, COUNT):
        when = MOMENTS[i] + timedelta(minutes=1)
        late[i] = f"{when:%H,%M,%S},{when.microsecond // 1000:03d}"
    recording = read(file(tmp_path, ["hour,minute,second,ms,x,y,z"], stamps[:700] + late[700:]))
    assert [len(run) for run in recording.runs] == [700, COUNT - 700]
    assert recording.runs[1].start == pytest.approx(700 / RATE + 60)


def test_minutes_and_seconds_without_hours_go_on_over_the_hour(tmp_path: Path) -> None:
    early = BEGIN - timedelta(seconds=690)
    moments = [early + timedelta(minutes=30, seconds=i / RATE) for i in range(COUNT)]
    stamps = [f"{when:%M,%S}.{when.microsecond // 1000:03d}" for when in moments]
    recording = read(file(tmp_path, ["min,sec,x,y,z"], stamps), start=BEGIN)
    as_recorded(recording)
    assert any("without hours" in warning for warning in recording.quality.warnings)


@pytest.mark.parametrize("name", ["America/New_York", "[America/New_York]", "Asia/Kolkata"])
def test_a_zone_by_its_name_behind_a_time_is_that_zone(name: str, tmp_path: Path) -> None:
    """The first letters of America are no AM."""
    zone = ZoneInfo(name.strip("[]"))
    stamps = [f"{stamp} {name}" for stamp in written("%Y-%m-%d %H:%M:%S.MMM", zone)]
    recording = read(file(tmp_path, ["time,x,y,z"], stamps))
    as_recorded(recording)
    assert not recording.quality.warnings


@pytest.mark.parametrize("years", [3, -28])
def test_numbers_that_would_be_of_an_impossible_date_are_told(years: int, tmp_path: Path) -> None:
    first = BEGIN.timestamp() + 365.25 * 86400 * years
    stamps = [f"{first + i / RATE:.3f}" for i in range(COUNT)]
    recording = read(file(tmp_path, ["time,x,y,z"], stamps))
    assert any("Counted from 1970" in warning for warning in recording.quality.warnings)
    assert recording.rate == pytest.approx(RATE)


def test_a_date_in_the_future_is_called_so(tmp_path: Path) -> None:
    stamps = [stamp.replace("2026", "2036") for stamp in written("%Y-%m-%d %H:%M:%S.MMM")]
    (warning,) = read(file(tmp_path, ["time,x,y,z"], stamps)).quality.warnings
    assert "lies in the future" in warning
    assert BEGIN.tzinfo is not UTC


@pytest.mark.parametrize(
    ("days", "told"), [(-1, False), (0.9, False), (1.1, True), (2, True), (10, True), (20, True)]
)
@pytest.mark.parametrize("count", [True, False])
def test_no_date_after_tomorrow_passes(
    days: float, told: bool, count: bool, tmp_path: Path
) -> None:
    """Of the real day: it is no later one by which a computer's own clock is doubted."""
    begin = datetime.now(UTC) + timedelta(days=days)
    moments = [begin + timedelta(seconds=i / RATE) for i in range(COUNT)]
    stamps = [
        f"{moment.timestamp():.3f}" if count else f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"
        for moment in moments
    ]
    warnings = read(file(tmp_path, ["time,x,y,z"], stamps)).quality.warnings
    assert any("in the future" in warning for warning in warnings) == told


@pytest.mark.parametrize(
    ("form", "within"),
    [
        ("%Y-%m-%d %H:%M:%S:MMM", 0.01),
        ("%d.%m.%Y %H:%M:%S", 0.06),
        ("%Y-%m-%dT%H:%M:%S.MMM+0100", 0.01),
    ],
)
@pytest.mark.parametrize("name", ["Time since start in ms", "timestamp (ms)"])
def test_a_count_is_dated_by_a_column_of_dates_whatever_it_is_called(
    form: str, within: float, name: str, tmp_path: Path
) -> None:
    """AndroSensor calls it YYYY-MO-DD HH-MI-SS_SSS; the count keeps the spacing."""
    stamps = [f"{50 * i + 7},{when}" for i, when in enumerate(written(form))]
    recording = read(file(tmp_path, [f"{name},YYYY-MO-DD HH-MI-SS_SSS,x,y,z"], stamps))
    assert abs((recording.start - BEGIN).total_seconds()) <= within
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert not recording.quality.warnings


def test_times_of_day_are_dated_by_a_column_of_dates_of_another_name(tmp_path: Path) -> None:
    stamps = [
        f"{clock},{when}"
        for clock, when in zip(written("%H:%M:%S.MMM"), written("%Y-%m-%d %H:%M:%S"), strict=True)
    ]
    as_recorded(read(file(tmp_path, ["Time,phone,x,y,z"], stamps)))


def test_one_date_in_all_rows_dates_no_sample(tmp_path: Path) -> None:
    stamps = [f"{50 * i},2025-01-01 08:00:00" for i in range(COUNT)]
    recording = read(file(tmp_path, ["Time since start in ms,exported,x,y,z"], stamps))
    assert any("does not give the time of day" in said for said in recording.quality.warnings)
