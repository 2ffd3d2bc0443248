"""Attacks that a doctor should hear of, each reported on more than one kind of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from limbwatch.classify.evidence.bouts import PAUSE_S
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene, joints_of, limbs_of, seen_by, times
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded

_ATTACKS = (Kind.CONVULSIVE, Kind.TONIC, Kind.FOCAL)
"""Kinds of attacks."""


def convulsive(scene: Scene) -> str | None:
    """Report shaking of several limbs at once."""
    pieces = scene.of(Kind.CONVULSIVE)
    found = [event for event in _join(pieces) if len(event.limbs) > 1]
    if not found:
        return None
    longest = max(event.duration for event in found)
    return (
        f"{_attacks(found, pieces)}, the longest for {rounded(longest)} s, of {limbs_of(found)}, "
        f"{seen_by(found, scene)}"
    )


def _join(events: Iterable[Event]) -> list[Event]:
    """Join events with hardly a pause between them, as shaking continues after such a pause."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if last is None or event.onset - (last.onset + last.duration) > PAUSE_S:
            found.append(event)
            continue
        found[-1] = replace(
            last,
            duration=max(event.onset + event.duration, last.onset + last.duration) - last.onset,
            limbs=tuple(dict.fromkeys((*last.limbs, *event.limbs))),
            peak=max(last.peak, event.peak),
        )
    return found


def _attacks(found: Sequence[Event], pieces: Iterable[Event]) -> str:
    """Return how often, and in how many of the listed events if these are more."""
    held = sum(
        any(one.onset <= piece.onset <= one.onset + one.duration for one in found)
        for piece in pieces
    )
    return times(len(found)) + (f" in {held} pieces" if held > len(found) else "")


def tonic(scene: Scene) -> str | None:
    """Report stiffening of several limbs out of sleep; doubtful ones are named only together."""
    found = [
        event
        for event in scene.of(Kind.TONIC)
        if len(event.limbs) > 1 and scene.out_of_sleep(event)
    ]
    if not found:
        return None
    return (
        f"{times(len(found))} out of {scene.sleep_words}, for {_range(found)}, of "
        f"{limbs_of(found)}, {seen_by(found, scene)}"
    )


def focal(scene: Scene) -> str | None:
    """Report rhythmic jerking of one limb out of sleep, more than once or for long."""
    pieces = scene.of(Kind.FOCAL)
    joined = _join(pieces)
    trains = sum(one.duration < CONCERN.focal_leg_s for one in scene.of(Kind.FOOT_TREMOR))
    waggles = trains >= CONCERN.focal_trains * sum(joints_of(one) == {"ankle"} for one in joined)
    jerkings = [
        event
        for event in joined
        if not (joints_of(event) == {"ankle"} and (waggles or event.duration < CONCERN.focal_leg_s))
        and not _may_be_rubbing(event, scene)
    ]
    found = [event for event in jerkings if scene.out_of_sleep(event)]
    total = sum(event.duration for event in found)
    if total < _least_jerking(found) or _may_be_meant(found, awake=len(jerkings) - len(found)):
        return None
    limbs = {limb for event in found for limb in event.limbs}
    where = ", always the same limb" if len(limbs) == 1 and len(found) > 1 else ""
    seen = _alone(scene) or f", {seen_by(found, scene)}"
    return (
        f"{_attacks(found, pieces)} out of {scene.sleep_words}, {rounded(total)} s in all, of "
        f"{limbs_of(found)}{where}{seen}"
    )


def _least_jerking(found: Sequence[Event]) -> float:
    """Return the least total duration of jerkings that are reported, seconds."""
    if len(found) >= CONCERN.focal:
        return CONCERN.focal_together_s
    arm = all(joints_of(event) == {"wrist"} for event in found)
    return CONCERN.focal_arm_s if arm else CONCERN.focal_s


def _may_be_meant(found: Sequence[Event], *, awake: int) -> bool:
    """Return whether the limb may be shaken on purpose, as in rubbing a leg or rocking a child.

    That is more frequent in lasting wake than out of sleep, or varies in strength; attacks of one
    person look alike.
    """
    peaks = [event.peak for event in found]
    return awake > len(found) or max(peaks) > CONCERN.focal_alike * min(peaks)


def _may_be_rubbing(event: Event, scene: Scene) -> bool:
    """Return whether a hand may be rubbing a leg after a cramp."""
    times_since = (event.onset - cramp.onset - cramp.duration for cramp in scene.of(Kind.CRAMP))
    of_arm = joints_of(event) == {"wrist"}
    return of_arm and any(0 <= since <= CONCERN.focal_cramp_s for since in times_since)


def unnamed(scene: Scene) -> str | None:
    """Report a long, strong movement of several limbs out of sleep that could not be named.

    Long tremor of all worn limbs, both legs and an arm, is not a shudder and counts too. With one
    sensor, a movement labelled convulsive counts, as a convulsion needs several limbs to be
    reported; it is labelled, so it counts regardless of the sleep around it, as with several.
    """
    nameless = (event for event in scene.events if _may_be_unnamed_attack(event, scene))
    found = [
        event
        for event in _join(nameless)
        if event.duration >= CONCERN.unnamed_s
        and _strong_enough(event)
        and not _may_be_handling(event, scene)
    ]
    if not found:
        return None
    longest = max(event.duration for event in found)
    asleep = f" out of {scene.sleep_words}" if all(map(scene.out_of_sleep, found)) else ""
    peak = max(event.peak for event in found)
    return (
        f"{times(len(found))}{asleep}, the longest for {rounded(longest)} s and "
        f"up to {rounded(peak, 1)} g, of {limbs_of(found)}{_alone(scene)}"
    )


def _may_be_handling(event: Event, scene: Scene) -> bool:
    """Return whether one sensor may have recorded a walk, or a wearer who was already stirring.

    A walk shakes an arm for minutes, and handling begins among other movements; a convulsion out of
    sleep does neither.
    """
    if len(scene.coverage) > 1 or event.kind is not Kind.UNCERTAIN:
        return False
    stirred = scene.moved_between(event.onset - CONCERN.unnamed_before_s, event.onset)
    return event.duration > CONCERN.unnamed_longest_s or stirred > CONCERN.unnamed_stirred_s


def _strong_enough(event: Event) -> bool:
    least = CONCERN.shaken_peak if event.kind is Kind.TREMOR else CONCERN.unnamed_peak
    return event.peak >= least


def _is_shaking_of_all_limbs(event: Event, scene: Scene) -> bool:
    """Return whether an event is tremor of all worn limbs, and not that of a trembling hand.

    The bed carries the tremor of a hand to the legs now and then, but then the arm trembles far
    more often alone.
    """
    if not _is_tremor_of_all_limbs(event, scene):
        return False
    tremors = scene.of(Kind.TREMOR)
    lasting = sum(
        _is_tremor_of_all_limbs(tremor, scene) and tremor.duration >= CONCERN.unnamed_s
        for tremor in tremors
    )
    arms = sum(joints_of(tremor) == {"wrist"} for tremor in tremors)
    return arms < CONCERN.shaken_arms * max(lasting, 1)


def _is_tremor_of_all_limbs(event: Event, scene: Scene) -> bool:
    return event.kind is Kind.TREMOR and len(event.limbs) == len(scene.coverage) > 2


def _may_be_unnamed_attack(event: Event, scene: Scene) -> bool:
    """Return whether the worn sensors cannot name an event that may be an attack.

    Of the uncertain events of a wrist alone two in three are convulsions and stiffenings (19 of 28
    on 423 development nights of nine simulated worlds); of an ankle, which walks, one in five.
    """
    if len(scene.coverage) > 1:
        # weak shaking of the bed for minutes must not be joined to one strong movement within it
        shaken = event.kind is Kind.EXTERNAL and _strong_enough(event)
        doubt = (_may_be_attack(event) or shaken) and len(event.limbs) > 1
        doubt = doubt or _is_shaking_of_all_limbs(event, scene)
    elif event.kind is Kind.CONVULSIVE:
        return True
    else:
        doubt = _may_be_attack(event) and not scene.ankles
    return doubt and scene.out_of_sleep(event, within=CONCERN.unnamed_wake_s)


def _may_be_attack(event: Event) -> bool:
    """Return whether one of the two most probable kinds of an uncertain movement is an attack.

    A stored night holds these kinds only in the reason. All attacks left uncertain out of sleep on
    512 development nights, with any sensors, have one.
    """
    return event.kind is Kind.UNCERTAIN and any(kind.words in event.reason for kind in _ATTACKS)


def _alone(scene: Scene) -> str:
    return "" if len(scene.coverage) > 1 else "; one sensor cannot show what other limbs did"


def _range(events: Sequence[Event]) -> str:
    shortest, longest = (f(event.duration for event in events) for f in (min, max))
    return (
        f"{rounded(shortest)} s"
        if longest - shortest < 1
        else f"{rounded(shortest)} to {rounded(longest)} s"
    )
