"""The periodicity index of a night's leg movements, and the distribution of their intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limbwatch.classify.rules.leg_movements import UNMEASURED, Milliseconds, ScoredMovements
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Mask
from limbwatch.sensor.spans import runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicityLimits:
    """Which intervals count as periodic."""

    above: int = 10_000
    """Lower limit of a periodic interval, exclusive, milliseconds (Ferri 2006)."""
    up_to: int = 90_000
    """Upper limit of a periodic interval, inclusive, milliseconds (Ferri 2006)."""
    run: int = 3
    """Fewest consecutive periodic intervals that count (Ferri 2006)."""
    movements_per_hour: float = 10.0
    """Least rate of movements for an interpretable index (Drakatos 2021, PMC8662505)."""


FERRI_2006 = PeriodicityLimits()
"""Limits of the periodicity index, whichever rules score a night: Ferri defined them beside rules
that accept intervals from 5 s on."""

HISTOGRAM_EDGES = tuple(float(edge) for edge in range(0, 92, 2))
"""Bins of 2 s from 0 to 90 s (WASM 2016, interval distribution)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalStatistics:
    """Distribution of intervals between onsets."""

    count: int
    """Number of intervals."""
    median: float | None
    """Median, seconds; None without an interval."""
    log_mean: float | None
    """``exp(mean(ln i))``, seconds; None without an interval."""
    log_sd: float | None
    """Standard deviation of ``ln i``; None with fewer than 2 intervals."""
    short: int
    """Number of intervals below the limits, by default 10 to 90 s."""
    middle: int
    """Number of intervals within the limits, both included."""
    long: int
    """Number of intervals above the limits."""
    histogram: tuple[int, ...]
    """Intervals per bin of `HISTOGRAM_EDGES`; the last bin holds exactly 90 s too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDistribution:
    """Numbers of candidates by their place (WASM 2016, reporting)."""

    periodic: int
    """Candidates in a series."""
    short_interval: int
    """Candidates outside any series, sooner after the previous candidate than the rules accept."""
    isolated: int
    """All other candidates."""


def joining_rules() -> Rules:
    """Return the rules that join movements for the periodicity index, whichever rules count them.

    Movements of two legs are one when less than 0.5 s lies between them, as in Ferri (WASM 2016).
    Rules that join them by onsets less than 5 s apart (AASM) hide the intervals below 8 s, which
    are a separate peak in his paper of 2006, and would change the index.
    """
    return WASM_2016


def periodicity_index(joined: ScoredMovements, *, hours: float | None = None) -> float | None:
    """Return the share of intervals in sleep that lie in runs of periodic intervals, 0 to 1.

    The movements are joined by `joining_rules`, whichever rules count the periodic ones; where
    sleep is unknown, all count as in sleep. Hours are those of sleep, or of observation. None when
    no interval was measured or movements are too rare.
    """
    asleep = joined.asleep
    return sleep_periodicity(
        joined.interval,
        joined.candidate,
        np.ones(len(joined), np.bool_) if asleep is None else asleep,
        hours=hours,
    )


def sleep_periodicity(
    interval: Milliseconds,
    candidate: Mask,
    asleep: Mask,
    *,
    hours: float | None,
    limits: PeriodicityLimits = FERRI_2006,
) -> float | None:
    """Return the share of intervals in sleep that lie in runs of periodic intervals.

    Nights, lists and references all use this index.

    Parameters
    ----------
    interval : ndarray of int64, shape (n,)
        Interval from the previous movement, milliseconds; `UNMEASURED` without one.
    candidate, asleep : ndarray of bool, shape (n,)
        A movement that is not a candidate, or is awake, ends a run.
    hours : float, optional
        Hours of sleep. When given, the index is None below 10 leg movements per hour.

    Raises
    ------
    ValueError
        If the hours are not positive.

    Notes
    -----
    This is the index of intervals. Some programs print the ratio of periodic to all movements
    under the same name. An interval across a gap or a movement that is not a candidate is not
    measured: it counts neither above nor below the line and ends a run.

    References
    ----------
    .. [1] Ferri R. et al. New approaches to the study of periodic leg movements during sleep
       in restless legs syndrome. Sleep 2006;29:759-769. doi:10.1093/sleep/29.6.759
    .. [2] Drakatos P. et al. 2021, PMC8662505.
    """
    if hours is not None:
        if not hours > 0:
            raise ValueError(f"hours must be positive, not {hours}")
        if np.count_nonzero(asleep) / hours < limits.movements_per_hour:
            return None
    counted = candidate & asleep
    after_sleep = counted & np.concatenate([[False], asleep[:-1]])
    return periodic_share(np.where(after_sleep, interval, UNMEASURED)[counted], limits=limits)


def periodic_share(
    interval: Milliseconds, *, limits: PeriodicityLimits = FERRI_2006
) -> float | None:
    """Return the share of intervals, 0 to 1, that lie in runs of periodic intervals.

    ``interval`` is that before each candidate, milliseconds, `UNMEASURED` without one. None when no
    interval was measured.
    """
    measured = int(np.count_nonzero(interval != UNMEASURED))
    if measured == 0:
        return None
    runs = _run_lengths((interval > limits.above) & (interval <= limits.up_to))
    return float(runs[runs >= limits.run].sum() / measured)


def interval_statistics(
    intervals: ArrayLike, *, limits: tuple[float, float] = (10.0, 90.0)
) -> IntervalStatistics:
    """Summarise intervals between onsets, seconds.

    Intervals of 0 s (simultaneous movements of two legs that no rule joins) have no logarithm and
    are left out of the log mean. ``limits`` are the shortest and longest interval of a series,
    seconds; WASM 2016 by default.
    """
    values = np.asarray(intervals, dtype=np.float64)
    logs = np.log(values[values > 0])
    short, long = int((values < limits[0]).sum()), int((values > limits[1]).sum())
    return IntervalStatistics(
        count=len(values),
        median=float(np.median(values)) if len(values) else None,
        log_mean=float(np.exp(logs.mean())) if len(logs) else None,
        log_sd=float(logs.std(ddof=1)) if len(logs) > 1 else None,
        short=short,
        middle=len(values) - short - long,
        long=long,
        histogram=tuple(np.histogram(values, bins=HISTOGRAM_EDGES)[0].tolist()),
    )


def candidate_distribution(scored: ScoredMovements, rules: Rules) -> CandidateDistribution:
    """Count candidates in series, at short intervals and isolated, by the rules that scored them.

    An interval is short if the rules accept no such interval in a series.
    """
    alone = scored.candidate & ~scored.periodic
    after_short = (scored.interval != UNMEASURED) & (scored.interval < rules.interval_shortest)
    short = int((alone & after_short).sum())
    return CandidateDistribution(
        periodic=int(scored.periodic.sum()), short_interval=short, isolated=int(alone.sum()) - short
    )


def _run_lengths(inside: Mask) -> NDArray[np.int64]:
    """Return the lengths of the runs of True."""
    first, stop = runs_of(inside)
    return stop - first
