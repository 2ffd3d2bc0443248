"""When the wearer sleeps, wakes, dreams."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.posed.strokes import Rng, around, between

Span = tuple[float, float]


@dataclass
class Sleep:
    """The course of one night, seconds.

    Parameters
    ----------
    total, lights, onset, woken, rising : float
        Length of the recording, lights off, first sleep, last awakening, getting up.
    awake : list of (float, float)
        Awakenings between ``onset`` and ``woken``.
    rem : list of (float, float)
    """

    total: float
    lights: float
    onset: float
    woken: float
    rising: float
    awake: list[Span] = field(default_factory=list)
    rem: list[Span] = field(default_factory=list)

    def spans(self) -> list[Span]:
        """Asleep from and to."""
        edges = [self.onset]
        for begin, end in sorted(self.awake):
            edges += [begin, end]
        edges.append(self.woken)
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [(a, b) for a, b in pairs if b - a > 1.0]

    def asleep(self, at: float) -> bool:
        """Whether asleep at a second."""
        return any(a <= at < b for a, b in self.spans())

    def dreaming(self, at: float) -> bool:
        """Whether in REM."""
        return any(a <= at < b for a, b in self.rem) and self.asleep(at)

    def hours(self) -> float:
        """Hours asleep."""
        return sum(b - a for a, b in self.spans()) / 3600

    def wake(self, begin: float, length: float) -> bool:
        """Add an awakening if it is clear of the others."""
        end = begin + length
        if begin < self.onset + 30 or end > self.woken - 30:
            return False
        if any(begin < b + 60 and end > a - 60 for a, b in self.awake):
            return False
        self.awake.append((begin, end))
        return True


def draw(rng: Rng, scenario: str, hours: float) -> Sleep:
    """Draw the course of a night."""
    total = hours * 3600
    lights = min(float(rng.uniform(110, 310)), 0.06 * total)
    latency = between(rng, 300, 2400)
    most = 0.24 * total
    if scenario == "rls":
        latency, most = min(3600.0, total / 3), 0.34 * total
    elif scenario in {"reading", "rest_tremor"}:
        latency, most = float(rng.uniform(900, 2400)), 0.3 * total
    onset = lights + min(latency, most)
    rising = total - min(float(rng.uniform(50, 130)), 0.03 * total)
    woken = rising - min(between(rng, 30, 400), 0.03 * total)
    night = Sleep(total, lights, onset, woken, rising)
    asleep = woken - onset
    cycle = float(np.clip(asleep / 4, 2000, rng.uniform(4800, 6300)))
    at, part = onset + 0.75 * cycle, 0.12
    while at < woken:
        long = cycle * part * float(rng.uniform(0.7, 1.3))
        night.rem.append((at, min(at + long, woken)))
        at += cycle
        part = min(part + 0.06, 0.4)
    for _ in range(int(rng.poisson(float(rng.uniform(0.8, 2.2)) * asleep / 3600))):
        length = around(rng, 80, 0.7, 25, 400)
        night.wake(float(rng.uniform(onset + 300, woken - 300)), min(length, 0.03 * total))
    return night
