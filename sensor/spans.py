"""Spans of time or of rows: half-open, from a beginning to an end that is not in them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask, Span, Spans


def runs_of(mask: Mask) -> tuple[Index, Index]:
    """Return the stretches of True values as half-open ranges: first values, and stops.

    Written out because ``scipy.ndimage.find_objects`` makes a Python object of each.
    """
    padded = np.zeros(len(mask) + 2, np.bool_)
    padded[1:-1] = mask
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[0::2], edges[1::2]


def inside(times: Array, spans: Spans) -> Mask:
    """Say which times lie in a span.

    Parameters
    ----------
    times : ndarray of float, shape (n,)

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    if not len(spans):
        return np.zeros(len(times), np.bool_)
    place = np.searchsorted(spans[:, 0], times, side="right") - 1
    return np.asarray((place >= 0) & (times < spans[np.maximum(place, 0), 1]))


def merged(spans: Iterable[Span]) -> Spans:
    """Join spans, in any order, that touch or overlap: they are apart from each other then."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return np.array(joined, np.float64).reshape(-1, 2)


def shared(one: Spans, other: Spans) -> Spans:
    """Find what is in both; what touches is one span."""
    edges = _edges(one, other)
    return _between(edges, inside(edges, one) & inside(edges, other))


def without(spans: Spans, removed: Spans) -> Spans:
    """Find what is in some spans and not in others; what touches is one span."""
    edges = _edges(spans, removed)
    return _between(edges, inside(edges, spans) & ~inside(edges, removed))


def cut_out(spans: Spans, removed: Sequence[Span], *, shortest: float) -> Spans:
    """Cut spans out of others of which each stays apart from the next, though they touch.

    A rest shorter than ``shortest`` goes with what is cut out, and a span that is not cut stays
    however short it is.
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


def _between(edges: Array, kept: Mask) -> Spans:
    """Return the spans that begin at the edges that are kept, each up to the next edge."""
    first, stop = runs_of(kept)
    return np.stack([edges[first], edges[stop]], axis=1)
