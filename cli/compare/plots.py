"""The pictures of a comparison."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from limbwatch.classify.agreement.bland_altman import BlandAltman
from limbwatch.classify.agreement.paired_lists import PairRow
from limbwatch.classify.agreement.reference import WAKE, Reference
from limbwatch.classify.night import Night
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.report import svg
from limbwatch.cli.words import clock, figure
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES
from limbwatch.sensor.spans import runs_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from numpy.typing import NDArray

_HEIGHT: Final = 220
_LEFT, _RIGHT = 9.0, 97.0
"""Percent of the width between which points lie: labels stand to the left."""
_LEVELS: Final[Mapping[str, int]] = {"W": 0, "R": 1, "N1": 2, "N2": 3, "N3": 4}
_ROW: Final = 14
_CLOCK_S: Final = 1.5
"""Differences of onsets that the picture of the clocks shows, seconds either way."""


def bland_altman_plot(found: BlandAltman, title: str, *, digits: int) -> str:
    """Draw differences over means with the bias and the limits; empty without any night.

    The title is for screen readers, the digits are of the figures beside the lines.
    """
    if not len(found.mean):
        return ""
    lines = [("limit", found.upper), ("usual", found.bias), ("limit", found.lower)]
    known = [one.value for _, one in lines if one.value is not None]
    edges = [edge for _, one in lines if one.ci is not None for edge in one.ci]
    first, last = float(found.mean.min()), float(found.mean.max())
    sloped = () if found.regression is None else tuple(map(found.regression.at, (first, last)))
    every = [*found.difference.tolist(), *known, *edges, *(y for ends in sloped for y in ends)]
    low, high = min(0.0, *every), max(0.0, *every)
    span, wide = max(high - low, 1e-9), max(last - first, 1e-9)
    foot = _HEIGHT - 34

    def down(value: float) -> float:
        return float(10 + (foot - 16) * (high - value) / span)

    def across(value: float) -> str:
        share = (value - first) / wide if last > first else 0.5
        return f"{_LEFT + (_RIGHT - _LEFT) * share:.2f}%"

    picture = svg.drawing(
        tr("Bland-Altman plot of {title}: {nights} nights", title=title, nights=len(found.mean)),
        height=_HEIGHT,
        name="chart",
    )
    for _, one in lines:
        if one.ci is not None:
            top = down(one.ci[1])
            svg.box(
                picture, x=f"{_LEFT}%", y=f"{top:.1f}", width=f"{_RIGHT - _LEFT}%",
                height=f"{max(down(one.ci[0]) - top, 0.5):.1f}", name="band",
            )  # fmt: skip
    _level(picture, down(0.0), "base")
    for name, one in lines:
        if one.value is not None:
            _level(picture, down(one.value), name)
            svg.text(
                picture, figure(one.value, digits), x="0", y=down(one.value) + 4, name="tick rim"
            )
    for begin, end in zip(*sloped, strict=True) if sloped else ():
        svg.line(
            picture, x1=across(first), y1=f"{down(begin):.1f}", x2=across(last),
            y2=f"{down(end):.1f}", name="base",
        )  # fmt: skip
    for mean, difference in zip(found.mean.tolist(), found.difference.tolist(), strict=True):
        svg.dot(picture, x=across(mean), y=f"{down(difference):.1f}", r="3.5")
    for value, anchor in ((first, "start"), (last, "end")) if last > first else ((first, "mid"),):
        svg.text(
            picture, figure(value, digits), x=across(value), y=_HEIGHT - 18, name=f"tick {anchor}"
        )
    svg.text(picture, tr("mean of both"), x="53%", y=_HEIGHT - 4, name="tick mid")
    return svg.markup(picture)


def _level(picture: "Element", y: float, name: str) -> None:
    at = f"{y:.1f}"
    svg.line(picture, x1=f"{_LEFT}%", y1=at, x2=f"{_RIGHT}%", y2=at, name=name)


def clock_plot(rows: Sequence[PairRow], seconds: float) -> str:
    """Draw the difference of each pair's onsets over a night of so many seconds; empty without.

    It is what the clock fit left.
    """
    points = [
        (row.ours.onset, row.ours.onset - row.onset)
        for row in rows
        if row.ours is not None and row.onset is not None
    ]
    if not points:
        return ""
    height, middle = 140, 62.0
    picture = svg.drawing(
        tr("Our onset minus the reference's over the night"), height=height, name="chart"
    )
    for edge in (-0.5, 0.5):
        _level(picture, middle - 55 * edge / _CLOCK_S, "limit")
        svg.text(
            picture,
            decimal(f"{edge:+g} s"),
            x="0",
            y=middle - 55 * edge / _CLOCK_S + 4,
            name="tick rim",
        )
    _level(picture, middle, "base")
    svg.text(picture, "0", x="0", y=middle + 4, name="tick rim")
    for at, difference in points:
        y = middle - 55 * float(np.clip(difference / _CLOCK_S, -1, 1))
        x = _LEFT + (_RIGHT - _LEFT) * at / seconds
        svg.dot(picture, x=f"{x:.2f}%", y=f"{y:.1f}", r="2")
    svg.text(picture, tr("through the night"), x="53%", y=height - 4, name="tick mid")
    return svg.markup(picture)


def hypnograms(night: Night, reference: Reference) -> str:
    """Draw the reference's stages, on our clock, over our estimate of sleep; empty without them."""
    if not reference.staged:
        return ""
    seconds = (night.end - night.start).total_seconds()
    middle = np.arange(15.0, seconds, 30.0)
    stage = reference.stage_at(middle)
    below = len(_LEVELS) * _ROW + 22
    height = below + 2 * _ROW + 26
    picture = svg.drawing(
        tr("Sleep stages of the reference above sleep and wake of ours"),
        height=height,
        name="chart",
    )
    inner = svg.stretched(picture, width=seconds, height=height)
    inner.set("x", f"{_LEFT}%")
    inner.set("width", f"{_RIGHT - _LEFT}%")
    for word, level in _LEVELS.items():
        runs = _runs(stage == word)
        svg.path(inner, svg.boxes(runs, top=level * _ROW + 8, height=_ROW - 3), _shade(word))
    own = night.sleep.asleep_at(middle)
    valid = middle < len(night.sleep.asleep) * night.sleep.epoch
    svg.path(inner, svg.boxes(_runs(~own & valid), top=below, height=_ROW - 3), "awake")
    svg.path(inner, svg.boxes(_runs(own & valid), top=below + _ROW, height=_ROW - 3), "asleep")
    for word, level in _LEVELS.items():
        svg.text(picture, word, x="0", y=level * _ROW + 17, name="tick rim")
    svg.text(picture, tr("awake"), x="0", y=below + 9, name="tick rim")
    svg.text(picture, tr("asleep"), x="0", y=below + _ROW + 9, name="tick rim")
    hours = int(seconds // 3600)
    for hour in range(0, hours + 1, 2 if hours > 4 else 1):
        x = f"{_LEFT + (_RIGHT - _LEFT) * hour * 3600 / seconds:.2f}%"
        anchor = "start" if hour == 0 else "mid"
        svg.text(
            picture, clock(night.start, hour * 3600.0), x=x, y=height - 4, name=f"tick {anchor}"
        )
    return svg.markup(picture)


def _shade(stage: str) -> str:
    return "awake" if stage == WAKE else "asleep" if stage in SLEEP_STAGES else "off"


def _runs(inside: "NDArray[np.bool_]") -> list[tuple[float, float]]:
    return [(30.0 * float(a), 30.0 * float(b)) for a, b in zip(*runs_of(inside), strict=True)]
