"""The movements of a night by clock hour, each with its reason and a trace around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.judgement import legs_worn
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report import svg
from limbwatch.cli.report.traces import RATE, NightEnvelope
from limbwatch.cli.words import (
    clock,
    counted,
    day_and_month,
    figure,
    from_to,
    limb_words,
    listed,
    short_limbs,
    sureness,
)

_WINDOW_S: Final = 20.0
"""Shortest stretch that a trace shows."""
_LEAD_S: Final = 5.0
"""Least time shown before and after a movement."""
_LEVELS: Final = 20
"""Height of one lane of a trace, in its own units."""
_QUIET_G: Final = 0.02
"""Smallest full scale of a trace: below it, noise stays small."""
_BUDGET_BYTES: Final = 820_000
"""Size limit of the list, so that a restless night of three sensors stays below 1 MB."""
_ROW_BYTES: Final = 250
"""Estimated size of a movement without its reason and its trace."""
_FRAME_BYTES: Final = 90
"""Estimated size of a trace without its outlines."""
_COLUMNS: Final = (200, 100, 50)
"""Columns of a trace; the first number that fits the budget is used."""
_COLUMNS_ALONE: Final = 100
"""Columns of a trace that stands outside the list."""
_DROPPED_FIRST: Final = (Kind.WAKE_MOVEMENT, Kind.GROSS_MOVEMENT, Kind.TWITCH, Kind.LIMB_MOVEMENT)
"""Kinds whose traces are dropped, in this order, until the list fits the budget."""
_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The envelopes of all limbs around one moment, drawn as lanes of one picture."""

    markup: str
    """Inner markup of the picture."""
    bins: int
    """Columns of the picture."""
    start: float
    """First second of the picture."""
    end: float
    """Last second of the picture."""
    scale: float
    """Acceleration at the top of each lane, g."""


def list_by_hours(
    night: NightSource, envelopes: Sequence[NightEnvelope], *, remarks: Mapping[float, str]
) -> Mapping[str, Any]:
    """Return the list of movements as templates print it: introduction and rows by hour.

    ``remarks`` are what a person said of a movement, by its onset. Traces show the sensors that
    have envelopes.
    """
    traces = _traces_within_budget(night.events, envelopes)
    rows = [
        _row(night, number, event, trace, said=remarks.get(event.onset, ""))
        for number, (event, trace) in enumerate(zip(night.events, traces, strict=True), start=1)
    ]
    limbs = [limb_words(limb.placement) for limb in envelopes]
    count = counted(len(rows), "movement")
    intro = tr("{movements}, in order of time, by clock hour.", movements=count)
    if limbs:
        intro = tr(
            "{movements}, in order of time, by clock hour, each with 20 seconds or more of its "
            "trace: {limbs}, top to bottom.",
            movements=count,
            limbs=listed(limbs),
        )
    left_out = sum(trace is None for trace in traces) if envelopes else 0
    if left_out:
        intro += " " + trn(
            "The traces of {count} movement of the least informative kinds are left out to keep "
            "this file small.",
            "The traces of {count} movements of the least informative kinds are left out to keep "
            "this file small.",
            left_out,
        )
    return {
        "hours": _hours_of(night, rows),
        "height": len(envelopes) * (_LEVELS + 2),
        "lanes": "|".join(limbs),
        "intro": intro,
    }


def _hours_of(night: NightSource, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Group rows by clock hour, so that hundreds are not one list."""
    several_days = night.seconds > _DAY_S
    counts_legs = legs_worn(night.summary) > 0
    hours: list[Mapping[str, Any]] = []
    pairs = zip(night.events, rows, strict=True)
    for begins, group in groupby(pairs, key=lambda pair: _hour_of(night, pair[0].onset)):
        events, movements = zip(*group, strict=True)
        title = from_to(begins, 0, 3600)
        if several_days:
            title = f"{day_and_month(begins)}, {title}"
        label = counted(len(movements), "movement")
        if counts_legs:
            periodic = sum(event.kind is Kind.PLM for event in events)
            label = tr("{movements}, {periodic} periodic", movements=label, periodic=periodic)
        hours.append({"title": title, "told": label, "rows": movements})
    return hours


def _hour_of(night: NightSource, seconds: float) -> datetime:
    moment = night.start + timedelta(seconds=seconds)
    return moment.replace(minute=0, second=0, microsecond=0)


def traces_at(
    moments: Sequence[float], envelopes: Sequence[NightEnvelope]
) -> tuple[list[Trace], int]:
    """Draw the envelopes around some moments, seconds; also return the height of the traces.

    Without envelopes there are no traces. The height is in their own units.
    """
    height = len(envelopes) * (_LEVELS + 2)
    if not envelopes or not len(moments):
        return [], height
    return list(_draw(np.array(moments), _WINDOW_S, envelopes, _COLUMNS_ALONE)), height


def _traces_within_budget(
    events: Sequence[Event], envelopes: Sequence[NightEnvelope]
) -> list[Trace | None]:
    if not envelopes:
        return [None] * len(events)
    budget = _BUDGET_BYTES - sum(_ROW_BYTES + len(event.reason) for event in events)
    # every eighth movement is sample enough to estimate the size of all
    sample = events[::8]
    columns = next(
        (
            number
            for number in _COLUMNS
            if 8 * _size_bytes(_traces(sample, envelopes, number)) <= budget
        ),
        _COLUMNS[-1],
    )
    traces: list[Trace | None] = list(_traces(events, envelopes, columns))
    for kind in _DROPPED_FIRST:
        if _size_bytes(traces) <= budget:
            break
        traces = [
            None if event.kind is kind else trace
            for event, trace in zip(events, traces, strict=True)
        ]
    return traces


def _size_bytes(traces: Iterable[Trace | None]) -> int:
    return sum(_FRAME_BYTES + len(trace.markup) for trace in traces if trace is not None)


def _traces(
    events: Sequence[Event], envelopes: Sequence[NightEnvelope], columns: int
) -> list[Trace]:
    """Draw the traces of all movements, batching those of equal length."""
    lengths = [_window_length(event.duration) for event in events]
    traces: dict[int, Trace] = {}
    for length in sorted(set(lengths)):
        numbers = [k for k, each in enumerate(lengths) if each == length]
        onsets = np.array([events[k].onset for k in numbers])
        traces |= zip(numbers, _draw(onsets, length, envelopes, columns), strict=True)
    return [traces[k] for k in range(len(events))]


def _window_length(duration: float) -> float:
    """Return how many seconds to show: the movement with its lead on both sides, or more."""
    length = _WINDOW_S
    while length < duration + 2 * _LEAD_S:
        length *= 2
    return length


def _draw(
    onsets: NDArray[np.float64], length: float, envelopes: Sequence[NightEnvelope], columns: int
) -> Iterable[Trace]:
    starts = np.floor((onsets - _LEAD_S) * RATE) / RATE
    lanes = [np.nan_to_num(_largest(limb.windows(starts, length), columns)) for limb in envelopes]
    scale = np.maximum(np.float32(_QUIET_G), np.max([lane.max(axis=1) for lane in lanes], axis=0))
    paths = []
    for number, lane in enumerate(lanes, start=1):
        heights = np.rint(lane / scale[:, None] * _LEVELS).astype(np.int64)
        outlines = svg.steps(heights, number * (_LEVELS + 2) - 1)
        paths.append([f'<path d="{outline}"/>' if outline else "" for outline in outlines])
    markups = map("".join, zip(*paths, strict=True))
    for start, markup, top in zip(starts.tolist(), markups, scale.tolist(), strict=True):
        yield Trace(markup=markup, bins=columns, start=start, end=start + length, scale=top)


def _largest(values: NDArray[np.float32], bins: int) -> NDArray[np.float32]:
    """Return the largest known value in each of ``bins`` equal parts of each row."""
    parts = values.reshape(len(values), bins, -1)
    return np.asarray(np.fmax.reduce(parts, axis=2))


def _row(
    night: NightSource, number: int, event: Event, trace: Trace | None, *, said: str
) -> Mapping[str, Any]:
    return {
        "number": number,
        "onset_s": f"{event.onset:.1f}",
        "duration_s": f"{event.duration:.1f}",
        "time": clock(night.start, event.onset, precise=True),
        "kind": event.kind.value,
        "lane": tr(EXPLANATIONS[event.kind].lane),
        "limbs": short_limbs(event.limbs),
        "duration": figure(event.duration, 1),
        "peak": figure(event.peak * 1000),
        "series": "" if event.series is None else str(event.series),
        "state": tr("asleep") if event.asleep else tr("awake"),
        "confidence": sureness(event.confidence),
        "reason": translate_stored(event.reason),
        "said": said,
        "trace": trace,
        "window": "" if trace is None else f"{trace.start:g} {trace.end:g}",
        "scale": "" if trace is None else f"{figure(trace.scale * 1000)} mg",
    }
