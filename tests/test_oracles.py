"""What is written out for speed or a cheap start, against the function of the library."""

import numpy as np
import pytest
from scipy import ndimage, signal

from limbwatch.dsp.events.spectrum import dominant
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.posture.rests import REST_LIMITS, _rest_shifts, medians_of
from limbwatch.dsp.posture.wear import _spectra
from limbwatch.dsp.signal.neighbourhood import means
from limbwatch.sensor.files.times.spacing.losses import earliest
from limbwatch.sensor.spans import runs_of


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_runs_are_the_labelled_ones(share):
    mask = np.random.default_rng(3).random(500) < share
    first, stop = runs_of(mask)
    objects = ndimage.find_objects(ndimage.label(mask)[0])
    assert first.tolist() == [each[0].start for each in objects]
    assert stop.tolist() == [each[0].stop for each in objects]


@pytest.mark.parametrize("size", [64, 65])
def test_the_spectrum_is_that_of_welch(size):
    values = np.random.default_rng(4).normal(size=(1000, 3))
    frequency, pieces = _spectra(values, 25.0, size)
    power = pieces.mean(axis=0)
    expected = signal.welch(values, 25.0, nperseg=size, scaling="spectrum", axis=0)
    assert frequency == pytest.approx(expected[0])
    inner = slice(1, (size - 1) // 2)  # one-sided power counts all but the ends twice
    ratio = power.reshape(expected[1].shape)[inner] / expected[1][inner]
    assert ratio == pytest.approx(np.full_like(ratio, ratio[0, 0]))


def test_the_dominant_frequency_is_that_of_a_periodogram():
    time = np.arange(256) / 50
    wave = np.sin(2 * np.pi * 3.1 * time) + 0.3 * np.sin(2 * np.pi * 7 * time)
    found, _ = dominant(
        lambda index: np.stack([wave[index]] * 3),
        first=np.array([0]),
        stop=np.array([128]),
        middle=np.array([64]),
        rate=50.0,
        limits=LIMITS,
    )
    grid, power = signal.periodogram(wave[:128], 50.0, window="hann", nfft=256)
    assert found[0] == grid[np.argmax(power)]


@pytest.mark.parametrize("length", [1, 2, 7, 25])
def test_means_begin_at_their_first_value(length):
    values = np.random.default_rng(6).integers(-16_000_000, 16_000_000, (3, 300), np.int32)
    windows = np.lib.stride_tricks.sliding_window_view(values, length, axis=1)
    assert np.array_equal(means(values, length), windows.sum(axis=2) / length)


@pytest.mark.parametrize("window", [1, 2, 7, 50, 90])
def test_the_earliest_looks_ahead(window):
    values = np.random.default_rng(7).normal(size=60)
    expected = [values[k : k + window].min() for k in range(60)]
    assert earliest(values, window).tolist() == expected


@pytest.mark.parametrize("longest", [1, 2, 9])
def test_medians_of_stretches_are_those_of_numpy(longest):
    rng = np.random.default_rng(12)
    values = rng.normal(size=(200, 3))
    values[rng.random((200, 3)) < 0.02] = np.nan
    begin = rng.integers(0, 200 - longest, 100)
    stop = begin + rng.integers(1, longest + 1, 100)
    expected = [np.median(values[a:b], axis=0) for a, b in zip(begin, stop, strict=True)]
    assert np.array_equal(medians_of(values, begin, stop), expected, equal_nan=True)
    assert medians_of(values, begin[:0], stop[:0]).shape == (0, 3)


@pytest.mark.parametrize(
    ("stirred", "movements"),
    [
        ([], []),
        ([5, 60, 61, 71, 82, 194], [(60, 71), (82, 82)]),
        ([6, 193], [(6, 6), (193, 193)]),
        ([*range(200)], []),
    ],
)
def test_rests_are_ten_seconds_of_which_half_is_recorded(stirred, movements):
    """Without the epoch that holds the edge of the movement."""
    gravity = np.random.default_rng(13).normal(size=(200, 3))
    spread = np.zeros((200, 3))
    spread[stirred] = 0.1
    epochs = Epochs(length=1.0, gravity=gravity, spread=spread, valid=np.ones(200))
    before = [np.median(gravity[max(0, at - 10) : at - 1], axis=0) for at, _ in movements]
    after = [np.median(gravity[at + 2 : at + 11], axis=0) for _, at in movements]
    expected = [np.abs(b - a).max() for a, b in zip(before, after, strict=True)]
    assert _rest_shifts(epochs, REST_LIMITS).tolist() == expected
