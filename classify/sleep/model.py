"""A hidden Markov model of falling asleep, sleeping and waking."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from limbwatch.classify.sleep.activity import Activity
from limbwatch.sensor.arrays import Array, Mask


class SleepState(IntEnum):
    """Hidden state of the sleeper; only `ASLEEP` is sleep.

    Before the first sleep a person is awake, then lies still in two steps, so that sleep cannot
    begin in the first half minute of stillness; afterwards the person wakes up and settles again.
    """

    AWAKE = 0
    STILL = 1
    DROWSY = 2
    ASLEEP = 3
    WOKEN = 4
    SETTLING = 5


Shares = tuple[float, float, float]
"""Probabilities in active wake, in quiet wake, and asleep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Probabilities of what is observed in an epoch of each behaviour."""

    turned: Shares
    """Probability of a short change of posture."""
    lasting: Shares
    """Probability of a lasting change of posture."""
    legs: Shares | None = None
    """Probability that a leg stirs; None without a sensor on one."""
    arms: Shares | None = None
    """Probability that an arm stirs; None without a sensor on one."""
    scored_from: float
    """Probability of sleep above which an epoch is scored as sleep. More than one half, since
    people lie awake more quietly than the model expects, and the fewer limbs are seen, the more:
    chosen on the nights of five outsiders' simulators, whose total sleep it brings nearer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepModel:
    """Probabilities of the model; times in minutes, probabilities per epoch of 30 s."""

    awake: float
    """Mean time of active wake before lying still."""
    still: float
    """Mean time of lying still, awake, before the first sleep. People stop moving before they
    sleep: scoring immobility as sleep puts the onset some minutes early (Tryon 2004)."""
    asleep: float
    """Mean time of sleep between awakenings."""
    woken: float
    """Mean time of active wake in an awakening."""
    settling: float
    """Mean time of stillness in an awakening."""
    stir: float
    """Probability of going from stillness back to active wake."""
    all_worn: Signs
    """Observations with sensors on legs and arms."""
    legs_worn: Signs
    """Observations with sensors on legs alone."""
    arms_worn: Signs
    """Observations with sensors on arms alone."""


SLEEP_MODEL = SleepModel(
    awake=10.0,
    still=7.0,
    asleep=100.0,
    woken=4.0,
    settling=1.0,
    stir=0.02,
    all_worn=Signs(
        turned=(0.469, 0.075, 0.054),
        lasting=(0.103, 0.002, 0.006),
        legs=(0.635, 0.135, 0.098),
        arms=(0.792, 0.188, 0.091),
        scored_from=0.6,
    ),
    legs_worn=Signs(
        turned=(0.254, 0.029, 0.046),
        lasting=(0.083, 0.001, 0.003),
        legs=(0.548, 0.085, 0.087),
        scored_from=0.65,
    ),
    arms_worn=Signs(
        turned=(0.369, 0.054, 0.045),
        lasting=(0.077, 0.002, 0.005),
        arms=(0.698, 0.149, 0.091),
        scored_from=0.65,
    ),
)
"""The model in use: times are from the literature and chosen; the signs are learned by ``python -m
benchmarks.fit_sleep``."""

_ACTIVE, _QUIET, _SLEEPING = 0, 1, 2
"""Indices into `Shares`."""

_BEHAVIOUR = {
    SleepState.AWAKE: _ACTIVE,
    SleepState.STILL: _QUIET,
    SleepState.DROWSY: _QUIET,
    SleepState.ASLEEP: _SLEEPING,
    SleepState.WOKEN: _ACTIVE,
    SleepState.SETTLING: _QUIET,
}
FIRST = (0.9, 0.1, 0.0, 0.0, 0.0, 0.0)
"""Probability of each state at the start of a recording, when a sensor has just been put on."""


def sleep_probability(activity: Activity, model: SleepModel = SLEEP_MODEL) -> Array:
    """Return the probability of sleep in each epoch, given all epochs of the night, 0 to 1.

    Epochs without a worn sensor are ignored.
    """
    return np.asarray(state_probability(activity, model)[:, SleepState.ASLEEP])


def scored_from(activity: Activity, model: SleepModel = SLEEP_MODEL) -> Array:
    """Return the probability above which each epoch is scored as sleep, shape (n,).

    1, and so never, without a worn sensor.
    """
    least = np.ones(len(activity))
    for here, signs in _observed(activity, model):
        least[here] = signs.scored_from
    return least


def state_probability(
    activity: Activity,
    model: SleepModel = SLEEP_MODEL,
    *,
    possible: Mask | None = None,
) -> Array:
    """Return the probability of each state in each epoch, given all epochs of the night.

    ``possible`` are the states that other knowledge does not rule out, by default all. Both have
    shape (n, states); the probability sums to 1 in each row.

    Notes
    -----
    The forward-backward algorithm. Hidden Markov models score actigraphy at least as well as
    the classic weights (Li 2020) [1]_; the stage of quiet wake follows [2]_.

    References
    ----------
    .. [1] Li X. et al. Chronobiol Int 2020;37:1002-1015. doi:10.1080/07420528.2020.1754848
    .. [2] Tryon W. W. Sleep 2004;27:158-165. doi:10.1093/sleep/27.1.158
    """
    seen = likelihood(activity, model)
    if possible is not None:
        seen = seen * np.where(possible, 1.0, 1e-12)
    return smoothed(seen, transitions(model, epoch=activity.epoch), np.array(FIRST))


def smoothed(seen: Array, change: Array, first: Array) -> Array:
    """Return the probability of each state in each epoch by the forward-backward algorithm.

    ``seen`` is the likelihood of the observation in each epoch, by state, shape (n, states);
    ``change`` are the transition probabilities, from row to column; ``first`` is the probability of
    each state at the start.
    """
    count = len(seen)
    forward = np.empty_like(seen)
    now = first
    for k in range(count):
        now = (now @ change if k else now) * seen[k]
        now /= now.sum()
        forward[k] = now
    backward = np.ones_like(seen)
    later = np.ones(len(first))
    for k in range(count - 1, 0, -1):
        later = change @ (seen[k] * later)
        later /= later.sum()
        backward[k - 1] = later
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def transitions(model: SleepModel, *, epoch: float) -> Array:
    """Return the transition probabilities of the states, shape (states, states)."""

    def leaving(minutes: float) -> float:
        return epoch / (minutes * 60)

    change = np.zeros((len(SleepState), len(SleepState)))
    change[SleepState.AWAKE, SleepState.STILL] = leaving(model.awake)
    change[SleepState.STILL, SleepState.DROWSY] = change[SleepState.DROWSY, SleepState.ASLEEP] = (
        leaving(model.still / 2)
    )
    change[SleepState.STILL, SleepState.AWAKE] = change[SleepState.DROWSY, SleepState.AWAKE] = (
        model.stir
    )
    change[SleepState.ASLEEP, SleepState.WOKEN] = leaving(model.asleep)
    change[SleepState.WOKEN, SleepState.SETTLING] = leaving(model.woken)
    change[SleepState.SETTLING, SleepState.ASLEEP] = leaving(model.settling)
    change[SleepState.SETTLING, SleepState.WOKEN] = model.stir
    change[np.diag_indices(len(SleepState))] = 1 - change.sum(axis=1)
    return change


def likelihood(activity: Activity, model: SleepModel) -> Array:
    """Return the likelihood of the observation in each epoch, by state, shape (n, states)."""
    legs, arms = activity.legs_worn, activity.arms_worn
    seen = np.ones((len(activity), len(SleepState)))
    for here, signs in _observed(activity, model):
        kept = 1.0 - np.array(signs.turned) - np.array(signs.lasting)
        posture = np.stack([kept, signs.turned, signs.lasting])
        seen[here] *= _by_state(posture[activity.posture[here]])
        for stirred, share, worn in (
            (activity.legs_stirred, signs.legs, legs),
            (activity.arms_stirred, signs.arms, arms),
        ):
            if share is None:
                continue
            rows = here & worn
            often = np.array(share)
            seen[rows] *= _by_state(np.where(stirred[rows, None], often, 1 - often))
    return seen


def _observed(activity: Activity, model: SleepModel) -> tuple[tuple[Mask, Signs], ...]:
    """Return the epochs with sensors on legs and arms, legs alone and arms alone."""
    legs, arms = activity.legs_worn, activity.arms_worn
    return (
        (legs & arms, model.all_worn),
        (legs & ~arms, model.legs_worn),
        (arms & ~legs, model.arms_worn),
    )


def _by_state(by_behaviour: Array) -> Array:
    return by_behaviour[:, [_BEHAVIOUR[state] for state in SleepState]]
