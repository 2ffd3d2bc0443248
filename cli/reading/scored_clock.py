"""A scoring of a night in which the clocks were changed, and whether its times follow them."""

from dataclasses import replace
from typing import Any, Final

import numpy as np

from limbwatch.classify.night import Night
from limbwatch.cli.reading.clock_change import clock_change
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, Scoring

_EXACT_S: Final = 1.0
"""Difference up to which two times are one, seconds: some programs write whole seconds. Chosen."""
_FOLLOWED: Final = (
    "the clocks went forward at {at} in this night, and its epochs go on after the hour that was "
    "left out: its times from then on were read by the new clock"
)
_UNKNOWN: Final = (
    "the clocks went {way} at {at} in this night, and nothing in it shows whether its times follow "
    "them: they were read by the clock that the night began with, so if they follow, those after "
    "the change are {minutes} min off. Export it with all epochs of sleep, in the order of time, "
    "or with times in seconds from its start"
)


def on_clock_of_night(
    scoring: Scoring, zero: float, night: Night
) -> tuple[Scoring, tuple[str, ...]]:
    """Return a scoring on the clock that a night began with, and remarks on how it was read.

    ``zero`` is second 0 of the scoring, as written, in seconds from our start. Epochs without a
    gap show which clock a scoring is by: times in the hour that was left out, or an hour that
    comes only once, are those of a clock that was not changed.
    """
    if scoring.start is None or scoring.start.tzinfo is not None:
        return scoring, ()
    change = clock_change(night.start, night.end, zone_of(night.origin.asked.get("timezone")))
    if change is None:
        return scoring, ()
    at = (change.at - night.start).total_seconds() - zero
    size = change.forward.total_seconds()
    goes_on = _goes_on_after if size > 0 else _comes_twice
    followed = goes_on(scoring, at, size)
    when = f"{change.at:%H:%M}"
    if followed is None:
        return scoring, (_UNKNOWN.format(way=change.way, at=when, minutes=change.minutes),)
    if followed:
        return _moved(scoring, at, size), (_FOLLOWED.format(at=when),)
    return scoring, ()


def _comes_twice(scoring: Scoring, at: float, size: float) -> bool | None:
    """Return False if no hour can have come twice, else None: which of two it was is not known."""
    first = at + size
    if scoring.stretch[1] < first:
        return False
    stages = scoring.stages
    if stages is None or stages.onset_s.min() >= first:
        return None
    end = stages.onset_s + stages.duration_s
    near = (end > first) & (stages.onset_s < at)
    covered = np.minimum(end, at) - np.maximum(stages.onset_s, first)
    whole = float(covered[near].sum()) >= at - first - _EXACT_S and end.max() > at
    # where an hour comes twice, each of its epochs was cut at the beginning of the next
    return False if whole and (stages.duration_s[near] >= _EXACT_S).all() else None


def _goes_on_after(scoring: Scoring, at: float, size: float) -> bool | None:
    """Return whether a scoring lacks exactly the time that was left out; None if unknown."""
    onset = np.concatenate([each.onset_s for each in scoring.lists])
    later = onset >= at + size - _EXACT_S
    if ((onset >= at + _EXACT_S) & ~later).any() or not later.any():
        return False
    if scoring.stages is None:
        return None
    onset, duration = scoring.stages.onset_s, scoring.stages.duration_s
    before, after = np.flatnonzero(onset < at + _EXACT_S), onset[onset >= at + size - _EXACT_S]
    if len(before) < 2 or not len(after):
        return None
    # an epoch that lasts until the next lasts an hour too long: those before it show how long
    lasted = (duration[before[-1]], np.median(np.diff(onset[before])))
    apart = float(after[0] - onset[before[-1]]) - size
    return True if any(abs(apart - float(each)) <= _EXACT_S for each in lasted) else None


def _moved(scoring: Scoring, at: float, size: float) -> Scoring:
    """Return a scoring with its times after the change on the clock before it."""
    edge = at + size - _EXACT_S

    def earlier(times: Array) -> Array:
        return np.where(times >= edge, times - size, times)

    def events(listed: Any) -> Any:
        onset = earlier(listed.onset_s)
        end = earlier(listed.onset_s + listed.duration_s)
        # an end by the new clock, of what began before; a long stage may last an hour and more
        ends_late = (listed.duration_s >= size) & (end < onset + listed.duration_s - _EXACT_S)
        if isinstance(listed, Hypnogram):
            following = np.append(onset[1:], np.inf)
            ends_late &= onset + listed.duration_s > following + _EXACT_S
        duration = np.where(ends_late, end - onset, listed.duration_s)
        return replace(listed, onset_s=onset, duration_s=duration)

    def moment(time: float | None) -> float | None:
        return time if time is None or time < edge else time - size

    return replace(
        scoring,
        leg_movements=events(scoring.leg_movements),
        stages=None if scoring.stages is None else events(scoring.stages),
        breathing=events(scoring.breathing),
        arousals=events(scoring.arousals),
        sleep_starts=events(scoring.sleep_starts),
        lights_off_s=moment(scoring.lights_off_s),
        lights_on_s=moment(scoring.lights_on_s),
    )
