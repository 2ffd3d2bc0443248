"""Two lists of movements, paired one to one."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Which movement of one list is which of the other."""

    ours: Index
    reference: Index
    """Places in the two lists, in order of ours; shape (pairs,)."""
    n_ours: int
    n_reference: int
    """Lengths of the lists."""

    def __len__(self) -> int:
        return len(self.ours)

    @property
    def only_ours(self) -> Index:
        """Places of ours without a partner (false positives)."""
        return np.setdiff1d(np.arange(self.n_ours), self.ours)

    @property
    def only_reference(self) -> Index:
        """Places of the reference's without a partner (false negatives)."""
        return np.setdiff1d(np.arange(self.n_reference), self.reference)


def match_onsets(ours: Array, reference: Array, *, tolerance: float) -> Pairs:
    """Pair onsets that differ by no more than a tolerance.

    Parameters
    ----------
    ours, reference : ndarray of float, shapes (n,) and (m,)
        Onsets on one clock, seconds, in any order.
    tolerance : float
        Largest difference of a pair, seconds, inclusive.

    Returns
    -------
    Pairs
        As many pairs as can be had, and of those the set with the least sum of differences:
        nearest-first pairing loses pairs where movements stand close.
    """
    first = _order(reference - tolerance)
    begin = np.searchsorted(reference[first], ours - tolerance - _EXACT)
    end = np.searchsorted(reference[first], ours + tolerance + _EXACT, side="right")
    i, j = _candidates(begin, end)
    j = first[j]
    return _best(i, j, np.abs(ours[i] - reference[j]), len(ours), len(reference))


_EXACT = 1e-9
"""Onsets in files are decimal fractions: their differences miss a tolerance by a rounding error."""


def match_overlaps(ours: tuple[Array, Array], reference: tuple[Array, Array]) -> Pairs:
    """Pair movements that overlap in time.

    Parameters
    ----------
    ours, reference : tuple of ndarray of float
        Onsets and offsets, seconds.

    Returns
    -------
    Pairs
        As many as can be had, and of those the set that shares the most time.
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
    """Choose among candidate pairs: the most first, then the cheapest."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - dear, and not for replay
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
            # a pair that may not be costs more than all that may together
            never = float(cost[members].sum()) + 1.0
            table = np.full((len(rows), len(columns)), never * (len(rows) + len(columns)))
            table[row, column] = cost[members]
            for r, c in zip(*linear_sum_assignment(table), strict=True):
                if table[r, c] < never:
                    chosen.append((int(rows[r]), int(columns[c])))
    found = np.array(sorted(chosen), np.intp).reshape(-1, 2)
    return Pairs(ours=found[:, 0], reference=found[:, 1], n_ours=n, n_reference=m)
