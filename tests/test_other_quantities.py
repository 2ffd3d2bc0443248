"""Orientations and rates of turn beside a recording: they are no acceleration in raw codes."""

import json
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import explain, read_recorded_file
from limbwatch.sensor.files.containers.stated_columns import unit_facts
from limbwatch.sensor.files.dialects.refused import table_of_other_sensor
from limbwatch.sensor.files.tables.heads.head import Head, read_head
from limbwatch.sensor.files.values.unit import is_other_unit

COUNT, RATE = 1500, 25
NOISE = np.random.default_rng(9).normal(0, 1, (COUNT, 3))
FIRST = np.arange(COUNT)[:, None] < COUNT / 2
AZIMUTH = np.where(FIRST, (271, -3, 0.4), (95, 12, -70))
GRAVITY = np.where(FIRST, (0.2, -0.93, 0.31), (0.31, 0.2, -0.93))


def read(folder: Path, values: NDArray[np.float64], form: str, *above: str) -> Recording:
    path = folder / "f.txt"
    rows = np.column_stack([np.arange(COUNT) * 40, values]).tolist()
    lines = [f"{row[0]:.0f}," + ",".join(format(v, form) for v in row[1:]) for row in rows]
    path.write_text("\n".join([*above, *lines, ""]), encoding="utf-8")
    return read_recorded_file(
        path,
        placement=Placement.ANKLE,
        timezone=ZoneInfo("Europe/Berlin"),
        rate=RATE,
    )


@pytest.mark.parametrize("names", ["t,x,y,z", "time,roll_x,pitch_y,azimuth_z", "@DATA"])
@pytest.mark.parametrize("unit", ["degrees", "rad/s", "deg/s", "\N{DEGREE SIGN}/s", "dps"])
def test_a_unit_of_turning_above_a_table_is_none_of_acceleration(
    unit: str, names: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongKind, match=r"no unit of acceleration|are in|without x, y and z"):
        read(tmp_path, AZIMUTH + NOISE, ".3f", f"#Columns: timestamp(ms), x, y, z ({unit})", names)


def test_degrees_of_something_else_are_no_sign_of_turning(tmp_path: Path) -> None:
    above = ("# Device temperature: 31 degrees C", "# latitude 52.1 degrees")
    assert read(tmp_path, GRAVITY + NOISE / 300, ".4f", *above).rate == pytest.approx(RATE)
    for said in ("# Accelerometer range: 8", "# Range: 8 g", "# Range: +-8g", "# Unit: [mg]"):
        above = (said, "# Gyroscope range: 2000 dps")
        assert read(tmp_path, GRAVITY + NOISE / 300, ".4f", *above).rate == pytest.approx(RATE)


@pytest.mark.parametrize(
    "said",
    [
        "# Mounted at 90 degrees on the strap",
        "# Dept.: RAD",
        "# Location: 47.37\N{DEGREE SIGN}N 8.54\N{DEGREE SIGN}E",
        "# Gyro range: 2000 dps",
        "# Strap: 90\N{DEGREE SIGN} to the shin",
    ],
)
@pytest.mark.parametrize("names", ["t,x,y,z", "@DATA"])
def test_an_angle_that_is_no_unit_of_the_columns_refuses_none(
    said: str, names: str, tmp_path: Path
) -> None:
    read(tmp_path, GRAVITY + NOISE / 300, ".4f", said, names)


@pytest.mark.parametrize("unit", ["deg", "\N{DEGREE SIGN}", "rad", "degrees per second"])
@pytest.mark.parametrize("form", ["# angles in {}", "# Unit: {}", "# x [{}], y, z", "# units={}"])
def test_a_unit_of_turning_is_told_in_several_ways(unit: str, form: str, tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="no unit of acceleration"):
        read(tmp_path, AZIMUTH + NOISE, ".3f", form.format(unit), "@DATA")


DOWN = np.where(FIRST, (0.1, 0.6, 0.79), (0.79, 0.1, 0.6))


@pytest.mark.parametrize("unit", ["deg", "uT"])
@pytest.mark.parametrize(
    "names", ["t,x ({0}),y ({0}),z ({0})", "t,x [{0}],y [{0}],z [{0}]", "t,x,y,z\ns,{0},{0},{0}"]
)
def test_columns_in_a_unit_of_another_quantity_are_none_of_acceleration(
    unit: str, names: str, tmp_path: Path
) -> None:
    """However much their values are like gravity: here they would be 1 g in m/s2."""
    with pytest.raises(WrongKind, match=f"its columns x.* are in {unit}"):
        read(tmp_path, DOWN * 9.80665 + NOISE / 300, ".4f", names.format(unit))


def test_units_of_turning_fields_pressure_and_temperature_are_known() -> None:
    others = [
        "deg",
        "Degrees",
        "\N{DEGREE SIGN}",
        "dps",
        "mdps",
        "deg/s",
        "\N{DEGREE SIGN}/s",
        "rad",
    ]
    others += ["rad/s", "rad/s^2", "deg/sec", "radians per second", "uT", "\N{MICRO SIGN}T", "mT"]
    others += ["gauss", "hPa", "Pa", "mbar", "\N{DEGREE SIGN}C", "celsius", "rpm"]
    assert [unit for unit in others if not is_other_unit(unit)] == []
    known = [
        "g",
        "mg",
        "ug",
        "m/s2",
        "m/s^2",
        "T",
        "s",
        "ms",
        "V",
        "raw",
        "12 bit",
        "LSB",
        "a",
        "c",
        "PA",
    ]
    assert [unit for unit in known if is_other_unit(unit)] == []


@pytest.mark.parametrize("name", ["x_deg,y_deg,z_deg", "x dps,y dps,z dps", "x_rad,y_rad,z_rad"])
def test_a_unit_of_turning_may_end_a_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match=r"are in (deg|dps|rad)\b|without x, y and z"):
        read(tmp_path, DOWN * 9.80665 + NOISE / 300, ".4f", f"t,{name}")


@pytest.mark.parametrize("unit", ["uT", "mT", "gauss", "hPa", "mbar", "degC", "rad/s", "rpm"])
def test_a_unit_of_any_other_quantity_may_end_a_name(unit: str, tmp_path: Path) -> None:
    """A compass's ``x_uT`` was read, though ``x_deg`` was refused."""
    with pytest.raises(WrongKind, match=rf"are in {unit}\b|without x, y and z"):
        read(tmp_path, DOWN + NOISE / 300, ".4f", f"t,x_{unit},y_{unit},z_{unit}")


STATED = ("deg", "rad/s", "uT", "gauss", "hPa", "Pa", "mbar", "\N{DEGREE SIGN}C", "celsius", "rpm")


@pytest.mark.parametrize("form", ["# unit: {}", "Units;[{}]", '"uom";"{}"', "# data_unit = {}"])
def test_a_stated_unit_of_any_other_quantity_refuses_a_table(form: str) -> None:
    """Also pressure and temperature, and however like gravity the values are."""
    refusals = {unit: table_of_other_sensor(head_under(form.format(unit))) for unit in STATED}
    assert [unit for unit, one in refusals.items() if one is None or unit not in one.what] == []


@pytest.mark.parametrize(("key", "unit"), [("unit", "hPa"), ("uom", "deg"), ("units", "degC")])
def test_a_unit_in_json_refuses_its_rows_and_is_in_no_line_above(
    key: str, unit: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongKind, match="no unit of acceleration") as raised:
        read_json(tmp_path, {key: unit})
    assert f"it states '{key}: {unit}'" in str(raised.value)
    assert "line" not in str(raised.value)


OTHER_SENSORS = ("gyro", "Gyroscope", "mag", "magnetometer", "angle", "pressure", "temperature")


@pytest.mark.parametrize("form", ["# {}_unit: {}", "# {} units: {}", "{}Unit;{}", "# {}-uom [{}]"])
@pytest.mark.parametrize("sensor", OTHER_SENSORS)
def test_a_unit_of_another_sensor_by_its_name_refuses_none(sensor: str, form: str) -> None:
    lines = [form.format(sensor, unit) for unit in STATED]
    assert [line for line in lines if table_of_other_sensor(head_under(line))] == []
    # what is stated of all columns counts beside it
    beside = [f"{form.format(sensor, 'deg/s')}, unit: {unit}" for unit in STATED]
    assert [line for line in beside if table_of_other_sensor(head_under(line)) is None] == []


@pytest.mark.parametrize(
    "beside",
    [{"gyro_unit": "deg/s"}, {"mag_units": "uT"}, {"gyro": {"range": 2000, "unit": "deg/s"}}],
)
def test_a_unit_of_another_sensor_in_json_refuses_none(
    beside: dict[str, object], tmp_path: Path
) -> None:
    assert read_json(tmp_path, beside).rate == pytest.approx(RATE)
    assert read_json(tmp_path, beside, deeper=True).rate == pytest.approx(RATE)


def test_a_unit_of_acceleration_in_an_inner_object_is_that_of_all_columns() -> None:
    assert [*unit_facts({"about": {"unit": "g"}})] == ["unit: g"]
    assert [*unit_facts({"mag": {"unit": "uT"}})] == ["mag unit: uT"]


def read_json(folder: Path, beside: dict[str, object], *, deeper: bool = False) -> Recording:
    path = folder / "f.json"
    values = (GRAVITY + NOISE / 300)[:1000].round(4).tolist()
    rows = [{"t": at / RATE, "x": x, "y": y, "z": z} for at, (x, y, z) in enumerate(values)]
    content = {**beside, "samples": rows}
    path.write_text(json.dumps({"session": content} if deeper else content))
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def head_under(line: str) -> Head:
    rows = [f"{at * 40},{x:.4f},{y:.4f},{z:.4f}" for at, (x, y, z) in enumerate(GRAVITY[:30])]
    text = "\n".join([line, "t,x,y,z", *rows, ""]).encode()
    return read_head(Path("f.csv"), text, zipped=False, content=text)


@pytest.mark.parametrize("unit", ["left", "N/A", "T", "mg"])
def test_other_words_in_brackets_refuse_none(unit: str, tmp_path: Path) -> None:
    size = 1000 if unit == "mg" else 1
    found = read(
        tmp_path, size * (DOWN + NOISE / 300), ".4f", f"t,x ({unit}),y ({unit}),z ({unit})"
    )
    assert found.rate == pytest.approx(RATE)


def test_axes_in_g_are_taken_beside_axes_in_degrees(tmp_path: Path) -> None:
    values = np.column_stack([DOWN * 9.80665, DOWN + NOISE / 300])
    names = "t,x (deg),y (deg),z (deg),acc_x (g),acc_y (g),acc_z (g)"
    found = read(tmp_path, values, ".4f", names)
    np.testing.assert_allclose(found.runs[0].xyz, values[:, 3:], atol=1e-3)


@pytest.mark.parametrize(
    "line", ["# unit: m/s2", "Unit = mg", "acceleration unit: [g]", '"uom";"g"']
)
def test_a_line_above_the_table_states_the_unit(line: str, tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text(
        "\n".join([line, "t,x,y,z", *(f"{i * 40},{a},{b},{c}" for i, (a, b, c) in enumerate(DOWN))])
    )
    lines = explain(tmp_path / "g.csv", placement=Placement.ANKLE, timezone=UTC).lines
    assert any("is stated" in one and "no unit" not in one for one in lines)


@pytest.mark.parametrize("form", [".0f", ".2f"])
@pytest.mark.parametrize("level", [1, 256 / 271])
def test_what_differs_from_posture_to_posture_is_no_raw_code(
    level: float, form: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongKind, match="such as an orientation in degrees"):
        read(tmp_path, level * AZIMUTH + NOISE, form)


def test_offsets_of_the_axes_are_within_what_raw_codes_have(tmp_path: Path) -> None:
    off = 256 * np.array((0, -0.08, 0.1))
    recording = read(tmp_path, 256 * GRAVITY + off + NOISE, ".0f")
    assert len(recording.runs[0]) == COUNT


def test_values_with_decimals_are_no_raw_codes_of_an_unusual_level(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="have decimals, which raw codes do not have"):
        read(tmp_path, 300 * GRAVITY + NOISE, ".2f")


@pytest.mark.parametrize(("level", "form"), [(300, ".0f"), (4096, ".1f"), (4000, ".2f")])
def test_raw_codes_are_still_scaled_by_gravity(level: float, form: str, tmp_path: Path) -> None:
    recording = read(tmp_path, level * GRAVITY + NOISE, form)
    assert recording.runs[0].xyz[0] == pytest.approx(GRAVITY[0], abs=0.05)
    assert any("raw codes" in one for one in recording.quality.warnings)
