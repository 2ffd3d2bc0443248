"""Whether a sensor's times were counted at a rate that it did not keep."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.observation.synchrony import LimbActivity, Synchrony, synchrony_of
from limbwatch.dsp import Track

LEAST_PPM = 300.0
"""Difference of two rates from which they are taken for different, parts per million; what is less
is a drift, and found without a look at rates. Chosen."""

MOST_PPM = 20_000.0
"""Largest difference by which a clock may be off: the 2 % by which a clock may be off a stated rate
everywhere here. Sensors that were set to different rates are farther apart (50 and 51.2 Hz, 31.25
and 32 Hz: 2.4 %)."""


def difference_ppm(track: Track, other: Track) -> float:
    """Return by how much faster the clock of a sensor ran if it had the rate of another.

    Parameters
    ----------
    track, other : Track
        Of two sensors of one night.

    Returns
    -------
    float
        Parts per million; 0 where the rates are alike, or too far apart to be one.
    """
    ppm = (other.rate / track.rate - 1) * 1e6
    return ppm if LEAST_PPM <= abs(ppm) <= MOST_PPM else 0.0


def off_whole(track: Track) -> float:
    """Return the share by which a measured rate is off a whole number, as sensors are set."""
    return abs(track.rate - max(round(track.rate), 1)) / track.rate


def at_rate_of(track: Track, other: Track) -> Synchrony | None:
    """Compare the clocks of two sensors as if both had had one rate.

    Parameters
    ----------
    track : Track
        Of the sensor whose clock is asked about.
    other : Track
        Of the other, with the same second 0.

    Returns
    -------
    Synchrony or None
        Of the other and of the sensor as it would be; None where the rates say nothing.
    """
    ppm = difference_ppm(track, other)
    if not ppm:
        return None
    pace = 1 + ppm * 1e-6
    count = int(len(track.peaks) / pace)
    at = ((np.arange(count) + 0.5) * pace).astype(np.intp)
    stretched = replace(track, peaks=track.peaks[at])
    return synchrony_of(LimbActivity.of(other), LimbActivity.of(stretched))
