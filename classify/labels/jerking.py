"""Bouts in which one limb jerks and stays where it lies."""

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
    """Largest excess of the probability of trembling and cramp together over that of jerks."""
    tremor: float = 0.5
    """Highest probability of trembling."""
    swaying: float = 0.5
    """Share of a bout from which a leg that sways does not jerk."""
    one_limb: float = 0.9
    """Least share of the movement in which the same limb is the strongest."""
    second: float = 0.4
    """Highest strength of another limb, as a share of the strongest."""
    excursion: float = 20.0
    """Largest swing of a limb that stays where it lies, degrees."""
    peak: float = 0.1
    """Lowest peak that counts, g: above what a bed transmits."""
    swells: float = 10.0
    """Fewest jerks."""
    hand_hz: float = 4.0
    """Highest frequency of a jerking hand, Hz: at 4 to 6 it trembles (MDS consensus on tremor,
    Bhatia et al. 2018)."""


JERKING: Final = JerkingLimits()


def jerks_one_limb(bouts: Bouts, of: Mapping[Hypothesis, Array], *, sways: Mask) -> Mask:
    """Return which bouts are the jerking, not trembling, of a limb that stays where it lies.

    Parameters
    ----------
    of : mapping of Kind or str to ndarray of float, shape (bouts,)
        Mean probability of each hypothesis over each bout.
    sways : ndarray of bool, shape (events,)
        Whether a leg sways while the person falls asleep.
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
