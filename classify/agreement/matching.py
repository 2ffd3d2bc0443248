"""One-to-one pairing of two lists of movements."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs of movements of two lists, in order of ours."""

    ours: Index
    """Index in our list; shape (pairs,)."""
    reference: Index
    """Index in the reference's list; shape (pairs,)."""
    n_ours: int
    """Length of our list."""
    n_reference: int
    """Length of the reference's list."""

    def __len__(self) -> int:
        return len(self.ours)

    @property
    def only_ours(self) -> Index:
        """Indices of ours without a partner (false positives)."""
        return np.setdiff1d(np.arange(self.n_ours), self.ours)

    @property
    def only_reference(self) -> Index:
        """Indices of the reference's without a partner (false negatives)."""
        return np.setdiff1d(np.arange(self.n_reference), self.reference)


def match_onsets(ours: Array, reference: Array, *, tolerance: float) -> Pairs:
    """Pair onsets, in any order, that differ by no more than a tolerance, seconds.

    The pairs are as many as possible, with the least sum of differences; nearest-first pairing
    loses pairs where movements are close together.
    """
    first = _order(reference - tolerance)
    begin = np.searchsorted(reference[first], ours - tolerance - _EXACT)
    end = np.searchsorted(reference[first], ours + tolerance + _EXACT, side="right")
    i, j = _candidates(begin, end)
    j = first[j]
    return _best(i, j, np.abs(ours[i] - reference[j]), len(ours), len(reference))


_EXACT = 1e-9
"""Allowance for rounding errors, seconds: onsets in files are decimal fractions, whose differences
may exceed a tolerance by such an error."""


def match_overlaps(ours: tuple[Array, Array], reference: tuple[Array, Array]) -> Pairs:
    """Pair movements, given by onsets and offsets in seconds, that overlap in time.

    The pairs are as many as possible, with the most shared time.
    """
    (on_a, off_a), (on_b, off_b) = ours, reference
    first = _order(on_b)
    longest = float((off_b - on_b).max(initial=0.0))
    begin = np.searchsorted(on_b[first], on_a - longest)
    end = np.searchsorted(on_b[first], off_a, side="right")
    i, j = _candidates(begin, end)
    j = first[j]
    shared = np.minimum(off_a[i], off_b[j]) - np.maximum(on_a[i], on_b[j])
    real = shared > 0
    i, j, shared = i[real], j[real], shared[real]
    return _best(i, j, shared.max(initial=0.0) - shared, len(on_a), len(on_b))


def _order(values: Array) -> Index:
    return np.argsort(values, kind="stable")


def _candidates(begin: Index, end: Index) -> tuple[Index, Index]:
    count = np.maximum(end - begin, 0)
    i = np.repeat(np.arange(len(begin)), count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, np.repeat(begin, count) + within


def _best(i: Index, j: Index, cost: Array, n: int, m: int) -> Pairs:
    """Choose the largest number of candidate pairs, with the least total cost."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow, and not for replay
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    chosen: list[tuple[int, int]] = []
    if len(i):
        graph = coo_array((np.ones(len(i)), (i, j + n)), shape=(n + m, n + m))
        _, labels = connected_components(graph, directed=False)
        group = labels[i]
        alone = np.bincount(group)[group] == 1  # most pairs compete with no other
        chosen.extend(zip(i[alone].tolist(), j[alone].tolist(), strict=True))
        order = np.argsort(group, kind="stable")
        order = order[~alone[order]]
        edges = np.flatnonzero(np.diff(group[order])) + 1
        for members in np.split(order, edges) if len(order) else ():
            rows, row = np.unique(i[members], return_inverse=True)
            columns, column = np.unique(j[members], return_inverse=True)
            # a forbidden pair costs more than all allowed ones together
            forbidden = float(cost[members].sum()) + 1.0
            table = np.full((len(rows), len(columns)), forbidden * (len(rows) + len(columns)))
            table[row, column] = cost[members]
            for r, c in zip(*linear_sum_assignment(table), strict=True):
                if table[r, c] < forbidden:
                    chosen.append((int(rows[r]), int(columns[c])))
    found = np.array(sorted(chosen), np.intp).reshape(-1, 2)
    return Pairs(ours=found[:, 0], reference=found[:, 1], n_ours=n, n_reference=m)
