"""Jolts that go on for too long to stand alone."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneJoltLimits:
    """What a jolt without others near it has to show.

    A sleep start is one muscle burst (ICSD-3: 75 to 250 ms) and the first swings that it gives to
    the limb; spasms that go on for a second or two come in groups (ILAE). Who fidgets while awake
    kicks off and stops short some seconds later. Of 642 sleep starts and spasms that three sensors
    called so on nights of six outsiders' generators two are neither compact nor in company, and of
    59 other movements 25, all of one generator; chosen on these.
    """

    compact: float = 0.7
    """Share of the energy in the 0.8 s with the most of it, from which a jolt may stand alone."""
    company: int = 2
    """Number of other jolts near one, from which it may be longer."""
    near_s: float = 45.0
    """Time before and after a jolt in which others are near it, seconds."""


LONE: Final = LoneJoltLimits()


def lone_jolts(onset: Array, *, jolts: Mask, compact: Array) -> Mask:
    """Return which jolts are too long to stand alone, shape (events,).

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, in order.
    jolts : ndarray of bool, shape (events,)
        Sleep starts and spasms.
    compact : ndarray of float, shape (events,)
        Share of an event's energy in the 0.8 s with the most of it, 0 to 1; NaN if unknown.
    """
    of_jolts = onset[jolts]
    first = np.searchsorted(of_jolts, onset - LONE.near_s, side="left")
    stop = np.searchsorted(of_jolts, onset + LONE.near_s, side="right")
    alone = stop - first - 1 < LONE.company
    return np.asarray(jolts & alone & (compact < LONE.compact))
