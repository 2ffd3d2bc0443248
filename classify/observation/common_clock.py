"""What is to be taken off the stamps of each sensor so that all tell one time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from limbwatch.classify.observation.synchrony import (
    SYNCHRONY_LIMITS,
    LimbActivity,
    Synchrony,
    synchrony_of,
)
from limbwatch.dsp import Track
from limbwatch.sensor import Recording, aligned

WORTH_S = 1.0
"""Smallest disagreement that is mended, seconds. Of 168 pairs of sensors whose clocks agree, or
have a known shift and drift, in the nights that `SynchronyLimits` tells of, none was judged wrong
by more than 0.93 s (limbs of one person do not begin at once), 162 by less than 0.4 s. What is
smaller `evidence.clocks` learns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorClock:
    """What was found of the clock of one sensor.

    Parameters
    ----------
    ahead_s, fast_ppm : float
        What `Recording.retimed` is to take off its stamps, seconds and parts per million; 0 where
        nothing is to be mended.
    warning : str
        A sentence about it for the person; empty where there is nothing to say.
    """

    ahead_s: float = 0.0
    fast_ppm: float = 0.0
    warning: str = ""

    @property
    def mended(self) -> bool:
        """Whether stamps are to be changed."""
        return self.ahead_s != 0 or self.fast_ppm != 0


def clocks_of(tracks: Sequence[Track]) -> tuple[SensorClock, ...]:
    """Hold the clocks of the sensors of a night against each other.

    Parameters
    ----------
    tracks : sequence of Track
        With one second 0.

    Returns
    -------
    tuple of SensorClock
        In the same order. The most sensors that agree are right, and the first of them is the
        one that the others are held against; of two that differ, the first.
    """
    if len(tracks) == 1:
        return (SensorClock(),)
    activities = [LimbActivity.of(track) for track in tracks]
    pairs = {
        (i, j): found
        for i, j in combinations(range(len(tracks)), 2)
        if (found := synchrony_of(activities[i], activities[j])) is not None
    }
    right = _most_agreeing(tracks, pairs)
    return tuple(
        SensorClock() if one in right else _against(one, right, tracks, pairs)
        for one in range(len(tracks))
    )


def on_one_clock(
    recordings: Sequence[Recording], clocks: Sequence[SensorClock]
) -> tuple[Recording, ...]:
    """Change the times of the sensors whose clocks are off, and say so.

    Parameters
    ----------
    recordings : sequence of Recording
        With one second 0.
    clocks : sequence of SensorClock
        In the same order, as `clocks_of` found them.

    Returns
    -------
    tuple of Recording
        With one second 0 again.
    """
    return aligned(
        tuple(
            _retimed(recording, clock) for recording, clock in zip(recordings, clocks, strict=True)
        )
    )


def _retimed(recording: Recording, clock: SensorClock) -> Recording:
    if clock.warning:
        quality = replace(recording.quality, clock=clock.warning)
        recording = replace(recording, quality=quality)
    if not clock.mended:
        return recording
    return recording.retimed(ahead_s=clock.ahead_s, fast_ppm=clock.fast_ppm)


def _most_agreeing(tracks: Sequence[Track], pairs: dict[tuple[int, int], Synchrony]) -> list[int]:
    """Return the largest group of sensors of which each agrees with the first, in order."""
    groups = []
    for first in range(len(tracks)):
        alike = [
            other
            for other in range(len(tracks))
            if other == first or _agree(pairs.get((min(first, other), max(first, other))), tracks)
        ]
        groups.append(sorted(alike, key=lambda one: (one != first, one)))
    return max(groups, key=len)


def _agree(pair: Synchrony | None, tracks: Sequence[Track]) -> bool:
    limits = SYNCHRONY_LIMITS
    return (
        pair is not None
        and pair.stands_out(limits.doubtful, limits.close_rival)
        and pair.largest(_length(tracks)) < WORTH_S
    )


def _length(tracks: Sequence[Track]) -> float:
    return max(float(track.spans[-1, 1]) for track in tracks)


def _against(
    one: int, right: list[int], tracks: Sequence[Track], pairs: dict[tuple[int, int], Synchrony]
) -> SensorClock:
    """Hold one sensor against those that are right: against the one that tells most."""
    known = {other: pairs.get((min(one, other), max(one, other))) for other in right}
    told = {other: pair for other, pair in known.items() if pair is not None}
    if not told:
        return SensorClock()
    other = max(told, key=lambda each: told[each].prominence)
    pair = told[other]
    ahead = pair.behind_s if other < one else -pair.behind_s
    name, limits = tracks[other].placement.words, SYNCHRONY_LIMITS
    off = f"{_seconds(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'}"
    if pair.stands_out(limits.sure, limits.rival):
        if pair.largest(_length(tracks)) < WORTH_S:
            return SensorClock()
        ahead_s, fast_ppm = _to_take_off(pair, of_first=one < other)
        unsure = " Which of the two was right is not known." if len(right) == 1 else ""
        return SensorClock(
            ahead_s=ahead_s,
            fast_ppm=fast_ppm,
            warning=(
                f"Its clock was {off} that of the {name}, and ran {_drift(fast_ppm)}; its times "
                f"were changed so that the movements of both limbs agree.{unsure} --keep-clocks "
                "leaves them."
            ),
        )
    if pair.stands_out(limits.doubtful, limits.close_rival):
        return SensorClock(
            warning=(
                f"Its clock may be {off} that of the {name}; the movements of this night do not "
                "settle it, so nothing was changed."
            )
        )
    if pair.movements >= limits.fewest:
        return SensorClock(
            warning=(
                f"No shift of its clock, up to {limits.longest_s / 3600:.0f} h, brings its "
                f"movements together with those of the {name}. Are these recordings of one person "
                "and one night?"
            )
        )
    return SensorClock()


def _to_take_off(pair: Synchrony, *, of_first: bool) -> tuple[float, float]:
    """Return how far a clock is ahead of the other at its second 0, s, and how much faster, ppm."""
    fast = pair.drift_ppm * 1e-6
    ahead = pair.behind_s - fast * pair.at_s
    if of_first:
        ahead, fast = -ahead / (1 + fast), 1 / (1 + fast) - 1
    return ahead, fast * 1e6


def _seconds(value: float) -> str:
    if value < 120:
        return f"{value:.1f} s"
    hours, rest = divmod(round(value), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours} h {minutes:02d} min {seconds:02d} s"


def _drift(ppm: float) -> str:
    if ppm == 0:
        return "at the same rate"
    return f"{abs(ppm):.0f} ppm {'faster' if ppm > 0 else 'slower'}"
