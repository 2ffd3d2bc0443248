"""Similarity and simultaneity of the waveforms of the limbs of an event."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.clocks import disagreement
from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.dsp import Movements, Track
from limbwatch.dsp.limits import SHAPE_RATE
from limbwatch.sensor.arrays import Array, Index

_SHIFT_S = 0.2
"""Largest shift at which the waveforms of two sensors are compared, seconds."""

_SAME_CAUSE = 0.8
"""Least correlation of waveforms from one cause that shook both sensors at once; other pairs above
it have no constant lag and hardly count. At .9 and .2 (`_SHAKEN`) the clocks of three nights beside
a partner, off by up to .8 s in an outsider's simulator, were not found, and are now."""
_SHAKEN = 0.3
"""Largest turn of a sensor that is shaken, as its slow departure over the peak."""

_NEIGHBOURS = 6
"""Movements compared on either side."""
_NEIGHBOURHOOD_S = 300.0
"""Longest time to a compared movement, seconds."""
_RESEMBLING = 3
"""Number of compared movements that must be alike: a series has four members or more (WASM
2016)."""


class WaveformSimilarity(NamedTuple):
    """Similarity of the limbs; columns of shape (events,), NaN where a single limb moved."""

    similarity: Array
    """Largest correlation between the strongest limb's waveform and another's."""
    agreement: Array
    """Smallest correlation between the strongest limb's waveform and another's."""
    delay: Array
    """Largest time between the strongest limb's waveform and another's, seconds, corrected for the
    estimated disagreement of their clocks."""


def waveform_similarity_of(
    joint: JointMovements, tracks: Sequence[Track], strongest: Index
) -> tuple[WaveformSimilarity, Array]:
    """Compare the waveforms of the limbs of each event.

    One mechanical cause, such as a knock on the bed, reaches all sensors at once with nearly the
    same waveform. ``strongest`` is the row of each event's strongest limb among the joined parts.
    Returned besides is how far the clock of each part's sensor is behind that of the strongest,
    shape (parts,), seconds.
    """
    result = WaveformSimilarity(*np.full((3, len(joint)), np.nan))
    clock = np.zeros(len(joint.track))
    of_strongest = strongest[joint.event]
    others = np.flatnonzero(joint.track != joint.track[of_strongest])
    if not len(others):
        return result, clock
    reference = of_strongest[others]
    shape = _normed(joint.column(tracks, "shape"))
    alike, shift = _best_fit(shape[others], shape[reference])
    onset = joint.column(tracks, "onset")
    behind = onset[others] - onset[reference] + shift
    turning = joint.column(tracks, "displacement") / np.maximum(joint.column(tracks, "peak"), 1e-9)
    shaken = (alike > _SAME_CAUSE) & (np.maximum(turning[others], turning[reference]) < _SHAKEN)
    clocks = disagreement(
        joint.track[reference],
        joint.track[others],
        event=joint.event[others],
        time=onset[reference],
        behind=behind,
        same_cause=shaken,
    )
    clock[others] = clocks
    event = joint.event[others]
    for column, function, start, values in (
        (result.similarity, np.maximum, -1.0, alike),
        (result.agreement, np.minimum, 1.0, alike),
        (result.delay, np.maximum, 0.0, np.abs(behind - clocks)),
    ):
        column[event] = start
        function.at(column, event, values)
    return result, clock


def resemblance_of(movements: Movements) -> Array:
    """Return how much each movement of one sensor resembles its neighbours, shape (n,).

    A person's periodic movements are much alike within a night; a partner's movements are not. It
    is the third largest correlation of its waveform with those of up to six movements on either
    side, within five minutes; -1 where there are fewer than three.
    """
    count = len(movements)
    found = np.full((count, 2 * _NEIGHBOURS), -1.0)
    shape, onset = _normed(movements.shape), movements.onset
    for step in range(1, min(_NEIGHBOURS, count - 1) + 1):
        near = onset[step:] - onset[:-step] <= _NEIGHBOURHOOD_S
        alike, _ = _best_fit(shape[step:], shape[:-step])
        alike[~near] = -1.0
        found[step:, step - 1] = alike
        found[:-step, _NEIGHBOURS + step - 1] = alike
    return np.asarray(np.sort(found, axis=1)[:, -_RESEMBLING])


def _normed(shape: Array) -> Array:
    centred = shape - shape.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12))


def _best_fit(here: Array, reference: Array) -> tuple[Array, Array]:
    """Return the largest correlation over all shifts, and the shift (s) that gives it."""
    reach, width = round(_SHIFT_S * SHAPE_RATE), here.shape[1]
    correlation = np.stack(
        [
            np.einsum(
                "ij,ij->i",
                here[:, max(0, shift) : width + min(0, shift)],
                reference[:, max(0, -shift) : width + min(0, -shift)],
            )
            for shift in range(-reach, reach + 1)
        ],
        axis=1,
    )
    rows = np.arange(len(here))
    best = np.argmax(correlation, axis=1)
    top = correlation[rows, best]
    before = correlation[rows, np.maximum(best - 1, 0)]
    after = correlation[rows, np.minimum(best + 1, 2 * reach)]
    # refine the shift by the vertex of a parabola through three values
    bend = np.maximum(2 * top - before - after, 1e-12)
    inner = (best > 0) & (best < 2 * reach)
    part = np.where(inner, 0.5 * (after - before) / bend, 0.0)
    return top, (best - reach + part) / SHAPE_RATE
