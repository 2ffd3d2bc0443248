"""Find movements in a stream of samples; files and live sensors use the same code."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.bursts import Bursts, find_bursts
from limbwatch.dsp.calibration import UNCALIBRATED, Calibration
from limbwatch.dsp.envelope import Envelope
from limbwatch.dsp.floor import NoiseFloor, medians
from limbwatch.dsp.grid import Grid, GridBlock
from limbwatch.dsp.limits import LIMITS, Limits
from limbwatch.dsp.measures import Measures
from limbwatch.dsp.movements import Movements, joined, no_movements
from limbwatch.dsp.timeline import Timeline
from limbwatch.dsp.totals import Totals
from limbwatch.sensor import Samples

Signal = NDArray[np.float64]


class Detector:
    """Push samples, get movements.

    Any partition of a recording into Samples gives equal movements: sums are taken over whole
    numbers, every measure looks at a bounded neighbourhood, and the signal is only ever cut in
    stretches of quiet that are longer than any such neighbourhood.

    Parameters
    ----------
    calibration : Calibration
        Applied to the samples; live, when it is not known yet, it leaves them as they are.
    resolution : float
        Quantisation step of the sensor, g; live, when it is not known yet, 0.
    limits : Limits

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
    ) -> None:
        self._calibration = calibration
        self._limits = limits
        self._resolution = resolution
        self._floor = NoiseFloor(limits=limits)
        self._grid: Grid | None = None
        self._run: _Run | None = None

    def push(self, samples: Samples) -> Movements:
        """Take the next samples and return the movements that became certain.

        Parameters
        ----------
        samples : Samples
            In order of time. Across a dropout that could hide something, or another rate, what
            came before is finished and everything starts afresh.

        Returns
        -------
        Movements
        """
        found = []
        if self._grid is not None and not self._grid.continues(samples):
            found.append(self.flush())
        if len(samples):
            if self._grid is None:
                self._grid = Grid(samples, limits=self._limits)
            found.append(self.push_grid(self._grid.push(samples)))
        return joined([no_movements(self._limits.shape_values), *found])

    def push_grid(self, block: GridBlock) -> Movements:
        """Take the next values of a grid that the caller has made.

        Parameters
        ----------
        block : GridBlock
            A block with index 0 starts a new stretch of recording.

        Returns
        -------
        Movements
        """
        found = self._finish() if block.index == 0 else None
        if self._run is None:
            self._run = _Run(
                block,
                calibration=self._calibration,
                resolution=self._resolution,
                floor=self._floor,
                limits=self._limits,
            )
        new = self._run.push(block)
        return new if found is None else joined([found, new])

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
    def floors(self) -> Signal:
        """Noise floor of each cell so far, g."""
        return self._floor.history


def minimum_thresholds(resolution: float, *, rate: float, limits: Limits) -> tuple[float, float]:
    """Return the thresholds that a quiet sensor of some resolution never goes below.

    A value that flickers between two steps is no movement. Averaging several samples into "now"
    makes the flicker smaller; a slow drift from one step to the next remains.

    Parameters
    ----------
    resolution : float
        Quantisation step, g.
    rate : float
        Rate of the samples, Hz.
    limits : Limits

    Returns
    -------
    low, high : float
        g.
    """
    averaged = max(1.0, limits.smooth * rate)
    steps = max(limits.drift_steps, limits.flicker_steps / np.sqrt(averaged))
    high = max(limits.high_minimum, steps * resolution)
    return max(limits.low_minimum, high * limits.low_minimum / limits.high_minimum), high


class _Run:
    """Detection inside one stretch: grid values wait here until quiet lets them go."""

    def __init__(
        self,
        first: GridBlock,
        *,
        calibration: Calibration,
        resolution: float,
        floor: NoiseFloor,
        limits: Limits,
    ) -> None:
        self._rate = first.anchor.rate
        self._timeline = Timeline(first.anchor)
        self._limits = limits
        self._minimum = minimum_thresholds(resolution, rate=first.sampled, limits=limits)
        self._envelope = Envelope(self._rate, limits=limits)
        self._floor = floor
        self._cell = max(1, round(limits.floor_cell * self._rate))
        self._quiet = max(1, round(limits.quiet * self._rate))
        self._sustain = max(1, round(limits.sustain * self._rate))
        # longer than a hold and the rest after it, so that no movement reaches across a cut
        self._tail = round((limits.hold + limits.rest) * self._rate) + 2
        self._lead = round(limits.rest * self._rate) + 2
        self._first = 0
        self._totals = Totals.empty(calibration)
        self._signal = np.empty(0)
        self._floors = np.empty(0)

    def push(self, block: GridBlock) -> Movements:
        self._timeline.add(block.anchor)
        self._totals = self._totals.extended(block.values)
        self._extend(final=False)
        return self._release(self._cut())

    def finish(self) -> Movements:
        self._extend(final=True)
        return self._release(len(self._totals))

    def _extend(self, *, final: bool) -> None:
        """Compute the envelope, and the floor of each complete cell, of what is new."""
        margin = self._envelope.margin
        if self._first == 0 and len(self._signal) < margin:
            # nothing is known of the half second before a run
            self._signal = np.zeros(min(margin, len(self._totals)))
        if len(self._signal) >= margin:
            new = self._envelope.between(self._totals.part(len(self._signal) - margin))
            self._signal = np.concatenate([self._signal, new])
        if final:
            missing = len(self._totals) - len(self._signal)
            self._signal = np.concatenate([self._signal, np.zeros(missing)])
        self._floors = np.concatenate([self._floors, self._new_floors(final=final)])

    def _new_floors(self, *, final: bool) -> Signal:
        waiting = self._signal[len(self._floors) :]
        whole = len(waiting) // self._cell
        cells = medians(waiting[: whole * self._cell].reshape(whole, self._cell))
        floors = np.repeat(self._floor.push(cells), self._cell)
        rest = waiting[whole * self._cell :]
        if final and len(rest):
            floors = np.concatenate(
                [floors, np.full(len(rest), self._floor.push(np.median(rest, keepdims=True))[0])]
            )
        return floors

    def _thresholds(self, count: int) -> tuple[Signal, Signal]:
        limits, floors = self._limits, self._floors[:count]
        low, high = self._minimum
        return (
            np.maximum(limits.low_factor * floors, low),
            np.maximum(limits.high_factor * floors, high),
        )

    def _cut(self) -> int:
        """Return the last place where a cut harms no movement, or 0."""
        known = len(self._floors)
        low, _ = self._thresholds(known)
        above = np.flatnonzero(self._signal[:known] > low)
        # a quiet stretch counts from the start of the buffer, up to what is known
        edges = np.concatenate([[-1], above, [known]])
        wide = np.flatnonzero(np.diff(edges) > self._tail + self._lead)
        if len(wide) == 0:
            return 0
        last = wide[-1]
        place = edges[last] + 1 + self._tail
        return int(place)

    def _release(self, count: int) -> Movements:
        if count == 0:
            return no_movements(self._limits.shape_values)
        low, high = self._thresholds(count)
        signal = self._signal[:count]
        bursts = find_bursts(signal, low=low, high=high, quiet=self._quiet, sustain=self._sustain)
        found = no_movements(self._limits.shape_values)
        if len(bursts.first):
            found = self._measure(bursts, low=low, count=count)
        self._first += count
        self._totals = self._totals.part(count)
        self._signal = self._signal[count:]
        self._floors = self._floors[count:]
        return found

    def _measure(self, bursts: Bursts, *, low: Signal, count: int) -> Movements:
        measures = Measures(self._totals.part(0, count), rate=self._rate, limits=self._limits)
        return measures.movements(
            bursts,
            floor=self._floors[bursts.first],
            near=low[bursts.first],
            first=self._first,
            timeline=self._timeline,
        )
