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
"""Height of a Bland-Altman plot, pixels."""
_LEFT, _RIGHT = 9.0, 97.0
"""Percent of the width between which points lie; labels are on the left."""
_LEVELS: Final[Mapping[str, int]] = {"W": 0, "R": 1, "N1": 2, "N2": 3, "N3": 4}
"""Rows of a hypnogram, from the top."""
_ROW: Final = 14
"""Height of a row of a hypnogram, pixels."""
_CLOCK_S: Final = 1.5
"""Range of the clock plot: differences of onsets, seconds in both directions."""


def bland_altman_plot(found: BlandAltman, title: str, *, digits: int) -> str:
    """Draw differences over means with bias and limits; empty without any night.

    ``title`` is for screen readers; ``digits`` are the decimals of the figures beside the lines.
    """
    if not len(found.mean):
        return ""
    lines = [("limit", found.upper), ("usual", found.bias), ("limit", found.lower)]
    known = [estimate.value for _, estimate in lines if estimate.value is not None]
    edges = [edge for _, estimate in lines if estimate.ci is not None for edge in estimate.ci]
    first, last = float(found.mean.min()), float(found.mean.max())
    sloped = () if found.regression is None else tuple(map(found.regression.at, (first, last)))
    every = [*found.difference.tolist(), *known, *edges, *(y for ends in sloped for y in ends)]
    low, high = min(0.0, *every), max(0.0, *every)
    span, range_of_means = max(high - low, 1e-9), max(last - first, 1e-9)
    foot = _HEIGHT - 34

    def y_of(value: float) -> float:
        return float(10 + (foot - 16) * (high - value) / span)

    def x_of(value: float) -> str:
        share = (value - first) / range_of_means if last > first else 0.5
        return f"{_LEFT + (_RIGHT - _LEFT) * share:.2f}%"

    picture = svg.drawing(
        tr("Bland-Altman plot of {title}: {nights} nights", title=title, nights=len(found.mean)),
        height=_HEIGHT,
        name="chart",
    )
    for _, estimate in lines:
        if estimate.ci is not None:
            top = y_of(estimate.ci[1])
            svg.box(
                picture, x=f"{_LEFT}%", y=f"{top:.1f}", width=f"{_RIGHT - _LEFT}%",
                height=f"{max(y_of(estimate.ci[0]) - top, 0.5):.1f}", name="band",
            )  # fmt: skip
    _horizontal(picture, y_of(0.0), "base")
    for name, estimate in lines:
        if estimate.value is not None:
            _horizontal(picture, y_of(estimate.value), name)
            svg.text(
                picture,
                figure(estimate.value, digits),
                x="0",
                y=y_of(estimate.value) + 4,
                name="tick rim",
            )
    for begin, end in zip(*sloped, strict=True) if sloped else ():
        svg.line(
            picture, x1=x_of(first), y1=f"{y_of(begin):.1f}", x2=x_of(last),
            y2=f"{y_of(end):.1f}", name="base",
        )  # fmt: skip
    for mean, difference in zip(found.mean.tolist(), found.difference.tolist(), strict=True):
        svg.dot(picture, x=x_of(mean), y=f"{y_of(difference):.1f}", r="3.5")
    for value, anchor in ((first, "start"), (last, "end")) if last > first else ((first, "mid"),):
        svg.text(
            picture, figure(value, digits), x=x_of(value), y=_HEIGHT - 18, name=f"tick {anchor}"
        )
    svg.text(picture, tr("mean of both"), x="53%", y=_HEIGHT - 4, name="tick mid")
    return svg.markup(picture)


def _horizontal(picture: "Element", y: float, name: str) -> None:
    at = f"{y:.1f}"
    svg.line(picture, x1=f"{_LEFT}%", y1=at, x2=f"{_RIGHT}%", y2=at, name=name)


def clock_plot(rows: Sequence[PairRow], seconds: float) -> str:
    """Draw the onset difference of each pair over a night, seconds long; empty without pairs.

    The differences are the residuals of the clock fit.
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
        _horizontal(picture, middle - 55 * edge / _CLOCK_S, "limit")
        svg.text(
            picture,
            decimal(f"{edge:+g} s"),
            x="0",
            y=middle - 55 * edge / _CLOCK_S + 4,
            name="tick rim",
        )
    _horizontal(picture, middle, "base")
    svg.text(picture, "0", x="0", y=middle + 4, name="tick rim")
    for at, difference in points:
        y = middle - 55 * float(np.clip(difference / _CLOCK_S, -1, 1))
        x = _LEFT + (_RIGHT - _LEFT) * at / seconds
        svg.dot(picture, x=f"{x:.2f}%", y=f"{y:.1f}", r="2")
    svg.text(picture, tr("through the night"), x="53%", y=height - 4, name="tick mid")
    return svg.markup(picture)


def hypnograms(night: Night, reference: Reference) -> str:
    """Draw the reference's stages, on our clock, above our sleep estimate; empty if unstaged."""
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
        svg.path(inner, svg.boxes(runs, top=level * _ROW + 8, height=_ROW - 3), _style_of(word))
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


def _style_of(stage: str) -> str:
    return "awake" if stage == WAKE else "asleep" if stage in SLEEP_STAGES else "off"


def _runs(inside: "NDArray[np.bool_]") -> list[tuple[float, float]]:
    return [(30.0 * float(a), 30.0 * float(b)) for a, b in zip(*runs_of(inside), strict=True)]
