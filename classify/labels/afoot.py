"""Who has just walked and has not lain down since: what shakes all limbs then is more walking."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels

Flags = NDArray[np.bool_]

SURELY: Final = 0.9
WITHIN_S: Final = 180.0
UPRIGHT: Final = 0.25
"""From which probability on somebody walks, for how long after that they may be afoot, seconds, and
for which share of the night a limb may lie as it does then. Of 595 nights of nine simulated worlds
and five strangers' generators none has a convulsion within that time after a walk (three sensors,
two ankles); of 45 of another stranger's two have a walk back to bed that was one."""


def afoot_of(labels: Labels, features: Features) -> Flags:
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
