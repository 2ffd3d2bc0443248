"""What a file leaves out or a sensor does not show: values that held, and an axis that died."""

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.stretches import stamped_stretches, timed_runs
from limbwatch.sensor.files.values.sensor_faults import dead_axes
from limbwatch.sensor.files.values.signal import Expected


def test_values_hold_where_only_changes_were_written() -> None:
    # DreamSourceLab/DSView#126
    true, random = np.arange(25 * 720) / 25, np.random.default_rng(5)
    level = np.repeat(random.integers(-40, 40, (len(true) // 100, 3)), 100, axis=0)
    codes = level + (random.random((len(true), 3)) > 0.6)
    changed = np.r_[True, (np.diff(codes, axis=0) != 0).any(axis=1)]
    changed[3000:4000] = np.arange(1000) % 100 == 0
    codes[3000:4000] = np.repeat(codes[3000:4000:100] + np.arange(10)[:, None], 100, axis=0)
    changed[4000] = True
    xyz = (0.02 * codes).astype(np.float32)
    found, _ = stamped_stretches(true[changed], None)
    good = np.ones(changed.sum(), bool)
    (run,), _, notes = timed_runs(found, true[changed], xyz[changed], good)
    assert len(run) == pytest.approx(len(true), abs=60)
    assert np.array_equal(run.xyz[: len(run) - 5], xyz[: len(run) - 5])
    assert "Only rows in which a value changed" in notes[0]


@pytest.mark.parametrize("axis", [0, 2])
def test_an_axis_that_dies_is_told(axis: int) -> None:
    # lancaster-university/microbit-dal#388, wollewald/ADXL345_WE#7, bolderflight/invensense-imu#73
    random = np.random.default_rng(6)
    postures = np.repeat(random.normal(0, 0.5, (20, 3)), 60 * 25, axis=0)
    xyz = (postures + random.normal(0, 0.004, postures.shape)).astype(np.float32)
    run = Samples(start=0.0, rate=25.0, xyz=xyz)
    assert not dead_axes([run])
    xyz[9000:, axis] = -0.5
    (said,) = dead_axes([Samples(start=0.0, rate=25.0, xyz=xyz)])
    assert f"The {'xyz'[axis]} axis stands at -0.5 g for 14 min, from 360 s on" in said


def test_a_coarse_sensor_at_rest_is_not_dead() -> None:
    """Steps of 1/64 g hide its noise for hours; only turning tells."""
    xyz = np.tile(np.array([0.25, 0.5, -0.8125], np.float32), (25 * 1200, 1))
    xyz[::700, 0] += 0.3
    assert not dead_axes([Samples(start=0.0, rate=25.0, xyz=xyz)])


def test_a_coarse_sensor_that_turns_around_an_axis_is_not_dead() -> None:
    """Steps of 1/16 g hide the noise of an axis that a foot flexes around."""
    random = np.random.default_rng(8)
    angle = np.where(np.arange(25 * 1200) % 700 < 50, 0.4, 0.0)
    exact = np.column_stack([np.sin(angle), np.full(len(angle), 0.26), np.cos(angle)])
    coarse = np.round((exact + random.normal(0, 0.002, exact.shape)) * 16) / 16
    run = Samples(start=0.0, rate=25.0, xyz=coarse.astype(np.float32))
    assert not dead_axes([run])


def postures(seconds: int) -> np.ndarray:
    """A limb that is turned each minute, at 10 Hz."""
    random = np.random.default_rng(6)
    way = random.normal(0, 1, (seconds // 60, 3))
    way /= np.linalg.norm(way, axis=1)[:, None]
    still = np.repeat(way, 600, axis=0)
    return (still + random.normal(0, 0.004, still.shape)).astype(np.float32)


def read(xyz: np.ndarray) -> Recording:
    rows = StampedRows(
        path=Path("a.csv"),
        seconds=np.arange(len(xyz)) / 10,
        xyz=xyz.copy(),
        start=datetime(2026, 3, 14, 22, 10, tzinfo=UTC),
        clocked=True,
        rate=None,
        device="",
        expected=Expected(unit=None, given=None),
    )
    return assemble(rows, Placement.ANKLE).recording


@pytest.mark.parametrize("code", [1, 9.80665, 1000, 2048])
@pytest.mark.parametrize("value", [0, 0.25])
def test_the_unit_is_told_by_the_rows_in_which_all_axes_work(code: float, value: float) -> None:
    """A file whose y axis was 0 in its second half was refused as of no known unit."""
    xyz = postures(1800) * np.float32(code)
    xyz[6000:, 1] = value * code
    found = read(np.round(xyz) if code > 100 else xyz)
    size = np.linalg.norm(found.runs[0].xyz[:6000], axis=1)
    assert np.median(size) == pytest.approx(1, abs=0.01)
    assert any(
        said.startswith(f"The y axis stands at {value:g} g for 20 min, from 600 s on")
        for said in found.quality.warnings
    )
    assert not any("range" in said for said in found.quality.warnings)


def test_an_axis_that_never_works_is_named_where_the_unit_cannot_be_told() -> None:
    xyz = postures(1800)
    xyz[:, 2] = 0
    xyz[:, :2] *= 0.42
    with pytest.raises(UnreadableFile, match="The z axis stands at 0 for 30 min, from 0 s on"):
        read(xyz)


@pytest.mark.parametrize(("works", "named"), [(55, True), (65, False)])
def test_a_minute_in_which_all_axes_work_tells_the_unit(works: int, named: bool) -> None:
    xyz = postures(1800) * np.float32(0.42)
    xyz[: works * 10] /= np.float32(0.42)
    xyz[works * 10 :, 2] = 0
    with pytest.raises(UnreadableFile, match="The z axis") if named else nullcontext():
        read(xyz)
