"""Half-open spans of time or of rows."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask, Span, Spans


def runs_of(mask: Mask) -> tuple[Index, Index]:
    """Return the runs of True values as half-open ranges: first indices, and stops.

    ``scipy.ndimage.find_objects`` would make a Python object of each.
    """
    padded = np.zeros(len(mask) + 2, np.bool_)
    padded[1:-1] = mask
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[0::2], edges[1::2]


def best_cut(behind: Mask) -> int:
    """Return where False turns to True, with the fewest values on the wrong side of the cut."""
    before = np.concatenate([[0], np.cumsum(behind)])
    after = np.concatenate([np.cumsum(~behind[::-1])[::-1], [0]])
    return int(np.argmin(before + after))


def inside(times: Array, spans: Spans) -> Mask:
    """Return which times lie in a span."""
    if not len(spans):
        return np.zeros(len(times), np.bool_)
    place = np.searchsorted(spans[:, 0], times, side="right") - 1
    return np.asarray((place >= 0) & (times < spans[np.maximum(place, 0), 1]))


def merged(spans: Iterable[Span]) -> Spans:
    """Merge spans, in any order, that touch or overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return np.array(joined, np.float64).reshape(-1, 2)


def shared(one: Spans, other: Spans) -> Spans:
    """Return the intersection; spans that touch are merged."""
    edges = _edges(one, other)
    return _spans_between(edges, inside(edges, one) & inside(edges, other))


def without(spans: Spans, removed: Spans) -> Spans:
    """Return spans minus others; spans that touch are merged."""
    edges = _edges(spans, removed)
    return _spans_between(edges, inside(edges, spans) & ~inside(edges, removed))


def cut_out(spans: Spans, removed: Sequence[Span], *, shortest: float) -> Spans:
    """Cut spans out of others; spans that touch stay separate.

    A remainder shorter than ``shortest`` is removed too; an uncut span stays, however short.
    """
    remaining: list[Span] = []
    for start, end in spans.tolist():
        edges = [start]
        for begin, finish in removed:
            edges += [min(max(begin, start), end), min(max(finish, start), end)]
        edges.append(end)
        pieces = [(a, b) for a, b in list(pairwise(edges))[::2] if b > a]
        whole = pieces == [(start, end)]
        remaining += [(a, b) for a, b in pieces if whole or b - a >= shortest]
    return np.array(remaining, dtype=np.float64).reshape(-1, 2)


def _edges(one: Spans, other: Spans) -> Array:
    return np.unique(np.concatenate([one.ravel(), other.ravel()]))


def _spans_between(edges: Array, kept: Mask) -> Spans:
    """Return the spans from each selected edge to the next edge."""
    first, stop = runs_of(kept)
    return np.stack([edges[first], edges[stop]], axis=1)
