"""A hidden Markov model of falling asleep, sleeping and waking."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.sleep.activity import Activity

Probabilities = NDArray[np.float64]


class SleepState(IntEnum):
    """What the sleeper does, unseen; only `ASLEEP` is sleep.

    Before the first sleep a person is awake, then lies still in two steps, so that nobody falls
    asleep in the first half minute of stillness; afterwards wakes up and settles again.
    """

    AWAKE = 0
    STILL = 1
    DROWSY = 2
    ASLEEP = 3
    WOKEN = 4
    SETTLING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepModel:
    """Probabilities of the model; times in minutes, probabilities per epoch of 30 s.

    Parameters
    ----------
    awake : float
        Mean time of active wake before lying still.
    still : float
        Mean time of lying still, awake, before the first sleep. People stop moving before they
        sleep: scoring immobility as sleep puts the onset some minutes early (Tryon 2004).
    asleep : float
        Mean time of sleep between awakenings.
    woken, settling : float
        Mean time of active wake, and of stillness, in an awakening.
    stir : float
        Probability of going from stillness back to active wake.
    turning : tuple of tuple of float
        Probability of no, a short and a lasting change of posture: in active wake, in quiet
        wake, asleep. Healthy sleepers make 6.8 large movements an hour (4.5-10.8), of which the
        smaller part turns the body (Ferri 2021, PMC8436137): 0.02 to 0.06 per epoch.
    reaching : tuple of float
        Probability of a wrist that moves and returns, in the same three.
    """

    awake: float
    still: float
    asleep: float
    woken: float
    settling: float
    stir: float
    turning: tuple[tuple[float, float, float], ...]
    reaching: tuple[float, float, float]


SLEEP_MODEL = SleepModel(
    awake=10.0,
    still=7.0,
    asleep=100.0,
    woken=4.0,
    settling=1.0,
    stir=0.02,
    turning=((0.62, 0.32, 0.06), (0.94, 0.055, 0.005), (0.957, 0.040, 0.003)),
    reaching=(0.30, 0.05, 0.02),
)

_ACTIVE, _QUIET, _SLEEPING = 0, 1, 2
_BEHAVIOUR = {
    SleepState.AWAKE: _ACTIVE,
    SleepState.STILL: _QUIET,
    SleepState.DROWSY: _QUIET,
    SleepState.ASLEEP: _SLEEPING,
    SleepState.WOKEN: _ACTIVE,
    SleepState.SETTLING: _QUIET,
}
_FIRST = (0.9, 0.1, 0.0, 0.0, 0.0, 0.0)
"""A recording starts with somebody who has just put a sensor on."""


def sleep_probability(activity: Activity, model: SleepModel = SLEEP_MODEL) -> Probabilities:
    """Return how probably each epoch is sleep, given all epochs of the night.

    Parameters
    ----------
    activity : Activity
        What was seen; epochs in which no sensor was worn say nothing.
    model : SleepModel

    Returns
    -------
    ndarray of float, shape (n,)
        0 to 1.

    Notes
    -----
    The forward-backward algorithm. Hidden Markov models score actigraphy at least as well as
    the classic weights (Li 2020) [1]_; the step of quiet wake follows [2]_.

    References
    ----------
    .. [1] Li X. et al. Chronobiol Int 2020;37:1002-1015. doi:10.1080/07420528.2020.1754848
    .. [2] Tryon W. W. Sleep 2004;27:158-165. doi:10.1093/sleep/27.1.158
    """
    change = _transitions(model, epoch=activity.epoch)
    seen = _likelihood(activity, model)
    count = len(seen)
    forward = np.empty((count, len(SleepState)))
    now = np.array(_FIRST)
    for k in range(count):
        now = (now @ change if k else now) * seen[k]
        now /= now.sum()
        forward[k] = now
    backward = np.ones((count, len(SleepState)))
    later = backward[-1] if count else np.ones(len(SleepState))
    for k in range(count - 1, 0, -1):
        later = change @ (seen[k] * later)
        later /= later.sum()
        backward[k - 1] = later
    both = forward * backward
    return np.asarray(both[:, SleepState.ASLEEP] / both.sum(axis=1), np.float64)


def _transitions(model: SleepModel, *, epoch: float) -> Probabilities:
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


def _likelihood(activity: Activity, model: SleepModel) -> Probabilities:
    """Probability of what was seen in each epoch, by state, shape (n, states)."""
    turning = np.array([model.turning[_BEHAVIOUR[state]] for state in SleepState])
    reaching = np.array([model.reaching[_BEHAVIOUR[state]] for state in SleepState])
    seen = np.ones((len(activity), len(SleepState)))
    seen[activity.worn] *= turning[:, activity.posture[activity.worn]].T
    reached = activity.reached[activity.wrist_worn]
    seen[activity.wrist_worn] *= np.where(reached[:, None], reaching, 1 - reaching)
    return seen
