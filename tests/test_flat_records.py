"""JSON lists of flat objects: columns without an object each, and gravity in rows of its own."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers import flat_records
from limbwatch.sensor.files.containers.flat_records import with_gravity_beside

COUNT, RATE, G = 1500, 50, 9.80665
RNG = np.random.default_rng(4)
GRAVITY = G * np.array([0.2, -0.93, 0.3]) + RNG.normal(0, 0.001, (COUNT, 3))
OWN = RNG.normal(0, 0.02, (COUNT, 3))
OWN[700:760] += 0.8 * np.hanning(60)[:, None]


def record(kind: str, k: int, values: np.ndarray) -> dict[str, str]:
    """A row of Sensor Logger's JSON, which has texts for numbers."""
    axes = {axis: f"{values[k, at]:.6f}" for at, axis in enumerate("xyz")}
    return {"sensor": kind, "time": str(1773526200000000000 + k * 20_000_000), **axes}


def records(*kinds: str) -> list[dict[str, str]]:
    values = {"Accelerometer": OWN, "Gravity": GRAVITY, "TotalAcceleration": OWN + GRAVITY}
    rows = [record(kind, k, values[kind]) for k in range(COUNT) for kind in kinds]
    return [{"sensor": "Metadata", "version": "3", "recording timezone": "Europe/Berlin"}, *rows]


def read(folder: Path, content: Any, indent: int | None = None) -> Recording:
    path = folder / "2026-03-14_22-10-00.json"
    path.write_text(json.dumps(content, indent=indent), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=ZoneInfo("UTC"))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("kinds", [("TotalAcceleration",), ("Accelerometer", "Gravity")])
@pytest.mark.parametrize("quick", [True, False])
def test_gravity_in_rows_of_its_own_is_added(
    kinds: tuple[str, ...],
    indent: int | None,
    *,
    quick: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sensor Logger on an iPhone has no rows of their sum, as its tables have."""
    if not quick:
        monkeypatch.setattr(flat_records, "FEWEST", 10**9)
    recording = read(tmp_path, records(*kinds), indent)
    np.testing.assert_allclose(recording.runs[0].xyz, (OWN + GRAVITY) / G, rtol=0, atol=1e-4)
    assert any("Gravity" in one for one in recording.quality.notes) is (len(kinds) == 2)


def test_acceleration_without_gravity_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="without gravity"):
        read(tmp_path, records("Accelerometer"))


@pytest.mark.parametrize(("share", "added"), [(0.89, False), (0.91, True)])
def test_gravity_is_added_where_nine_tenths_have_it(share: float, *, added: bool) -> None:
    rows = records("Accelerometer") + records("Gravity")[1 : 1 + round(share * COUNT)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    table, notes = with_gravity_beside(pa.table({n: [r.get(n) for r in rows] for n in names}))
    assert bool(notes) is added
    assert ("gravity_x" in table.column_names) is added


@pytest.mark.parametrize(
    "text",
    [
        '[{"n": "x", "v": 1}, {"n": "y", "v": 2}]',
        '[{"t": 0, "x": 1}, {"t": 1, "x": {"deep": 1}}]' + " ",
        '[{"t": "2026-03-14 23:10:00", "x": 1}'
        + ', {"t": "2026-03-14 23:10:01", "x": 1}' * 30
        + "]",
        '[{"t": 0, "x": "a}, {b"}' + ', {"t": 1, "x": "a}, {b"}' * 30 + "]",
        '[{"t": 0, "x": 1}' + ', {"t": 1, "x": 1}' * 30,
        "[[0, 1], [1, 2]]",
        '[{"t": 0, "x": 1}' + ', {"t": 1, "x": 1}' * 10 + "]",
    ],
    ids=["SenML", "nested", "times", "signs in texts", "cut", "lists", "few"],
)
def test_other_json_is_parsed_object_by_object(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    start = text.encode()[:4096]
    assert flat_records.read_flat_records(path, start, zipped=False) is None


def test_columns_of_flat_objects_are_those_of_the_objects(tmp_path: Path) -> None:
    """Numbers and texts, missing keys and whole numbers before others stay what they are."""
    rows = [
        {"t": k, "x": k if k < 10 else k / 2, "s": "a,b"} | ({"y": None} if k else {})
        for k in range(40)
    ]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = flat_records.read_flat_records(path, path.read_bytes(), zipped=False)
    assert found is not None
    lines = found.sheets[0].beginning().decode().splitlines()
    assert lines[0].replace('"', "") == "t,x,s,y"
    assert [float(line.split(",")[1]) for line in lines[1:]] == [row["x"] for row in rows]
