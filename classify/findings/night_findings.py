"""What in a night is worth a person's attention; never a diagnosis."""

from collections.abc import Callable, Sequence

from limbwatch.classify.findings import bed, dreams, jolt_groups, legs, paroxysms, sensors
from limbwatch.classify.findings.child_advice import advice_for
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.finding_kinds import FINDING_KINDS
from limbwatch.classify.findings.scene import HOUR, Scene, joints_of, limbs_of, most_at_once, times
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
    """Collect the findings of a night, the most pressing first.

    Parameters
    ----------
    length : float
        Length of the night, seconds.
    age : float or None
        Years; decides between the thresholds for adults and children.
    awake : bool
        Whether it is a test of wakefulness, to which findings about sleep do not apply.
    breath_swells : callable
        Returns whether breath recorded on an arm was deeper around some events than earlier.
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
    for kind in FINDING_KINDS:
        evidence = None if awake and not kind.awake_too else _EVIDENCE[kind.code](scene)
        if evidence is not None:
            title, text = advice_for(kind.code, age=age)
            found.append(Finding(code=kind.code, title=title, evidence=evidence, advice=text))
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
    """Report shaking, except short shaking of an arm alone, as in scratching."""
    found = [
        event
        for event in scene.of(Kind.TREMOR)
        if event.peak >= CONCERN.tremor_peak
        and (event.duration >= CONCERN.tremor_arm_s or joints_of(event) != {"wrist"})
    ]
    return _shaking_evidence(found, CONCERN.tremor, CONCERN.tremor_s)


def _foot_tremor(scene: Scene) -> str | None:
    found = [event for event in scene.of(Kind.FOOT_TREMOR) if scene.falling_asleep(event)]
    together = most_at_once(found, CONCERN.foot_tremor_within_s)
    enough = _shaking_evidence(together, CONCERN.foot_tremor, 0.0) is not None
    return _shaking_evidence(found, CONCERN.foot_tremor, 0.0) if enough else None


def _shaking_evidence(found: Sequence[Event], least: int, least_s: float) -> str | None:
    """Return the evidence of shakings that are numerous and long enough, or few but long."""
    total = sum(event.duration for event in found)
    few = len(found) < least or total < least_s
    if not found or (few and total < CONCERN.shaking_s):
        return None
    return f"{times(len(found))}, {rounded(total)} s in all, of {limbs_of(found)}"


def _cramp(scene: Scene) -> str | None:
    """Report a leg held tense for long in bed; a person who is up holds a posture, too.

    A cramp seizes a leg at rest: one that follows another movement is reported only if it is long.
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
"""Evidence of each finding, None where a night has none."""
