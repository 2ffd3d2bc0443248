"""Findings about sensors that recorded too little, or may be on another limb than stated."""

from collections.abc import Set as AbstractSet

import numpy as np

from limbwatch.classify.evidence.rhythm import rhythm_of
from limbwatch.classify.findings.bed import shakings
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event
from limbwatch.classify.rounding import rounded
from limbwatch.sensor import Placement

_ELSEWHERE = frozenset({Kind.EXTERNAL, Kind.GROSS_MOVEMENT, Kind.WALKING})
"""Kinds that are not considered as members of a rhythm."""


def low_coverage(scene: Scene) -> str | None:
    """Report sensors that were not worn, or not recorded, for part of the night."""
    if scene.length <= 0:
        return None
    poor = [
        _coverage_words(sensor, scene.length)
        for sensor in scene.coverage
        if sensor.worn_s < CONCERN.coverage * scene.length
    ]
    return (
        f"worn and recorded for less of the night than wished: {', '.join(poor)}" if poor else None
    )


def _coverage_words(sensor: Coverage, length: float) -> str:
    where = sensor.placement.words
    if sensor.worn_s == 0 and sensor.recorded_s > 0:
        return f"{where} not at all (it recorded, and lay as still as on a table)"
    off = sum(stop - start for start, stop in sensor.not_worn) / length
    said = f"{where} {rounded(100 * sensor.worn_s / length)} %"
    return f"{said} (not worn for {rounded(100 * off)} %)" if off >= 1 - CONCERN.coverage else said


def swapped(scene: Scene) -> str | None:
    """Report a rhythm of legs at a sensor that is stated to be on an arm.

    None without a sensor on a leg, which could be swapped, as shaking of the bed in a rhythm
    reaches a wrist as well; nor where something else shook the bed.
    """
    wrists = frozenset(p for p in scene.placements if p.limb == "wrist")
    ankles = frozenset(p for p in scene.placements if p.limb == "ankle")
    arm, step = _in_rhythm(scene, wrists)
    if not ankles or len(arm) < CONCERN.swapped_least or shakings(scene):
        return None
    # an arm's own movements are mostly joined by a leg, a swapped leg's are not
    if sum(wrists.issuperset(event.limbs) for event in arm) < CONCERN.swapped_alone * len(arm):
        return None
    rhythm = f"came in a rhythm of about {rounded(step)} s, as those of legs do"
    leg = len(_in_rhythm(scene, ankles)[0])
    if len(arm) > CONCERN.swapped_times * leg:
        where = f"ankle{'s' if len(ankles) > 1 else ''}"
        return f"{len(arm)} movements at the wrist, {leg} at the {where}, {rhythm}"
    if len(ankles) < 2:
        return None
    # one ankle has the rhythm too; the other may be swapped with the wrist
    fewest, still = min((len(_in_rhythm(scene, {one})[0]), one) for one in ankles)
    if len(arm) <= CONCERN.swapped_times * fewest:
        return None
    return f"{len(arm)} movements at the wrist, {fewest} at the {still.words}, {rhythm}"


def _in_rhythm(scene: Scene, placements: AbstractSet[Placement]) -> tuple[list[Event], float]:
    """Return the movements of some limbs that are members of a rhythm, and its interval."""
    found = [
        event
        for event in scene.events
        if event.kind not in _ELSEWHERE
        and CONCERN.swapped_s[0] <= event.duration <= CONCERN.swapped_s[1]
        and not placements.isdisjoint(event.limbs)
        and scene.out_of_sleep(event)
    ]
    if len(found) < CONCERN.swapped_least:
        return [], 0.0
    onset = np.array([event.onset for event in found])
    steps = np.diff(onset)
    near = np.log(steps[(steps >= CONCERN.bed_steps_s[0]) & (steps <= CONCERN.bed_steps_s[1])])
    # the cheap test first: most limbs have no rhythm at all
    if len(near) and near.std() > CONCERN.swapped_spread:
        return [], 0.0
    members = rhythm_of(onset, np.ones(len(onset))).member > 1 / 2
    if members.mean() < CONCERN.swapped_share:
        return [], 0.0
    kept = [event for event, member in zip(found, members.tolist(), strict=True) if member]
    return kept, float(np.exp(np.median(near)))
