"""The envelope as it is looked at: in tenths of a second, from detection or without it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from limbwatch.dsp import PEAK_RATE, gridded, posture_of, track_of, undetected_peaks
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.signal.channel import Levels, movement_levels, shaking_levels
from limbwatch.sensor import Placement, Recording, Samples

START = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)


def recording(*spans: tuple[float, float], rate: float) -> Recording:
    """Make a limb that is kicked every 30 s, recorded in some spans, not quite calibrated."""
    runs = []
    for number, (begin, end) in enumerate(spans):
        rng = np.random.default_rng(number)
        time = begin + np.arange(int((end - begin) * rate)) / rate
        xyz = np.tile([0.02, 0.6, 0.82], (len(time), 1)) + rng.normal(0, 0.002, (len(time), 3))
        xyz[:, 0] += 0.3 * np.sin(2 * np.pi * 2 * time) * (time % 30 < 1.5)
        runs.append(Samples(start=begin, rate=rate, xyz=xyz.astype(np.float32)))
    return Recording(
        start=START,
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=None,
        rate=rate,
        runs=tuple(runs),
    )


@pytest.mark.parametrize("rate", [25.0, 31.25, 50.0, 104.0])
@pytest.mark.parametrize(
    "spans",
    [
        [(0.0, 400.0)],
        [(0.0, 200.0), (200.08, 400.0)],  # a dropout that hides nothing
        [(0.0, 150.0), (230.0, 400.0)],  # a gap
        [(0.0, 150.0), (170.0, 170.4), (230.0, 400.0)],  # shorter than the envelope's reach
    ],
)
def test_peaks_are_the_same_with_and_without_detection(
    spans: list[tuple[float, float]], rate: float
) -> None:
    sensor = gridded(recording(*spans, rate=rate))
    calibration, _ = posture_of(sensor)
    track = track_of(sensor)
    assert np.array_equal(track.peaks, undetected_peaks(sensor, calibration), equal_nan=True)


def test_peaks_show_movements_where_they_are_and_gaps_as_unknown() -> None:
    track = track_of(gridded(recording((0.0, 150.0), (230.0, 400.0), rate=50.0)))
    seconds = np.arange(len(track.peaks)) / PEAK_RATE
    unknown = np.isnan(track.peaks)
    assert not unknown[seconds < 149.5].any()
    assert unknown[(seconds > 150.5) & (seconds < 229.5)].all()
    for onset, offset in zip(track.movements.onset, track.movements.offset, strict=True):
        inside = (seconds >= onset) & (seconds <= offset)
        assert np.nanmax(track.peaks[inside]) > track.threshold
    strong = seconds[np.nan_to_num(track.peaks) > 0.1]
    assert (strong % 30 < 2.5).all()
    assert len(track.movements) == 11


@pytest.mark.parametrize("resolution", [0.0, 0.02])
def test_every_threshold_is_tried_times_the_factor(resolution: float) -> None:
    tried = LIMITS.with_thresholds(4)
    for found, expected in (
        (movement_levels(resolution, rate=50, limits=each) for each in (tried, LIMITS)),
        (shaking_levels(resolution, limits=each) for each in (tried, LIMITS)),
    ):
        for name in Levels.__slots__:
            assert getattr(found, name) == pytest.approx(4 * getattr(expected, name)), name
    assert LIMITS.with_thresholds(1) == LIMITS
