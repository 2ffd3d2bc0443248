"""Walks that look like something else: getting up, and going on after a walk."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import AWAKE, CLOSE
from limbwatch.sensor.arrays import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingLimits:
    """What tells somebody who gets up from a body that shakes."""

    lasting_s: float = 20.0
    excursion: float = 40.0
    stride: float = 0.75
    at_pace: float = 0.35
    sure: float = 0.8
    """From this length, seconds, with limbs turned by so many degrees on the way, with a step that
    repeats so well and so much of the legs' swelling and ebbing at the pace of strides, somebody is
    up. On 670 nights of nine simulated worlds and strangers' generators, three sensors, 128 events
    are so: 124 walks, changes of posture and what people do awake, two times a trembling hand, one
    periodic movement, one convulsion (two ankles, 600 nights: 58 of 59 are walks and the like).
    Told as a walk this sure: of 143 on 133 nights of three strangers 140 hold one, mostly of the
    stranger that taught this."""


RISING: Final = RisingLimits()

SURELY: Final = 0.9
WITHIN_S: Final = 180.0
UPRIGHT: Final = 0.25
"""From which probability on somebody walks, for how long after that they may be afoot, seconds, and
for which share of the night a limb may lie as it does then. Of 595 nights of nine simulated worlds
and five strangers' generators none has a convulsion within that time after a walk (three sensors,
two ankles); of 45 of another stranger's two have a walk back to bed that was one."""


def rising_of(labels: Labels, features: Features) -> Mask:
    """Say which events are somebody getting up that nothing else is sure to name.

    To walk a few steps and to stand about for a minute is one long movement of all limbs, which is
    neither a walk nor a change of posture, and looks like a convulsion most.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    up = (features.duration >= RISING.lasting_s) & (features.excursion >= RISING.excursion)
    up &= (features.stride >= RISING.stride) & (features.at_pace >= RISING.at_pace)
    sure = labels.probability.max(axis=1, initial=0.0) >= CLOSE
    return np.asarray(up & ~(labels.led_by(*AWAKE) & sure))


def afoot_of(labels: Labels, features: Features) -> Mask:
    """Say which events shake as a convulsion does while somebody walks about.

    A heel strikes and rings as a jerk does, and a walk of a few steps tells little of its pace.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    walks = labels.of(Kind.WALKING) >= SURELY
    end = np.where(walks, features.onset + features.duration, -np.inf)
    since = features.onset - np.append(-np.inf, np.maximum.accumulate(end))[:-1]
    upright = features.posture_share <= UPRIGHT
    return np.asarray(labels.led_by(Kind.CONVULSIVE) & upright & (since <= WITHIN_S))
