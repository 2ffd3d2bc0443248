"""Plot of a stretch of one sensor: samples, detector signals and labels."""

import math
from datetime import timedelta
from itertools import cycle, pairwise
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from limbwatch.classify.night import Night
from limbwatch.dsp import LIMITS, Gridded, Limits, gridded, posture_of, track_of
from limbwatch.dsp.limits import require_limits
from limbwatch.dsp.signal.thresholds import Traces, traces_of
from limbwatch.sensor import Placement, Recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS: Final = (
    *("tab:orange", "tab:cyan", "tab:pink", "tab:olive", "tab:brown", "tab:gray", "gold"),
    *("lightgreen", "navy", "black"),
)
"""Colours of kinds in the legend; distinct from those of the lines."""
_COLUMNS: Final = 4
"""Columns of a legend that names kinds."""


def plot(
    recording: Recording,
    start: float,
    end: float,
    *,
    night: Night | None = None,
    limits: Limits = LIMITS,
) -> "Figure":
    """Draw a stretch of a recording.

    Parameters
    ----------
    recording : Recording
    start, end : float
        The stretch, seconds from the start of the night if one is given, else of the recording.
    night : Night, optional
        Source of the labels, which are written above the movements or, where they would touch,
        replaced by colours with a legend. Without it, detected movements are shaded.
    limits : Limits
        Thresholds.

    Returns
    -------
    matplotlib.figure.Figure
        The three axes above, the movement envelope with its two thresholds below. Show it in a
        notebook, or save it with ``figure.savefig("movement.png")``.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    TypeError
        If `recording` is not a recording, or the start or the end is not a number.
    ValueError
        If there is no sample between start and end.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError(
            "limbwatch.plot draws with matplotlib, which is not installed; install the extra "
            "`plot`: pip install 'limbwatch[plot]'"
        ) from error
    if not isinstance(recording, Recording):
        raise TypeError(
            f"plot draws a recording, not {type(recording).__name__}; read_recording reads one, "
            "and an array becomes one by limbwatch.Recording"
        )
    for name, moment in (("start", start), ("end", end)):
        _require_seconds(moment, name)
    require_limits(limits)
    if night is not None and not isinstance(night, Night):
        raise TypeError(
            f"night must be a Night, as score_night gives it, not {type(night).__name__}"
        )
    if night is not None:
        recording = recording.rebased(night.start)
    if not any(run.start < end and run.end > start for run in recording.runs) or not start < end:
        whole = f"{recording.runs[0].start:.0f} to {recording.runs[-1].end:.0f} s"
        raise ValueError(
            f"there is no sample from {start} to {end} s; the recording has {whole}, and gaps. "
            "Give a start before an end inside it."
        )
    sensor = gridded(recording, limits=limits)
    calibration, _ = posture_of(sensor)
    labels = (
        _detected_spans(sensor, limits)
        if night is None
        else _labelled_spans(night, recording.placement)
    )
    figure = Figure(figsize=(9.0, 4.8), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    _draw_samples(above, recording, start, end)
    for traces in traces_of(sensor, calibration, limits=limits):
        _draw_traces(below, traces, start, end)
    below.set_xlim(0, end - start)
    spans = [
        (max(onset, start) - start, min(offset, end) - start, name)
        for onset, offset, name in labels
        if onset < end and offset > start
    ]
    colours = _label_spans(above, spans, end - start)
    for first, last, name in spans:
        for axes in (above, below):
            if name in colours:
                # in a whole night a movement is narrower than a dot
                axes.axvspan(first, last, color=colours[name], alpha=0.5, linewidth=1, label=name)
            else:
                axes.axvspan(first, last, color="tab:orange", alpha=0.2, linewidth=0)
    # one legend entry for each name, however many runs it was drawn in
    single: dict[str, Any] = {}
    for axes, unit in ((above, "acceleration (g)"), (below, "movement envelope (g)")):
        handles, names = axes.get_legend_handles_labels()
        single |= zip(names, handles, strict=True)
        axes.set_ylabel(unit)
    # below both axes, which a night fills to their edges
    figure.legend(
        list(single.values()),
        list(single),
        loc="outside lower center",
        frameon=False,
        ncols=min(len(single), _COLUMNS if colours else len(single)),
    )
    # the thresholds lie a hundred times below a strong movement
    below.set_yscale("log")
    below.set_ylim(bottom=limits.low_minimum / 10)
    began = recording.start + timedelta(seconds=float(start))
    below.set_xlabel(f"seconds after {began:%Y-%m-%d %H:%M:%S} ({recording.placement.words})")
    return figure


def _label_spans(axes: Any, spans: list[tuple[float, float, str]], length: float) -> dict[str, str]:
    """Write each name above its movement; if two would touch, return a colour for each instead."""
    names = [_write_above(axes, *span, length) for span in spans]
    boxes = sorted((box.x0, box.x1) for box in (text.get_window_extent() for text in names))
    if all(right <= left for (_, right), (left, _) in pairwise(boxes)):
        return {}
    for text in names:
        text.remove()
    return dict(zip(dict.fromkeys(name for *_, name in spans), cycle(_COLOURS), strict=False))


def _write_above(axes: Any, first: float, last: float, name: str, length: float) -> Any:
    """Write a name above its movement, inside the axes: a name is a sixth of the width."""
    middle = (first + last) / 2
    at, side = middle, "center"
    if middle < length / 6:
        at, side = first, "left"
    elif middle > length * 5 / 6:
        at, side = last, "right"
    return axes.annotate(name, (at, 1.02), xycoords=("data", "axes fraction"), ha=side)


def _draw_samples(axes: Any, recording: Recording, start: float, end: float) -> None:
    for run in recording.runs:
        time = run.start + np.arange(len(run)) / run.rate
        shown = (time >= start) & (time <= end)
        if shown.any():
            for axis, colour in enumerate(("tab:blue", "tab:green", "tab:red")):
                axes.plot(
                    time[shown] - start,
                    run.xyz[shown, axis],
                    color=colour,
                    linewidth=0.9,
                    label="xyz"[axis],
                )


def _draw_traces(axes: Any, traces: Traces, start: float, end: float) -> None:
    shown = (traces.time >= start) & (traces.time <= end)
    if not shown.any():
        return
    time = traces.time[shown] - start
    axes.plot(time, traces.envelope[shown], color="black", linewidth=1.1, label="envelope")
    for values, style, name in (
        (traces.high, "--", "detection threshold"),
        (traces.low, ":", "extent threshold"),
    ):
        axes.plot(time, values[shown], style, color="tab:purple", linewidth=1.1, label=name)


def _detected_spans(sensor: Gridded, limits: Limits) -> list[tuple[float, float, str]]:
    found = track_of(sensor, limits=limits).movements
    spans = zip(found.onset.tolist(), found.offset.tolist(), strict=True)
    return [(onset, offset, "") for onset, offset in spans]


def _labelled_spans(night: Night, placement: Placement) -> list[tuple[float, float, str]]:
    return [
        (event.onset, event.onset + event.duration, event.kind.words)
        for event in night.events
        if placement in event.limbs
    ]


def _require_seconds(moment: object, name: str) -> None:
    if not isinstance(moment, Real) or isinstance(moment, bool):
        raise TypeError(
            f"{name} must be seconds from the recording's start, or from the night's where one "
            f"is given, not {moment!r}; of a time: (time - night.start).total_seconds()"
        )
    if not math.isfinite(moment):
        raise ValueError(f"{name} is {moment} s; it must be finite, inside the recording")
