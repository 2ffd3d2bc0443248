"""The vicinity of an event: rest around it, other events, and earlier movements of the limb."""

from collections.abc import Mapping, Sequence

import numpy as np

from limbwatch.classify.evidence.parts import Parts
from limbwatch.dsp import Movements, Track
from limbwatch.sensor.arrays import Array

_NEIGHBOURHOOD_S = 300.0
"""Reach of the count of neighbouring events, seconds."""

_FAINT_G = 0.03
"""Highest peak of motion transmitted by a mattress, g."""

_SOON_S = 6.0
"""Time after a movement within which a limb and its bedding settle, seconds; chosen on development
nights of five simulators (3 s finds three quarters as many, 10 s begins to meet movements)."""

_BEFORE = 8
"""Earlier movements that are compared; more do not end within so short a time."""

_COMPANY = 8
"""Movements on either side that are averaged."""
_REACH_S = 300.0
"""Longest time to such a movement, seconds."""

_LIKE = np.log(3.0)
"""Difference of log peaks at which the weight of a neighbour has fallen to 1/e: a factor of 3."""

_LEAST = 2.0
"""Least total weight of the neighbours for a mean, in movements."""


def vicinity_of(parts: Parts, tracks: Sequence[Track], *, end: float) -> dict[str, Array]:
    """Measure the rest around each event, and count its neighbours; the night ends at ``end`` s.

    Returned are the columns of `Features` that have these names, shape (events,).
    """
    onset, offset, peak = parts.least("onset"), parts.most("offset"), parts.most("peak")
    reach = np.maximum.accumulate(offset) if len(offset) else offset
    return {
        "still_before": np.maximum(onset - np.concatenate([[0.0], reach[:-1]]), 0.0),
        "still_after": np.maximum(np.concatenate([onset[1:], [end]]) - reach, 0.0),
        "settling": _settling(parts, tracks),
        "neighbours": _neighbour_count(onset, onset),
        "faint": _neighbour_count(onset, onset[peak < _FAINT_G]) + (peak >= _FAINT_G),
    }


def _settling(parts: Parts, tracks: Sequence[Track]) -> Array:
    ratio = parts.of_tracks([settling_of(track.movements) for track in tracks])
    largest = parts.reduced(np.maximum, ratio)
    return np.where(np.isinf(largest), np.nan, largest)


def _neighbour_count(onset: Array, others: Array) -> Array:
    """Count the others within the neighbourhood of each onset, the event itself excluded."""
    low = np.searchsorted(others, onset - _NEIGHBOURHOOD_S)
    high = np.searchsorted(others, onset + _NEIGHBOURHOOD_S, side="right")
    return np.asarray(high - low - 1, np.float64)


def settling_of(movements: Movements) -> Array:
    """Return each movement's peak relative to the strongest that ended just before it on its limb.

    A creeping mattress or a relaxing muscle shows as a small separate movement, seconds after the
    one that it belongs to. Counted as a leg movement it would end a series, as it is less than ten
    seconds from the previous one (WASM 2016). Without one in the last seconds the ratio is
    infinite.
    """
    count = len(movements)
    strongest = np.zeros(count)
    for step in range(1, min(_BEFORE, count - 1) + 1):
        soon = movements.onset[step:] - movements.offset[:-step] <= _SOON_S
        before = np.where(soon, movements.peak[:-step], 0.0)
        strongest[step:] = np.maximum(strongest[step:], before)
    ratio = movements.peak / np.maximum(strongest, 1e-9)
    return np.where(strongest > 0, ratio, np.inf)


def company_of(
    onset: Array, peak: Array, member: Array, measures: Mapping[str, Array]
) -> dict[str, Array]:
    """Average measures over the movements around each event, of similar strength and in its rhythm.

    Movements of one rhythm have one cause, so the others show what is hard to see in one of them.
    ``onset`` is in seconds, ``peak`` in g, and ``member`` the probability that the event is a
    member of a rhythm; a missing measure is NaN. The mean is weighted by the probability of
    membership in a rhythm and by similarity of strength; NaN without neighbours. All have shape
    (events,).
    """
    count = len(onset)
    names = list(measures)
    values = np.stack([measures[name] for name in names], axis=1) if names else np.empty((count, 0))
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    total, weight = np.zeros(values.shape), np.zeros(values.shape)
    logs = np.log(np.maximum(peak, 1e-6))
    for step in range(1, min(_COMPANY, count - 1) + 1):
        near = onset[step:] - onset[:-step] <= _REACH_S
        alike = np.exp(-np.square((logs[step:] - logs[:-step]) / _LIKE))
        shared = near * alike * np.sqrt(member[step:] * member[:-step])
        for here, there in ((np.s_[step:], np.s_[:-step]), (np.s_[:-step], np.s_[step:])):
            total[here] += shared[:, None] * filled[there]
            weight[here] += shared[:, None] * known[there]
    mean = np.where(weight >= _LEAST, total / np.maximum(weight, 1e-9), np.nan)
    return {name: mean[:, place] for place, name in enumerate(names)}
