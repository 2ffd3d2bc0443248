"""Jerking of one limb that stays where it lies, in a bout."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import Hypothesis
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class JerkingLimits:
    """What makes a bout the jerking of one limb; probabilities are means over the bout."""

    jerking: float = 0.2
    """Least probability of jerks of any kind."""
    held_more: float = 0.2
    """By how much trembling and cramp together may be more probable than jerks."""
    tremor: float = 0.5
    """Most probability of trembling."""
    swaying: float = 0.5
    """The part of a bout in which a leg sways, from which it does not jerk."""
    one_limb: float = 0.9
    """Least share of the movement that the limb leads."""
    second: float = 0.4
    """Most that another limb shows of it."""
    excursion: float = 20.0
    """Farthest swing of a limb that stays where it lies, degrees."""
    peak: float = 0.1
    """Weakest that counts, g: above what a bed passes on."""
    swells: float = 10.0
    """Fewest jerks."""
    hand_hz: float = 4.0
    """Fastest that a hand jerks, Hz: at 4 to 6 it trembles (MDS consensus on tremor, Bhatia et al.
    2018)."""


JERKING: Final = JerkingLimits()


def jerks_one_limb(bouts: Bouts, of: Mapping[Hypothesis, Array], *, sways: Mask) -> Mask:
    """Say which bouts are the jerking of a limb that stays where it lies, and no trembling.

    Parameters
    ----------
    of : mapping of Kind or str to ndarray of float, shape (bouts,)
        Probability of each hypothesis, on the mean over each bout.
    sways : ndarray of bool, shape (events,)
        Whether a leg sways while its owner falls asleep.
    """
    stays = (bouts.one_limb >= JERKING.one_limb) & (bouts.second <= JERKING.second)
    stays &= (bouts.excursion <= JERKING.excursion) & (bouts.peak >= JERKING.peak)
    stays &= bouts.mean(sways.astype(np.float64)) < JERKING.swaying
    jerking = of[Kind.FOCAL] + of[Kind.FOOT_TREMOR] + of[Kind.CONVULSIVE]
    jerks = (bouts.swells >= JERKING.swells) & (jerking >= JERKING.jerking)
    jerks &= bouts.hand_hz <= JERKING.hand_hz
    held_more = of[Kind.TREMOR] + of[Kind.CRAMP] - jerking
    jerks &= (of[Kind.TREMOR] < JERKING.tremor) & (held_more < JERKING.held_more)
    return np.asarray(stays & jerks)
