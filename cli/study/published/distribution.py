"""Distribution of a figure over nights, as a picture with its numbers."""

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
"""Most columns; chosen: they can be distinguished on a phone."""
_TICKS: Final = 5
"""About so many labels of the axis."""


class ShownFigure(NamedTuple):
    """A figure of nights, and how its distribution is drawn."""

    title: str
    unit: str
    key: str
    """Column in the table of nights."""
    step: float = 1.0
    """The width of a column is a multiple of this by 1, 2 or 5 times a power of ten."""
    digits: int = 0
    """Decimals of the edges."""
    lines: tuple[float, ...] = ()
    """Customary limits, drawn dashed."""


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
        markup=_draw(one, edges, counts.tolist()),
        caption=caption,
        header=(_title_with_unit(one), tr("Nights")),
        rows=rows,
    )


def _title_with_unit(shown: ShownFigure) -> str:
    """Return the title of a figure with its unit."""
    return f"{tr(shown.title)}, {tr(shown.unit)}" if shown.unit else tr(shown.title)


def _edges(step: float, most: float) -> list[float]:
    width = step
    factor = 0
    while width * _BINS < most:
        factor += 1
        width = step * (1, 2, 5)[factor % 3] * 10 ** (factor // 3)
    # the last column includes its upper edge: no share is above 1
    count = max(1, ceil(round(most / width, 9)))
    return [round(width * number, 6) for number in range(count + 1)]


def _draw(shown: ShownFigure, edges: Sequence[float], counts: Sequence[int]) -> str:
    picture = svg.drawing(
        tr("{title}: distribution of the nights", title=_title_with_unit(shown)),
        height=_HEIGHT,
        name="chart",
    )
    top = max(4, *counts)
    foot, room = _HEIGHT - axes.FOOT, _HEIGHT - axes.FOOT - axes.TOP
    end = edges[-1]
    axes.upright(picture, most=top, height=_HEIGHT, title=tr("nights"))
    for at, count in enumerate(counts):
        bar = room * count / top
        svg.box(
            picture,
            x=axes.across((at + 0.06) / len(counts)),
            y=f"{foot - bar:.1f}",
            width=axes.wide(0.88 / len(counts)),
            height=f"{bar:.1f}",
            name="mark k-plm",
        )
    for line in shown.lines:
        if line < end:
            x = axes.across(line / end)
            svg.line(picture, x1=x, x2=x, y1=str(axes.TOP), y2=str(foot), name="limit")
    stride = -(-len(counts) // _TICKS)
    # none at the very end, where half of the label would be cut off
    ticks = [
        (edges[at] / end, figure(edges[at], shown.digits)) for at in range(0, len(counts), stride)
    ]
    axes.level(picture, ticks, height=_HEIGHT, title=_title_with_unit(shown))
    return svg.markup(picture)
