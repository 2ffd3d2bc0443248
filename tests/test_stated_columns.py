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
from limbwatch.sensor.files.containers.inner_tables import inner_tables
from limbwatch.sensor.files.containers.stated_columns import stated_columns
from limbwatch.sensor.files.containers.time_series import senml_columns, series_table

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
    assert [column[0] for column in table.columns] == [100.0, 1.5, 1.5, 1.5]
    assert [*table.columns[0]] == [*range(100, 110), *range(210, 220)]
    assert senml_columns(records[:59]) is None
    assert (
        senml_columns([{"n": name, "v": 1.0, "t": i} for i in range(30) for name in "xy"]) is None
    )
    assert senml_columns([*records, {"n": "w", "v": "text"}]) is None


def of_log(count: int) -> dict[str, Any]:
    """A table of something else, with its names in a list of their own."""
    return {
        "columns": ["time", "volts", "temp"],
        "values": [[round(i * 12 / count, 3), 3.7, 20 + i % 3] for i in range(count)],
    }


def turning(count: int) -> dict[str, Any]:
    """A gyroscope at the same or another rate, with its names in a list of their own."""
    rows = [[round(i * 12 / count, 3), i % 7, 2.5, 3.1] for i in range(count)]
    return {"columns": ["time", "gx", "gy", "gz"], "values": rows}


def timed_records(key: str = "") -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = [
        {"t": t, **dict(zip("xyz", row, strict=True))} for t, *row in timed("g")
    ]
    for record in records[::100] if key else ():
        record[key] = 3.7
    return records


SAMPLES: dict[str, dict[str, Any]] = {
    "records in records": {
        "samples": [{"t": t, "acc": dict(zip("xyz", row, strict=True))} for t, *row in timed("g")]
    },
    "vectors": {"samples": [{"t": t, "acc": row} for t, *row in timed("g")]},
    "a key that most lack": {"samples": timed_records("battery")},
    "columns of text": {
        name: [str(row[at]) for row in timed("g")] for at, name in enumerate(("t", "x", "y", "z"))
    },
}


@pytest.mark.parametrize(
    "beside",
    [
        {"log": of_log(30)},
        {"log": of_log(300)},
        {"gyroscope": turning(COUNT)},
        {"gyroscope": turning(2 * COUNT)},
        {"log": [{"name": name, "data": [*range(30)]} for name in ("volts", "temp", "load")]},
    ],
    ids=["short", "half as long", "as long", "longer", "channels"],
)
@pytest.mark.parametrize("shape", SAMPLES)
def test_a_named_table_beside_samples_does_not_hide_them(
    shape: str, beside: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path, {**SAMPLES[shape], **beside})
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, start=START)
    np.testing.assert_allclose(np.concatenate([run.xyz for run in read.runs]), G, atol=1e-3)


def test_a_named_table_may_be_shorter_than_rows_of_fewer_than_three_numbers() -> None:
    """No sample fits in two numbers, but in three; text that is a number counts as one."""

    def finds(top: Any) -> bool:
        return bool(inner_tables({"events": top, "payload": edge_impulse("g")["payload"]}))

    assert finds([{"at": i, "what": "step", "of": {"n": 3}} for i in range(1000)])
    assert not finds([{"at": i, "what": "step", "of": {"n": 3, "k": 1}} for i in range(1000)])
    assert not finds([{"at": i, "what": "4", "of": {"n": "0,3"}} for i in range(1000)])
    assert finds([[i, i] for i in range(1000)])
    assert finds([{"at": i, "k": 1, "n": 2} for i in range(60)])  # ten times shorter


@pytest.mark.parametrize("when", ["t", "timestamps"])
def test_times_beside_a_named_table_are_its_times(when: str, tmp_path: Path) -> None:
    times = [START.timestamp() + i * 0.02 for i in range(COUNT)]
    for rows in (numbers("g"), columns("g")):
        path = written(tmp_path, {"axes": ["x", "y", "z"], when: times, "acc": rows})
        read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
        assert (read.start, read.rate) == (START, pytest.approx(50, rel=1e-3))


def test_only_times_of_as_many_rows_join_a_named_table_and_only_if_it_has_none() -> None:
    rows = [[i, 1, 2] for i in range(20)]

    def joined(names: str, **beside: Any) -> bool:
        around = {"names": names.split(), "data": rows, **beside}
        table = stated_columns(rows, [around])
        assert table is not None
        assert len(table.names) == len(table.columns)
        return len(table.names) == 4

    assert joined("x y z", t=[*range(20)])
    assert not joined("x y z", t=[*range(21)])
    assert not joined("x y z", index=[*range(20)])
    assert not joined("x y z", t=[[1]] * 20)
    assert not joined("time y z", t=[*range(20)])


def in_tenths() -> list[float]:
    """Times at 50 Hz, rounded down to a tenth of a second, so that five samples share each."""
    return [round(START.timestamp() + i // 5 / 10, 1) for i in range(COUNT)]


def every_sample(path: Path) -> None:
    read = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    np.testing.assert_allclose(np.concatenate([run.xyz for run in read.runs]), G, atol=1e-3)
    assert read.rate == pytest.approx(50, rel=1e-3)
    assert any("one time stamp each and were spread evenly" in note for note in read.quality.notes)


@pytest.mark.parametrize("by_axis", [False, True])
def test_samples_of_senml_that_share_a_stamp_are_all_kept(by_axis: bool, tmp_path: Path) -> None:
    records = [
        {"n": axis, "u": "g", "v": value, "t": time}
        for time, row in zip(in_tenths(), numbers("g"), strict=True)
        for axis, value in zip("xyz", row, strict=True)
    ]
    every_sample(
        written(tmp_path, sorted(records, key=lambda one: one["n"]) if by_axis else records)
    )


def test_values_of_series_that_share_a_stamp_are_all_kept(tmp_path: Path) -> None:
    series = [
        {
            "metric": {"axis": axis},
            "values": [list(pair) for pair in zip(in_tenths(), values, strict=True)],
        }
        for axis, values in zip("xyz", columns("g"), strict=True)
    ]
    every_sample(written(tmp_path, {"status": "success", "data": {"result": series}}))
    series[1]["values"] = series[1]["values"][1:]
    table = series_table(series)
    assert table is not None
    assert [row.count(None) for row in zip(*table.columns, strict=True)][:6] == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("further", "known"),
    [
        ({"x": 0.1}, False),
        ({"x": "0.1"}, False),
        ({"acc": [0.1, 0.2, 0.9]}, False),
        ({"acc": {"x": 0.1}}, False),
        ({"topic": "a/b", "retained": True, "note": None, "tags": {"bed": ["left"]}}, True),
        ({"bver": 10, "s": 1.0, "bs": 2.0, "ut": 60.0}, True),
        ({"vs": "12", "vd": "34", "vb": True}, True),
    ],
)
def test_records_with_numbers_that_senml_does_not_define_are_rows(
    further: dict[str, Any], known: bool
) -> None:
    """The samples of three sensors, each with its voltage as ``v``, were lost for the voltages."""
    records = [{"n": axis, "v": 1.0, "t": i, **further} for i in range(20) for axis in "xyz"]
    assert (senml_columns(records) is not None) is known


def test_samples_of_three_sensors_with_their_voltage_are_read(tmp_path: Path) -> None:
    records = [
        {"n": name, **record, "v": 3.7}
        for record in timed_records()
        for name in ("left_ankle", "right_ankle", "left_wrist")
    ]
    path = written(tmp_path, records)
    read = read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC, start=START)
    np.testing.assert_allclose(np.concatenate([run.xyz for run in read.runs]), G, atol=1e-3)
