"""What in a night is worth a person's attention; never a diagnosis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Finding, Sleep

HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the findings look at.

    Parameters
    ----------
    events : sequence of Event
    sleep : Sleep
    coverage : sequence of Coverage
    length : float
        Length of the night, seconds.
    age : float or None
        Years.
    """

    events: Sequence[Event]
    sleep: Sleep
    coverage: Sequence[Coverage]
    length: float
    age: float | None

    @property
    def sleep_hours(self) -> float:
        """Estimated sleep, hours."""
        return float(np.sum(self.sleep.asleep)) * self.sleep.epoch / HOUR

    def of(self, *kinds: Kind) -> list[Event]:
        """Return the events of some kinds."""
        return [event for event in self.events if event.kind in kinds]


def findings_of(
    events: Sequence[Event],
    sleep: Sleep,
    coverage: Sequence[Coverage],
    *,
    length: float,
    age: float | None,
) -> tuple[Finding, ...]:
    """Collect the findings of a night.

    Parameters
    ----------
    events : sequence of Event
    sleep : Sleep
    coverage : sequence of Coverage
    length : float
        Length of the night, seconds.
    age : float or None
        Years; decides between the thresholds for adults and children.

    Returns
    -------
    tuple of Finding
        The most pressing first.
    """
    scene = Scene(events=events, sleep=sleep, coverage=coverage, length=length, age=age)
    found = []
    for code, evidence_of in _EVIDENCE.items():
        evidence = evidence_of(scene)
        if evidence is not None:
            title, text = ADVICE[code]
            found.append(Finding(code=code, title=title, evidence=evidence, advice=text))
    return tuple(found)


def _convulsive(scene: Scene) -> str | None:
    found = scene.of(Kind.CONVULSIVE)
    if not found:
        return None
    longest = max(event.duration for event in found)
    return (
        f"{_times(len(found))}, the longest for {longest:.0f} s, in {_limbs(found)} limbs at once"
    )


def _dream_enactment(scene: Scene) -> str | None:
    """Vigorous arm-led bursts out of sleep in the last two thirds (REM predominates there).

    They look like short wakefulness to an accelerometer, so they may be in some.
    """
    if scene.sleep_hours < CONCERN.sleep_hours:
        return None
    found = [
        event
        for event in scene.events
        if event.onset > scene.length / 3
        and event.peak >= CONCERN.enactment_peak
        and event.duration <= CONCERN.enactment_s
        and event.kind not in _EXPLAINED
        and _led_by_arms(event)
        and scene.sleep.wake_around(event.onset) <= CONCERN.enactment_wake_s
    ]
    if len(found) < CONCERN.enactment:
        return None
    peak = max(event.peak for event in found)
    return (
        f"{len(found)} vigorous bursts of an arm (up to {peak:.1f} g) in the last two thirds of "
        "the night, out of estimated sleep or in short wakefulness"
    )


_EXPLAINED = frozenset({Kind.PLM, Kind.HYPNIC_JERK, Kind.CONVULSIVE})


def _led_by_arms(event: Event) -> bool:
    arms = sum(limb.limb == "wrist" for limb in event.limbs)
    return arms > 0 and 2 * arms >= len(event.limbs)


def _plm_index(scene: Scene) -> str | None:
    if scene.sleep_hours < CONCERN.sleep_hours:
        return None
    asleep = sum(event.asleep for event in scene.of(Kind.PLM))
    index = asleep / scene.sleep_hours
    child = scene.age is not None and scene.age < CONCERN.adult_age
    limit = CONCERN.plm_child if child else CONCERN.plm_adult
    if index <= limit:
        return None
    return (
        f"{index:.1f} periodic limb movements per hour of estimated sleep ({asleep} in "
        f"{scene.sleep_hours:.1f} h); more than {limit:.0f} is customarily called raised in "
        f"{'children' if child else 'adults'}"
    )


def _evening(scene: Scene) -> str | None:
    """Look for legs that keep moving, alone, while their owner lies awake before sleep."""
    onset = scene.sleep.onset
    end = scene.length if onset is None else onset
    found = [
        event
        for event in scene.of(Kind.PLM, Kind.LIMB_MOVEMENT, Kind.WAKE_MOVEMENT)
        if event.onset < end and all(limb.limb == "ankle" for limb in event.limbs)
    ]
    if end < CONCERN.evening_minutes * 60 or len(found) < CONCERN.evening_least:
        return None
    rate = len(found) / (end / HOUR)
    if rate < CONCERN.evening_rate:
        return None
    return (
        f"{len(found)} movements of the legs alone in the {end / 60:.0f} min before sleep, "
        f"{rate:.0f} per hour"
    )


def _hypnic(scene: Scene) -> str | None:
    found = scene.of(Kind.HYPNIC_JERK)
    if len(found) < CONCERN.hypnic_jerks:
        return None
    onset = scene.sleep.onset
    early = 0 if onset is None else sum(abs(event.onset - onset) < HOUR / 2 for event in found)
    return f"{len(found)} sleep starts, {early} of them within half an hour of falling asleep"


def _trains(kind: Kind, least: int) -> Callable[[Scene], str | None]:
    def evidence(scene: Scene) -> str | None:
        found = scene.of(kind)
        total = sum(event.duration for event in found)
        if not found or (len(found) < least and total < CONCERN.shaking_s):
            return None
        return f"{_times(len(found))}, {total:.0f} s in all"

    return evidence


def _one_sided(scene: Scene) -> str | None:
    worn = {sensor.placement.side for sensor in scene.coverage if sensor.placement.limb == "ankle"}
    if not {"left", "right"} <= worn:
        return None
    single = [
        event.limbs[0].side
        for event in scene.of(Kind.PLM, Kind.LIMB_MOVEMENT)
        if len(event.limbs) == 1 and event.limbs[0].limb == "ankle"
    ]
    if len(single) < CONCERN.one_sided_least:
        return None
    left = single.count("left")
    side = "left" if 2 * left >= len(single) else "right"
    share = max(left, len(single) - left) / len(single)
    if share < CONCERN.one_sided:
        return None
    return f"{100 * share:.0f} % of {len(single)} movements of a single leg were on the {side}"


def _low_coverage(scene: Scene) -> str | None:
    if scene.length <= 0:
        return None
    poor = [
        f"{sensor.placement.words} {100 * sensor.worn_s / scene.length:.0f} %"
        for sensor in scene.coverage
        if sensor.worn_s < CONCERN.coverage * scene.length
    ]
    return (
        f"worn and recorded for less of the night than wished: {', '.join(poor)}" if poor else None
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _limbs(events: Sequence[Event]) -> int:
    return max(len(event.limbs) for event in events)


_EVIDENCE: dict[str, Callable[[Scene], str | None]] = {
    "convulsive_event": _convulsive,
    "dream_enactment_like": _dream_enactment,
    "plm_index_high": _plm_index,
    "evening_restlessness": _evening,
    "frequent_hypnic_jerks": _hypnic,
    "cramp_like": _trains(Kind.CRAMP, 1),
    "tremor": _trains(Kind.TREMOR, CONCERN.tremor),
    "foot_tremor": _trains(Kind.FOOT_TREMOR, CONCERN.foot_tremor),
    "one_sided": _one_sided,
    "low_coverage": _low_coverage,
}
