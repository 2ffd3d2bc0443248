"""The episodes of a night: when each may occur, and which kind it is."""

from collections.abc import Callable
from functools import partial

import numpy as np

from limbwatch.sample_data.body.actor import ARMS, LEGS, Motions
from limbwatch.sample_data.body.sleeper import LIMBS, Limb
from limbwatch.sample_data.diary.draft import ASLEEP, Action, Draft
from limbwatch.sample_data.movements.episodes import cramp, dream_enactment
from limbwatch.sample_data.movements.flexions import twitch
from limbwatch.sample_data.movements.jolts import hypnic_jerk, startle
from limbwatch.sample_data.movements.legwork import short_interval_cluster
from limbwatch.sample_data.movements.postures import adjustment, fidget
from limbwatch.sample_data.movements.rhythms import convulsion, foot_tremor, scratching, tremor
from limbwatch.sample_data.plan.waking import turn_over, walk
from limbwatch.sample_data.recipes.recipe import Episode

Spans = list[tuple[float, float]]
"""Stretches of time, from and to seconds."""

_JERK_DISTANCE_S = (20.0, 10.0)
"""Stillness before and after a sleep start, seconds."""


def add_jerks(draft: Draft) -> None:
    """Add sleep starts: while falling asleep (ICSD-3), or at any time (PMID 28007358).

    In some people nearly all occur while falling asleep, in others a third.
    """
    rng = draft.rng
    count = round(rng.uniform(*draft.scenario.hypnic_jerks))
    sleep, light = draft.asleep(), draft.architecture.spans("N1", "N2")
    done, falling = 0, rng.uniform(0.3, 0.9)
    for _ in range(20 * count):
        if done == count or not light:
            return
        if rng.random() < falling:
            start = sleep[0 if rng.random() < 0.6 else int(rng.integers(len(sleep)))][0]
            time = start + rng.uniform(-150.0, 360.0)
        else:
            time = rng.uniform(*light[int(rng.integers(len(light)))])
        done += _add_jerk(draft, time)


def _add_jerk(draft: Draft, time: float) -> bool:
    rng = draft.rng
    limbs: list[Limb] = list(LIMBS)
    rng.shuffle(limbs)
    if rng.random() < 0.3:
        # asymmetric: without one limb, most often an arm
        spared = ARMS if rng.random() < 0.7 else LEGS
        limbs.remove(spared[int(rng.integers(2))])
    peak = draft.draw_log(draft.scenario.hypnic_peak_g)
    motions = hypnic_jerk(draft.actor, time, tuple(limbs), peak)
    action = Action(kind="hypnic_jerk", source="jerk", motions=motions)
    before, after = _JERK_DISTANCE_S
    added = draft.add(action, before=before, after=after)
    if added and rng.random() < 0.25:
        turn_over(draft, action.offset + rng.uniform(2.0, 10.0))
    return added


def add_episodes(draft: Draft, *, long: bool) -> None:
    """Add the long episodes, which need an empty diary, or all others, except sleep starts."""
    for name, (happen, places) in _PLACES.items():
        wanted = draft.scenario.episodes.get(name)
        if wanted is None or (name in _LONG) != long:
            continue
        count, done = draft.number_of(wanted), 0
        # a time may be occupied, so there are more attempts than episodes
        for time in draft.random_times(8 * count, places(draft)):
            if done == count:
                break
            done += happen(draft, time)


Happen = Callable[[Draft, float], bool]
"""Adds an episode at a time, seconds; returns whether there was room."""


def _add_single(draft: Draft, kind: str, source: str, motions: Motions, gap: float = 1.0) -> bool:
    return draft.add(Action(kind=kind, source=source, motions=motions), before=gap, after=gap)


def _one_of(draft: Draft, limbs: tuple[Limb, ...]) -> Limb:
    return limbs[int(draft.rng.integers(len(limbs)))]


def _convulse(draft: Draft, time: float) -> bool:
    motions = convulsion(draft.actor, time, peak_g=draft.draw_log((0.3, 2.0)))
    return _add_single(draft, "convulsive", "convulsion", motions, gap=10.0)


def _cramp(draft: Draft, time: float) -> bool:
    """Add a cramp that ends some seconds into an awakening, and rubbing after it."""
    rng = draft.rng
    starts = [start for start, _ in draft.architecture.spans("W") if start > 0]
    if not starts:
        return False
    wake = min(starts, key=lambda start: abs(start - time))
    duration = float(np.clip(rng.lognormal(np.log(55.0), 0.5), 20.0, 180.0))
    onset = wake + rng.uniform(2.0, 10.0) - duration
    leg = _one_of(draft, LEGS)
    motion = cramp(draft.actor, onset, duration, leg)
    added = _add_single(draft, "cramp", "cramp", {leg: motion}, gap=2.0)
    if added:
        rub = fidget(
            draft.actor, motion.offset + rng.uniform(1.2, 4.0), rng.uniform(4.0, 15.0), (leg, *ARMS)
        )
        _add_single(draft, "wake_movement", "rubbing", rub)
    return added


def _dream(draft: Draft, time: float) -> bool:
    duration = float(np.clip(draft.rng.lognormal(np.log(7.0), 0.8), 0.8, 45.0))
    motions = dream_enactment(draft.actor, time, duration)
    end = max(motion.offset for motion in motions.values())
    alone = len(motions) == 1 and end - time <= 10.0
    return _add_single(
        draft, "limb_movement" if alone else "gross_movement", "dream_enactment", motions
    )


def _foot(draft: Draft, time: float, *, alternating: bool) -> bool:
    motions = foot_tremor(
        draft.actor,
        time,
        draft.draw_log((0.02, 0.25)),
        alternating=alternating,
        latest=draft.end - 10.0,
    )
    source = "alternating" if alternating else "foot_tremor"
    return _add_single(draft, "foot_tremor", source, motions, gap=3.0)


def _tremor(draft: Draft, time: float) -> bool:
    limbs = (_one_of(draft, LIMBS),) if draft.rng.random() < 0.7 else LEGS
    duration = float(np.clip(draft.rng.lognormal(np.log(6.0), 0.6), 2.2, 40.0))
    peak = draft.draw_log((0.02, 0.4))
    motions = tremor(draft.actor, time, limbs, peak_g=peak, duration=duration)
    return _add_single(draft, "tremor", "tremor", motions, gap=2.0)


def _shudder(draft: Draft, time: float) -> bool:
    peak, duration = draft.draw_log((0.04, 0.4)), draft.rng.uniform(2.2, 5.0)
    motions = tremor(draft.actor, time, LIMBS, peak_g=peak, duration=duration)
    return _add_single(draft, "tremor", "shudder", motions, gap=2.0)


def _scratch(draft: Draft, time: float) -> bool:
    arm = _one_of(draft, ARMS)
    motion = scratching(draft.actor, time, arm, peak_g=draft.draw_log((0.1, 0.8)))
    kind = "wake_movement" if draft.architecture.stage_at(time) == "W" else "limb_movement"
    return _add_single(draft, kind, "scratching", {arm: motion})


def _stir(draft: Draft, time: float) -> bool:
    """Add a stir: three or four limbs move about and settle nearly as before."""
    rng = draft.rng
    limbs: list[Limb] = list(LIMBS)
    rng.shuffle(limbs)
    kept = tuple(limbs[: int(rng.integers(3, 5))])
    duration = float(np.clip(rng.lognormal(np.log(5.0), 0.6), 2.5, 20.0))
    vigour = draft.draw_log(draft.scenario.vigour)
    motions = fidget(draft.actor, time, duration, kept, vigour=vigour)
    return _add_single(draft, "gross_movement", "stir", motions)


def _adjust(draft: Draft, time: float) -> bool:
    limb = _one_of(draft, LIMBS)
    motion = adjustment(draft.actor, time, limb)
    return _add_single(draft, "gross_movement", "adjustment", {limb: motion})


def _startle(draft: Draft, time: float) -> bool:
    limb = _one_of(draft, LIMBS)
    motion = startle(draft.actor, time, limb, draft.draw_log((0.1, 1.0)))
    return _add_single(draft, "limb_movement", "startle", {limb: motion}, gap=5.0)


def _twitch(draft: Draft, time: float) -> bool:
    limb = _one_of(draft, LIMBS)
    motion = twitch(draft.actor, time, limb, draft.draw_log((0.008, 0.06)))
    return _add_single(draft, "twitch", "twitch", {limb: motion})


def _cluster(draft: Draft, time: float) -> bool:
    short_interval_cluster(draft, time)
    return True


def _all_night(draft: Draft) -> Spans:
    return draft.architecture.spans("W", *ASLEEP)


def _drowsy(draft: Draft) -> Spans:
    """Return still wake before sleep, and light sleep."""
    first = draft.asleep()[0][0]
    return [(draft.architecture.still_from, first), *draft.architecture.spans("N1", "N2")]


def _wake_ups(draft: Draft) -> Spans:
    return [(start, end) for start, end in draft.architecture.spans("W") if end - start > 60.0]


def _late_dreams(draft: Draft) -> Spans:
    """Return REM sleep in the last two thirds, or else any sleep there."""
    third = draft.end / 3
    late = [(max(s, third), e) for s, e in draft.architecture.spans("R") if e > third]
    return late or [(max(s, third), e) for s, e in draft.asleep() if e > third]


_PLACES: dict[Episode, tuple[Happen, Callable[[Draft], Spans]]] = {
    "convulsion": (_convulse, Draft.asleep),
    "cramp": (_cramp, Draft.asleep),
    "walking": (walk, _wake_ups),
    "dream_enactment": (_dream, _late_dreams),
    "foot_tremor": (partial(_foot, alternating=False), _drowsy),
    "alternating": (partial(_foot, alternating=True), _drowsy),
    "tremor": (_tremor, _all_night),
    "shudder": (_shudder, _all_night),
    "stir": (_stir, Draft.asleep),
    "scratching": (_scratch, _all_night),
    "adjustment": (_adjust, Draft.asleep),
    "startle": (_startle, Draft.asleep),
    "short_interval": (_cluster, Draft.asleep),
    "twitch": (_twitch, Draft.asleep),
}
"""How each episode is added, and the stretches in which it may occur."""

_LONG: frozenset[Episode] = frozenset({"convulsion", "cramp", "walking"})
"""Episodes that are added first, as they need most room."""
