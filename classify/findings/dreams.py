"""Movements as of somebody who acts out a dream: short, strong bursts of an arm out of sleep."""

import math
from collections.abc import Sequence
from itertools import compress
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import HOUR, Scene, most_at_once
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded

NEAR_S: Final = 300.0
"""How far before and after a burst what happens near it is looked at, seconds."""

REST_S: Final = (0.5, 600.0)
"""Shorter and longer rests count as these, seconds."""

FAINTEST_G: Final = 0.001
"""Fainter peaks count as this, g: a stored night may say 0."""

NONE: Final = 0.3
"""What no event of a kind counts as beside one, so that its logarithm can be taken."""

TELLS: Final = MappingProxyType(
    {
        "number": 3.11,
        "length": -1.98,
        "strength": 1.87,
        "periodic": -2.08,
        "steps": -2.19,
        "turns": -0.81,
        "jolts": -0.91,
        "awake": -0.55,
        "peak": 0.08,
        "before": -0.24,
        "after": -0.2,
    }
)
"""What the logarithm of each of `measures` tells, log odds, learned by ``python -m
benchmarks.fit_dreams`` on nights of nine worlds: many movements near it that are short and strong,
and no walk, no rhythm of the legs, no turning over and no long wakefulness."""

BIAS: Final = -4.94
"""Log odds before anything is known."""

_JOLTS = frozenset({Kind.HYPNIC_JERK, Kind.CONVULSIVE, Kind.FOCAL, Kind.TONIC, Kind.TREMOR})

_VIGOROUS = frozenset(Kind) - {
    Kind.PLM,
    Kind.HYPNIC_JERK,
    Kind.CONVULSIVE,
    Kind.WALKING,
    Kind.EXTERNAL,
    Kind.GROSS_MOVEMENT,
    Kind.TREMOR,
}
"""What a single strong burst may have been called: who turns over throws an arm as well."""

_DENSE = frozenset({Kind.WAKE_MOVEMENT, Kind.GROSS_MOVEMENT, Kind.UNCERTAIN})
"""What bursts close together are called one by one."""


def dream_enactment(scene: Scene) -> str | None:
    """Tell of bursts of an arm as of somebody who acts out dreams, in the last two thirds.

    REM sleep predominates there. Strong bursts come out of sleep, or are stronger than what people
    do awake, and several in one REM period; fewer do where all are both. Bursts that come close
    together look like wakefulness to an accelerometer, and are told by what happens near them,
    however little of the rest is estimated sleep.
    """
    if scene.sleep_hours >= CONCERN.sleep_hours:
        strong = _strong_bursts(scene)
        within = most_at_once(strong, CONCERN.enactment_within_s)
        if len(within) >= CONCERN.enactment:
            return (
                f"{len(within)} vigorous bursts of an arm ({_up_to(within)}) within half an hour "
                f"in the last two thirds of the night, out of {scene.sleep_words} or in short "
                "wakefulness"
            )
        asleep = [event for event in strong if _strong_asleep(event, scene)]
        within = most_at_once(asleep, CONCERN.enactment_within_s)
        if len(within) >= CONCERN.enactment_asleep:
            return (
                f"{len(within)} vigorous bursts of an arm ({_up_to(within)}) within half an hour "
                f"in the last two thirds of the night, out of {scene.sleep_words}"
            )
    dense = dense_bursts(scene)
    needed = max(CONCERN.enactment_dense, CONCERN.enactment_dense_rate * scene.length / HOUR)
    if len(dense) >= needed:
        return (
            f"{len(dense)} short bursts of an arm ({_up_to(dense)}), close together, in the last "
            f"two thirds of the night and after {scene.sleep_words}; who lies awake and throws an "
            "arm about looks the same"
        )
    return None


def _up_to(events: Sequence[Event]) -> str:
    return f"up to {rounded(max(event.peak for event in events), 1)} g"


def _strong_bursts(scene: Scene) -> list[Event]:
    return [
        event
        for event in scene.events
        if event.onset > scene.length / 3
        and event.duration <= CONCERN.enactment_s
        and event.kind in _VIGOROUS
        and 2 * _arms(event) >= len(event.limbs)
        and _vigorous(event, scene)
    ]


def _arms(event: Event) -> int:
    return sum(limb.limb == "wrist" for limb in event.limbs)


def _vigorous(event: Event, scene: Scene) -> bool:
    """Tell a burst that is stronger than what people do awake.

    It looks like short wakefulness to an accelerometer, so it may be in some; out of what looks
    like sleep weaker ones count too, where sensors on legs tell them from turning over.
    """
    awake_s = scene.sleep.wake_around(event.onset)
    if awake_s == 0 and scene.ankles:
        return event.peak >= CONCERN.enactment_asleep_peak
    return event.peak >= CONCERN.enactment_peak and awake_s <= CONCERN.enactment_wake_s


def _strong_asleep(event: Event, scene: Scene) -> bool:
    awake_s = scene.sleep.wake_around(event.onset)
    return scene.ankles > 0 and awake_s == 0 and event.peak >= CONCERN.enactment_peak


def dense_bursts(scene: Scene) -> list[Event]:
    """Return the bursts of an arm that are told by what happens near them.

    An arm alone does not tell them from what people do awake: without a sensor on a leg there are
    none.
    """
    found = candidates(scene)
    if not scene.ankles or not found:
        return []
    score = measures(scene, found) @ np.array(list(TELLS.values())) + BIAS
    needed = math.log(CONCERN.enactment_sure / (1 - CONCERN.enactment_sure))
    return list(compress(found, (score >= needed).tolist()))


def candidates(scene: Scene) -> list[Event]:
    """Return what may be a burst: of an arm, late in the night, some time after sleep began."""
    asleep = scene.sleep.onset
    if asleep is None:
        return []
    earliest = max(scene.length / 3, asleep + CONCERN.enactment_after_s)
    return [
        event
        for event in scene.events
        if event.onset > earliest and event.kind in _DENSE and _arms(event)
    ]


def measures(scene: Scene, found: Sequence[Event]) -> NDArray[np.float64]:
    """Measure what happens near some movements, what is not the wearer's left out.

    Parameters
    ----------
    found : sequence of Event
        Some of the wearer's own.

    Returns
    -------
    ndarray of float, shape (found, measures)
        Logarithms, in the order of `TELLS`: how many movements there are, how long and how strong
        they are in the middle, how many are periodic, are steps, turn over, are jolts and shakes;
        how long the wakefulness lasts that it lies in; its own peak; the rests before and after it.
    """
    own = [event for event in scene.events if event.kind is not Kind.EXTERNAL]
    onset = np.array([event.onset for event in own])
    duration = np.array([event.duration for event in own])
    peak = np.log(np.maximum([event.peak for event in own], FAINTEST_G))
    numbers = {id(event): number for number, event in enumerate(own)}
    place = np.array([numbers[id(event)] for event in found], np.intp)
    low = np.searchsorted(onset, onset[place] - NEAR_S)
    high = np.searchsorted(onset, onset[place] + NEAR_S, side="right")

    def near(values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(sums[high] - sums[low])

    def some(*kinds: Kind) -> NDArray[np.float64]:
        told = np.array([event.kind in kinds for event in own], np.float64)
        return np.asarray(np.log(near(told) + NONE))

    number = (high - low).astype(np.float64)
    rest = np.log(np.clip(onset[1:] - (onset + duration)[:-1], *REST_S))
    longest = [math.log(REST_S[1])]
    awake = [scene.sleep.wake_around(event.onset) for event in found]
    return np.stack(
        [
            np.log(number),
            near(np.log(duration)) / number,
            near(peak) / number,
            some(Kind.PLM),
            some(Kind.WALKING),
            some(Kind.GROSS_MOVEMENT),
            some(*_JOLTS),
            np.log(np.array(awake) + scene.sleep.epoch),
            peak[place],
            np.concatenate([longest, rest])[place],
            np.concatenate([rest, longest])[place],
        ],
        axis=1,
    )
