"""Shaking of the bed by something other than the wearer."""

from itertools import pairwise

import numpy as np

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene, seen_by
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded


def shakings(scene: Scene) -> list[Event]:
    """Return the shakings of the bed that are worth reporting; none where they are few.

    A shaking within seconds of a movement may belong to it, as limbs and bed still settle.
    """
    found = [
        event
        for event, still in zip(scene.events, scene.rests, strict=True)
        if event.kind is Kind.EXTERNAL and len(event.limbs) > 1 and still >= CONCERN.bed_rest_s
    ]
    return found if len(found) >= CONCERN.bed_shaken else []


def shaken(scene: Scene) -> str | None:
    """Report a bed that was shaken often out of rest, and its rhythm if there is one."""
    found = shakings(scene)
    if not found:
        return None
    steps = np.array([b.onset - a.onset for a, b in pairwise(found)])
    near = steps[(steps >= CONCERN.bed_steps_s[0]) & (steps <= CONCERN.bed_steps_s[1])]
    said = f"the bed was shaken {len(found)} times by something other than the wearer"
    seen = seen_by(found, scene)
    if len(near) < CONCERN.bed_rhythm * len(steps):
        return f"{said}, {seen}"
    return f"{said}, in a rhythm of {rounded(np.median(near))} s, {seen}"
