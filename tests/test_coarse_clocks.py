"""Whole seconds and minutes: each sample stays in its unit, whatever was lost in it."""

import numpy as np
import pytest

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.stretches import Stretch, stamped_stretches
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
    assert any(isinstance(note, Doubt) and "60 s at a time" in note for note in notes)
