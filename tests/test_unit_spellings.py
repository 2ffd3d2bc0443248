"""A unit that a person gives is understood in each spelling that headers of files have."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from limbwatch.cli import app
from limbwatch.cli.commands.typed_values import normalise_values
from limbwatch.sensor.files.tables.heads.head import read_head
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table
from limbwatch.sensor.files.tables.parsed.second_names import one_table
from limbwatch.sensor.files.values.signal import unit_given
from limbwatch.sensor.files.values.unit import UNITS, unit_named

SPELLINGS = ["m/s2", "m/s^2", "m/s\u00b2", "M/S2", "m/s/s", "ms-2", "meters_per_second_squared"]


def typed(unit: str) -> str:
    """Give the word of the list that an option was typed for."""
    return normalise_values(["--unit", unit], app.command().commands["replay"].params)[-1]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_metres_per_second_squared_have_many_spellings(spelling: str) -> None:
    assert typed(spelling) == "m/s2"
    assert unit_given(spelling).name == "m/s2"


def test_each_unit_that_is_offered_is_understood() -> None:
    for unit in UNITS:
        assert typed(unit.name) == unit.name
        assert unit_given(unit.name) == unit_named(unit.name) == unit


def test_another_is_refused_with_what_is_allowed() -> None:
    assert typed("furlong") == "furlong"  # which the parser of the command line refuses
    with pytest.raises(ValueError, match="allowed are g, mg, m/s2"):
        unit_given("furlong")


def test_names_that_change_are_shown_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = ["time,x,y,z", *(f"{k},0.1,0.2,0.9" for k in range(30)), "time,z,y,x", "31,0.9,0.2,0.1"]
    text = "\n".join(lines) + "\n"
    head = read_head(tmp_path / "a.csv", text.encode(), zipped=False)
    rows = np.array([line.split(",") for line in lines[1:]])
    columns = {at: pa.chunked_array([pa.array(rows[:, at].tolist())]) for at in (1, 2, 3, 0)}
    (said,) = one_table(head, Table(columns=columns)).notes
    assert "(to time, z, y, x)" in said
