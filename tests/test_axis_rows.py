"""Tables of one axis a row, as databases of series write them."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

COUNT = 600
RATE = 25
LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
BEGIN = datetime(2026, 3, 10, 22, 10, tzinfo=UTC)
NOISE = np.random.default_rng(4).normal(0, 0.004, (2, COUNT, 3))
LIMBS = np.round(NOISE + np.array([[[-0.9, -0.15, 0.4]], [[0.1, 0.8, -0.6]]]), 4)


def stamp(k: int) -> str:
    return (BEGIN + timedelta(seconds=k / RATE)).isoformat(timespec="milliseconds")


def melted(names: str, row: Callable[[int, int, int], str], sensors: int = 2) -> list[str]:
    """One row for each time, sensor and axis."""
    places = ((k, s, a) for k in range(COUNT) for s in range(sensors) for a in range(3))
    return [names, *(row(*place) for place in places)]


def read(tmp_path: Path, rows: list[str], placement: Placement = LEFT) -> Recording:
    path = tmp_path / "long.csv"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=placement, timezone=UTC)


def require_same(recording: Recording, limb: int) -> None:
    assert len(recording.runs) == 1
    assert np.abs(recording.runs[0].xyz - LIMBS[limb]).max() < 1e-5
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert recording.start == BEGIN


WRITTEN = {
    "melt of pandas": (
        "time,sensor,axis,value",
        lambda k, s, a: f"{stamp(k)},{('left', 'right')[s]}_ankle,{'xyz'[a]},{LIMBS[s, k, a]}",
    ),
    "write.table of R, with numbers of rows": (
        '"","time","limb","name","value"',
        lambda k, s, a: (
            f'"{6 * k + 3 * s + a + 1}","{stamp(k)}","{("left", "right")[s]} ankle",'
            f'"acc_{"xyz"[a]}",{LIMBS[s, k, a]}'
        ),
    ),
    "series of a database": (
        "_time\t_value\t_field\tdevice",
        lambda k, s, a: (
            f"{stamp(k)}\t{LIMBS[s, k, a]}\tacc{'XYZ'[a]}\t{('left', 'right')[s]}-ankle"
        ),
    ),
    "semicolons": (
        "Zeit;Ort;Achse;Wert",
        lambda k, s, a: (
            f"{stamp(k)};{('links', 'rechts')[s]} Bein;{'XYZ'[a]}-Achse;"
            + str(LIMBS[s, k, a]).replace(".", ",")
        ),
    ),
}


@pytest.mark.parametrize(("names", "row"), WRITTEN.values(), ids=WRITTEN.keys())
def test_x_y_and_z_of_one_time_are_put_into_one_row(
    names: str, row: Callable[[int, int, int], str], tmp_path: Path
) -> None:
    rows = melted(names, row)
    for limb, placement in enumerate((LEFT, RIGHT)):
        recording = read(tmp_path, rows, placement)
        require_same(recording, limb)
        assert any("Each row holds one axis" in note for note in recording.quality.notes)


def test_the_axes_of_other_quantities_are_left_out(tmp_path: Path) -> None:
    rows = ["time,variable,value"]
    for k in range(COUNT):
        for a, axis in enumerate("xyz"):
            rows += [f"{stamp(k)},acc_{axis},{LIMBS[0, k, a]}", f"{stamp(k)},gyro_{axis},{k % 9}"]
    require_same(read(tmp_path, rows), 0)


def test_axes_that_come_in_blocks_of_a_packet_are_joined_by_their_times(tmp_path: Path) -> None:
    rows = ["time,axis,value"]
    for first in range(0, COUNT, 5):
        rows += [
            f"{stamp(k)},{axis},{LIMBS[0, k, a]}"
            for a, axis in enumerate("xyz")
            for k in range(first, first + 5)
        ]
    require_same(read(tmp_path, rows), 0)


def test_a_sample_that_lacks_an_axis_is_no_sample(tmp_path: Path) -> None:
    rows = melted(*WRITTEN["melt of pandas"])
    del rows[3001]
    recording = read(tmp_path, rows)
    assert sum(len(run) for run in recording.runs) == COUNT - 1
    assert recording.quality.invalid == 1
    require_same(read(tmp_path, rows, RIGHT), 1)


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (
            "time,axis,value,wert",
            lambda k, s, a: f"{stamp(k)},{'xyz'[a]},{LIMBS[s, k, a]},{LIMBS[1, k, a]}",
        ),
        ("axis,value,who", lambda k, s, a: f"{'xyz'[a]},{LIMBS[s, k, a]},me"),
        (
            "time,axis,value",
            lambda k, s, a: f"{stamp(k)},{('left', 'right')[k % 2]}_{'xyz'[a]},{LIMBS[s, k, a]}",
        ),
    ],
)
def test_a_table_of_which_no_column_is_sure_is_refused(
    names: str, row: Callable[[int, int, int], str], tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match=r"long.csv is text"):
        read(tmp_path, melted(names, row, 1))


def in_blocks(names: str, row: Callable[[int, int, int], str], *, above: str = "") -> list[str]:
    """All of x, then all of y and of z, of one sensor after the other, each under its names."""
    rows = [] if above else [names]
    for s in range(2):
        for a in range(3):
            rows += ["", *above.splitlines(), names] if above else []
            rows += [row(k, s, a) for k in range(COUNT)]
    return rows


ANNOTATED = (
    "#group,false,false,true,false,false,true,true\n"
    "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,double,string,string\n"
    "#default,_result,,,,,,"
)
BLOCKS = {
    "melt of pandas": (
        "time,sensor,axis,value",
        lambda k, s, a: f"{stamp(k)},{('left', 'right')[s]}_ankle,{'xyz'[a]},{LIMBS[s, k, a]}",
        "",
    ),
    "InfluxDB, a series a block, numbered": (
        ",result,table,_start,_time,_value,_field,device",
        lambda k, s, a: (
            f",,{3 * s + a},2026-01-01T00:00:00Z,{stamp(k)},{LIMBS[s, k, a]},{'xyz'[a]},"
            f"{('left', 'right')[s]}-ankle"
        ),
        ANNOTATED,
    ),
    "history of Home Assistant, a sensor in the name of each axis": (
        "entity_id,state,last_changed",
        lambda k, s, a: (
            f"sensor.{('left', 'right')[s]}_ankle_acc_{'xyz'[a]},{LIMBS[s, k, a]},{stamp(k)}"
        ),
        "",
    ),
}


@pytest.mark.parametrize(("names", "row", "above"), BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize("packed", [False, True])
def test_all_of_x_before_all_of_y_is_told_by_both_ends(
    names: str, row: Callable[[int, int, int], str], above: str, tmp_path: Path, *, packed: bool
) -> None:
    rows = in_blocks(names, row, above=above)
    for limb, placement in enumerate((LEFT, RIGHT)):
        path = tmp_path / ("long.csv.gz" if packed else "night.csv")
        content = "\n".join([*rows, ""]).encode()
        path.write_bytes(gzip.compress(content) if packed else content)
        recording = read_recorded_file(path, placement=placement, timezone=UTC)
        require_same(recording, limb)
        assert any("Each row holds one axis" in note for note in recording.quality.notes)


def test_blocks_of_acceleration_before_those_of_another_quantity_are_read(tmp_path: Path) -> None:
    rows = ["time,axis,value"]
    for kind, scale in (("acc", 1), ("gyro", 40)):
        for a, axis in enumerate("xyz"):
            rows += [f"{stamp(k)},{kind}_{axis},{scale * LIMBS[0, k, a]}" for k in range(COUNT)]
    require_same(read(tmp_path, rows), 0)


def test_blocks_of_axes_of_which_each_lacks_other_times_are_put_in_order(tmp_path: Path) -> None:
    rows = ["entity_id,state,last_changed"]
    for a, axis in enumerate("xyz"):
        kept = (k for k in range(COUNT) if (k + 7 * a + 3) % 20)
        rows += [f"sensor.left_ankle_accel_{axis},{LIMBS[0, k, a]},{stamp(k)}" for k in kept]
    recording = read(tmp_path, rows)
    assert recording.quality.invalid == pytest.approx(0.15 * COUNT, abs=3)
    (run,) = recording.runs
    assert len(run) == pytest.approx(COUNT, abs=2)
    assert np.median(np.abs(run.xyz[:COUNT] - LIMBS[0, : len(run)])) < 1e-3


def test_one_axis_alone_in_a_long_table_is_refused(tmp_path: Path) -> None:
    rows = ["time,axis,value", *(f"{stamp(k)},x,{LIMBS[0, k, 0]}" for k in range(COUNT))]
    with pytest.raises(UnreadableFile, match="one or two numbers"):
        read(tmp_path, rows)


@pytest.mark.parametrize(
    "name",
    [
        *("t_s", "time_s", "timestamp_ms", "t [ms]", "elapsed_s", "seconds", "unix_ns", "Zeit_s"),
        *(
            "tiempo",
            "tiempo_s",
            "tempo",
            "temps_s",
            "tid",
            "tid (s)",
            "Tijd",
            "clock",
            "zeitstempel",
        ),
    ],
)
def test_a_time_is_known_by_any_name_of_one(name: str, tmp_path: Path) -> None:
    unit = {"timestamp_ms": 1e3, "t [ms]": 1e3, "unix_ns": 1e9}.get(name, 1)
    rows = melted(
        f"{name},limb,axis,acc_g",
        lambda k, s, a: (
            f"{unit * (BEGIN.timestamp() + k / RATE):.{0 if unit > 1 else 2}f},"
            f"{('left', 'right')[s]}_leg,{'xyz'[a]},{LIMBS[s, k, a]}"
        ),
    )
    require_same(read(tmp_path, rows, RIGHT), 1)


def test_what_hangs_on_a_time_is_no_second_one(tmp_path: Path) -> None:
    rows = melted(
        "time,time_zone,uptime,axis,value",
        lambda k, s, a: f"{stamp(k)},Europe/Berlin,{40 + k // 9},{'xyz'[a]},{LIMBS[s, k, a]}",
        1,
    )
    require_same(read(tmp_path, rows), 0)
