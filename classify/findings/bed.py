"""The bed, where something else than the wearer shakes it."""

from itertools import pairwise

import numpy as np

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene, seen_by
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded


def shakings(scene: Scene) -> list[Event]:
    """Find the shakings of the bed that are worth telling: none where they are few.

    What follows a movement within seconds may be that movement's: limbs and bed still settle.
    """
    found = [
        event
        for event, still in zip(scene.events, scene.rests, strict=True)
        if event.kind is Kind.EXTERNAL and len(event.limbs) > 1 and still >= CONCERN.bed_rest_s
    ]
    return found if len(found) >= CONCERN.bed_shaken else []


def shaken(scene: Scene) -> str | None:
    """Tell of a bed that was shaken often out of rest, and in a rhythm."""
    found = shakings(scene)
    if not found:
        return None
    steps = np.array([b.onset - a.onset for a, b in pairwise(found)])
    near = steps[(steps >= CONCERN.bed_steps_s[0]) & (steps <= CONCERN.bed_steps_s[1])]
    said = f"the bed was shaken {len(found)} times by something else than the wearer"
    seen = seen_by(found, scene)
    if len(near) < CONCERN.bed_rhythm * len(steps):
        return f"{said}, {seen}"
    return f"{said}, in a rhythm of {rounded(np.median(near))} s, {seen}"
