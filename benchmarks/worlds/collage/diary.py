"""The plan of a night: lights, sleep, awakenings, trips, REM, and which moments are taken."""

from dataclasses import dataclass, field

import numpy as np

GRID = 10  # cells of the busy map per second


@dataclass(kw_only=True)
class Diary:
    """When the sleeper is in bed, awake, dreaming, or busy moving."""

    end: float
    off: float
    rise: float
    wakes: list[tuple[float, float]]
    trips: list[tuple[float, float]]
    busy: np.ndarray
    rem: list[tuple[float, float]] = field(default_factory=list)
    apnoea: list[tuple[float, float]] = field(default_factory=list)

    def sleep(self) -> list[tuple[float, float]]:
        """Return the stretches asleep."""
        out, at = [], self.off
        for a, b in merge([w for w in self.wakes if w[1] > self.off]):
            if a > at:
                out.append((at, min(a, self.rise)))
            at = max(at, b)
        if at < self.rise:
            out.append((at, self.rise))
        return [(a, b) for a, b in out if b - a > 20]

    def asleep(self, t: float) -> bool:
        """Tell whether the sleeper sleeps at t."""
        return any(a <= t < b for a, b in self.sleep())

    def free(self, a: float, b: float) -> bool:
        """Tell whether nothing is planned from a to b."""
        return a >= 0 and b < self.end and not self.busy[int(a * GRID) : int(b * GRID) + 1].any()

    def take(self, a: float, b: float) -> None:
        """Mark a to b as taken."""
        self.busy[max(int(a * GRID), 0) : int(b * GRID) + 1] = True

    def slot(
        self,
        rng: np.random.Generator,
        within: list[tuple[float, float]],
        length: float,
        pad: float = 1.0,
    ) -> float | None:
        """Return the start of a free moment inside one of the stretches, and take it."""
        room = [(a, b) for a, b in within if b - a > length + 0.2]
        if not room:
            return None
        weight = np.array([b - a - length for a, b in room])
        for _ in range(30):
            a, b = room[rng.choice(len(room), p=weight / weight.sum())]
            t = float(rng.uniform(a, b - length))
            if self.free(t - pad, t + length + pad):
                self.take(t - pad / 2, t + length + pad / 2)
                return t
        return None


def merge(rows: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that overlap."""
    out: list[tuple[float, float]] = []
    for a, b in sorted(rows):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def diary(
    rng: np.random.Generator, hours: float, *, latency: float | None, trips: int, restless: float
) -> Diary:
    """Draw a night: about one cycle of NREM and REM in 80-110 min, REM growing towards morning."""
    end = hours * 3600.0
    off = min(float(rng.uniform(120, 1500)), 0.1 * end)
    rise = end - min(float(rng.uniform(90, 600)), 0.06 * end)
    if latency is None:
        latency = float(np.clip(rng.lognormal(np.log(720), 0.6), 150, 3000))
    onset = min(off + latency, off + 0.5 * (rise - off))
    wakes = [(0.0, onset), (rise, end)]
    for _ in range(rng.poisson(restless * (rise - onset) / 3600)):
        a = float(rng.uniform(onset, rise))
        wakes.append((a, a + float(np.clip(rng.lognormal(np.log(150), 0.9), 25, 1500))))
    walks = []
    for k in range(trips):
        a = onset + (rise - onset) * (k + float(rng.uniform(0.15, 0.9))) / max(trips, 1)
        length = float(rng.uniform(140, 420))
        if a + length + 150 < rise:
            lead = float(rng.uniform(15, 120))
            walks.append((a + lead, a + lead + length))
            wakes.append((a, a + lead + length + float(rng.uniform(60, 500))))
    last = float(rng.uniform(20, 900))
    wakes.append((max(rise - last, onset + 60), rise))
    book = Diary(
        end=end,
        off=off,
        rise=rise,
        wakes=merge(wakes),
        trips=walks,
        busy=np.zeros(int(end * GRID) + 20, bool),
    )
    a = onset
    while a < rise:
        cycle = float(rng.uniform(80, 110)) * 60
        share = float(np.clip(0.08 + 0.25 * (a - onset) / max(rise - onset, 1), 0.05, 0.35))
        book.rem.append((a + cycle * (1 - share), min(a + cycle, rise)))
        a += cycle
    book.rem = [r for r in book.rem if r[0] < r[1]]
    return book
