"""Truth: what an act looked like at each sensor, noise-free."""

import bisect

import numpy as np

from benchmarks.worlds.rigid.chain import DT, RATE

FAINT, SHARE = 0.002, 0.05  # g, and share of the peak, above which a movement is visible


class Record:
    """The dense stretches of one limb in order of time."""

    def __init__(self, rows):
        self.rows = sorted(rows, key=lambda r: r.use0)
        self.starts = [r.use0 for r in self.rows]

    def within(self, a: float, b: float):
        """Rows that overlap a..b."""
        i = max(bisect.bisect_right(self.starts, a) - 1, 0)
        while i < len(self.rows) and self.rows[i].use0 < b:
            if self.rows[i].use1 > a:
                yield self.rows[i]
            i += 1

    def seen(self, a: float, b: float):
        """Times and specific force (n, 3) from a to b."""
        times, force = [], []
        for row in self.within(a, b):
            i, j = (int((np.clip(x, row.use0, row.use1) - row.t0) * RATE) for x in (a, b))
            force.append(row.seen[i:j])
            times.append(row.t0 + np.arange(i, i + len(force[-1])) * DT)
        if not force:
            return np.empty(0), np.empty((0, 3))
        return np.concatenate(times), np.concatenate(force)


def extent(record: Record, t0: float, t1: float):
    """Return peak in g, onset and end of what one limb did from t0 to t1."""
    t, f = record.seen(t0 - 0.25, t1 + 0.9)
    if t.size < 20:
        return 0.0, t0, t1
    before = f[t < t0 + 0.02].mean(0) if np.any(t < t0 + 0.02) else f[0]
    dev = np.linalg.norm(f - before, axis=1)
    dev[t < t0] = 0
    peak = float(dev.max())
    late = f[t > t1 + 0.7]
    after = late.mean(0) if len(late) else f[-1]
    limit = min(max(FAINT, SHARE * peak), 0.5 * peak)
    onset = t[int(np.argmax(dev > limit))] if peak > 0 else t0
    back = np.linalg.norm(f - after, axis=1) > min(max(1.5 * FAINT, 0.1 * peak), 0.6 * peak)
    back[(t > t1 + 0.7) | (t < t0)] = False
    last = t[np.flatnonzero(back)[-1]] if back.any() else t1
    return peak, float(max(onset, t0)), float(max(last, onset + 0.05))


def heard_peak(rows, target: str, a: float, b: float) -> float:
    """Peak in g of what the bed carried from some rows to a sensor from a to b."""
    peak = 0.0
    for row in rows:
        wave = row.heard.get(target)
        if wave is not None:
            i, j = (max(int((x - row.t0) * RATE), 0) for x in (a, b))
            if j > i and len(wave[i:j]):
                peak = max(peak, float(np.linalg.norm(wave[i:j], axis=1).max()))
    return peak


def span_of(waves, t0: float, floor: float = 0.002):
    """Onset and end of waves {target: (t0, (n, 3))} above the floor, at the clearest target."""
    best = max(waves, key=lambda p: np.abs(waves[p]).max(), default=None)
    if best is None:
        return t0, t0 + 0.1
    size = np.linalg.norm(waves[best], axis=1)
    on = np.flatnonzero(size > min(floor, 0.5 * size.max()))
    return t0 + on[0] * DT, t0 + on[-1] * DT + 0.05
