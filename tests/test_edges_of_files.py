"""Numbers by which a file is read, just below and just above where they decide."""

import math
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile
from limbwatch.sensor.files import ReadRequest, read_recorded_file
from limbwatch.sensor.files.containers.contained import Contained, Sheet
from limbwatch.sensor.files.containers.json_rows import are_lines, rows_of
from limbwatch.sensor.files.containers.spreadsheet import with_continued_sheets
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.long_text import LongText, NotInPieces
from limbwatch.sensor.files.rows.remarks import dropped, remarks_on
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.stretches import rate_changes
from limbwatch.sensor.files.several.in_turns import one_of
from limbwatch.sensor.files.several.side_by_side import interleaved, sensors
from limbwatch.sensor.files.tables.clock_columns.counting import counter, readings
from limbwatch.sensor.files.tables.clock_columns.time_cells import redated
from limbwatch.sensor.files.tables.clock_columns.time_doubts import steady
from limbwatch.sensor.files.tables.heads.head import Head, read_head
from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.values.plausible import (
    require_one_sensor,
    require_one_time,
    restore_signs,
    usable,
    within_range,
)
from limbwatch.sensor.files.values.sensor_faults import dead_axes, glitches
from limbwatch.sensor.files.values.signal import Expected, choose_unit, held_seconds, saturated
from limbwatch.sensor.files.values.unit import G, Unit
from limbwatch.sensor.files.values.unit_change import one_unit
from limbwatch.sensor.quality import Quality

PATH = Path("a.csv")


def refusing(match: str, *, refused: bool) -> AbstractContextManager[object]:
    return pytest.raises(UnreadableFile, match=match) if refused else nullcontext()


def noise(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal((0.3, -0.5, 0.81), 0.003, (count, 3))


@pytest.mark.parametrize(
    ("seconds", "by_g", "turns", "equal", "told"),
    [
        (290, 0.5, 6, 0.0, False),
        (320, 0.5, 6, 0.0, True),
        (600, 0.14, 6, 0.0, False),
        (600, 0.16, 6, 0.0, True),
        (600, 0.5, 2, 0.0, False),
        (600, 0.5, 3, 0.0, True),
        (600, 0.5, 6, 0.58, False),  # its steps hide its noise
        (600, 0.5, 6, 0.42, True),
    ],
)
def test_a_dead_axis_stands_for_five_minutes_while_another_turns_three_times(
    seconds: int, by_g: float, turns: int, equal: float, *, told: bool
) -> None:
    """By 0.15 g, and repeats less than half of its values."""
    count = seconds * 10
    row = np.arange(count + 1000)
    xyz = noise(len(row)).astype(np.float32)
    xyz[500 : 500 + count, 0] = 0.25
    xyz[:, 1] = np.where(row % 100 < 100 * equal, 0.0, 0.002 * (row % 2))
    turned = (row[:count] * (turns + 1) // count) % 2
    xyz[500 : 500 + count, 1] += (by_g * turned).astype(np.float32)
    xyz[:, 2] = 0.8125
    run = Samples(start=0.0, rate=10.0, xyz=xyz)
    assert any("The x axis stands" in said for said in dead_axes([run])) == told


@pytest.mark.parametrize(("wide", "found"), [(1, 1), (2, 2), (3, 0)])
def test_two_samples_may_be_wrong_together(wide: int, found: int) -> None:
    xyz = np.tile(np.float32([0, 0, 1]), (100, 1))
    xyz[50 : 50 + wide, 0] = 1.0
    assert len(glitches(xyz, 50.0)) == found


def test_32_g_in_micro_g_is_the_largest_number_and_50_g_in_g() -> None:
    assert usable(np.float32([[31e6, -31e6, 1], [33e6, 1, 1]])).tolist() == [True, False]
    assert within_range(np.float32([[0, -49, 1], [49, 0, 1]])) is None
    assert within_range(np.float32([[0, -51, 1], [0, 51, 1], [0, 0, 1]])) is not None


@pytest.mark.parametrize(
    ("count", "off", "told"), [(95, 9000, 0), (105, 9000, 1), (999, 6000, 0), (999, 7000, 1)]
)
def test_100_codes_without_sign_leave_a_fifth_unused(count: int, off: int, told: int) -> None:
    """So far from the first negative one of 16 bits: 6553 of 32768."""
    xyz = np.tile(np.float32([16, 1000, 65520]), (count, 1))
    xyz[::10, 1] = 32768 - off
    assert len(restore_signs(xyz)) == told


@pytest.mark.parametrize(
    ("step", "apart", "refused"),
    [(0.09, 1.0, True), (0.11, 1.0, False), (0.0, 0.11, True), (0.0, 0.09, False)],
)
def test_sensors_in_turns_lie_ten_times_apart(step: float, apart: float, *, refused: bool) -> None:
    """Each from sample to sample, and gravity from what is between them."""
    row = np.arange(1000)
    own = step * (row // 2 % 5)
    xyz = np.column_stack([own, apart * (row % 2), np.ones(1000)]).astype(np.float32)
    with refusing("2 sensors in turns", refused=refused):
        require_one_sensor(PATH, xyz)


@pytest.mark.parametrize(
    ("begins", "ends", "lasting", "refused"),
    [
        (4.0, 0.0, 300, True),
        (6.0, 0.0, 300, False),
        (0.0, 4.0, 300, True),
        (0.0, 6.0, 300, False),
        (0.0, 0.0, 65, True),
        (0.0, 0.0, 55, False),
    ],
)
def test_sensors_one_behind_the_other_begin_and_end_together_and_last_for_a_minute(
    begins: float, ends: float, lasting: int, *, refused: bool
) -> None:
    """Together is within five seconds."""
    first = np.arange(0, lasting, 0.1)
    seconds = np.r_[first, np.arange(begins, lasting + ends, 0.1)]
    with refusing("the same time 2 times", refused=refused):
        require_one_time(PATH, seconds)


@pytest.mark.parametrize(("count", "doubted"), [(9, False), (11, True)])
def test_dropped_rows_are_many_from_a_twentieth_on(count: int, *, doubted: bool) -> None:
    assert isinstance(dropped(count, of=200), Doubt) == doubted


@pytest.mark.parametrize(("rate", "told"), [(19.982, 0), (19.978, 1)])
def test_a_rate_of_20_hz_may_be_measured_a_thousandth_less(rate: float, told: int) -> None:
    assert len(remarks_on(Quality(), None, rate, rate, 1)) == told


@pytest.mark.parametrize(
    ("measured", "asked", "said"),
    [(52.2, 50.0, ""), (52.8, 50.0, "--rate says"), (61.5, None, ""), (64.0, None, "is wrong")],
)
def test_a_rate_is_about_as_said(measured: float, asked: float | None, said: str) -> None:
    """Within a twentieth of what a person says, and a quarter of what the file says."""
    source = StampedRows(
        path=PATH,
        seconds=np.arange(3000) / measured,
        xyz=noise(3000).astype(np.float32),
        start=datetime(2026, 3, 14, tzinfo=UTC),
        clocked=True,
        rate=50.0,
        device="",
        expected=Expected(unit=G, given=None),
        asked=asked,
    )
    with refusing(said, refused=bool(said)):
        assert assemble(source, Placement.ANKLE).recording.rate == pytest.approx(measured)


@pytest.mark.parametrize(
    ("level", "refused"),
    [
        ((420, 640, 640), True),  # 0.42 of 998
        ((380, 655, 655), False),  # 0.38 of 1001
        ((64, 64, 64), True),  # 111
        ((52, 52, 52), False),  # 90
    ],
)
def test_a_converter_reads_100_or_more(level: tuple[int, int, int], *, refused: bool) -> None:
    """All of its axes are positive, by two fifths of the magnitude."""
    xyz = np.tile(np.float32(level), (500, 1))
    xyz[-1] += 1
    with refusing("as a converter gives", refused=refused):
        choose_unit(PATH, xyz, 50.0, Expected(unit=None, given=None))


@pytest.mark.parametrize(("seconds", "told"), [(9.9, 0.0), (10.1, 10.1), (14.0, 14.0)])
def test_no_worn_sensor_repeats_a_value_for_ten_seconds(seconds: float, told: float) -> None:
    """Even noise of eight bits toggles sooner."""
    xyz = np.random.default_rng(1).normal(size=(3000, 3)).astype(np.float32)
    xyz[1000 : 1000 + round(seconds * 50)] = (0, 0, 1)
    assert held_seconds(xyz, 50.0) == pytest.approx(told)


@pytest.mark.parametrize(
    ("extreme", "reached", "close", "near", "found"),
    [
        (1.1, 30, 0.5, 0, 0),
        (1.2, 30, 0.5, 0, 30),  # ADXL213
        (2.5, 9, 0.5, 0, 0),
        (2.5, 10, 0.5, 0, 10),
        (2.5, 15, 0.92, 20, 0),  # more are close below it
        (2.5, 15, 0.88, 20, 15),
    ],
)
def test_the_end_of_a_range_is_reached_ten_times_and_oftener_than_what_is_close(
    extreme: float, reached: int, close: float, near: int, found: int
) -> None:
    """At 1.15 g or more; close is nine tenths of it."""
    xyz = np.zeros((1000, 3), np.float32)
    xyz[:, 2] = np.linspace(-0.5, 0.5, 1000)
    xyz[:reached, 0] = extreme
    xyz[500 : 500 + near, 0] = close * extreme
    assert saturated(xyz) == found


def table(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(count: int) -> list[str]:
    form = "{:.3f},{:.4f},{:.4f},{:.4f}".format
    return [form(1.77e9 + k / 50, *xyz) for k, xyz in enumerate(noise(count))]


def read(path: Path) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def head_of(path: Path, lines: Iterable[str]) -> Head:
    return read_head(path, table(path, lines).read_bytes(), zipped=False)


@pytest.mark.parametrize("count", [9, 10])
def test_ten_samples_are_needed(tmp_path: Path, count: int) -> None:
    path = table(tmp_path / "a.csv", ["time,x,y,z", *rows(count)])
    with refusing("at least 10 are needed", refused=count < 10):
        assert read(path).rate == pytest.approx(50.0)


@pytest.mark.parametrize("hours", [23, 25])
def test_parts_of_a_long_file_are_a_day_apart_at_most(tmp_path: Path, hours: int) -> None:
    one = read(table(tmp_path / "a.csv", ["time,x,y,z", *rows(50)]))
    text = LongText(found=None, request=ReadRequest(placement=one.placement, zone=UTC))  # type: ignore[arg-type]
    text._place(one)
    with pytest.raises(NotInPieces) if hours > 24 else nullcontext():
        text._place(replace(one, start=one.start + timedelta(hours=hours)))


@pytest.mark.parametrize(("count", "each"), [(8, True), (9, False)])
def test_eight_rates_are_told_one_by_one(count: int, *, each: bool) -> None:
    said = rate_changes([(10.0 * k, 20.0 + k) for k in range(count)])
    assert ("22.00 Hz from 20 s on" in said) == each


@pytest.mark.parametrize(
    ("lasting_s", "code", "other", "shaken_to", "told"),
    [
        (18, 1, 9.80665, 20.2, 0),
        (22, 1, 9.80665, 20.2, 1),
        (60, 420, 1000, 20.2, 0),
        (60, 380, 1000, 20.2, 1),
        (24, 1, 9.80665, 21.1, 1),
        (24, 1, 9.80665, 21.4, 0),
    ],
)
def test_another_unit_is_two_and_a_half_times_as_large_for_20_seconds(
    lasting_s: float, code: int, other: float, shaken_to: float, told: int
) -> None:
    """From 10 s on, averaged over two seconds: a shake of less than half of them ends no unit."""
    seconds = np.arange(60 * 120) / 60
    xyz = (noise(len(seconds)) * code).astype(np.float32)
    changed = (seconds >= 10) & (seconds < 10 + lasting_s)
    changed &= (seconds < 20.2) | (seconds >= shaken_to)
    xyz[changed] *= np.float32(other / code)
    unit = Unit(name=f"g/{code}", scale=1 / code)
    assert len(one_unit(xyz, np.ones(len(xyz), bool), 60.0, unit)) == told


@pytest.mark.parametrize(("objects", "lines"), [(1, False), (2, True)])
def test_two_objects_are_json_lines_or_rows(objects: int, *, lines: bool) -> None:
    assert are_lines(b'{"x": 1}\n' * objects + b'{"x"') == lines
    assert (rows_of([{"x": 1}] * objects, PATH) is not None) == lines


@pytest.mark.parametrize(("steps", "sheets"), [(2.9, 1), (3.1, 2)])
def test_a_sheet_goes_on_within_three_steps(steps: float, sheets: int) -> None:
    one = Sheet(name="1", content=b"t,x\n0.0,1\n0.1,1\n0.2,1\n")
    other = Sheet(name="2", content=b"t,x\n%.3f,1\n%.3f,1\n" % (0.2 + steps / 10, 0.3 + steps / 10))
    joined = with_continued_sheets(Contained(what="", sheets=(one, other)))
    assert len(joined.sheets) == sheets


@pytest.mark.parametrize(
    ("column", "names", "several"),
    [
        ("sensor", ["alpha"] * 100 + ["beta"] * 9, False),
        ("sensor", ["alpha"] * 100 + ["beta"] * 10, True),
        ("sensor", [f"s{k}" for k in range(63)] * 10, True),
        ("sensor", [f"s{k}" for k in range(65)] * 10, False),
        ("q", list("abcdefgh") * 25, True),
        ("q", list("abcdefghi") * 25, False),
        # one that comes twice puts two rows out: 2 of 11 are less than a fifth, of 9 more
        ("q", ["ab"[(k - k // 11) % 2] for k in range(240)], True),
        ("q", ["ab"[(k - k // 9) % 2] for k in range(240)], False),
    ],
)
def test_sensors_in_rows(tmp_path: Path, column: str, names: list[str], *, several: bool) -> None:
    """Ten of each, and 64 names at most; or eight in turns, in four fifths of the rows."""
    lines = (f"{row},{name}" for row, name in zip(rows(len(names)), names, strict=True))
    head = head_of(tmp_path / "a.csv", [f"time,x,y,z,{column}", *lines])
    with refusing("--sensor", refused=several):
        assert one_of(head, Placement.ANKLE, named=None) == (head, ())


@pytest.mark.parametrize(("ratio", "one"), [(0.88, True), (0.92, False)])
def test_samples_of_one_row_are_nearer_by_a_tenth_than_rows(ratio: float, *, one: bool) -> None:
    """By mean squared steps: rows that move by 1 g in one of ten."""
    first = np.zeros((101, 3), np.float32)
    first[:, 0] = np.arange(101) // 10 % 2
    second = first + np.float32([0, math.sqrt(ratio / 10), 0])
    with refusing("no nearer to the first", refused=not one):
        assert interleaved([first, second], PATH).shape == (202, 3)


def test_a_filtered_acceleration_is_one_beside_which_ax_ay_az_is_none(tmp_path: Path) -> None:
    lines = [f"{row},0.1,0.2,0.9" for row in rows(20)]
    names = "time,left_acc_filtered_x,left_acc_filtered_y,left_acc_filtered_z,right_ax,right_ay"
    assert list(sensors(head_of(tmp_path / "a.csv", [f"{names},right_az", *lines]))) == [("left",)]


@pytest.mark.parametrize(("spacing", "units"), [(35, 1), (37, 0), (8, 2), (10, 1)])
def test_counts_are_of_hundredths_from_12_5_hz_on(spacing: int, units: int) -> None:
    """8 ms are 125 Hz, and 0.08 s are 12.5 Hz; programs wait some times five milliseconds."""
    assert len(readings([float(spacing * k) for k in range(50)])) == units


@pytest.mark.parametrize(("first_s", "doubt"), [(3.9e9, "of 1 August 2093"), (4.1e9, "")])
def test_four_thousand_million_seconds_are_still_a_date(first_s: float, doubt: str) -> None:
    found = counter([1000 * first_s + 20 * k for k in range(50)], 0, 1e-3)
    assert found is not None
    assert (doubt in found.doubt) if doubt else not found.doubt


@pytest.mark.parametrize(("count", "found"), [(1990, False), (2010, True)])
def test_a_clock_that_is_set_later_is_looked_for_in_2000_rows(count: int, *, found: bool) -> None:
    source = redated(Counter(column=0, step=1.0, epoch=None), np.arange(count) / 50, 1.77e9)
    assert (source.epoch is not None) == found


@pytest.mark.parametrize(("units", "named"), [(3, True), (4, False)])
def test_names_are_in_the_four_lines_above(tmp_path: Path, units: int, *, named: bool) -> None:
    lines = ["s,m/s2,m/s2,m/s2"] * units
    head = head_of(tmp_path / "a.csv", ["time,x,y,z", *lines, *rows(20)])
    assert (head.names == ("time", "x", "y", "z")) == named


@pytest.mark.parametrize(("count", "warned"), [(9, False), (10, True)])
def test_ten_rows_of_another_width_are_told(tmp_path: Path, count: int, *, warned: bool) -> None:
    lines = rows(300)
    for k in range(count):
        lines[100 + 12 * k] += ",7"
    found = read(table(tmp_path / "a.csv", ["time,x,y,z", *lines]))
    assert any("another number of cells" in said for said in found.quality.warnings) == warned


@pytest.mark.parametrize(("second", "cut"), [("time,foo", False), ("time,temp", True)])
def test_two_names_of_columns_cut_a_table(tmp_path: Path, second: str, *, cut: bool) -> None:
    lines = rows(600)
    lines[300] = f"{second},bar,bag"
    found = read(table(tmp_path / "a.csv", ["time,x,y,z", *lines]))
    assert any("change their names" in said for said in found.quality.warnings) == cut
    assert sum(map(len, found.runs)) == pytest.approx(300 if cut else 600, abs=2)


@pytest.mark.parametrize(("cell", "time"), [("a{:02}b{}", False), ("a{:02}b{:02}", True)])
def test_a_time_of_day_has_four_digits(tmp_path: Path, cell: str, *, time: bool) -> None:
    lines = [f"{cell.format(k, k % 7)},0.1,0.2,{0.9 + k / 1000}" for k in range(30)]
    head = head_of(tmp_path / "a.csv", ["q,x,y,z", *lines])
    assert ("may be its time" in steady(head, (1, 2, 3)).doubt) == time


@pytest.mark.parametrize(("empty", "held"), [(45, False), (55, True)])
def test_a_date_in_less_than_half_of_rows_holds(tmp_path: Path, empty: int, *, held: bool) -> None:
    lines = [
        f"{'' if k % 100 >= 100 - empty else '2026-03-14'},22:00:{k // 10:02}.{k % 10},"
        f"{x:.4f},{y:.4f},{z:.4f}"
        for k, (x, y, z) in enumerate(noise(500))
    ]
    found = read(table(tmp_path / "a.csv", ["date,time,x,y,z", *lines]))
    assert any("date stands in few rows" in said for said in found.quality.notes) == held


@pytest.mark.parametrize(("empty", "others"), [(18, False), (22, True)])
def test_a_fifth_of_rows_is_of_other_sensors(tmp_path: Path, empty: int, *, others: bool) -> None:
    lines = [f"{row},60" for row in rows(1000)]
    for k in range(10 * empty):
        at = 3 + 4 * k
        lines[at] = f"{lines[at].split(',')[0]},,,,60"
    found = read(table(tmp_path / "a.csv", ["time,x,y,z,heart", *lines]))
    assert any("as of other sensors" in said for said in found.quality.notes) == others


@pytest.mark.parametrize("each", [2, 4])
def test_rows_of_a_time_alone_cost_no_row_before_them(tmp_path: Path, each: int) -> None:
    lines = rows(1000)
    lines[1::each] = [f"{line.split(',')[0]},,," for line in lines[1::each]]
    head = head_of(tmp_path / "a.csv", ["time,x,y,z", *lines])
    assert (head.names, head.rows[0]) == (("time", "x", "y", "z"), tuple(lines[0].split(",")))
