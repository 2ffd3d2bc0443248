"""The corrections of each sensor's stamps that put all sensors of a night on one clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType
from typing import Final

import numpy as np

from limbwatch.classify.observation.clock_rates import at_rate_of, difference_ppm, off_whole
from limbwatch.classify.observation.clock_steps import ClockStep, steps_of, without_steps
from limbwatch.classify.observation.clock_verdict import SensorClock
from limbwatch.classify.observation.synchrony import LimbActivity, Synchrony, synchrony_of
from limbwatch.classify.observation.synchrony_limits import SYNCHRONY
from limbwatch.dsp import Track
from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Array

NO_FILES: Final[Mapping[Placement, frozenset[str]]] = MappingProxyType({})
"""No knowledge of the files that sensors were read from."""

WORTH_S = 1.0
"""Smallest disagreement that is always corrected, seconds. Of 168 pairs of sensors whose clocks
agree, or have a known shift and drift, in the nights described in `SynchronyLimits`, none was
judged wrong by more than 0.93 s (limbs of one person do not begin at once), 162 by less than 0.4 s.
A smaller disagreement is corrected where it is plain (`Synchrony.is_plain`); otherwise
`evidence.clocks` estimates it."""


def clocks_of(
    tracks: Sequence[Track], files: Mapping[Placement, frozenset[str]] = NO_FILES
) -> tuple[SensorClock, ...]:
    """Compare the clocks of the sensors of a night, with a common second 0, with each other.

    The largest group of sensors that agree is right, and the others are corrected to it; of two
    that differ, the first is right. ``files`` are those that each was read from, as far as known:
    small or uncertain errors between sensors in one file, whose rows share a clock, are ignored.
    """
    if len(tracks) == 1:
        return (SensorClock(),)
    activities = [LimbActivity.of(track) for track in tracks]
    steps = [
        steps_of(track, [other for k, other in enumerate(activities) if k != one])
        for one, track in enumerate(tracks)
    ]
    if any(steps):
        tracks = [without_steps(track, of_it) for track, of_it in zip(tracks, steps, strict=True)]
        activities = [LimbActivity.of(track) for track in tracks]
    pairs = {
        (i, j): found
        for i, j in combinations(range(len(tracks)), 2)
        if (found := synchrony_of(activities[i], activities[j])) is not None
    }
    right = _most_agreeing(tracks, pairs)
    clocks = [
        SensorClock() if one in right else _compare_with_right(one, right, tracks, pairs)
        for one in range(len(tracks))
    ]
    beside = {files.get(tracks[other].placement) for other in right} - {None}
    for one, clock in enumerate(clocks):
        if (
            files.get(tracks[one].placement) in beside
            and clock.most_taken_off(_length(tracks)) < WORTH_S
        ):
            clocks[one] = SensorClock()
    return tuple(_with_steps(clock, of_it) for clock, of_it in zip(clocks, steps, strict=True))


def _with_steps(clock: SensorClock, steps: tuple[ClockStep, ...]) -> SensorClock:
    """Add the jumps of a clock to its other errors."""
    if not steps:
        return clock
    jumps = ", ".join(
        f"{'+' if step.jump_s > 0 else '-'}{_seconds(abs(step.jump_s))} at {_seconds(step.at_s)}"
        for step in steps
    )
    told = (
        f"Its clock jumped ({jumps} after the start): from there on its movements are that far "
        "off those of the other limbs; its times were changed so that they agree. --keep-clocks "
        "undoes that."
    )
    return replace(clock, steps=steps, warning=f"{told} {clock.warning}".strip())


def _most_agreeing(tracks: Sequence[Track], pairs: dict[tuple[int, int], Synchrony]) -> list[int]:
    """Return the largest group of sensors that agree with the first of them, in order."""
    groups = []
    for first in range(len(tracks)):
        alike = [
            other
            for other in range(len(tracks))
            if other == first
            or _clocks_agree(pairs.get((min(first, other), max(first, other))), tracks)
        ]
        groups.append(sorted(alike, key=lambda one: (one != first, one)))
    largest = max(groups, key=len)
    limits, pair = SYNCHRONY, pairs.get((0, 1))
    known = pair is not None and pair.stands_out(limits.doubtful, limits.close_rival)
    if len(tracks) == 2 and not known and difference_ppm(*tracks):
        # stamps were counted at a wrong rate; sensors are set to whole rates, so the closer is
        # right
        return [min(range(2), key=lambda one: off_whole(tracks[one]))]
    return largest


def _clocks_agree(pair: Synchrony | None, tracks: Sequence[Track]) -> bool:
    limits = SYNCHRONY
    return (
        pair is not None
        and pair.stands_out(limits.doubtful, limits.close_rival)
        and not _is_worth_correcting(pair, tracks)
    )


def _is_worth_correcting(pair: Synchrony, tracks: Sequence[Track]) -> bool:
    """Return whether a disagreement is corrected: a small one only where it is plain."""
    return pair.largest(_length(tracks)) >= WORTH_S or pair.is_plain()


def _length(tracks: Sequence[Track]) -> float:
    return max(float(track.spans[-1, 1]) for track in tracks)


def _compare_with_right(
    one: int, right: list[int], tracks: Sequence[Track], pairs: dict[tuple[int, int], Synchrony]
) -> SensorClock:
    """Compare one sensor with the right one whose agreement is most prominent."""
    known = {other: pairs.get((min(one, other), max(one, other))) for other in right}
    compared = {other: pair for other, pair in known.items() if pair is not None}
    if not compared:
        return SensorClock()
    other = max(compared, key=lambda each: compared[each].prominence)
    pair = compared[other]
    ahead = pair.behind_s if other < one else -pair.behind_s
    name, limits = tracks[other].placement.words, SYNCHRONY
    off = f"{_seconds(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'}"
    unsure = " Which of the two was right is not known." if len(right) == 1 else ""
    ahead_s, fast_ppm = _correction(pair, of_first=one < other)
    better = _agrees_as_well(tracks[one], tracks[other], ahead_s, fast_ppm)
    if _is_accepted(pair) and better:
        if not _is_worth_correcting(pair, tracks):
            return SensorClock()
        return SensorClock(
            ahead_s=ahead_s,
            fast_ppm=fast_ppm,
            warning=(
                f"Its clock was {off} that of the {name}, and ran {_drift(fast_ppm)}; its times "
                f"were changed so that the movements of both limbs agree.{unsure} --keep-clocks "
                "undoes that."
            ),
        )
    if pair.stands_out(limits.doubtful, limits.close_rival):
        if _needs_no_warning(pair, better=better):
            return SensorClock()
        return SensorClock(
            warning=(
                f"Its clock may be {off} that of the {name}; the movements of this night cannot "
                "settle it, so nothing was changed."
            )
        )
    # to show that nothing is in common, the sensor with the most movements is best
    other = max(compared, key=lambda each: compared[each].movements)
    return _by_rate(tracks[one], tracks[other], compared[other], unsure)


def _needs_no_warning(pair: Synchrony, *, better: bool) -> bool:
    """Return whether a doubtful shift needs no warning."""
    if pair.stands_out(SYNCHRONY.sure, SYNCHRONY.rival):
        # a sure shift that single movements do not confirm is a drift fitted to few of them
        return abs(pair.behind_s) < WORTH_S and not better
    return pair.holds_as_stamped()


def _by_rate(track: Track, other: Track, pair: Synchrony, unsure: str) -> SensorClock:
    """Compare two sensors by their rates when their stamps have no movements in common."""
    name, limits = other.placement.words, SYNCHRONY
    ppm = difference_ppm(track, other)
    rates = f"{track.rate:.2f} samples per second, and the {name} {other.rate:.2f}"
    steady = at_rate_of(track, other)
    if steady is not None and _is_accepted(steady, set_right=True):
        ahead_s, fast_ppm = _correction(steady, of_first=False)
        pace = 1 + ppm * 1e-6
        ahead_s, fast_ppm = ahead_s * pace, ((1 + fast_ppm * 1e-6) * pace - 1) * 1e6
        if _agrees_as_well(track, other, ahead_s, fast_ppm):
            return SensorClock(
                ahead_s=ahead_s,
                fast_ppm=fast_ppm,
                warning=(
                    f"Its clock ran {_drift(fast_ppm)} than that of the {name}: by its times it "
                    f"has {rates}. At one rate the movements of both limbs agree, so its times "
                    f"were changed.{unsure} --keep-clocks undoes that."
                ),
            )
    if pair.movements < limits.fewest or pair.holds_as_stamped() or _never_together(track, other):
        return SensorClock()
    told = f" By its times it has {rates}: was a clock wrong, or were rows counted?" if ppm else ""
    return SensorClock(
        warning=(
            f"No shift of its clock, up to {limits.longest_s / 3600:.0f} h, brings its "
            f"movements together with those of the {name}.{told} Are these recordings of one "
            "person and one night?"
        )
    )


def _never_together(one: Track, other: Track) -> bool:
    """Return whether two sensors never recorded at once, as when one was moved to another limb."""
    after = np.searchsorted(other.spans[:, 1], one.spans[:, 0], side="right")
    begins = np.append(other.spans[:, 0], np.inf)[after]
    return not bool((begins < one.spans[:, 1]).any())


def _is_accepted(pair: Synchrony, *, set_right: bool = False) -> bool:
    """Return whether a shift is accepted; a drift at the limit of the search is not.

    A clock that was set correctly and then ran wrong is not off by whole quarters of an hour.
    """
    limits = SYNCHRONY
    likely = pair.is_round() and (set_right or abs(pair.behind_s) > limits.near_s)
    return abs(pair.drift_ppm) < limits.fastest_ppm and (
        pair.stands_out(limits.sure, limits.rival)
        or (pair.stands_out(limits.doubtful, limits.close_rival) and likely)
    )


def _agrees_as_well(track: Track, other: Track, ahead_s: float, fast_ppm: float) -> bool:
    """Return whether movements begin together at least as well by corrected times."""
    onsets = track.movements.onset
    changed = (onsets - ahead_s) / (1 + fast_ppm * 1e-6)
    return _count_together(changed, other.movements.onset) >= _count_together(
        onsets, other.movements.onset
    )


def _count_together(onsets: Array, others: Array) -> float:
    """Count onsets near an onset of another limb, with weights from 1 to 0 at `WORTH_S`."""
    if not len(onsets) or not len(others):
        return 0.0
    after = np.clip(np.searchsorted(others, onsets), 1, len(others)) - 1
    nearest = np.abs(onsets[:, None] - others[[after, np.minimum(after + 1, len(others) - 1)]].T)
    return float(np.maximum(1 - nearest.min(axis=1) / WORTH_S, 0).sum())


def _correction(pair: Synchrony, *, of_first: bool) -> tuple[float, float]:
    """Return how far a clock is ahead of the other at second 0, s, and how much faster, ppm."""
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
