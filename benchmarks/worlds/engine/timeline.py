"""When the wearer sleeps, and when there is room for something to happen."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(kw_only=True)
class Timeline:
    """The frame of a night, seconds.

    Parameters
    ----------
    total : float
        Length of the night.
    lights, onset, rise : float
        Lights off, first sleep, getting up.
    sleep, rem : list of (float, float)
        Spans asleep, and those of dreams.
    taken : list of (float, float)
        Spans in which something happens.
    pauses : list of (float, float)
        Apnoeas.
    """

    total: float
    lights: float
    onset: float
    rise: float
    sleep: list[tuple[float, float]]
    rem: list[tuple[float, float]]
    taken: list[tuple[float, float]] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)

    def free(self, start: float, end: float) -> bool:
        """Nothing happens in a span."""
        return all(end <= a or start >= b for a, b in self.taken)

    def take(self, start: float, end: float, pad: float = 1.0) -> bool:
        """Reserve a span if it is free."""
        if start < 2 or end > self.total - 2 or not self.free(start - pad, end + pad):
            return False
        self.taken.append((start, end))
        return True

    def asleep(self, t: float) -> bool:
        """Asleep at a time."""
        return any(a <= t < b for a, b in self.sleep)

    @property
    def slept(self) -> float:
        """Hours of sleep."""
        return sum(b - a for a, b in self.sleep) / 3600

    def somewhere(
        self, rng: np.random.Generator, spans: list[tuple[float, float]], room: float
    ) -> float | None:
        """Reserve room at a random time within spans; None when there is none."""
        lengths = np.array([max(0.0, b - a - room) for a, b in spans])
        if lengths.sum() <= 0:
            return None
        for _ in range(40):
            a, b = spans[int(rng.choice(len(spans), p=lengths / lengths.sum()))]
            t = float(rng.uniform(a, b - room))
            if self.take(t, t + room):
                return t
        return None


def _without(
    spans: list[tuple[float, float]], hole: tuple[float, float]
) -> list[tuple[float, float]]:
    out = []
    for a, b in spans:
        if hole[1] <= a or hole[0] >= b:
            out.append((a, b))
            continue
        if hole[0] - a > 60:
            out.append((a, hole[0]))
        if b - hole[1] > 60:
            out.append((hole[1], b))
    return out


def draw_timeline(rng: np.random.Generator, hours: float, *, slow: bool) -> Timeline:
    """Draw lights off, sleep and waking; ``slow`` for a third of the night or an hour awake."""
    total = hours * 3600
    lights = float(rng.uniform(120, 300)) * min(1.0, total / 3600)
    rise = total - float(rng.uniform(40, 90))
    wake = rise - float(rng.uniform(60, 240)) * min(1.0, total / 3600)
    latency = min(float(rng.uniform(300, 2400)), 0.2 * total)
    if slow:
        latency = min(3600.0, total / 3) * float(rng.uniform(0.85, 1.0))
    onset = lights + latency
    spans = [(onset, wake)]
    for _ in range(int(rng.poisson(0.8 * (wake - onset) / 3600))):
        start = float(rng.uniform(onset + 600, wake - 300)) if wake - onset > 1200 else 0.0
        hole = (start, start + float(np.clip(np.exp(rng.normal(4.8, 0.5)), 45, 420)))
        less = _without(spans, hole)
        if sum(b - a for a, b in less) > 0.52 * total:
            spans = less
    rem = []
    cycle = float(rng.uniform(75, 105)) * 60
    if total < 2.5 * 3600:
        a = onset + 0.6 * (wake - onset)
        rem.append((a, min(wake, a + 0.3 * (wake - onset))))
    else:
        k = 1
        while onset + k * cycle < wake:
            end = onset + k * cycle
            rem.append((end - (300 + 300 * k if k < 4 else 1500), end))
            k += 1
    return Timeline(total=total, lights=lights, onset=onset, rise=rise, sleep=spans, rem=rem)
