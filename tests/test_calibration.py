"""Calibration: still periods measure 1 g whichever way the sensor lies (van Hees et al. 2014)."""

import numpy as np
import pytest

from limbwatch.dsp.signal.calibration import calibrate

OFFSET, GAIN = np.array([0.03, -0.04, 0.02]), np.array([1.02, 0.99, 1.01])


def lying(periods: int, *, spread: float = 0.002, sides: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """Gravity and spread per second of a sensor that is turned after each ten seconds."""
    rng = np.random.default_rng(1)
    ways = rng.normal(size=(sides, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    gravity = np.repeat(ways[np.arange(periods) % sides], 10, axis=0) / GAIN - OFFSET
    return gravity, np.full(gravity.shape, spread)


def test_offset_and_gain_are_found_from_many_sides() -> None:
    found = calibrate(*lying(60))
    assert found.offset == pytest.approx(OFFSET, abs=0.004)
    assert found.gain == pytest.approx(GAIN, abs=0.004)
    assert found.error_before > 0.02
    assert found.error_after < 0.003
    assert found.still_epochs == 60


@pytest.mark.parametrize(("periods", "corrected"), [(11, False), (12, True)])
def test_two_minutes_of_stillness_are_needed(periods: int, corrected: bool) -> None:
    found = calibrate(*lying(periods))
    assert (np.abs(found.offset).max() > 0) == corrected
    assert (found.error_after < found.error_before) == corrected


@pytest.mark.parametrize(("spread", "still"), [(0.0125, 20), (0.0135, 0)])
def test_stillness_is_a_spread_of_less_than_thirteen_milli_g(spread: float, still: int) -> None:
    assert calibrate(*lying(20, spread=spread)).still_epochs == still


def test_a_side_that_was_never_shown_is_left_as_it_is() -> None:
    gravity = np.tile([0.0, 0.0, 1.05], (600, 1))
    found = calibrate(gravity, np.full(gravity.shape, 0.002))
    assert found.offset[:2] == pytest.approx([0, 0], abs=1e-6)
    assert found.gain[:2] == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("size", [0.005, 0.05])
def test_one_side_is_believed_as_far_as_data_sheets_let_it_be_wrong(size: float) -> None:
    """Errors of 50 mg and 3 % are usual, and a still period is good to 10 mg."""
    gravity = np.tile([0.0, 0.0, 1.0 + size], (600, 1))
    found = calibrate(gravity, np.full(gravity.shape, 0.002))
    # one posture against priors: the share of the error that is left
    left = 0.01**2 / (0.01**2 + 0.05**2 + 0.03**2)
    assert found.error_after == pytest.approx(left * size, rel=0.1)
