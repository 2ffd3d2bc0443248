"""The list of movements, each with its reason and a trace of the envelope around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report import svg
from limbwatch.cli.report.traces import RATE, NightEnvelope
from limbwatch.cli.words import clock, figure, short_limbs, sureness

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One movement as the list shows it; every text is ready for printing."""

    number: int
    """Position in the night, from 1."""
    onset_s: str
    """Onset in seconds, for the script."""
    duration_s: str
    """Duration in seconds, for the script."""
    time: str
    kind: str
    lane: str
    limbs: str
    duration: str
    peak: str
    series: str
    state: str
    confidence: str
    reason: str
    said: str
    """What a person corrected."""
    trace: str
    """Inner markup of the picture; empty when there is none."""
    bins: int
    """Width of the picture in its own units."""
    window: str
    """First and last second of the picture, for the script."""
    scale: str
    """Acceleration that the top of each lane stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementList:
    """The rows of the list, and what all their traces share."""

    rows: tuple[Row, ...]
    height: int
    """Height of each trace in its own units."""
    lanes: tuple[str, ...]
    """Placements of the lanes of a trace, top to bottom."""
    left_out: int
    """Number of movements whose trace was dropped to keep the file small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The envelopes of all limbs around one moment, drawn as lanes of one picture."""

    markup: str
    bins: int
    """Columns of the picture."""
    start: float
    """First second of the picture."""
    end: float
    """Last second of the picture."""
    scale: float
    """Acceleration at the top of each lane, g."""


def movement_list(
    night: NightSource, envelopes: Sequence[NightEnvelope], *, remarks: Mapping[float, str]
) -> MovementList:
    """Return the list of a night's movements, with what a person said of each, by its onset.

    Traces show the sensors that have envelopes.
    """
    traces = _traces_within_budget(night.events, envelopes)
    rows = tuple(
        _row(night, number, event, trace, said=remarks.get(event.onset, ""))
        for number, (event, trace) in enumerate(zip(night.events, traces, strict=True), start=1)
    )
    return MovementList(
        rows=rows,
        height=len(envelopes) * (_LEVELS + 2),
        lanes=tuple(limb.placement for limb in envelopes),
        left_out=sum(trace is None for trace in traces) if envelopes else 0,
    )


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


def _row(night: NightSource, number: int, event: Event, trace: Trace | None, *, said: str) -> Row:
    return Row(
        number=number,
        onset_s=f"{event.onset:.1f}",
        duration_s=f"{event.duration:.1f}",
        time=clock(night.start, event.onset, precise=True),
        kind=event.kind.value,
        lane=tr(EXPLANATIONS[event.kind].lane),
        limbs=short_limbs(event.limbs),
        duration=figure(event.duration, 1),
        peak=figure(event.peak * 1000),
        series="" if event.series is None else str(event.series),
        state=tr("asleep") if event.asleep else tr("awake"),
        confidence=sureness(event.confidence),
        reason=translate_stored(event.reason),
        said=said,
        trace="" if trace is None else trace.markup,
        bins=1 if trace is None else trace.bins,
        window="" if trace is None else f"{trace.start:g} {trace.end:g}",
        scale="" if trace is None else f"{figure(trace.scale * 1000)} mg",
    )
