"""A limb at rest shows 1 g: where the length at rest changes for good, the range was changed."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.values.gain_change import doubtful_gains, with_equal_gains
from limbwatch.sensor.files.values.signal import Expected
from limbwatch.sensor.files.values.unit import MILLI_G, G, Unit

RATE = 20
MINUTE = 60 * RATE


def still(seconds: float = 300, *, seed: int = 1, noise: float = 0.004) -> np.ndarray:
    direction = np.array([0.12, -0.55, 0.8266])
    count = round(seconds * RATE)
    return direction + np.random.default_rng(seed).normal(0, noise, (count, 3))


def changed(xyz: np.ndarray, ratio: float, begin: float = 150, end: float = 1e9) -> np.ndarray:
    xyz = xyz.copy()
    xyz[round(begin * RATE) : round(min(end * RATE, len(xyz)))] *= ratio
    return xyz


def turned(xyz: np.ndarray, degrees: float, begin: float = 150) -> np.ndarray:
    """Turn the vector of gravity about the x axis, from some second on."""
    angle = np.radians(degrees) / np.hypot(0.55, 0.8266)  # x stays, so that the turn is less
    c, s = np.cos(angle), np.sin(angle)
    xyz = xyz.copy()
    xyz[round(begin * RATE) :] @= np.array([[1, 0, 0], [0, c, s], [0, -s, c]])
    return xyz


def read(
    xyz: np.ndarray, unit: Unit | None = None, given: str | None = None, gap_s: float = 0.0
) -> Recording:
    seconds = np.arange(len(xyz)) / RATE
    seconds[MINUTE:] += gap_s
    return assemble(
        StampedRows(
            path=Path("a.csv"),
            seconds=seconds,
            xyz=xyz.astype(np.float32),
            start=datetime(2026, 3, 14, 22, 10, tzinfo=UTC),
            clocked=True,
            rate=None,
            device="",
            expected=Expected(unit=unit, given=given),
        ),
        Placement.ANKLE,
    ).recording


def lengths(found: Recording) -> tuple[float, float]:
    xyz = np.concatenate([run.xyz for run in found.runs])
    size = np.linalg.norm(xyz, axis=1)
    return float(np.median(size[:MINUTE])), float(np.median(size[-MINUTE:]))


@pytest.mark.parametrize("ratio", [2, 4, 8, 0.5, 0.25, 0.125])
@pytest.mark.parametrize(("code", "unit"), [(8192, None), (1, G), (1000, MILLI_G), (1, None)])
def test_a_range_that_was_doubled_or_halved_is_followed(
    ratio: float, code: int, unit: Unit | None
) -> None:
    xyz = changed(still() * code, ratio)
    found = read(np.round(xyz) if code > 1 else xyz, unit)
    assert lengths(found) == pytest.approx((1, 1), abs=0.01)
    (said,) = found.quality.warnings
    assert said.startswith("The range of the sensor changes within the file: ")
    assert "from 150 s on" in said


def test_the_stated_unit_is_kept_where_a_part_is_in_it() -> None:
    """Also where that part is the shorter one."""
    found = read(np.round(changed(still() * 1000, 0.5, begin=60)), MILLI_G)
    (said,) = found.quality.warnings
    assert "is 1001 at first, 500 from 60 s on" in said
    assert "scaled to 1001 at rest" in said


def test_the_moment_is_by_the_clock_of_the_file() -> None:
    (said, *_) = read(changed(still(), 2), G, gap_s=1000).quality.warnings
    assert "2 from 1150 s on" in said


@pytest.mark.parametrize("ratio", [1.6, 3, 0.6])
def test_another_change_of_the_length_at_rest_is_told_and_not_mended(ratio: float) -> None:
    found = read(changed(still(), ratio, begin=200), G)
    assert lengths(found) == pytest.approx((1, ratio), rel=0.01)
    said = [one for one in found.quality.warnings if "magnitude at rest changes" in one]
    assert len(said) == 1
    assert f"1 at first, {ratio:g} from 200 s on" in said[0]


def test_a_unit_that_a_person_gives_is_not_changed() -> None:
    found = read(changed(still(), 2, begin=200), None, "g")
    assert lengths(found) == pytest.approx((1, 2), rel=0.01)
    assert any("magnitude at rest changes" in one for one in found.quality.warnings)


def test_postures_of_a_sensor_with_offsets_are_no_change() -> None:
    xyz = np.concatenate([still(60) @ np.roll(np.eye(3), k, axis=0) for k in range(6)])
    assert read(xyz + np.array([0.1, 0.08, -0.1]), G).quality.warnings == ()


def parts(xyz: np.ndarray) -> tuple[str, str]:
    """Give what is said before the unit is known, and of the values in g."""
    xyz, good = xyz.astype(np.float32), np.ones(len(xyz), bool)
    scaled = with_equal_gains(xyz, good, RATE, G, None)
    return "".join(scaled), "".join(doubtful_gains(xyz, good, RATE, None))


@pytest.mark.parametrize(("ratio", "told"), [(1.37, False), (1.43, True)])
def test_a_length_that_no_posture_explains_is_14_tenths(ratio: float, told: bool) -> None:
    assert parts(changed(still(), ratio))[0] == ""
    assert bool(parts(changed(still(), ratio))[1]) == told


@pytest.mark.parametrize(
    ("ratio", "scaled"), [(2.08, True), (2.12, False), (1.92, True), (1.89, False), (4.17, True)]
)
def test_a_range_is_a_power_of_two_within_a_twentieth(ratio: float, scaled: bool) -> None:
    assert [bool(said) for said in parts(changed(still(), ratio))] == [scaled, not scaled]


def test_a_range_is_no_16_times_another() -> None:
    assert parts(changed(still(), 16))[0] == ""


@pytest.mark.parametrize(("degrees", "scaled"), [(5.2, True), (6.2, False)])
def test_gravity_keeps_its_direction_within_6_degrees(degrees: float, scaled: bool) -> None:
    """Else an axis may have dropped out, or the limb was turned: it is told, and not mended."""
    xyz = turned(changed(still(noise=0.001), 2), degrees)
    assert [bool(said) for said in parts(xyz)] == [scaled, not scaled]


@pytest.mark.parametrize(("seconds", "told"), [(28, False), (32, True)])
def test_a_range_lasts_half_a_minute_at_rest(seconds: float, told: bool) -> None:
    assert bool(parts(changed(still(), 2, end=150 + seconds))[0]) == told
    assert bool(parts(changed(still(), 2, begin=300 - seconds))[0]) == told


@pytest.mark.parametrize(("swing", "told"), [(0.14, True), (0.16, False)])
def test_a_limb_at_rest_swings_by_15_hundredths_at_most(swing: float, told: bool) -> None:
    """From end to end: what moves throughout shows no length at rest."""
    xyz = still(noise=0.0)
    xyz[18::40] *= 1 + swing  # one of the samples that are looked at in 2 s
    assert bool(parts(changed(xyz, 2))[0]) == told
