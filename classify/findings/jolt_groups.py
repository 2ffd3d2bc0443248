"""Groups of jolts that follow each other faster than ordinary sleep starts."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from limbwatch.classify.findings.bed import shakings
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import (
    Scene,
    joints_of,
    limbs_of,
    most_at_once,
    runs_within,
    seen_by,
)
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded

_NO_JOLT = frozenset({Kind.GROSS_MOVEMENT, Kind.WALKING, Kind.EXTERNAL, Kind.CONVULSIVE})
"""Kinds that are not jolts, however brief."""


def clusters(scene: Scene) -> list[list[Event]]:
    """Return the groups of jolts whose mean confidence is high enough to report.

    With one wrist each jolt may be the hand of a person who reads. A child's groups are reported
    with any confidence.
    """
    return [
        group
        for group in groups(scene)
        if scene.child
        or _is_sure_enough(group, alone=len(scene.coverage) == 1)
        or any(event.kind is not Kind.HYPNIC_JERK for event in group)
    ]


def _is_sure_enough(group: Sequence[Event], *, alone: bool) -> bool:
    """Return whether a group is sure enough; with one sensor, surer or as close as spasms."""
    # a label corrected by a person has no confidence
    sure = np.mean([1.0 if one.confidence is None else one.confidence for one in group])
    if sure < CONCERN.cluster_sure:
        return False
    step = np.median(np.diff([event.onset for event in group]))
    close = len(group) >= CONCERN.cluster_many and step <= CONCERN.jolt_step_s
    return bool(not alone or sure >= CONCERN.cluster_sure_alone or close)


def groups(scene: Scene) -> list[list[Event]]:
    """Return the groups of jolts that follow each other too fast for ordinary sleep starts.

    A group is several sleep starts within minutes; or a run of brief jolts of legs and arm together
    at short intervals, which is what spasms look like to limb sensors; or, out of sleep, so many
    jolts of both legs and an arm within a minute and a half that movements between them do not
    matter.
    """
    starts = [
        run
        for run in runs_within(scene.of(Kind.HYPNIC_JERK), CONCERN.cluster_step_s)
        if len(run) >= CONCERN.cluster
    ]
    if not (scene.wrists and scene.ankles):
        return starts
    jolts = [
        event
        for event in scene.events
        if event.kind not in _NO_JOLT
        and event.duration <= CONCERN.jolt_s
        and joints_of(event) == {"ankle", "wrist"}
    ]
    fast = [
        run
        for run in runs_within(jolts, CONCERN.jolt_step_s, CONCERN.jolt_least_step_s)
        if len(run) >= CONCERN.jolts and not _may_be_settling(run, scene)
    ]
    return _disjoint([*starts, *fast, *_crowds(_out_of_sleep(jolts, scene))])


def _may_be_settling(run: Iterable[Event], scene: Scene) -> bool:
    """Return whether a run may be an adult awake who settles or rubs the legs.

    All four such groups on 794 simulated nights with three sensors were. A child's spasms come on
    waking, so its runs count.
    """
    return not scene.child and all(
        event.kind is Kind.WAKE_MOVEMENT and not event.asleep for event in run
    )


def _disjoint(found: Iterable[list[Event]]) -> list[list[Event]]:
    """Return the groups, except those that share an event with an earlier group."""
    used: set[int] = set()
    disjoint = []
    for group in found:
        if used.isdisjoint(map(id, group)):
            disjoint.append(group)
            used.update(map(id, group))
    return disjoint


def _out_of_sleep(jolts: Iterable[Event], scene: Scene) -> list[Event]:
    """Return jolts of all limbs with a sensor out of sleep, in no rhythm, not closely repeated."""
    found: list[Event] = []
    for event in jolts:
        if (
            event.asleep
            and event.kind is not Kind.PLM
            and len(event.limbs) == len(scene.coverage) > 2
            and not (found and event.onset - found[-1].onset < CONCERN.jolt_least_step_s)
        ):
            found.append(event)
    return found


def _crowds(jolts: Sequence[Event]) -> Iterator[list[Event]]:
    """Yield groups regardless of longer movements, or ones of fewer limbs, between their jolts."""
    rest = list(jolts)
    while len(crowd := most_at_once(rest, CONCERN.jolts * CONCERN.jolt_step_s)) >= CONCERN.crowd:
        yield list(crowd)
        in_crowd = set(map(id, crowd))
        rest = [event for event in rest if id(event) not in in_crowd]


def sleep_start_cluster(scene: Scene) -> str | None:
    """Report jolts in groups."""
    found = clusters(scene)
    if not found:
        return None
    jolts = [event for run in found for event in run]
    steps = np.concatenate([np.diff([event.onset for event in run]) for run in found])
    groups = "one group" if len(found) == 1 else f"{len(found)} groups"
    return (
        f"{len(jolts)} brief jolts in {groups}, mostly {rounded(np.median(steps))} s from one to "
        f"the next, of {limbs_of(jolts)}, {seen_by(jolts, scene)}{_or_the_bed(scene)}"
    )


def _or_the_bed(scene: Scene) -> str:
    shaken = "; something else shook the bed as well, and some of these may be that"
    return shaken if shakings(scene) else ""
