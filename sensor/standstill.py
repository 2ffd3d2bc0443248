"""One value again and again, where the noise of a sensor forbids it: nothing was recorded."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Mask
from limbwatch.sensor.samples import Samples
from limbwatch.sensor.spans import runs_of

LASTING_S: Final = 60.0
"""Seconds of one value from which a sensor that is never so still did not measure. A radio that
is late repeats its last value for a few seconds, and movements of that time are missed at most.
Chosen."""

TOUCHING_S: Final = 1.0
"""Seconds of one value at the end of a part of a file, from which the next part has to say how
long it lasts. Chosen."""

REPEATED: Final = 0.05
"""Share of rows at rest that are equal to the row before, up to which noise hides the steps of a
sensor. White noise of 0.7 steps repeats all three axes as often; where one value lasts for a
minute at rest by itself, noise is below 0.13 steps, and far more rows are equal."""

REST_G: Final = 0.013
"""Standard deviation of an axis within a second, up to which a limb rests. van Hees 2013
(doi:10.1371/journal.pone.0061691): below 13 mg."""

ASIDE_S: Final = 10.0
"""Seconds of one value that are no rest by which a sensor's noise is judged: freezes that are too
short for a gap must not make it a coarse one, whose other seconds show that as well. Chosen."""

APPROACH: Final = 5
"""Rows before a repeat that come ever nearer to its value, where a filter made it. By chance they
do so once in 120 times, and such a hang is believed. Chosen."""

SETTLED: Final = 0.2
"""Share of the usual step between rows that is left of such a filter's swing. Chosen."""

PROBES: Final = 8
"""Rows per ``LASTING_S`` that are looked at first, to find where two axes stand."""

TOGGLED: Final = 2
"""Values between which the third axis may go to and fro: noise of 0.7 steps, which `REPEATED`
asks for elsewhere, takes five and more in a minute."""

FEWEST_S: Final = 60
"""Seconds at rest without which it is not known how a sensor repeats itself. Chosen."""

IDLING: Final = ("ActiGraph",)
"""Makers whose sensors hold their last value while they lie still, as documented (ActiGraph, idle
sleep mode): there it tells of a sensor at rest."""


class _Part(NamedTuple):
    """Rows of a run that have one value: number of the run, first row, stop."""

    run: int
    first: int
    stop: int


class Standstill(NamedTuple):
    """What was kept of runs, and what is said of the rest: empty where all was kept."""

    runs: list[Samples]
    said: str


def idles(*names: str) -> bool:
    """Tell whether a device is known to hold its last value at rest, by its names."""
    return any(name.startswith(IDLING) for name in names)


def without_standstill(runs: Sequence[Samples]) -> Standstill:
    """Leave out the rows in which a sensor repeated itself, and did not measure.

    Runs are of one sensor, in order of time, in g; a repeat may go on behind a gap. The first row
    of a repeat, which was measured, is kept. All is kept where the sensor repeats itself elsewhere
    at rest, too, or where it is not known whether it does.
    """
    lasting = [parts for parts in _repeats(runs, LASTING_S) if not _approached(runs, parts[0])]
    if not lasting or noisy(runs) is not True:
        return Standstill(list(runs), "")
    lost: dict[int, list[tuple[int, int]]] = {}
    for parts in lasting:
        for part in parts:
            # a row alone before a gap is no run
            kept = part is parts[0] and part.first > 0
            lost.setdefault(part.run, []).append((part.first + kept, part.stop))
    rest = [one for at, run in enumerate(runs) for one in _without(run, lost.get(at, []))]
    return Standstill(rest, _told(runs, lasting))


def noisy(runs: Sequence[Samples]) -> bool | None:
    """Tell whether the noise of a sensor changes nearly every row, also at rest.

    None without enough seconds at rest.
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
    """What the parts of a long file, one after the other, leave open about its repeats."""

    def __init__(self) -> None:
        self._kinds: set[bool | None] = set()
        self._lasting = False

    def settled(self, runs: Sequence[Samples]) -> bool:
        """Take a part, as it was kept, and tell whether all of the file would say the same."""
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
    """Find where all axes repeat one value for long, from its first row to its last."""
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
    return [parts for parts in found if parts and _length(runs, parts) >= least_s]


def _equal_rows(at: int, run: Samples, least_s: float) -> Iterable[_Part]:
    """Give the rows of one value of a run that are long, or reach its beginning or its end."""
    first, stop = runs_of(_goes_on(run))
    stop = stop + 1  # the row that the others are equal to counts
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
    """Tell whether the rows before a value come ever nearer to it, as a filter's do.

    A sensor that hangs stops at once. Smoothed rows of a coarse one change with each row while it
    is worn, and end on one value when it lies on a table.
    """
    before = runs[part.run].xyz[max(part.first - APPROACH, 0) : part.first]
    away = np.linalg.norm(before - runs[part.run].xyz[part.first], axis=1)
    if len(away) < APPROACH:
        return False
    # it swings over, ever less; what is left of that is far below the noise of worn rows
    usual = np.linalg.norm(np.diff(runs[part.run].xyz[: part.first], axis=0), axis=1)
    return bool((np.diff(away) <= 0).all() or away.max() <= SETTLED * np.median(usual))


def _length(runs: Sequence[Samples], parts: Sequence[_Part]) -> float:
    """Tell how long one value was recorded, seconds: what was not between them tells nothing."""
    return sum((part.stop - part.first) / runs[part.run].rate for part in parts)


def _without(run: Samples, lost: Sequence[tuple[int, int]]) -> Iterable[Samples]:
    """Cut rows out of a run."""
    if not lost:
        yield run
        return
    kept = np.ones(len(run), dtype=bool)
    for first, stop in lost:
        kept[first:stop] = False
    for first, stop in np.column_stack(runs_of(kept)).tolist():
        yield Samples(start=run.start + first / run.rate, rate=run.rate, xyz=run.xyz[first:stop])


def _told(runs: Sequence[Samples], lasting: Sequence[Sequence[_Part]]) -> str:
    first = lasting[0][0]
    begin = runs[first.run].start + first.first / runs[first.run].rate - runs[0].start
    minutes = sum(_length(runs, parts) for parts in lasting) / 60
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
