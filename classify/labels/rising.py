"""Who gets up, or is up: long movement that turns a limb, with legs at the pace of strides."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import ABOUT, CLOSE


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


def rising_of(labels: Labels, features: Features) -> NDArray[np.bool_]:
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
    return np.asarray(up & ~(labels.led_by(*ABOUT) & sure))
