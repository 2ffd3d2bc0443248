"""Leg movements compared with another scorer's: detected, scored by rules, periodic."""

from collections.abc import Iterator
from typing import Final, Literal

import numpy as np

from limbwatch.classify.agreement.common_time import CommonTime
from limbwatch.classify.agreement.detection import Detection, detection
from limbwatch.classify.agreement.matching import match_onsets, match_overlaps
from limbwatch.classify.agreement.ours import OwnList, by_rules, leg_movements_of
from limbwatch.classify.agreement.reference import LISTED, Joined, Listed, Marks, Reference
from limbwatch.classify.associations import WINDOWS, RespiratoryWindow
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors
from limbwatch.classify.night import Night
from limbwatch.classify.rules.leg_movements import SIDES
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Index, Mask

Leg = Literal["joined", "left", "right"]

TOLERANCES_S: Final = (0.5, 1.0)
"""Tolerances of paired onsets, seconds."""
OVERLAP: Final = "overlap"
"""Name of pairing by overlap."""


def usual_tolerance(reference: Reference) -> float:
    """Return the tolerance of onsets that fits a reference: 1 s for whole seconds, else 0.5 s."""
    return TOLERANCES_S[1] if reference.resolution >= 1 else TOLERANCES_S[0]


def movements(night: Night, time: CommonTime) -> dict[Leg, dict[str, Detection]]:
    """Compare all leg movements with the reference's (level 1).

    For both legs joined, and for each leg with a sensor that the reference names: by tolerance
    (``0.5``, ``1``), and by ``overlap`` where all durations of the reference are known.
    """
    own = leg_movements_of(night)
    own = own.where(time.holds(own.onset))
    found: dict[Leg, dict[str, Detection]]
    found = {"joined": _paired_every_way(own, time.listed())}
    for leg in _legs_worn(night):
        rows = np.flatnonzero(np.isin(time.reference.side, (leg, "both")))
        if len(rows):
            found[leg] = _paired_every_way(own.of_side(leg), time.listed(rows).of_side(SIDES[leg]))
    return found


def _legs_worn(night: Night) -> Iterator[Literal["left", "right"]]:
    """Yield the sides of the legs with a sensor."""
    worn = {sensor.placement.side for sensor in ankle_sensors(night.coverage)}
    yield from (side for side in ("left", "right") if side in worn)


def _paired_every_way(own: OwnList, listed: Listed) -> dict[str, Detection]:
    ours, theirs = (own.onset, own.offset), (listed.onset, listed.offset)
    found = {
        f"{tolerance:g}": detection(
            match_onsets(ours[0], theirs[0], tolerance=tolerance), ours, theirs, tolerance=tolerance
        )
        for tolerance in TOLERANCES_S
    }
    if np.isfinite(listed.offset).all():
        found[OVERLAP] = detection(match_overlaps(ours, theirs), ours, theirs, tolerance=None)
    return found


def reference_by_rules(reference: Reference, rules: Rules) -> Detection | None:
    """Compare the rules, applied to the scorer's list, with the scorer's periodic marks (level 2).

    True positives are periodic both by the rules and by the scorer; None when the scorer marked
    none.
    """
    if not (reference.kind == "plm").any():
        return None
    joined = reference.leg_movements(rules)
    ours = joined.onset[joined.scored.periodic]
    listed = reference.leg_movements(LISTED)
    theirs = listed.onset[listed.kind == "plm"]
    return _by_onset(ours, theirs, TOLERANCES_S[0])


def _by_onset(ours: Array, theirs: Array, tolerance: float) -> Detection:
    unknown_a, unknown_b = np.full(len(ours), np.nan), np.full(len(theirs), np.nan)
    pairs = match_onsets(ours, theirs, tolerance=tolerance)
    return detection(pairs, (ours, unknown_a), (theirs, unknown_b), tolerance=tolerance)


def sensor_by_rules(night: Night, time: CommonTime, rules: Rules) -> Detection:
    """Compare the movements in sleep that the same rules find periodic in both lists (level 2)."""
    own = by_rules(night, rules)
    counted = own.periodic
    if not time.reference.staged and time.reference.asleep is not None and own.asleep is not None:
        counted = counted & own.asleep  # as the reference's list says itself which are in sleep
    ours = own.onset[counted] / 1000
    joined = time.reference.leg_movements(rules)
    theirs = joined.onset[joined.scored.periodic & _listed_in_sleep(joined, time)]
    return _by_onset(ours[_in_sleep(ours, time)], theirs, usual_tolerance(time.reference))


def _in_sleep(times: Array, time: CommonTime) -> Mask:
    found = time.holds(times)
    return found & time.reference.asleep_at(times) if time.reference.staged else found


def _listed_in_sleep(joined: Joined, time: CommonTime) -> Mask:
    """Return which of the reference's are in sleep, by its epochs or else by its list."""
    found = _in_sleep(joined.onset, time)
    asleep = None if time.reference.staged else joined.scored.asleep
    return found if asleep is None else found & asleep


def periodic(night: Night, time: CommonTime, rules: Rules) -> dict[Leg, Detection]:
    """Compare our periodic movements in sleep with the reference's (level 3).

    Sleep is the reference's where it is staged. Its periodic movements are those it marked; where
    it marked none, those that the rules find in its list.
    """
    own = leg_movements_of(night).of_kind(Kind.PLM)
    own = own.where(_in_sleep(own.onset, time))
    if not time.reference.staged:
        own = own.where(np.array([event.asleep for event in own.events], np.bool_))
    theirs = _periodic_of(time, rules)
    tolerance = usual_tolerance(time.reference)
    found: dict[Leg, Detection] = {"joined": _with_offsets(own, theirs, tolerance)}
    for leg in _legs_worn(night):
        of_leg = theirs.of_side(SIDES[leg])
        if len(of_leg):
            found[leg] = _with_offsets(own.of_side(leg), of_leg, tolerance)
    return found


def _with_offsets(own: OwnList, theirs: Listed, tolerance: float) -> Detection:
    pairs = match_onsets(own.onset, theirs.onset, tolerance=tolerance)
    return detection(
        pairs, (own.onset, own.offset), (theirs.onset, theirs.offset), tolerance=tolerance
    )


def _periodic_of(time: CommonTime, rules: Rules, rows: Index | None = None) -> Listed:
    if (time.reference.kind == "plm").any():
        joined = time.reference.leg_movements(LISTED, rows)
        chosen = joined.kind == "plm"
    else:
        joined = time.reference.leg_movements(rules, rows)
        chosen = joined.scored.periodic
    return joined.where(chosen & _listed_in_sleep(joined, time))


def periodic_without_respiratory(night: Night, time: CommonTime, rules: Rules) -> Detection | None:
    """Compare periodic movements after removing respiratory ones from both lists.

    None when the reference did not score breathing, or not when it ended.
    """
    reference = time.reference
    ended = np.isfinite(reference.breathing.duration).any()
    if not ended and not (reference.kind == "respiratory").any():
        return None
    legs = reference.legs
    breathing = _breathing_of(reference, rules)
    not_respiratory = reference.kind != "respiratory"
    if _window(rules).whole:
        # a candidate of two legs is one movement, so any part of it in the window counts
        joined = reference.leg_movements(rules)
        in_window = respiratory(joined.onset, joined.scored.offset / 1000, breathing, rules)
        for movement in np.flatnonzero(in_window & joined.scored.candidate):
            not_respiratory[list(joined.rows[movement])] = False
    else:
        not_respiratory &= ~respiratory(legs.onset, legs.end, breathing, rules)
    theirs = _periodic_of(time, rules, np.flatnonzero(not_respiratory))
    own = leg_movements_of(night)
    own_respiratory = respiratory(own.onset, own.offset, breathing, rules)
    marked = reference.kind == "respiratory"
    near = match_onsets(own.onset, legs.onset[marked], tolerance=TOLERANCES_S[1])
    own_respiratory[near.ours] = True
    again = by_rules(night, rules, without=own.onset[own_respiratory])
    onset = again.onset[again.periodic] / 1000
    return _by_onset(onset[_in_sleep(onset, time)], theirs.onset, usual_tolerance(reference))


def _window(rules: Rules) -> RespiratoryWindow:
    return next((one for one in WINDOWS if one.rules == rules.name), WINDOWS[0])


def borrowed_window(reference: Reference, rules: Rules) -> tuple[str, ...]:
    """Return a remark if the rules have no window of their own for respiratory leg movements."""
    window = _window(rules)
    if window.rules == rules.name or not len(reference.breathing):
        return ()
    told = (
        f"the rules {rules.name} do not say which leg movements are respiratory: those of "
        f"{window.rules} were left out"
    )
    return (told,)


def _breathing_of(reference: Reference, rules: Rules) -> Marks:
    """Return the breathing events that the window applies to, of those with a known end."""
    counted = np.isfinite(reference.breathing.duration)
    if reference.breathing_kind is not None:
        counted &= _window(rules).counts(reference.breathing_kind)
    return reference.breathing.where(counted)


def respiratory(onset: Array, end: Array, breathing: Marks, rules: Rules) -> Mask:
    """Return which movements are respiratory by the window of the rules, or else WASM's."""
    return _window(rules).touched(onset, end, begin=breathing.onset, end=breathing.end)
