"""Stamps that fit a rate between gaps, as opposed to stamps that were rounded to their spacing.

Both a missing row in ten and a clock that ticks as often as the samples come leave whole multiples
of one step. A clock counts in decimal parts of a second, or in those of its system, and skips ticks
evenly: any other step is the sample spacing, and a longer one a gap.
"""

import math
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.jittered import LOSSES, numbered, placed
from limbwatch.sensor.files.times.spacing.period import varied_steps

MOST_SINGLE = 0.6
"""Share of the steps that equal the spacing, where no other test is needed. Chosen."""

LEAST_SINGLE = 0.4
"""Least share of steps that equal the spacing, where every third row is missing, or a third at
random. Chosen."""

SINGLE_QUANTILE = 0.1
"""Quantile of the steps that is one spacing, where every third row is missing. Chosen."""

NEARLY_WHOLE = 0.75
"""Least share of steps near a whole number of spacings, whatever their jitter. Chosen."""

MOST_MEAN = 2.5
"""Largest mean step, in spacings: batches are further apart. Chosen."""

TICK_OFF = 0.002
"""Share of a tick by which the stamps of a ticking clock may be off it: its own error, and that of
a 64-bit number even where it ticks a thousand times a second. Chosen."""

LONG_STEP_OFF = 0.15
"""Largest median distance of long steps from a whole number of spacings, in spacings. Chosen: the
sectors of an AX3 that runs at 98.9 Hz and counts at 100 follow each other at 2.44."""

MEASURED_GAP = 8
"""Longest gap, in spacings, that helps to measure the spacing: no clock drifts by a fraction of
one. Chosen."""

ROWS_PER_LOSS = 12
"""Most rows per missing row for that pattern to be as likely as a clock. Chosen."""

WHOLE_SHARE = 0.99
"""Least share of steps that are whole multiples of the spacing. Chosen."""

ROUNDED_S = 1e-3
"""Seconds by which a step may be off: stamps in milliseconds."""

STEP_OFF = 0.05
"""Share of a step by which it may be off, where that is more. Chosen."""

TICKS_S = (1 / 64,)
"""Clocks that tick otherwise than decimally, seconds: Windows' default timer (Microsoft,
"GetTickCount64": 10 to 16 ms)."""

AGREEING = 0.02
"""Share by which two rates may differ and still be one: clocks of sensors are off by less
(`sensor/bounds.py`)."""

USUAL_HZ = (
    10, 12.5, 15, 20, 25, 26, 30, 31.25, 32, 40, 50, 51.2, 52, 60, 62.5, 64, 70, 75, 80, 85.7, 90,
    100, 102.4, 104, 120, 125, 128, 200, 208, 250, 256, 400, 416, 500, 512, 1000,
)  # fmt: skip
"""Rates that makers offer, Hz: data sheets of ST, Bosch and Analog Devices, and the settings of
ActiGraph, GENEActiv, Empatica, Shimmer, Polar and Xsens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """The sample spacing that all stamps fit, with rows missing between some."""

    period: float
    """Spacing, seconds."""
    mean: float
    """Mean of the steps, seconds: the period if the clock is coarse and nothing is missing."""
    gaps: bool
    """Whether rows are missing; else the steps are attributed to a coarse clock."""
    even: bool = False
    """Whether missing ticks are spread as evenly as a coarse clock skips them."""
    placed: Array | None = None
    """Times without the jitter of the stamps, seconds, where there is much; shape (n,)."""

    @property
    def doubtful(self) -> bool:
        """Whether the explanation that was rejected would leave the same stamps."""
        if not self.even or agree(1 / self.mean, 1 / self.period):
            return False
        if self.gaps:
            return is_offered_rate(1 / self.mean)
        return not is_offered_rate(1 / self.mean) or _one_of_few_missing(self.period / self.mean)


def spacing_between_gaps(seconds: Array, stated: float | None = None) -> Spacing | None:
    """Find the spacing of samples of which some are missing.

    ``stated`` is the rate that the file states, Hz, which decides. None when the stamps fit no
    spacing, or all samples are there.
    """
    middle = single_step(varied_steps(seconds))
    if middle <= 0 or seconds[-1] - seconds[0] < (1 + LOSSES) * (len(seconds) - 1) * middle:
        return None
    steps = np.diff(seconds)
    single = steps[np.abs(steps - middle) <= 0.5 * middle]
    period, mean = float(single.mean()), float(steps[steps < _LONG * middle].mean())
    if float(steps.max()) < 1.5 * period:
        return None
    times = None
    if fits(steps, period):
        if not _are_whole_multiples(steps, period):
            return None
        period = _period_over_gaps(steps, period)
    else:
        numbers = numbered(seconds, period)
        if numbers is None:
            return None
        times, period = placed(seconds, numbers)
    even = _is_evenly_skipped(seconds, period)
    gaps = not even or not _is_clock_tick(steps, period, mean)
    for spacing, missing in ((period, True), (mean, False)):
        if stated is not None and agree(1 / spacing, stated):
            gaps, even = missing, False
            break
    return Spacing(period=period, mean=mean, gaps=gaps, even=even, placed=times)


def missing_before(seconds: Array, period: float) -> Index:
    """Find the samples before which rows are missing, by stamps that fit a period."""
    return np.flatnonzero(np.diff(seconds) > 1.5 * period) + 1


_LONG = 2.5
"""Length of a step, in periods, from which it is no tick that a coarse clock skipped."""

_WINDOW = 256
"""Samples over which a clock skips ticks evenly."""


def agree(rate: float, other: float) -> bool:
    """Tell whether two rates, Hz, differ no more than clocks do."""
    return abs(rate / other - 1) <= AGREEING


def is_offered_rate(rate: float) -> bool:
    """Tell whether makers offer a rate, Hz."""
    return any(agree(rate, offered) for offered in USUAL_HZ)


def nominal_rate(rate: float) -> float:
    """Return the offered rate that a measured one agrees with, or the rounded one, Hz."""
    offered = min(USUAL_HZ, key=lambda candidate: abs(candidate - rate))
    return float(offered) if agree(rate, offered) else float(f"{rate:.2g}")


def fits(steps: Array, period: float) -> bool:
    """Tell whether steps are whole multiples of a period, many of them the period itself."""
    turns = np.round(steps / period)
    off = np.abs(steps - turns * period)
    allowed = np.maximum(ROUNDED_S, STEP_OFF * turns * period)
    whole = (turns >= 1) & (off <= np.minimum(allowed, 0.25 * turns * period))
    return bool(whole.mean() >= WHOLE_SHARE and (turns == 1).mean() >= LEAST_SINGLE)


def single_step(steps: Array) -> float:
    """Measure the sample spacing by the steps between rows of which some may be missing.

    There is one step at least; 0 where there is no spacing.
    """
    middle = float(np.median(steps))
    if middle <= 0:
        return 0.0
    # where every third row is missing, half of the steps are twice the spacing
    if (np.abs(steps - middle) <= 0.25 * middle).mean() < MOST_SINGLE:
        shortest = float(np.quantile(steps, SINGLE_QUANTILE))
        single = steps[steps <= 1.5 * shortest]
        spacing = float(single.mean()) if shortest > 0 else 0.0
        if spacing > 0 and float(steps.mean()) <= MOST_MEAN * spacing:
            turns = np.rint(steps / spacing)
            whole = (turns > 0) & (np.abs(steps - turns * spacing) <= 0.25 * spacing)
            if whole.mean() >= NEARLY_WHOLE and (turns == 1).mean() >= LEAST_SINGLE:
                return spacing
    # sampled steps may hold more long ones than all do, and their median more of the jitter
    near = np.abs(steps - middle) <= 0.5 * middle
    return float(steps[near].mean()) if near.any() else 0.0


def is_clock_tick(period: float) -> bool:
    """Tell whether a step, in seconds, can be the tick of a clock coarser than its samples."""
    decimal = 10.0 ** round(math.log10(period))
    return any(agree(period, tick) for tick in (decimal, *TICKS_S))


def _are_whole_multiples(steps: Array, period: float) -> bool:
    """Tell whether the long steps are whole multiples too, which those of a wrong rate are not."""
    turns = np.round(steps / period)
    off = np.abs(steps - turns * period)[turns > 1]
    return not len(off) or float(np.median(off)) <= max(ROUNDED_S, LONG_STEP_OFF * period)


def _period_over_gaps(steps: Array, period: float) -> float:
    """Measure a period over short gaps too, where the runs between them are short."""
    turns = np.round(steps / period)
    near = (turns > 0) & (turns <= MEASURED_GAP)
    return float(steps[near].sum() / turns[near].sum())


def _is_clock_tick(steps: Array, period: float, mean: float) -> bool:
    """Tell whether evenly skipped steps come from a clock rather than from missing rows.

    A clock skips one tick at a time, and has no jitter. Unusual ticks are those of a radio that
    samples wait for: believed if the mean rate is one that makers offer and the tick rate is
    not.
    """
    if (np.round(steps / period) > 2).mean() > 1 - WHOLE_SHARE:
        return False
    if is_clock_tick(period):
        off = np.abs(steps - np.round(steps / period) * period)
        rounded = any(agree(period, tick) for tick in TICKS_S)
        return bool(np.quantile(off, 0.9) <= (ROUNDED_S if rounded else TICK_OFF * period))
    return is_offered_rate(1 / mean) and not is_offered_rate(1 / period)


def _one_of_few_missing(share: float) -> bool:
    """Tell whether a share of samples is what remains when one of every few is missing."""
    return any(
        abs(share * many / (many - 1) - 1) <= TICK_OFF for many in range(2, ROWS_PER_LOSS + 1)
    )


def _is_evenly_skipped(seconds: Array, period: float) -> bool:
    """Tell whether double steps are spread as evenly as rounding spreads them."""
    size = min(_WINDOW, len(seconds))
    starts = np.unique(np.linspace(0, len(seconds) - size, 100).astype(int))
    windows = seconds[starts[:, None] + np.arange(size)]
    slopes = (windows[:, -1] - windows[:, 0]) / (size - 1)
    away = windows - slopes[:, None] * np.arange(size)
    return bool(np.median(np.ptp(away, axis=1)) < 2 * period)
