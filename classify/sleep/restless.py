"""Restless legs before the first sleep: the person is awake although the legs keep a rhythm.

Movements in a rhythm are not evidence of wake (`limbwatch.classify.sleep.activity`), so a person
who lies awake with legs that move every ten or twenty seconds, and with still arms, would count as
asleep within minutes. Restless legs differ from the periodic movements of a sleeper: they move in
nearly every half minute, some movements are out of rhythm, and arms and posture stir now and then.
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
"""Two states in addition to `SleepState`: awake with restless legs, and asleep with periodic
movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSigns:
    """Probabilities of what is observed in an epoch of one state."""

    turned: float
    """Probability of a short change of posture."""
    lasting: float
    """Probability of a lasting change of posture."""
    legs: float
    """Probability that a leg stirs outside any rhythm."""
    arms: float
    """Probability that an arm stirs outside any rhythm."""
    rhythmic: float
    """Probability that a leg moves in a rhythm, where none stirs outside it."""
    crowded: float
    """Probability that the legs begin `RestlessModel.crowd` movements or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestlessModel:
    """Model of legs that move before and during sleep; probabilities per epoch of 30 s.

    Chosen by hand on nights of ten simulated worlds and two outsiders'; other values that were
    tried (rhythmic legs of .55 to .75, arms of .25 to .3) change few nights.
    """

    restless: LegSigns = LegSigns(
        turned=0.15, lasting=0.01, legs=0.5, arms=0.3, rhythmic=0.67, crowded=0.2
    )
    """Observations awake with restless legs."""
    periodic: LegSigns = LegSigns(
        turned=0.045, lasting=0.004, legs=0.07, arms=0.08, rhythmic=0.4, crowded=0.04
    )
    """Observations asleep with periodic movements."""
    turned_by_legs: float = 0.105
    """`LegSigns.turned` of restless legs where no arm has a sensor."""
    rhythmic: tuple[float, float, float] = (0.08, 0.04, 0.03)
    """`LegSigns.rhythmic` in active wake, in quiet wake, and asleep without periodic movements."""
    crowded: tuple[float, float, float] = (0.15, 0.02, 0.01)
    """`LegSigns.crowded` in active wake, in quiet wake, and asleep without periodic movements."""
    crowd: int = 3
    """Number of leg movements in half a minute that is evidence of wake: so many follow each other
    within some ten seconds, those of sleep every 20 to 40 s (Ferri et al. 2006). On 512 development
    nights of nine simulated worlds, three sensors, as many begin in .05 of the epochs asleep in
    which a leg keeps a rhythm, and in .09 of those before sleep in which legs find no rest, and up
    to .25 on one night. Fewer are no evidence."""
    first: float = 0.03
    """Probability that a recording begins with restless legs."""
    begins: float = 0.005
    """Probability that restless legs begin in active wake."""
    stirs: float = 0.002
    """Probability that restless legs begin in quiet wake."""
    moves: float = 0.02
    """Probability of a change from restless legs to active wake."""
    rests: float = 0.05
    """Probability of a change from restless legs to lying still."""
    falls: float = 0.3
    """Probability that sleep begins with periodic movements."""
    changes: float = 0.02
    """Probability that periodic movements begin or end during sleep."""
    least_s: float = 180.0
    """Shortest delay of the first sleep that is accepted, seconds."""
    most_s: float = 3600.0
    """Longest delay of the first sleep that is accepted, seconds. A person whose legs move all
    night may sleep, which limb sensors cannot decide, so it stays sleep."""
    share: float = 0.5
    """Least share of the epochs of that delay in which legs are more probably restless than not: of
    920 nights of ten simulated worlds and four outsiders' without restless legs, three sensors, the
    delay is accepted on two, where sleep had begun 14 and 16 min early, and on none of the 170 with
    periodic movements; of 35 with restless legs on 13."""


RESTLESS: Final = RestlessModel()


_MORE_PROBABLY: Final = 0.5


class Restlessness(NamedTuple):
    """Probabilities of restless legs and of sleep; columns of shape (epochs,)."""

    restless: Array
    """Probability that the person lies awake with restless legs."""
    asleep: Array
    """Probability that the person sleeps."""

    def keep_awake(self, first: int, last: int, *, epoch: float) -> bool:
        """Return whether restless legs delay the first sleep from one epoch to another.

        Epochs last ``epoch`` seconds.
        """
        if not RESTLESS.least_s <= (last - first) * epoch <= RESTLESS.most_s:
            return False
        return bool(np.mean(self.restless[first:last] > _MORE_PROBABLY) >= RESTLESS.share)


def restlessness_of(
    activity: Activity, sleep: SleepModel, model: RestlessModel = RESTLESS
) -> Restlessness:
    """Return the probabilities of restless legs before the first sleep, and of sleep."""
    first = np.array([FIRST[0] - model.first, *FIRST[1:], model.first, 0.0])
    state = smoothed(
        _likelihood(activity, sleep, model), _transitions(activity, sleep, model), first
    )
    return Restlessness(
        restless=state[:, _RESTLESS], asleep=state[:, SleepState.ASLEEP] + state[:, _PERIODIC]
    )


def _transitions(activity: Activity, sleep: SleepModel, model: RestlessModel) -> Array:
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


def _likelihood(activity: Activity, sleep: SleepModel, model: RestlessModel) -> Array:
    """Return the likelihood of the observation in each epoch, by state, shape (n, states)."""
    known = likelihood(activity, sleep)
    awake, asleep = known[:, SleepState.AWAKE], known[:, SleepState.ASLEEP]
    legs, arms = activity.legs_worn, activity.arms_worn
    alone = replace(model.restless, turned=model.turned_by_legs)
    restless = np.where(
        arms, _likelihood_by(model.restless, activity, arms), _likelihood_by(alone, activity, arms)
    )
    periodic = _likelihood_by(model.periodic, activity, arms)
    # without a leg sensor the two states are not distinguished from wake and sleep
    observed = np.column_stack(
        [known, np.where(legs, restless, awake), np.where(legs, periodic, asleep)]
    )
    active, quiet, sleeping = model.rhythmic
    often = np.array([active, quiet, quiet, sleeping, active, quiet])
    often = np.append(often, [model.restless.rhythmic, model.periodic.rhythmic])
    in_rest = legs & ~activity.legs_stirred
    observed[in_rest] *= np.where(activity.legs_in_rhythm[in_rest, None], often, 1 - often)
    active, quiet, sleeping = model.crowded
    often = np.array([active, quiet, quiet, sleeping, active, quiet])
    often = np.append(often, [model.restless.crowded, model.periodic.crowded])
    # few leg movements are not evidence against restless legs
    observed[legs & (activity.leg_movements >= model.crowd)] *= often
    return observed


def _likelihood_by(signs: LegSigns, activity: Activity, arms: Mask) -> Array:
    posture = np.array([1 - signs.turned - signs.lasting, signs.turned, signs.lasting])
    observed = posture[activity.posture]
    observed = observed * np.where(activity.legs_stirred, signs.legs, 1 - signs.legs)
    return np.where(
        arms, observed * np.where(activity.arms_stirred, signs.arms, 1 - signs.arms), observed
    )
