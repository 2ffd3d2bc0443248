"""Attacks: shaking out of rest that goes on, whatever each of its pieces looks like by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK
from limbwatch.classify.labels.convulsions import CONVULSION, flails_briefly, shakes_several_limbs
from limbwatch.classify.labels.jerking import jerks_one_limb
from limbwatch.classify.labels.labelling import Labels
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLimits:
    """What makes a bout an attack of one limb, or of several.

    Chosen on 639 nights of ten simulated worlds and 155 of two outsiders', with three sensors: of
    118 bouts of one jerking limb and 69 convulsions that last 35 s and more, 52 and 47 are told,
    and with them one convulsion as one limb's, and one shake of a bed as a convulsion.
    """

    length_s: float = 35.0
    """Shortest bout: trains of foot tremor last 10 to 15 s, seldom 20 (Wichniak et al. 2001), and
    with their pauses hardly longer than this."""
    rest_s: float = 5.0
    """Rest before: an attack breaks into rest."""
    rest_after_s: float = 10.0
    """Rest after: an attack leaves its person still. A cramp ends in rubbing the leg."""
    moving: float = 0.6
    """Least share of the bout that is movement."""
    wake: float = 0.5
    """Most probability of moving awake, on the mean over the bout."""
    walking: float = 0.3
    """Most probability of walking, likewise."""
    bed: float = 0.2
    """Most probability of a shaken bed, likewise: in 167 bouts of development nights told rightly
    by labels that do not know the world the bed has at most .18; of 29 told wrongly 4 have more, a
    pet's among them."""
    wake_around_s: float = 300.0
    """Longest wakefulness that it may lie in, seconds: it looks like wakefulness itself."""


ATTACK: Final = AttackLimits()

_SHAKING = (Kind.FOCAL, Kind.FOOT_TREMOR, Kind.CONVULSIVE, Kind.TREMOR, Kind.CRAMP)
_AGAINST = (Kind.WAKE_MOVEMENT, Kind.WALKING, Kind.GROSS_MOVEMENT, EXTERNAL, KNOCK)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacks:
    """Events that are pieces of attacks."""

    kinds: dict[int, Kind]
    """By event: ``focal`` or ``convulsive``."""
    sure: Array
    """Probability of shaking, on the mean over the bout of each event; shape (events,)."""
    brief: Mask
    """Events of bouts that are too short for a convulsion, and in which each limb moves by itself;
    shape (events,)."""
    bouts: Bouts

    @property
    def within(self) -> Mask:
        """Which events are pieces of an attack, shape (events,)."""
        return self.of(Kind.FOCAL) | self.of(Kind.CONVULSIVE)

    def of(self, kind: Kind) -> Mask:
        """Which events are pieces of an attack of a kind, shape (events,)."""
        found = np.zeros(len(self.sure), np.bool_)
        found[[event for event, named in self.kinds.items() if named is kind]] = True
        return found

    def bout(self, event: int) -> tuple[int, float] | None:
        """Return how many pieces an attack has, and its length in seconds; None for no attack."""
        if event not in self.kinds:
            return None
        bout = self.bouts.number[event]
        return int(self.bouts.count[bout]), float(self.bouts.length[bout])


def attacks_of(
    labels: Labels,
    bouts: Bouts,
    wake_around: Callable[[float], float],
    *,
    sways: Mask,
    agreement: Array,
    alone: bool,
) -> Attacks:
    """Look for attacks among the bouts of a night.

    Parameters
    ----------
    labels : Labels
        Of each event by itself.
    wake_around : callable
        How long the wakefulness lasts that a moment lies in, seconds; 0 asleep.
    sways : ndarray of bool, shape (events,)
        Whether a leg sways while its owner falls asleep: it does not jerk.
    agreement : ndarray of float, shape (events,)
        Smallest correlation of two limbs; NaN where one moves.
    alone : bool
        Whether one sensor was worn: what other limbs did is unknown.
    """
    of = {kind: bouts.mean(labels.of(kind)) for kind in (*_SHAKING, *_AGAINST)}
    shaking = np.sum([of[kind] for kind in _SHAKING], axis=0)
    likely = _breaks_into_rest(bouts) & (of[Kind.WAKE_MOVEMENT] < ATTACK.wake)
    likely &= of[Kind.WALKING] < ATTACK.walking
    likely &= of[EXTERNAL] + of[KNOCK] < ATTACK.bed
    one = likely & jerks_one_limb(bouts, of, sways=sways)
    brief = flails_briefly(bouts, agreement) & (not alone)
    several = likely & shakes_several_limbs(bouts, of, shaking, alone=alone) & ~brief
    # what jerks as a convulsion does is one, though the bed or a lone sensor shows it of one limb
    shared = of[Kind.CONVULSIVE] > of[Kind.FOCAL]
    shared |= alone & (of[Kind.CONVULSIVE] >= CONVULSION.alone)
    kinds: dict[int, Kind] = {}
    for bout in np.flatnonzero(one | several).tolist():
        if wake_around(float(bouts.onset[bout])) > ATTACK.wake_around_s:
            continue
        kind = Kind.CONVULSIVE if several[bout] or shared[bout] else Kind.FOCAL
        kinds |= dict.fromkeys(np.flatnonzero(bouts.number == bout).tolist(), kind)
    return Attacks(
        kinds=kinds,
        sure=np.minimum(shaking, 1.0)[bouts.number],
        brief=brief[bouts.number],
        bouts=bouts,
    )


def _breaks_into_rest(bouts: Bouts) -> Mask:
    long = (bouts.length >= ATTACK.length_s) & (bouts.moving >= ATTACK.moving)
    rested = (bouts.rest_before >= ATTACK.rest_s) & (bouts.rest_after >= ATTACK.rest_after_s)
    return np.asarray(long & rested)
