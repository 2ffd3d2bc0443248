"""Faults of a sensor: samples that jump and are back at once, and an axis that stands still."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.samples import Samples
from limbwatch.sensor.spans import runs_of

JUMP_G = 0.5
"""Least distance, g, of a glitch from both its neighbours. None occurs in the real recordings that
were examined (tests of tremor, device files; 20 to 200 Hz, a quarter of a million samples)."""

FAINT_G = 0.15
"""Least distance, g, of single-sample glitches where there are `MANY` larger ones. Chosen."""

QUIET_G = 0.05
"""Tolerance, g, within which the two samples before a glitch and the two after it agree: a limb
that moved by `JUMP_G` within one sample would still be swinging. Chosen."""

WIDEST = 2
"""Most consecutive samples that one glitch spans."""

LOWEST_RATE = 19.0
"""Rate, Hz, below which a sleep start may fit into a single sample (muscle burst 75-250 ms,
ICSD-3): 20 Hz, less what oscillators run slow."""

MANY = 10
"""Number of glitches from which the recording itself is doubted. Chosen."""


def glitches(xyz: Values, rate: float) -> Index:
    """Find the samples, of shape (n, 3) and in g, that no limb can have made.

    Gives their positions, ascending; none at rates below `LOWEST_RATE`.
    """
    rows = np.arange(len(xyz))
    if rate < LOWEST_RATE:
        return rows[:0]
    found: list[Index] = []
    for jump, widest in ((JUMP_G, WIDEST), (FAINT_G, 1)):
        while len(hits := _glitch_rows(xyz[rows] if found else xyz, jump, widest)):
            # removing a glitch uncovers those it masked
            found.append(rows[hits])
            rows = np.delete(rows, hits)
        if sum(map(len, found)) < MANY:
            break
    return np.sort(np.concatenate(found)) if found else rows[:0]


def _glitch_rows(xyz: Values, jump: float, widest: int) -> Index:
    # axis by axis: each is contiguous in memory, and a night has few jumps
    jumping = (np.flatnonzero(np.abs(np.diff(axis)) > jump) for axis in xyz.T)
    jumps = np.unique(np.concatenate([*jumping]))
    found = [jumps[:0]]
    for width in range(1, widest + 1):
        before = jumps[(jumps >= 1) & (jumps + width + 2 < len(xyz))]
        after = before + width + 1
        steady = _agree(xyz, before - 1, before) & _agree(xyz, after, after + 1)
        back = _agree(xyz, before, after)
        excursion = [np.abs(xyz[before + k] - xyz[before]).max(axis=1) for k in range(1, width + 1)]
        kept = before[steady & back & (np.min(excursion, axis=0) > jump)]
        found += [kept + k for k in range(1, width + 1)]
    return np.unique(np.concatenate(found))


def _agree(xyz: Values, first: Index, second: Index) -> Mask:
    return np.asarray(np.abs(xyz[first] - xyz[second]).max(axis=1) < QUIET_G)


def note_on_glitches(count: int) -> str:
    """Report glitches that were left out: as a `Doubt` from ten on."""
    if count == 1:
        return (
            f"1 sample jumps by more than {JUMP_G:g} g and is back at once, as a flipped bit makes "
            "it and no limb does; left out."
        )
    if count < MANY:
        return (
            f"{count} samples jump by more than {JUMP_G:g} g and are back at once, as a disturbed "
            "cable or flipped bits make them and no limb does; left out."
        )
    return Doubt(
        f"{count} samples jump by more than {FAINT_G:g} g and are back at once, as a disturbed "
        "cable or flipped bits make them and no limb does; left out. Look at the sensor's wiring "
        "or card before the next night."
    )


LASTING_S = 300.0
"""Shortest time, seconds, that an axis repeats one value before it is examined: a coarse sensor at
rest repeats itself for long, until the limb turns. Chosen."""

MOVED_G = 0.15
"""Change of another axis, g, that counts as a turn: 9 degrees or more, which a working axis shows
too, unless the limb turned around just that axis. Chosen."""

TURNS = 3
"""Turns of another axis that condemn the still one: no limb turns around one axis that often.
Chosen."""

COARSE = 0.5
"""Share of values equal to their predecessor above which the sensor's steps are coarser than its
noise. Chosen."""

LOOKS = 16
"""Values per ``LASTING_S`` that are examined first."""


def dead_axes(runs: Sequence[Samples]) -> tuple[Doubt, ...]:
    """Warn of axes, in g, that repeat one value for minutes while another axis moves."""
    doubts = []
    for axis, name in enumerate("xyz"):
        spans = [
            (run.start + first / run.rate, run.start + stop / run.rate, run.xyz[first, axis])
            for run in runs
            for first, stop in _still_stretches(run.xyz[:, axis], run.rate)
            if _others_move(run.xyz[first:stop], axis, run.rate, MOVED_G)
        ]
        if spans:
            lost = sum(stop - first for first, stop, _ in spans)
            doubts.append(
                Doubt(
                    f"The {name} axis stands at {spans[0][2]:.3g} g for {lost / 60:.0f} min, from "
                    f"{spans[0][0]:.0f} s on, while the others move: it is broken or not "
                    "connected, and movements and postures of that time are not measured well."
                )
            )
    return tuple(doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodStill:
    """Rows in which an axis repeats one value while another moves."""

    name: str
    """Name of the axis."""
    first: int
    """First row."""
    stop: int
    """Row after the last."""
    value: float
    """Value that is repeated, as in the file."""

    def named(self, rate: float) -> str:
        """Name the axis, its value and the time, by a rate in Hz, for an error."""
        return (
            f"The {self.name} axis stands at {self.value:.3g} for "
            f"{(self.stop - self.first) / rate / 60:.0f} min, from {self.first / rate:.0f} s on, "
            "while the others move: it is broken or not connected. Give the part of the file in "
            "which it works."
        )


def stood_still(xyz: Values, rate: float) -> list[StoodStill]:
    """Find the dead axes of values in any unit, shape (n, 3), at a rate in Hz, roughly."""
    moved = 0.0
    found = []
    for axis, name in enumerate("xyz"):
        for first, stop in _still_stretches(xyz[:, axis], rate):
            # a tenth of the rows tells the length of gravity
            moved = moved or MOVED_G * float(np.nanmedian(np.linalg.norm(xyz[::10], axis=1)))
            if _others_move(xyz[first:stop], axis, rate, moved):
                value = float(xyz[first, axis])
                found.append(StoodStill(name=name, first=first, stop=stop, value=value))
    return found


def _still_stretches(column: NDArray[Any], rate: float) -> list[tuple[int, int]]:
    """Find the stretches in which an axis repeats one value for ``LASTING_S``."""
    stride = max(1, int(LASTING_S * rate / LOOKS))
    probes = column[::stride]
    first, stop = runs_of(probes[1:] == probes[:-1])
    found = []
    for a, b in zip(first.tolist(), stop.tolist(), strict=True):
        if b - a < LOOKS - 2:
            continue
        begin_row, end_row = max(0, (a - 1) * stride), min(len(column), (b + 2) * stride)
        changed = np.flatnonzero(column[begin_row:end_row] != probes[a]) + begin_row
        edges = np.r_[begin_row - 1, changed, end_row]
        widest = int(np.argmax(np.diff(edges)))
        begin, end = int(edges[widest]) + 1, int(edges[widest + 1])
        if end - begin >= LASTING_S * rate:
            found.append((begin, end))
    return found


def _others_move(xyz: Values, axis: int, rate: float, moved: float) -> bool:
    """Tell whether another axis turns by so much at least ``TURNS`` times."""
    length = max(1, round(rate))
    count = len(xyz) // length
    seconds = xyz[: count * length].reshape(count, length, 3).mean(axis=1)
    for other in {0, 1, 2} - {axis}:
        if (xyz[1:, other] == xyz[:-1, other]).mean() > COARSE:
            continue  # steps hide the noise of this axis, and perhaps that of the still one
        level, turns = float(seconds[0, other]), 0
        for value in seconds[:, other].tolist():
            if abs(value - level) >= moved:
                level, turns = value, turns + 1
        if turns >= TURNS:
            return True
    return False


def filled_in(xyz: Values, rate: float) -> Mask:
    """Find the rows, of shape (n, 3), in which no axis changes for `LASTING_S`."""
    still = np.zeros(len(xyz), dtype=bool)
    for first, stop in np.column_stack(runs_of((xyz[1:] == xyz[:-1]).all(axis=1))).tolist():
        if stop - first >= LASTING_S * rate:
            still[first : stop + 1] = True
    return still
