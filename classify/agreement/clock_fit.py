"""Two clocks that timed the same movements, brought together."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.agreement.matching import match_onsets

Times = NDArray[np.float64]
Origin = Literal["movements", "taps", "shift", "as written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFitLimits:
    """What a fit may find and when it is believed.

    Parameters
    ----------
    within : float
        Largest offset that is looked for, seconds, either way.
    drift : float
        Largest drift that is looked for, parts per million, either way.
    bin : float
        Width of a bin of the onset trains, seconds.
    blur : float
        Standard deviation of the Gaussian that the trains are smoothed with, seconds: the jitter
        of two scorers' onsets.
    near : float
        Offsets nearer than this to the best one are the same answer, seconds.
    tolerances : tuple of float
        Largest difference of matched onsets in each round of matching and fitting, seconds.
    false_share : float
        Share of false pairs that the likelihood reckons with.
    drift_prior : float
        Standard deviation of the drift of ordinary clocks, parts per million.
    fewest : int
        Fewest pairs of a fit that is believed.
    chance : float
        Largest probability that trains with nothing in common have so many pairs.
    runner_up : float
        The next best offset may have at most this share of the best one's pairs.
    drift_pairs, drift_span : int, float
        Fewest pairs, and least time between the first and the last of them, seconds, from which a
        drift is told.
    """

    within: float = 600.0
    drift: float = 150.0
    bin: float = 0.25
    blur: float = 0.3
    near: float = 4.0
    tolerances: tuple[float, ...] = (1.5, 1.0, 0.75, 0.75)
    false_share: float = 0.1
    drift_prior: float = 50.0
    fewest: int = 8
    chance: float = 1e-4
    runner_up: float = 0.67
    drift_pairs: int = 10
    drift_span: float = 3600.0


CLOCK_FIT = ClockFitLimits()
"""The search goes as far as two clocks of a laboratory are known to differ; the drift of quartz
clocks stays below 100 ppm. The other numbers are chosen, and shown by
``python -m benchmarks.agreement`` to find what is there and to refuse what is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFit:
    """How a reference's clock stands to ours.

    Parameters
    ----------
    offset_s : float or None
        Reference minus ours at our second 0; None when it could not be told.
    drift_ppm : float or None
        How much faster the reference's clock runs, parts per million; None when not told.
    drift_ci_ppm : tuple of float or None
        95 % interval of the drift.
    residual_sd_s : float or None
        Standard deviation of what is left between matched onsets.
    pairs : int
        Matched onsets.
    chance : float or None
        Probability of so many pairs among trains with nothing in common, over all offsets and
        drifts that were tried.
    runner_up : float or None
        Pairs of the next best offset as a share of the best one's.
    origin : {"movements", "taps", "shift", "as written"}
        What the offset comes from.
    certain : bool
        Whether it can be relied upon.
    """

    offset_s: float | None
    drift_ppm: float | None
    drift_ci_ppm: tuple[float, float] | None = None
    residual_sd_s: float | None = None
    pairs: int = 0
    chance: float | None = None
    runner_up: float | None = None
    origin: Origin
    certain: bool

    def to_ours(self, reference: Times) -> Times:
        """Bring times of the reference's clock to ours; unchanged where nothing could be told."""
        drift = (self.drift_ppm or 0.0) * 1e-6
        offset = self.offset_s or 0.0
        return np.asarray((reference - offset) / (1.0 + drift))


def shifted(seconds: float) -> ClockFit:
    """Take an offset from a person: reference minus ours, seconds."""
    return ClockFit(offset_s=seconds, drift_ppm=None, origin="shift", certain=True)


def fit_taps(ours: Times, reference: Times) -> ClockFit:
    """Fit the clocks to taps that both recorded.

    Parameters
    ----------
    ours, reference : ndarray of float, shape (n,)
        The same taps on both clocks, seconds; one gives an offset, taps an hour or more apart a
        drift too.

    Raises
    ------
    ValueError
        If there is no tap, or the numbers of taps differ.
    """
    if len(ours) != len(reference) or not len(ours):
        raise ValueError(f"{len(ours)} taps of ours and {len(reference)} of the reference")
    difference = reference - ours
    if np.ptp(ours) < CLOCK_FIT.drift_span:
        offset, drift = float(difference.mean()), None
        left = difference - offset
    else:
        slope, offset = (float(v) for v in np.polyfit(ours, difference, 1))
        drift = slope * 1e6
        left = difference - offset - slope * ours
    return ClockFit(
        offset_s=offset,
        drift_ppm=drift,
        residual_sd_s=float(left.std(ddof=1)) if len(left) > 2 else None,
        pairs=len(ours),
        origin="taps",
        certain=True,
    )


def fit_clock(
    ours: Times, reference: Times, *, resolution: float = 0.0, limits: ClockFitLimits = CLOCK_FIT
) -> ClockFit:
    """Find offset and drift between two clocks from the onsets of the same movements.

    Parameters
    ----------
    ours, reference : ndarray of float, shapes (n,) and (m,)
        Onsets, each on its own clock, seconds; either list may lack some and hold others.
    resolution : float
        Step of the reference's onsets, seconds: 1 for whole seconds. They are taken as rounded;
        where they were cut off, the reference is half a step later than the offset says.
    limits : ClockFitLimits

    Returns
    -------
    ClockFit
        Not certain, and without an offset, when the trains may have nothing in common.

    Notes
    -----
    The maximum of the cross-correlation of the smoothed onset trains over offset and drift is
    where matching begins; a Theil-Sen line through the matched pairs, repeated, follows, and the
    mean over all lines near it, weighed by how well they explain the pairs, ends it. What one
    scorer's onset comes later on the average than the other's, is part of the offset.

    References
    ----------
    .. [1] Sen PK. Estimates of the regression coefficient based on Kendall's tau. J Am Stat
       Assoc 1968;63:1379-1389.
    """
    nothing = ClockFit(offset_s=None, drift_ppm=None, origin="movements", certain=False)
    if min(len(ours), len(reference)) < limits.fewest:
        return nothing
    ours, reference = np.sort(ours), np.sort(reference)
    guess, runner_up = _coarse(ours, reference, resolution, limits)
    line = _refined(ours, reference, guess, resolution, limits)
    if line is None:
        return nothing
    i, j = line.ours, line.reference
    left = reference[j] - ours[i] - line.offset - line.slope * ours[i]
    chance = _chance(ours, reference, len(i), resolution, limits)
    certain = len(i) >= limits.fewest and chance <= limits.chance and runner_up <= limits.runner_up
    told = certain and line.error is not None
    half = 1.96e6 * (line.error or 0.0)
    drift = line.slope * 1e6
    return ClockFit(
        offset_s=line.offset if certain else None,
        drift_ppm=drift if told else None,
        drift_ci_ppm=(drift - half, drift + half) if told else None,
        residual_sd_s=float(left.std(ddof=1)),
        pairs=len(i),
        chance=chance,
        runner_up=runner_up,
        origin="movements",
        certain=certain,
    )


def _blur(resolution: float, limits: ClockFitLimits) -> float:
    """Width of the smoothing: jitter, and rounding to the resolution."""
    return float(np.hypot(limits.blur, resolution / np.sqrt(12)))


def _drifts(span: float, blur: float, limits: ClockFitLimits) -> NDArray[np.float64]:
    """Drifts to try: neighbours differ by one blur over the recording."""
    step = max(blur / max(span, 1.0), 1e-6)
    most = int(np.ceil(limits.drift * 1e-6 / step))
    return np.asarray(np.arange(-most, most + 1) * step, np.float64)


_SPARE: Final = 40
"""Bins to spare at both ends of our train, for what a drift moves out of it."""


def _coarse(
    ours: Times, reference: Times, resolution: float, limits: ClockFitLimits
) -> tuple[tuple[float, float], float]:
    """Return the slope and the offset that go together best, and the runner-up's share."""
    from scipy.ndimage import gaussian_filter1d  # noqa: PLC0415 - dear to import

    blur = _blur(resolution, limits)
    middle = (ours[0] + ours[-1]) / 2
    reach = round(limits.within / limits.bin)
    own_bins = int(np.ceil((ours[-1] - ours[0]) / limits.bin)) + 2 * _SPARE + 1
    start = float(ours[0]) - _SPARE * limits.bin
    bins = own_bins + 2 * reach
    onsets = np.bincount(
        _places(reference, start - reach * limits.bin, bins, limits), minlength=bins
    )
    train = gaussian_filter1d(onsets.astype(np.float64), blur / limits.bin)
    drifts = _drifts(float(ours[-1] - ours[0]), blur, limits)
    lags = np.arange(-reach, reach + 1) * limits.bin
    best = np.full(len(lags), -np.inf)
    which = np.zeros(len(best), np.intp)
    for number, drift in enumerate(drifts):
        found = np.zeros(len(lags))
        # onsets are few: their correlation is a sum of windows, and cheaper than by transforms
        for place in _places(ours + drift * (ours - middle), start, own_bins, limits):
            found += train[place : place + len(lags)]
        better = found > best
        best[better], which[better] = found[better], number
    top = int(np.argmax(best))
    lag = lags[top]
    others = best[np.abs(lags - lag) > limits.near]
    # trains that never meet within reach have nothing in common at any offset
    share = float(max(0.0, others.max(initial=0.0)) / best[top]) if best[top] > 0 else 1.0
    slope = float(drifts[which[top]])
    return (slope, float(lag) - slope * float(middle)), share


def _places(times: Times, start: float, bins: int, limits: ClockFitLimits) -> NDArray[np.intp]:
    """Bins that times fall in, without those outside."""
    places = np.floor((times - start) / limits.bin).astype(np.intp)
    return places[(places >= 0) & (places < bins)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Line:
    """Reference minus ours over our time, and the pairs it was fitted to."""

    offset: float
    slope: float
    error: float | None
    ours: NDArray[np.intp]
    reference: NDArray[np.intp]


def _refined(
    ours: Times,
    reference: Times,
    guess: tuple[float, float],
    resolution: float,
    limits: ClockFitLimits,
) -> _Line | None:
    """Match and fit by turns; None when fewer than three pairs are left."""
    from scipy.stats import theilslopes  # noqa: PLC0415 - dear to import

    slope, offset = guess
    i = j = np.empty(0, np.intp)
    for tolerance in limits.tolerances:
        pairs = match_onsets(
            ours + offset + slope * ours, reference, tolerance=tolerance + resolution / 2
        )
        i, j = pairs.ours, pairs.reference
        if len(i) < 3:
            return None
        if _tells_drift(ours[i], limits):
            fit = theilslopes(reference[j] - ours[i], ours[i])
            slope, offset = float(fit.slope), float(fit.intercept)
        else:
            slope, offset = 0.0, float(np.median(reference[j] - ours[i]))
    if not _tells_drift(ours[i], limits):
        return _Line(offset=offset, slope=slope, error=None, ours=i, reference=j)
    slope, offset, error = _weighed(
        ours[i], reference[j] - ours[i], (slope, offset), resolution, limits
    )
    return _Line(offset=offset, slope=slope, error=error, ours=i, reference=j)


def _tells_drift(times: Times, limits: ClockFitLimits) -> bool:
    return len(times) >= limits.drift_pairs and float(np.ptp(times)) >= limits.drift_span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Lines and jitters that are weighed; chosen.

    Levels and slopes lie up to ``reach`` least standard errors from the line that matching found.
    Rounding to more than ``hidden`` seconds hides how small the jitter is, and what looks smaller
    by chance makes the drift look too sure: there it is no smaller than two scorers' usual one.
    """

    hidden: float = 0.5
    reach: float = 8.0
    levels: int = 49
    slopes: int = 81
    jitters: tuple[float, ...] = (0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)


_GRID: Final = _Grid()


def _weighed(
    x: Times, y: Times, line: tuple[float, float], resolution: float, limits: ClockFitLimits
) -> tuple[float, float, float]:
    """Improve a line by all lines near it; return slope, offset, standard error of the slope.

    A residual is jitter (normal) and rounding (uniform over the resolution), or comes from a false
    pair (uniform over the tolerance). Rounding makes a median a poor estimate, and false pairs
    widen it; where few pairs say little about the drift, it stays near that of ordinary clocks.
    The mean over the posterior, not its peak: rounding has edges, and at an edge the peak jumps and
    its curvature says too little of the error.
    """
    slope, offset = line
    middle, unit = float(x.mean()), limits.drift_prior * 1e-6
    told = _information(limits.blur / 3, resolution, limits)
    reach = _GRID.reach * np.array([len(x), ((x - middle) ** 2).sum()]) ** -0.5 * told**-0.5
    levels = offset + slope * middle + np.linspace(-reach[0], reach[0], _GRID.levels)
    slopes = slope + np.linspace(-reach[1], reach[1], _GRID.slopes)
    left = y - levels[:, None, None] - slopes[:, None] * (x - middle)
    surprise = np.stack(
        [
            0.5 * np.log(jitter / (limits.blur / 3)) ** 2
            - np.log(_density(left, jitter, resolution, limits)).sum(axis=-1)
            for jitter in _GRID.jitters
            if resolution <= _GRID.hidden or jitter >= limits.blur / 3
        ]
    )
    surprise += 0.5 * (slopes / unit) ** 2
    weight = np.exp(surprise.min() - surprise)
    weight /= weight.sum()
    of_slope = weight.sum(axis=(0, 1))
    found = float((of_slope * slopes).sum())
    error = float(np.sqrt((of_slope * (slopes - found) ** 2).sum()))
    level = float((weight.sum(axis=(0, 2)) * levels).sum())
    return found, level - found * middle, error


def _density(left: Times, jitter: float, resolution: float, limits: ClockFitLimits) -> Times:
    """Probability density of residuals, 1/s."""
    from scipy.special import ndtr  # noqa: PLC0415 - dear to import

    false = limits.false_share / (2 * limits.tolerances[-1] + resolution)
    if resolution:
        half = resolution / 2
        near = (ndtr((half - left) / jitter) - ndtr((-half - left) / jitter)) / resolution
    else:
        near = np.exp(-0.5 * (left / jitter) ** 2) / (jitter * np.sqrt(2 * np.pi))
    return np.asarray((1 - limits.false_share) * near + false)


def _information(jitter: float, resolution: float, limits: ClockFitLimits) -> float:
    """Fisher information of one pair about where the line runs, 1/s^2: the Cramer-Rao bound."""
    reach = limits.tolerances[-1] + resolution / 2
    left = np.linspace(-reach, reach, 4001)
    density = _density(left, jitter, resolution, limits)
    return float(np.trapezoid(np.gradient(density, left) ** 2 / density, left))


def _chance(
    ours: Times, reference: Times, pairs: int, resolution: float, limits: ClockFitLimits
) -> float:
    """Bound the probability of so many pairs by chance, over all that was tried (Bonferroni)."""
    from scipy.stats import poisson  # noqa: PLC0415 - dear to import

    blur = _blur(resolution, limits)
    window = 2 * (limits.tolerances[-1] + resolution / 2)
    span = max(float(np.ptp(ours)), float(np.ptp(reference)), window)
    tried = 2 * limits.within / blur * len(_drifts(float(np.ptp(ours)), blur, limits))
    expected = len(ours) * len(reference) * window / span
    return float(min(1.0, tried * poisson.sf(pairs - 1, expected)))
