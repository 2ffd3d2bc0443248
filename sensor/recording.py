"""What one sensor recorded in one night."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.aware_time import aware, fixed
from limbwatch.sensor.bounds import require_year
from limbwatch.sensor.placement import Placement, placement_of
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.samples import (
    Samples,
    require_in_order,
    require_number,
    require_runs,
    rows_between,
)

SLOW = 20.0
"""Rate below which jerks of 0.1 s fall between two samples, Hz."""

SIMULATED, SIMULATED_ADDRESS = "simulated", "sim:"
"""First word of the ``device`` of a simulated recording, also the name of the column that marks a
simulated table; and the prefix of a simulated sensor's address, in commands and captures."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recording:
    """The runs of one sensor, in order of time; a gap is the space between two runs.

    Gaps are never filled and never interpolated.

    Parameters
    ----------
    start : datetime
        Aware time of second 0, to which ``Samples.start`` refers. It keeps the offset from UTC of
        that moment, so that times after a change of clocks are right.
    placement : Placement
        Where the sensor was worn; its word, such as ``ankle_left``, is accepted too.
    device : str
        What recorded it, as the source states; empty when unknown.
    rate_nominal : float or None
        Rate stated by the source, Hz.
    rate : float
        Rate measured over all runs, Hz.
    runs : tuple of Samples
        In order of time, not overlapping; at least one, none empty.
    quality : Quality
        What the reader found.
    serial : str
        Serial number of the sensor, where the source states one, by which two files of one limb
        are known to come from one sensor. It is not stored.

    Raises
    ------
    TypeError
        If the start is not a time, a rate not a number, the device not text or a run not `Samples`.
    ValueError
        If the start has no time zone, the placement is unknown, a rate is not positive, there is
        no run, runs overlap, or the year is before 1900 or after 2199.
    """

    start: datetime
    placement: Placement
    device: str
    rate_nominal: float | None
    rate: float
    runs: tuple[Samples, ...]
    quality: Quality = field(default_factory=Quality)
    serial: str = ""

    if TYPE_CHECKING:
        # callers may give more than the fields hold: a word, and any sequence of runs
        def __init__(
            self,
            *,
            start: datetime,
            placement: str,
            device: str,
            rate_nominal: float | None,
            rate: float,
            runs: Sequence[Samples] | Samples,
            quality: Quality = ...,
            serial: str = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", fixed(aware(self.start)))
        require_year(self.start)
        object.__setattr__(self, "placement", placement_of(self.placement))
        runs = (self.runs,) if isinstance(self.runs, Samples) else tuple(self.runs)
        object.__setattr__(self, "runs", runs)
        require_runs(runs)
        for name in ("rate", "rate_nominal"):
            rate = getattr(self, name)
            if rate is None and name == "rate_nominal":
                continue
            require_number(rate, name)
            if not 0 < rate < inf:
                raise ValueError(f"{name} must be positive, not {rate} Hz")
        if not isinstance(self.device, str):
            raise TypeError(f"device must be a text, empty when unknown, not {self.device!r}")
        require_in_order(runs)

    def __repr__(self) -> str:
        hours = sum(len(run) / run.rate for run in self.runs) / 3600
        return (
            f"Recording({self.placement.value}, {self.start:%Y-%m-%d %H:%M}, {hours:.1f} h "
            f"at {self.rate:.1f} Hz, {len(self.runs)} run{'' if len(self.runs) == 1 else 's'})"
        )

    @property
    def spans(self) -> Array:
        """Start and end of each run, seconds; shape (runs, 2)."""
        return np.array([(run.start, run.end) for run in self.runs])

    @property
    def span(self) -> tuple[float, float]:
        """Start of the first run and end of the last, seconds."""
        return self.runs[0].start, self.runs[-1].end

    @property
    def begin(self) -> datetime:
        """Aware time of the first sample."""
        return self.start + timedelta(seconds=self.runs[0].start)

    @property
    def end(self) -> datetime:
        """Aware time at which the last run ends."""
        return self.start + timedelta(seconds=self.runs[-1].end)

    @property
    def simulated(self) -> bool:
        """Whether any part is simulated; commas separate sensors that were exchanged."""
        return any(one.startswith(SIMULATED) for one in self.device.split(", "))

    def warned(self, *said: str) -> "Recording":
        """Return a copy with further warnings appended."""
        warnings = (*self.quality.warnings, *said)
        return replace(self, quality=replace(self.quality, warnings=warnings))

    def rebased(self, start: datetime) -> "Recording":
        """Return the same runs, timed in seconds from another start.

        Parameters
        ----------
        start : datetime
            The new second 0, an aware time.

        Returns
        -------
        Recording
            Shares the sample arrays with this one.
        """
        start = fixed(start)
        shift = (self.start - start).total_seconds()
        if shift == 0:
            return replace(self, start=start)
        runs = tuple(
            Samples(start=run.start + shift, rate=run.rate, xyz=run.xyz) for run in self.runs
        )
        return replace(self, start=start, runs=runs)

    def later(self, seconds: float, note: str) -> "Recording":
        """Return a copy that begins later.

        Parameters
        ----------
        note : str
            Why, as a sentence for the person; empty to add none.
        """
        quality = replace(self.quality, notes=(*self.quality.notes, note)) if note else self.quality
        return replace(self, start=self.start + timedelta(seconds=seconds), quality=quality)

    def between(self, begin: float, end: float) -> "Recording | None":
        """Return the samples of a stretch; adjoining stretches share no sample and lose none.

        Parameters
        ----------
        begin, end : float
            Seconds from the start; ``begin`` is in the stretch and ``end`` is not.

        Returns
        -------
        Recording or None
            Shares the sample arrays; None if the stretch holds no sample.
        """
        cut = ((run, *rows_between(run.start, run.rate, len(run), begin, end)) for run in self.runs)
        runs = tuple(
            Samples(start=run.start + first / run.rate, rate=run.rate, xyz=run.xyz[first:stop])
            for run, first, stop in cut
            if first < stop
        )
        return replace(self, runs=runs) if runs else None

    def retimed(self, *, ahead_s: float, fast_ppm: float) -> "Recording":
        """Correct the stamps for a clock that is ahead and fast.

        Parameters
        ----------
        ahead_s : float
            By how much the stamps are too late at second 0, seconds.
        fast_ppm : float
            By how much the clock is too fast, parts per million.

        Returns
        -------
        Recording
            Shares the sample arrays; ``as_stamped`` restores the source's times.
        """
        pace = 1 + fast_ppm * 1e-6
        runs = tuple(
            Samples(start=(run.start - ahead_s) / pace, rate=run.rate * pace, xyz=run.xyz)
            for run in self.runs
        )
        before = self.quality  # corrections accumulate
        quality = replace(
            before,
            taken_off_s=before.taken_off_s + self.runs[0].start - runs[0].start,
            taken_off_ppm=((1 + before.taken_off_ppm * 1e-6) * pace - 1) * 1e6,
        )
        return replace(self, rate=self.rate * pace, runs=runs, quality=quality)

    def without_steps(self, steps: Sequence[tuple[float, float]]) -> "Recording":
        """Take clock jumps off the stamps that follow them.

        Parameters
        ----------
        steps : sequence of (float, float)
            First stamp after each jump, and by how much later the stamps are from there on,
            seconds; in order of time.

        Returns
        -------
        Recording
            Shares the sample arrays; ``as_stamped`` restores the source's times. No run is moved
            into the one before.
        """
        runs, taken = list(self.runs), list(self.quality.taken_off_steps)
        pace = 1 + self.quality.taken_off_ppm * 1e-6
        for at, jump in reversed(steps):
            first = min(
                range(1, len(runs)), key=lambda k: abs(self.runs[k].start - at), default=len(runs)
            )
            if first == len(runs):
                continue
            off = min(jump, runs[first].start - runs[first - 1].end)
            runs[first:] = [replace(run, start=run.start - off) for run in runs[first:]]
            taken.append((first, off * pace))
        quality = replace(self.quality, taken_off_steps=tuple(taken))
        return replace(self, runs=tuple(runs), quality=quality)

    def as_stamped(self) -> "Recording":
        """Return the recording with the times that the source wrote.

        Returns
        -------
        Recording
            This one if nothing was taken off.
        """
        told, first = self.quality, self.runs[0].start
        if not (told.taken_off_s or told.taken_off_ppm or told.taken_off_steps):
            return self
        pace = 1 + told.taken_off_ppm * 1e-6
        runs = tuple(
            Samples(
                start=first
                + told.taken_off_s
                + (run.start - first) * pace
                + sum(jump for at, jump in told.taken_off_steps if at <= k),
                rate=run.rate / pace,
                xyz=run.xyz,
            )
            for k, run in enumerate(self.runs)
        )
        quality = replace(told, taken_off_s=0.0, taken_off_ppm=0.0, taken_off_steps=(), clock="")
        return replace(self, rate=self.rate / pace, runs=runs, quality=quality)
