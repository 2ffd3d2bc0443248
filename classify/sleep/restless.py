"""Legs that find no rest before the first sleep: their owner is awake, though they keep a rhythm.

Movements in a rhythm say nothing of wake (`limbwatch.classify.sleep.activity`), so that who lies
awake with legs that move every ten or twenty seconds, and with still arms, would be taken for
asleep within minutes. What tells them from the periodic movements of a sleeper is that they come in
nearly every half minute, that some are out of rhythm, and that arms and posture stir now and then.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.sleep.activity import Activity
from limbwatch.classify.sleep.model import (
    FIRST,
    SleepModel,
    SleepState,
    likelihood,
    smoothed,
    transitions,
)
from limbwatch.sensor.arrays import Array, Mask

_RESTLESS, _PERIODIC = len(SleepState), len(SleepState) + 1
"""States beside those of the model of sleep: awake with restless legs, and asleep with periodic
movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSigns:
    """What is seen in an epoch of one state."""

    turned: float
    lasting: float
    """Probability of a short and of a lasting change of posture."""
    legs: float
    arms: float
    """Probability that a leg, and an arm, stirs out of any rhythm."""
    rhythmic: float
    """Probability that a leg moves in a rhythm where none stirs out of it."""
    crowded: float
    """Probability that the legs begin `RestlessModel.crowd` movements or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestlessModel:
    """Legs that move before sleep and in it; probabilities per epoch of 30 s.

    Chosen by hand on nights of ten simulated worlds and two outsiders'; other values that were
    tried (rhythmic legs of .55 to .75, arms of .25 to .3) change few nights.
    """

    restless: LegSigns = LegSigns(
        turned=0.15, lasting=0.01, legs=0.5, arms=0.3, rhythmic=0.67, crowded=0.2
    )
    periodic: LegSigns = LegSigns(
        turned=0.045, lasting=0.004, legs=0.07, arms=0.08, rhythmic=0.4, crowded=0.04
    )
    """Awake with restless legs, and asleep with periodic movements."""
    turned_by_legs: float = 0.105
    """`LegSigns.turned` of restless legs where no arm has a sensor."""
    rhythmic: tuple[float, float, float] = (0.08, 0.04, 0.03)
    crowded: tuple[float, float, float] = (0.15, 0.02, 0.01)
    """As in `LegSigns`, in active wake, in quiet wake, and asleep without periodic movements."""
    crowd: int = 3
    """So many movements of the legs that begin in half a minute follow each other within some ten
    seconds, as they do awake; those of sleep come every 20 to 40 s (Ferri et al. 2006). On 512
    development nights of nine simulated worlds, three sensors, as many begin in .05 of the epochs
    asleep in which a leg keeps a rhythm, and in .09 of those before sleep in which legs find no
    rest, and up to .25 on one night. That fewer begin says nothing."""
    first: float = 0.03
    begins: float = 0.005
    stirs: float = 0.002
    """Probability that a recording begins with restless legs, and that they come on in active wake
    and in quiet wake."""
    moves: float = 0.02
    rests: float = 0.05
    """Probability of going on from them to active wake, and to lying still."""
    falls: float = 0.3
    changes: float = 0.02
    """Probability that sleep begins with periodic movements, and that they come or go in it."""
    least_s: float = 180.0
    most_s: float = 3600.0
    """Shortest and longest delay of the first sleep that is believed, seconds. Somebody whose legs
    move all night may sleep: nobody who sees limbs alone can tell, and it stays sleep."""
    share: float = 0.5
    """Least share of the epochs of that delay in which legs are more probably restless than not: of
    920 nights of ten simulated worlds and four outsiders' without restless legs, three sensors, the
    delay is believed on two, where sleep had begun 14 and 16 min early, and on none of the 170 with
    periodic movements; of 35 with restless legs on 13."""


RESTLESS: Final = RestlessModel()


_MORE_PROBABLY: Final = 0.5


class Restlessness(NamedTuple):
    """Probabilities of shape (epochs,)."""

    restless: Array
    asleep: Array
    """That its person lies awake with restless legs, and sleeps."""

    def keep_awake(self, first: int, last: int, *, epoch: float) -> bool:
        """Say whether restless legs put the first sleep off from one epoch to another.

        Parameters
        ----------
        first, last : int
            Epochs in which sleep begins without and with them.
        epoch : float
            Length of an epoch, seconds.
        """
        if not RESTLESS.least_s <= (last - first) * epoch <= RESTLESS.most_s:
            return False
        return bool(np.mean(self.restless[first:last] > _MORE_PROBABLY) >= RESTLESS.share)


def restlessness_of(
    activity: Activity, sleep: SleepModel, model: RestlessModel = RESTLESS
) -> Restlessness:
    """Look at a night as one in which legs may be restless before the first sleep."""
    first = np.array([FIRST[0] - model.first, *FIRST[1:], model.first, 0.0])
    state = smoothed(_seen(activity, sleep, model), _changes(activity, sleep, model), first)
    return Restlessness(
        restless=state[:, _RESTLESS], asleep=state[:, SleepState.ASLEEP] + state[:, _PERIODIC]
    )


def _changes(activity: Activity, sleep: SleepModel, model: RestlessModel) -> Array:
    change = np.zeros((_PERIODIC + 1, _PERIODIC + 1))
    change[:_RESTLESS, :_RESTLESS] = transitions(sleep, epoch=activity.epoch)
    change[SleepState.AWAKE, _RESTLESS] = model.begins
    change[[SleepState.STILL, SleepState.DROWSY], _RESTLESS] = model.stirs
    change[_RESTLESS, SleepState.AWAKE] = model.moves
    change[_RESTLESS, SleepState.STILL] = model.rests
    for before in (SleepState.DROWSY, SleepState.SETTLING):
        change[before, _PERIODIC] = model.falls * change[before, SleepState.ASLEEP]
        change[before, SleepState.ASLEEP] *= 1 - model.falls
    change[_PERIODIC, SleepState.WOKEN] = change[SleepState.ASLEEP, SleepState.WOKEN]
    change[SleepState.ASLEEP, _PERIODIC] = change[_PERIODIC, SleepState.ASLEEP] = model.changes
    np.fill_diagonal(change, 0.0)
    np.fill_diagonal(change, 1 - change.sum(axis=1))
    return change


def _seen(activity: Activity, sleep: SleepModel, model: RestlessModel) -> Array:
    """Probability of what was seen in each epoch, by state, shape (n, states)."""
    known = likelihood(activity, sleep)
    awake, asleep = known[:, SleepState.AWAKE], known[:, SleepState.ASLEEP]
    legs, arms = activity.legs_worn, activity.arms_worn
    alone = replace(model.restless, turned=model.turned_by_legs)
    restless = np.where(arms, _by(model.restless, activity, arms), _by(alone, activity, arms))
    periodic = _by(model.periodic, activity, arms)
    # without a leg there is nothing to tell them by
    seen = np.column_stack(
        [known, np.where(legs, restless, awake), np.where(legs, periodic, asleep)]
    )
    active, quiet, sleeping = model.rhythmic
    often = np.array([active, quiet, quiet, sleeping, active, quiet])
    often = np.append(often, [model.restless.rhythmic, model.periodic.rhythmic])
    in_rest = legs & ~activity.legs_stirred
    seen[in_rest] *= np.where(activity.legs_in_rhythm[in_rest, None], often, 1 - often)
    active, quiet, sleeping = model.crowded
    often = np.array([active, quiet, quiet, sleeping, active, quiet])
    often = np.append(often, [model.restless.crowded, model.periodic.crowded])
    # legs that find no rest hurry or do not: that they do not says nothing
    seen[legs & (activity.leg_movements >= model.crowd)] *= often
    return seen


def _by(signs: LegSigns, activity: Activity, arms: Mask) -> Array:
    posture = np.array([1 - signs.turned - signs.lasting, signs.turned, signs.lasting])
    seen = posture[activity.posture]
    seen = seen * np.where(activity.legs_stirred, signs.legs, 1 - signs.legs)
    return np.where(arms, seen * np.where(activity.arms_stirred, signs.arms, 1 - signs.arms), seen)
