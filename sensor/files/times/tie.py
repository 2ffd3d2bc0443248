"""Two clocks of one recording: the sensor's spaces the samples, the host's dates them."""

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.doubt import Doubt

DRIFT_NEEDS_S = 600.0
"""Seconds needed to compare two clocks: stamps good to 5 ms give 10 ppm over ten minutes."""

JUMP_S = 1.0
"""Change of the difference between two clocks, seconds, that is no delay: one of them was set."""

STRETCH_S = 60.0
"""Seconds per stretch, whose latest whole second gives the delay to within the time between two
rows."""

PACE = 0.01
"""Relative difference in pace from which dated stamps are not sampling times but the times at which
rows were sent, or a table was made. Chosen."""


def tie_clocks(seconds: Array, host: Array, notes: list[str]) -> tuple[Array, float | None]:
    """Express a sensor's own time by the host's clock; both are NaN where unknown.

    A line (Theil 1950, Sen 1968) through the least delayed stamps of each stretch maps one to the
    other. Gives seconds by the host's clock, and the rate of the sensor's clock against it in parts
    per million; None when it cannot be measured.
    """
    known = np.isfinite(seconds) & np.isfinite(host)
    if known.sum() < 2:
        return seconds, None
    sensor_s, delay = seconds[known], (host - seconds)[known]
    if np.abs(host[known] - np.round(host[known])).max() < 1e-6:
        return _tie_to_whole_seconds(seconds, host, known, notes), None
    count = max(1, min(480, len(sensor_s) // 32))
    edges = np.linspace(0, len(sensor_s), count + 1).astype(int)
    levels = np.minimum.reduceat(delay, edges[:-1])
    centres = sensor_s[(edges[:-1] + edges[1:] - 1) // 2]
    jumped = np.abs(np.diff(levels)).max(initial=0.0) > JUMP_S
    if jumped or np.diff(sensor_s).min(initial=0.0) < -JUMP_S:
        notes.append(
            "The sensor's own clock was set or started again during the recording; the times of "
            "the phone were used instead."
        )
        return host, None
    if sensor_s[-1] - sensor_s[0] < DRIFT_NEEDS_S or count < 8:
        return seconds + float(np.median(levels)), None
    # slow to import, and few files have two clocks
    from scipy.stats import theilslopes  # noqa: PLC0415

    slope, offset = theilslopes(levels, centres)[:2]
    return seconds * (1 + slope) + offset, float(-slope * 1e6)


def _tie_to_whole_seconds(seconds: Array, host: Array, known: Mask, notes: list[str]) -> Array:
    """Express a sensor's own time by a clock that was written in whole seconds only."""
    sensor_s, delay = seconds[known], (host - seconds)[known]
    count = max(1, int((sensor_s[-1] - sensor_s[0]) / STRETCH_S))
    edges = np.searchsorted(sensor_s, np.linspace(sensor_s[0], sensor_s[-1], count + 1)[:-1])
    edges = np.unique(edges)
    # fractions are cut off, so the largest difference is the nearest
    latest, centres = np.maximum.reduceat(delay, edges), sensor_s[edges]
    steps = np.diff(latest)
    if np.abs(np.median(steps / np.diff(centres)) if len(steps) else 0.0) > PACE:
        notes.append(
            Doubt(
                "The dates of the rows go at another pace than their count: they begin at the "
                "first date, and the count alone was taken for the time between them."
            )
        )
        return seconds + float(delay[0])
    if np.abs(steps).max(initial=0.0) > 2 * JUMP_S:
        notes.append(
            "The count of the rows stood still or began again during the recording; their dates, "
            "to whole seconds, were used instead."
        )
        return host
    return seconds + float(delay.max())
