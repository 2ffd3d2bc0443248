"""JSON in which each row has a key is read as the same rows in a list, in time of its length."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers import inner_tables
from limbwatch.sensor.files.containers.json_rows import listed
from tests.test_foreign_files import BERLIN, COUNT, START, TIMES, VALUES

ROWS = [
    [round(1000 * time), *map(float, line.split(","))]
    for time, line in zip(TIMES, VALUES, strict=True)
]
NAMES = ("t", "x", "y", "z")
RECORDS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
KEYED = {f"-N{i:07d}": record for i, record in enumerate(RECORDS)}


def columns(names: tuple[str, ...], keys: list[str]) -> dict[str, dict[str, Any]]:
    at = NAMES.index(names[0])
    return {
        name: {key: row[at + k] for key, row in zip(keys, ROWS, strict=True)}
        for k, name in enumerate(names)
    }


def read(folder: Path, content: Any) -> Recording:
    path = folder / "f.json"
    path.write_text(json.dumps(content))
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: KEYED, id="firebase"),
        pytest.param(
            lambda: {k: {**one, **{f"b{i}": i for i in range(20)}} for k, one in KEYED.items()},
            id="wide",
        ),
        pytest.param(lambda: {"version": 3, "log": {"night": KEYED}}, id="deeper"),
        pytest.param(lambda: {"users": {"u1": {"readings": RECORDS}}}, id="records deeper"),
        pytest.param(lambda: {str(row[0]): dict(zip("xyz", row[1:], strict=True)) for row in ROWS}),
        pytest.param(lambda: columns(NAMES, [str(i) for i in range(COUNT)]), id="pandas"),
        pytest.param(lambda: columns(NAMES[1:], [str(row[0]) for row in ROWS]), id="times as keys"),
        pytest.param(lambda: ROWS, id="rows"),
        pytest.param(lambda: [list(NAMES), *ROWS], id="rows with names"),
    ],
)
def test_rows_are_read_however_json_keys_them(content: Callable[[], Any], tmp_path: Path) -> None:
    recording = read(tmp_path, content())
    plain = read(tmp_path, RECORDS)
    assert recording.start == START
    assert [len(run) for run in recording.runs] == [COUNT]
    assert np.array_equal(recording.runs[0].xyz, plain.runs[0].xyz)
    assert recording.quality.warnings == plain.quality.warnings


def test_what_stands_around_a_table_is_asked_once_for_each_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # of an object for each row it was asked anew, in time of the square of their number
    asked = []
    plain = inner_tables._facts_in
    monkeypatch.setattr(inner_tables, "_facts_in", lambda v: asked.append(1) or plain(v))
    mixed = {"name": "left", **{key: {"r": one, "n": 1} for key, one in KEYED.items()}}
    read(tmp_path, {"data": RECORDS[:30] * 3, "rows": RECORDS, "more": mixed})
    assert len(asked) < 20


def test_recordings_that_have_a_key_each_are_not_put_behind_each_other(tmp_path: Path) -> None:
    columns = {name: [row[at] for row in ROWS[:200]] for at, name in enumerate(NAMES)}
    nights = {f"person{i}": {"age": 40 + i, **columns} for i in range(25)}
    for content in (nights, {"persons": nights}):
        with pytest.raises(UnreadableFile, match="25 sensors"):
            read(tmp_path, content)
    axes = {name: columns[name][:25] for name in "xyz"}
    packets = {f"-N{i:03d}": {"t": ROWS[25 * i][0], **axes} for i in range(25)}
    assert isinstance(listed(packets), list)
