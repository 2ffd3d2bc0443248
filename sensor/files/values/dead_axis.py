"""An axis that stands still while the others move: a sensor that is broken, or not connected."""

from collections.abc import Sequence

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.samples import Samples
from limbwatch.sensor.spans import runs_of

LASTING_S = 300.0
"""Seconds that an axis repeats one value to be looked at: a coarse sensor at rest repeats itself
for long, until the limb turns. Chosen."""

MOVED_G = 0.15
"""g by which another axis changes meanwhile: a turn of 9 degrees or more, which an axis that works
shows too, unless the limb turned around just it. Chosen."""

TURNS = 3
"""Times that it changes by as much at least: no limb turns around one axis as often. Chosen."""

COARSE = 0.5
"""Share of values equal to the one before from which a sensor has steps coarser than its noise.
Chosen."""

LOOKS = 16
"""Values within ``LASTING_S`` that are looked at first."""


def dead_axes(runs: Sequence[Samples]) -> tuple[Doubt, ...]:
    """Tell of axes, in g, that repeat one value for minutes while another axis moves."""
    doubts = []
    for axis, name in enumerate("xyz"):
        spans = [
            (run.start + first / run.rate, run.start + stop / run.rate, run.xyz[first, axis])
            for run in runs
            for first, stop in _still(run, axis)
            if _others_move(run.xyz[first:stop], axis, run.rate)
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


def _still(run: Samples, axis: int) -> list[tuple[int, int]]:
    """Find stretches of a run in which an axis repeats one value for long."""
    column = run.xyz[:, axis]
    stride = max(1, int(LASTING_S * run.rate / LOOKS))
    looks = column[::stride]
    first, stop = runs_of(looks[1:] == looks[:-1])
    found = []
    for a, b in zip(first.tolist(), stop.tolist(), strict=True):
        if b - a < LOOKS - 2:
            continue
        low, high = max(0, (a - 1) * stride), min(len(column), (b + 2) * stride)
        moving = np.flatnonzero(column[low:high] != looks[a]) + low
        edges = np.r_[low - 1, moving, high]
        widest = int(np.argmax(np.diff(edges)))
        begin, end = int(edges[widest]) + 1, int(edges[widest + 1])
        if end - begin >= LASTING_S * run.rate:
            found.append((begin, end))
    return found


def _others_move(xyz: Values, axis: int, rate: float) -> bool:
    """Tell whether another axis goes to and fro, or from one posture to others."""
    length = max(1, round(rate))
    count = len(xyz) // length
    seconds = xyz[: count * length].reshape(count, length, 3).mean(axis=1)
    for other in {0, 1, 2} - {axis}:
        if (xyz[1:, other] == xyz[:-1, other]).mean() > COARSE:
            continue  # its steps hide its noise, and may hide that of the axis
        level, turns = float(seconds[0, other]), 0
        for value in seconds[:, other].tolist():
            if abs(value - level) >= MOVED_G:
                level, turns = value, turns + 1
        if turns >= TURNS:
            return True
    return False
