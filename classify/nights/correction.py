"""A scored night with a person's corrections, scored again by the same rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

import numpy as np

from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import LIMB_MOVEMENTS, Kind
from limbwatch.classify.night import Event, Events, Night, series_of
from limbwatch.classify.rules.interruptions import restarts_of
from limbwatch.classify.rules.leg_movements import SIDES, LegMovements, score
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.classify.slept import Sleep, Window
from limbwatch.sensor.arrays import Mask, Span

BY_A_PERSON: Final = "labelled by a person"
"""Reason of a kind that a person set."""
COUNTED_AGAIN: Final = "counted again after a correction"
"""Reason of a kind that changed because of another correction."""

_COUNTED = LIMB_MOVEMENTS | {Kind.FOOT_TREMOR}
"""Kinds passed to the rules as leg movements (`Labels.not_leg_movements`)."""
_WHOLE_BODY = frozenset({Kind.GROSS_MOVEMENT, Kind.WAKE_MOVEMENT})
"""Kinds passed to the rules only where they last longer than a leg movement may."""

_UNCOUNTED_AWAKE = frozenset({Kind.WALKING, Kind.EXTERNAL, Kind.UNCERTAIN})
"""Kinds not passed to the rules in a test of an hour awake (`Labels.not_of_the_leg`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A person's corrections of a night.

    Raises
    ------
    ValueError
        If a span or the night in bed runs backwards.
    """

    labels: Mapping[int, Kind]
    """Kind by position of the event in ``Night.events``."""
    excluded: tuple[Span, ...]
    """Spans that are excluded from everything, seconds from the recording's start."""
    bedtime: float | None
    """Bedtime that replaces the estimate, seconds; None to keep it."""
    rising: float | None
    """Rising that replaces the estimate, seconds; None to keep it."""

    def __post_init__(self) -> None:
        for start, end in self.excluded:
            if not start < end:
                raise ValueError(f"a span must end after it starts, not {start:g} to {end:g} s")
        if self.bedtime is not None and self.rising is not None and self.rising <= self.bedtime:
            raise ValueError(
                f"rising ({self.rising:g} s) must come after bedtime ({self.bedtime:g} s)"
            )


def amended(night: Night, amendment: Amendment, *, rules: Rules) -> Night:
    """Apply a person's corrections to a night as the program scored it, and score it again.

    The rules are those it was scored by; it stays equal if nothing is amended.

    Raises
    ------
    ValueError
        If bedtime and rising leave no time in bed.

    Notes
    -----
    Whole events go through the rules twice, as they were and as amended; only where the two differ
    does an event change between periodic and isolated. So series that the correction does not touch
    stay as they were found from the single legs' movements; the rest of one that it does touch
    stays a series if it is long enough.
    """
    if not (
        amendment.labels
        or amendment.excluded
        or amendment.bedtime is not None
        or amendment.rising is not None
    ):
        return night
    sleep = _amended_sleep(night.sleep, amendment)
    left_out = _excluded_spans(amendment)
    kept = [
        number
        for number, event in enumerate(night.events)
        if not any(start <= event.onset < end for start, end in left_out)
    ]
    labels = {place: amendment.labels.get(number) for place, number in enumerate(kept)}
    events = [_with_amended_sleep(night.events[number], sleep) for number in kept]
    restarts = [end for _, end in amendment.excluded]
    before = _periodic(night, night.events, {}, rules, restarts=())
    was_periodic = {night.events[number].onset: bool(before[number]) for number in kept}
    after = _periodic(night, events, labels, rules, restarts=restarts)
    final = [
        _relabelled(event, labels[place], periodic=_is_periodic(event, was_periodic, after[place]))
        for place, event in enumerate(events)
    ]
    found = {series.onsets for series in night.series}
    runs = []
    for run in _runs(final, rules, restarts, restarts_of(night.coverage).tolist()):
        # an event may hold two movements of a series, so an unchanged series is long enough
        if len(run) >= rules.series_shortest or tuple(events[k].onset for k in run) in found:
            runs.append(run)
            continue
        for place in run:
            final[place] = _relabelled(events[place], labels[place], periodic=False)
    numbered = _renumbered(final, runs)
    # a correction does not change breathing: keep the finding, the only place where it is stored,
    # unless it is of an earlier version, which did not look at breath
    swelled = any(
        finding.code == "breathing_first" and "the breath that an arm felt" in finding.evidence
        for finding in night.findings
    )
    return replace(
        night,
        events=Events(numbered),
        series=series_of(numbered),
        sleep=sleep,
        findings=findings_of(
            numbered,
            sleep,
            night.coverage,
            length=(night.end - night.start).total_seconds(),
            age=night.age,
            awake=night.origin.test is not None,
            breath_swells=lambda _: swelled,
        ),
    )


def _excluded_spans(amendment: Amendment) -> list[Span]:
    """Return the stretches that are not counted: excluded, or outside the corrected time in bed."""
    out_of_bed = [] if amendment.bedtime is None else [(-inf, amendment.bedtime)]
    out_of_bed += [] if amendment.rising is None else [(amendment.rising, inf)]
    return [*amendment.excluded, *out_of_bed]


def _is_periodic(event: Event, was_periodic: Mapping[float, bool], now: np.bool_) -> bool:
    """Return whether an event is periodic: as found, unless the amendment changes the scoring."""
    found = event.series is not None
    return bool(now) if bool(now) != was_periodic[event.onset] else found


def _amended_sleep(sleep: Sleep, amendment: Amendment) -> Sleep:
    if amendment.bedtime is None and amendment.rising is None:
        bed, window = sleep.in_bed, sleep.window
    else:
        window = Window.CORRECTION
        length = len(sleep.asleep) * sleep.epoch
        known = sleep.in_bed or (0.0, length)
        bed = (
            known[0] if amendment.bedtime is None else amendment.bedtime,
            known[1] if amendment.rising is None else amendment.rising,
        )
        if bed[0] >= bed[1]:
            raise ValueError(f"no time in bed is left between {bed[0]:g} and {bed[1]:g} s")
    middle = sleep.middles
    valid = sleep.valid.copy()
    for start, end in amendment.excluded:
        valid[(middle >= start) & (middle < end)] = False
    asleep = sleep.asleep.copy()
    if bed is not None and bed != sleep.in_bed:
        asleep &= (middle >= bed[0]) & (middle < bed[1])
    return replace(sleep, asleep=asleep, valid=valid, in_bed=bed, window=window)


def _with_amended_sleep(event: Event, sleep: Sleep) -> Event:
    if not len(sleep.asleep):
        return event
    # an amendment can only remove sleep: an event scored as awake stays awake
    return replace(event, asleep=event.asleep and bool(sleep.asleep_at(event.onset)))


def _periodic(
    night: Night,
    events: Sequence[Event],
    labels: Mapping[int, Kind | None],
    rules: Rules,
    *,
    restarts: Sequence[float],
) -> Mask:
    """Return which whole events the rules put in a series."""
    rows = [
        (place, *part)
        for place, event in enumerate(events)
        if _is_scored(event, labels.get(place), rules, awake=night.origin.test is not None)
        for part in _parts(event, rules)
    ]
    scored = score(
        LegMovements.from_seconds(
            side=[row[1] for row in rows],
            onset=[row[2] for row in rows],
            duration=[row[3] for row in rows],
            asleep=[events[row[0]].asleep for row in rows],
        ),
        rules,
        restarts=sorted({*restarts_of(night.coverage).tolist(), *restarts}),
    )
    periodic = np.zeros(len(events), dtype=np.bool_)
    for number, members in zip(scored.series.tolist(), scored.rows, strict=True):
        if number:
            periodic[[rows[member][0] for member in members]] = True
    return periodic


def _is_scored(event: Event, label: Kind | None, rules: Rules, *, awake: bool) -> bool:
    """Return whether an event is passed to the rules as a movement of a leg."""
    if not any(limb.limb == "ankle" for limb in event.limbs):
        return False
    if label is not None and label is not event.kind:
        return label in LIMB_MOVEMENTS
    if awake:
        return event.kind not in _UNCOUNTED_AWAKE
    return event.kind in _COUNTED or _outlasts_a_leg(event, rules)


def _outlasts_a_leg(event: Event, rules: Rules) -> bool:
    return event.kind in _WHOLE_BODY and event.duration > rules.longest / 1000


def _parts(event: Event, rules: Rules) -> list[tuple[int, float, float]]:
    """Divide an event into the movements of its legs, which may follow each other."""
    legs = sorted({SIDES[limb.side] for limb in event.limbs if limb.limb == "ankle"})
    if len(legs) == 1 or _outlasts_a_leg(event, rules):
        return [(legs[0], event.onset, event.duration)]
    longest = rules.longest / 1000
    total = rules.bilateral_longest
    # a candidate of two legs may last longer than one of a single leg
    fits = total is None or event.duration <= total / 1000
    length = min(event.duration, longest) if fits else event.duration
    return [
        (legs[0], event.onset, length),
        (legs[1], event.onset + event.duration - length, length),
    ]


def _relabelled(event: Event, label: Kind | None, *, periodic: bool) -> Event:
    kind = event.kind if label is None else label
    if periodic:
        kind = Kind.PLM
    elif kind is Kind.PLM:
        kind = Kind.LIMB_MOVEMENT
    if kind is event.kind:
        return event
    return replace(
        event,
        kind=kind,
        series=event.series if kind is Kind.PLM else None,
        confidence=None,
        reason=COUNTED_AGAIN if label is None else BY_A_PERSON,
    )


def _runs(
    events: Sequence[Event], rules: Rules, restarts: Sequence[float], interrupted: Sequence[float]
) -> list[list[int]]:
    """Return the runs of periodic movements that follow each other, as indices of events."""
    runs: list[list[int]] = []
    for place, event in enumerate(events):
        if event.kind is not Kind.PLM:
            continue
        if runs and _follows(events[runs[-1][-1]], event, rules, restarts, interrupted):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _renumbered(events: Sequence[Event], runs: Sequence[Sequence[int]]) -> tuple[Event, ...]:
    """Renumber the series from 1 in order of time."""
    numbered = [replace(event, series=None) for event in events]
    for number, run in enumerate(runs, start=1):
        for place in run:
            numbered[place] = replace(events[place], series=number)
    return tuple(numbered)


def _follows(
    last: Event,
    event: Event,
    rules: Rules,
    restarts: Sequence[float],
    interrupted: Sequence[float] = (),
) -> bool:
    together = None not in (last.series, event.series)
    if together and last.series != event.series:
        return False
    # within a series as it was found, the rules have seen the single legs' movements
    ends = restarts if together else [*restarts, *interrupted]
    if any(last.onset < at <= event.onset for at in ends):
        return False
    return round((event.onset - last.onset) * 1000) <= rules.interval_longest
