"""When a sensor was worn."""

from dataclasses import dataclass

import numpy as np

from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.posture.rests import lies_as_before
from limbwatch.sensor.arrays import Array
from limbwatch.sensor.spans import cut_out


@dataclass(frozen=True, slots=True, kw_only=True)
class WearLimits:
    """What distinguishes a sensor on a table from a worn one."""

    cell: float = 60.0
    """Length of the cells that are judged as a whole, seconds."""
    spread: float = 0.013
    """Largest standard deviation of an axis on a table, g. van Hees 2013: below 13 mg."""
    burst_factor: float = 2.0
    """In a dead cell no epoch's spread exceeds this many times the cell's median spread plus
    ``burst``: noise is even, movements are not."""
    burst: float = 0.001
    """Spread allowed on top of ``burst_factor`` times the median, g."""
    drift: float = 0.002
    """Largest change of the mean from one dead cell to the next, g. A limb sags by more within half
    an hour; a warming sensor drifts by less than 1 mg per minute."""
    bump: float = 120.0
    """Longest gap between two dead stretches of the same orientation that are joined, seconds:
    somebody touched the table."""
    level: float = 10.0
    """A sensor with an axis within this angle of the vertical lies flat, degrees."""
    shortest: float = 1800.0
    """Shortest stretch that counts as not worn when the sensor lies flat, seconds. van Hees 2011: a
    stillness of 30 min or more."""
    shortest_tilted: float = 7200.0
    """Shortest stretch when it does not lie flat (leans, hangs, sits in a charger), seconds: a
    sleeper hardly keeps a limb still for so long."""
    shortest_handled: float = 2400.0
    """Shortest stretch when it does not lie flat but was handled before and after, seconds."""
    handled: float = 0.1
    """Activity above which a sensor is being handled, g."""
    handled_within: float = 180.0
    """Time before and after a stretch that is searched for handling, seconds."""
    handled_for: float = 12.0
    """Least time of handling within ``handled_within``, seconds. Taking a strap off or on takes
    longer than turning over."""
    laid: float = 0.2
    """Where limbs show no life at rest, a sensor was laid aside if it was handled and its rest
    differs by more than this, g in any axis, from the rests before and after."""
    shortest_blind: float = 5400.0
    """Shortest stretch for a sensor so coarse that its values do not change from sample to sample,
    seconds. Choi 2011: 90 min of zero counts."""
    blind_share: float = 0.5
    """Share of epochs without any change above which a sensor counts as that coarse, and above
    which breath in one axis must show in most of the pieces."""
    breath_band: tuple[float, float] = (0.12, 0.45)
    """Rates of breathing at rest, Hz: 7 to 27 a minute."""
    breath_segment: float = 128.0
    """Length of the pieces whose spectra are averaged, seconds."""
    breath_smooth: int = 5
    """Neighbouring frequencies averaged: breathing wanders by a tenth of its rate."""
    breath_excess: float = 0.33
    """Breathing shows as a peak above (1 + excess) times the band's median in the mean of the three
    axes of half an hour; for longer stretches the excess falls with the square root of their
    length. 400 stretches of white noise stayed below, at any length."""
    breath_excess_axis: float = 0.62
    """The same excess for a peak in one axis."""


WEAR_LIMITS = WearLimits()


def worn_spans(epochs: Epochs, *, spans: Array, limits: WearLimits = WEAR_LIMITS) -> Array:
    """Return the recorded stretches in which the sensor was worn; none if it never was.

    Both are in seconds from the recording's start, shape (k, 2). Epochs are of one second, so that
    breathing can be seen.

    Notes
    -----
    The published stillness criteria [1]_ [2]_ are made for days: a sound sleeper passes them
    too. Here a stretch is not worn only if, for half an hour, its spread is even and small, its
    orientation keeps to a few milli-g from minute to minute, and its spectrum has no peak at
    the rate of breathing, which reaches wrists and ankles of a sleeper through the mattress.
    Neither says anything in a recording whose limbs lie after each movement just as before: there
    a sensor must have been handled and laid elsewhere.

    References
    ----------
    .. [1] van Hees V. T. et al. PLoS ONE 2011;6:e22922. doi:10.1371/journal.pone.0022922
    .. [2] van Hees V. T. et al. PLoS ONE 2013;8:e61691. doi:10.1371/journal.pone.0061691
    .. [3] Choi L. et al. Med Sci Sports Exerc 2011;43:357-364.
       doi:10.1249/MSS.0b013e3181ed61a3
    """
    lifeless = lies_as_before(epochs)
    unworn = [
        (first * epochs.length, last * epochs.length)
        for first, last in _lifeless_stretches(epochs, limits)
        if (last - first) * epochs.length >= _shortest_unworn(epochs, first, last, limits)
        and (not lifeless or _was_laid_aside(epochs, first, last, limits))
    ]
    return cut_out(spans, unworn, shortest=limits.cell)


def doubtful_spans(epochs: Epochs, *, limits: WearLimits = WEAR_LIMITS) -> Array:
    """Return stretches that look unworn in any orientation, but may be too short to be sure.

    They are of half an hour or more, still and without breath, in seconds, shape (k, 2); epochs are
    of one second. The other sensors can decide them.
    """
    found = np.array(_lifeless_stretches(epochs, limits), dtype=np.float64)
    return found.reshape(-1, 2) * epochs.length


def _lifeless_stretches(epochs: Epochs, limits: WearLimits) -> list[tuple[int, int]]:
    """Return long still stretches without breath, or where the sensor is too coarse to show it."""
    return [
        (first, last)
        for first, last in _dead_stretches(epochs, limits)
        if (last - first) * epochs.length >= limits.shortest
        and (_is_coarse(epochs, first, last, limits) or not _breathes(epochs, first, last, limits))
    ]


def _dead_stretches(epochs: Epochs, limits: WearLimits) -> list[tuple[int, int]]:
    """Return first and last epoch (exclusive) of stretches as still as a table."""
    size = max(1, round(limits.cell / epochs.length))
    count = len(epochs) // size
    spread = epochs.spread[: count * size].reshape(count, size, 3)
    mean = epochs.gravity[: count * size].reshape(count, size, 3)
    usual = np.median(spread, axis=1)
    resting = np.median(mean, axis=1)
    # comparisons with nan are false, so a cell with a gap is not dead
    even = (spread.max(axis=1) <= limits.burst_factor * usual + limits.burst).all(axis=1)
    dead = even & (usual <= limits.spread).all(axis=1)
    dead &= (np.abs(mean - resting[:, None]).max(axis=1) <= usual + limits.burst).all(axis=1)
    stretches: list[tuple[int, int]] = []
    for cell in np.flatnonzero(dead).tolist():
        if stretches:
            first, last = stretches[-1]
            near = (cell - last) * limits.cell <= limits.bump
            if near and np.abs(resting[cell] - resting[last - 1]).max() <= limits.drift:
                stretches[-1] = (first, cell + 1)
                continue
        stretches.append((cell, cell + 1))
    return [(first * size, last * size) for first, last in stretches]


def _shortest_unworn(epochs: Epochs, first: int, last: int, limits: WearLimits) -> float:
    """Return the length from which a lifeless stretch counts as not worn, seconds."""
    if _is_coarse(epochs, first, last, limits):
        return limits.shortest_blind
    rest = np.abs(np.nanmedian(epochs.gravity[first:last], axis=0))
    if rest.max() >= np.cos(np.radians(limits.level)) * np.linalg.norm(rest):
        return limits.shortest
    handled = _was_handled(epochs, first, last, limits)
    return limits.shortest_handled if handled else limits.shortest_tilted


def _was_handled(epochs: Epochs, first: int, last: int, limits: WearLimits) -> bool:
    """Return whether the sensor was handled both before and after."""
    margin = round(limits.handled_within / epochs.length)
    around = (slice(max(0, first - margin), first), slice(last, last + margin))
    return all(
        (epochs.activity[part] > limits.handled).sum() * epochs.length >= limits.handled_for
        for part in around
    )


def _was_laid_aside(epochs: Epochs, first: int, last: int, limits: WearLimits) -> bool:
    """Return whether the sensor was handled and lay differently before and after."""
    if not _was_handled(epochs, first, last, limits):
        return False
    margin = round(limits.handled_within / epochs.length)
    rest = np.nanmedian(epochs.gravity[first:last], axis=0)
    around = (
        epochs.gravity[max(0, first - 2 * margin) : max(0, first - margin)],
        epochs.gravity[last + margin : last + 2 * margin],
    )
    recorded = [rests[np.isfinite(rests).all(axis=1)] for rests in around]
    return all(
        np.abs(np.median(rests, axis=0) - rest).max() > limits.laid
        for rests in recorded
        if len(rests)
    )


def _is_coarse(epochs: Epochs, first: int, last: int, limits: WearLimits) -> bool:
    constant = (epochs.spread[first:last] == 0).all(axis=1)
    return bool(constant.mean() > limits.blind_share)


def _breathes(epochs: Epochs, first: int, last: int, limits: WearLimits) -> bool:
    low, high = limits.breath_band
    length = epochs.length
    if length * 2 * high > 1:
        raise ValueError(f"epochs of {length} s are too long to see breathing at {high} Hz")
    still, spread = epochs.gravity[first:last], epochs.spread[first:last]
    still = still[np.isfinite(still).all(axis=1)]
    frequency, pieces = _spectra(still, 1 / length, round(limits.breath_segment / length))
    # breath is continuous; an axis that hardly changes may flicker for a few minutes, so: median
    blind = (spread == 0).mean(axis=0) > limits.blind_share
    power = np.where(blind, np.median(pieces, axis=0), pieces.mean(axis=0))
    band = power[(frequency >= low) & (frequency <= high)]
    usual = np.median(band, axis=0)
    # constant values leave rounding errors, which are not noise
    varying = usual > np.finfo(np.float64).eps
    if not varying.any():
        return False
    smooth = np.lib.stride_tricks.sliding_window_view(
        band[:, varying] / usual[varying], limits.breath_smooth, axis=0
    ).mean(axis=-1)
    shrink = np.sqrt(limits.shortest / (len(still) * length))
    together = smooth.mean(axis=1).max() > 1 + limits.breath_excess * shrink
    return bool(together or smooth.max() > 1 + limits.breath_excess_axis * shrink)


def _spectra(values: Array, rate: float, size: int) -> tuple[Array, Array]:
    """Return the power of overlapping pieces, shape (pieces, frequencies, 3), up to one factor.

    Welch P.D., IEEE Trans Audio Electroacoust 1967;15:70-73: Hann window, halves overlapping,
    each piece without its mean. Written out because importing ``scipy.signal`` takes longer than
    reading a night.
    """
    size = min(size, len(values))
    pieces = np.lib.stride_tricks.sliding_window_view(values, size, axis=0)[:: size - size // 2]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    spectra = np.fft.rfft((pieces - pieces.mean(axis=-1, keepdims=True)) * window)
    power = np.square(spectra.real) + np.square(spectra.imag)
    frequency = np.arange(size // 2 + 1, dtype=np.float64) * rate / size
    return frequency, np.asarray(power.swapaxes(1, 2))
