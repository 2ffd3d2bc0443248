"""Axes of the small charts: numbers on the left, labels below, the title of each."""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from limbwatch.cli.report import svg

LEFT: Final = 10.0
"""Left edge of the plot, percent of the width: room for three digits also on a phone."""
TOP: Final = 34
"""Room above the plot for the title of the upright axis and a value, pixels."""
FOOT: Final = 38
"""Room below the plot for ticks and the title of the level axis, pixels."""
_MOST_STEPS: Final = 3
_STEPS: Final = (1, 2, 5)


def across(share: float) -> str:
    """Return the x of a share, 0 to 1, of the level axis."""
    return f"{LEFT + (100 - LEFT) * share:.3f}%"


def wide(share: float) -> str:
    """Return a share of the level axis as a width."""
    return f"{(100 - LEFT) * share:.3f}%"


def upright(picture: Element, *, most: float, height: float, title: str) -> None:
    """Draw the upright axis, pixels high: round numbers from 0 on, with a grid line each."""
    svg.text(picture, title, x="0", y=11, name="title")
    foot, room = height - FOOT, height - FOOT - TOP
    step = round_step(most)
    for value in range(0, int(most) + 1, step):
        y = foot - room * value / most
        svg.line(picture, x1=across(0), y1=f"{y:.1f}", x2="100%", y2=f"{y:.1f}", name="grid")
        svg.text(picture, str(value), x=f"{LEFT - 1.5}%", y=y + 4, name="tick end")


def level(
    picture: Element, ticks: Iterable[tuple[float, str]], *, height: float, title: str
) -> None:
    """Draw the level axis with labels at shares of its length."""
    foot = f"{height - FOOT}"
    svg.line(picture, x1=across(0), y1=foot, x2="100%", y2=foot, name="base")
    for share, name in ticks:
        svg.text(picture, name, x=across(share), y=height - FOOT + 15, name="tick mid")
    svg.text(picture, title, x="99.5%", y=height - 5, name="title end")


def round_step(most: float) -> int:
    """Return a step of 1, 2 or 5 times a power of ten; three steps at most reach ``most``."""
    size = 1
    while True:
        for step in _STEPS:
            if most / (step * size) <= _MOST_STEPS:
                return step * size
        size *= 10
