"""The truth about a simulated night, from its plan and the sensors' records."""

from collections.abc import Mapping

import numpy as np

from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.diary.draft import Action
from limbwatch.sample_data.felt.sensing import Feeling
from limbwatch.sample_data.felt.wearing import Wearing
from limbwatch.sample_data.plan.night_plan import Plan
from limbwatch.sample_data.truth import Disturbance, TrueMovement, TruePart, Truth
from limbwatch.sensor import Placement

_PLACE: Mapping[Limb, Placement] = {
    "leg_left": Placement.ANKLE_LEFT,
    "leg_right": Placement.ANKLE_RIGHT,
    "arm_left": Placement.WRIST_LEFT,
    "arm_right": Placement.WRIST_RIGHT,
}
"""Placement of each limb without a sensor."""


def truth_of(
    plan: Plan,
    fates: Mapping[Limb, Wearing],
    felt: Mapping[Limb, tuple[Placement, Feeling]],
    zero: float,
) -> Truth:
    """Return the truth about a night, with all limbs, including those without a sensor.

    ``felt`` holds the limbs with a sensor; ``zero`` is second 0 of the common clock, true seconds.
    """
    worn = {}
    for limb, (placement, feeling) in felt.items():
        edges = [float(feeling.time[0]), *np.ravel(fates[limb].off), float(feeling.time[-1])]
        spans = zip(edges[::2], edges[1::2], strict=True)
        worn[placement] = tuple((a - zero, b - zero) for a, b in spans if b > a)
    return Truth(
        movements=tuple(_movement(action, felt, zero) for action in plan.actions),
        disturbances=tuple(
            sorted(_disturbances(plan, fates, felt, zero), key=lambda item: item.onset)
        ),
        stages=plan.architecture.stages,
        lights_out=-zero,
        worn=worn,
    )


def _movement(
    action: Action, felt: Mapping[Limb, tuple[Placement, Feeling]], zero: float
) -> TrueMovement:
    parts = []
    for limb, motion in action.motions.items():
        placement, peak = _PLACE[limb], float("nan")
        if limb in felt:
            placement, feeling = felt[limb]
            if _was_recorded(feeling, motion.onset, motion.offset):
                peak = feeling.peaks.get(motion.onset, peak)
        parts.append(
            TruePart(
                placement=placement,
                onset=motion.onset - zero,
                offset=motion.offset - zero,
                peak_g=peak,
            )
        )
    return TrueMovement(
        onset=action.onset - zero,
        offset=action.offset - zero,
        kind=action.kind,
        source=action.source,
        parts=tuple(sorted(parts, key=lambda part: part.onset)),
    )


def _was_recorded(feeling: Feeling, onset: float, offset: float) -> bool:
    """Return whether at least half of a stretch was recorded."""
    first, last = np.searchsorted(feeling.time, (onset, offset))
    inside = np.clip(feeling.kept, first, last)
    return bool((inside[:, 1] - inside[:, 0]).sum() >= 0.5 * (last - first) > 0)


def _disturbances(
    plan: Plan,
    fates: Mapping[Limb, Wearing],
    felt: Mapping[Limb, tuple[Placement, Feeling]],
    zero: float,
) -> list[Disturbance]:
    found = [
        Disturbance(
            onset=tremble.onset - zero,
            offset=tremble.offset - zero,
            source=tremble.source,
            peak_g=tremble.peak_g,
        )
        for tremble in plan.bed.trembles
        if tremble.source != "own"
    ]
    found += [
        Disturbance(
            onset=vibration.start - zero,
            offset=vibration.end - zero,
            source="vibration",
            peak_g=vibration.peak_g,
        )
        for vibration in plan.bed.vibrations
    ]
    for limb in felt:
        for motion in fates[limb].handlings:
            found.append(_sensor_disturbance("handling", motion.onset - zero, motion.offset - zero))
        for slip in fates[limb].slips:
            found.append(
                _sensor_disturbance("slip", slip.time - zero, slip.time + slip.duration - zero)
            )
    return found


def _sensor_disturbance(source: str, onset: float, offset: float) -> Disturbance:
    return Disturbance(onset=onset, offset=offset, source=source, peak_g=float("nan"))
