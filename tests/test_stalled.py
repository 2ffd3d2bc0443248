"""A burst with as many samples as a stall lacks lost nothing; one with fewer stays a gap."""

import numpy as np
import pytest

from limbwatch.sensor.files.times.stalled import spread_bursts

RATE = 31.25
TRUE = np.arange(6000) / RATE


def stalled(lasts: float, each: float = 60.0, true: np.ndarray = TRUE) -> np.ndarray:
    """Stamps on arrival: what is measured in a stall arrives at its end, within 60 ms."""
    into = (true - 20.0) % each
    waits = (into < lasts) & (true >= 20.0)
    rank = into / lasts
    return np.where(waits, true - into + lasts + 0.06 * (rank - 1), true)


@pytest.mark.parametrize(
    ("lasts", "each", "times"), [(0.7, 60, "3 times"), (3.0, 60, "3 times"), (20.0, 300, "once")]
)
def test_what_waited_is_spread_over_the_stall(lasts: float, each: float, times: str) -> None:
    notes: list[str] = []
    found = spread_bursts(np.round(stalled(lasts, each), 3), notes)
    assert found == pytest.approx(TRUE, abs=0.1)
    assert (np.diff(found) > 0).all()
    assert times in notes[0]


def test_stamps_that_stand_still_and_are_right_again() -> None:
    into = TRUE % 60.0
    stamps = np.where(into < 2.0, TRUE - into, TRUE)
    notes: list[str] = []
    assert spread_bursts(stamps, notes) == pytest.approx(TRUE, abs=0.1)
    assert notes


@pytest.mark.parametrize(("missing", "spread"), [(0.04, True), (0.07, False)])
def test_a_burst_may_lack_a_twentieth_of_a_stall(missing: float, spread: bool) -> None:
    stamps = stalled(20.0)
    waited = np.flatnonzero(stamps != TRUE)
    kept = np.delete(np.arange(6000), waited[: int(missing * 625)])
    notes: list[str] = []
    found = spread_bursts(stamps[kept], notes)
    assert (found[kept < 1500] != stamps[kept][kept < 1500]).any() == spread


def test_gaps_stay_gaps() -> None:
    stamps = TRUE[(TRUE % 60.0) > 3.0]
    notes: list[str] = []
    assert np.array_equal(spread_bursts(stamps, notes), stamps)
    assert not notes


@pytest.mark.parametrize("size", [8, 16, 32])
def test_packets_that_share_a_stamp_stay(size: int) -> None:
    stamps = np.repeat(TRUE[size - 1 :: size], size)
    kept = np.ones(len(stamps), dtype=bool)
    kept[1600 : 1600 + size * size] = False
    notes: list[str] = []
    assert np.array_equal(spread_bursts(stamps[kept], notes), stamps[kept])


@pytest.mark.parametrize(("lasts", "spread"), [(0.65, True), (0.45, False)])
def test_a_stall_lasts_for_more_than_half_a_second(lasts: float, spread: bool) -> None:
    stamps = stalled(lasts)
    assert (spread_bursts(stamps, []) != stamps).any() == spread


@pytest.mark.parametrize(("each", "spread"), [(6, True), (4, False)])
def test_packets_are_told_by_a_fifth_of_equal_stamps(each: int, *, spread: bool) -> None:
    stamps = stalled(3.0)
    stamps[each::each] = stamps[each - 1 :: each][: len(stamps[each::each])]
    assert bool((spread_bursts(stamps, []) != stamps).any()) == spread


def test_a_clock_set_forward_is_no_stall() -> None:
    stamps = TRUE + 3.0 * (TRUE > 90)
    assert np.array_equal(spread_bursts(stamps, []), stamps)
