"""Sudden events that a doctor should hear of: each is told by more than one kind of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from limbwatch.classify.evidence.bouts import PAUSE_S
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.scene import Scene, limbs_of, seen_by, times
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rounding import rounded

_ATTACKS = (Kind.CONVULSIVE, Kind.TONIC, Kind.FOCAL)


def convulsive(scene: Scene) -> str | None:
    """Shaking of several limbs at once."""
    pieces = scene.of(Kind.CONVULSIVE)
    found = [event for event in _joined(pieces) if len(event.limbs) > 1]
    if not found:
        return None
    longest = max(event.duration for event in found)
    return (
        f"{_attacks(found, pieces)}, the longest for {rounded(longest)} s, of {limbs_of(found)}, "
        f"{seen_by(found, scene)}"
    )


def _joined(events: Iterable[Event]) -> list[Event]:
    """Return events, and as one what hardly pauses: a shaking that stops for a second goes on."""
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
    """Say how often, and in how many of the events that a list of the night shows."""
    held = sum(
        any(one.onset <= piece.onset <= one.onset + one.duration for one in found)
        for piece in pieces
    )
    return times(len(found)) + (f" in {held} pieces" if held > len(found) else "")


def tonic(scene: Scene) -> str | None:
    """Stiffening of several limbs out of sleep; a doubtful one is named only among several."""
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
    """Rhythmic jerking of one limb out of sleep, more than once or for long."""
    pieces = scene.of(Kind.FOCAL)
    joined = _joined(pieces)
    trains = sum(one.duration < CONCERN.focal_leg_s for one in scene.of(Kind.FOOT_TREMOR))
    waggles = trains >= CONCERN.focal_trains * sum(map(_of_legs, joined))
    jerkings = [
        event
        for event in joined
        if not (_of_legs(event) and (waggles or event.duration < CONCERN.focal_leg_s))
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
    """Seconds that jerkings must last in all."""
    if len(found) >= CONCERN.focal:
        return CONCERN.focal_together_s
    arm = all(limb.limb == "wrist" for event in found for limb in event.limbs)
    return CONCERN.focal_arm_s if arm else CONCERN.focal_s


def _may_be_meant(found: Sequence[Event], *, awake: int) -> bool:
    """Say whether somebody may shake the limb on purpose: who rubs a leg, or rocks a child.

    They do it more often in lasting wake than out of sleep, or now gently and now hard; attacks of
    one person look alike.
    """
    peaks = [event.peak for event in found]
    return awake > len(found) or max(peaks) > CONCERN.focal_alike * min(peaks)


def _of_legs(event: Event) -> bool:
    return all(limb.limb == "ankle" for limb in event.limbs)


def _may_be_rubbing(event: Event, scene: Scene) -> bool:
    """Say whether a hand may rub a leg that was cramped just before."""
    arms = all(limb.limb == "wrist" for limb in event.limbs)
    gone = (event.onset - cramp.onset - cramp.duration for cramp in scene.of(Kind.CRAMP))
    return arms and any(0 <= since <= CONCERN.focal_cramp_s for since in gone)


def unnamed(scene: Scene) -> str | None:
    """Long, strong movement of several limbs out of sleep that nobody could name.

    Tremor of all limbs that are worn, both legs and an arm, is no shudder any more when it lasts.
    With one sensor: of its limb, where it shakes like a convulsion, which takes several limbs. That
    is named, so that it counts whatever sleep there seems to be around it, as it does with several.
    """
    nameless = (event for event in scene.events if _nameless(event, scene))
    found = [
        event
        for event in _joined(nameless)
        if event.duration >= CONCERN.unnamed_s and _strong_enough(event)
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


def _strong_enough(event: Event) -> bool:
    least = CONCERN.shaken_peak if event.kind is Kind.TREMOR else CONCERN.unnamed_peak
    return event.peak >= least


def _shaken(event: Event, scene: Scene) -> bool:
    """Tell tremor of all limbs that are worn, legs and an arm, but not that of a trembling hand.

    The bed carries that to the legs now and then, and the arm trembles far more often alone.
    """
    if not _of_all(event, scene):
        return False
    tremors = scene.of(Kind.TREMOR)
    lasting = sum(
        _of_all(tremor, scene) and tremor.duration >= CONCERN.unnamed_s for tremor in tremors
    )
    arms = sum(all(limb.limb == "wrist" for limb in tremor.limbs) for tremor in tremors)
    return arms < CONCERN.shaken_arms * max(lasting, 1)


def _of_all(event: Event, scene: Scene) -> bool:
    return event.kind is Kind.TREMOR and len(event.limbs) == len(scene.coverage) > 2


def _nameless(event: Event, scene: Scene) -> bool:
    """Say whether an event is one that the sensors there are cannot name.

    Of what a wrist alone leaves in doubt two in three are convulsions and stiffenings (19 of 28 on
    423 development nights of nine simulated worlds); of an ankle, which walks, one in five.
    """
    if len(scene.coverage) > 1:
        # what shakes the bed for minutes is no part of the one movement in it that is strong
        shaken = event.kind is Kind.EXTERNAL and _strong_enough(event)
        doubt = (_may_be_attack(event) or shaken) and len(event.limbs) > 1
        doubt = doubt or _shaken(event, scene)
    elif event.kind is Kind.CONVULSIVE:
        return True
    else:
        doubt = _may_be_attack(event) and not scene.ankles
    return doubt and scene.out_of_sleep(event)


def _may_be_attack(event: Event) -> bool:
    """Say whether one of the two kinds that an uncertain movement lies between is an attack.

    A stored night has them in the reason alone. All attacks of 512 development nights that are left
    uncertain out of sleep, whatever the sensors, have one.
    """
    return event.kind is Kind.UNCERTAIN and any(kind.words in event.reason for kind in _ATTACKS)


def _alone(scene: Scene) -> str:
    return "" if len(scene.coverage) > 1 else "; one sensor does not tell what other limbs did"


def _range(events: Sequence[Event]) -> str:
    shortest, longest = (f(event.duration for event in events) for f in (min, max))
    return (
        f"{rounded(shortest)} s"
        if longest - shortest < 1
        else f"{rounded(shortest)} to {rounded(longest)} s"
    )
