"""Walks that look like something else: getting up, the moments after one, and a way out of bed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import AWAKE, CLOSE
from limbwatch.sensor.arrays import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingLimits:
    """What distinguishes a person getting up from a body that shakes.

    On 670 nights of nine simulated worlds and outsiders' generators, three sensors, 128 events are
    within these limits: 124 are walks, changes of posture and movements while awake, two a
    trembling hand, one a periodic movement and one a convulsion (two ankles, 600 nights: 58 of 59
    are walks and the like).
    """

    lasting_s: float = 20.0
    """Shortest movement, seconds."""
    excursion: float = 40.0
    """Least angle by which a limb turns on the way, degrees."""
    stride: float = 0.75
    """Least autocorrelation of an ankle's envelope at the best stride."""
    at_pace: float = 0.35
    """Least share of the ankles' modulation that is at the pace of strides."""
    sure: float = 0.8
    """Confidence of a walk found by these limits: of 143 on 133 nights of three outsiders 140
    contain a walk, most of them of the outsider whose nights these limits were chosen on."""


RISING: Final = RisingLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutingLimits:
    """What lies before and after the steps of a person who leaves the bed and comes back.

    An attack begins and ends at rest, without a turn shortly before and another shortly after. Of
    354 shakings that were called convulsions or the jerking of a limb, with any sensors, on 512
    development nights of nine simulated worlds and 271 nights of six outsiders', 229 are one; none
    of these lies between two turns, and three of the others do.
    """

    turn: float = 45.0
    """Least angle between the postures before and after a turn, degrees (see `gait`)."""
    within_s: float = 60.0
    """Longest time from a turn to the steps, and from the steps to the next turn, seconds."""
    sure: float = 0.6
    """Confidence of the movement while awake that it is then; chosen, since three are few."""


OUTING: Final = OutingLimits()

SURELY: Final = 0.9
"""Least probability of a walk after which the person may still be on foot."""
WITHIN_S: Final = 180.0
"""Time after the end of a walk in which the person may still be on foot, seconds. Of 595 nights of
nine simulated worlds and five outsiders' generators none has a convulsion within that time after a
walk (three sensors, two ankles); on 45 of another outsider's nights two walks back to bed were
labelled convulsions."""
UPRIGHT: Final = 0.25
"""Largest share of the night that the limbs of a person on foot spend in that posture."""


def rising_of(labels: Labels, features: Features) -> Mask:
    """Return which events are a person getting up, shape (events,).

    Those that are named another wake movement are not. A few steps and a minute of standing are one
    long movement of all limbs. It measures neither like a walk nor like a change of posture, and
    resembles a convulsion most.
    """
    up = (features.duration >= RISING.lasting_s) & (features.excursion >= RISING.excursion)
    up &= (features.stride >= RISING.stride) & (features.at_pace >= RISING.at_pace)
    sure = labels.probability.max(axis=1, initial=0.0) >= CLOSE
    return np.asarray(up & ~(labels.led_by(*AWAKE) & sure))


def afoot_of(labels: Labels, features: Features) -> Mask:
    """Return which events resemble a convulsion but belong to a walk just before, shape (events,).

    A heel strike rings like a jerk, and a few steps are too short to measure their pace.
    """
    walks = labels.of(Kind.WALKING) >= SURELY
    end = np.where(walks, features.onset + features.duration, -np.inf)
    since = features.onset - np.append(-np.inf, np.maximum.accumulate(end))[:-1]
    upright = features.posture_share <= UPRIGHT
    return np.asarray(labels.led_by(Kind.CONVULSIVE) & upright & (since <= WITHIN_S))


def outings_of(bouts: Bouts, features: Features) -> Mask:
    """Return which events are in bouts that lie between two turns, shape (events,).

    Who gets up turns, walks, and turns to lie down, whether or not the steps look like steps.
    """
    turns = features.turn >= OUTING.turn
    onset, end = features.onset[turns], (features.onset + features.duration)[turns]
    stop = bouts.onset + bouts.length
    ended = np.append(-np.inf, np.sort(end))[np.searchsorted(np.sort(end), bouts.onset, "right")]
    begins = np.append(onset, np.inf)[np.searchsorted(onset, stop, "left")]
    near = (bouts.onset - ended <= OUTING.within_s) & (begins - stop <= OUTING.within_s)
    return np.asarray(near[bouts.number])
