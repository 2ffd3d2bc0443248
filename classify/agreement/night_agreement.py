"""Comparison of one night with one reference, on seven levels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.clock_fit import ClockFit
from limbwatch.classify.agreement.common_time import CommonTime, common_time
from limbwatch.classify.agreement.detection import Detection, detection
from limbwatch.classify.agreement.matching import match_onsets
from limbwatch.classify.agreement.movement_levels import (
    Leg,
    borrowed_window,
    movements,
    periodic,
    periodic_without_respiratory,
    reference_by_rules,
    sensor_by_rules,
    usual_tolerance,
)
from limbwatch.classify.agreement.ours import OwnList
from limbwatch.classify.agreement.paired_indices import PairedValue, SleepShare, paired_indices
from limbwatch.classify.agreement.paired_lists import PairRow, confusion, pair_rows
from limbwatch.classify.agreement.reference import WAKE, Reference
from limbwatch.classify.agreement.staging import Staging, staging
from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.rule_set import Rules

SLEEP_START_S: Final = 1.0
"""Tolerance of the onsets of sleep starts, ours and the video's, seconds."""
_NEAR_S: Final = 2.0
"""Distance within which a mark of the reference explains a false sleep start, seconds; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NightAgreement:
    """All levels of one night; unknown ones are None or NaN.

    ``movements``, ``periodic``, ``confusion`` and ``rows`` are empty where the reference lists no
    leg movements that were understood, as ours are then neither right nor wrong.
    """

    name: str
    """Name of the night."""
    rules: str
    """Rules that the night was scored by."""
    clock: ClockFit
    """Fit of the reference's clock to ours."""
    time: CommonTime
    """Time that is compared."""
    tolerance_s: float
    """Tolerance of onsets that fits the reference's resolution, seconds."""
    movements: Mapping[Leg, Mapping[str, Detection]]
    """Level 1, all leg movements, by leg and then by the way of pairing."""
    periodic: Mapping[Leg, Detection]
    """Level 3, periodic movements, by leg."""
    reference_rules: Detection | None
    """Level 2, the rules on the reference's list against its own marks."""
    sensor_rules: Detection | None
    """Level 2, the rules on both lists."""
    periodic_without_respiratory: Detection | None
    """Level 3 without respiratory leg movements."""
    indices: Mapping[str, PairedValue]
    """Level 4: ``plms``, ``plmw``, ``lm`` (per hour), ``periodicity_index``, ``interval_log_mean``
    (seconds)."""
    sleep_share: SleepShare | None
    """Level 4, the part of the index error that comes from sleep."""
    staging: Staging | None
    """Level 5, sleep and wake."""
    sleep_starts: Detection | None
    """Level 6, sleep starts."""
    false_starts: Mapping[str, int]
    """What the reference marked where only we have a sleep start, with counts."""
    confusion: Mapping[tuple[str, str], int]
    """Counts by the reference's kind and ours."""
    rows: tuple[PairRow, ...]
    """Both lists side by side."""
    remarks: tuple[str, ...]
    """Remarks of the reader and assumptions made."""
    simulated: bool = False
    """Whether our night is simulated."""


def compare_with_reference(
    night: Night,
    summary: Summary,
    reference: Reference,
    *,
    clock: ClockFit,
    rules: Rules,
    name: str,
    remarks: tuple[str, ...] = (),
) -> NightAgreement:
    """Compare a night, as the program scored it, with a reference on its own clock.

    ``clock`` is the fit of that clock to ours, ``rules`` are those of the night, which are applied
    to the reference's list too, and ``remarks`` are the reader's.
    """
    reference = reference.on(clock)
    time = common_time(night, reference)
    starts, false = _sleep_starts(night, time)
    indices, sleep_share = paired_indices(night, time, rules)
    return NightAgreement(
        name=name,
        rules=rules.name,
        clock=clock,
        time=time,
        tolerance_s=usual_tolerance(reference),
        movements=movements(night, time) if reference.listed else {},
        periodic=periodic(night, time, rules) if reference.listed else {},
        reference_rules=reference_by_rules(reference, rules),
        sensor_rules=sensor_by_rules(night, time, rules) if len(reference.legs) else None,
        periodic_without_respiratory=(
            periodic_without_respiratory(night, time, rules) if reference.listed else None
        ),
        indices=indices,
        sleep_share=sleep_share,
        staging=staging(night.sleep, reference),
        sleep_starts=starts,
        false_starts=false,
        confusion=confusion(night, time) if reference.listed else {},
        rows=pair_rows(night, time) if reference.listed else (),
        remarks=(
            *(*remarks, *time.remarks, *_unknown_durations(reference)),
            *borrowed_window(reference, rules),
        ),
        simulated=summary.simulated,
    )


def _unknown_durations(reference: Reference) -> tuple[str, ...]:
    unknown = int(np.isnan(reference.legs.duration).sum())
    if not unknown:
        return ()
    told = (
        f"{unknown} of {len(reference.legs)} durations of the reference are not known: the rules "
        "take them as their shortest movement, and nothing can be said about overlaps"
    )
    return (told,)


def _sleep_starts(night: Night, time: CommonTime) -> tuple[Detection | None, Mapping[str, int]]:
    listed = time.reference.sleep_starts
    if listed is None:
        return None, {}
    all_starts = OwnList(events=tuple(night.events)).of_kind(Kind.HYPNIC_JERK)
    own = all_starts.where(time.holds(all_starts.onset))
    inside = time.holds(listed.onset)
    theirs = listed.onset[inside]
    pairs = match_onsets(own.onset, theirs, tolerance=SLEEP_START_S)
    counted = detection(
        pairs,
        (own.onset, own.offset),
        (theirs, theirs + listed.duration[inside]),
        tolerance=SLEEP_START_S,
    )
    false = own.onset[pairs.only_ours]
    return counted, Counter(_explanation(moment, time.reference) for moment in false.tolist())


def _explanation(moment: float, reference: Reference) -> str:
    for name, marks in (("leg movement", reference.legs), ("arousal", reference.arousals)):
        near = (marks.onset - _NEAR_S <= moment) & (moment <= marks.end + _NEAR_S)
        if near.any():
            return name
    stage = str(reference.stage_at(np.array([moment]))[0])
    return "awake, nothing marked" if stage == WAKE else "nothing marked"
