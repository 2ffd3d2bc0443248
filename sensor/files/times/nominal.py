"""Stamps that fit a rate between gaps, as against stamps that were rounded to their spacing.

A row of ten that is missing and a clock that ticks as often as the samples come both leave whole
multiples of one step. A clock counts in decimal parts of a second, or in those of its system, and
spreads what it skips evenly: any other step is the spacing of the samples, and a longer one a gap.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.files.times.jittered import numbered, placed
from limbwatch.sensor.files.times.period import some_steps

Array = NDArray[np.float64]

COMMONEST = 0.6
"""Share of the steps that are the spacing itself. Chosen."""

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
    10, 12.5, 15, 20, 25, 26, 30, 32, 40, 50, 51.2, 52, 60, 64, 70, 75, 80, 85.7, 90, 100, 102.4,
    104, 120, 125, 128, 200, 208, 250, 256, 400, 416, 500, 512, 1000,
)  # fmt: skip
"""Rates that makers offer: data sheets of ST, Bosch and Analog Devices, and the settings of
ActiGraph, GENEActiv, Empatica, Shimmer, Polar and Xsens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """What all stamps fit, with rows missing between some.

    Parameters
    ----------
    period : float
        Seconds.
    mean : float
        Mean of the steps, seconds: the period if the clock is coarse and nothing is missing.
    gaps : bool
        Whether rows are missing; else a coarse clock leaves the same, and is believed.
    even : bool
        Whether what is missing comes as evenly as a coarse clock skips it.
    placed : ndarray of float, shape (n,), or None
        Times without the jitter of the stamps, seconds, where there is much.
    """

    period: float
    mean: float
    gaps: bool
    even: bool = False
    placed: Array | None = None

    @property
    def doubtful(self) -> bool:
        """Whether a clock was believed for a rate that nobody offers, or jitter for a loss."""
        usual = any(agree(1 / self.mean, rate) for rate in USUAL_HZ)
        if self.gaps:
            other = not agree(1 / self.mean, 1 / self.period)
            return self.placed is not None and self.even and usual and other
        return not usual


def spacing_between_gaps(seconds: Array, stated: float | None = None) -> Spacing | None:
    """Find the spacing of samples of which some are missing.

    Parameters
    ----------
    seconds : ndarray, shape (n,)
        Stamps in the order of the samples.
    stated : float or None
        Rate that the file states, Hz; it decides.

    Returns
    -------
    Spacing or None
        None when the stamps fit none, or all are there.
    """
    steps = some_steps(seconds)
    middle = float(np.median(steps))
    # a choice of steps may hold more long ones than all do, and their middle more of the jitter
    near = np.abs(steps - middle) <= 0.5 * middle
    middle = float(steps[near].mean()) if near.any() else 0.0
    if middle <= 0 or seconds[-1] - seconds[0] < (1 + FEW) * (len(seconds) - 1) * middle:
        return None
    steps = np.diff(seconds)
    single = steps[np.abs(steps - middle) <= 0.5 * middle]
    period, mean = float(single.mean()), float(steps[steps < _LONG * middle].mean())
    if float(steps.max()) < 1.5 * period:
        return None
    times = None
    if not fits(steps, period):
        numbers = numbered(seconds)
        if numbers is None:
            return None
        times, period = placed(seconds, numbers)
    even = _evenly_skipped(seconds, period)
    # a clock that ticks has no jitter
    gaps = times is not None or not ticking(period) or not even
    for spacing, missing in ((period, True), (mean, False)):
        if stated is not None and agree(1 / spacing, stated):
            gaps, even = missing, False
            break
    return Spacing(period=period, mean=mean, gaps=gaps, even=even, placed=times)


def missing_before(seconds: Array, period: float) -> NDArray[np.intp]:
    """Find the samples before which rows are missing.

    Parameters
    ----------
    seconds : ndarray, shape (n,)
        Stamps that fit ``period``.
    period : float
        Seconds.
    """
    return np.flatnonzero(np.diff(seconds) > 1.5 * period) + 1


_LONG = 2.5
"""Periods from which a step is no tick that a coarse clock skipped."""

_WINDOW = 256
"""Samples over which the ticks that a clock skips are spread evenly."""


def agree(rate: float, other: float) -> bool:
    """Tell whether two rates, Hz, are one: as far apart as clocks are."""
    return abs(rate / other - 1) <= AGREEING


def fits(steps: Array, period: float) -> bool:
    """Tell whether steps are whole multiples of a period, most of them the period itself.

    Parameters
    ----------
    steps : ndarray, shape (n,)
        Seconds.
    period : float
        Seconds.
    """
    turns = np.round(steps / period)
    off = np.abs(steps - turns * period)
    allowed = np.maximum(ROUNDED_S, OFF * turns * period)
    whole = (turns >= 1) & (off <= np.minimum(allowed, 0.25 * turns * period))
    return bool(whole.mean() >= FITTING and (turns == 1).mean() >= COMMONEST)


def ticking(period: float) -> bool:
    """Tell whether a step, in seconds, can be that of a clock that is coarser than its samples."""
    decimal = 10.0 ** round(math.log10(period))
    return any(agree(period, tick) for tick in (decimal, *TICKS_S))


def _evenly_skipped(seconds: Array, period: float) -> bool:
    """Tell whether steps are twice the spacing as evenly as rounding makes them."""
    size = min(_WINDOW, len(seconds))
    starts = np.unique(np.linspace(0, len(seconds) - size, 100).astype(int))
    windows = seconds[starts[:, None] + np.arange(size)]
    slopes = (windows[:, -1] - windows[:, 0]) / (size - 1)
    away = windows - slopes[:, None] * np.arange(size)
    return bool(np.median(np.ptp(away, axis=1)) < 2 * period)
