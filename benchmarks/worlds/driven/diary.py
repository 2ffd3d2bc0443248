"""When the wearer lies, wakes and sleeps, and what time is taken."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.driven.act import Act
from benchmarks.worlds.driven.drive import Rng, between

Span = tuple[float, float]


@dataclass
class Diary:
    """One night's times, seconds, and the acts booked in it."""

    rng: Rng
    hours: float
    lights_off: float
    asleep_at: float
    awake_at: float
    rise: float
    end: float
    wakes: list[Span] = field(default_factory=list)
    walks: list[Span] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    pauses: list[Span] = field(default_factory=list)

    @property
    def sleep(self) -> list[Span]:
        """Spans asleep."""
        out = []
        at = self.asleep_at
        for start, stop in sorted(self.wakes):
            if start - at > 5.0:
                out.append((at, start))
            at = max(at, stop)
        if self.awake_at - at > 5.0:
            out.append((at, self.awake_at))
        return out

    @property
    def slept(self) -> float:
        """Seconds asleep."""
        return sum(b - a for a, b in self.sleep)

    def free(self, start: float, stop: float, margin: float = 1.5) -> bool:
        """Whether nothing is booked in a span."""
        return all(stop + margin < a or start - margin > b for a, b in self.busy)

    def book(self, act: Act, *, anyway: bool = False, margin: float = 1.5) -> bool:
        """Book an act if its time is free."""
        stop = act.at + act.length
        if act.at < 1.0 or stop > self.end - 2.0:
            return False
        if not anyway and not self.free(act.at, stop, margin):
            return False
        self.acts.append(act)
        self.busy.append((act.at, stop))
        return True

    def instant(self, spans: list[Span], early: float = 0.0) -> float:
        """A random second of the spans; early above 0 prefers the first ones."""
        sizes = np.array([max(b - a, 1e-3) for a, b in spans])
        total = float(sizes.sum())
        u: float = float(self.rng.random()) ** (1.0 + early) * total
        for a, b in spans:
            size = max(b - a, 1e-3)
            if u <= size:
                return a + u
            u -= size
        return spans[-1][1]

    def at_slept(self, slept: float) -> float:
        """Second of the night at which so many seconds were slept."""
        for a, b in self.sleep:
            if slept <= b - a:
                return a + slept
            slept -= b - a
        return self.awake_at


def draw_diary(rng: Rng, hours: float, scenario: str) -> Diary:
    """Draw when things happen."""
    total = hours * 3600.0
    lights = min(between(rng, 120.0, 300.0), 0.05 * total)
    latency = between(rng, 300.0, 2400.0)
    cap = 0.25 * total
    if scenario == "rls":
        latency, cap = min(3600.0, total / 3.0), 0.36 * total
    elif scenario == "reading":
        latency, cap = between(rng, 1200.0, 3000.0), 0.34 * total
    elif scenario == "rest_tremor":
        latency, cap = between(rng, 600.0, 2400.0), 0.3 * total
    latency = min(latency, cap * between(rng, 0.7, 1.0) if latency > cap else latency)
    rise = total - min(between(rng, 50.0, 120.0), 0.04 * total)
    awake = rise - min(between(rng, 20.0, 240.0), 0.03 * total)
    night = Diary(rng, hours, lights, lights + latency, awake, rise, total)
    slept = awake - night.asleep_at
    count = int(rng.poisson(4.0 * (hours / 8.0) ** 0.6))
    longest = min(240.0, 0.04 * slept)
    spots = [between(rng, 0.2, 0.95) for _ in range(count)]
    sizes = [between(rng, 0.3, 1.0) * longest for _ in range(count)]
    if scenario in {"walks", "mixed"}:
        trips = int(rng.integers(1, 4 if hours > 1.0 else 2))
        for k in range(trips):
            spots.append((k + between(rng, 0.35, 0.75)) / trips)
            sizes.append(-min(between(rng, 150.0, 330.0), 0.08 * slept))
    taken: list[Span] = []
    for spot, size in sorted(zip(spots, sizes, strict=True), key=lambda one: one[1]):
        start = night.asleep_at + spot * slept
        span = (start, start + abs(size))
        if span[1] > awake - 60.0 or any(
            span[0] < b + 120.0 and a < span[1] + 120.0 for a, b in taken
        ):
            continue
        taken.append(span)
        if size < 0.0:
            night.walks.append(span)
    night.wakes = sorted(taken)
    return night
