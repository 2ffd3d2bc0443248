"""JSON that states names and units of its columns in another list than their numbers."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limbwatch.sensor import Placement, UnreadableFile, WrongKind
from limbwatch.sensor.files import explain, read_recorded_file
from limbwatch.sensor.files.containers.senml_records import senml_columns
from limbwatch.sensor.files.containers.stated_columns import stated_columns

COUNT = 600
TURNED = np.where(np.arange(COUNT)[:, None] < COUNT / 2, (0.1, 0.6, 0.79), (0.6, -0.1, 0.79))
G = TURNED + np.random.default_rng(4).normal(0, 0.01, (COUNT, 3))
START = datetime(2026, 3, 14, 22, tzinfo=UTC)


def numbers(unit: str) -> list[list[float]]:
    """Return rows of the size that gravity has in a unit; all others look as if in m/s2."""
    return (G * {"g": 1.0, "mg": 1000.0}.get(unit, 9.80665)).round(4).tolist()


def columns(unit: str) -> list[list[float]]:
    return [list(column) for column in zip(*numbers(unit), strict=True)]


def timed(unit: str) -> list[list[float]]:
    return [[round(i * 0.02, 3), *row] for i, row in enumerate(numbers(unit))]


def edge_impulse(unit: str) -> Any:
    """As Edge Impulse's "Data acquisition format" has it."""
    return {
        "protected": {"ver": "v1", "alg": "HS256", "iat": 1773525600},
        "signature": "0",
        "payload": {
            "device_name": "ac:87:a3:0a:2d:1b",
            "device_type": "DISCO-L475VG-IOT01A",
            "interval_ms": 20,
            "sensors": [{"name": f"acc{axis}", "units": unit} for axis in "XYZ"],
            "values": numbers(unit),
        },
    }


SHAPES = {
    "Edge Impulse": edge_impulse,
    "columns and units": lambda u: {
        "columns": ["t", "x", "y", "z"],
        "units": ["s", u, u, u],
        "data": timed(u),
    },
    "deeper": lambda u: {
        "recording": {"header": ["t", "x", "y", "z"], "unit": ["s", u, u, u], "rows": timed(u)}
    },
    "wfdb": lambda u: {
        "fs": 50,
        "sig_name": ["x", "y", "z"],
        "units": [u] * 3,
        "p_signal": numbers(u),
    },
    "channels": lambda u: {
        "fs": 50,
        "channels": [{"name": axis, "unit": u} for axis in "xyz"],
        "data": numbers(u),
    },
    "channels with their data": lambda u: {
        "fs": 50,
        "channels": [
            {"name": axis, "unit": u, "data": data}
            for axis, data in zip("xyz", columns(u), strict=True)
        ],
    },
    "columns one after the other": lambda u: {
        "fs": 50,
        "fields": ["x", "y", "z"],
        "units": [u] * 3,
        "data": columns(u),
    },
    "Grafana": lambda u: {
        "schema": {
            "fields": [
                {"name": "time", "type": "number"},
                *({"name": axis, "type": "number", "config": {"unit": u}} for axis in "xyz"),
            ]
        },
        "data": {"values": [[i * 20 for i in range(COUNT)], *columns(u)]},
    },
    "units by name": lambda u: {
        "units": {"t": "s", "x": u, "y": u, "z": u},
        "t": [i / 50 for i in range(COUNT)],
        **dict(zip("xyz", columns(u), strict=True)),
    },
    "units by name, elsewhere": lambda u: {
        "about": {"units": {"x": u, "y": u, "z": u}},
        "data": {
            "t": [i / 50 for i in range(COUNT)],
            **dict(zip("xyz", columns(u), strict=True)),
        },
    },
    "one unit beside columns": lambda u: {
        "unit": u,
        "t": [i / 50 for i in range(COUNT)],
        **dict(zip("xyz", columns(u), strict=True)),
    },
    "one unit beside records": lambda u: {
        "unit": u,
        "samples": [dict(zip("txyz", row, strict=True)) for row in timed(u)],
    },
    "records deeper": lambda u: {
        "left": {
            "unit": u,
            "samples": [dict(zip("txyz", row, strict=True)) for row in timed(u)],
        }
    },
    "a series with units": lambda u: {
        "results": [
            {"columns": ["time", "x", "y", "z"], "units": ["s", u, u, u], "values": timed(u)}
        ]
    },
}
"""JSON of one night, by the unit that it states."""


def written(folder: Path, content: Any) -> Path:
    path = folder / "night.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_unit_of_acceleration_that_stands_in_another_list_is_stated(
    tmp_path: Path, shape: Any
) -> None:
    unit = "m/s2"
    path = written(tmp_path, shape(unit))
    found = explain(path, placement=Placement.ANKLE, timezone=UTC, start=START)
    assert any(line.startswith("unit: ") and f"; {unit} is stated" in line for line in found.lines)
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, start=START)
    np.testing.assert_allclose(np.concatenate([run.xyz for run in read.runs]), G, atol=1e-3)
    assert read.rate == pytest.approx(50, rel=1e-3)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_unit_of_something_else_in_another_list_is_refused(tmp_path: Path, shape: Any) -> None:
    """Though in m/s2 the values would be gravity."""
    unit = "rad/s"
    with pytest.raises(WrongKind, match=re.escape(unit)):
        read_recorded_file(
            written(tmp_path, shape(unit)), placement=Placement.ANKLE, timezone=UTC, start=START
        )


def test_edge_impulse_names_acceleration_behind_a_gyroscope(tmp_path: Path) -> None:
    content = edge_impulse("m/s2")
    content["payload"]["sensors"] = [
        *({"name": f"gyr{axis}", "units": "dps"} for axis in "XYZ"),
        *content["payload"]["sensors"],
    ]
    content["payload"]["values"] = [[0.3, -0.2, 0.1, *row] for row in numbers("m/s2")]
    read = read_recorded_file(
        written(tmp_path, content), placement=Placement.ANKLE, timezone=UTC, start=START
    )
    np.testing.assert_allclose(read.runs[0].xyz, G, atol=1e-3)
    assert read.quality.warnings == ()


@pytest.mark.parametrize("names", [["tilt1", "tilt2", "tilt3"], ["gyrX", "gyrY", "gyrZ"]])
def test_edge_impulse_of_other_sensors_is_refused_by_its_names(
    tmp_path: Path, names: list[str]
) -> None:
    content = edge_impulse("m/s2")
    content["payload"]["sensors"] = [{"name": name, "units": "deg"} for name in names]
    with pytest.raises(WrongKind, match=rf"its columns: {names[0]} \(deg\)"):
        read_recorded_file(
            written(tmp_path, content), placement=Placement.ANKLE, timezone=UTC, start=START
        )


def test_units_without_names_name_no_axes(tmp_path: Path) -> None:
    content = {"fs": 50, "units": ["deg", "m/s2", "m/s2"], "data": numbers("m/s2")}
    with pytest.raises(WrongKind, match=r"column 1 \(deg\), column 2 \(m/s2\)"):
        read_recorded_file(
            written(tmp_path, content), placement=Placement.ANKLE, timezone=UTC, start=START
        )


@pytest.mark.parametrize(
    ("labels", "known"),
    [({"columns": ["x", "y", "z"]}, True), ({"colours": ["x", "y", "z"]}, False)],
)
def test_only_a_list_that_is_called_so_has_names(
    tmp_path: Path, labels: dict[str, Any], known: bool
) -> None:
    path = written(tmp_path, {"fs": 50, "a": {**labels, "data": numbers("g")}})
    lines = explain(path, placement=Placement.ANKLE, timezone=UTC, start=START).lines
    assert ("columns: 1 'x', 2 'y', 3 'z'" in lines) == known


@pytest.mark.parametrize(("count", "table"), [(20, True), (19, False)])
def test_a_table_has_at_least_twenty_values(tmp_path: Path, count: int, table: bool) -> None:
    names = {"columns": ["x", "y", "z"]}
    rows = [[0.1, 0.2, 0.3]] * count
    assert (stated_columns(rows, (names,)) is not None) == table
    across = [list(column) for column in zip(*rows, strict=True)]
    assert (stated_columns(across, (names,)) is not None) == table
    described = [{"name": axis, "data": [0.1] * count} for axis in "xyz"]
    assert (stated_columns(described, ()) is not None) == table
    assert stated_columns(described[:2], ()) is None, "an accelerometer has three axes"


def test_three_sensors_with_a_magnitude_each_are_no_axes(tmp_path: Path) -> None:
    names = ("left ankle", "right ankle", "wrist")
    content = [{"name": name, "data": [0.98] * COUNT} for name in names]
    with pytest.raises(UnreadableFile):
        read_recorded_file(
            written(tmp_path, {"fs": 50, "sensors": content}),
            placement=Placement.ANKLE_LEFT,
            timezone=UTC,
            start=START,
        )


def senml(unit: str, begin: float) -> list[dict[str, Any]]:
    """As RFC 8428 has it in 5.1.3: base fields in the first record, the others in each."""
    records: list[dict[str, Any]] = [
        {"n": axis, "u": unit, "v": value, "t": round(i * 0.02, 3)}
        for i, row in enumerate(numbers(unit))
        for axis, value in zip("xyz", row, strict=True)
    ]
    records[0] = {"bn": "urn:dev:ow:10e2073a01080063:", "bt": begin, **records[0]}
    return records


def test_senml_is_read_by_its_names_units_and_base_time(tmp_path: Path) -> None:
    path = written(tmp_path, senml("m/s2", START.timestamp()))
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    np.testing.assert_allclose(np.concatenate([run.xyz for run in read.runs]), G, atol=1e-3)
    assert (read.start, read.rate) == (START, pytest.approx(50, rel=1e-3))
    lines = explain(path, placement=Placement.ANKLE, timezone=UTC).lines
    assert any("m/s2 is stated" in line for line in lines)


def test_senml_in_degrees_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="are in deg"):
        read_recorded_file(
            written(tmp_path, senml("deg", START.timestamp())),
            placement=Placement.ANKLE,
            timezone=UTC,
        )


def test_base_fields_hold_until_the_next_and_are_added() -> None:
    records: list[dict[str, Any]] = [
        {"n": axis, "v": 1.0, "t": i} for i in range(20) for axis in "xyz"
    ]
    records[0] = {"bn": "a/", "bt": 100.0, "bu": "g", "bv": 0.5, **records[0]}
    records[30] = {"bt": 200.0, **records[30]}
    table = senml_columns(records)
    assert table is not None
    assert table.names == ("time", "a/x (g)", "a/y (g)", "a/z (g)")
    assert table.rows[0] == (100.0, 1.5, 1.5, 1.5)
    assert [row[0] for row in table.rows] == [*range(100, 110), *range(210, 220)]
    assert senml_columns(records[:59]) is None
    assert (
        senml_columns([{"n": name, "v": 1.0, "t": i} for i in range(30) for name in "xy"]) is None
    )
    assert senml_columns([*records, {"n": "w", "v": "text"}]) is None


@pytest.mark.parametrize(
    ("beside", "is_senml"),
    [
        ({"unit_name": "gravity", "ut": 10, "s": 2.0, "vs": "up", "vb": True, "bver": 10}, True),
        ({"x": 0.1, "y": -0.5, "z": 0.8}, False),
        ({"battery": 3}, False),
        ({"xyz": [0.1, -0.5, 0.8]}, False),
        ({"acc": {"x": 0.1}}, False),
    ],
)
def test_records_with_numbers_under_keys_of_others_are_no_senml(
    beside: dict[str, Any], is_senml: bool
) -> None:
    """The battery's ``v`` of three sensors was taken for x, y and z."""
    records = [{"n": name, "v": 3.7, "t": i, **beside} for i in range(20) for name in "abc"]
    assert (senml_columns(records) is not None) == is_senml


def test_the_voltage_beside_samples_of_several_sensors_is_no_signal(tmp_path: Path) -> None:
    names = ("left_ankle", "right_ankle", "left_wrist")
    records = [
        {"n": name, "t": i * 0.02, "x": x, "y": y, "z": z, "v": 3.7}
        for i, (x, y, z) in enumerate(numbers("g")[:300])
        for name in names
    ]
    read = read_recorded_file(
        written(tmp_path, records), placement=Placement.ANKLE_LEFT, timezone=UTC, start=START
    )
    assert sum(len(run.xyz) for run in read.runs) == 300
