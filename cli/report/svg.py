"""SVG drawing in a night's own coordinates: x in percent of the night, so that pages can zoom.

A ``name`` is a CSS class; times, and the length of a ``night``, are in seconds.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from itertools import pairwise
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray


def drawing(label: str, *, height: float, name: str) -> Element:
    """Begin a picture of full width and a height in pixels; screen readers read its label."""
    return Element(
        "svg",
        {
            "class": name,
            "width": "100%",
            "height": _num(height),
            "role": "img",
            "aria-label": label,
        },
    )


def stretched(parent: Element, *, width: float, height: float) -> Element:
    """Nest a picture whose units are free and stretch with the page."""
    return ET.SubElement(
        parent,
        "svg",
        {
            "viewBox": f"0 0 {_num(width)} {_num(height)}",
            "preserveAspectRatio": "none",
            "width": "100%",
            "height": "100%",
            "data-night": _num(width),
        },
    )


def path(parent: Element, d: str, name: str) -> None:
    """Add a path from path data ``d``; an empty one adds nothing."""
    if d:
        ET.SubElement(parent, "path", {"class": name, "d": d})


def span(parent: Element, start: float, end: float, night: float, name: str) -> None:
    """Add a full-height box from ``start`` to ``end``."""
    ET.SubElement(
        parent,
        "rect",
        {
            "class": name,
            "x": percent(start, night),
            "width": percent(end - start, night),
            "height": "100%",
            "data-t": _num(start),
            "data-u": _num(end),
        },
    )


def hour(parent: Element, at: float, night: float) -> None:
    """Add a full-height line at an hour."""
    x = percent(at, night)
    attributes = {"class": "hour", "x1": x, "x2": x, "y2": "100%", "data-t": _num(at)}
    ET.SubElement(parent, "line", attributes)


def text(
    parent: Element, content: str, *, x: str, y: float, name: str, at: float | None = None
) -> None:
    """Add a text at x, with its unit, and a baseline at y, pixels.

    Where the page zooms, the text moves with the time ``at``.
    """
    attributes = {"class": name, "x": x, "y": _num(y)}
    if at is not None:
        attributes["data-t"] = _num(at)
    ET.SubElement(parent, "text", attributes).text = content


def line(parent: Element, *, x1: str, y1: str, x2: str, y2: str, name: str) -> None:
    """Add a straight line; coordinates have their units."""
    ET.SubElement(parent, "line", {"class": name, "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def box(parent: Element, *, x: str, y: str, width: str, height: str, name: str) -> None:
    """Add a rectangle; coordinates have their units."""
    attributes = {"class": name, "x": x, "y": y, "width": width, "height": height}
    ET.SubElement(parent, "rect", attributes)


def dot(parent: Element, *, x: str, y: str, r: str) -> None:
    """Add the mark of a night or of a movement; coordinates have their units."""
    ET.SubElement(parent, "circle", {"class": "mark k-plm", "cx": x, "cy": y, "r": r})


def percent(value: float, whole: float) -> str:
    """Return a share as SVG writes it: ``12.5%``."""
    return f"{_num(round(100 * value / whole, 3))}%"


def steps(levels: NDArray[np.int64], base: int) -> list[str]:
    """Outline each row of adjacent bars, one unit wide, that stand on a base line.

    Runs of equal height become one step, so quiet stretches cost few bytes. The heights have shape
    (rows, n), n > 0, and ``base`` is the y of the line. The path of each row is closed; empty when
    every bar of it is 0.
    """
    rows, width = levels.shape
    heights = np.pad(levels, ((0, 0), (1, 0)))
    begins = heights[:, 1:] != heights[:, :-1]
    begins[:, 0] = True
    row, place = np.nonzero(begins)
    falls = heights[row, place] - levels[row, place]
    heads = np.searchsorted(row, np.arange(rows + 1))
    stops = np.append(place[1:], width)
    stops[heads[1:] - 1] = width
    # all rows at once: going through many short rows one by one took most of the time
    codes, which = np.unique(falls * (width + 1) + stops - place, return_inverse=True)
    texts = [f"v{code // (width + 1)}h{code % (width + 1)}" for code in codes.tolist()]
    parts = [texts[k] for k in which.tolist()]
    paths = ["".join(parts[a:b]) for a, b in pairwise(heads.tolist())]
    drawn: list[bool] = (levels != 0).any(axis=1).tolist()
    return [
        f"M0 {base}{path.removeprefix('v0')}V{base}z" if visible else ""
        for path, visible in zip(paths, drawn, strict=True)
    ]


def boxes(spans: Iterable[tuple[float, float]], *, top: float, height: float) -> str:
    """Outline one box per span, all at the same height, as path data."""
    return "".join(
        f"M{_num(start)} {_num(top)}h{_num(end - start)}v{_num(height)}h-{_num(end - start)}z"
        for start, end in spans
    )


def markup(element: Element) -> str:
    """Serialise a picture for HTML."""
    return ET.tostring(element, encoding="unicode", short_empty_elements=True)


def _num(value: float) -> str:
    """Write a number with as few characters as it needs."""
    return f"{round(value, 3):g}" if abs(value) < 1e5 else f"{value:.0f}"
