"""What in a night is worth a person's attention; never a diagnosis."""

from collections.abc import Callable, Sequence

from limbwatch.classify.findings import bed, dreams, jolt_groups, legs, paroxysms, sensors
from limbwatch.classify.findings.child_advice import advice_for
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import HOUR, Scene, limbs_of, most_at_once, times
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Finding
from limbwatch.classify.rounding import rounded
from limbwatch.classify.slept import Sleep


def findings_of(
    events: Sequence[Event],
    sleep: Sleep,
    coverage: Sequence[Coverage],
    *,
    length: float,
    age: float | None,
    awake: bool = False,
    breath_swells: Callable[[Sequence[Event]], bool],
) -> tuple[Finding, ...]:
    """Collect the findings of a night.

    Parameters
    ----------
    length : float
        Length of the night, seconds.
    age : float or None
        Years; decides between the thresholds for adults and children.
    awake : bool
        Of a test of wakefulness: what is known of sleep alone says nothing of it.
    breath_swells : callable
        Whether the breath that an arm felt was deeper around some events than earlier.

    Returns
    -------
    tuple of Finding
        The most pressing first.
    """
    scene = Scene(
        events=events,
        sleep=sleep,
        coverage=coverage,
        length=length,
        age=age,
        breath_swells=breath_swells,
    )
    found = []
    for code, evidence_of in _EVIDENCE.items():
        evidence = None if awake and code not in AWAKE_TOO else evidence_of(scene)
        if evidence is not None:
            title, text = advice_for(code, age=age)
            found.append(Finding(code=code, title=title, evidence=evidence, advice=text))
    return tuple(found)


def _hypnic(scene: Scene) -> str | None:
    grouped = {id(event) for group in jolt_groups.groups(scene) for event in group}
    found = [event for event in scene.of(Kind.HYPNIC_JERK) if id(event) not in grouped]
    if len(found) < CONCERN.hypnic_jerks:
        return None
    onset = scene.sleep.onset
    early = 0 if onset is None else sum(abs(event.onset - onset) < HOUR / 2 for event in found)
    return (
        f"{len(found)} sleep starts, {early or 'none'} of them within half an hour of falling "
        "asleep"
    )


def _tremor(scene: Scene) -> str | None:
    """Look for shaking, but not for what an arm alone does for seconds, as who scratches."""
    found = [
        event
        for event in scene.of(Kind.TREMOR)
        if event.peak >= CONCERN.tremor_peak
        and (event.duration >= CONCERN.tremor_arm_s or not _of_arms(event))
    ]
    return _told(found, CONCERN.tremor, CONCERN.tremor_s)


def _of_arms(event: Event) -> bool:
    return all(limb.limb == "wrist" for limb in event.limbs)


def _foot_tremor(scene: Scene) -> str | None:
    found = [event for event in scene.of(Kind.FOOT_TREMOR) if scene.falling_asleep(event)]
    together = most_at_once(found, CONCERN.foot_tremor_within_s)
    enough = _told(together, CONCERN.foot_tremor, 0.0) is not None
    return _told(found, CONCERN.foot_tremor, 0.0) if enough else None


def _told(found: Sequence[Event], least: int, least_s: float) -> str | None:
    """Tell of shakings that are many and long enough, or few that last."""
    total = sum(event.duration for event in found)
    few = len(found) < least or total < least_s
    if not found or (few and total < CONCERN.shaking_s):
        return None
    return f"{times(len(found))}, {rounded(total)} s in all, of {limbs_of(found)}"


def _cramp(scene: Scene) -> str | None:
    """Look for a leg that was held hard for long in bed: who is up holds a posture, too.

    It seizes a leg at rest: what goes on from another movement is told only when it lasts.
    """
    rested = {
        id(event)
        for event, rest in zip(scene.events, scene.rests, strict=True)
        if rest >= CONCERN.cramp_rest_s
    }
    found = [
        event
        for event in scene.of(Kind.CRAMP)
        if event.duration >= CONCERN.cramp_s
        and scene.in_bed(event)
        and (id(event) in rested or event.duration >= CONCERN.cramp_long_s)
    ]
    if not found:
        return None
    total = sum(event.duration for event in found)
    return f"{times(len(found))}, {rounded(total)} s in all, of {limbs_of(found)}"


AWAKE_TOO = frozenset(
    {"convulsive_event", "tonic_event", "focal_event", "sensors_swapped", "low_coverage"}
)
"""Findings that mean the same in an hour awake."""

_EVIDENCE: dict[str, Callable[[Scene], str | None]] = {
    "convulsive_event": paroxysms.convulsive,
    "tonic_event": paroxysms.tonic,
    "focal_event": paroxysms.focal,
    "unnamed_shaking": paroxysms.unnamed,
    "sleep_start_cluster": jolt_groups.sleep_start_cluster,
    "breathing_first": legs.breathing_first,
    "dream_enactment_like": dreams.dream_enactment,
    "plm_index_high": legs.plm_index,
    "evening_restlessness": legs.evening,
    "frequent_hypnic_jerks": _hypnic,
    "cramp_like": _cramp,
    "tremor": _tremor,
    "foot_tremor": _foot_tremor,
    "bed_shaken": bed.shaken,
    "one_sided": legs.one_sided,
    "sensors_swapped": sensors.swapped,
    "low_coverage": sensors.low_coverage,
}
