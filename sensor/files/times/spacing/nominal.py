"""Stamps that fit a rate between gaps, as against stamps that were rounded to their spacing.

A row of ten that is missing and a clock that ticks as often as the samples come both leave whole
multiples of one step. A clock counts in decimal parts of a second, or in those of its system, and
spreads what it skips evenly: any other step is the spacing of the samples, and a longer one a gap.
"""

import math
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.jittered import numbered, placed
from limbwatch.sensor.files.times.spacing.period import varied_steps

COMMONEST = 0.6
"""Share of the steps that are the spacing itself, where nothing else is. Chosen."""

HALF = 0.4
"""Share of them that are it, where every third row is missing, or a third at random. Chosen."""

SHORTEST = 0.1
"""Quantile of the steps that is one spacing, where every third row is missing. Chosen."""

NEARLY = 0.75
"""Share of them that are near a whole number of spacings, whatever their jitter. Chosen."""

SPARSEST = 2.5
"""Spacings that the mean step is at most: batches are further apart. Chosen."""

EXACT = 0.002
"""Share of a tick by which stamps of a clock that ticks are off it: its own error, and that of a
number of 64 bits even where it ticks a thousand times a second. Chosen."""

AWAY = 0.15
"""Share of a spacing by which most long steps are off a whole number of them at most. Chosen: the
sectors of an AX3 that runs at 98.9 Hz and counts at 100 follow each other at 2.44."""

NEAR = 8
"""Spacings up to which a gap helps to measure them: no clock drifts by a part of one. Chosen."""

FEW_ROWS = 12
"""Rows of which one is missing, for that to be as likely as a clock. Chosen."""

FITTING = 0.99
"""Share of the steps that are whole multiples of it. Chosen."""

ROUNDED_S = 1e-3
"""Seconds by which a step may be off: stamps in milliseconds."""

OFF = 0.05
"""Share of itself by which it may be off, where that is more. Chosen."""

TICKS_S = (1 / 64,)
"""Clocks that tick otherwise than decimally, seconds: Windows' default timer (Microsoft,
"GetTickCount64": 10 to 16 ms)."""

FEW = 0.002
"""Share of missing samples up to which a loss is found as any other. Chosen."""

AGREEING = 0.02
"""Share by which two rates are one: clocks of sensors are off by less (`sensor/bounds.py`)."""

USUAL_HZ = (
    10, 12.5, 15, 20, 25, 26, 30, 31.25, 32, 40, 50, 51.2, 52, 60, 62.5, 64, 70, 75, 80, 85.7, 90,
    100, 102.4, 104, 120, 125, 128, 200, 208, 250, 256, 400, 416, 500, 512, 1000,
)  # fmt: skip
"""Rates that makers offer: data sheets of ST, Bosch and Analog Devices, and the settings of
ActiGraph, GENEActiv, Empatica, Shimmer, Polar and Xsens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """What all stamps fit, with rows missing between some."""

    period: float
    """Seconds."""
    mean: float
    """Mean of the steps, seconds: the period if the clock is coarse and nothing is missing."""
    gaps: bool
    """Whether rows are missing; else a coarse clock leaves the same, and is believed."""
    even: bool = False
    """Whether what is missing comes as evenly as a coarse clock skips it."""
    placed: Array | None = None
    """Times without the jitter of the stamps, seconds, where there is much; shape (n,)."""

    @property
    def doubtful(self) -> bool:
        """Whether the one was believed, and the other would leave the same stamps."""
        if not self.even or agree(1 / self.mean, 1 / self.period):
            return False
        if self.gaps:
            return usual(1 / self.mean)
        return not usual(1 / self.mean) or _every_so_many(self.period / self.mean)


def spacing_between_gaps(seconds: Array, stated: float | None = None) -> Spacing | None:
    """Find the spacing of samples of which some are missing.

    The rate that the file states, Hz, decides. None when the stamps fit none, or all are there.
    """
    middle = single_step(varied_steps(seconds))
    if middle <= 0 or seconds[-1] - seconds[0] < (1 + FEW) * (len(seconds) - 1) * middle:
        return None
    steps = np.diff(seconds)
    single = steps[np.abs(steps - middle) <= 0.5 * middle]
    period, mean = float(single.mean()), float(steps[steps < _LONG * middle].mean())
    if float(steps.max()) < 1.5 * period:
        return None
    times = None
    if fits(steps, period):
        if not _whole(steps, period):
            return None
        period = _over_gaps(steps, period)
    else:
        numbers = numbered(seconds, period)
        if numbers is None:
            return None
        times, period = placed(seconds, numbers)
    even = _evenly_skipped(seconds, period)
    gaps = not even or not _of_a_clock(steps, period, mean)
    for spacing, missing in ((period, True), (mean, False)):
        if stated is not None and agree(1 / spacing, stated):
            gaps, even = missing, False
            break
    return Spacing(period=period, mean=mean, gaps=gaps, even=even, placed=times)


def missing_before(seconds: Array, period: float) -> Index:
    """Find the samples before which rows are missing, by stamps that fit a period."""
    return np.flatnonzero(np.diff(seconds) > 1.5 * period) + 1


_LONG = 2.5
"""Periods from which a step is no tick that a coarse clock skipped."""

_WINDOW = 256
"""Samples over which the ticks that a clock skips are spread evenly."""


def agree(rate: float, other: float) -> bool:
    """Tell whether two rates, Hz, are one: as far apart as clocks are."""
    return abs(rate / other - 1) <= AGREEING


def usual(rate: float) -> bool:
    """Tell whether makers offer a rate, Hz."""
    return any(agree(rate, offered) for offered in USUAL_HZ)


def nominal_rate(rate: float) -> float:
    """Give the rate that makers offer and a measured one is, Hz; else the measured one, rounded."""
    offered = min(USUAL_HZ, key=lambda one: abs(one - rate))
    return float(offered) if agree(rate, offered) else float(f"{rate:.2g}")


def fits(steps: Array, period: float) -> bool:
    """Tell whether steps are whole multiples of a period, many of them the period itself."""
    turns = np.round(steps / period)
    off = np.abs(steps - turns * period)
    allowed = np.maximum(ROUNDED_S, OFF * turns * period)
    whole = (turns >= 1) & (off <= np.minimum(allowed, 0.25 * turns * period))
    return bool(whole.mean() >= FITTING and (turns == 1).mean() >= HALF)


def single_step(steps: Array) -> float:
    """Measure the spacing of samples by the steps between rows of which some may be missing.

    There is one step at least; 0 where there is no spacing.
    """
    middle = float(np.median(steps))
    if middle <= 0:
        return 0.0
    # where every third row is missing, half of the steps are twice the spacing
    if (np.abs(steps - middle) <= 0.25 * middle).mean() < COMMONEST:
        shortest = float(np.quantile(steps, SHORTEST))
        single = steps[steps <= 1.5 * shortest]
        spacing = float(single.mean()) if shortest > 0 else 0.0
        if spacing > 0 and float(steps.mean()) <= SPARSEST * spacing:
            turns = np.rint(steps / spacing)
            whole = (turns > 0) & (np.abs(steps - turns * spacing) <= 0.25 * spacing)
            if whole.mean() >= NEARLY and (turns == 1).mean() >= HALF:
                return spacing
    # a choice of steps may hold more long ones than all do, and their middle more of the jitter
    near = np.abs(steps - middle) <= 0.5 * middle
    return float(steps[near].mean()) if near.any() else 0.0


def ticking(period: float) -> bool:
    """Tell whether a step, in seconds, can be that of a clock that is coarser than its samples."""
    decimal = 10.0 ** round(math.log10(period))
    return any(agree(period, tick) for tick in (decimal, *TICKS_S))


def _whole(steps: Array, period: float) -> bool:
    """Tell whether the long steps are whole multiples too, as a wrong rate within blocks is not."""
    turns = np.round(steps / period)
    off = np.abs(steps - turns * period)[turns > 1]
    return not len(off) or float(np.median(off)) <= max(ROUNDED_S, AWAY * period)


def _over_gaps(steps: Array, period: float) -> float:
    """Measure a period over short gaps too, where the runs between them are short."""
    turns = np.round(steps / period)
    near = (turns > 0) & (turns <= NEAR)
    return float(steps[near].sum() / turns[near].sum())


def _of_a_clock(steps: Array, period: float, mean: float) -> bool:
    """Tell whether evenly skipped steps are rather those of a clock than of missing rows.

    A clock skips one tick at a time, and has no jitter. Other ticks than the usual ones are those
    of a radio that samples wait for: believed for a rate that makers offer, where the ticks are at
    none.
    """
    if (np.round(steps / period) > 2).mean() > 1 - FITTING:
        return False
    if ticking(period):
        off = np.abs(steps - np.round(steps / period) * period)
        rounded = any(agree(period, tick) for tick in TICKS_S)
        return bool(np.quantile(off, 0.9) <= (ROUNDED_S if rounded else EXACT * period))
    return usual(1 / mean) and not usual(1 / period)


def _every_so_many(share: float) -> bool:
    """Tell whether a share of samples is what is left when one of a few is missing."""
    return any(abs(share * many / (many - 1) - 1) <= EXACT for many in range(2, FEW_ROWS + 1))


def _evenly_skipped(seconds: Array, period: float) -> bool:
    """Tell whether steps are twice the spacing as evenly as rounding makes them."""
    size = min(_WINDOW, len(seconds))
    starts = np.unique(np.linspace(0, len(seconds) - size, 100).astype(int))
    windows = seconds[starts[:, None] + np.arange(size)]
    slopes = (windows[:, -1] - windows[:, 0]) / (size - 1)
    away = windows - slopes[:, None] * np.arange(size)
    return bool(np.median(np.ptp(away, axis=1)) < 2 * period)
