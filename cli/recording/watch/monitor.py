"""Live figures of a sensor: rate, magnitude, movements with provisional kinds, and a trace."""

from collections import deque
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.rules.rule_set import Rules
from limbwatch.dsp import Detector, Movements
from limbwatch.sensor import Samples
from limbwatch.sensor.devices import Decoder, Device
from limbwatch.sensor.radio.streaming import Arrived

KINDS = TWITCH, LONG, ALONE, PERIODIC = "twitch", "long movement", "limb movement", "periodic"
"""Provisional kinds of movements, until the night is scored."""
_RECENT_S = 20.0
"""Time over which the rate is measured, seconds."""
_AT_ONCE_S = 0.5
"""Time after a stream's start in which data may have been delayed, seconds. Chosen."""
_BREAK_S = 3.0
"""Difference between arrival and sample count from which a new run begins, seconds: live times need
no more accuracy."""


SHOWN_S: Final = 60.0
"""Length kept, seconds; chosen by us."""
_STEP_S: Final = 0.25
"""Length of a column, seconds: about as many as on a phone's screen; chosen by us."""


class Extremes(NamedTuple):
    """Extremes of the magnitude in a quarter of a second."""

    end_s: float
    """End, seconds of the samples' clock."""
    low: float
    """Smallest magnitude, g."""
    high: float
    """Largest magnitude, g."""


@dataclass(slots=True)
class LiveTrace:
    """The extremes of the latest minute."""

    _kept: deque[Extremes] = field(default_factory=deque)

    def push(self, start_s: float, rate: float, magnitude: NDArray[np.floating]) -> None:
        """Add consecutive magnitudes in g at a rate in Hz, from a start in seconds."""
        steps = ((start_s + np.arange(len(magnitude)) / rate) // _STEP_S).astype(np.int64)
        begins = np.flatnonzero(np.r_[True, steps[1:] != steps[:-1]])
        lows = np.minimum.reduceat(magnitude, begins).tolist()
        highs = np.maximum.reduceat(magnitude, begins).tolist()
        for step, low, high in zip(steps[begins].tolist(), lows, highs, strict=True):
            end_s = (step + 1) * _STEP_S
            if self._kept and self._kept[-1].end_s == end_s:
                last = self._kept.pop()
                low, high = min(low, last.low), max(high, last.high)  # noqa: PLW2901 - one step
            self._kept.append(Extremes(end_s, low, high))
        while self._kept[-1].end_s - self._kept[0].end_s > SHOWN_S:
            self._kept.popleft()

    @property
    def newest(self) -> tuple[Extremes, ...]:
        """The extremes kept, oldest first."""
        return tuple(self._kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMovement:
    """A certain movement; its kind is provisional until the night is scored."""

    host_s: float
    """Onset, seconds of the host's clock."""
    duration: float
    """Duration, seconds."""
    peak: float
    """Peak, g."""
    kind: str
    """Provisional kind in words."""


@dataclass(slots=True, kw_only=True)
class LiveSensor:
    """Live figures of one sensor."""

    rules: Rules
    """Rules with the lengths and intervals of periodic movements."""
    movements: int = 0
    """Movements so far."""
    periodic: int = 0
    """Periodic movements so far."""
    last: LiveMovement | None = None
    """Latest movement."""
    level_g: float | None = None
    """Median magnitude of the latest packets, g."""
    jolt_g: float = 0.0
    """Recent peak deviation from 1 g, decaying, g."""
    battery: list[tuple[float, float]] = field(default_factory=list)
    """Time, seconds of the host's clock, and percent of each change of charge."""
    trace: LiveTrace = field(default_factory=LiveTrace)
    _detector: Detector = field(default_factory=Detector)
    _decoder: Decoder | None = None
    _stream: int = -1
    _run_end: float = 0.0
    _recent: deque[tuple[float, int]] = field(default_factory=deque)
    _begun: float = 0.0
    _candidates: list[float] = field(default_factory=list)

    def hear(self, device: Device, arrived: list[Arrived]) -> list[LiveMovement]:
        """Process notifications that are on disk; return the movements that became certain."""
        found: list[LiveMovement] = []
        known = [(one, one.settings) for one in arrived if one.settings is not None]
        for stream, group in groupby(known, key=lambda pair: pair[0].stream):
            pairs = list(group)
            settings = pairs[0][1]
            if stream != self._stream or self._decoder is None:
                self._stream, self._decoder = stream, device.decoder(settings)
                self._recent.clear()
                self._begun = pairs[0][0].host_ns / 1e9
            packets = [
                (one.host_ns / 1e9, packet.xyz)
                for one, _ in pairs
                for packet in self._decoder.push(one.data)
            ]
            if packets:
                found += self._samples(packets, settings.rate)
        return found

    def rate(self) -> float | None:
        """Return the rate over the last twenty seconds, Hz; None until there are enough data.

        Gaps before the present stream, and data delayed by one, are left out.
        """
        recent = [one for one in self._recent if one[0] >= self._begun + _AT_ONCE_S]
        if len(recent) < 3:
            return None
        span = recent[-1][0] - recent[0][0]
        if span < 2:
            return None
        return sum(n for _, n in recent[1:]) / span

    def note_battery(self, host_s: float, percent: float) -> None:
        """Record a charge if it changed."""
        if not self.battery or self.battery[-1][1] != percent:
            self.battery.append((host_s, percent))

    def hours_left(self) -> float | None:
        """Forecast the battery from its fall so far; None until it has fallen twice."""
        falling = self.battery[1:] if len(self.battery) > 2 else []
        if len(falling) < 2 or falling[-1][1] >= falling[0][1]:
            return None
        (begin, first), (end, last) = falling[0], falling[-1]
        return last / ((first - last) / ((end - begin) / 3600))

    def _samples(
        self, packets: list[tuple[float, NDArray[np.float32]]], rate: float
    ) -> list[LiveMovement]:
        self._recent.extend((host_s, len(xyz)) for host_s, xyz in packets)
        host_s = packets[-1][0]
        while host_s - self._recent[0][0] > _RECENT_S:
            self._recent.popleft()
        xyz = np.concatenate([xyz for _, xyz in packets])
        magnitude = np.linalg.norm(xyz, axis=1)
        self.level_g = float(np.median(magnitude))
        self.jolt_g = max(self.jolt_g * 0.9, float(np.abs(magnitude - 1).max()))
        arrived_start = host_s - len(xyz) / rate
        start = self._run_end
        if not -_BREAK_S < arrived_start - start < _BREAK_S:
            start = arrived_start
        run = Samples(start=start, rate=rate, xyz=xyz)
        self._run_end = run.end
        self.trace.push(run.start, rate, magnitude)
        return self._collect(self._detector.push(run))

    def _collect(self, movements: Movements) -> list[LiveMovement]:
        found: list[LiveMovement] = []
        for onset, duration, peak in zip(
            movements.onset.tolist(),
            movements.duration.tolist(),
            movements.peak.tolist(),
            strict=True,
        ):
            self.movements += 1
            kind = self._kind(onset, duration)
            self.last = LiveMovement(host_s=onset, duration=duration, peak=peak, kind=kind)
            found.append(self.last)
        return found

    def _kind(self, onset: float, duration: float) -> str:
        rules = self.rules
        if duration * 1000 < rules.shortest:
            return TWITCH
        if duration * 1000 > rules.longest:
            self._candidates.clear()
            return LONG
        if self._candidates:
            interval = (onset - self._candidates[-1]) * 1000
            if not rules.interval_shortest <= interval <= rules.interval_longest:
                self._candidates.clear()
        self._candidates.append(onset)
        n = len(self._candidates)
        if n < rules.series_shortest:
            return ALONE
        self.periodic += n if n == rules.series_shortest else 1
        return PERIODIC
