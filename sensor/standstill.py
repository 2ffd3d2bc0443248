"""Repeated values where a sensor's noise rules them out: nothing was recorded."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Mask
from limbwatch.sensor.samples import Samples
from limbwatch.sensor.spans import runs_of

LASTING_S: Final = 60.0
"""Seconds of one value from which a noisy sensor counts as not measuring. A radio that is late
repeats its last value for a few seconds, which hides movements of those seconds at most. Chosen."""

TOUCHING_S: Final = 1.0
"""Seconds of one value at the edge of a part of a file from which the neighbouring part has to
tell how long it lasts. Chosen."""

REPEATED: Final = 0.05
"""Share of rows at rest that equal the row before, up to which a sensor counts as noisy: its noise
hides its resolution. White noise of 0.7 steps repeats all three axes as often; where one value
lasts a minute at rest by itself, noise is below 0.13 steps, and far more rows are equal."""

REST_G: Final = 0.013
"""Standard deviation of each axis within a second up to which a limb rests, g. van Hees 2013
(doi:10.1371/journal.pone.0061691): below 13 mg."""

ASIDE_S: Final = 10.0
"""Seconds of one value that are left out when a sensor's noise is measured: freezes too short to be
a gap must not make the sensor look coarse, as its other seconds would show if it were. Chosen."""

APPROACH: Final = 5
"""Rows before a repeated value that must approach it monotonically for a filter to explain it. By
chance they do so once in 120 times, and such a hang is kept. Chosen."""

SETTLED: Final = 0.2
"""Amplitude of a filter's remaining swing, as a share of the usual step between rows. Chosen."""

PROBES: Final = 8
"""Rows per ``LASTING_S`` that are looked at first, to find where two axes stand."""

TOGGLED: Final = 2
"""Values between which the third axis may go to and fro: noise of 0.7 steps, which `REPEATED`
asks for elsewhere, takes five and more in a minute."""

FEWEST_S: Final = 60
"""Seconds at rest needed to judge whether a sensor repeats itself. Chosen."""

IDLING: Final = ("ActiGraph",)
"""Makers whose sensors hold their last value while they lie still, as documented (ActiGraph, idle
sleep mode): repeated values there mean a sensor at rest."""


class _Part(NamedTuple):
    """Rows of one value in a run: index of the run, first row, stop."""

    run: int
    first: int
    stop: int


class Standstill(NamedTuple):
    """The runs that were kept, and a sentence on the rest."""

    runs: list[Samples]
    note: str
    """Empty if all was kept."""


def idles(*names: str) -> bool:
    """Return whether a device with any of these names holds its last value at rest."""
    return any(name.startswith(IDLING) for name in names)


def without_standstill(runs: Sequence[Samples]) -> Standstill:
    """Remove rows in which a sensor repeated one value instead of measuring.

    Runs are of one sensor, in order of time, in g; a repeat may continue across a gap. The first
    row of a repeat was measured and is kept. Everything is kept if the sensor also repeats itself
    elsewhere at rest, or if that is unknown.
    """
    lasting = [parts for parts in _repeats(runs, LASTING_S) if not _approached(runs, parts[0])]
    if not lasting or noisy(runs) is not True:
        return Standstill(list(runs), "")
    lost: dict[int, list[tuple[int, int]]] = {}
    for parts in lasting:
        for part in parts:
            # a single row before a gap makes no run
            kept = part is parts[0] and part.first > 0
            lost.setdefault(part.run, []).append((part.first + kept, part.stop))
    rest = [one for at, run in enumerate(runs) for one in _without_rows(run, lost.get(at, []))]
    return Standstill(rest, _describe_gaps(runs, lasting))


def noisy(runs: Sequence[Samples]) -> bool | None:
    """Return whether a sensor's noise changes nearly every row, even at rest.

    None if there are too few seconds at rest.
    """
    aside: dict[int, list[_Part]] = {}
    for parts in _repeats(runs, ASIDE_S):
        for part in parts:
            aside.setdefault(part.run, []).append(part)
    seconds = equal = rows = 0
    for at, run in enumerate(runs):
        size = max(2, round(run.rate))
        count = len(run) // size
        blocks = run.xyz[: count * size].reshape(count, size, 3)
        rests = (blocks.std(axis=1) <= REST_G).all(axis=1)
        for part in aside.get(at, ()):
            rests[part.first // size : -(-part.stop // size)] = False
        resting = blocks[rests]
        seconds += len(resting)
        equal += int((resting[:, 1:] == resting[:, :-1]).all(axis=2).sum())
        rows += len(resting) * (size - 1)
    return None if seconds < FEWEST_S else equal < REPEATED * rows


class PartsStanding:
    """Judgement of a long file's repeats from its parts, one after the other."""

    def __init__(self) -> None:
        self._kinds: set[bool | None] = set()
        self._lasting = False

    def settled(self, runs: Sequence[Samples]) -> bool:
        """Add a part, as it was kept; return whether the whole file would give the same."""
        kind = noisy(runs)
        self._kinds.add(kind)
        self._lasting |= bool(_repeats(runs, LASTING_S))
        if self._lasting and (len(self._kinds) > 1 or kind is None):
            return False
        last = len(runs) - 1
        touching = any(
            (parts[0].run, parts[0].first) == (0, 0)
            or (parts[-1].run, parts[-1].stop) == (last, len(runs[last]))
            for parts in _repeats(runs, TOUCHING_S)
        )
        return kind is False or not touching


def _repeats(runs: Sequence[Samples], least_s: float) -> list[list[_Part]]:
    """Find the stretches in which all axes repeat one value for at least ``least_s`` seconds."""
    found: list[list[_Part]] = []
    growing: list[_Part] = []
    for at, run in enumerate(runs):
        for part in _equal_rows(at, run, least_s):
            before = growing[-1] if growing else None
            goes_on = (
                before is not None
                and part.first == 0
                and before.run == at - 1
                and before.stop == len(runs[before.run])
                and np.array_equal(runs[before.run].xyz[-1], run.xyz[0])
            )
            if not goes_on:
                found.append(growing)
                growing = []
            growing.append(part)
    found.append(growing)
    return [parts for parts in found if parts and _duration_s(runs, parts) >= least_s]


def _equal_rows(at: int, run: Samples, least_s: float) -> Iterable[_Part]:
    """Return the rows of one value that are long, or touch the beginning or end of the run."""
    first, stop = runs_of(_goes_on(run))
    stop = stop + 1  # count the row that the others equal
    wanted = (stop - first >= least_s * run.rate) | (first == 0) | (stop == len(run))
    parts = [_Part(at, a, b) for a, b in np.column_stack([first, stop])[wanted].tolist()]
    if not parts or parts[0].first > 0:
        parts.insert(0, _Part(at, 0, 1))
    if parts[-1].stop < len(run):
        parts.append(_Part(at, len(run) - 1, len(run)))
    return parts


def _goes_on(run: Samples) -> Mask:
    """Tell of each row but the first whether it repeats the one before.

    For ``LASTING_S`` and more one axis may go to and fro between two values, as the last bit of a
    sensor that hangs, or of a filter behind it, does.
    """
    xyz = run.xyz
    equal = np.asarray((xyz[1:] == xyz[:-1]).all(axis=1))
    least = LASTING_S * run.rate
    stride = max(1, int(least / PROBES))
    probed = xyz[::stride]
    for free in range(3):
        others = [axis for axis in range(3) if axis != free]
        standing = (probed[1:, others] == probed[:-1, others]).all(axis=1)
        for begin, end in np.column_stack(runs_of(standing)).tolist():
            if end - begin < PROBES - 2:
                continue
            low, high = max(0, (begin - 1) * stride), min(len(xyz), (end + 2) * stride)
            middle = xyz[(begin * stride + end * stride) // 2]
            same = np.asarray((xyz[low:high, others] == middle[others]).all(axis=1))
            values = np.unique(xyz[begin * stride : end * stride, free])
            if len(values) != TOGGLED:
                continue
            same &= np.isin(xyz[low:high, free], values)
            first, stop = runs_of(same)
            longest = int(np.argmax(stop - first))
            if stop[longest] - first[longest] >= least:
                equal[low + first[longest] : low + stop[longest] - 1] = True
    return equal


def _approached(runs: Sequence[Samples], part: _Part) -> bool:
    """Return whether the rows before a repeated value approach it, as a filter's output does.

    A sensor that hangs stops at once. The smoothed rows of a coarse sensor change with each row
    while it is worn, and settle on one value when it lies on a table.
    """
    before = runs[part.run].xyz[max(part.first - APPROACH, 0) : part.first]
    away = np.linalg.norm(before - runs[part.run].xyz[part.first], axis=1)
    if len(away) < APPROACH:
        return False
    # a filter overshoots ever less; its last swings are far below the noise of worn rows
    usual = np.linalg.norm(np.diff(runs[part.run].xyz[: part.first], axis=0), axis=1)
    return bool((np.diff(away) <= 0).all() or away.max() <= SETTLED * np.median(usual))


def _duration_s(runs: Sequence[Samples], parts: Sequence[_Part]) -> float:
    """Return how long one value was recorded, seconds, gaps between the parts excluded."""
    return sum((part.stop - part.first) / runs[part.run].rate for part in parts)


def _without_rows(run: Samples, lost: Sequence[tuple[int, int]]) -> Iterable[Samples]:
    """Yield a run without the given rows."""
    if not lost:
        yield run
        return
    kept = np.ones(len(run), dtype=bool)
    for first, stop in lost:
        kept[first:stop] = False
    for first, stop in np.column_stack(runs_of(kept)).tolist():
        yield Samples(start=run.start + first / run.rate, rate=run.rate, xyz=run.xyz[first:stop])


def _describe_gaps(runs: Sequence[Samples], lasting: Sequence[Sequence[_Part]]) -> str:
    first = lasting[0][0]
    begin = runs[first.run].start + first.first / runs[first.run].rate - runs[0].start
    minutes = sum(_duration_s(runs, parts) for parts in lasting) / 60
    toggled = any(
        (runs[part.run].xyz[part.first : part.stop] != runs[part.run].xyz[part.first]).any()
        for parts in lasting
        for part in parts
    )
    exactly = "but for the last bit of one axis" if toggled else "bit for bit"
    if len(lasting) == 1:
        return (
            f"The sensor repeats one value, {exactly}, for {minutes:.1f} min, from {begin:.0f} s "
            "on, and elsewhere its noise changes nearly every sample: it hung, or its last value "
            "was sent again and again. Nothing was recorded then, and it is a gap."
        )
    return (
        f"The sensor repeats one value, {exactly}, {len(lasting)} times, for {minutes:.1f} min "
        f"in all, first from {begin:.0f} s on, and elsewhere its noise changes nearly every "
        "sample: it hung, or its last value was sent again and again. Nothing was recorded then, "
        "and these are gaps."
    )
