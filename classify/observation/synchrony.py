"""Whether the clocks of two sensors agree, by the movements that both limbs made together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from limbwatch.classify.observation.synchrony_limits import SYNCHRONY
from limbwatch.dsp import Track
from limbwatch.dsp.signal.peaks import PEAK_RATE
from limbwatch.sensor.arrays import Array, Values

_COARSE = int(PEAK_RATE)
"""Step of the coarse search over hours, tenths of a second: one second."""

_BLUR = np.array([0.25, 0.5, 1.0, 0.5, 0.25])
"""Kernel over steps of one second that spreads movements in the coarse search, so that a clock that
drifts by some seconds over the night still matches."""


_NEAR_S = 1.5
"""Distance from the best lag within which the worst is searched, seconds: some limbs move so much
later."""

ROBUST_SD = 1.4826
"""Ratio of the standard deviation of normal noise to its median absolute deviation: 1 / 0.6745."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchrony:
    """The offset and drift between the clocks of two sensors, and how certain they are."""

    behind_s: float
    """How much later the other sensor's stamps are, at ``at_s``, seconds."""
    drift_ppm: float
    """How much faster the other sensor's clock runs, parts per million."""
    at_s: float
    """Middle of the first sensor's recording, seconds."""
    prominence: float
    """Prominence of the best shift, in robust standard deviations of the correlation over all
    shifts."""
    rival: float
    """Prominence of the best shift elsewhere, as a share of the best."""
    unshifted: float
    """Prominence of the original stamps."""
    movements: int
    """Seconds with a large movement, of the sensor that has fewer."""
    as_stamped: float = 1.0
    """Agreement of the original stamps as a share of the best in tenths of a second: 1 where none
    is better, 0 and less where they agree no better than the worst lag near the best."""

    def holds_as_stamped(self) -> bool:
        """Return whether the original stamps stand out of chance, or no shift is better."""
        return self.unshifted >= min(SYNCHRONY.as_stamped, self.prominence)

    def stands_out(self, prominence: float, rival: float) -> bool:
        """Return whether the best shift stands out of chance, and of every other shift."""
        return self.prominence >= prominence and self.rival <= rival

    def is_plain(self) -> bool:
        """Return whether a small shift is clearly one of the clocks.

        The original stamps must agree far less. Limbs of one person do not begin at once either,
        but rarely with a constant lag all night.
        """
        return (
            self.stands_out(SYNCHRONY.sure, SYNCHRONY.rival)
            and abs(self.behind_s) >= SYNCHRONY.small_s
            and self.as_stamped <= SYNCHRONY.sharp
        )

    def is_round(self) -> bool:
        """Return whether the shift is typical of a wrongly set clock: whole quarters of hours."""
        rest = (self.behind_s + SYNCHRONY.near_s) % SYNCHRONY.round_s
        return rest <= 2 * SYNCHRONY.near_s

    def largest(self, seconds: float) -> float:
        """Return the largest disagreement in a recording of this length, seconds."""
        return abs(self.behind_s) + abs(self.drift_ppm) * 1e-6 * seconds / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbActivity:
    """Activity of a limb on two grids, relative to the usual level around each moment."""

    fine: Values
    """In each tenth of a second: logarithm of the envelope over the detection threshold, minus the
    usual level; shape (n,)."""
    coarse: Array
    """Largest such logarithm in each second, minus the usual level; shape (m,)."""
    seen: Array
    """1 for seconds with data, else 0; shape (m,)."""
    large: int
    """Seconds with a large movement."""

    @classmethod
    def of(cls, track: Track) -> "LimbActivity":
        """Return the activity of one sensor, from its peaks."""
        count = len(track.peaks) // _COARSE
        fine = track.peaks[: count * _COARSE] / np.float32(track.threshold)
        np.log(np.clip(fine, 1.0, np.exp(np.float32(SYNCHRONY.most)), out=fine), out=fine)
        unseen = np.isnan(fine)
        fine[unseen] = 0.0
        seconds = fine.reshape(count, _COARSE)
        level = seconds.max(axis=1).astype(np.float64)
        seen = (~unseen.reshape(count, _COARSE)).any(axis=1).astype(np.float64)
        usual, usual_fine = _usual(np.stack([level, seconds.mean(axis=1, dtype=np.float64)]), seen)
        fine -= np.repeat(usual_fine.astype(np.float32), _COARSE)
        fine[unseen] = 0.0
        return cls(
            fine=fine,
            coarse=(level - usual) * seen,
            seen=seen,
            large=int(np.count_nonzero(level >= SYNCHRONY.rise)),
        )


def _usual(levels: Array, seen: Array) -> Array:
    """Return the mean of each row over the recorded seconds around each second."""
    around = round(SYNCHRONY.surround_s)
    share = scipy.ndimage.uniform_filter1d(seen, around, mode="constant")
    return np.asarray(
        scipy.ndimage.uniform_filter1d(levels, around, mode="constant")
        / np.maximum(share, 1 / around)
    )


def synchrony_of(one: LimbActivity, other: LimbActivity) -> Synchrony | None:
    """Compare the clocks of two sensors of one night, with a common second 0.

    None where both recorded less than ``overlap_s`` together at every shift searched.

    Notes
    -----
    Activity relative to its usual level is cross-correlated over all shifts of whole seconds,
    normalised by the time that both recorded. Around the best shift, windows of half an hour are
    correlated in tenths of a second and summed along each drift.
    """
    if min(len(one.coarse), len(other.coarse)) < SYNCHRONY.overlap_s:
        return None
    shift, prominence = _prominence(one, other)
    if not len(shift):
        return None
    best = int(np.argmax(prominence))
    elsewhere = prominence[np.abs(shift - shift[best]) >= SYNCHRONY.apart_s]
    windows = _Windows.of(one, other, float(shift[best]))
    behind, drift = windows.best(
        np.arange(
            -SYNCHRONY.fastest_ppm,
            SYNCHRONY.fastest_ppm + 1,
            SYNCHRONY.step_ppm,
        )
    )
    return Synchrony(
        behind_s=float(shift[best]) + behind,
        drift_ppm=drift,
        at_s=len(one.fine) / PEAK_RATE / 2,
        prominence=float(prominence[best]),
        rival=float(elsewhere.max(initial=0.0) / max(prominence[best], 1e-9)),
        unshifted=float(prominence[np.abs(shift) <= SYNCHRONY.as_stamped_s].max(initial=0.0)),
        movements=min(one.large, other.large),
        as_stamped=windows.share(-float(shift[best]), of=(behind, drift)),
    )


def _prominence(first: LimbActivity, second: LimbActivity) -> tuple[Array, Array]:
    """Return all shifts, whole seconds, and the prominence of the correlation at each."""
    a, b = (np.convolve(each.coarse, _BLUR, "same") * each.seen for each in (first, second))
    size = 1 << (len(a) + len(b) - 1).bit_length()
    spectra = [np.fft.rfft(each, size) for each in (a, a * a, first.seen)]
    others = [np.fft.rfft(each, size) for each in (b, b * b, second.seen)]

    def correlated(left: int, right: int) -> Array:
        return np.fft.irfft(np.conj(spectra[left]) * others[right], size)

    both = correlated(2, 2)
    shift = np.arange(size, dtype=np.float64)
    shift[len(b) :] -= size
    usable = (both >= SYNCHRONY.overlap_s) & (np.abs(shift) <= SYNCHRONY.longest_s)
    power = np.maximum(correlated(1, 2), 1e-6) * np.maximum(correlated(2, 1), 1e-6)
    # a chance correlation falls with the square root of the time it is taken over
    score = (correlated(0, 0) / np.sqrt(power) * np.sqrt(np.maximum(both, 1.0)))[usable]
    score -= np.median(score) if len(score) else 0.0
    scatter = ROBUST_SD * float(np.median(np.abs(score))) if len(score) else 0.0
    return shift[usable], score / max(scatter, 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Windows:
    """Correlation of each window of the night at lags around a shift."""

    middle: Array
    """Middle of each window, from the middle of the night, seconds; shape (windows,)."""
    lags: Array
    """Lags from the shift, seconds; shape (lags,)."""
    correlation: Array
    """Correlation, shape (windows, lags)."""

    @classmethod
    def of(cls, one: LimbActivity, other: LimbActivity, shift: float) -> "_Windows":
        a, b = one.fine, other.fine
        night = len(a) / PEAK_RATE
        reach = round((SYNCHRONY.fastest_ppm * 1e-6 * night + 2.0) * PEAK_RATE)
        size = min(round(SYNCHRONY.window_s * PEAK_RATE), len(a))
        begins = np.arange(0, len(a) - size + 1, size)
        padded = np.pad(b, (size + reach, size + reach))
        # wrap-around affects only lags that are cut off; sizes with many factors of two are fast
        length = -(-(size + 2 * reach) // 1024) * 1024
        rows, kept = [], []
        for begin in begins.tolist():
            start = begin + round(shift * PEAK_RATE) + size
            part = padded[max(start, 0) : max(start + size + 2 * reach, 0)]
            if start < 0 or len(part) < size + 2 * reach:
                continue  # the other sensor did not record then
            spectrum = np.conj(np.fft.rfft(a[begin : begin + size], length))
            product = np.fft.irfft(spectrum * np.fft.rfft(part, length), length)
            lags = product[: 2 * reach + 1]
            # square root, so that windows with much movement count for more but do not dominate
            rows.append(lags / np.sqrt(np.abs(lags).max() + 1e-9))
            kept.append((begin + size / 2) / PEAK_RATE - night / 2)
        return cls(
            middle=np.array(kept),
            lags=np.arange(-reach, reach + 1) / PEAK_RATE,
            correlation=np.array(rows).reshape(len(kept), 2 * reach + 1),
        )

    def best(self, drifts: Array) -> tuple[float, float]:
        """Return the lag in the middle of the night, s, and the drift, ppm, that fit best."""
        found, behind, drift = -np.inf, 0.0, 0.0
        ordered = drifts[np.argsort(np.abs(drifts), kind="stable")].tolist()
        for ppm, whole in zip(ordered, self.laid(ordered), strict=True):
            top = int(np.argmax(whole))
            if whole[top] > found:
                found, drift = float(whole[top]), ppm
                behind = float(self.lags[top]) + _vertex(whole, top) / PEAK_RATE
        return behind, drift

    def laid(self, drifts: Iterable[float]) -> Iterator[Array]:
        """Yield the sum of the windows along each drift, ppm; each of shape (lags,)."""
        reach, rows = len(self.lags) // 2, np.arange(len(self.middle))
        padded = np.pad(self.correlation, ((0, 0), (reach, reach + 1)), mode="edge")
        shifted = np.lib.stride_tricks.sliding_window_view(padded, len(self.lags), axis=1)
        for ppm in drifts:
            steps, part = np.divmod(ppm * 1e-6 * self.middle[:, None] * PEAK_RATE, 1.0)
            first = steps[:, 0].astype(np.intp) + reach
            yield (shifted[rows, first] * (1 - part) + shifted[rows, first + 1] * part).sum(0)

    def share(self, lag: float, *, of: tuple[float, float]) -> float:
        """Return the agreement at a lag without drift, relative to that at a lag and drift.

        It is 1 for equal agreement, and 0 for that of the worst lag within `_NEAR_S` of the best.
        """
        behind, drift = of
        if not len(self.middle) or abs(lag) > self.lags[-1]:
            return 0.0
        best, steady = self.laid([drift, 0.0])
        near = best[np.abs(self.lags - behind) <= _NEAR_S]
        least, most = float(near.min()), float(near.max())
        other = float(np.interp(lag, self.lags, steady))
        return (other - least) / max(most - least, 1e-9)


def _vertex(values: Array, top: int) -> float:
    """Return the vertex of the parabola through a maximum and its neighbours, in steps from it."""
    if not 0 < top < len(values) - 1:
        return 0.0
    before, here, after = values[top - 1 : top + 2].tolist()
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
