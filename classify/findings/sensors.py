"""Sensors that saw less than wished, or may have been worn elsewhere than was said."""

import numpy as np

from limbwatch.classify.evidence.rhythm import rhythm_of
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage

_ELSEWHERE = frozenset({Kind.EXTERNAL, Kind.GROSS_MOVEMENT, Kind.WALKING})


def low_coverage(scene: Scene) -> str | None:
    """Look for sensors that were not worn, or not recorded, for part of the night."""
    if scene.length <= 0:
        return None
    poor = [
        _seen(sensor, scene.length)
        for sensor in scene.coverage
        if sensor.worn_s < CONCERN.coverage * scene.length
    ]
    return (
        f"worn and recorded for less of the night than wished: {', '.join(poor)}" if poor else None
    )


def _seen(sensor: Coverage, length: float) -> str:
    where = sensor.placement.words
    if sensor.worn_s == 0 and sensor.recorded_s > 0:
        return f"{where} not at all (it recorded, and lay as still as on a table)"
    off = sum(stop - start for start, stop in sensor.not_worn) / length
    said = f"{where} {100 * sensor.worn_s / length:.0f} %"
    return f"{said} (not worn for {100 * off:.0f} %)" if off >= 1 - CONCERN.coverage else said


def swapped(scene: Scene) -> str | None:
    """Look for the rhythm of legs where an arm was said to be."""
    arm, times = _in_rhythm(scene, "wrist")
    if arm < CONCERN.swapped_least:
        return None
    leg, _ = _in_rhythm(scene, "ankle")
    if arm <= CONCERN.swapped_times * leg:
        return None
    seen = f"{arm} movements at the wrist"
    if scene.ankles:
        seen += f", {leg} at the ankle{'s' if scene.ankles > 1 else ''},"
    return f"{seen} came in a rhythm of about {times:.0f} s, as those of legs do"


def _in_rhythm(scene: Scene, limb: str) -> tuple[int, float]:
    """Count the movements of a limb that are members of a rhythm, and give its interval."""
    onset = np.array(
        [
            event.onset
            for event in scene.events
            if event.kind not in _ELSEWHERE
            and CONCERN.swapped_s[0] <= event.duration <= CONCERN.swapped_s[1]
            and any(place.limb == limb for place in event.limbs)
        ]
    )
    if len(onset) < CONCERN.swapped_least:
        return 0, 0.0
    steps = np.diff(onset)
    near = np.log(steps[(steps >= CONCERN.bed_steps_s[0]) & (steps <= CONCERN.bed_steps_s[1])])
    # what costs nothing first: most limbs keep no time at all
    if len(near) and near.std() > CONCERN.swapped_spread:
        return 0, 0.0
    members = rhythm_of(onset, np.ones(len(onset))).member > 1 / 2
    if members.mean() < CONCERN.swapped_share:
        return 0, 0.0
    return int(members.sum()), float(np.exp(np.median(near)))
