"""Groups of jolts amid a rhythm of the legs, which are a part of it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingLimits:
    """What makes a group of jolts a part of the rhythm around it.

    Periodic movements that begin with a kick look like spasms one by one, and come as often where
    they are severe. Of 3977 true sleep starts and spasms on 733 nights of nine simulated worlds and
    six outsiders' generators, three sensors, two ankles and one, seven lie in such a group, and of
    589 other movements that were called so 122; chosen on these.
    """

    fewest: int = 4
    """Fewest jolts of a group."""
    step_s: float = 120.0
    """Longest time from one jolt of a group to the next, seconds."""
    around_s: float = 900.0
    """Time before and after a group in which members of a rhythm count, seconds."""
    members: float = 2.0
    """Least number of these members, as a multiple of the jolts of the group."""


EMBEDDING: Final = EmbeddingLimits()


def embedded_jolts(onset: Array, *, jolts: Mask, members: Mask) -> Mask:
    """Return which jolts lie in a group amid a rhythm of the legs, shape (events,).

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, in order.
    jolts, members : ndarray of bool, shape (events,)
        Sleep starts and spasms; leg movements in a rhythm.
    """
    embedded = np.zeros(len(onset), np.bool_)
    found = np.flatnonzero(jolts)
    rhythm = onset[members]
    for group in np.split(found, np.flatnonzero(np.diff(onset[found]) > EMBEDDING.step_s) + 1):
        if len(group) < EMBEDDING.fewest:
            continue
        span = onset[group[[0, -1]]] + np.array([-EMBEDDING.around_s, EMBEDDING.around_s])
        around = np.count_nonzero((rhythm >= span[0]) & (rhythm <= span[1]))
        embedded[group] = around >= EMBEDDING.members * len(group)
    return embedded
