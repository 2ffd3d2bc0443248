"""Irregular streams onto a grid, for recorders without a steady rate.

A stream that loses a sample every few seconds, or never had a steady rate, would fall into runs too
short to hold a movement. Only such a stream is interpolated, between close neighbours, and the
recording says so.
"""

import itertools

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.times.spacing.lines import Piece

FEWEST = 1000
"""Rows needed to see whether equal ones were left out. Chosen."""

EXPECTED = 30.0
"""Equal rows that chance would have to give, where there is none. Chosen."""

HELD_S = 120.0
"""Longest step, seconds, over which a value is held where only changes were written: each turn and
twitch is a change, and a longer silence may be a sensor that was off. Chosen."""

BRIDGED_S = 0.5
"""Longest step, seconds, that is interpolated: the shortest leg movement (WASM 2016, 2.1.1) fits in
none."""


def only_changes(xyz: Values) -> bool:
    """Tell whether finite rows, of shape (n, 3), were written only when a value changed.

    Then no row equals the one before, though each axis repeats itself so often that many should.
    """
    same = xyz[1:] == xyz[:-1]
    if len(same) < FEWEST or same.all(axis=1).any():
        return False
    return bool(same.mean(axis=0).prod() * len(same) > EXPECTED)


def regular(
    seconds: Array, xyz: Values, period: float | None = None, *, held: bool = False
) -> tuple[tuple[Piece, ...], Values]:
    """Interpolate linearly onto a grid, or hold each value until the next.

    Stamps are those of finite samples, two at least; the grid has the spacing ``period``, or else
    the one typical of them. ``held`` tells that only changes were written, so that a value holds
    until the next. Gives pieces of one rate, a new one after every step longer than ``BRIDGED_S``,
    or ``HELD_S``; and their samples, of shape (m, 3).
    """
    order = np.argsort(seconds, kind="stable")
    seconds, xyz = seconds[order], xyz[order]
    distinct = np.r_[True, np.diff(seconds) > 0]
    seconds, xyz = seconds[distinct], xyz[distinct]
    steps = np.diff(seconds)
    if period is None:
        # not finer than four grid points a sample, whatever the stamps are
        period = max(float(np.median(steps)), float(steps[steps <= BRIDGED_S].mean()) / 4)
    longest = HELD_S if held else BRIDGED_S
    bounds = [0, *(np.flatnonzero(np.diff(seconds) > longest) + 1).tolist(), len(seconds)]
    parts: list[Values] = []
    pieces: list[Piece] = []
    count = 0
    for first, stop in itertools.pairwise(bounds):
        known = seconds[first:stop]
        length = int(np.floor((known[-1] - known[0]) / period + 1e-6)) + 1
        grid = known[0] + period * np.arange(length)
        part = np.empty((length, 3), dtype=np.float32)
        if held:
            part[:] = xyz[first + np.searchsorted(known, grid + 0.5 * period, "right") - 1]
        for axis in () if held else range(3):
            part[:, axis] = np.interp(grid, known, xyz[first:stop, axis])
        parts.append(part)
        pieces.append(
            Piece(first=count, stop=count + length, start=float(known[0]), rate=1 / period)
        )
        count += length
    return tuple(pieces), np.concatenate(parts)
