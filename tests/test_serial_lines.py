"""What boards print to a serial monitor or plotter, kept in a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.trouble import has_form
from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.rewritten.serial_lines import serial_lines

COUNT = 1000
RATE = 25
NOISE = np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)) + np.array([-0.9, -0.15, 0.4])
BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
CLOCKS = [f"{BEGIN + timedelta(seconds=k / RATE):%H:%M:%S.%f}"[:-3] + " -> " for k in range(COUNT)]


def read(tmp_path: Path, lines: list[str], end: str = "\n") -> Recording:
    path = tmp_path / "serial.log"
    path.write_text(end.join([*lines, ""]), encoding="utf-8", newline="")
    return read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC, start=BEGIN)


def require_same(recording: Recording, values: np.ndarray = NOISE) -> None:
    assert len(recording.runs) == 1
    assert np.abs(recording.runs[0].xyz - values).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize("sign", [",", ", ", "\t", ";", " "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("head", [False, True])
def test_the_arrow_behind_a_clock_parts_it_from_the_cells(
    sign: str, end: str, *, head: bool, tmp_path: Path
) -> None:
    rows = [
        clock + sign.join(f"{value:.4f}" for value in row)
        for clock, row in zip(CLOCKS, NOISE.tolist(), strict=True)
    ]
    names = [CLOCKS[0] + sign.strip(" ").join(["ax", "ay", "az"])]
    if head and sign != " ":
        rows = names + rows
    recording = read(tmp_path, rows, end)
    require_same(recording)
    assert recording.start == BEGIN


def test_a_clock_is_the_time_also_before_six_numbers(tmp_path: Path) -> None:
    rows = [
        clock + ",".join(str(round(16384 * value)) for value in row) + f",{k % 9},{k % 7},3"
        for k, (clock, row) in enumerate(zip(CLOCKS, NOISE.tolist(), strict=True))
    ]
    names = [CLOCKS[0] + "ax,ay,az,gx,gy,gz"]
    require_same(read(tmp_path, [*names, *rows]))


@pytest.mark.parametrize("between", ["\t", ",", ", ", " ", "; "])
@pytest.mark.parametrize("equals", [":", "=", ": ", " = "])
def test_names_before_numbers_are_those_of_the_columns(
    between: str, equals: str, tmp_path: Path
) -> None:
    rows = [
        between.join(
            f"{name}{equals}{value}"
            for name, value in zip(
                ("az", "ay", "ax", "millis"),
                (f"{z:.4f}", f"{y:.4f}", f"{x:.4f}", 18_933 + 1000 * k // RATE),
                strict=True,
            )
        )
        for k, (x, y, z) in enumerate(NOISE.tolist())
    ]
    said = ["=~=~=~= PuTTY log 2026.03.10 23:09:41 =~=~=~=", "M5StickCPlus initializing...OK"]
    recording = read(tmp_path, [*said, *rows])
    require_same(recording)
    assert any("az, ay, ax, millis" in note for note in recording.quality.notes)


@pytest.mark.parametrize("between", [",", "\t", " "])
def test_named_numbers_may_stand_behind_a_clock(between: str, tmp_path: Path) -> None:
    rows = [
        f"{clock}ax:{x:.4f}{between}ay:{y:.4f}{between}az:{z:.4f}"
        for clock, (x, y, z) in zip(CLOCKS, NOISE.tolist(), strict=True)
    ]
    recording = read(tmp_path, rows)
    require_same(recording)
    assert recording.start == BEGIN


def test_torn_lines_are_left_out_and_told(tmp_path: Path) -> None:
    rows = [
        f"t:{1000 * k // RATE}\tax:{x:.4f}\tay:{y:.4f}\taz:{z:.4f}"
        for k, (x, y, z) in enumerate(NOISE.tolist())
    ]
    for at in range(500, 560):
        rows[at] = rows[at][: at % 20]
    recording = read(tmp_path, rows)
    assert sum(len(run) for run in recording.runs) == COUNT - 60
    assert any("57 rows" in one for one in recording.quality.warnings)


def test_names_that_change_from_line_to_line_are_no_table(tmp_path: Path) -> None:
    rows = [
        ",".join(f"{name}{k % 3}:{value:.4f}" for name, value in zip("abc", row, strict=True))
        for k, row in enumerate(NOISE.tolist())
    ]
    with pytest.raises(UnreadableFile, match="is text"):
        read(tmp_path, rows)


def test_cells_between_blanks_may_have_the_typographic_minus(tmp_path: Path) -> None:
    rows = [
        f"{k / RATE:.2f} " + " ".join(f"{value:.4f}" for value in row)
        for k, row in enumerate(NOISE.tolist())
    ]
    names = "time x y z"
    require_same(read(tmp_path, [row.replace("-", "\N{MINUS SIGN}") for row in [names, *rows]]))


def test_what_is_written_so_in_every_other_line_alone_is_no_print_of_a_board() -> None:
    named = b"".join(b"ax:%d,ay:2,az:3\nvoltage is fine\n" % k for k in range(40))
    clocked = b"".join(b"23:10:00.%03d -> 1,2,3\nready\n" % k for k in range(40))
    assert serial_lines(named) is None
    assert serial_lines(clocked) is None
    assert serial_lines(named.replace(b"voltage is fine\n", b"")) is not None
    assert serial_lines(clocked.replace(b"ready\n", b"")) is not None


LOGGED = {
    "RFC 3164": lambda when: f"{when:%b %d %H:%M:%S.%f}"[:-3] + " host acc[12]: ",
    "with its priority": lambda when: f"<13>{when:%b %d %H:%M:%S.%f}"[:-3] + " night acc: ",
    "RFC 5424's time": lambda when: when.isoformat(timespec="milliseconds") + " host acc[12]: ",
}


@pytest.mark.parametrize("before", LOGGED.values(), ids=LOGGED.keys())
@pytest.mark.parametrize("form", ["{} {} {}", "{}, {}, {}", "x={} y={} z={}", "ax:{},ay:{},az:{}"])
def test_time_host_and_program_of_a_log_are_left_before_the_numbers(
    before: Callable[[datetime], str], form: str, tmp_path: Path
) -> None:
    rows = [
        before(BEGIN + timedelta(seconds=k / RATE)) + form.format(*row)
        for k, row in enumerate(np.round(NOISE, 4).tolist())
    ]
    rows[100:100] = ["Mar 10 23:10:04 host systemd[1]: Started job 4 of 7 in 3 s."] * 3
    recording = read(tmp_path, rows)
    require_same(recording)
    assert recording.start == BEGIN
    (said,) = (one for one in recording.quality.notes if "as in a log" in one)
    assert ("day and month were not used" in said) == ("Mar" in rows[0])
    assert any("names before" in one for one in recording.quality.notes) == ("x" in form)
    with speaking("de"):
        assert all(map(has_form, recording.quality.notes))


SENDERS = {
    "processes": ("host acc[1]", "host acc[2]"),
    "programs": ("host left", "host right"),
    "hosts": ("left-pi acc", "right-pi acc"),
}


@pytest.mark.parametrize(("one", "other"), SENDERS.values(), ids=SENDERS.keys())
def test_a_log_of_two_senders_is_not_read_as_one_sensor(one: str, other: str) -> None:
    rows = (f"23:10:00.{k:03d} {who}: {k} 2 3" for k in range(60) for who in (one, other))
    assert serial_lines("\n".join(rows).encode()) is None


def test_what_a_logging_program_says_without_numbers_is_no_row(tmp_path: Path) -> None:
    before = LOGGED["RFC 3164"]
    whens = [BEGIN + timedelta(seconds=k / RATE) for k in range(len(NOISE))]
    rows = [before(when) + "{} {} {}".format(*row) for when, row in zip(whens, NOISE, strict=True)]
    rows[-50:-50] = [before(whens[-50]) + "buffer overrun"] * 40
    recording = read(tmp_path, rows)
    assert recording.quality.invalid == 0
    require_same(recording)


@pytest.mark.parametrize("clocked", [True, False])
def test_of_quantities_in_lines_of_their_own_the_acceleration_is_read(
    clocked: bool, tmp_path: Path
) -> None:
    """The sketch of the MPU6050 that its library brings: three lines and an empty one."""
    clocks = CLOCKS if clocked else [""] * COUNT
    rows = ["MPU6050 Found!", "Filter bandwidth set to: 5 Hz"]
    for k, (clock, (x, y, z)) in enumerate(zip(clocks, (9.80665 * NOISE).tolist(), strict=True)):
        rows += [
            f"{clock}Acceleration X: {x:.3f}, Y: {y:.3f}, Z: {z:.3f} m/s^2",
            f"{clock}Rotation X: 0.0{k % 3}, Y: 0.02, Z: -0.01 rad/s",
            f"{clock}Temperature: 31.{k % 7} degC",
            clock,
        ]
    path = tmp_path / "f.txt"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    recording = read_recorded_file(
        path,
        placement=Placement.ANKLE_LEFT,
        timezone=UTC,
        start=BEGIN,
        rate=None if clocked else RATE,
    )
    require_same(recording)
    assert recording.quality.invalid == 0
    assert not recording.quality.warnings
    assert any("something else" in note for note in recording.quality.notes)


def test_two_accelerations_in_lines_of_their_own_are_not_read_as_one() -> None:
    rows = "\n".join(
        f"Acc {side} x: 0.1{k % 7}, y: 0.2, z: 0.9 g"
        for k in range(60)
        for side in ("left", "right")
    )
    assert serial_lines(rows.encode()) is None


def test_a_word_before_the_first_axis_is_of_all_three(tmp_path: Path) -> None:
    rows = [
        f"{clock}Beschleunigung x={x:.4f} y={y:.4f} z={z:.4f} Drehung x=0.1{k % 3} y=0.2 z=0.3"
        for k, (clock, (x, y, z)) in enumerate(zip(CLOCKS, NOISE.tolist(), strict=True))
    ]
    require_same(read(tmp_path, rows))
    require_same(read(tmp_path, [row.partition(" Drehung")[0] for row in rows]))


def test_a_word_before_the_first_name_is_of_that_name_and_no_host() -> None:
    rows = "\n".join(f"23:10:00.{k:03d} acc x: {k} y: 2 z: 3" for k in range(60))
    found = serial_lines(rows.encode())
    assert found is not None
    assert "acc x, y, z" in found.note


ANDROID = {
    "threadtime": lambda when: f"{when:%m-%d %H:%M:%S.%f}"[:-3] + "  1234  1250 D Accel: ",
    "time": lambda when: f"{when:%m-%d %H:%M:%S.%f}"[:-3] + " D/Accel  ( 1234): ",
}


@pytest.mark.parametrize("before", ANDROID.values(), ids=ANDROID.keys())
@pytest.mark.parametrize("form", ["{}, {}, {}", "x={} y={} z={}"])
def test_a_log_of_android_is_read_as_that_of_another_system(
    before: Callable[[datetime], str], form: str, tmp_path: Path
) -> None:
    rows = [
        before(BEGIN + timedelta(seconds=k / RATE)) + form.format(*row)
        for k, row in enumerate(np.round(NOISE, 4).tolist())
    ]
    rows.insert(0, "--------- beginning of main")
    rows[100:100] = ["03-10 23:10:04.000   600   601 I WifiService: 3 4 5"]
    recording = read(tmp_path, rows)
    require_same(recording)
    assert recording.start == BEGIN
    assert any("day and month were not used" in one for one in recording.quality.notes)


def test_a_log_of_android_that_tells_the_year_is_dated_by_it(tmp_path: Path) -> None:
    rows = [
        f"2025-{ANDROID['threadtime'](BEGIN + timedelta(seconds=k / RATE))}{x}, {y}, {z}"
        for k, (x, y, z) in enumerate(np.round(NOISE, 4).tolist())
    ]
    path = tmp_path / "f.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    recording = read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)
    require_same(recording)
    assert recording.start == BEGIN.replace(year=2025)
    assert not any("no year" in one for one in recording.quality.notes)
    assert not recording.quality.warnings


def points(tags: str = "") -> list[str]:
    since = round(BEGIN.timestamp() * 1e9)
    return [
        f"acc{tags} x={x:.4f},y={y:.4f},z={z:.4f},n={k}i {since + k * 10**9 // RATE}"
        for k, (x, y, z) in enumerate(NOISE.tolist())
    ]


def test_points_of_influxdb_are_rows(tmp_path: Path) -> None:
    recording = read(tmp_path, [*points(",leg=left"), "battery volt=3.7 1"])
    require_same(recording)
    assert recording.start == BEGIN


def test_tags_of_influxdb_tell_sensors_apart(tmp_path: Path) -> None:
    pairs = zip(points(",leg=left"), points(",leg=right"), strict=True)
    path = tmp_path / "f.txt"
    path.write_text("\n".join([line for pair in pairs for line in pair]), encoding="utf-8")
    recording = read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)
    require_same(recording)


def test_messages_of_a_broker_may_have_their_topic_before_them(tmp_path: Path) -> None:
    since = round(BEGIN.timestamp() * 1000)
    messages = [
        f'{{"ts": {since + 1000 * k // RATE}, "acc": [{x:.4f}, {y:.4f}, {z:.4f}]}}'
        for k, (x, y, z) in enumerate(NOISE.tolist())
    ]
    require_same(read(tmp_path, [f"home/ankle/acc {one}" for one in messages]))
    both = [f"home/{limb}/acc {one}" for one in messages for limb in ("left", "right")]
    path = tmp_path / "f.txt"
    path.write_text("\n".join(both), encoding="utf-8")
    require_same(read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC))


@pytest.mark.parametrize("word", ["#", "META"])
def test_objects_behind_a_word_above_a_table_are_no_messages(word: str, tmp_path: Path) -> None:
    said = [f'{word} {{"device": "band"}}', f'{word} {{"fs": {RATE}}}']
    times = [f"{BEGIN + timedelta(seconds=k / RATE):%Y-%m-%dT%H:%M:%S.%fZ}" for k in range(COUNT)]
    cells = [",".join(map(str, row)) for row in np.round(NOISE, 4).tolist()]
    rows = [",".join(pair) for pair in zip(times, cells, strict=True)]
    recording = read(tmp_path, [*said, "time,x,y,z", *rows])
    require_same(recording)
    assert recording.start == BEGIN
