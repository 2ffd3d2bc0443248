"""Logs with a time before each sample are read; what is refused as JSON is JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.json_text import is_json
from limbwatch.sensor.files.tables.rewritten.clocked_lines import clocked_lines

COUNT, RATE = 400, 25
BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
VALUES = np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)) + np.array([-0.9, -0.15, 0.4])


def moments(form: str) -> list[str]:
    times = [BEGIN + timedelta(seconds=k / RATE) for k in range(COUNT)]
    return [f"{time:{form}}"[: -3 if form.endswith("%f") else None] for time in times]


def written(tmp_path: Path, lines: list[str], name: str = "log.txt") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path, placement: Placement = Placement.ANKLE_LEFT) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=UTC, start=BEGIN)


def require_same(recording: Recording, *, begin: datetime = BEGIN) -> None:
    assert np.abs(np.concatenate([run.xyz for run in recording.runs]) - VALUES).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert recording.start == begin


Row = Callable[[str, float, float, float], str]
FORMS: dict[str, tuple[str, Row]] = {
    "Tera Term": ("%Y-%m-%d %H:%M:%S.%f", lambda t, x, y, z: f"[{t}] {x:.4f},{y:.4f},{z:.4f}"),
    "named": ("%Y-%m-%d %H:%M:%S.%f", lambda t, x, y, z: f"[{t}] x:{x:.4f} y:{y:.4f} z:{z:.4f}"),
    "in a cell": ("%Y-%m-%d %H:%M:%S.%f", lambda t, x, y, z: f"[{t}],{x:.4f},{y:.4f},{z:.4f}"),
    "terminal": ("%H:%M:%S.%f", lambda t, x, y, z: f"{t} {x:.4f},{y:.4f},{z:.4f}"),
    "tab": ("%Y-%m-%d %H:%M:%S.%f", lambda t, x, y, z: f"{t}\t{x:.4f},{y:.4f},{z:.4f}"),
    "comma": (
        "%Y-%m-%d %H:%M:%S,%f",
        lambda t, x, y, z: f"{t} - leg - INFO - {x:.4f},{y:.4f},{z:.4f}",
    ),
    "logger": (
        "%Y-%m-%d %H:%M:%S,%f",
        lambda t, x, y, z: f"{t} INFO acc: x={x:.4f} y={y:.4f} z={z:.4f}",
    ),
    "PlatformIO": ("%H:%M:%S.%f", lambda t, x, y, z: f"{t} > ax:{x:.4f},ay:{y:.4f},az:{z:.4f}"),
    "no year": ("%b %d %H:%M:%S.%f", lambda t, x, y, z: f"{t} x={x:.4f} y={y:.4f} z={z:.4f}"),
    "topic": ("%s.%f", lambda t, x, y, z: f"{t} leg/acc {x:.4f},{y:.4f},{z:.4f}"),
    "decimal comma": (
        "%d.%m.%Y %H:%M:%S.%f",
        lambda t, x, y, z: f"{t} > " + f"{x:.4f};{y:.4f};{z:.4f}".replace(".", ","),
    ),
    "blanks": ("%Y-%m-%d %H:%M:%S.%f", lambda t, x, y, z: f"[{t}] {x:.4f} {y:.4f} {z:.4f}"),
}


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("above", [[], ["Connecting to HC-05 ...", "Connected"]])
def test_a_time_before_each_sample_is_its_time(kind: str, above: list[str], tmp_path: Path) -> None:
    """Words between them, brackets around it and a comma before its decimals change nothing."""
    form, row = FORMS[kind]
    lines = [row(t, *xyz) for t, xyz in zip(moments(form), VALUES.tolist(), strict=True)]
    require_same(read(written(tmp_path, above + lines)))


def test_a_torn_line_is_counted_and_one_that_is_no_sample_is_told(tmp_path: Path) -> None:
    form, row = FORMS["comma"]
    lines = [row(t, *xyz) for t, xyz in zip(moments(form), VALUES.tolist(), strict=True)]
    lines[100] = lines[100][:-20]
    lines.insert(50, "2026-03-10 23:10:02,000 - leg - WARNING - battery low")
    recording = read(written(tmp_path, lines))
    assert sum(map(len, recording.runs)) >= COUNT - 2
    told = " ".join((*recording.quality.notes, *recording.quality.warnings))
    assert "Between the time and the numbers stands leg - INFO; it was left out." in told
    assert "say something else" in told


def test_words_that_differ_tell_sensors_apart(tmp_path: Path) -> None:
    stamps = moments("%Y-%m-%dT%H:%M:%S.%f")
    lines = []
    for stamp, (x, y, z) in zip(stamps, VALUES.tolist(), strict=True):
        lines.append(f"{stamp} left {x:.4f},{y:.4f},{z:.4f}")
        lines.append(f"{stamp} right {z:.4f},{y:.4f},{x:.4f}")
    path = written(tmp_path, lines)
    require_same(read(path))
    other = np.concatenate([run.xyz for run in read(path, Placement.ANKLE_RIGHT).runs])
    assert np.abs(other - VALUES[:, ::-1]).max() < 1e-3


def _log(words: int) -> bytes:
    rows = [f"23:10:{k % 60:02}.000 w{'abcdef'[k % words]} 0.1,0.2,0.9" for k in range(40)]
    return "\n".join([*rows, ""]).encode()


def test_more_than_four_different_words_say_something_of_each_line() -> None:
    assert clocked_lines(_log(4)) is not None
    assert clocked_lines(_log(5)) is None


@pytest.mark.parametrize(
    "row",
    [
        "2026-03-10 23:10:00.040,0.1,0.2,0.9",
        "2026-03-10 23:10:00.040\tWT901\t0.1\t0.2\t0.9",
        "2026-03-10 23:10:00.040 0.1 0.2 0.9",
        "1773526200.04 0.1 0.2 0.9",
        "23:10:00.040 0.1,0.2",
    ],
)
def test_a_table_or_too_few_numbers_are_no_log(row: str) -> None:
    assert clocked_lines(f"{row}\n".encode() * 40) is None


@pytest.mark.parametrize(
    ("stamp", "words"), [("[0 {}]", ""), ("[{}]", "<inf> acc:")], ids=["Tera Term", "Zephyr"]
)
def test_times_since_a_start_are_no_times_of_day(stamp: str, words: str, tmp_path: Path) -> None:
    clocks = [f"00:00:{k // RATE:02}.{40 * (k % RATE):03},137" for k in range(COUNT)]
    lines = [
        f"{stamp.format(clock)} {words} x {x:.4f} y {y:.4f} z {z:.4f}"
        for clock, (x, y, z) in zip(clocks, VALUES.tolist(), strict=True)
    ]
    require_same(read(written(tmp_path, lines)))


def test_brackets_around_the_times_of_a_table_are_left_out(tmp_path: Path) -> None:
    stamps = moments("%Y-%m-%d %H:%M:%S.%f")
    rows = [
        f"{k},[{stamp}],{x:.4f},{y:.4f},{z:.4f}"
        for k, (stamp, (x, y, z)) in enumerate(zip(stamps, VALUES.tolist(), strict=True))
    ]
    require_same(read(written(tmp_path, ["n,time,x,y,z", *rows])))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("[2026-03-14 23:10:00.040] 0.1", False),
        ("[23:10:00.040 17/02/2026]", False),
        ("[INFO] acc", False),
        ("[NaN, 1]", True),
        ("{'x': 0.1}", False),
        ("[{'x': 0.1}]", False),
        ("{ax: 0.1}", False),
        ('{"x": 0.1}', True),
        ("[1.5e3, 2]", True),
        ("[[0.1, 0.2", True),
        ('[ {\n "x"', True),
        ("[-0.1]", True),
        ("{}", True),
        ("[]", True),
        ("[", True),
    ],
)
def test_only_what_json_can_begin_with_is_told_as_json(text: str, is_one: bool) -> None:
    assert is_json(text.encode()) is is_one


def _objects() -> list[dict[str, float]]:
    times = [BEGIN.timestamp() + k / RATE for k in range(COUNT)]
    return [
        {"t": t, "x": round(x, 4), "y": round(y, 4), "z": round(z, 4)}
        for t, (x, y, z) in zip(times, VALUES.tolist(), strict=True)
    ]


def test_dictionaries_that_python_printed_are_read_as_rows(tmp_path: Path) -> None:
    require_same(read(written(tmp_path, [str(one) for one in _objects()])))


def test_json_values_one_behind_the_other_are_rows(tmp_path: Path) -> None:
    """As a sensor's program in a terminal prints them, over several lines each."""
    texts = [json.dumps(one, indent=2) for one in _objects()]
    require_same(read(written(tmp_path, texts)))
    lists = [json.dumps(list(one.values())) for one in _objects()]
    require_same(read(written(tmp_path, lists)))
    cut = read(written(tmp_path, [*texts, '{\n "t": 17']))
    assert any("last of the JSON values" in one for one in cut.quality.warnings)
    with pytest.raises(UnreadableFile, match="damaged or cut-off JSON"):
        read(written(tmp_path, [*texts[:9], '{\n "t": oops }', *texts[9:]]))


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S.%f000+0000", "%s.%f"])
def test_the_time_before_a_topic_is_that_of_a_message_that_tells_none(
    form: str, tmp_path: Path
) -> None:
    stamps = [f"{BEGIN + timedelta(seconds=k / RATE):{form}}" for k in range(COUNT)]
    bare = [{name: one[name] for name in "xyz"} for one in _objects()]
    lines = [f"{t} leg/acc {json.dumps(one)}" for t, one in zip(stamps, bare, strict=True)]
    require_same(read(written(tmp_path, lines)))
    late = [f"2030-01-01T00:00:00+0000 leg/acc {json.dumps(one)}" for one in _objects()]
    require_same(read(written(tmp_path, late)))


def test_a_table_of_blanks_keeps_the_names_of_its_columns() -> None:
    """They may tell a unit, or which of six numbers are acceleration."""
    row = "2026-03-10 23:10:00.040 left 0.1 0.2 0.9\n"
    assert clocked_lines(row.encode() * 40) is not None
    assert clocked_lines(b"date time foot x y z\n" + row.encode() * 40) is None
    assert clocked_lines(b"time foot x y z\n" + row.encode() * 40) is None
    assert clocked_lines(b"Connected to COM3\n" + row.encode() * 40) is not None


def test_a_name_that_stands_twice_before_the_numbers_is_none_of_a_column() -> None:
    assert clocked_lines(b"23:10:00.040 > ax:0.1,ay:0.2,az:0.9\n" * 40) is not None
    assert clocked_lines(b"23:10:00.040 > ax:0.1,a:0.2,a:0.9\n" * 40) is None
