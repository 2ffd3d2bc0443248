"""Stiffenings: all limbs with a sensor stay tilted and tremble together, out of sleep."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.sensor.arrays import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class StiffeningLimits:
    """What makes a movement of all limbs with a sensor a stiffening, whatever its evidence.

    In turning over or stretching each limb moves for part of the time, and none stays tilted and
    trembles like a contracted muscle. Chosen on 595 nights of nine simulated worlds and
    five outsiders' generators: of the 20 nights with stiffenings 15 hold such a movement with
    three sensors (27 movements) and 13 with two ankles (24), and none of the others does.
    """

    held_s: float = 7.0
    """Shortest time that each limb stays tilted, seconds."""
    along: float = 0.85
    """Least share of the movement for which each limb moves: they stiffen and slacken together."""
    trembling_hz: float = 7.5
    """Slowest trembling, Hz: held muscles tremble at 8 to 12 Hz (Elble and Randall 1976)."""
    brief_s: float = 15.0
    """Length below which a stiffening must tremble evenly, seconds; chosen."""
    even: float = 7.0
    """Highest crest factor of a brief one: a jolt after which the limbs lie still has more. Of six
    brief stiffenings with three sensors on the nights above none has more than 5.5; a long periodic
    movement and a turn of a sixth outsider had 8.2 and 8.4. Chosen."""
    turned: float = 0.5
    """Least change of posture, as a share of the swing, of a movement that must tremble at one
    frequency: limbs that lie otherwise afterwards may have turned over. Chosen."""
    peaked: float = 0.6
    """Least share of the power at that frequency: limbs that rub the bed in turning shake at many.
    Of 13 stiffenings of five generators after which limbs lay otherwise ten have .72 and more; of
    four turns of a sixth, called stiffenings, none has more than .49."""
    rest_s: float = 4.5
    """Shortest rest of all limbs before it, seconds: one true one had 4.7 s and the others 7 s and
    more, and two long turns of that sixth generator 1.2 and 4.4 s. Chosen."""
    longest_s: float = 35.0
    """Longest stiffening, seconds; a longer event may be a convulsion: of 120 tonic-clonic seizures
    the mean length was 62 s (Theodore et al. 1994), and no simulated stiffening lasts longer than
    30 s."""
    wake_around_s: float = 300.0
    """Longest wake period that it may lie in, seconds: it looks like wakefulness itself, and people
    who are awake stretch."""
    sure: float = 0.9
    """Least confidence of such a stiffening."""


STIFFENING: Final = StiffeningLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiverLimits:
    """What makes stiffenings shivers: who shivers trembles many times, held and not.

    Of 18 stiffenings that were named on nights of seven outsiders' generators, three sensors, ten
    are one: none of these has a tremor within a quarter of an hour. Seven of the other eight, all
    of one cold night, have three of several limbs and more within half an hour. Chosen on these.
    """

    fewest: int = 3
    """Fewest trembles of several limbs around."""
    around_s: float = 1800.0
    """Time before and after in which they count, seconds."""
    lasting_s: float = 5.0
    """Shortest tremble that counts, seconds: a shudder is shorter."""


SHIVER: Final = ShiverLimits()


def stiffenings_of(features: Features, wake_around: Callable[[float], float]) -> Mask:
    """Return which events are stiffenings of all worn limbs, at least two, shape (events,).

    ``wake_around`` returns the length of the wake period around a moment, seconds; 0 asleep.
    """
    stiff = features.held_least >= STIFFENING.held_s  # NaN with one sensor
    stiff &= features.least_lasting >= STIFFENING.along * features.duration
    stiff &= features.frequency >= STIFFENING.trembling_hz
    stiff &= features.duration < STIFFENING.longest_s
    stiff &= (features.duration >= STIFFENING.brief_s) | (features.crest <= STIFFENING.even)
    turned = features.turn > STIFFENING.turned * features.excursion
    stiff &= ~turned | (features.rhythm >= STIFFENING.peaked)
    stiff &= features.still_before >= STIFFENING.rest_s
    stiff &= features.tautness >= 1  # noise neither trembles at one frequency nor tilts a limb
    for event in np.flatnonzero(stiff).tolist():
        stiff[event] = wake_around(float(features.onset[event])) <= STIFFENING.wake_around_s
    return np.asarray(stiff)


def shivers_of(features: Features, *, stiff: Mask, trembling: Mask) -> Mask:
    """Return which of the stiffenings are shivers among others, shape (events,).

    ``stiff`` are stiffenings and ``trembling`` events that are tremor, each shape (events,).
    """
    several = trembling & ~stiff & (features.limbs > 1)
    at = features.onset[several & (features.duration >= SHIVER.lasting_s)]
    first = np.searchsorted(at, features.onset - SHIVER.around_s, "left")
    stop = np.searchsorted(at, features.onset + SHIVER.around_s, "right")
    return np.asarray(stiff & (stop - first >= SHIVER.fewest))
