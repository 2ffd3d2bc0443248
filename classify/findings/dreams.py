"""Movements that look like dream enactment: short, strong bursts of an arm out of sleep."""

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
"""Time before and after a burst within which movements are near it, seconds."""

REST_S: Final = (0.5, 600.0)
"""Shortest and longest rest, to which others are clipped, seconds."""

FAINTEST_G: Final = 0.001
"""Lowest peak, to which others are clipped, g: a stored night may hold 0."""

NONE: Final = 0.3
"""Pseudo-count of events of each kind, so that the logarithm of 0 can be taken."""

WEIGHTS: Final = MappingProxyType(
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
"""Weights of the `measures`, which are logarithms, in log odds. Learned by ``python -m
benchmarks.fit_dreams`` on nights of nine worlds: dream enactment has many short, strong movements
nearby, and no walk, no rhythm of the legs, no turning over and no long wakefulness."""

BIAS: Final = -4.94
"""Log odds without any evidence."""

_JOLTS = frozenset({Kind.HYPNIC_JERK, Kind.CONVULSIVE, Kind.FOCAL, Kind.TONIC, Kind.TREMOR})
"""Kinds of jolts and shaking."""

_VIGOROUS = frozenset(Kind) - {
    Kind.PLM,
    Kind.HYPNIC_JERK,
    Kind.CONVULSIVE,
    Kind.WALKING,
    Kind.EXTERNAL,
    Kind.GROSS_MOVEMENT,
    Kind.TREMOR,
}
"""Labels of single strong bursts; not of turning over, which throws an arm as well."""

_DENSE = frozenset({Kind.WAKE_MOVEMENT, Kind.GROSS_MOVEMENT, Kind.UNCERTAIN})
"""Labels of bursts close together."""


def dream_enactment(scene: Scene) -> str | None:
    """Report arm bursts that look like dream enactment, in the last two thirds of the night.

    REM sleep predominates there. Strong bursts count if they come out of sleep or are stronger than
    movements made awake, and if there are several in one REM period; fewer suffice where all are
    both. Bursts close together look like wakefulness to an accelerometer; they are recognised by
    the movements near them, however little of the rest is estimated sleep.
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
        asleep = [event for event in strong if _is_strong_asleep(event, scene)]
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
            f"two thirds of the night and after {scene.sleep_words}; lying awake and throwing an "
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
        and 2 * _arm_count(event) >= len(event.limbs)
        and _is_vigorous(event, scene)
    ]


def _arm_count(event: Event) -> int:
    return sum(limb.limb == "wrist" for limb in event.limbs)


def _is_vigorous(event: Event, scene: Scene) -> bool:
    """Return whether a burst is stronger than movements made awake.

    It looks like short wakefulness to an accelerometer, so it may lie in some. Out of estimated
    sleep weaker ones count too, where sensors on legs distinguish them from turning over.
    """
    awake_s = scene.sleep.wake_around(event.onset)
    if awake_s == 0 and scene.ankles:
        return event.peak >= CONCERN.enactment_asleep_peak
    return event.peak >= CONCERN.enactment_peak and awake_s <= CONCERN.enactment_wake_s


def _is_strong_asleep(event: Event, scene: Scene) -> bool:
    awake_s = scene.sleep.wake_around(event.onset)
    return scene.ankles > 0 and awake_s == 0 and event.peak >= CONCERN.enactment_peak


def dense_bursts(scene: Scene) -> list[Event]:
    """Return the arm bursts that the movements near them show to be dream enactment.

    None without a sensor on a leg: an arm alone does not distinguish them from movements made
    awake.
    """
    found = candidates(scene)
    if not scene.ankles or not found:
        return []
    score = measures(scene, found) @ np.array(list(WEIGHTS.values())) + BIAS
    needed = math.log(CONCERN.enactment_sure / (1 - CONCERN.enactment_sure))
    return list(compress(found, (score >= needed).tolist()))


def candidates(scene: Scene) -> list[Event]:
    """Return possible bursts: of an arm, late in the night, some time after sleep began."""
    asleep = scene.sleep.onset
    if asleep is None:
        return []
    earliest = max(scene.length / 3, asleep + CONCERN.enactment_after_s)
    return [
        event
        for event in scene.events
        if event.onset > earliest and event.kind in _DENSE and _arm_count(event)
    ]


def measures(scene: Scene, found: Sequence[Event]) -> NDArray[np.float64]:
    """Measure the wearer's movements near some of their own, shape (found, measures).

    Logarithms, in the order of `WEIGHTS`: number of movements nearby, their mean duration and
    strength, the number of periodic ones, steps, turns, and jolts and shakes; the length of the
    wake period around the movement; its own peak; the rests before and after it.
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

    def log_count(*kinds: Kind) -> NDArray[np.float64]:
        of_kinds = np.array([event.kind in kinds for event in own], np.float64)
        return np.asarray(np.log(near(of_kinds) + NONE))

    number = (high - low).astype(np.float64)
    rest = np.log(np.clip(onset[1:] - (onset + duration)[:-1], *REST_S))
    longest = [math.log(REST_S[1])]
    awake = [scene.sleep.wake_around(event.onset) for event in found]
    return np.stack(
        [
            np.log(number),
            near(np.log(duration)) / number,
            near(peak) / number,
            log_count(Kind.PLM),
            log_count(Kind.WALKING),
            log_count(Kind.GROSS_MOVEMENT),
            log_count(*_JOLTS),
            np.log(np.array(awake) + scene.sleep.epoch),
            peak[place],
            np.concatenate([longest, rest])[place],
            np.concatenate([rest, longest])[place],
        ],
        axis=1,
    )
