"""Axes of the smaller figures: numbers on the left, names below, what each is counted in."""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from limbwatch.cli.report import svg

LEFT: Final = 10.0
"""Where the plot begins: room for three digits also on a phone, percent of the width."""
TOP: Final = 34
"""Room above the plot for the name of the upright axis and a value, pixels."""
FOOT: Final = 38
"""Room below the plot for ticks and the name of the level axis, pixels."""
_MOST_STEPS: Final = 3
_STEPS: Final = (1, 2, 5)


def across(share: float) -> str:
    """Place a share of the level axis, 0 to 1, on the picture."""
    return f"{LEFT + (100 - LEFT) * share:.3f}%"


def wide(share: float) -> str:
    """Write a share of the level axis as a width on the picture."""
    return f"{(100 - LEFT) * share:.3f}%"


def upright(picture: Element, *, most: float, height: float, title: str) -> None:
    """Draw the upright axis, pixels high: round numbers from 0 to the end, a line for each."""
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
    """Draw the level axis: names at shares of it."""
    foot = f"{height - FOOT}"
    svg.line(picture, x1=across(0), y1=foot, x2="100%", y2=foot, name="base")
    for share, name in ticks:
        svg.text(picture, name, x=across(share), y=height - FOOT + 15, name="tick mid")
    svg.text(picture, title, x="99.5%", y=height - 5, name="title end")


def round_step(most: float) -> int:
    """Choose a step of 1, 2 or 5 times a power of ten that reaches ``most``, above 0, in three."""
    size = 1
    while True:
        for step in _STEPS:
            if most / (step * size) <= _MOST_STEPS:
                return step * size
        size *= 10
