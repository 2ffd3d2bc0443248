"""Drawing in a night's own coordinates: x in percent of the night, so that pages can zoom.

A ``name`` is a CSS class; moments, and the length of a ``night``, are seconds.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from itertools import pairwise
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray


def drawing(label: str, *, height: float, name: str) -> Element:
    """Begin a picture as wide as its place and so many pixels high; its label is read aloud."""
    return Element(
        "svg",
        {"class": name, "width": "100%", "height": _n(height), "role": "img", "aria-label": label},
    )


def stretched(parent: Element, *, width: float, height: float) -> Element:
    """Nest a picture of free units, by the extent of which its shapes stretch with the page."""
    return ET.SubElement(
        parent,
        "svg",
        {
            "viewBox": f"0 0 {_n(width)} {_n(height)}",
            "preserveAspectRatio": "none",
            "width": "100%",
            "height": "100%",
            "data-night": _n(width),
        },
    )


def path(parent: Element, d: str, name: str) -> None:
    """Add a path of path data ``d``; nothing for an empty one."""
    if d:
        ET.SubElement(parent, "path", {"class": name, "d": d})


def span(parent: Element, start: float, end: float, night: float, name: str) -> None:
    """Add a full-height box from one moment to another."""
    ET.SubElement(
        parent,
        "rect",
        {
            "class": name,
            "x": percent(start, night),
            "width": percent(end - start, night),
            "height": "100%",
            "data-t": _n(start),
            "data-u": _n(end),
        },
    )


def hour(parent: Element, at: float, night: float) -> None:
    """Add the full-height line of an hour."""
    x = percent(at, night)
    given = {"class": "hour", "x1": x, "x2": x, "y2": "100%", "data-t": _n(at)}
    ET.SubElement(parent, "line", given)


def text(
    parent: Element, content: str, *, x: str, y: float, name: str, at: float | None = None
) -> None:
    """Add a text; x has its unit, y is its baseline in pixels.

    Where the page zooms, it moves with the moment that it is ``at``.
    """
    given = {"class": name, "x": x, "y": _n(y)}
    if at is not None:
        given["data-t"] = _n(at)
    ET.SubElement(parent, "text", given).text = content


def line(parent: Element, *, x1: str, y1: str, x2: str, y2: str, name: str) -> None:
    """Add a straight line; its ends have their units."""
    ET.SubElement(parent, "line", {"class": name, "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def box(parent: Element, *, x: str, y: str, width: str, height: str, name: str) -> None:
    """Add a rectangle; its place and size have their units."""
    given = {"class": name, "x": x, "y": y, "width": width, "height": height}
    ET.SubElement(parent, "rect", given)


def dot(parent: Element, *, x: str, y: str, r: str) -> None:
    """Add the mark of a night or of a movement; its middle and radius have their units."""
    ET.SubElement(parent, "circle", {"class": "mark k-plm", "cx": x, "cy": y, "r": r})


def percent(value: float, whole: float) -> str:
    """Write a share as SVG wants it: ``12.5%``."""
    return f"{_n(round(100 * value / whole, 3))}%"


def steps(levels: NDArray[np.int64], base: int) -> list[str]:
    """Outline rows of bars that stand on a base line, one unit wide each.

    Runs of equal height become one step, so quiet stretches cost a few bytes.

    Parameters
    ----------
    levels : ndarray of int, shape (rows, n)
        Height of each bar, n > 0.
    base : int
        y of the base line.

    Returns
    -------
    list of str
        Path data of each row, closed; empty when every bar of it is 0.
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
    # all rows together: most of the time went into looking at one short row after the other
    codes, which = np.unique(falls * (width + 1) + stops - place, return_inverse=True)
    texts = [f"v{code // (width + 1)}h{code % (width + 1)}" for code in codes.tolist()]
    parts = [texts[k] for k in which.tolist()]
    paths = ["".join(parts[a:b]) for a, b in pairwise(heads.tolist())]
    drawn: list[bool] = (levels != 0).any(axis=1).tolist()
    return [
        f"M0 {base}{path.removeprefix('v0')}V{base}z" if some else ""
        for path, some in zip(paths, drawn, strict=True)
    ]


def boxes(spans: Iterable[tuple[float, float]], *, top: float, height: float) -> str:
    """Outline one box per span, all at one height, as path data."""
    return "".join(
        f"M{_n(start)} {_n(top)}h{_n(end - start)}v{_n(height)}h-{_n(end - start)}z"
        for start, end in spans
    )


def markup(element: Element) -> str:
    """Write a picture as HTML carries it."""
    return ET.tostring(element, encoding="unicode", short_empty_elements=True)


def _n(value: float) -> str:
    """Write a number in as few characters as it needs."""
    return f"{round(value, 3):g}" if abs(value) < 1e5 else f"{value:.0f}"
