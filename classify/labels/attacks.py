"""Attacks: shaking out of rest that goes on, whatever each of its pieces looks like by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, Hypothesis
from limbwatch.classify.labels.labelling import Labels

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
    rest_after_s: float = 10.0
    """Rest before and after: an attack breaks into rest, and leaves its person still. A cramp ends
    in rubbing the leg."""
    moving: float = 0.6
    """Least share of the bout that is movement."""
    peak: float = 0.1
    """Weakest that counts, g: above what a bed passes on."""
    jerking: float = 0.2
    held_more: float = 0.2
    """Of one limb: least probability of jerks of any kind, on the mean over the bout, and by how
    much trembling and cramp may be more probable."""
    swaying: float = 0.5
    """The part of a bout in which a leg sways, from which it does not jerk."""
    wake: float = 0.5
    walking: float = 0.3
    tremor: float = 0.5
    turning: float = 0.4
    bed: float = 0.2
    """Most of moving awake, walking, trembling, turning over and of a shaken bed, likewise: in 167
    bouts of development nights told rightly by labels that do not know the world the bed has at
    most .18; of 29 told wrongly 4 have more, a pet's among them."""
    alone: float = 0.05
    """Least probability of a convulsion where one sensor says that its limb jerks, and all may."""
    wake_around_s: float = 300.0
    """Longest wakefulness that it may lie in, seconds: it looks like wakefulness itself."""
    one_limb: float = 0.9
    second: float = 0.4
    excursion: float = 20.0
    swells: float = 10.0
    hand_hz: float = 4.0
    """Of one limb: share of the movement that it leads, what another shows of it, how far a limb
    that stays where it lies swings, degrees, jerks, and the fastest that a hand jerks, Hz: at 4 to
    6 it trembles (MDS consensus on tremor, Bhatia et al. 2018)."""
    shaken: float = 0.3
    convulsive: float = 0.1
    both: float = 0.3
    carried: float = 55.0
    jerks: float = 15.0
    strong: float = 0.3
    """Of several: least probability of shaking and of a convulsion, how much the second limb shows,
    the farthest swing, degrees (who walks carries an arm much further), swells, and peak, g."""
    convulsion_s: float = 38.0
    alike: float = 0.8
    """Shortest convulsion whose limbs do not shake alike, seconds (120 lasted 62 s on the mean,
    Theodore et al. 1994), and the least correlation of limbs that do: who acts out a dream flails
    each limb by itself. Of 142 convulsions of ten simulated worlds and eleven outsiders', three
    sensors, 5 are such, pauses below 5 s included, and none of 292 dreams that last 5 s lasts so
    long. One sensor does not tell how others shook."""
    clonic: float = 0.8
    clonic_part: float = 0.2
    clonic_s: float = 15.0
    clonic_hz: float = 7.0
    clonic_rhythm: float = 0.5
    """Of a single movement of several limbs that convulses, whether they shake alike or not: least
    probability of a convulsion or a stiffening, and of the first, shortest length, seconds, fastest
    shaking, Hz, and least share of the power that is at its frequency: what is held trembles faster
    (Elble and Randall 1976), and limbs that flail have no one frequency.
    Of 595 nights of nine simulated worlds and five strangers' generators 9 such movements are
    convulsions with three sensors and 10 with two ankles, and nothing else is one."""


ATTACK: Final = AttackLimits()

_SHAKING = (Kind.FOCAL, Kind.FOOT_TREMOR, Kind.CONVULSIVE, Kind.TREMOR, Kind.CRAMP)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacks:
    """Events that are pieces of attacks."""

    kinds: dict[int, Kind]
    """By event: ``focal`` or ``convulsive``."""
    sure: Column
    """Probability of shaking, on the mean over the bout of each event; shape (events,)."""
    brief: Flags
    """Events of bouts that are too short for a convulsion, and in which each limb moves by itself;
    shape (events,)."""
    bouts: Bouts

    @property
    def within(self) -> Flags:
        """Which events are pieces of an attack, shape (events,)."""
        return self.of(Kind.FOCAL) | self.of(Kind.CONVULSIVE)

    def of(self, kind: Kind) -> Flags:
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


def clonic_of(labels: Labels, features: Features) -> Flags:
    """Say which movements shake several limbs as a convulsion does, surely and slowly enough.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    shaken = labels.of(Kind.CONVULSIVE)
    sure = (shaken + labels.of(Kind.TONIC) >= ATTACK.clonic) & (shaken >= ATTACK.clonic_part)
    led = labels.led_by(Kind.CONVULSIVE, Kind.TONIC) & (features.limbs > 1)
    slow = (features.duration >= ATTACK.clonic_s) & (features.frequency <= ATTACK.clonic_hz)
    slow &= features.rhythm >= ATTACK.clonic_rhythm
    return np.asarray(led & sure & slow)


def attacks_of(
    labels: Labels,
    bouts: Bouts,
    wake_around: Callable[[float], float],
    *,
    sways: Flags,
    agreement: Column,
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
    one = likely & _of_one(bouts, of) & (bouts.mean(sways.astype(np.float64)) < ATTACK.swaying)
    brief = _brief(bouts, agreement) & (not alone)
    several = likely & _of_several(bouts, of, shaking, alone=alone) & ~brief
    # what jerks as a convulsion does is one, though the bed or a lone sensor shows it of one limb
    shared = of[Kind.CONVULSIVE] > of[Kind.FOCAL]
    shared |= alone & (of[Kind.CONVULSIVE] >= ATTACK.alone)
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


_AGAINST = (Kind.WAKE_MOVEMENT, Kind.WALKING, Kind.GROSS_MOVEMENT, EXTERNAL, KNOCK)


def _breaks_into_rest(bouts: Bouts) -> Flags:
    long = (bouts.length >= ATTACK.length_s) & (bouts.moving >= ATTACK.moving)
    rested = (bouts.rest_before >= ATTACK.rest_s) & (bouts.rest_after >= ATTACK.rest_after_s)
    return np.asarray(long & rested)


def _brief(bouts: Bouts, agreement: Column) -> Flags:
    """Say which bouts are too short for a convulsion whose limbs do not shake alike."""
    alike = bouts.mean(np.nan_to_num(agreement)) >= ATTACK.alike
    return np.asarray((bouts.length < ATTACK.convulsion_s) & ~alike)


def _of_one(bouts: Bouts, of: dict[Hypothesis, Column]) -> Flags:
    """Say which bouts are the jerking of a limb that stays where it lies, and no trembling."""
    stays = (bouts.one_limb >= ATTACK.one_limb) & (bouts.second <= ATTACK.second)
    stays &= (bouts.excursion <= ATTACK.excursion) & (bouts.peak >= ATTACK.peak)
    jerking = of[Kind.FOCAL] + of[Kind.FOOT_TREMOR] + of[Kind.CONVULSIVE]
    jerks = (bouts.swells >= ATTACK.swells) & (jerking >= ATTACK.jerking)
    jerks &= bouts.hand_hz <= ATTACK.hand_hz
    held_more = of[Kind.TREMOR] + of[Kind.CRAMP] - jerking
    return np.asarray(
        stays & jerks & (of[Kind.TREMOR] < ATTACK.tremor) & (held_more < ATTACK.held_more)
    )


def _of_several(
    bouts: Bouts, of: dict[Hypothesis, Column], shaking: Column, *, alone: bool
) -> Flags:
    """Say which bouts shake several limbs, none of which is carried about.

    One sensor does not tell the jerking of its limb from that of all limbs.
    """
    strong = (bouts.peak >= ATTACK.strong) & (bouts.swells >= ATTACK.jerks)
    strong &= bouts.excursion <= ATTACK.carried
    likely = (of[Kind.CONVULSIVE] >= ATTACK.convulsive) & (shaking >= ATTACK.shaken)
    likely &= of[Kind.GROSS_MOVEMENT] < ATTACK.turning
    return np.asarray(strong & likely & ((bouts.second > ATTACK.both) | alone))
