"""Leg movements associated with breathing events or arousals, and the index without the former."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import (
    ArousalFigures,
    BreathingEvent,
    Laboratory,
    LaboratoryFigures,
    RespiratoryFigures,
)
from limbwatch.classify.leg_sensors import is_leg_movement, leg_placements
from limbwatch.classify.night import Event, Night
from limbwatch.classify.nights.correction import Amendment, amended
from limbwatch.classify.rounding import kept_share
from limbwatch.classify.rules.published import rules_of
from limbwatch.sensor.arrays import Array, Mask, Span, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RespiratoryWindow:
    """The time around a breathing event in which a leg movement is respiratory.

    A movement is respiratory if any part of it lies in the window, both ends included.
    """

    rules: str
    """Name of the rules."""
    around: Literal["end", "event"]
    """Whether the window lies around the end of the event or the whole event."""
    before_s: float
    """Extent of the window before the event or its end, seconds."""
    after_s: float
    """Extent of the window after the event or its end, seconds."""
    kinds: frozenset[str] | None
    """Kinds of breathing event that count; None for all."""
    whole: bool
    """Whether a candidate of two legs is respiratory as a whole, or the movement of each leg."""
    source: str
    """Publication that defines the window."""

    def counts(self, kinds: Words) -> Mask:
        """Return which kinds of breathing event the window applies to."""
        if self.kinds is None:
            return np.ones(len(kinds), np.bool_)
        return np.isin(kinds, sorted(self.kinds))

    def holds(self, events: Sequence[Event], breathing: Sequence[BreathingEvent]) -> Mask:
        """Return which movements are respiratory; breathing events without an end are ignored."""
        spans = [
            (breath.start_s, breath.end_s)
            for breath in breathing
            if breath.end_s is not None and (self.kinds is None or breath.kind in self.kinds)
        ]
        onset = np.array([event.onset for event in events])
        offset = np.array([event.onset + event.duration for event in events])
        begin, end = np.array(spans, np.float64).reshape(-1, 2).T
        return self.touched(onset, offset, begin=begin, end=end)

    def touched(self, onset: Array, offset: Array, *, begin: Array, end: Array) -> Mask:
        """Return which movements touch the window of an event that lasts from ``begin`` to ``end``.

        Movements and events without an end (NaN) never match. Time and memory grow with the sum of
        movements and events, not their product: a file may list very many of both. Times are
        compared in whole milliseconds, as rounding errors would exclude the limits.
        """
        onset, offset, begin, end = (_whole_ms(each) for each in (onset, offset, begin, end))
        first = (end if self.around == "end" else begin) - self.before_s * 1000
        known = np.isfinite(first) & np.isfinite(end)
        order = np.argsort(first[known])
        opened = first[known][order]
        # the latest end of all windows that begin before a movement ends
        closed = np.maximum.accumulate((end[known] + self.after_s * 1000)[order])
        before = np.searchsorted(opened, offset, side="right")
        latest = np.concatenate([[-np.inf], closed])[before]
        return np.asarray((onset <= latest) & np.isfinite(offset))


WINDOWS: Final = (
    RespiratoryWindow(
        rules="wasm2016",
        around="end",
        before_s=2.0,
        after_s=10.25,
        kinds=frozenset({"apnea", "obstructive_apnea", "central_apnea", "mixed_apnea", "hypopnea"}),
        whole=True,  # CLMr: any part of the CLM
        source="Ferri 2016 after Manconi M. et al. 2015, PMC4288611",
    ),
    RespiratoryWindow(
        rules="aasm",
        around="event",
        before_s=0.5,
        after_s=0.5,
        kinds=None,  # apnoea, hypopnoea and RERA
        whole=False,  # "a LM should not be scored"
        source="AASM manual, Movement rules 1",
    ),
)
AROUSAL_GAP_S: Final = 0.5
"""A movement and an arousal are associated if they overlap or less than this many seconds lie
between them, whichever is first (WASM 2016; AASM manual)."""


def laboratory_figures(night: Night, hours_of_sleep: float) -> LaboratoryFigures | None:
    """Return the figures that a laboratory's scoring adds to a night; None without a laboratory.

    The index is per hour of the given sleep.
    """
    found = night.laboratory
    if found is None:
        return None
    return LaboratoryFigures(
        files=found.files,
        clock_offset_s=round(found.clock_offset_s, 3) + 0.0,
        clock_drift_ppm=round(found.clock_drift_ppm, 4) + 0.0,
        clock_from=found.clock_from,
        staged=found.staged,
        lights_off_s=_rounded(found.lights_off),
        lights_on_s=_rounded(found.lights_on),
        breathing=None
        if found.breathing is None
        else tuple(
            BreathingEvent(kind=e.kind, start_s=round(e.start_s, 3), end_s=_rounded(e.end_s))
            for e in found.breathing
        ),
        arousals_s=None
        if found.arousals is None
        else tuple((round(start, 3), round(end, 3)) for start, end in found.arousals),
        respiratory=()
        if not tells_respiratory(found.breathing)
        else tuple(
            _respiratory_figures(night, found.breathing or (), w, hours_of_sleep) for w in WINDOWS
        ),
        remarks=found.remarks,
        arousal=None
        if found.arousals is None
        else _arousal_figures(night, found.arousals, hours_of_sleep),
    )


def tells_respiratory(breathing: Sequence[BreathingEvent] | None) -> bool:
    """Return whether breathing was scored and tells which movements are respiratory.

    It does not if events are listed and none has an end.
    """
    if not breathing:
        return breathing is not None
    return any(event.end_s is not None for event in breathing)


def laboratory_of(figures: LaboratoryFigures | None) -> Laboratory | None:
    """Restore a laboratory from the figures of a night."""
    if figures is None:
        return None
    return Laboratory(
        files=figures.files,
        clock_offset_s=figures.clock_offset_s or 0.0,
        clock_drift_ppm=figures.clock_drift_ppm or 0.0,
        clock_from=figures.clock_from,
        staged=figures.staged,
        lights_off=figures.lights_off_s,
        lights_on=figures.lights_on_s,
        breathing=figures.breathing,
        arousals=figures.arousals_s,
        remarks=figures.remarks,
    )


def _respiratory_figures(
    night: Night, breathing: Sequence[BreathingEvent], window: RespiratoryWindow, hours: float
) -> RespiratoryFigures:
    legs = _are_leg_movements(night)
    in_window = window.holds(night.events, breathing) & legs
    without = amended(
        night,
        Amendment(
            labels={int(k): Kind.UNCERTAIN for k in np.flatnonzero(in_window)},
            excluded=(),
            bedtime=None,
            rising=None,
        ),
        rules=rules_of(night),
    )
    plm_left = sum(event.kind is Kind.PLM and event.asleep for event in without.events)
    asleep = np.array([event.asleep for event in night.events], np.bool_)
    periodic = np.array([event.kind is Kind.PLM for event in night.events], np.bool_)
    return RespiratoryFigures(
        window=window.rules,
        leg_movements=int((in_window & asleep).sum()),
        plm=int((in_window & asleep & periodic).sum()),
        plm_without=plm_left,
        plm_without_per_hour=kept_share(plm_left, hours),
    )


def _arousal_figures(night: Night, arousals: Sequence[Span], hours: float) -> ArousalFigures:
    onset = np.array([event.onset for event in night.events])
    offset = np.array([event.onset + event.duration for event in night.events])
    found = with_arousal(onset, offset, arousals)
    found &= _are_leg_movements(night) & np.array(
        [event.asleep for event in night.events], np.bool_
    )
    periodic = np.array([event.kind is Kind.PLM for event in night.events], np.bool_)
    count = int((found & periodic).sum())
    return ArousalFigures(
        leg_movements=int(found.sum()), plm=count, plm_per_hour=kept_share(count, hours)
    )


def with_arousal(onset: Array, offset: Array, arousals: Sequence[Span]) -> Mask:
    """Return which movements are associated with an arousal, given as start and end in seconds."""
    onset, offset = _whole_ms(onset), _whole_ms(offset)
    found = np.zeros(len(onset), np.bool_)
    for start, end in _whole_ms(np.array(arousals, np.float64).reshape(-1, 2)).tolist():
        found |= (onset - end < AROUSAL_GAP_S * 1000) & (start - offset < AROUSAL_GAP_S * 1000)
    return found


def _whole_ms(seconds: Array) -> Array:
    """Round to whole milliseconds, as floats so that an unknown time stays NaN."""
    return np.asarray(np.rint(np.asarray(seconds, np.float64) * 1000))


def _are_leg_movements(night: Night) -> Mask:
    legs = leg_placements(night.coverage)
    return np.array([is_leg_movement(event, legs) for event in night.events], np.bool_)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
