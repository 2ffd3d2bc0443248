"""Cramps: a leg held tilted, or one that jerks and is then rubbed or walked off."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import ATTACK
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import AWAKE
from limbwatch.sensor.arrays import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class CrampLimits:
    """What distinguishes a cramp from the jerking of a leg."""

    sure: float = 0.8
    """Least sum of the probabilities of jerking and cramp, for a leg that moves on afterwards."""
    maybe: float = 0.05
    """Least probability of a cramp alone. On 827 nights of ten simulated worlds and three
    outsiders', three sensors, by labels that were not learned on them, two true cramps of legs that
    move on have .07 and .10, and three jerking legs have .00, .01 and .04."""
    likely: float = 0.6
    """Least sum of the probabilities of jerking and cramp, for a leg that stays tilted. On 595
    nights of nine simulated worlds and five outsiders' generators, three sensors and two ankles, 30
    movements within this limit and those below are cramps, 2 are something else, none is
    jerking."""
    held: float = 0.9
    """Least share of the movement for which the leg stays tilted: a jerking leg comes back between
    the jerks."""
    leaning: float = 0.5
    """Least slow departure from rest, as a share of the peak."""
    held_s: float = 20.0
    """Shortest movement that counts as held, seconds."""


CRAMP: Final = CrampLimits()


def held_cramps_of(labels: Labels, features: Features) -> Mask:
    """Return which events hold a leg tilted throughout, even if it shakes, shape (events,)."""
    cramp = labels.of(Kind.CRAMP)
    either = (labels.of(Kind.FOCAL) + cramp >= CRAMP.likely) & (cramp >= CRAMP.maybe)
    held = features.leg_held >= CRAMP.held * features.duration
    held &= (features.leaning >= CRAMP.leaning) & (features.duration >= CRAMP.held_s)
    led = labels.led_by(Kind.FOCAL, Kind.CRAMP) & np.isfinite(features.by_legs)
    return np.asarray(led & either & held)


def cramps_of(labels: Labels, bouts: Bouts, features: Features) -> Mask:
    """Return which events look like the jerking of a leg but end in movement, shape (events,).

    A cramped leg sways and trembles, and the person wakes and rubs it or walks it off. After the
    jerking of a leg the person mostly lies still.
    """
    jerks = labels.led_by(Kind.FOCAL)
    cramp = labels.of(Kind.CRAMP)
    likely = (labels.of(Kind.FOCAL) + cramp >= CRAMP.sure) & (cramp >= CRAMP.maybe)
    goes_on = (bouts.rest_after < ATTACK.rest_after_s)[bouts.number]
    awake_after = np.append(labels.led_by(*AWAKE), False)[1:]  # whether the next event is awake
    goes_on |= awake_after & (features.still_after < ATTACK.rest_after_s)
    return np.asarray(jerks & likely & goes_on & features.held_by_leg)
