"""Small charts: movements per hour, intervals, sides; each with its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.figures import HourFigures, PlmFigures, Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.report import axes, svg
from limbwatch.cli.words import UNKNOWN, figure

_HEIGHT: Final = 172
"""Height of a chart, pixels."""
_SHORTEST_S, _LONGEST_S = 1.0, 200.0
"""Range of the interval axis."""
_TICKS_S: Final = (2, 5, 10, 20, 40, 90)
_USUAL_S: Final = (20.0, 40.0)
"""Range in which most intervals of periodic movements lie (Ferri et al. 2006, Sleep 29:759)."""
_BINS_PER_E: Final = 10
"""Bins of 0.1 of the natural logarithm, as the WASM 2016 standard reports intervals."""
_KEY_AT: Final = (0.0, 34.0, 68.0)
"""Left edge of each side's legend entry, percent of the width: not above its share of the bar,
which may be narrower than the name, or missing."""
_SWATCH: Final = 4.0
"""Width of a legend swatch, percent of the width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture, its caption, and the same figures as a table."""

    markup: str = ""
    """SVG of the picture; empty when there is nothing to draw."""
    caption: str = ""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def hours(summary: Summary) -> Chart:
    """Draw the periodic movements of each clock hour.

    An hour in which no time in bed was observed or counted shows no figure, as opposed to zero.
    """
    per_hour = summary.plm.per_hour
    # show half minutes where there are any, so that the rate follows from the figures shown
    halves = int(any(hour.sleep_minutes % 1 for hour in per_hour))
    rows = tuple(
        (
            f"{hour.begins:%H:%M}",
            figure(hour.count),
            figure(hour.wake_count),
            figure(hour.sleep_minutes, halves),
            figure(hour.index_per_hour, 1),
        )
        for hour in per_hour
    )
    return Chart(
        markup=_bars(per_hour, _observed(summary)),
        caption=tr(
            "Periodic limb movements asleep (filled) and awake (open) in each clock hour. "
            "A count that falls through the night is the usual shape of restless legs; a hump in "
            "the middle is common without."
        ),
        header=(
            tr("From"),
            tr("Asleep"),
            tr("Awake"),
            tr("Minutes of sleep"),
            tr("Per hour of sleep"),
        ),
        rows=rows,
    )


def _observed(summary: Summary) -> list[bool]:
    """Return for each clock hour whether any of its time in bed was observed."""
    first, last = summary.sleep.in_bed_s or (0.0, summary.duration_s)
    starts = [hour.start_s for hour in summary.plm.per_hour]
    return [
        any(
            max(start, begin, first) < min(stop, end, last)
            for begin, end in summary.sleep.observed_s
        )
        for start, stop in pairwise([*starts, summary.duration_s])
    ]


def _bars(per_hour: Sequence[HourFigures], observed: Sequence[bool]) -> str:
    if not per_hour:
        return ""
    picture = svg.drawing(
        tr("Periodic limb movements in each clock hour"), height=_HEIGHT, name="chart"
    )
    counts = [(hour.count or 0, hour.wake_count or 0) for hour in per_hour]
    top = max(4, *map(sum, counts))
    width = 1 / len(per_hour)
    axes.upright(picture, most=top, height=_HEIGHT, title=tr("movements"))
    ticks = [((number + 0.5) * width, f"{hour.begins:%H}") for number, hour in enumerate(per_hour)]
    for number, hour in enumerate(per_hour):
        movements, known = sum(counts[number]), observed[number] and hour.count is not None
        x, wide = axes.across((number + 0.14) * width), axes.wide(0.72 * width)
        y = _stacked(picture, counts[number], most=top, x=x, width=wide)
        above = axes.across((number + 0.5) * width)
        label = str(movements) if known or movements > 0 else UNKNOWN
        svg.text(picture, label, x=above, y=y - 5, name="value mid")
    axes.level(picture, ticks, height=_HEIGHT, title=tr("clock hour"))
    return svg.markup(picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Onset-to-onset intervals of one night."""

    periodic: NDArray[np.float64]
    """Intervals within a series, seconds."""
    other: NDArray[np.float64]
    """Intervals between movements that are not both of one series, seconds."""


def intervals(events: Sequence[Event]) -> Intervals:
    """Return the intervals between the onsets of limb movements, periodic and isolated.

    Movements of all limbs are pooled. An interval across a gap is as long as the gap and falls off
    the chart.
    """
    limb = [event for event in events if event.kind in (Kind.PLM, Kind.LIMB_MOVEMENT)]
    onset = np.array([event.onset for event in limb])
    series = np.array([event.series or 0 for event in limb])
    same = (series[1:] == series[:-1]) & (series[1:] > 0)
    between = np.diff(onset)
    return Intervals(periodic=between[same], other=between[~same])


def histogram(found: Intervals, rules: Rules | None) -> Chart:
    """Draw the intervals on a log axis, with the limits of the rules if they are known."""
    edges = np.exp(
        np.arange(
            np.floor(np.log(_SHORTEST_S) * _BINS_PER_E),
            np.ceil(np.log(_LONGEST_S) * _BINS_PER_E) + 1,
        )
        / _BINS_PER_E
    )
    periodic = np.histogram(found.periodic, edges)[0]
    other = np.histogram(found.other, edges)[0]
    rows = tuple(
        (tr("{low:.1f} to {high:.1f} s", low=low, high=high), str(inside), str(outside))
        for low, high, inside, outside in zip(edges, edges[1:], periodic, other, strict=False)
        if inside or outside
    )
    limits = () if rules is None else rules.interval_limits_s
    bounds = ""
    if rules is not None:
        bounds = tr("The dashed lines are the limits of {rules}.", rules=tr(rules.title)) + " "
    return Chart(
        markup=_columns(edges, periodic, other, limits) if rows else "",
        caption=tr(
            "Time from one limb movement to the next, on a log axis: inside a series (filled) and "
            "otherwise (open). {bounds}The shaded band, 20 to 40 s, is where most intervals of "
            "periodic movements lie.",
            bounds=bounds,
        ),
        header=(tr("Interval"), tr("Inside a series"), tr("Otherwise")),
        rows=rows,
    )


def _columns(
    edges: NDArray[np.float64],
    periodic: NDArray[np.int64],
    other: NDArray[np.int64],
    limits: Sequence[float],
) -> str:
    picture = svg.drawing(
        tr("Intervals between limb movements, log axis"), height=_HEIGHT, name="chart"
    )
    foot, room = _HEIGHT - axes.FOOT, _HEIGHT - axes.FOOT - axes.TOP
    top = max(4, int((periodic + other).max()))
    left, right = (_share(seconds, edges) for seconds in _USUAL_S)
    svg.box(
        picture,
        x=axes.across(left),
        y=str(axes.TOP),
        width=axes.wide(right - left),
        height=str(room),
        name="band",
    )
    axes.upright(picture, most=top, height=_HEIGHT, title=tr("intervals"))
    width = axes.wide(0.82 / len(periodic))
    for number, (inside, outside) in enumerate(zip(periodic, other, strict=True)):
        x = axes.across(number / len(periodic))
        _stacked(picture, (inside, outside), most=top, x=x, width=width)
    for limit in limits:
        x = axes.across(_share(limit, edges))
        svg.line(picture, x1=x, y1=str(axes.TOP), x2=x, y2=str(foot), name="limit")
    ticks = [(_share(tick, edges), str(tick)) for tick in _TICKS_S]
    axes.level(picture, ticks, height=_HEIGHT, title=tr("seconds to the next movement, log axis"))
    return svg.markup(picture)


def _stacked(picture: Element, counts: tuple[int, int], *, most: int, x: str, width: str) -> float:
    """Draw a filled bar with an open one on top; return the y of their upper end, pixels."""
    y: float = _HEIGHT - axes.FOOT
    room = y - axes.TOP
    for count, style in zip(counts, ("mark k-plm", "o-plm"), strict=True):
        high = room * count / most
        y -= high
        if count:
            svg.box(picture, x=x, y=f"{y:.1f}", width=width, height=f"{high:.1f}", name=style)
    return y


def _share(seconds: float, edges: NDArray[np.float64]) -> float:
    """Return where an interval lies on the log axis, 0 to 1."""
    return float(np.log(seconds / edges[0]) / np.log(edges[-1] / edges[0]))


def sides(plm: PlmFigures) -> Chart:
    """Draw the share of movements of the left leg, the right leg and both."""
    counts = (
        (tr("Left only"), "left", plm.left),
        (tr("Both together"), "bilateral", plm.bilateral),
        (tr("Right only"), "right", plm.right),
    )
    total = sum(count or 0 for _, _, count in counts)
    shares = [None if count is None or not total else 100 * count / total for _, _, count in counts]
    rows = tuple(
        (name, figure(count), "" if share is None else f"{figure(share)} %")
        for (name, _, count), share in zip(counts, shares, strict=True)
    )
    caption = tr("Periodic movements in sleep by leg.")
    if any(count is None for _, _, count in counts):
        caption += " " + tr(
            "A dash means that no sensor could have seen it: one leg is never doubled."
        )
    return Chart(
        markup=_shares(counts, total),
        caption=caption,
        header=(tr("Side"), tr("Asleep"), tr("Share")),
        rows=rows,
    )


def _shares(counts: Sequence[tuple[str, str, int | None]], total: int) -> str:
    if not total:
        return ""
    picture = svg.drawing(tr("Left, right and both legs"), height=64, name="chart")
    at = 0.0
    for (name, key, count), begin in zip(counts, _KEY_AT, strict=True):
        svg.box(picture, x=f"{begin}%", y="4", width=f"{_SWATCH}%", height="9", name=f"side {key}")
        label = f"{name.split()[0]} {figure(count)}"
        svg.text(picture, label, x=f"{begin + _SWATCH + 1.5}%", y=13, name="tick")
        if not count:
            continue
        wide = 100 * count / total
        svg.box(
            picture, x=f"{at:.3f}%", y="20", width=f"{wide:.3f}%", height="22", name=f"side {key}"
        )
        at += wide
    for share in (0, 25, 50, 75, 100):
        place = {0: "share", 100: "share end"}.get(share, "share mid")
        svg.text(picture, f"{share} %", x=f"{share}%", y=58, name=place)
    return svg.markup(picture)
