"""Cramps: a leg that is held tilted, or that jerks and is walked off."""

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
    """What tells a cramp from the jerking of a leg."""

    sure: float = 0.8
    maybe: float = 0.05
    """From this probability of jerks or a cramp on, with this of a cramp in it, what moves on is
    told as a cramp. On 827 nights of ten simulated worlds and three outsiders', three sensors, by
    labels that do not know them, two true cramps are told by this (their part .07 and .10), and
    three jerking legs were before a part was asked for (.00, .01 and .04)."""
    likely: float = 0.6
    held: float = 0.9
    leaning: float = 0.5
    held_s: float = 20.0
    """From this probability of either on, where one of them leads and `maybe` is in it, a leg is
    cramped that stays tilted for this part of a movement of this length, seconds, with a slow
    departure from rest of at least this part of its peak: a leg that jerks comes back between the
    jerks. On 595 nights of nine simulated worlds and five strangers' generators, three sensors and
    two ankles, 30 such movements are cramps, 2 something else, and none is jerking."""


CRAMP: Final = CrampLimits()


def held_cramps_of(labels: Labels, features: Features) -> Mask:
    """Say which events hold a leg tilted all the time, whatever shakes it there.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    cramp = labels.of(Kind.CRAMP)
    either = (labels.of(Kind.FOCAL) + cramp >= CRAMP.likely) & (cramp >= CRAMP.maybe)
    held = features.leg_held >= CRAMP.held * features.duration
    held &= (features.leaning >= CRAMP.leaning) & (features.duration >= CRAMP.held_s)
    led = labels.led_by(Kind.FOCAL, Kind.CRAMP) & np.isfinite(features.by_legs)
    return np.asarray(led & either & held)


def cramps_of(labels: Labels, bouts: Bouts, features: Features) -> Mask:
    """Say which events look like the jerking of a leg and end in moving on, as cramps do.

    A leg that is held hard sways and trembles; its owner wakes and rubs it, or walks it off. Who
    has jerked lies still, mostly: what is no cramp at all by itself stays what it is.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    jerks = labels.led_by(Kind.FOCAL)
    cramp = labels.of(Kind.CRAMP)
    likely = (labels.of(Kind.FOCAL) + cramp >= CRAMP.sure) & (cramp >= CRAMP.maybe)
    goes_on = (bouts.rest_after < ATTACK.rest_after_s)[bouts.number]
    awake_after = np.append(labels.led_by(*AWAKE), False)[1:]  # of the event that follows
    goes_on |= awake_after & (features.still_after < ATTACK.rest_after_s)
    return np.asarray(jerks & likely & goes_on & features.held_by_leg)
