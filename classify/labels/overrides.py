"""Overrides: events whose kind a rule decides, regardless of their own evidence."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import Attacks
from limbwatch.classify.labels.convulsions import clonic_of
from limbwatch.classify.labels.cramps import cramps_of, held_cramps_of
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import CLOSE
from limbwatch.classify.labels.stiffenings import STIFFENING, shivers_of
from limbwatch.classify.labels.walks import OUTING, RISING, afoot_of, outings_of, rising_of
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.sensor.arrays import Array, Mask

SHORTEST_S: Final = WASM_2016.shortest / 1000
"""Shortest leg movement, seconds (WASM 2016, 3.2.1), under any rules. On 89 nights of two
outsiders, three sensors, 420 movements were named limb movements and were shorter: 144 are
twitches, 193 are periodic movements too weak to be seen for longer, 7 are limb movements."""

LIKELY_TWITCH: Final = 0.34
"""Probability that a limb movement that is too short is a twitch: 144 of these 420 are."""

FEWEST_TRAINS: Final = 4
"""Fewest trains within `TRAINS_WITHIN_S`, counting the one in question: rhythmic feet movements
while falling asleep come in many trains, of either foot, that last seconds to minutes (Wichniak et
al. 2001); focal jerking keeps to one side."""
TRAINS_WITHIN_S: Final = 3600.0
"""Time around a train within which others count, seconds."""

_RHYTHMS = (Kind.FOOT_TREMOR, Kind.FOCAL)
"""Kinds that a single train may look like."""


class Override(NamedTuple):
    """The decision of one rule."""

    kind: Kind
    """Kind that the rule gives."""
    events: Mask
    """Events that get this kind, shape (events,)."""
    sure: Array | float
    """Probability that the kind is right, before `certainty.stated`; shape (events,)."""


class Naming(NamedTuple):
    """The kind of each event, and whether a rule decided it."""

    kinds: list[Kind]
    """Kind of each event."""
    sure: Array
    """Probability that the kind is right, before `certainty.stated`; shape (events,)."""
    by_rule: Mask
    """Events that a rule applied to, shape (events,)."""


def overridden(
    kinds: Iterable[Kind], sure: Array, overrides: Iterable[Override], *, counted: Mask
) -> Naming:
    """Apply overrides to the kinds chosen by evidence; later overrides replace earlier ones.

    ``sure`` is the probability that the kinds are right; ``counted`` events are members of series,
    which stay ``plm`` whatever they resemble.
    """
    named, by_rule = np.array(list(kinds), dtype=object), np.zeros(len(sure), np.bool_)
    for override in overrides:
        by_rule |= override.events
        events = override.events & ~counted
        named[events] = override.kind
        sure = np.where(events, override.sure, sure)
    return Naming(named.tolist(), sure, by_rule)


def overrides_of(
    labels: Labels,
    features: Features,
    attacks: Attacks,
    *,
    stiff: Mask,
    moved: Mask,
    leg: Mask,
) -> tuple[Override, ...]:
    """Return the decisions of all rules, in the order in which they apply.

    Attacks span several events, so they follow the rules for single events; held legs and walks are
    not attacks, so they follow the attacks.

    Parameters
    ----------
    stiff : ndarray of bool, shape (events,)
        Stiffenings of all worn limbs.
    moved : ndarray of bool, shape (events, sensors)
        Limbs that took part.
    leg : ndarray of bool, shape (sensors,)
        Which sensors are worn on a leg.

    Notes
    -----
    A rule that decides between kinds is as sure as their probabilities together. An event right
    after a walk is a walk, however little it looks like one, but with no more confidence than its
    own evidence gives a walk.
    """
    jerks = labels.of(Kind.FOCAL)
    cramped = jerks + labels.of(Kind.CRAMP)
    trains = trains_of(labels, features.onset, moved, leg=leg, other=attacks.within)
    clonic = clonic_of(labels, features)
    convulsed = attacks.of(Kind.CONVULSIVE)
    shivers = shivers_of(
        features, stiff=stiff | labels.led_by(Kind.TONIC), trembling=labels.led_by(Kind.TREMOR)
    )
    return (
        Override(Kind.TWITCH, twitches_of(labels, features), sureness(labels)),
        Override(Kind.CRAMP, cramps_of(labels, attacks.bouts, features), cramped),
        Override(Kind.FOOT_TREMOR, trains, jerks + labels.of(Kind.FOOT_TREMOR)),
        Override(Kind.TONIC, stiff, np.maximum(labels.of(Kind.TONIC), STIFFENING.sure)),
        Override(Kind.TREMOR, shivers, labels.of(Kind.TONIC) + labels.of(Kind.TREMOR)),
        Override(Kind.CONVULSIVE, clonic, labels.of(Kind.CONVULSIVE) + labels.of(Kind.TONIC)),
        Override(Kind.FOCAL, attacks.of(Kind.FOCAL), attacks.sure),
        Override(Kind.CONVULSIVE, convulsed, attacks.sure),
        Override(
            Kind.UNCERTAIN,
            convulsed & attacks.brief & ~clonic,
            labels.confidence(np.zeros(len(features), np.int64)),
        ),
        Override(
            Kind.WAKE_MOVEMENT,
            outings_of(attacks.bouts, features)
            & (attacks.within | clonic | labels.led_by(Kind.CONVULSIVE, Kind.FOCAL)),
            OUTING.sure,
        ),
        # where all limbs are held, it is not the cramp of one leg
        Override(Kind.CRAMP, held_cramps_of(labels, features) & ~stiff, cramped),
        Override(Kind.WALKING, afoot_of(labels, features), labels.of(Kind.WALKING)),
        Override(Kind.WALKING, rising_of(labels, features), RISING.sure),
    )


def too_short(features: Features) -> Mask:
    """Return which events are too short for limb movements, shape (events,)."""
    return np.asarray(features.duration < SHORTEST_S)


def sureness(labels: Labels) -> Array:
    """Return the probability that an event of `twitches_of` is a twitch, shape (events,)."""
    return labels.of(Kind.TWITCH) + LIKELY_TWITCH * labels.of(Kind.LIMB_MOVEMENT)


def twitches_of(labels: Labels, features: Features) -> Mask:
    """Return which events of one limb are too short for limb movements, shape (events,)."""
    likely = labels.led_by(Kind.LIMB_MOVEMENT) & (labels.of(Kind.LIMB_MOVEMENT) >= CLOSE)
    return np.asarray(likely & too_short(features) & (features.limbs == 1))


def trains_of(
    labels: Labels,
    onset: Array,
    moved: Mask,
    *,
    leg: Mask,
    other: Mask | None = None,
) -> Mask:
    """Return which events are trains of foot tremor, shape (events,).

    They are because there are several, in both legs: a single train differs from the jerking of a
    leg only by its length. Onsets, in seconds, do not fall. ``moved`` are the limbs that took part,
    shape (events, sensors), and ``leg`` the sensors worn on a leg: with fewer than two nothing is
    known, and no event is. ``other`` events belong to an attack, whatever kind is most probable.
    """
    feet = np.zeros(len(onset), np.bool_)
    if np.count_nonzero(leg) < 2 or not len(onset):
        return feet
    likely = np.sum([labels.of(kind) for kind in _RHYTHMS], axis=0) >= CLOSE
    trains = labels.led_by(*_RHYTHMS) & likely & ~moved[:, ~leg].any(axis=1)
    trains = np.flatnonzero(trains if other is None else trains & ~other)
    for event in trains.tolist():
        near = trains[np.abs(onset[trains] - onset[event]) <= TRAINS_WITHIN_S / 2]
        feet[event] = len(near) >= FEWEST_TRAINS and bool(moved[near][:, leg].any(axis=0).all())
    return feet
