"""Orientations and rates of turn beside a recording: they are no acceleration in raw codes."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 6000, 25
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
    with pytest.raises(WrongKind, match=r"a unit of turning|without x, y and z"):
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
    with pytest.raises(WrongKind, match="a unit of turning"):
        read(tmp_path, AZIMUTH + NOISE, ".3f", form.format(unit), "@DATA")


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
