"""When the person sleeps, wakes, dreams; and a calendar of what is taken."""

from dataclasses import dataclass, field

import numpy as np

Span = tuple[float, float]


@dataclass
class Hypnogram:
    """Times of one night, seconds."""

    total: float
    off: float
    rise: float
    onset: float
    awakenings: list[Span]
    sleep: list[Span]
    rem: list[Span]
    trip: list[Span]
    restless: Span | None = None

    def asleep(self, t: float) -> bool:
        """Whether asleep."""
        return any(a <= t < b for a, b in self.sleep)

    def dreaming(self, t: float) -> bool:
        """Whether in REM sleep."""
        return any(a <= t < b for a, b in self.rem)

    def draw(self, rng: np.random.Generator, lean: float = 0.0) -> float:
        """Draw a moment asleep; `lean` > 0 prefers early ones, < 0 late ones."""
        for _ in range(60):
            t = float(rng.uniform(self.onset, self.sleep[-1][1]))
            u = (t - self.onset) / max(1.0, self.rise - self.onset)
            keep = np.exp(-abs(lean) * (u if lean >= 0 else 1 - u))
            if self.asleep(t) and rng.random() < keep:
                return t
        return float(rng.uniform(*self.sleep[0]))

    def wake(self, a: float, b: float) -> None:
        """Take a span out of sleep."""
        if sum(y - x for x, y in self.sleep) - (b - a) < 0.5 * self.total:
            return
        sleep: list[Span] = []
        for x, y in self.sleep:
            for lo, hi in ((x, min(y, a)), (max(x, b), y)):
                if hi - lo > 5:
                    sleep.append((lo, hi))
        self.sleep = sleep

    @property
    def sleep_hours(self) -> float:
        """Hours asleep."""
        return sum(b - a for a, b in self.sleep) / 3600


def hypnogram(rng: np.random.Generator, hours: float, scenario: str) -> Hypnogram:
    """Draw the night's plan."""
    total = hours * 3600.0
    off = min(float(rng.uniform(120, 300)), 0.08 * total)
    rise = total - min(float(rng.uniform(60, 150)), 0.06 * total)
    latency = min(float(rng.uniform(300, 2400)), 0.16 * total * rng.uniform(0.6, 1.0))
    restless = None
    awake = 0.0
    if scenario == "rls":
        awake = min(3600.0, total / 3) * float(rng.uniform(0.85, 1.0))
        latency = min(latency, 0.08 * total)
    elif scenario == "reading":
        awake = min(float(rng.uniform(900, 2700)), 0.27 * total)
        latency = min(latency, 0.08 * total)
    if awake:
        restless = (off, off + awake)
    onset = off + awake + latency
    final = rise - min(float(rng.uniform(40, 600)), 0.03 * total)
    room = final - onset
    wanted: list[float] = []
    trips = int(rng.integers(1, 4)) if scenario == "walks" else 0
    if hours < 1.2:
        trips = min(trips, 1)
    for _ in range(trips):
        wanted.append(min(float(rng.uniform(200, 480)), 0.08 * total))
    count = int(rng.poisson(room / 3600 * rng.uniform(0.3, 1.2)))
    if scenario in ("hypnic", "hypnic_plm", "spasms", "cramp", "mixed"):
        count = max(1, count)
    for _ in range(count):
        wanted.append(min(float(rng.lognormal(np.log(110), 0.6)), 0.04 * total))
    awakenings: list[Span] = []
    trip: list[Span] = []
    for k, length in enumerate(wanted):
        for _ in range(40):
            lo = onset + 0.12 * room
            a = float(rng.uniform(lo, max(lo + 1, final - length - 0.06 * room)))
            span = (a, a + length)
            gap = min(420.0, 0.06 * room)
            if all(span[1] + gap < b[0] or span[0] - gap > b[1] for b in awakenings):
                awakenings.append(span)
                if k < trips:
                    trip.append(span)
                break
    while awakenings and room - sum(b - a for a, b in awakenings) < 0.54 * total:
        idle = [span for span in awakenings if span not in trip]
        if not idle:
            break
        awakenings.remove(max(idle, key=lambda span: span[1] - span[0]))
    awakenings.sort()
    sleep: list[Span] = []
    t = onset
    for a, b in awakenings:
        sleep.append((t, a))
        t = b
    sleep.append((t, final))
    cycle = min(5400.0, room / 2.2) * float(rng.uniform(0.9, 1.05))
    rem: list[Span] = []
    t = onset
    share = float(rng.uniform(0.05, 0.1))
    while t + cycle < final + 0.3 * cycle:
        a, b = t + cycle * (1 - share), min(t + cycle, final)
        if b - a > 20:
            rem.append((a, b))
        t += cycle
        share = min(0.4, share * 1.6 + 0.06)
    return Hypnogram(total, off, rise, onset, awakenings, sleep, rem, trip, restless)


@dataclass
class Calendar:
    """Spans that are taken."""

    spans: list[Span] = field(default_factory=list)

    def free(self, a: float, b: float) -> bool:
        """Whether nothing lies between two moments."""
        return all(b <= x or a >= y for x, y in self.spans)

    def book(self, a: float, b: float) -> None:
        """Take a span."""
        self.spans.append((a, b))
