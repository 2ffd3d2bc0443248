"""The imperfections of a simulated sensor do what they say."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.signal import firwin

from limbwatch.sample_data.sensor_model import SensorModel, anti_alias, manufacture
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement

PERFECT = SensorModel(
    range_g=100.0,
    counts_per_g=1e5,
    noise_mg_rthz=(0.0, 0.0),
    offset_mg=0.0,
    gain_error=0.0,
    warm_up_mg=0.0,
    rate_error=0.0,
    clock_offset_s=0.0,
    clock_drift_ppm=0.0,
)


def written(model, level=(0.0, 0.0, 1.0), count=20_000, rate=50.0):
    rng = np.random.default_rng(1)
    unit = manufacture(model, rate, rng, reference=False)
    return unit, unit.write_down(np.tile(np.array(level, dtype=np.float32), (count, 1)), rng)


def test_a_perfect_sensor_writes_what_it_feels():
    _, xyz = written(PERFECT, level=(0.1, -0.2, 0.9))
    np.testing.assert_allclose(xyz, np.tile([0.1, -0.2, 0.9], (20_000, 1)), rtol=0, atol=2e-5)


@pytest.mark.parametrize("density", [0.1, 0.6])
@pytest.mark.parametrize("rate", [25.0, 100.0])
def test_noise_has_its_density(density, rate):
    _, xyz = written(replace(PERFECT, noise_mg_rthz=(density, density)), rate=rate)
    assert xyz.std(axis=0) == pytest.approx(density * 1e-3 * np.sqrt(rate / 2), rel=0.03)


def test_values_are_whole_counts():
    _, xyz = written(SensorModel(counts_per_g=64.0, noise_mg_rthz=(5.0, 5.0)))
    assert np.array_equal(xyz * 64, np.rint(xyz * 64))


def test_values_end_at_the_range():
    _, xyz = written(replace(PERFECT, range_g=2.0, counts_per_g=1024.0), level=(5.0, -5.0, 0.0))
    assert xyz[0].tolist() == [2 - 1 / 1024, -2.0, 0.0]


def test_offset_and_gain_are_those_of_the_unit():
    unit, xyz = written(replace(PERFECT, offset_mg=30.0, gain_error=0.02), level=(1.0, 1.0, -1.0))
    expected = unit.gain * np.array([1.0, 1.0, -1.0]) + unit.offset_g
    assert xyz[0] == pytest.approx(expected, abs=2e-5)
    assert np.abs(unit.offset_g).max() > 0.005


def test_a_drifting_clock_shows_in_the_stamped_rate():
    unit, _ = written(replace(PERFECT, clock_drift_ppm=100.0, clock_offset_s=1.0))
    assert unit.stamp(1000.0) - unit.stamp(0.0) == pytest.approx(1000 * (1 + unit.clock_drift))
    assert unit.stamped_rate == pytest.approx(50.0 / (1 + unit.clock_drift))
    assert unit.clock_drift != 0.0


def test_the_reference_clock_is_right():
    unit = manufacture(SensorModel(), 50.0, np.random.default_rng(2), reference=True)
    assert (unit.clock_drift, unit.clock_offset_s) == (0.0, 0.0)


def test_dropouts_cut_the_recording_into_runs():
    model = SensorModel(gaps_per_hour=30.0, gap_s=(1.0, 5.0))
    night = simulate("healthy", seed=1, hours=0.5, sensor=model, placements=(Placement.ANKLE,))
    runs = night.recordings[0].runs
    gaps = [after.start - before.end for before, after in pairwise(runs)]
    assert len(runs) > 5
    assert min(gaps) > 0.9


def test_clocks_shift_one_sensor_against_another():
    apart = replace(PERFECT, clock_offset_s=1.0)
    shifted = simulate("plm_severe", seed=6, hours=0.25, sensor=apart)
    right = simulate("plm_severe", seed=6, hours=0.25, sensor=PERFECT)
    starts = [[r.runs[0].start for r in night.recordings] for night in (shifted, right)]
    moved = np.subtract(*starts)
    assert np.ptp(moved) > 0.1


def test_the_low_pass_of_a_sensor_is_a_sinc_under_the_window_of_hamming():
    for decimation in (1, 2, 5, 8):
        expected = firwin(4 * decimation + 1, 0.8 / decimation, window="hamming")
        assert np.abs(anti_alias(decimation) - expected).max() < 1e-15


def test_impossible_sensors_are_refused():
    with pytest.raises(ValueError, match="above zero"):
        SensorModel(range_g=0.0)
    with pytest.raises(ValueError, match="noise"):
        SensorModel(noise_mg_rthz=(0.2, 0.1))
