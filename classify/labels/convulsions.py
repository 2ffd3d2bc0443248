"""Convulsions: shaking of several limbs, in a bout or in one long movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import Hypothesis
from limbwatch.classify.labels.labelling import Labels
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvulsionLimits:
    """What makes a bout a convulsion; probabilities are means over the bout."""

    shaking: float = 0.3
    """Least probability of shaking of any kind."""
    convulsive: float = 0.1
    """Least probability of a convulsion."""
    turning: float = 0.4
    """Highest probability of turning over."""
    second: float = 0.3
    """Least strength of the second limb, as a share of the strongest."""
    excursion: float = 55.0
    """Largest swing, degrees: in walking an arm swings much further."""
    swells: float = 15.0
    """Fewest swells."""
    peak: float = 0.3
    """Lowest peak, g."""
    length_s: float = 38.0
    """Shortest convulsion whose limbs do not shake alike, seconds (120 lasted 62 s on the mean,
    Theodore et al. 1994)."""
    alike: float = 0.8
    """Least correlation of limbs that shake alike: in acting out a dream each limb flails by
    itself. Of 142 convulsions of ten simulated worlds and eleven outsiders', three sensors, 5 are
    shorter than ``length_s`` and not alike, pauses below 5 s included, and none of 292 dreams that
    last 5 s lasts so long. One sensor does not show how other limbs shook."""
    alone: float = 0.05
    """Least probability of a convulsion where a lone sensor shows its limb jerking, and all may."""


CONVULSION: Final = ConvulsionLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClonicLimits:
    """What makes a single movement of several limbs a convulsion, whether they shake alike or not.

    Of 595 nights of nine simulated worlds and five outsiders' generators 9 such movements are
    convulsions with three sensors and 10 with two ankles, and nothing else is one.
    """

    sure: float = 0.8
    """Least probability of a convulsion or a stiffening."""
    convulsive: float = 0.2
    """Least probability of a convulsion."""
    length_s: float = 15.0
    """Shortest duration, seconds."""
    fastest_hz: float = 7.0
    """Fastest shaking, Hz: a limb that is held trembles faster (Elble and Randall 1976)."""
    rhythm: float = 0.5
    """Least share of the power at the dominant frequency: flailing limbs have no single one."""


CLONIC: Final = ClonicLimits()


def clonic_of(labels: Labels, features: Features) -> Mask:
    """Return which movements surely shake several limbs at a convulsion's pace, shape (events,)."""
    convulsive = labels.of(Kind.CONVULSIVE)
    sure = convulsive + labels.of(Kind.TONIC) >= CLONIC.sure
    sure &= convulsive >= CLONIC.convulsive
    led = labels.led_by(Kind.CONVULSIVE, Kind.TONIC) & (features.limbs > 1)
    slow = (features.duration >= CLONIC.length_s) & (features.frequency <= CLONIC.fastest_hz)
    slow &= features.rhythm >= CLONIC.rhythm
    return np.asarray(led & sure & slow)


def shakes_several_limbs(
    bouts: Bouts, of: Mapping[Hypothesis, Array], shaking: Array, *, alone: bool
) -> Mask:
    """Return which bouts shake several limbs without carrying them about.

    ``of`` is the mean probability of each hypothesis over each bout, and ``shaking`` the sum of
    those of all kinds of shaking. One sensor ``alone`` cannot show whether other limbs jerk too.
    """
    strong = (bouts.peak >= CONVULSION.peak) & (bouts.swells >= CONVULSION.swells)
    strong &= bouts.excursion <= CONVULSION.excursion
    likely = of[Kind.CONVULSIVE] >= CONVULSION.convulsive
    likely &= shaking >= CONVULSION.shaking
    likely &= of[Kind.GROSS_MOVEMENT] < CONVULSION.turning
    return np.asarray(strong & likely & ((bouts.second > CONVULSION.second) | alone))


def flails_briefly(bouts: Bouts, agreement: Array) -> Mask:
    """Return which bouts are too short for a convulsion whose limbs do not shake alike.

    ``agreement`` is the smallest correlation of two limbs in each event; NaN where only one moves.
    """
    alike = bouts.mean(np.nan_to_num(agreement)) >= CONVULSION.alike
    return np.asarray((bouts.length < CONVULSION.length_s) & ~alike)
