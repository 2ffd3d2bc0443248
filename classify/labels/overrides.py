"""Overrides: events whose kind a rule decides, regardless of their own evidence."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import Attacks
from limbwatch.classify.labels.convulsions import clonic_of
from limbwatch.classify.labels.cramps import cramps_of, held_cramps_of
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.stiffenings import STIFFENING
from limbwatch.classify.labels.trains import trains_of
from limbwatch.classify.labels.twitches import sureness, twitches_of
from limbwatch.classify.labels.walks import RISING, afoot_of, rising_of
from limbwatch.sensor.arrays import Array, Mask


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

    Parameters
    ----------
    kinds : iterable of Kind
        Kind of each event by its own evidence.
    sure : ndarray of float, shape (events,)
        Probability that these are right.
    counted : ndarray of bool, shape (events,)
        Members of series, which stay ``plm`` whatever they resemble.
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

    Parameters
    ----------
    stiff : ndarray of bool, shape (events,)
        Stiffenings of all worn limbs.
    moved : ndarray of bool, shape (events, sensors)
        Limbs that took part.
    leg : ndarray of bool, shape (sensors,)
        Which sensors are worn on a leg.

    Returns
    -------
    tuple of Override
        Attacks span several events, so they follow the rules for single events; held legs and
        walks are not attacks, so they follow the attacks.

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
    return (
        Override(Kind.TWITCH, twitches_of(labels, features), sureness(labels)),
        Override(Kind.CRAMP, cramps_of(labels, attacks.bouts, features), cramped),
        Override(Kind.FOOT_TREMOR, trains, jerks + labels.of(Kind.FOOT_TREMOR)),
        Override(Kind.TONIC, stiff, np.maximum(labels.of(Kind.TONIC), STIFFENING.sure)),
        Override(Kind.CONVULSIVE, clonic, labels.of(Kind.CONVULSIVE) + labels.of(Kind.TONIC)),
        Override(Kind.FOCAL, attacks.of(Kind.FOCAL), attacks.sure),
        Override(Kind.CONVULSIVE, convulsed, attacks.sure),
        Override(
            Kind.UNCERTAIN,
            convulsed & attacks.brief & ~clonic,
            labels.confidence(np.zeros(len(features), np.int64)),
        ),
        # where all limbs are held, it is not the cramp of one leg
        Override(Kind.CRAMP, held_cramps_of(labels, features) & ~stiff, cramped),
        Override(Kind.WALKING, afoot_of(labels, features), labels.of(Kind.WALKING)),
        Override(Kind.WALKING, rising_of(labels, features), RISING.sure),
    )
