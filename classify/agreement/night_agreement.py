"""Comparison of one night with one reference, on seven levels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
from limbwatch.classify.agreement.paired_lists import PairRow, confusion, pair_rows
from limbwatch.classify.agreement.reference import LISTED, WAKE, Reference
from limbwatch.classify.agreement.staging import Staging, staging
from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.periodicity import (
    interval_statistics,
    joining_rules,
    periodicity_index,
)
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Mask

SLEEP_START_S: Final = 1.0
"""Tolerance of the onsets of sleep starts, ours and the video's, seconds."""
_NEAR_S: Final = 2.0
"""Distance within which a mark of the reference explains a false sleep start, seconds; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedValue:
    """One figure by both scorers; NaN when unknown."""

    ours: float
    """Our figure."""
    reference: float
    """The reference's figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepShare:
    """How much of the error of the periodic movement index comes from the estimate of sleep."""

    with_reference_sleep: float
    """Our movements per hour of the reference's sleep."""
    share: float
    """Share of the difference of the indices that disappears with the reference's sleep; NaN when
    both indices are equal. Outside 0 to 1 when the two errors are opposite."""


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
    indices = _indices(summary, time, rules)
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
        sleep_share=_sleep_share(summary, reference, indices["plms"]),
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


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _indices(summary: Summary, time: CommonTime, rules: Rules) -> dict[str, PairedValue]:
    """Return our indices as published, and the reference's computed in the same way."""
    theirs = _reference_indices(time.reference, rules)
    if time.asleep_only:
        theirs["plmw"] = float("nan")  # nobody scored movements in wake
    ours = {
        "plms": summary.plm.index_per_hour,
        "plmw": summary.plm.wake_index_per_hour,
        "lm": summary.limb_movements.index_per_hour,
        "periodicity_index": summary.plm.periodicity_index,
        "interval_log_mean": summary.plm.interval_s.log_mean,
    }
    return {
        name: PairedValue(ours=_number(value), reference=theirs[name])
        for name, value in ours.items()
    }


def _hours(reference: Reference) -> tuple[float, float]:
    """Return hours of sleep, and of wake between lights off and on."""
    extent = reference.extent
    if extent is None or not reference.staged:
        return float("nan"), float("nan")
    second = np.arange(extent[0], extent[1]) + 0.5  # stages need not be on a common grid
    stage = reference.stage_at(second)
    return float(reference.asleep_at(second).sum()) / 3600, float((stage == WAKE).sum()) / 3600


def _reference_indices(reference: Reference, rules: Rules) -> dict[str, float]:
    if not reference.listed:
        return dict.fromkeys(
            ("plms", "plmw", "lm", "periodicity_index", "interval_log_mean"), float("nan")
        )
    asleep_hours, awake_hours = _hours(reference)
    listed = reference.leg_movements(LISTED)
    judged = reference.leg_movements(rules)
    if (reference.kind == "plm").any():
        onset = listed.onset[listed.kind == "plm"]
    else:
        onset = judged.onset[judged.scored.periodic]
    asleep, awake = reference.asleep_at(onset), reference.stage_at(onset) == WAKE
    extent = reference.extent
    if extent is not None:
        awake &= (onset >= extent[0]) & (onset < extent[1])
    movements_asleep = int(reference.asleep_at(listed.onset).sum())
    lm = movements_asleep / asleep_hours if asleep_hours > 0 else float("nan")
    scored = judged.scored
    sleeping = reference.asleep_at(judged.onset)
    joined, index = reference.leg_movements(joining_rules()).scored, None
    if asleep_hours > 0:
        index = periodicity_index(joined, hours=asleep_hours)
    if not reference.staged:  # without epochs the list itself may say which are in sleep
        sleeping = scored.asleep if scored.asleep is not None else np.zeros(len(scored), np.bool_)
    within = _series_intervals(judged.onset, scored.series, sleeping)
    return {
        "plms": float(asleep.sum()) / asleep_hours if asleep_hours > 0 else float("nan"),
        "plmw": float(awake.sum()) / awake_hours if awake_hours > 0 else float("nan"),
        "lm": lm,
        "periodicity_index": _number(index),
        "interval_log_mean": _number(interval_statistics(within).log_mean),
    }


def _series_intervals(onset: Array, series: NDArray[np.int64], asleep: Mask) -> Array:
    """Return the intervals within series that end in sleep, as for our figures."""
    place = np.flatnonzero(series > 0)
    same = series[place[1:]] == series[place[:-1]]
    keep = same & asleep[place[1:]]
    return np.asarray(np.diff(onset[place])[keep], np.float64)


def _sleep_share(summary: Summary, reference: Reference, plms: PairedValue) -> SleepShare | None:
    hours, _ = _hours(reference)
    count = summary.plm.count
    if count is None or not (np.isfinite([plms.ours, plms.reference]).all() and hours > 0):
        return None
    by_theirs = count / hours
    error = plms.ours - plms.reference
    return SleepShare(
        with_reference_sleep=by_theirs,
        share=(plms.ours - by_theirs) / error if error else float("nan"),
    )


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
