"""Naming: one kind of movement for each event, chosen by the probabilities."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, SPASM, Hypothesis
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.prior import clustered
from limbwatch.sensor.arrays import Array, Mask

CLOSE: Final = 0.45
"""Least probability of the leading kind to be named; below it the label is ``uncertain``."""

_NEEDED: dict[Hypothesis, float] = {
    Kind.CONVULSIVE: 0.8,
    Kind.TONIC: 0.9,
    Kind.FOCAL: 0.8,
    Kind.CRAMP: 0.6,
    Kind.TREMOR: 0.6,
    Kind.FOOT_TREMOR: 0.5,
}
"""Least probability of kinds that are rare and may worry the person who reads of them."""

_SEVERAL = 0.8
"""Least probability that at least two of the doubtful stiffenings of a night are true for them to
be named, as stiffenings occur several to a night. Chosen on 426 nights of seven worlds left out
(values from 0.7 to 0.9 differ on two nights)."""

_CONVULSION_S, _CONVULSION, _CONVULSIVE = 35.0, 0.8, 0.2
"""A long stiffening that shakes is a convulsion: its least length, seconds, least probability of
the two kinds together, and least probability of a convulsion alone. Of 120 tonic-clonic seizures
the mean length was 62 s (Theodore et al. 1994, Neurology 44:1403), and of the simulated stiffenings
none lasts longer than 30 s. Chosen on the same nights."""

_SHAKES = (Kind.CONVULSIVE, Kind.TONIC, Kind.FOCAL)
"""Leading kinds of events that may be a convulsion."""

_RULED: Final[tuple[Hypothesis, ...]] = (SPASM, EXTERNAL, KNOCK)
"""Hypotheses whose events have deciders of their own."""

AWAKE: Final[tuple[Hypothesis, ...]] = (Kind.WAKE_MOVEMENT, Kind.WALKING, Kind.GROSS_MOVEMENT)
"""Kinds of movement made while awake."""

_AWAKE_SURE = 0.6
"""Least probability of all `AWAKE` kinds together for an event to be a movement while awake where
none of them is probable enough by itself."""


class _Decider(NamedTuple):
    """Of some events, their kind if it is sure enough; else they are ``uncertain``."""

    kind: Kind
    decides: Mask
    """Which events it decides, unless one before it does; shape (events,)."""
    sure: Mask
    """Which of them are named; shape (events,)."""


def kinds_of(
    labels: Labels,
    series: NDArray[np.int64],
    onset: Array,
    duration: Array,
    *,
    alone: Mask,
    unproven: Mapping[Kind, Mask] = MappingProxyType({}),
) -> list[Kind]:
    """Choose the kind of each event by its own evidence.

    Members of a series are ``plm`` by the rules, whatever else they resemble.

    Parameters
    ----------
    series : ndarray of int, shape (events,)
        Number of the event's series; 0 for none.
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    duration : ndarray of float, shape (events,)
        Seconds.
    alone : ndarray of bool, shape (events,)
        Whether only one sensor was worn, so that the other limbs are unknown.
    unproven : mapping of Kind to ndarray of bool, shape (events,)
        By kind, which events lack a requirement of it: they stay ``uncertain``.
    """
    lacking = {kind: unproven.get(kind, np.zeros(len(series), np.bool_)) for kind in Kind}
    several = _several_stiffenings(labels, (series == 0) & ~lacking[Kind.TONIC])
    several &= ~labels.led_by(*_RULED)  # a tie is theirs
    # in the order of docs/method.md; what no rule names, its own probability does
    deciders = (
        _always(Kind.CONVULSIVE, _convulsions(labels, duration, alone)),
        _always(Kind.TONIC, several),
        _grouped_sleep_starts(labels, onset),
        _always(Kind.WAKE_MOVEMENT, _awake_somehow(labels, alone)),
        _shaken_bed(labels),
        *(_most_probable(labels, one) for one in labels.hypotheses if one not in _RULED),
    )
    names = []
    for event, number in enumerate(series.tolist()):
        if number:
            names.append(Kind.PLM)
            continue
        decider = next(one for one in deciders if one.decides[event])
        sure = decider.sure[event] and not lacking[decider.kind][event]
        names.append(decider.kind if sure else Kind.UNCERTAIN)
    return names


def _always(kind: Kind, decides: Mask) -> _Decider:
    """Name all that is decided."""
    return _Decider(kind, decides, sure=decides)


def _grouped_sleep_starts(labels: Labels, onset: Array) -> _Decider:
    """Decide jolts of the longer form: they are sleep starts in groups alone."""
    grouped = clustered(onset, labels.led_by(SPASM, Kind.HYPNIC_JERK))
    return _Decider(Kind.HYPNIC_JERK, labels.led_by(SPASM), sure=grouped)


def _awake_somehow(labels: Labels, alone: Mask) -> Mask:
    """Return which events are movements while awake, though it is unclear which.

    Walking and turning over are movements while awake, so it need not be known which.
    """
    together = np.sum([labels.of(one) for one in AWAKE], axis=0)
    unclear = labels.probability.max(axis=1, initial=0.0) < CLOSE
    return np.asarray(labels.led_by(*AWAKE) & ~alone & (together >= _AWAKE_SURE) & unclear)


def _shaken_bed(labels: Labels) -> _Decider:
    """Decide shaking of the bed, weak or strong."""
    either = labels.of(EXTERNAL) + labels.of(KNOCK)
    return _Decider(Kind.EXTERNAL, labels.led_by(EXTERNAL, KNOCK), sure=either >= CLOSE)


def _most_probable(labels: Labels, hypothesis: Hypothesis) -> _Decider:
    """Decide the events of which a kind is the most probable, by what it needs."""
    likely = labels.of(hypothesis)
    if hypothesis == Kind.HYPNIC_JERK:
        likely = likely + labels.of(SPASM)  # a sleep start in either of its two forms
    sure = likely >= _NEEDED.get(hypothesis, CLOSE)
    return _Decider(Kind(hypothesis), labels.led_by(hypothesis), sure)


def _several_stiffenings(labels: Labels, likely: Mask) -> Mask:
    """Return which events are named stiffenings because the night has several."""
    probability = labels.of(Kind.TONIC)
    leading = probability >= np.maximum(CLOSE, labels.probability.max(axis=1, initial=0.0))
    leading &= likely
    missing = 1 - probability[leading]
    none = float(np.prod(missing))
    one = sum((1 - missing[k]) * float(np.prod(np.delete(missing, k))) for k in range(len(missing)))
    return np.asarray(leading & (1 - none - one >= _SEVERAL))


def _convulsions(labels: Labels, duration: Array, alone: Mask) -> Mask:
    """Return which events shake longer than a stiffening lasts, or at all with one sensor.

    One sensor cannot distinguish the jerking of its limb from that of all limbs, so both count.
    """
    convulsive, stiffenings = labels.of(Kind.CONVULSIVE), labels.of(Kind.TONIC)
    focal = np.where(alone, labels.of(Kind.FOCAL), 0.0)
    long = (duration >= _CONVULSION_S) & (convulsive + stiffenings + focal >= _CONVULSION)
    either = long | (convulsive + focal >= _CONVULSION)
    return np.asarray(labels.led_by(*_SHAKES) & (convulsive >= _CONVULSIVE) & either)
