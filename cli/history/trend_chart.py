"""Chart of the index night by night, with the person's own baseline."""

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Final

from limbwatch.cli.history.nights import History
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.report import axes, svg

_HEIGHT: Final = 236
_BASELINE_NIGHTS: Final = 14
"""Nights before a night whose median is its baseline: two weeks of work and rest."""
_LIMITS: Final = (5, 15)
"""Customary limits of the PLMS index for children and adults: ICSD-3, 2014."""
_LOWEST_TOP: Final = 20.0
"""Lowest upper end of the index axis."""
_BEFORE, _AFTER = 0.1, 0.03
"""Room before the first night, where the limits are labelled also on a phone, and after the
last; share of the plot."""


def baselines(values: Sequence[float]) -> list[float | None]:
    """Return for each night the median of those before it; None for the first five."""
    return [
        median(values[max(0, place - _BASELINE_NIGHTS) : place]) if place >= 5 else None
        for place in range(len(values))
    ]


def trend_chart(
    history: History, *, since: date | None = None, marked: Sequence[tuple[date, str]] = ()
) -> str:
    """Draw the index of every night that has one; empty without.

    A line marks the day ``since``, others the days in ``marked`` with a short name each, such as
    the start of a medicine.
    """
    # a date in the future or in 1970 would squeeze all other nights into one edge
    points = tuple(point for point in history.rated if point.dated)
    if not points:
        return ""
    values = [point.index for point in points if point.index is not None]
    first, last = points[0].day, points[-1].day
    days = (last - first).days
    top = max(_LOWEST_TOP, *values) * 1.05
    foot, room = _HEIGHT - axes.FOOT, _HEIGHT - axes.FOOT - axes.TOP

    def x_of(day: date) -> str:
        inside = 1 - _BEFORE - _AFTER
        share = _BEFORE + inside * (day - first).days / days if days else 0.5
        return axes.across(share)

    def y_of(value: float) -> str:
        return f"{foot - room * value / top:.1f}"

    picture = svg.drawing(
        tr("Periodic movements per hour of sleep, night by night"), height=_HEIGHT, name="chart"
    )
    axes.upright(picture, most=top, height=_HEIGHT, title=tr("per hour of sleep"))
    for mark in _LIMITS:
        svg.line(picture, x1=axes.across(0), y1=y_of(mark), x2="100%", y2=y_of(mark), name="limit")
    divided = () if since is None else ((since, tr("since {day}", day=since.isoformat())),)
    for day, name in (*divided, *marked):
        if first <= day <= last:
            x = x_of(day)
            svg.line(picture, x1=x, y1=str(axes.TOP - 8), x2=x, y2=str(foot), name="start")
            anchor = "end" if (day - first).days > days / 2 else ""
            svg.text(picture, name, x=x, y=axes.TOP - 12, name=f"tick {anchor}".strip())
    baseline = baselines(values)
    pairs = zip(baseline, baseline[1:], points, points[1:], strict=False)
    for before, after, night, next_night in pairs:
        if before is not None and after is not None:
            svg.line(
                picture,
                x1=x_of(night.day),
                y1=y_of(before),
                x2=x_of(next_night.day),
                y2=y_of(after),
                name="usual",
            )
    for point, value in zip(points, values, strict=True):
        svg.dot(picture, x=x_of(point.day), y=y_of(value), r="4")
    for mark in (
        _LIMITS
    ):  # drawn over the points, with a rim, so that a night near a limit does not hide its label
        svg.text(
            picture, f"{mark}/h", x=axes.across(0.004), y=float(y_of(mark)) - 3, name="tick rim"
        )
    ends = ((first, "start"), (last, "end")) if days else ((first, "mid"),)
    axes.level(picture, (), height=_HEIGHT, title=tr("evening of the night"))
    for day, anchor in ends:
        y = _HEIGHT - axes.FOOT + 15
        svg.text(picture, day.isoformat(), x=x_of(day), y=y, name=f"tick {anchor}")
    return svg.markup(picture)
