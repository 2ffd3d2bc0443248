"""Learn what sleep and wake look like, and print it as ``classify/sleep/model.py`` holds it.

``python -m benchmarks.fit_sleep FOLDER`` learns on the kept nights of all worlds but the one that
is kept apart (the folder of `benchmarks.leave_one_world_out`); ``--without WORLD`` leaves one out
as well and says how far total sleep time is off there. Times of the model stay as they are. All
nights are synthetic.
"""

import argparse
import inspect
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.world_nights import LEARNED, SETS, read
from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.members import members_of
from limbwatch.classify.evidence.strength import strength_at_sensors
from limbwatch.classify.observation.witnesses import witnessed
from limbwatch.classify.sleep.activity import EPOCH_S, Activity, Posture, activity_of
from limbwatch.classify.sleep.model import (
    SLEEP_MODEL,
    Signs,
    SleepModel,
    SleepState,
    scored_from,
    sleep_probability,
    state_probability,
)

ROUNDS = 10
"""Rounds of expectation and maximisation; the tables settle within ten."""

LEAST = 0.001
"""Nothing is impossible."""

_WORN = {"three": "all_worn", "two ankles": "legs_worn", "one ankle": "legs_worn"}
_WORN |= {"wrist": "arms_worn"}
_BEHAVIOURS = (
    (SleepState.AWAKE, SleepState.WOKEN),
    (SleepState.STILL, SleepState.DROWSY, SleepState.SETTLING),
    (SleepState.ASLEEP,),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SleptNight:
    """What one set of sensors saw of a night, and when its sleeper slept."""

    world: str
    sensors: str
    activity: Activity
    asleep: NDArray[np.bool_]


def slept(path: Path) -> list[SleptNight]:
    """Look at a kept night with every set of sensors."""
    night, found = read(path), []
    for name, places in SETS.items():
        tracks = witnessed([night.tracks[place] for place in places if place in night.tracks])
        if tracks:
            joint = join(tracks)
            members = members_of(joint, tracks, own=strength_at_sensors(joint, tracks).own)
            activity = activity_of(tracks, single=members.single)
            middle = (np.arange(len(activity)) + 0.5) * activity.epoch
            asleep = np.zeros(len(activity), np.bool_)
            for begin, end in night.sleep:
                asleep |= (middle >= begin) & (middle < end)
            seen = SleptNight(world=night.world, sensors=name, activity=activity, asleep=asleep)
            found.append(seen)
    return found


def fitted(nights: Iterable[SleptNight], *, rounds: int = ROUNDS) -> SleepModel:
    """Learn the signs of each behaviour, where sleep is known and the states are not."""
    model = SLEEP_MODEL
    by_worn: dict[str, list[SleptNight]] = {name: [] for name in _WORN.values()}
    for night in nights:
        by_worn[_WORN[night.sensors]].append(night)
    for _ in range(rounds):
        model = replace(
            model,
            **{
                name: _signs(mine, model, before=getattr(model, name))
                for name, mine in by_worn.items()
            },
        )
    return model


def _signs(nights: Sequence[SleptNight], model: SleepModel, *, before: Signs) -> Signs:
    columns = ("turned", "lasting", "legs", "arms")
    # half an epoch of each, so that nothing is impossible
    seen, of = np.full((4, 3), 0.5), np.full((4, 3), 1.0)
    for night in nights:
        activity = night.activity
        weight = state_probability(activity, model, possible=_possible(night.asleep))
        by = np.stack([weight[:, states].sum(axis=1) for states in _BEHAVIOURS], axis=1)
        for row, (happened, worn) in enumerate(
            (
                (activity.posture == Posture.TURNED, activity.worn),
                (activity.posture == Posture.LASTING, activity.worn),
                (activity.legs_stirred, activity.legs_worn),
                (activity.arms_stirred, activity.arms_worn),
            )
        ):
            seen[row] += by[happened & worn].sum(axis=0)
            of[row] += by[worn].sum(axis=0)
    shares = np.maximum(np.round(seen / of, 3), LEAST).tolist()
    learned = {name: tuple(share) for name, share in zip(columns, shares, strict=True)}
    return replace(before, **learned)


def _possible(asleep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rule out the states that contradict when the sleeper slept."""
    found = np.zeros((len(asleep), len(SleepState)), np.bool_)
    before = np.cumsum(asleep) == 0
    found[asleep, SleepState.ASLEEP] = True
    for state in (SleepState.AWAKE, SleepState.STILL, SleepState.DROWSY):
        found[before, state] = True
    for state in (SleepState.WOKEN, SleepState.SETTLING):
        found[~asleep & ~before, state] = True
    return found


def _scored(activity: Activity, model: SleepModel) -> NDArray[np.bool_]:
    return np.asarray(sleep_probability(activity, model) > scored_from(activity, model))


def errors(nights: Iterable[SleptNight], model: SleepModel) -> NDArray[np.float64]:
    """Return how far total sleep time is off in each night, minutes."""
    return np.array(
        [float(np.sum(_scored(night.activity, model)) - np.sum(night.asleep)) for night in nights]
    ) * (EPOCH_S / 60)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(inspect.getmodule(main)))
    parser.add_argument("folder", type=Path, help="where nights are kept")
    parser.add_argument("--without", choices=LEARNED, nargs="*", default=[])
    options = parser.parse_args()
    paths = [
        path
        for world in LEARNED
        for path in sorted((options.folder / world).glob("*.pkl"))
        # reporting seeds are not learned from, and a sensor that nobody wears saw no sleep
        if int(path.stem.rsplit("-", 2)[1]) < 100 and not path.stem.startswith("not_worn")
    ]
    with ProcessPoolExecutor() as pool:
        nights = [night for found in pool.map(slept, paths, chunksize=4) for night in found]
    if not options.without:
        model = fitted(nights)
        for name in dict.fromkeys(_WORN.values()):
            print(f"{name}={getattr(model, name)!r}")
    for world in options.without:
        model = fitted(night for night in nights if night.world != world)
        for name in SETS:
            mine = [night for night in nights if night.world == world and night.sensors == name]
            off = errors(mine, model)
            print(f"{world}, {name}: bias {off.mean():+.1f}, MAE {np.abs(off).mean():.1f} min")


if __name__ == "__main__":
    main()
