"""How a figure is distributed over nights, as a picture with its numbers beside it."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.report import axes, svg
from limbwatch.cli.report.charts import Chart
from limbwatch.cli.words import figure, listed

_HEIGHT: Final = 172
_BINS: Final = 16
"""At most so many columns; chosen: they can be told apart on a phone."""
_TICKS: Final = 5


class ShownFigure(NamedTuple):
    """A figure of nights."""

    title: str
    unit: str
    key: str
    """Column of the table of nights."""
    step: float = 1.0
    """Width of a column is a 1, 2 or 5 times this."""
    digits: int = 0
    """Of the edges, when they are written."""
    lines: tuple[float, ...] = ()
    """Values with a customary line."""


def distribution(one: ShownFigure, values: Sequence[float]) -> Chart:
    """Draw how many nights have which value, from 0; empty without values."""
    if not values:
        return Chart(header=(), rows=())
    edges = _edges(one.step, max(values))
    counts, _ = np.histogram(values, edges)
    q1, middle, q3 = (float(value) for value in np.percentile(values, (25, 50, 75)))
    digits = one.digits if one.step < 1 else one.digits + 1
    unit = f" {tr(one.unit)}" if one.unit else ""
    caption = tr(
        "{nights} nights; median {middle}{unit}, middle half {low} to {high}{unit}.",
        nights=len(values),
        middle=figure(middle, digits),
        low=figure(q1, digits),
        high=figure(q3, digits),
        unit=unit,
    )
    if one.lines:
        lines = listed([decimal(f"{line:g}") for line in one.lines])
        caption += " " + tr("Dashed: {lines}{unit}.", lines=lines, unit=unit)
    rows = tuple(
        (tr("{start} to {end}", start=figure(a, one.digits), end=figure(b, one.digits)), str(count))
        for a, b, count in zip(edges, edges[1:], counts.tolist(), strict=False)
    )
    return Chart(
        markup=_drawn(one, edges, counts.tolist()),
        caption=caption,
        header=(_named(one), tr("Nights")),
        rows=rows,
    )


def _named(one: ShownFigure) -> str:
    """Name a figure with its unit."""
    return f"{tr(one.title)}, {tr(one.unit)}" if one.unit else tr(one.title)


def _edges(step: float, most: float) -> list[float]:
    width = step
    factor = 0
    while width * _BINS < most:
        factor += 1
        width = step * (1, 2, 5)[factor % 3] * 10 ** (factor // 3)
    # the last column holds its upper edge: nothing is above a share of 1
    count = max(1, ceil(round(most / width, 9)))
    return [round(width * at, 6) for at in range(count + 1)]


def _drawn(one: ShownFigure, edges: Sequence[float], counts: Sequence[int]) -> str:
    picture = svg.drawing(
        tr("{title}: distribution of the nights", title=_named(one)), height=_HEIGHT, name="chart"
    )
    top = max(4, *counts)
    foot, room = _HEIGHT - axes.FOOT, _HEIGHT - axes.FOOT - axes.TOP
    end = edges[-1]
    axes.upright(picture, most=top, height=_HEIGHT, title=tr("nights"))
    for at, count in enumerate(counts):
        tall = room * count / top
        svg.box(
            picture,
            x=axes.across((at + 0.06) / len(counts)),
            y=f"{foot - tall:.1f}",
            width=axes.wide(0.88 / len(counts)),
            height=f"{tall:.1f}",
            name="mark k-plm",
        )
    for line in one.lines:
        if line < end:
            x = axes.across(line / end)
            svg.line(picture, x1=x, x2=x, y1=str(axes.TOP), y2=str(foot), name="limit")
    every = -(-len(counts) // _TICKS)
    # none at the very end, where half of it would be cut
    ticks = [
        (edges[at] / end, figure(edges[at], one.digits)) for at in range(0, len(counts), every)
    ]
    axes.level(picture, ticks, height=_HEIGHT, title=_named(one))
    return svg.markup(picture)
