"""Clock errors from stamps that were counted at a wrong sampling rate."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.observation.synchrony import LimbActivity, Synchrony, synchrony_of
from limbwatch.dsp import Track

LEAST_PPM = 300.0
"""Least difference of two rates that counts as different, parts per million; a smaller one is a
drift, which is found without the rates. Chosen."""

MOST_PPM = 20_000.0
"""Largest difference of rates that may be a clock error, parts per million: the 2 % that a clock
may differ from a stated rate everywhere here. Sensors set to different rates differ by more (50 and
51.2 Hz, 31.25 and 32 Hz: 2.4 %)."""


def difference_ppm(track: Track, other: Track) -> float:
    """Return how much faster a sensor's clock ran if its sampling rate is that of another, ppm.

    It is 0 where the rates are alike, or too different to be the same.
    """
    ppm = (other.rate / track.rate - 1) * 1e6
    return ppm if LEAST_PPM <= abs(ppm) <= MOST_PPM else 0.0


def off_whole(track: Track) -> float:
    """Return the relative difference of a measured rate from a whole number, as sensors are set."""
    return abs(track.rate - max(round(track.rate), 1)) / track.rate


def at_rate_of(track: Track, other: Track) -> Synchrony | None:
    """Compare the clocks of two sensors with the same second 0, if both have one sampling rate.

    It is the synchrony of the other and the stretched track; None where the rates are alike, or too
    different.
    """
    ppm = difference_ppm(track, other)
    if not ppm:
        return None
    pace = 1 + ppm * 1e-6
    count = int(len(track.peaks) / pace)
    at = ((np.arange(count) + 0.5) * pace).astype(np.intp)
    stretched = replace(track, peaks=track.peaks[at])
    return synchrony_of(LimbActivity.of(other), LimbActivity.of(stretched))
