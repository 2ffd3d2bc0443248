"""What a file leaves out or a sensor does not show: values that held, and an axis that died."""

import numpy as np
import pytest

from limbwatch.sensor import Samples
from limbwatch.sensor.files.rows.stretches import stamped_stretches, timed_runs
from limbwatch.sensor.files.values.dead_axis import dead_axes


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
