"""Jumps of a sensor's clock within the night, found by the movements it shares with others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.observation.synchrony import ROBUST_SD, LimbActivity, synchrony_of
from limbwatch.classify.observation.synchrony_limits import SYNCHRONY
from limbwatch.dsp import Track
from limbwatch.dsp.signal.peaks import PEAK_RATE
from limbwatch.sensor.arrays import Index

Lags = NDArray[np.float32]
"""Values in steps of a tenth of a second: activity over time, or a correlation over shifts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLimits:
    """The evidence required for a clock jump; each limit chosen by us.

    Of 120 sensors of 40 nights, of an hour and a half or three, of five simulators, each with four
    gaps of 1 to 200 s somewhere, none was found to have jumped, beside sensors of its own night or
    (117) of another. Of 120 jumps of 4 s to 67 min as long as the gap 106 were found, of 120 of 1
    to 4 s 39, of 120 in a gap in which up to 400 s were lost 34; none at a wrong size. Another draw
    of 25 nights found 49 of 75 jumps of 4 s and more.
    """

    smallest_s: float = 1.0
    """Smallest jump that is searched, seconds."""
    stands_out: float = 10.0
    """Least prominence of the common movements on each side of a gap at that side's own shift, in
    robust standard deviations of the correlation over all shifts."""
    share: float = 0.65
    """Largest share of that prominence at the other side's shift: without a jump it is larger."""
    other_stands_out: float = 15.0
    """Least prominence for a jump of another size than the gap, which is chosen among several."""
    other_share: float = 0.4
    """Largest share at the other side's shift for such a jump."""
    seen: float = 4.0
    """Least prominence of both shifts over the whole night for a gap to be examined."""
    within_s: float = 0.5
    """Tolerance around a shift, seconds: limbs of one person do not begin at once."""
    most_gaps: int = 16
    """Most gaps that are examined, the longest first."""
    most_steps: int = 4
    """Most jumps of one clock."""
    peaks: int = 3
    """Number of good shifts of the whole night that are tried besides the best."""


STEP = StepLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStep:
    """A jump of a clock."""

    at_s: float
    """First stamp after the jump, seconds."""
    jump_s: float
    """How much later the stamps are from there on, seconds; negative where the clock went back."""


def steps_of(track: Track, others: Sequence[LimbActivity]) -> tuple[ClockStep, ...]:
    """Find where the clock of a sensor jumped, at its gaps; others have the same second 0.

    Jumps are in order of time, by the original stamps; none where the movements prove none.

    Notes
    -----
    A clock that is set forward leaves a gap as long as its jump. The jump is proven when the two
    sides of the gap share movements with another sensor at different shifts.
    """
    found: list[ClockStep] = []
    while len(found) < STEP.most_steps and (step := _best_step(track, others)):
        track = without_steps(track, (step,))
        # convert back to the original stamps: add the earlier jumps that were removed before this
        before = sum(other.jump_s for other in found if other.at_s <= step.at_s + other.jump_s)
        found.append(replace(step, at_s=step.at_s + before))
    return tuple(sorted(found, key=lambda step: step.at_s))


def without_steps(track: Track, steps: Sequence[ClockStep]) -> Track:
    """Remove jumps from the peaks and the spans of a track, which is what synchrony compares.

    Movements and epochs are not changed.
    """
    for step in sorted(steps, key=lambda step: -step.at_s):
        jump = round(step.jump_s * PEAK_RATE)
        spans = track.spans.copy()
        later = spans[:, 0] >= step.at_s - 0.5 / PEAK_RATE
        at = int(step.at_s * PEAK_RATE)
        head, tail = track.peaks[: at - max(jump, 0)], track.peaks[at:]
        hole = np.full(max(-jump, 0), np.nan, np.float32)
        spans[later] -= step.jump_s
        track = replace(track, peaks=np.concatenate([head, hole, tail]), spans=spans)
    return track


def _best_step(track: Track, others: Sequence[LimbActivity]) -> ClockStep | None:
    """Return the jump with the best proof, or None."""
    gaps = _gaps(track)
    if not gaps:
        return None
    activity = LimbActivity.of(track)
    least = SYNCHRONY.overlap_s * PEAK_RATE
    others = [other for other in others if min(len(other.fine), len(activity.fine)) >= least]
    pairs = [_Pair.of(other, activity) for other in others]
    found = [
        (proof, ClockStep(at_s=at, jump_s=jump), one, jump == gap)
        for at, gap in gaps
        for one, pair in enumerate(pairs)
        for jump in pair.jumps(gap)
        if (proof := pair.proof(at, jump, of_gap=jump == gap))
    ]
    for _, step, one, of_gap in sorted(found, key=lambda each: -each[0]):
        if any(pair.stays(step.at_s, step.jump_s) for k, pair in enumerate(pairs) if k != one):
            continue
        # some jump can align a single large movement on each side by chance
        if not pairs[one].best_on_each_side(step):
            continue
        after = synchrony_of(others[one], LimbActivity.of(without_steps(track, (step,))))
        bounds = SYNCHRONY
        if after is not None and (
            after.stands_out(bounds.doubtful, bounds.close_rival)
            if of_gap
            else after.stands_out(bounds.sure, bounds.close_rival)
        ):
            return step
        return None
    return None


def _gaps(track: Track) -> list[tuple[float, float]]:
    """Return the longest gaps as the second at which each ends and its length, seconds."""
    lengths = track.spans[1:, 0] - track.spans[:-1, 1]
    longest = np.argsort(-lengths, kind="stable")[: STEP.most_gaps]
    return [
        (float(track.spans[k + 1, 0]), float(lengths[k]))
        for k in sorted(longest.tolist())
        if lengths[k] >= STEP.smallest_s - 0.5 / PEAK_RATE
    ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pair:
    """The correlation of two sensors at every shift; the clock of ``other`` is in question."""

    one: Lags
    """Activity of the reference sensor."""
    other: Lags
    """Activity of the sensor in question."""
    whole: Lags
    """Correlation at each shift, tenths of a second; negative shifts are at the end."""
    scatter: float
    """Robust standard deviation of the correlation."""
    best: int
    """Best shift, tenths of a second."""
    rest: tuple[int, ...]
    """Best shifts elsewhere, tenths of a second."""

    @classmethod
    def of(cls, one: LimbActivity, other: LimbActivity) -> "_Pair":
        size = 1 << (len(one.fine) + len(other.fine)).bit_length()
        spectrum = np.conj(np.fft.rfft(one.fine, size)) * np.fft.rfft(other.fine, size)
        whole = np.fft.irfft(spectrum, size).astype(np.float32)
        scatter = max(ROBUST_SD * float(np.median(np.abs(whole))), 1e-9)
        apart = round(STEP.smallest_s * PEAK_RATE)
        remaining, shifts = whole.copy(), []
        for _ in range(STEP.peaks + 1):
            top = int(np.argmax(remaining))
            shifts.append(top if top < len(other.fine) else top - size)
            remaining[np.arange(top - apart, top + apart + 1) % size] = 0
        return cls(
            one=one.fine,
            other=other.fine,
            whole=whole,
            scatter=scatter,
            best=shifts[0],
            rest=tuple(shifts[1:]),
        )

    def jumps(self, gap: float) -> Iterator[float]:
        """Yield candidate jumps at a gap: its length, and the differences of good shifts."""
        yield gap
        for shift in self.rest:
            apart = (shift - self.best) / PEAK_RATE
            for jump in (apart, -apart):
                # stamps never go back, and larger jumps only align large movements by chance
                if abs(jump) < gap - STEP.within_s:
                    yield jump

    def proof(self, at: float, jump: float, *, of_gap: bool) -> float:
        """Return the prominence that proves a jump; 0 if it is not proven."""
        step = round(jump * PEAK_RATE)
        if not step:  # below the resolution of the peaks
            return 0.0
        least = STEP.stands_out if of_gap else STEP.other_stands_out
        share = STEP.share if of_gap else STEP.other_share
        proofs = [0.0]
        for before in (self.best, self.best - step):
            after = before + step
            if (
                min(self._prominence_in_night(before, step), self._prominence_in_night(after, step))
                < STEP.seen
            ):
                continue
            own_before, alien_after = self._prominence_by_side(at, before, step)
            alien_before, own_after = self._prominence_by_side(at, after, step)
            if alien_before <= share * own_before and alien_after <= share * own_after:
                proofs.append(min(own_before, own_after))
        return proof if (proof := max(proofs)) >= least else 0.0

    def stays(self, at: float, jump: float) -> bool:
        """Return whether both sides of a gap agree at the same shift, so that there is no jump."""
        step = round(jump * PEAK_RATE)
        sides = self._prominence_by_side(at, self.best, step)
        aliens = (
            self._prominence_by_side(at, self.best - step, step)[0],
            self._prominence_by_side(at, self.best + step, step)[1],
        )
        return min(sides) >= STEP.stands_out and all(
            alien <= STEP.share * own for own, alien in zip(sides, aliens, strict=True)
        )

    def best_on_each_side(self, step: ClockStep) -> bool:
        """Return whether the best shifts of the two sides of a gap differ by just the jump."""
        begin, jump = round(step.at_s * PEAK_RATE) - 1, round(step.jump_s * PEAK_RATE)
        before, after = self.other.copy(), self.other.copy()
        before[begin:], after[:begin] = 0, 0
        size = len(self.whole)
        spectrum = np.conj(np.fft.rfft(self.one, size))
        whole = [np.fft.irfft(spectrum * np.fft.rfft(side, size), size) for side in (before, after)]
        tops = [int(np.argmax(side)) for side in whole]
        apart = (tops[1] - tops[0] - jump + size // 2) % size - size // 2
        return abs(apart) <= STEP.within_s * PEAK_RATE

    def _around(self, shift: int, step: int) -> Index:
        """Return the shifts within the tolerance of one, and closer to it than to the other's."""
        most = min(round(STEP.within_s * PEAK_RATE), (abs(step) - 1) // 2)
        return np.arange(shift - most, shift + most + 1)

    def _prominence_in_night(self, shift: int, step: int) -> float:
        return float(self.whole[self._around(shift, step) % len(self.whole)].max()) / self.scatter

    def _prominence_by_side(self, at: float, shift: int, step: int) -> tuple[float, float]:
        """Return the prominence of a shift before and after a gap."""
        begin = round(at * PEAK_RATE) - 1
        lags = self._around(shift, step)
        after = np.array([self._correlation_after(begin, lag) for lag in lags.tolist()])
        before = self.whole[lags % len(self.whole)] - after
        # a chance correlation grows with the square root of the energy it is taken over
        energy = float(np.square(self.other[begin:]).sum()) / self.energy
        scatter = self.scatter * np.sqrt([max(1 - energy, 1e-9), max(energy, 1e-9)])
        return float(before.max() / scatter[0]), float(after.max() / scatter[1])

    def _correlation_after(self, begin: int, lag: int) -> float:
        first = max(begin, lag)
        last = min(len(self.other), len(self.one) + lag)
        if last <= first:
            return 0.0
        return float(self.one[first - lag : last - lag] @ self.other[first:last])

    @property
    def energy(self) -> float:
        """Energy of the activity of the sensor in question."""
        return max(float(np.square(self.other).sum()), 1e-9)
