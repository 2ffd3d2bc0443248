"""Twitches: what moves one limb for too short to be a movement of it."""

from typing import Final

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import CLOSE
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.sensor.arrays import Array, Mask

SHORTEST_S: Final = WASM_2016.shortest / 1000
"""A leg movement lasts so long at least, seconds (3.2.1 there), whatever rules are asked for. On 89
nights of two strangers, three sensors, 420 movements were named limb movements and were shorter:
144 are twitches, 193 periodic movements too weak to be seen for longer, 7 limb movements."""

LIKELY: Final = 0.34
"""How probable a twitch is where such a movement is named: 144 of these 420 are."""


def too_short(features: Features) -> Mask:
    """Say which events are too short to be a limb movement, whatever they resemble.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    return np.asarray(features.duration < SHORTEST_S)


def sureness(labels: Labels) -> Array:
    """Return how sure each event is to be a twitch that `twitches_of` calls one.

    Returns
    -------
    ndarray of float, shape (events,)
    """
    return labels.of(Kind.TWITCH) + LIKELY * labels.of(Kind.LIMB_MOVEMENT)


def twitches_of(labels: Labels, features: Features) -> Mask:
    """Say which events are limb movements but for their length, and of one limb.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    likely = labels.led_by(Kind.LIMB_MOVEMENT) & (labels.of(Kind.LIMB_MOVEMENT) >= CLOSE)
    return np.asarray(likely & too_short(features) & (features.limbs == 1))
