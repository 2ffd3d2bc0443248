"""Each column of `Movements` on a signal of which the right value is known."""

from collections.abc import Callable

import numpy as np
import pytest

from limbwatch.dsp import LIMITS, Detector, Movements
from limbwatch.dsp.movements import joined
from limbwatch.sensor import Samples

RATE = 50.0
SECONDS = 45.0
TIME = np.arange(round(SECONDS * RATE)) / RATE
ONSET = 30.0


@pytest.fixture
def measured(detect: Callable[..., Movements]) -> Callable[..., Movements]:
    """The movements of a limb that is shaken along x and turned by an angle, radians."""

    def measured(x: np.ndarray, *, angle: np.ndarray | None = None) -> Movements:
        turned = np.zeros(len(TIME)) if angle is None else angle
        xyz = np.stack([np.sin(turned) + x, 0 * x, np.cos(turned)], axis=1)
        xyz += np.random.default_rng(0).normal(0, 0.0003, xyz.shape)
        return detect(Samples(start=0.0, rate=RATE, xyz=xyz.astype(np.float32)))

    return measured


def during(begin: float, length: float) -> np.ndarray:
    return (begin <= TIME) & (begin + length > TIME)


def shaking(frequency: float, size: float, length: float) -> np.ndarray:
    return during(ONSET, length) * size * np.sin(2 * np.pi * frequency * (TIME - ONSET))


def ramp(degrees: float, *, rise: float, back_after: float | None = None) -> np.ndarray:
    angle = np.clip((TIME - ONSET) / rise, 0, 1)
    if back_after is not None:
        angle -= np.clip((TIME - ONSET - rise - back_after) / rise, 0, 1)
    return np.radians(degrees) * angle


@pytest.mark.parametrize("frequency", [1.5, 3.0, 5.0, 8.0])
def test_frequency_and_rhythm_of_a_sine(measured, frequency: float) -> None:
    found = measured(shaking(frequency, 0.1, 6.0))
    assert len(found) == 1
    assert found.frequency[0] == pytest.approx(frequency, abs=0.1)
    assert found.rhythm[0] > 0.95


def test_the_window_keeps_a_strong_sine_from_hiding_where_power_lies(measured) -> None:
    """Without a window a sine between two lines of the spectrum leaks beyond its neighbourhood."""
    found = measured(shaking(2.13, 0.2, 5.0))
    assert found.rhythm[0] > 0.99


def test_peak_and_rms_of_a_sine(measured) -> None:
    found = measured(shaking(4.0, 0.2, 5.0))
    assert found.peak[0] == pytest.approx(0.2, rel=0.1)
    assert found.rms[0] == pytest.approx(0.2 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize("minutes", [12, 25])
def test_rms_of_minutes_at_full_scale_is_that_of_one(minutes: int) -> None:
    """The squares of 12 minutes beyond 24 g add up to more than 64 bits hold."""
    assert rms_at_full_scale(minutes) == pytest.approx(rms_at_full_scale(1), rel=0.002)


def rms_at_full_scale(minutes: int) -> float:
    time = np.arange(minutes * 60 * 25) / 25
    shaken = np.repeat(16 * np.sign(np.sin(2 * np.pi * 2.5 * time + 0.3))[:, None], 3, axis=1)
    still = np.tile([0.0, 0.0, 1.0], (30 * 25, 1))
    detector = Detector()
    xyz = np.concatenate([still, shaken, still])
    found = joined([detector.push(Samples(start=0.0, rate=25.0, xyz=xyz)), detector.flush()])
    assert len(found) == 1
    return float(found.rms[0])


def test_jerk_is_a_change_per_second(measured) -> None:
    # 0.5 g in half a second: 1 g/s, whatever the rate of the grid
    x = 0.5 * np.clip((TIME - ONSET) / 0.5, 0, 1) * (ONSET + 0.5 > TIME)
    x += 0.5 * np.clip(1 - (TIME - ONSET - 0.5) / 0.5, 0, 1) * (ONSET + 0.5 <= TIME)
    assert measured(x).jerk[0] == pytest.approx(1.0, rel=0.1)


@pytest.mark.parametrize("sigma", [0.1, 0.15])
def test_width_is_the_time_above_half_the_peak(measured, sigma: float) -> None:
    core = 0.3 * np.exp(-((TIME - ONSET) ** 2) / (2 * sigma**2))
    mean = np.array([core[max(0, k - 25) : k + 26].mean() for k in range(len(core))])
    dynamic = np.abs(core - mean)
    expected = (dynamic > dynamic.max() / 2).sum() / RATE
    assert measured(core).width[0] == pytest.approx(expected, abs=0.08)


@pytest.mark.parametrize("degrees", [10.0, 30.0])
def test_turn_excursion_and_displacement_of_a_turn(measured, degrees: float) -> None:
    found = measured(0 * TIME, angle=ramp(degrees, rise=1.0))
    assert len(found) == 1
    assert found.turn[0] == pytest.approx(degrees, abs=0.5)
    assert found.excursion[0] == pytest.approx(degrees, rel=0.08)
    assert found.displacement[0] == pytest.approx(2 * np.sin(np.radians(degrees) / 2), rel=0.08)


def test_a_turn_that_comes_back_is_an_excursion(measured) -> None:
    found = measured(0 * TIME, angle=ramp(20.0, rise=0.5, back_after=2.0))
    assert len(found) == 1
    assert found.turn[0] < 0.5
    assert found.excursion[0] == pytest.approx(20.0, abs=1.0)
    assert found.lean[0] == pytest.approx(2 * np.sin(np.radians(20) / 2), rel=0.05)
    assert found.active[0] < found.duration[0] - 0.5


def test_a_flexed_limb_is_held_and_a_kick_that_falls_back_is_not(measured) -> None:
    flexed = measured(0 * TIME, angle=ramp(20.0, rise=0.5, back_after=2.0))
    assert flexed.held[0] == pytest.approx(2.3, abs=0.3)
    kick = measured(0 * TIME, angle=ramp(20.0, rise=0.1, back_after=0.2))
    assert kick.held[0] < 0.3


def test_shaking_does_not_lean(measured) -> None:
    swell = np.sin(np.pi * np.clip((TIME - ONSET) / 4.0, 0, 1)) ** 2
    found = measured(swell * shaking(5.0, 0.3, 4.0))
    assert found.lean[0] < 0.08 * 0.3


def test_onset_offset_and_rise(measured) -> None:
    x = shaking(5.0, 0.05, 3.0)
    x[during(ONSET + 2.0, 0.1)] += 0.5
    found = measured(x)
    assert found.onset[0] == pytest.approx(ONSET, abs=0.08)
    assert found.offset[0] == pytest.approx(ONSET + 3.0, abs=0.15)
    assert found.peak_time[0] == pytest.approx(ONSET + 2.05, abs=0.06)
    assert found.rise[0] == pytest.approx(2.05, abs=0.12)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_bursts_are_swells(measured, count: int) -> None:
    x = 0 * TIME
    for k in range(count):
        x += during(ONSET + 0.8 * k, 0.4) * 0.2 * np.sin(2 * np.pi * 5 * TIME)
    found = measured(x)
    assert len(found) == 1
    assert found.bursts[0] == count


def test_the_shape_begins_before_the_onset(measured) -> None:
    found = measured(shaking(5.0, 0.2, 1.0))
    shape = found.shape[0]
    assert len(shape) == LIMITS.shape_values == 75
    assert shape[:10].max() < 0.02
    assert shape[13:38].max() == pytest.approx(0.2, rel=0.25)
    assert shape[42:].max() < 0.03


def test_the_floor_is_that_of_the_noise(measured) -> None:
    found = measured(shaking(5.0, 0.2, 1.0))
    # two means of a few values of 0.3 mg on three axes
    assert 0.0001 < found.floor[0] < 0.0006
