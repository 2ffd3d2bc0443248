"""How periodic a night's leg movements are, and how their intervals are distributed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limbwatch.classify.rules.leg_movements import UNMEASURED, Milliseconds, ScoredMovements
from limbwatch.classify.rules.published import WASM_2016, Rules
from limbwatch.sensor.arrays import Mask
from limbwatch.sensor.spans import runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicityLimits:
    """What counts as periodic."""

    above: int = 10_000
    up_to: int = 90_000
    """An interval is periodic when ``above < interval <= up_to``, milliseconds (Ferri 2006)."""
    run: int = 3
    """Fewest consecutive periodic intervals that count (Ferri 2006)."""
    movements_per_hour: float = 10.0
    """Below this the index is not interpretable (Drakatos 2021, PMC8662505)."""


FERRI_2006 = PeriodicityLimits()
"""Limits of the periodicity index, by whichever rules a night is scored: Ferri laid them down
beside rules that take intervals from 5 s on."""

HISTOGRAM_EDGES = tuple(float(edge) for edge in range(0, 92, 2))
"""Bins of 2 s from 0 to 90 s (WASM 2016, interval distribution)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalStatistics:
    """Distribution of intervals between onsets."""

    count: int
    """Intervals measured."""
    median: float | None
    log_mean: float | None
    log_sd: float | None
    """Median and ``exp(mean(ln i))`` in seconds, and the standard deviation of ``ln i``; None where
    there are too few intervals (1, 1 and 2)."""
    short: int
    middle: int
    long: int
    """Intervals below, within (both limits included) and above the limits: 10 to 90 s, where no
    others were asked for."""
    histogram: tuple[int, ...]
    """Intervals per bin of `HISTOGRAM_EDGES`; the last bin holds exactly 90 s too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDistribution:
    """Candidates by where they stand (WASM 2016, reporting)."""

    periodic: int
    """In a series."""
    short_interval: int
    """In no series, less than 10 s after the candidate before."""
    isolated: int
    """All others."""


def joining_rules() -> Rules:
    """Give the rules that join the movements which the index lies between, whichever count them.

    Two legs are one movement when less than 0.5 s lies between them, as Ferri has it (WASM 2016).
    Rules that join them by onsets less than 5 s apart (AASM) hide intervals of which his paper of
    2006 makes a peak of its own, those below 8 s, and by which periodicity differs from it.
    """
    return WASM_2016


def periodicity_index(
    joined: ScoredMovements, *, hours: float | None = None, limits: PeriodicityLimits = FERRI_2006
) -> float | None:
    """Return the share of intervals in sleep that lie in runs of periodic intervals.

    Parameters
    ----------
    joined : ScoredMovements
        By `joining_rules`, whichever count the periodic ones. Where sleep is not known, all are
        taken to lie in it.
    hours : float, optional
        Of sleep, or of the time in which they were looked for.

    Returns
    -------
    float or None
        0 to 1; None when no interval was measured or movements are too rare.
    """
    asleep = joined.asleep
    return sleep_periodicity(
        joined.interval,
        joined.candidate,
        np.ones(len(joined), np.bool_) if asleep is None else asleep,
        hours=hours,
        limits=limits,
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

    It is the one index of nights, of lists and of references.

    Parameters
    ----------
    interval : ndarray of int64, shape (n,)
        From the movement before, milliseconds; `UNMEASURED` where there is none.
    candidate, asleep : ndarray of bool, shape (n,)
        What is no candidate ends a run, and so does what is awake.
    hours : float, optional
        Of sleep. When given, the index is None below 10 leg movements per hour.

    Raises
    ------
    ValueError
        If the hours are not positive.

    Notes
    -----
    This is the index of intervals. Some programs print the ratio of periodic to all movements
    under the same name. An interval across a gap or a movement that is no candidate is not
    measured: it is in neither number and ends a run.

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
    both = counted & np.concatenate([[False], asleep[:-1]])
    return periodic_share(np.where(both, interval, UNMEASURED)[counted], limits=limits)


def periodic_share(
    interval: Milliseconds, *, limits: PeriodicityLimits = FERRI_2006
) -> float | None:
    """Return the share of intervals that lie in runs of periodic intervals.

    Parameters
    ----------
    interval : ndarray of int64, shape (n,)
        Interval before each candidate, milliseconds; `UNMEASURED` where there is none.

    Returns
    -------
    float or None
        0 to 1; None when no interval was measured.
    """
    measured = int(np.count_nonzero(interval != UNMEASURED))
    if measured == 0:
        return None
    runs = _run_lengths((interval > limits.above) & (interval <= limits.up_to))
    return float(runs[runs >= limits.run].sum() / measured)


def interval_statistics(
    intervals: ArrayLike, *, limits: tuple[float, float] = (10.0, 90.0)
) -> IntervalStatistics:
    """Summarise intervals between onsets.

    Parameters
    ----------
    intervals : array_like of float
        Seconds; those of 0 s (movements of two legs at once that no rule joins) have no
        logarithm and are left out of the log mean.
    limits : tuple of float
        Shortest and longest interval of a series, seconds; WASM 2016 by default.
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


def distribution(scored: ScoredMovements) -> CandidateDistribution:
    """Count candidates in series, in short intervals and isolated."""
    alone = scored.candidate & ~scored.periodic
    after_short = (scored.interval != UNMEASURED) & (scored.interval < FERRI_2006.above)
    short = int((alone & after_short).sum())
    return CandidateDistribution(
        periodic=int(scored.periodic.sum()), short_interval=short, isolated=int(alone.sum()) - short
    )


def _run_lengths(inside: Mask) -> NDArray[np.int64]:
    """Lengths of the runs of True."""
    first, stop = runs_of(inside)
    return stop - first
