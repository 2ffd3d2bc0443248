"""A clock that was set by whole hours is a warning that says by how much, and what was done."""

import numpy as np
import pytest

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.times.misplaced.order import OrderedRows, order_rows
from limbwatch.sensor.files.times.misplaced.set_clocks import (
    doubt_clock_set_on,
    hours_set,
    lies_alike,
)

RATE, COUNT = 50, 3600
HALF = COUNT // 2
RNG = np.random.default_rng(3)
STILL = np.tile(np.float32([0.2, -0.9, 0.3]), (COUNT, 1)) + RNG.normal(0, 0.002, (COUNT, 3))
TURNED = STILL.copy()
TURNED[HALF // 2 : HALF + HALF // 2] *= (1, -1, 1)
"""The sensor lies otherwise from a quarter to three quarters."""


def stamps(by_h: float) -> np.ndarray:
    """Stamps of a clock that is set by some hours in the middle."""
    seconds = np.arange(COUNT) / RATE
    seconds[HALF:] += by_h * 3600
    return seconds


@pytest.mark.parametrize("hours", [1, 2, 5.5, 12, 24, 48])
def test_a_clock_set_on_by_whole_hours_may_be_a_pause(hours: float) -> None:
    (doubt,) = doubt_clock_set_on(stamps(hours), STILL)
    assert isinstance(doubt, Doubt)
    assert f"go on by exactly {hours:g} h, and the sensor lies as before" in doubt


@pytest.mark.parametrize("hours", [0.3, 1.001, 5.6, 49])
def test_other_gaps_are_gaps(hours: float) -> None:
    assert not doubt_clock_set_on(stamps(hours), STILL)


def test_a_pause_after_which_the_sensor_lies_otherwise_is_one() -> None:
    """A recorder that was told to pause for an hour pauses for exactly an hour."""
    xyz = np.concatenate([STILL[:HALF], STILL[HALF:] * (1, -1, 1)])
    assert not doubt_clock_set_on(stamps(1), xyz)


def test_two_equal_pauses_are_a_plan() -> None:
    seconds = stamps(1)
    seconds[-100:] += 3600
    assert not doubt_clock_set_on(seconds, STILL)


@pytest.mark.parametrize("hours", [1, 2, 12, 24])
def test_a_clock_set_back_by_whole_hours_says_whose_times_were_kept(hours: int) -> None:
    result = order_rows(stamps(-hours), TURNED)
    (note,) = result.notes
    assert isinstance(note, Doubt)
    assert f"went back by exactly {hours} h, 36.0 s after the start" in note
    assert "whose times were kept" in note
    np.testing.assert_allclose(result.seconds, stamps(0), atol=1e-6)


@pytest.mark.parametrize("hours", [0.9, 1.001])
def test_a_clock_set_back_otherwise_is_told_as_before(hours: float) -> None:
    (note,) = order_rows(stamps(-hours), TURNED).notes
    assert "The clock went back by" in note
    assert "exactly" not in note


HALF_S = 450.0
LONG = np.arange(2 * 450 * 5) / 5
"""Stamps of a quarter of an hour, at 5 Hz."""


def pieces(values: np.ndarray) -> OrderedRows:
    """A second half that is stamped as if it ended where the first began."""
    seconds = LONG.copy()
    seconds[len(LONG) // 2 :] -= 2 * HALF_S
    return order_rows(seconds, values)


def lying(*postures: float) -> np.ndarray:
    """Values at quarters of the file, by the sign of an axis."""
    signs = np.repeat(postures, len(LONG) // 4)
    return np.column_stack([0.2 + 0 * signs, 0.9 * signs, 0.3 + 0 * signs]).astype(np.float32)


@pytest.mark.parametrize(
    ("postures", "set_back", "warned"),
    [((1, -1, -1, 1), False, True), ((-1, 1, 1, 1), True, True), ((1, 1, -1, 1), False, False)],
    ids=["both ways", "as in the file", "as by the stamps"],
)
def test_how_the_sensor_lies_tells_a_clock_set_back_from_pieces_in_another_order(
    postures: tuple[float, ...], *, set_back: bool, warned: bool
) -> None:
    """Sorting turns the halves of a night round, if a zone was changed after an hour of two."""
    result = pieces(lying(*postures))
    (note,) = result.notes
    assert bool(result.rows[0] == 0) is set_back
    assert isinstance(note, Doubt) is warned
    assert note.startswith("The clock went back by exactly 0.25 h") is set_back


@pytest.mark.parametrize(("step", "hours"), [(3600.02, 1), (3600.029, 1), (3600.031, 0), (0.02, 0)])
def test_a_set_clock_goes_on_within_half_a_row(step: float, hours: float) -> None:
    assert hours_set(step, 0.02) == hours


@pytest.mark.parametrize(("by", "alike"), [(0.09, True), (0.11, False), (np.nan, False)])
def test_a_sensor_lies_alike_within_a_tenth_of_its_length(by: float, *, alike: bool) -> None:
    one = np.tile([0.0, 0.0, 64.0], (30, 1))
    assert lies_alike(one, one + np.array([64 * by, 0, 0])) is alike
