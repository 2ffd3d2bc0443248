"""Columns that a container holds mean what their cells mean as text."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from limbwatch.sensor import Placement
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.heads.columns import Columns, fact_lines, texts, typed_column
from limbwatch.sensor.files.tables.parsed.parsed_rows import copy_numbers

LARGE = 1_773_526_200_040_000_001
AT = datetime(2026, 3, 14, 23, 10, 0, 40_000, tzinfo=UTC)


def typed(
    cells: Any, kind: pa.DataType, decimal: str = ".", held: pa.DataType | None = None
) -> Any:
    column = pa.chunked_array([pa.array(cells, held)])
    return typed_column(column, kind, decimal=decimal).to_pylist()


@pytest.mark.parametrize(
    ("cells", "kind", "decimal", "expected"),
    [
        (["0,98", " -1,5 ", "", "nan"], pa.float64(), ",", [0.98, -1.5, None, None]),
        (["0.98", "NA", "null", "-", None], pa.float64(), ".", [0.98, None, None, None, None]),
        ([0.5, math.nan, None], pa.float64(), ".", [0.5, None, None]),
        ([LARGE, None], pa.int64(), ".", [LARGE, None]),
        ([str(LARGE), "?"], pa.int64(), ".", [LARGE, None]),
        ([1.0, 2.0, math.nan], pa.int64(), ".", [1, 2, None]),
        ([1, 2], pa.float64(), ".", [1.0, 2.0]),
        ([True, None, False], pa.string(), ".", ["true", "", "false"]),
        ([LARGE, None], pa.string(), ".", [str(LARGE), ""]),
        ([b"a\xff", None], pa.string(), ".", ["a\N{REPLACEMENT CHARACTER}", ""]),
    ],
)
def test_a_cell_means_what_it_means_as_text(
    cells: list[Any], kind: pa.DataType, decimal: str, expected: list[Any]
) -> None:
    assert typed(cells, kind, decimal) == expected


def test_a_float_of_32_bits_keeps_its_shortest_digits() -> None:
    assert typed([0.02, 0.04], pa.float64(), held=pa.float32()) == [0.02, 0.04]
    assert typed([0.02], pa.string(), held=pa.float32()) == ["0.02"]


def test_times_are_taken_as_times_and_as_text() -> None:
    held = pa.timestamp("us", tz="+00:00")
    kind = pa.timestamp("ns", tz="UTC")
    column = pa.chunked_array([pa.array([AT, None], held)])
    found = typed_column(column, kind, decimal=".")
    assert found.type == kind
    assert found.cast(held).to_pylist() == [AT, None]
    assert texts(column).to_pylist() == ["2026-03-14 23:10:00.040000+0000", ""]


@pytest.mark.parametrize(
    ("cells", "kind", "decimal"),
    [
        (["0.98", "on"], pa.float64(), "."),
        (["0.98"], pa.float64(), ","),
        ([1.5], pa.int64(), "."),
        ([True], pa.float32(), "."),
        ([2.0**70], pa.int64(), "."),
    ],
)
def test_a_cell_of_another_type_is_refused(
    cells: list[Any], kind: pa.DataType, decimal: str
) -> None:
    with pytest.raises(pa.ArrowInvalid):
        typed(cells, kind, decimal)


def test_whole_numbers_become_the_nearest_float_of_32_bits() -> None:
    column = pa.chunked_array([pa.array([2**24 + 1, None])])
    out = np.empty(2, np.float32)
    copy_numbers(typed_column(column, pa.float32(), decimal="."), out)
    assert out[0] == np.float32(2**24 + 1)
    assert math.isnan(out[1])


def test_keys_that_are_numbers_are_no_sample(tmp_path: Path) -> None:
    rows = [
        {"0": AT.timestamp() + i / 50, "1": i % 7 / 900, "2": 0.1, "3": 0.99} for i in range(500)
    ]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows))
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert read.start == AT
    assert [len(run.xyz) for run in read.runs] == [500]


def test_binary_cells_beside_the_samples_are_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "night.parquet"
    table = {
        "time": [AT.timestamp() + i / 50 for i in range(500)],
        **{axis: [i % 7 / 900 + at for i in range(500)] for at, axis in enumerate("xyz", -1)},
        "packet": [b"\xff\x00"] * 500,
    }
    pq.write_table(pa.table(table), path)
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert [len(run.xyz) for run in read.runs] == [500]


def test_the_first_rows_are_written_under_facts_and_names() -> None:
    table = pa.table({"t": [0.5, 1.0, 2.0], "said": ["a, b", None, 'c"']})
    held = Columns(table=table, above=fact_lines(["place: wrist,  left", "a, b, c"]))
    text = b'# place: wrist, left\n# a; b; c\nt,said\n0.5,"a, b"\n1,\n'
    assert held.text(2) == text
    assert held.fits(",", 2, text)
    assert not held.fits(";", 2, text)
    assert not held.fits(",", 3, text)
    assert not held.fits(",", 2, b't,"two\nlines"\n')
    assert Columns(table=table, named=False).text(1) == b'0.5,"a, b"\n'
