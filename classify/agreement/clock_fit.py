"""Offset and drift between two clocks, from movements that both timed."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from limbwatch.classify.agreement.clock_line import CLOCK_FIT, ClockFitLimits, refined
from limbwatch.sensor.arrays import Array, Index

Origin = Literal["movements", "taps", "shift", "as written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFit:
    """Offset and drift of a reference's clock relative to ours."""

    offset_s: float | None
    """Reference minus ours at our second 0, seconds; None when unknown."""
    drift_ppm: float | None
    """How much faster the reference's clock runs, parts per million; None when unknown."""
    drift_ci_ppm: tuple[float, float] | None = None
    """95 % interval of the drift."""
    residual_sd_s: float | None = None
    """Standard deviation of the residuals of matched onsets, seconds."""
    pairs: int = 0
    """Number of matched onsets."""
    chance: float | None = None
    """Probability of so many pairs among unrelated trains, over all offsets and drifts that were
    tried."""
    runner_up: float | None = None
    """Agreement at the next best offset as a share of that at the best."""
    origin: Origin
    """How the offset was found."""
    certain: bool
    """Whether the fit is reliable."""

    def to_ours(self, reference: Array) -> Array:
        """Convert times of the reference's clock to ours; unchanged where the fit is unknown."""
        drift = (self.drift_ppm or 0.0) * 1e-6
        offset = self.offset_s or 0.0
        return np.asarray((reference - offset) / (1.0 + drift))


def shifted(seconds: float) -> ClockFit:
    """Return the fit for an offset that a person gives: reference minus ours, seconds."""
    return ClockFit(offset_s=seconds, drift_ppm=None, origin="shift", certain=True)


def fit_taps(ours: Array, reference: Array) -> ClockFit:
    """Fit the clocks to the same taps on both, in seconds of each.

    One gives an offset, taps an hour or more apart a drift too.

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
        residual = difference - offset
    else:
        slope, offset = (float(v) for v in np.polyfit(ours, difference, 1))
        drift = slope * 1e6
        residual = difference - offset - slope * ours
    return ClockFit(
        offset_s=offset,
        drift_ppm=drift,
        residual_sd_s=float(residual.std(ddof=1)) if len(residual) > 2 else None,
        pairs=len(ours),
        origin="taps",
        certain=True,
    )


def fit_clock(
    ours: Array, reference: Array, *, resolution: float = 0.0, limits: ClockFitLimits = CLOCK_FIT
) -> ClockFit:
    """Find offset and drift between two clocks from the onsets of the same movements.

    Parameters
    ----------
    ours, reference : ndarray of float, shapes (n,) and (m,)
        Onsets, each on its own clock, seconds; either list may lack some and hold others.
    resolution : float
        Step of the reference's onsets, seconds: 1 for whole seconds. They are assumed to be
        rounded; if they were truncated, the reference is half a step later than the offset.

    Returns
    -------
    ClockFit
        Not certain, and without an offset, when the trains may be unrelated.

    Notes
    -----
    Matching starts at the maximum of the cross-correlation of the smoothed onset trains over offset
    and drift, continues with repeated Theil-Sen lines through the matched pairs, and ends with the
    mean over all lines nearby, weighted by how well they explain the pairs. A mean difference
    between the two scorers' onsets is part of the offset.

    References
    ----------
    .. [1] Sen PK. Estimates of the regression coefficient based on Kendall's tau. J Am Stat
       Assoc 1968;63:1379-1389.
    """
    no_fit = ClockFit(offset_s=None, drift_ppm=None, origin="movements", certain=False)
    if min(len(ours), len(reference)) < limits.fewest:
        return no_fit
    ours, reference = np.sort(ours), np.sort(reference)
    guess, runner_up = _coarse(ours, reference, resolution, limits)
    line = refined(ours, reference, guess, resolution, limits)
    if line is None:
        return no_fit
    i, j = line.ours, line.reference
    residual = reference[j] - ours[i] - line.offset - line.slope * ours[i]
    chance = _chance(ours, reference, len(i), resolution, limits)
    certain = len(i) >= limits.fewest and chance <= limits.chance and runner_up <= limits.runner_up
    drift_known = certain and line.error is not None
    half = 1.96e6 * (line.error or 0.0)
    drift = line.slope * 1e6
    return ClockFit(
        offset_s=line.offset if certain else None,
        drift_ppm=drift if drift_known else None,
        drift_ci_ppm=(drift - half, drift + half) if drift_known else None,
        residual_sd_s=float(residual.std(ddof=1)),
        pairs=len(i),
        chance=chance,
        runner_up=runner_up,
        origin="movements",
        certain=certain,
    )


def _blur(resolution: float, limits: ClockFitLimits) -> float:
    """Return the width of the smoothing, seconds: jitter, and rounding to the resolution."""
    return float(np.hypot(limits.blur, resolution / np.sqrt(12)))


def _drifts(span: float, blur: float, limits: ClockFitLimits) -> Array:
    """Return the drifts to try: neighbours differ by one blur over the recording."""
    step = max(blur / max(span, 1.0), 1e-6)
    most = int(np.ceil(limits.drift * 1e-6 / step))
    return np.asarray(np.arange(-most, most + 1) * step, np.float64)


_SPARE: Final = 40
"""Margin at both ends of our train, bins, for onsets that a drift moves beyond it."""


def _coarse(
    ours: Array, reference: Array, resolution: float, limits: ClockFitLimits
) -> tuple[tuple[float, float], float]:
    """Return the best slope and offset, and the runner-up's share."""
    from scipy.ndimage import gaussian_filter1d  # noqa: PLC0415 - slow to import

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
    best_drift = np.zeros(len(best), np.intp)
    for number, drift in enumerate(drifts):
        found = np.zeros(len(lags))
        # onsets are few, so summing windows is cheaper than correlating by transforms
        for place in _places(ours + drift * (ours - middle), start, own_bins, limits):
            found += train[place : place + len(lags)]
        better = found > best
        best[better], best_drift[better] = found[better], number
    top = int(np.argmax(best))
    lag = lags[top]
    others = best[np.abs(lags - lag) > limits.near]
    # trains that never meet within reach are unrelated at every offset
    share = float(max(0.0, others.max(initial=0.0)) / best[top]) if best[top] > 0 else 1.0
    slope = float(drifts[best_drift[top]])
    return (slope, float(lag) - slope * float(middle)), share


def _places(times: Array, start: float, bins: int, limits: ClockFitLimits) -> Index:
    """Return the bins of times, without times outside."""
    places = np.floor((times - start) / limits.bin).astype(np.intp)
    return places[(places >= 0) & (places < bins)]


def _chance(
    ours: Array, reference: Array, pairs: int, resolution: float, limits: ClockFitLimits
) -> float:
    """Return a bound on the probability of so many pairs by chance (Bonferroni over all tries)."""
    from scipy.stats import poisson  # noqa: PLC0415 - slow to import

    blur = _blur(resolution, limits)
    window = 2 * (limits.tolerances[-1] + resolution / 2)
    span = max(float(np.ptp(ours)), float(np.ptp(reference)), window)
    tried = 2 * limits.within / blur * len(_drifts(float(np.ptp(ours)), blur, limits))
    expected = len(ours) * len(reference) * window / span
    return float(min(1.0, tried * poisson.sf(pairs - 1, expected)))
