"""A measure of movement along one stretch of recording, with its noise floor and thresholds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.floor import NoiseFloor, medians
from limbwatch.dsp.signal.grid import GridValues
from limbwatch.sensor.arrays import Array, Index

Measure = Callable[[GridValues], Array]
"""Computes a measure of movement, g, from grid values, micro-g, except for a margin on either side:
`envelope_of` or `shaking_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Extent (low) and detection (high) thresholds of a measure."""

    low_factor: float
    """Extent threshold, in noise floors."""
    high_factor: float
    """Detection threshold, in noise floors."""
    low_minimum: float
    """Lowest extent threshold, g."""
    high_minimum: float
    """Lowest detection threshold, g."""

    def over(self, floors: Array) -> tuple[Array, Array]:
        """Return the low and the high threshold over each floor, g."""
        return (
            np.maximum(self.low_factor * floors, self.low_minimum),
            np.maximum(self.high_factor * floors, self.high_minimum),
        )


def movement_levels(resolution: float, *, rate: float, limits: Limits) -> Levels:
    """Return the thresholds of the movement envelope for a sensor of a given resolution, g.

    A value that flickers between two steps is not a movement. Averaging several samples into "now"
    reduces the flicker, but not a slow drift from one step to the next. ``rate`` is that of the
    samples, Hz.
    """
    averaged = max(1.0, limits.smooth * rate)
    steps = max(limits.drift_steps, limits.flicker_steps / np.sqrt(averaged))
    high = max(limits.high_minimum, steps * resolution)
    return Levels(
        low_factor=limits.low_factor,
        high_factor=limits.high_factor,
        low_minimum=max(limits.low_minimum, high * limits.low_minimum / limits.high_minimum),
        high_minimum=high,
    )


def shaking_levels(resolution: float, *, limits: Limits) -> Levels:
    """Return the thresholds of shaking for a sensor of a given resolution, g."""
    high = max(limits.high_minimum, limits.shake_steps * resolution)
    return Levels(
        low_factor=limits.shake_low_factor,
        high_factor=limits.shake_high_factor,
        low_minimum=high * limits.shake_low_factor / limits.shake_high_factor,
        high_minimum=high,
    )


class Channel:
    """A measure of the values buffered in the detector, computed as far as they allow.

    Parameters
    ----------
    measure : callable
        Computes the measure of n grid values, shape (3, n), except for ``margin`` on either side.
    rate : float
        Grid rate, Hz.
    floor : NoiseFloor
        Kept from one stretch of recording to the next.
    """

    def __init__(
        self, measure: Measure, *, margin: int, rate: float, floor: NoiseFloor, levels: Levels
    ) -> None:
        self._measure = measure
        self._margin = margin
        self._floor = floor
        self._levels = levels
        self._cell = floor.cell(rate)
        self._signal = np.empty(0)
        self._low = np.empty(0)
        self._high = np.empty(0)
        self.floors = np.empty(0)

    def extend(self, values: GridValues, *, final: bool) -> Array:
        """Compute the new values of the measure, g, and the floor of each cell they complete.

        ``values`` are all buffered grid values, micro-g, shape (3, n); ``final`` is whether the
        stretch ends with them.
        """
        before = len(self._signal)
        margin = self._margin
        if len(self._signal) < margin:
            # the half second before a stretch is unknown
            self._signal = np.zeros(min(margin, values.shape[1]))
        if len(self._signal) >= margin:
            new = self._measure(values[:, len(self._signal) - margin :])
            self._signal = _appended(self._signal, new)
        if final:
            self._signal = _appended(self._signal, np.zeros(values.shape[1] - len(self._signal)))
        self._extend_floors(final=final)
        return self._signal[before:]

    def levels(self, count: int) -> tuple[Array, Array, Array]:
        """Return the measure and its low and high threshold at the first ``count`` values, g."""
        return self._signal[:count], self._low[:count], self._high[:count]

    def low_at(self, index: Index) -> Array:
        """Return the low threshold at single grid values, g."""
        return np.asarray(self._low[index])

    def largest(self, first: Index, stop: Index) -> Array:
        """Return the largest measure of half-open ranges, in order and not empty, g."""
        edges = np.stack([first, stop], axis=1).ravel()
        # reduceat needs an index for the end of the last range
        return np.asarray(np.maximum.reduceat(np.append(self._signal, 0.0), edges)[::2])

    def drop(self, count: int) -> None:
        """Drop the first ``count`` values."""
        self._signal = self._signal[count:]
        self._low, self._high = self._low[count:], self._high[count:]
        self.floors = self.floors[count:]

    def _extend_floors(self, *, final: bool) -> None:
        """Append the floor and the thresholds of every cell that is now complete."""
        waiting = self._signal[len(self.floors) :]
        whole = len(waiting) // self._cell
        rest = waiting[whole * self._cell :]
        if not (whole or (final and len(rest))):
            return
        floors = self._floor.push(medians(waiting[: whole * self._cell].reshape(whole, self._cell)))
        length = np.full(whole, self._cell)
        if final and len(rest):
            floors = np.append(floors, self._floor.push(np.median(rest, keepdims=True)))
            length = np.append(length, len(rest))
        low, high = self._levels.over(floors)
        self.floors = _appended(self.floors, np.repeat(floors, length))
        self._low = _appended(self._low, np.repeat(low, length))
        self._high = _appended(self._high, np.repeat(high, length))


def _appended(known: Array, new: Array) -> Array:
    """Concatenate, but without a copy where one part is empty: arrays are as long as a stretch."""
    if len(known) == 0 or len(new) == 0:
        return new if len(known) == 0 else known
    return np.concatenate([known, new])
