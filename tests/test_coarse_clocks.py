"""Whole seconds and minutes: each sample stays in its unit, whatever was lost in it."""

from collections.abc import Callable

import numpy as np
import pytest

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.stretches import Stretch, stamped_stretches
from limbwatch.sensor.files.times.misplaced.excursions import undo_excursions
from limbwatch.sensor.files.times.spacing.resolutions import clock_parts
from limbwatch.sensor.files.times.stamps import Timeline


def times(track: Timeline) -> np.ndarray:
    return np.concatenate([p.start + np.arange(p.stop - p.first) / p.rate for p in track.pieces])


SECONDS = 900


def in_seconds(rate: float, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Stamp samples by the second that they are in; give the true times of those that are there."""
    true = (0.3 + np.arange(round(rate * SECONDS)) / rate)[there]
    return np.floor(true), true


def placed_at(found: Stretch) -> np.ndarray:
    return found.track.placed if found.track.placed is not None else times(found.track)


@pytest.mark.parametrize("rate", [12.5, 25.0, 50.0])
@pytest.mark.parametrize("lost", [0.005, 0.02, 0.04, 0.08])
def test_single_losses_under_whole_seconds_keep_rate_and_second(rate: float, lost: float) -> None:
    """actigraph/pygt3x#38, wadpac/GGIR#705."""
    there = np.random.default_rng(9).random(round(rate * SECONDS)) > lost
    stamps, true = in_seconds(rate, there)
    (found,), _ = stamped_stretches(stamps, None)
    assert found.track.rate == pytest.approx(rate, rel=1e-3)
    off = np.abs(placed_at(found) - true)
    assert np.quantile(off, 0.99) < 0.15 + 1 / rate


@pytest.mark.parametrize("lost", [0.04, 0.1])
def test_bursts_lost_under_whole_seconds_leave_samples_in_theirs(lost: float) -> None:
    random = np.random.default_rng(9)
    there = np.ones(25 * SECONDS, bool)
    while there.mean() > 1 - lost:
        first = random.integers(len(there))
        there[first : first + random.integers(5, 15)] = False
    stamps, true = in_seconds(25.0, there)
    (found,), _ = stamped_stretches(stamps, None)
    assert found.track.rate == pytest.approx(25.0, rel=1e-3)
    off = np.abs(placed_at(found) - true)
    assert np.quantile(off, 0.95) < 0.25
    assert np.median(off) < 0.02


@pytest.mark.parametrize(
    ("rate", "jitter"), [(12.5, 0.0), (25.0, 0.0), (51.7, 0.005), (100, 0.005)]
)
def test_whole_seconds_without_losses_are_one_run(rate: float, jitter: float) -> None:
    true = 0.3 + np.arange(round(rate * SECONDS)) / rate
    late = np.maximum.accumulate(true + np.random.default_rng(3).normal(0, jitter, len(true)))
    (found,), notes = stamped_stretches(np.floor(late), None)
    assert len(found.track.pieces) == 1
    assert not found.track.irregular
    assert found.track.rate == pytest.approx(rate, rel=1e-3)
    assert np.abs(times(found.track) - true).max() < 0.6 / rate + 0.01
    assert not notes


def test_where_in_a_minute_rows_are_missing_is_asked() -> None:
    there = np.ones(25 * 3600, bool)
    there[np.random.default_rng(4).integers(0, len(there), 12)[:, None] + np.arange(500)] = False
    true = (np.arange(25 * 3600 + 500) / 25)[: len(there)][there]
    _, notes = stamped_stretches(np.floor(true / 60) * 60, None)
    assert any(isinstance(note, Doubt) and "steps of 60 s" in note for note in notes)


def in_minutes(true: np.ndarray) -> np.ndarray:
    return np.floor(true / 60) * 60


def test_the_minutes_that_a_recording_begins_and_ends_in_keep_their_rows() -> None:
    true = 37.32 + np.arange(25 * 600) / 25
    (found,), notes = stamped_stretches(in_minutes(true), None)
    assert (found.first, found.stop) == (0, len(true))
    assert np.abs(times(found.track) - true).max() < 0.1
    assert not notes


def test_the_minutes_on_both_sides_of_a_gap_are_no_other_rate() -> None:
    true = 37.32 + np.arange(25 * 900) / 25
    true = true[(true < 457) | (true >= 547)]
    (found,), _ = stamped_stretches(in_minutes(true), None)
    assert (found.first, found.stop) == (0, len(true))
    assert np.median(np.abs(times(found.track) - true)) < 0.1


def test_rows_without_a_rate_of_their_own_stay_with_their_neighbours() -> None:
    """No row may be lost because a rate was thought to change before it."""
    slow = np.repeat(np.arange(0, 600, 60.0), 600)
    fast = np.repeat(np.arange(600, 660, 60.0), 3000)
    found, _ = stamped_stretches(np.r_[slow, fast], None)
    assert found[0].first == 0
    assert found[-1].stop == len(slow) + len(fast)


@pytest.mark.parametrize("seam", [600.0, 615.0])
@pytest.mark.parametrize("unit", [60.0, 1.0, 0.5])
@pytest.mark.parametrize("coarse_first", [True, False])
def test_each_part_is_placed_by_its_own_clock_where_stamps_become_finer_or_coarser(
    unit: float, seam: float, coarse_first: bool
) -> None:
    true = 0.02 + np.arange(25 * 1200) / 25
    # a coarse stamp behind exact ones of its own unit goes back, which is told elsewhere
    seam = seam if coarse_first else 600.0
    coarse = (true < seam) == coarse_first
    stamps = np.where(coarse, np.floor(true / unit) * unit, true)
    found, notes = stamped_stretches(stamps, None)
    placed = np.concatenate([times(one.track) for one in found])
    assert np.abs(placed - true).max() < 0.1
    assert len(found) == 2
    assert sum("finer or coarser than before" in note for note in notes) == 1
    assert not any("rate" in note for note in notes)


def test_a_clock_that_becomes_finer_and_coarser_again_is_told_once() -> None:
    true = 0.02 + np.arange(25 * 1800) / 25
    stamps = np.where((true < 600) | (true > 1200), in_minutes(true), true)
    found, notes = stamped_stretches(stamps, None)
    assert np.abs(np.concatenate([times(one.track) for one in found]) - true).max() < 0.1
    assert [note for note in notes if "change 2 times" in note]


def test_packets_of_any_size_and_gaps_are_no_clock_that_becomes_coarser() -> None:
    random = np.random.default_rng(5)
    sizes = random.choice([1, 2, 8, 30], 2000)
    arrivals = np.cumsum(sizes) / 25 + random.normal(0, 0.01, len(sizes))
    assert clock_parts(np.repeat(arrivals, sizes)) == [(0, int(sizes.sum()))]
    exact = np.arange(20_000) / 25
    exact[5000:] += 700.0
    exact[100] = exact[99]
    assert clock_parts(exact) == [(0, len(exact))]


def test_a_gap_between_minutes_is_no_packet_that_came_late() -> None:
    true = np.arange(25 * 1200) / 25
    true = true[(true < 457) | (true >= 547)]
    notes: list[str] = []
    _, kept = undo_excursions(np.arange(len(true)), in_minutes(true), notes)
    assert np.array_equal(kept, in_minutes(true))
    assert not notes


def test_packets_that_come_a_little_late_stay_where_they_are() -> None:
    """Bluetooth delays packets now and then, and no packet is moved for that."""
    random = np.random.default_rng(3)
    true = np.arange(20_000) / 25
    sent = true[9::10] + random.exponential(0.03, 2000) + 0.25 * (random.random(2000) < 0.05)
    stamps = np.repeat(np.maximum.accumulate(sent), 10)
    (found,), _ = stamped_stretches(undo_excursions(np.arange(20_000), stamps, [])[1], None)
    assert not found.track.irregular
    assert len(found.track.pieces) == 1


@pytest.mark.parametrize("rate", [20.0, 50.0, 100.0])
@pytest.mark.parametrize(
    ("write", "begin", "open_"),
    [
        (np.round, 0.0, True),  # rounded: half of the first second has the number of the next
        (np.floor, 0.5, True),  # cut, and begun in the middle of a second, which looks alike
        (np.floor, 0.0, False),
        (np.floor, 0.2, False),
        (np.floor, 0.8, False),
    ],
)
def test_where_whole_seconds_may_be_rounded_that_is_told(
    write: Callable[[np.ndarray], np.ndarray], begin: float, open_: bool, rate: float
) -> None:
    seconds = write(begin + np.arange(round(600 * rate)) / rate)
    found, said = stamped_stretches(seconds, None)
    assert ("rounded" in " ".join(said)) == open_
    assert all(isinstance(one, Doubt) for one in said)
    assert len(found) == 1
    assert placed_at(found[0])[0] == pytest.approx(0.5 if open_ else begin, abs=1.5 / rate)
