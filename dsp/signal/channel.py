"""A measure of movement along one stretch of recording, with its noise floor and thresholds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.floor import NoiseFloor, medians
from limbwatch.sensor.arrays import Array, Index

Measure = Callable[[NDArray[np.int32]], Array]
"""Turns grid values, micro-g, into a measure of movement wherever a margin of values on either side
is known, g: `envelope_of` and `shaking_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """When a measure shows movement."""

    low_factor: float
    high_factor: float
    """Extent and detection thresholds over the floor."""
    low_minimum: float
    high_minimum: float
    """What they never go below, g."""

    def over(self, floors: Array) -> tuple[Array, Array]:
        """Return the low and the high threshold over each floor, g."""
        return (
            np.maximum(self.low_factor * floors, self.low_minimum),
            np.maximum(self.high_factor * floors, self.high_minimum),
        )


def movement_levels(resolution: float, *, rate: float, limits: Limits) -> Levels:
    """Return the thresholds of the movement envelope for a sensor of some resolution.

    A value that flickers between two steps is no movement. Averaging several samples into "now"
    makes the flicker smaller; a slow drift from one step to the next remains.

    Parameters
    ----------
    resolution : float
        Quantisation step, g.
    rate : float
        Rate of the samples, Hz.
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
    """Return the thresholds of shaking for a sensor of some resolution.

    Parameters
    ----------
    resolution : float
        Quantisation step, g.
    """
    high = max(limits.high_minimum, limits.shake_steps * resolution)
    return Levels(
        low_factor=limits.shake_low_factor,
        high_factor=limits.shake_high_factor,
        low_minimum=high * limits.shake_low_factor / limits.shake_high_factor,
        high_minimum=high,
    )


class Channel:
    """A measure of what waits in the detector, computed as far as it is known.

    Parameters
    ----------
    measure : callable
        Turns n grid values, shape (3, n), into the measure at all but ``margin`` on either side.
    rate : float
        Grid rate, Hz.
    floor : NoiseFloor
        Lives on from one stretch of recording to the next.
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

    def extend(self, values: NDArray[np.int32], *, final: bool) -> Array:
        """Compute the measure, and the floor of each complete cell, of what is new.

        Parameters
        ----------
        values : ndarray of int32, shape (3, n)
            All grid values that wait, micro-g.
        final : bool
            Whether the stretch ends with them.

        Returns
        -------
        ndarray of float
            The measure where it was not known before, g.
        """
        before = len(self._signal)
        margin = self._margin
        if len(self._signal) < margin:
            # nothing is known of the half second before a stretch
            self._signal = np.zeros(min(margin, values.shape[1]))
        if len(self._signal) >= margin:
            new = self._measure(values[:, len(self._signal) - margin :])
            self._signal = _longer(self._signal, new)
        if final:
            self._signal = _longer(self._signal, np.zeros(values.shape[1] - len(self._signal)))
        self._extend_floors(final=final)
        return self._signal[before:]

    def levels(self, count: int) -> tuple[Array, Array, Array]:
        """Return the measure and its low and high threshold at the first grid values, g."""
        return self._signal[:count], self._low[:count], self._high[:count]

    def low_at(self, index: Index) -> Array:
        """Return the low threshold at single grid values, g."""
        return np.asarray(self._low[index])

    def largest(self, first: Index, stop: Index) -> Array:
        """Return the largest measure of half-open ranges, in order and not empty, g."""
        edges = np.stack([first, stop], axis=1).ravel()
        # a range may reach the end, where no further one begins
        return np.asarray(np.maximum.reduceat(np.append(self._signal, 0.0), edges)[::2])

    def drop(self, count: int) -> None:
        """Forget the first grid values."""
        self._signal = self._signal[count:]
        self._low, self._high = self._low[count:], self._high[count:]
        self.floors = self.floors[count:]

    def _extend_floors(self, *, final: bool) -> None:
        """Take in the floor, and the thresholds over it, of every cell that became complete."""
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
        self.floors = _longer(self.floors, np.repeat(floors, length))
        self._low = _longer(self._low, np.repeat(low, length))
        self._high = _longer(self._high, np.repeat(high, length))


def _longer(known: Array, new: Array) -> Array:
    """Put new values behind known ones; what is as long as a stretch is not copied for nothing."""
    if len(known) == 0 or len(new) == 0:
        return new if len(known) == 0 else known
    return np.concatenate([known, new])
