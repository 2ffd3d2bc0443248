"""Comparisons and trends over several nights of one person, and whether the nights suffice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
import scipy
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array

FEWEST_NIGHTS = 6
"""Fewest nights on either side of a comparison. With six and six, the two-sided p of the most
extreme split is 2 in 924, so that some twenty simultaneous comparisons can still be significant;
five nights are the fewest that show a person's level at all (Trotti et al. 2009, Sleep Med
10:668)."""
FEWEST_FOR_TREND = 14
"""Fewest nights for a trend: two weeks, so that it is not one week's rhythm of work and rest."""
_EXACT_UP_TO, _SHUFFLES = 20_000, 9999
"""Most splits that are all tried, and number of random ones if there are more; chosen."""
_SURE = 0.95
"""Confidence level of intervals; 1 minus the significance level of a comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Comparison of nights with something and nights without."""

    count_with: int
    """Number of nights with it."""
    count_without: int
    """Number of nights without."""
    median_with: float
    """Median of the nights with it."""
    median_without: float
    """Median of the nights without."""
    shift: float
    """Hodges-Lehmann estimate: median of all differences between a night with and one without."""
    low: float
    """Lower end of the interval of 95 % around the shift."""
    high: float
    """Upper end of that interval."""
    chance: float
    """Permutation p: share of shuffles of the nights whose difference in means is at least as
    large."""


def compare(given: Sequence[float], without: Sequence[float]) -> Comparison | None:
    """Compare two groups of nights by a permutation test.

    None when either side has fewer than `FEWEST_NIGHTS` nights.

    Notes
    -----
    All splits are tried when there are at most 20 000; else 9999 shuffles from a fixed seed and
    the observed one. The interval inverts the Mann-Whitney test with its normal approximation.

    References
    ----------
    .. [1] Hodges JL, Lehmann EL. Ann Math Statist 1963;34:598.
    .. [2] Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39 (p is never zero).
    """
    if min(len(given), len(without)) < FEWEST_NIGHTS:
        return None
    one, two = np.asarray(given, dtype=np.float64), np.asarray(without, dtype=np.float64)
    differences = np.sort(np.subtract.outer(one, two).ravel())
    low, high = _interval(differences, len(one), len(two))
    return Comparison(
        count_with=len(one),
        count_without=len(two),
        median_with=float(np.median(one)),
        median_without=float(np.median(two)),
        shift=float(np.median(differences)),
        low=low,
        high=high,
        chance=_chance(one, two),
    )


def _interval(differences: Array, first: int, second: int) -> tuple[float, float]:
    spread = np.sqrt(first * second * (first + second + 1) / 12)
    reach = float(scipy.special.ndtri((1 + _SURE) / 2)) * spread
    below = max(0, int(np.floor(first * second / 2 - reach)))
    return float(differences[below]), float(differences[len(differences) - 1 - below])


def _chance(one: Array, two: Array) -> float:
    pooled = np.concatenate([one, two])
    total, size = pooled.sum(), len(one)
    # the difference of means depends only on the sum of one group
    observed = abs(one.sum() - total * size / len(pooled))
    sums = pooled[_splits(len(pooled), size)].sum(axis=1)
    extreme = np.abs(sums - total * size / len(pooled)) >= observed * (1 - 1e-12)
    if comb(len(pooled), size) <= _EXACT_UP_TO:
        return float(extreme.mean())
    return float((extreme.sum() + 1) / (_SHUFFLES + 1))


def _splits(count: int, size: int) -> NDArray[np.int16]:
    """Return the nights on one side, one split a row: all splits, or shuffles with a fixed seed."""
    if comb(count, size) <= _EXACT_UP_TO:
        return np.array(list(combinations(range(count), size)), dtype=np.int16)
    return _shuffles(count)[:, :size]


@lru_cache(maxsize=8)
def _shuffles(count: int) -> NDArray[np.int16]:
    """Return shuffles of the nights, cached because they take most of a comparison's time."""
    rows = np.tile(np.arange(count, dtype=np.int16), (_SHUFFLES, 1))
    return np.random.default_rng(0).permuted(rows, axis=1)


def smallest_chance(first: int, second: int) -> float:
    """Return the lowest p of a comparison of two groups of so many nights, whatever is measured.

    Sides of equal size can be exchanged, so each split has another one as extreme.
    """
    alike = 2 if first == second else 1
    return max(alike / comb(first + second, first), 1 / (_SHUFFLES + 1))


def worth_testing(sizes: Sequence[tuple[int, int]]) -> list[bool]:
    """Return which comparisons, by the nights on either side, can become significant at all.

    With many comparisons at once a small one cannot pass any correction, whatever its nights hold.
    It would only make the others less powerful, so it is not made. The choice depends only on the
    numbers of nights, so it favours no result.

    References
    ----------
    .. [1] Tarone RE. Biometrics 1990;46:515.
    """
    smallest = [smallest_chance(*size) if min(size) >= FEWEST_NIGHTS else 1.0 for size in sizes]
    for made in range(1, len(sizes) + 1):
        enough = [chance < (1 - _SURE) / made for chance in smallest]
        if sum(enough) <= made:
            return enough
    return []


def nights_needed(comparisons: int) -> int:
    """Return how many nights either side needs for a number of simultaneous comparisons.

    At least `FEWEST_NIGHTS`.
    """
    nights = FEWEST_NIGHTS
    while 2 / comb(2 * nights, nights) >= (1 - _SURE) / max(1, comparisons):
        nights += 1
    return nights


def corrected_for_many(chances: Sequence[float]) -> list[float]:
    """Correct p values for the number of simultaneous comparisons (Holm 1979).

    In the order given, at most 1.
    """
    order = np.argsort(chances, kind="stable")
    raised = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(order.tolist()):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        raised[place] = highest
    return raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A steady change over nights."""

    per_week: float
    """Theil-Sen slope: median change in seven days."""
    low: float
    """Lower end of the interval of 95 % around the slope."""
    high: float
    """Upper end of that interval."""
    chance: float
    """p of an order at least as steady when nothing changes (Mann-Kendall)."""


def trend(days: Sequence[float], values: Sequence[float]) -> Trend | None:
    """Test for a steady change over the days of nights.

    None with fewer than `FEWEST_FOR_TREND` nights, or when all values are equal.
    """
    if len(values) < FEWEST_FOR_TREND or len(set(values)) < 2 or len(set(days)) < 2:
        return None
    slope, _, low, high = scipy.stats.theilslopes(values, days, _SURE)
    _, chance = scipy.stats.kendalltau(days, values)
    return Trend(
        per_week=7 * float(slope), low=7 * float(low), high=7 * float(high), chance=float(chance)
    )
