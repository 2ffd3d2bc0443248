"""Sleep stages of one night as a semi-Markov chain with awakenings at the ends of cycles."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Hypnogram:
    """Stage names with their starting seconds; the last entry ends the night."""

    starts: np.ndarray
    stages: tuple[str, ...]
    end: float

    def at(self, second):
        """Stage at a second of the night."""
        return self.stages[max(0, int(np.searchsorted(self.starts, second, "right")) - 1)]

    def spans(self, *names):
        """Merged spans of the named stages."""
        out = []
        bounds = [*self.starts[1:], self.end]
        for a, b, stage in zip(self.starts, bounds, self.stages):
            if stage in names:
                if out and abs(out[-1][1] - a) < 1e-6:
                    out[-1] = (out[-1][0], float(b))
                else:
                    out.append((float(a), float(b)))
        return out


def draw_hypnogram(rng, lights_off, end, latency, restless=1.0):
    """Draw stages: about 5 % N1, 50 % N2, 20 % N3, 20 % REM (Ohayon 2004, adults)."""
    starts, stages = [0.0], ["W"]
    now = lights_off + latency

    def put(stage, minutes):
        """Append a stage of some length; brief awakenings break it at random."""
        nonlocal now
        rate = {"N1": 2.0, "N2": 1.5, "N3": 0.3, "R": 1.2}.get(stage, 0) * restless  # per hour
        left = 60.0 * minutes
        while left > 0 and now < end:
            until = rng.exponential(3600 / rate) if rate else np.inf
            starts.append(now)
            stages.append(stage)
            if until >= left:
                now += left
                return
            now += until
            left -= until
            starts.append(now)
            stages.append("W")
            now += 15 + rng.exponential(35)
            starts.append(now)
            stages.append("N1")
            now += 20 + rng.exponential(60)

    cycle = 0
    deep = rng.uniform(0.4, 1.3)
    while now < end:
        put("N1", rng.gamma(2, 1.8))
        put("N2", rng.gamma(4, 4.0) * (0.7 + 0.15 * cycle))
        put("N3", deep * max(0, 34 - 11 * cycle) * rng.uniform(0.6, 1.3))
        put("N2", rng.gamma(3, 5.0))
        put("R", (7 + 7 * min(cycle, 3)) * rng.uniform(0.6, 1.4))
        if rng.random() < min(0.9, 0.6 * restless) and now < end:
            put("W", rng.lognormal(0.7, 0.8))
        cycle += 1
    keep = [i for i, s in enumerate(starts) if s < end - 1]
    return Hypnogram(
        starts=np.array([starts[i] for i in keep]), stages=tuple(stages[i] for i in keep), end=end
    )
