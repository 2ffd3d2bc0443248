"""Attacks: sustained shaking out of rest, judged as a whole and not piece by piece."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, Hypothesis
from limbwatch.classify.labels.convulsions import CONVULSION, flails_briefly, shakes_several_limbs
from limbwatch.classify.labels.labelling import Labels
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLimits:
    """What makes a bout an attack; probabilities are means over the bout.

    Chosen on 639 nights of ten simulated worlds and 155 of two outsiders', with three sensors: of
    118 bouts of one jerking limb and 69 convulsions that last 35 s and more, 52 and 47 are found;
    one convulsion is also found as one limb's, and one shake of a bed as a convulsion.
    """

    length_s: float = 35.0
    """Shortest bout, seconds: trains of foot tremor last 10 to 15 s, seldom 20 (Wichniak et al.
    2001), and with their pauses hardly longer than this."""
    rest_s: float = 5.0
    """Least rest before, seconds: an attack breaks into rest."""
    rest_after_s: float = 10.0
    """Least rest after, seconds: an attack leaves its person still. A cramp ends in rubbing the
    leg."""
    moving: float = 0.6
    """Least share of the bout that is movement."""
    wake: float = 0.5
    """Highest probability of a movement while awake."""
    walking: float = 0.3
    """Highest probability of walking."""
    bed: float = 0.2
    """Highest probability of a shaken bed: in 167 bouts of development nights that were labelled
    correctly without training on their world it is at most .18; of 29 labelled wrongly 4 have more,
    a pet's among them."""
    wake_around_s: float = 300.0
    """Longest wake period that an attack may lie in, seconds: the attack itself looks like
    wakefulness."""


ATTACK: Final = AttackLimits()


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

_SHAKING = (Kind.FOCAL, Kind.FOOT_TREMOR, Kind.CONVULSIVE, Kind.TREMOR, Kind.CRAMP)
"""Kinds whose probabilities add up to that of shaking."""

_AGAINST = (Kind.WAKE_MOVEMENT, Kind.WALKING, Kind.GROSS_MOVEMENT, EXTERNAL, KNOCK)
"""Kinds that speak against an attack."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacks:
    """Events that are pieces of attacks."""

    kinds: dict[int, Kind]
    """Kind of each event in an attack: ``focal`` or ``convulsive``."""
    sure: Array
    """Mean probability of shaking over the bout of each event; shape (events,)."""
    brief: Mask
    """Events of bouts too short for a convulsion in which each limb moves independently; shape
    (events,)."""
    bouts: Bouts
    """All bouts of the night."""

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
        """Return the number of pieces of an event's attack and its length in seconds, or None."""
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
    """Find attacks among the bouts of a night.

    Parameters
    ----------
    labels : Labels
        Labels of the single events.
    wake_around : callable
        Returns the length of the wake period around a moment, seconds; 0 asleep.
    sways : ndarray of bool, shape (events,)
        Whether a leg sways while the person falls asleep: it does not jerk.
    agreement : ndarray of float, shape (events,)
        Smallest correlation of two limbs; NaN where only one moves.
    alone : bool
        Whether only one sensor was worn, so that the other limbs are unknown.
    """
    of = {kind: bouts.mean(labels.of(kind)) for kind in (*_SHAKING, *_AGAINST)}
    shaking = np.sum([of[kind] for kind in _SHAKING], axis=0)
    likely = _breaks_into_rest(bouts) & (of[Kind.WAKE_MOVEMENT] < ATTACK.wake)
    likely &= of[Kind.WALKING] < ATTACK.walking
    likely &= of[EXTERNAL] + of[KNOCK] < ATTACK.bed
    one_limb = likely & _jerks_one_limb(bouts, of, sways=sways)
    brief = flails_briefly(bouts, agreement) & (not alone)
    several_limbs = likely & shakes_several_limbs(bouts, of, shaking, alone=alone) & ~brief
    # a likely convulsion is one even if the bed, or a lone sensor, shows only one limb jerking
    all_limbs = of[Kind.CONVULSIVE] > of[Kind.FOCAL]
    all_limbs |= alone & (of[Kind.CONVULSIVE] >= CONVULSION.alone)
    kinds: dict[int, Kind] = {}
    for bout in np.flatnonzero(one_limb | several_limbs).tolist():
        if wake_around(float(bouts.onset[bout])) > ATTACK.wake_around_s:
            continue
        kind = Kind.CONVULSIVE if several_limbs[bout] or all_limbs[bout] else Kind.FOCAL
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


def _jerks_one_limb(bouts: Bouts, of: Mapping[Hypothesis, Array], *, sways: Mask) -> Mask:
    """Return which bouts are the jerking, not trembling, of a limb that stays where it lies.

    ``of`` is the mean probability of each hypothesis over each bout, ``sways`` whether a leg sways
    in an event while the person falls asleep.
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
