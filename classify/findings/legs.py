"""Findings about the legs, during the night and before sleep."""

from itertools import pairwise

import numpy as np

from limbwatch.classify.findings.bed import shakings
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import HOUR, Scene, joints_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors
from limbwatch.classify.rounding import KEPT_DECIMALS, rounded


def plm_index(scene: Scene) -> str | None:
    """Report an index of periodic movements in sleep above the customary limit."""
    if scene.sleep_hours < CONCERN.sleep_hours:
        return None
    asleep = sum(event.asleep for event in scene.of(Kind.PLM))
    index = asleep / scene.sleep_hours
    limit = CONCERN.plm(scene.age)
    if index <= limit:
        return None
    # as stored, because the figure of the night is shown beside it
    kept = round(index, KEPT_DECIMALS)
    least, most = (asleep / (scene.sleep_hours + sign * CONCERN.sleep_error_h) for sign in (1, -1))
    off = (
        f"; {rounded(least)} to {rounded(most)} an hour if the estimate of sleep is off by "
        f"{rounded(60 * CONCERN.sleep_error_h)} min"
    )
    return (
        f"{_over(kept, limit)} periodic limb movements per hour of {scene.sleep_words} "
        f"({asleep} in {rounded(scene.sleep_hours, 1)} h{off if scene.sleep.estimated else ''}), "
        f"by {_leg_sensors(scene)}. Counted from the "
        f"muscles in a sleep laboratory, more than {rounded(limit)} is customarily called raised "
        f"in {'children' if scene.child else 'adults'}; a limb sensor counts on a scale of its own"
    )


def _over(index: float, limit: float) -> str:
    """Format an index above a limit, also where it rounds to the limit itself."""
    told = rounded(index, 1)
    return told if float(told) > limit else f"{told} (rounded; a little more than {limit:g})"


def _leg_sensors(scene: Scene) -> str:
    if scene.ankles == 1:
        return "one ankle sensor, which cannot tell them from a bed partner's"
    by = f"{scene.ankles} ankle sensors"
    if shakings(scene):
        by = f"{by}, in a bed that something else shook as well: some may be a bed partner's"
    poor = [
        f"{sensor.placement.words} {rounded(100 * sensor.worn_s / scene.length)} %"
        for sensor in ankle_sensors(scene.coverage)
        if sensor.worn_s < CONCERN.coverage * scene.length
    ]
    # a second sensor that lay on the table adds nothing to the count
    return f"{by}; seen of the night: {', '.join(poor)}" if poor else by


def breathing_first(scene: Scene) -> str | None:
    """Report movements like those that end breathing pauses: of arm and legs, with deep breath."""
    if not scene.wrists or scene.ankles == 0 or scene.sleep_hours < CONCERN.sleep_hours:
        return None
    found = [event for event in scene.of(Kind.PLM, Kind.LIMB_MOVEMENT) if event.asleep]
    whole = [event for event in found if joints_of(event) == {"ankle", "wrist"}]
    if len(whole) < CONCERN.breathing_least or len(whole) < CONCERN.breathing_share * len(found):
        return None
    steps = [b.onset - a.onset for a, b in pairwise(whole)]
    steps = [step for step in steps if step <= CONCERN.bed_steps_s[1]]
    if not steps or np.median(steps) < CONCERN.breathing_step_s or not scene.breath_swells(whole):
        return None
    return (
        f"{len(whole)} of {len(found)} limb movements in sleep moved an arm and the legs together, "
        f"mostly {rounded(np.median(steps))} s from one to the next, and the breath that an arm "
        "felt was deeper just before or after them than earlier; those of the legs alone mostly "
        "come every 20 to 40 s and leave the arms still"
    )


def evening(scene: Scene) -> str | None:
    """Report legs that keep moving, without the arms, while the person lies awake before sleep.

    None without any sleep: a person who is up also moves the legs.
    """
    end = scene.sleep.onset
    if end is None:
        return None
    found = [
        event
        for event in scene.of(Kind.PLM, Kind.LIMB_MOVEMENT, Kind.WAKE_MOVEMENT)
        if event.onset < end and joints_of(event) == {"ankle"}
    ]
    arms = [
        event
        for event in scene.events
        if event.onset < end
        and event.kind is not Kind.EXTERNAL  # motion transmitted by the bed is not fidgeting
        and joints_of(event) == {"wrist"}
    ]
    if end < CONCERN.evening_minutes * 60 or len(found) < CONCERN.evening_least:
        return None
    rate = len(found) / (end / HOUR)
    moving = sum(event.duration for event in found) / end
    fidgeting = sum(event.duration for event in arms) / end
    # without a wrist sensor, movements of the whole body count too, once for each leg
    least = CONCERN.evening_moving if scene.wrists else CONCERN.evening_alone * scene.ankles
    if rate < CONCERN.evening_rate or moving < least:
        return None
    if fidgeting > CONCERN.evening_arms * moving:
        return None
    alone = "alone " if scene.wrists else ""
    unknown = "" if scene.wrists else "; no wrist sensor shows what the arms did"
    return (
        f"{len(found)} movements of the legs {alone}in the {rounded(end / 60)} min before sleep, "
        f"{rounded(rate)} per hour and {rounded(100 * moving)} % of the time{unknown}"
    )


def one_sided(scene: Scene) -> str | None:
    """Report movements of single legs that are nearly all on one side, while both were recorded."""
    ankles = ankle_sensors(scene.coverage)
    if not {"left", "right"} <= {sensor.placement.side for sensor in ankles}:
        return None
    unseen = [stretch for sensor in ankles for stretch in sensor.unseen]
    single = [
        event.limbs[0].side
        for event in scene.of(Kind.PLM, Kind.LIMB_MOVEMENT)
        if len(event.limbs) == 1
        and event.limbs[0].limb == "ankle"
        and not any(begin <= event.onset < end for begin, end in unseen)
    ]
    if len(single) < CONCERN.one_sided_least:
        return None
    left = single.count("left")
    side = "left" if 2 * left >= len(single) else "right"
    share = max(left, len(single) - left) / len(single)
    if share < CONCERN.one_sided:
        return None
    return f"{rounded(100 * share)} % of {len(single)} movements of a single leg were on the {side}"
