"""The movement envelope of a night, condensed for plotting."""

from collections.abc import Sequence

import numpy as np

from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.envelope import envelope_of
from limbwatch.dsp.signal.grid import PIECE, GridBlock, Gridded
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.sensor.arrays import Values

PEAK_RATE = 10.0
"""Peaks per second: fine enough to draw a jerk of a quarter of a second."""


def peaks_of(blocks: Sequence[GridBlock], moving: Values) -> Values:
    """Keep the largest value of the envelope in each tenth of a second from second 0, g.

    ``moving`` is the movement envelope, g, at each grid value of all blocks, which are in order of
    time and do not overlap. A tenth without data is NaN.
    """
    end = max((block.end for block in blocks if block.values.size), default=0.0)
    peaks = np.full(int(np.ceil(end * PEAK_RATE)) + 1, np.nan, dtype=np.float32)
    at = 0
    for block in blocks:
        for part in block.parts(PIECE):
            count = part.values.shape[1]
            # rounding errors may put the first value of a tenth just before it
            tenth = np.floor(part.times * PEAK_RATE + 1e-6).astype(np.int64)
            np.fmax.at(peaks, tenth, moving[at : at + count])
            at += count
    return peaks


def undetected_peaks(sensor: Gridded, calibration: Calibration) -> Values:
    """Compute the peaks that ``track_of`` gives, as `peaks_of`, without detecting movements."""
    return peaks_of(
        sensor.blocks,
        np.concatenate([_envelope_along(each, calibration) for each in sensor.stretches]),
    )


def _envelope_along(stretch: tuple[GridBlock, ...], calibration: Calibration) -> Values:
    values = np.concatenate([block.values for block in stretch], axis=1)
    near = Neighbourhood.of(stretch[0].anchor.rate, LIMITS)
    moving = np.zeros(values.shape[1], dtype=np.float32)
    known = envelope_of(values, near=near, calibration=calibration)
    # the half seconds before and after a stretch are unknown
    moving[near.margin : near.margin + len(known)] = known
    return moving
