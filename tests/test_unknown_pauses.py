"""Where a clock was lost the joint is a gap, and no series of movements runs through it."""

import numpy as np
import pytest

from limbwatch.classify.rules.interruptions import INTERRUPTION
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.misplaced.strays import drop_impossible_stamps
from limbwatch.sensor.files.times.stamp_limits import UNKNOWN_S
from limbwatch.sensor.files.times.writing.scales import CREDIBLE_FROM

RATE = 25
EVEN = np.arange(600 * RATE) / RATE
VALUES = np.random.default_rng(1).normal(size=(len(EVEN), 3)).astype(np.float32)


def longest_step(seconds: np.ndarray) -> float:
    return float(np.diff(seconds).max())


def test_the_gap_ends_a_series_of_movements() -> None:
    assert INTERRUPTION.shortest < 1000 * UNKNOWN_S


@pytest.mark.parametrize("back", [0.4, 0.6, 250.0, 299.9])
def test_a_clock_that_was_set_back_lost_nothing(back: float) -> None:
    """It is set right while the sensor goes on: its limb would be off all the others."""
    seconds = EVEN.copy()
    seconds[300 * RATE :] -= back
    assert longest_step(order_rows(seconds, VALUES).seconds) == pytest.approx(1 / RATE, abs=1e-6)


def test_a_clock_that_was_lost_leaves_a_gap_to_the_end() -> None:
    seconds = EVEN.copy()
    seconds[300 * RATE :] -= 9000 * 86400.0
    notes: list[str] = []
    _, found = drop_impossible_stamps(seconds, CREDIBLE_FROM.replace(year=2024), notes)
    assert longest_step(found) == pytest.approx(1 / RATE + UNKNOWN_S)
    assert any("with a gap of 4 s" in note for note in notes)


@pytest.mark.parametrize(("off_s", "left_s"), [(0.0, 0.0), (2.0, 2.0), (60.0, UNKNOWN_S)])
def test_a_clock_that_was_lost_for_a_while_has_the_room_that_there_is(
    off_s: float, left_s: float
) -> None:
    seconds = EVEN.copy()
    seconds[300 * RATE :] += off_s
    seconds[200 * RATE : 300 * RATE] -= 9000 * 86400.0
    _, found = drop_impossible_stamps(seconds, CREDIBLE_FROM.replace(year=2024), [])
    assert np.all(np.diff(found) > 0)
    assert found[200 * RATE] - found[200 * RATE - 1] == pytest.approx(1 / RATE + left_s)
