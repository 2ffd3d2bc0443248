"""Twitches: movements of one limb that are too short for a limb movement."""

from typing import Final

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import CLOSE
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.sensor.arrays import Array, Mask

SHORTEST_S: Final = WASM_2016.shortest / 1000
"""Shortest leg movement, seconds (3.2.1 there), under any rules. On 89 nights of two outsiders,
three sensors, 420 movements were named limb movements and were shorter: 144 are twitches, 193 are
periodic movements too weak to be seen for longer, 7 are limb movements."""

LIKELY: Final = 0.34
"""Probability that a limb movement that is too short is a twitch: 144 of these 420 are."""


def too_short(features: Features) -> Mask:
    """Return which events are too short for limb movements.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    return np.asarray(features.duration < SHORTEST_S)


def sureness(labels: Labels) -> Array:
    """Return the probability that an event of `twitches_of` is a twitch.

    Returns
    -------
    ndarray of float, shape (events,)
    """
    return labels.of(Kind.TWITCH) + LIKELY * labels.of(Kind.LIMB_MOVEMENT)


def twitches_of(labels: Labels, features: Features) -> Mask:
    """Return which events of one limb would be limb movements if they were longer.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    likely = labels.led_by(Kind.LIMB_MOVEMENT) & (labels.of(Kind.LIMB_MOVEMENT) >= CLOSE)
    return np.asarray(likely & too_short(features) & (features.limbs == 1))
