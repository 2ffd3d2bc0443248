"""Find movements in a stream of samples; files and live sensors use the same code."""

from collections.abc import Callable
from functools import partial

import numpy as np

from limbwatch.dsp.events.bursts import Bursts, find_bursts, united
from limbwatch.dsp.events.measures import Measures
from limbwatch.dsp.limits import LIMITS, Limits, require_limits
from limbwatch.dsp.movements import Movements, joined, no_movements
from limbwatch.dsp.signal.calibration import UNCALIBRATED, Calibration
from limbwatch.dsp.signal.channel import Channel, movement_levels, shaking_levels
from limbwatch.dsp.signal.envelope import envelope_of
from limbwatch.dsp.signal.floor import NoiseFloor
from limbwatch.dsp.signal.grid import Grid, GridBlock, GridTimes
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.shaking import shaking_of
from limbwatch.dsp.signal.totals import Totals
from limbwatch.sensor import Samples
from limbwatch.sensor.arrays import Array

Listener = Callable[[Array], None]


class Detector:
    """Push samples, get movements.

    Any partition of a recording into Samples gives equal movements: sums are taken over whole
    numbers, every measure looks at a bounded neighbourhood, and the signal is only ever cut in
    stretches of quiet that are longer than any such neighbourhood.

    Parameters
    ----------
    calibration : Calibration
        Applied to the samples; the default, for live use before it is known, changes nothing.
    resolution : float
        Quantisation step of the sensor, g; 0 for live use before it is known.
    limits : Limits
    listener : callable, optional
        Receives the movement envelope as it becomes known: one value, g, for each grid value, in
        order.

    Examples
    --------
    >>> import numpy as np
    >>> from limbwatch.sensor import Samples
    >>> still = np.tile(np.float32([0, 0, 1]), (500, 1))
    >>> detector = Detector()
    >>> len(detector.push(Samples(start=0.0, rate=50.0, xyz=still)))
    0
    >>> len(detector.flush())
    0
    """

    def __init__(
        self,
        *,
        calibration: Calibration = UNCALIBRATED,
        resolution: float = 0.0,
        limits: Limits = LIMITS,
        listener: Listener | None = None,
    ) -> None:
        require_limits(limits)
        self._calibration = calibration
        self._listener = listener
        self._limits = limits
        self._resolution = resolution
        self._floor = NoiseFloor(limits=limits, ceiling=limits.floor_ceiling)
        self._shaking_floor = NoiseFloor(limits=limits, ceiling=limits.shake_ceiling)
        self._grid: Grid | None = None
        self._run: _Run | None = None
        self._rate: float | None = None

    def push(self, samples: Samples) -> Movements:
        """Take the next samples and return the movements that became certain.

        Parameters
        ----------
        samples : Samples
            In order of time. After a dropout long enough to hide a movement, or a change of rate,
            the current stretch is finished and a new one begins.

        Raises
        ------
        TypeError
            If they are not `Samples`.
        """
        if not isinstance(samples, Samples):
            raise TypeError(
                f"push takes Samples, not {type(samples).__name__}; make them of an array: "
                "Samples(start=0.0, rate=50.0, xyz=xyz)"
            )
        found = []
        if self._grid is not None and not self._grid.continues(samples):
            found.append(self.flush())
        if len(samples):
            if self._grid is None:
                self._grid = Grid(samples, limits=self._limits)
            found.append(self.push_grid(self._grid.push(samples)))
        return joined([no_movements(self._limits.shape_values), *found])

    def push_grid(self, block: GridBlock) -> Movements:
        """Take the next grid values of a caller that resamples by itself; return movements.

        A block with index 0 starts a new stretch of recording.
        """
        found = self._finish() if block.index == 0 else None
        if self._run is None:
            self._run = _Run(
                block,
                calibration=self._calibration,
                channels=self._channels(block),
                limits=self._limits,
                listener=self._listener,
            )
        new = self._run.push(block)
        return new if found is None else joined([found, new])

    def _channels(self, block: GridBlock) -> tuple[Channel, Channel]:
        """Make the channels of a stretch: the movement envelope, and the shaking it misses."""
        limits, rate = self._limits, block.anchor.rate
        if self._rate is not None and abs(rate / self._rate - 1) > _OTHER_RATE:
            self._floor.forget()
            self._shaking_floor.forget()
        self._rate = rate
        near = Neighbourhood.of(rate, limits)
        return (
            Channel(
                partial(envelope_of, near=near, calibration=self._calibration),
                margin=near.margin,
                rate=rate,
                floor=self._floor,
                levels=movement_levels(self._resolution, rate=block.sampled, limits=limits),
            ),
            Channel(
                partial(shaking_of, near=near, calibration=self._calibration),
                margin=near.margin,
                rate=rate,
                floor=self._shaking_floor,
                levels=shaking_levels(self._resolution, limits=limits),
            ),
        )

    def flush(self) -> Movements:
        """Finish the recording and return the movements still open."""
        self._grid = None
        return self._finish()

    def _finish(self) -> Movements:
        if self._run is None:
            return no_movements(self._limits.shape_values)
        found = self._run.finish()
        self._run = None
        return found

    @property
    def floors(self) -> Array:
        """Noise floor of each cell so far, g."""
        return self._floor.history


_OTHER_RATE = 0.1
"""Relative change of the grid rate above which the noise floors start afresh: the noise left in a
mean goes with the square root of the rate, so it differs by 5 %."""


class _Run:
    """Detection inside one stretch: buffers grid values until a quiet stretch allows a cut."""

    def __init__(
        self,
        first: GridBlock,
        *,
        calibration: Calibration,
        channels: tuple[Channel, Channel],
        limits: Limits,
        listener: Listener | None,
    ) -> None:
        self._listener = listener
        self._rate = first.anchor.rate
        self._timeline = GridTimes(first.anchor)
        self._limits = limits
        self._movement, self._shaking = channels
        self._quiet = max(1, round(limits.quiet * self._rate))
        self._sustain = max(1, round(limits.sustain * self._rate))
        self._least_shaking = max(1, round(limits.shake_least * self._rate))
        # longer than a hold and the rest after it, so that no movement reaches across a cut
        self._tail = round((limits.hold + limits.rest) * self._rate) + 2
        self._lead = round(limits.rest * self._rate) + 2
        self._first = 0
        self._uncut = 0
        self._calibration = calibration
        self._values = np.empty((3, 0), np.int32)

    def push(self, block: GridBlock) -> Movements:
        self._timeline.add(block.anchor)
        self._values = np.concatenate([self._values, block.values], axis=1)
        self._extend(final=False)
        return self._release(self._cut())

    def finish(self) -> Movements:
        self._extend(final=True)
        return self._release(self._values.shape[1])

    def _extend(self, *, final: bool) -> None:
        envelope = self._movement.extend(self._values, final=final)
        self._shaking.extend(self._values, final=final)
        if self._listener is not None:
            self._listener(envelope)

    def _cut(self) -> int:
        """Return the last index at which a cut divides no movement, or 0."""
        known = len(self._movement.floors)
        if known == self._uncut:  # most packets complete no cell, so no floor is new
            return 0
        moving, low, _ = self._movement.levels(known)
        shaking, low_shaking, _ = self._shaking.levels(known)
        above = np.flatnonzero((moving > low) | (shaking > low_shaking))
        # the start of the buffer and the end of what is known also bound quiet stretches
        edges = np.concatenate([[-1], above, [known]])
        wide = np.flatnonzero(np.diff(edges) > self._tail + self._lead)
        if len(wide) == 0:
            self._uncut = known
            return 0
        return int(edges[wide[-1]]) + 1 + self._tail

    def _release(self, count: int) -> Movements:
        if count == 0:
            return no_movements(self._limits.shape_values)
        bursts = self._bursts(count)
        found = (
            self._measure(bursts, count=count)
            if len(bursts.first)
            else no_movements(self._limits.shape_values)
        )
        self._first += count
        self._uncut = 0
        self._values = self._values[:, count:]
        self._movement.drop(count)
        self._shaking.drop(count)
        return found

    def _bursts(self, count: int) -> Bursts:
        signal, low, high = self._movement.levels(count)
        moving = find_bursts(
            signal,
            low=low,
            high=high,
            quiet=self._quiet,
            sustain=self._sustain,
            brief_factor=self._limits.brief_factor,
        )
        signal, low, high = self._shaking.levels(count)
        shaking = find_bursts(
            signal, low=low, high=high, quiet=self._quiet, sustain=self._least_shaking
        )
        long = shaking.stop - shaking.first >= self._least_shaking
        lasting = Bursts(shaking.first[long], shaking.stop[long], shaking.clear[long])
        return united(moving, lasting, quiet=self._quiet)

    def _measure(self, bursts: Bursts, *, count: int) -> Movements:
        totals = Totals(self._values[:, :count], calibration=self._calibration)
        measures = Measures(totals, rate=self._rate, limits=self._limits)
        return measures.movements(
            bursts,
            floor=self._movement.floors[bursts.first],
            near=self._movement.low_at(bursts.first),
            strength=self._movement.largest(bursts.first, bursts.stop),
            first=self._first,
            timeline=self._timeline,
        )
