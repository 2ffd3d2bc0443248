"""Truth: onset, duration and visibility of what happened, read from what sensors felt."""

import numpy as np

from benchmarks.worlds.segmented.act import Act
from benchmarks.worlds.segmented.body import PLACES
from benchmarks.worlds.segmented.posture import FD
from benchmarks.worlds.segmented.strap import Chip
from benchmarks.worlds.segmented.timeline import Line
from benchmarks.worlds.segmented.window import Window

Row = tuple[float, float, str, tuple[str, ...], str, dict[str, float]]


def truths(
    ws: list[Window],
    dense: dict[str, np.ndarray],
    acts: list[Act],
    line: Line,
    models: dict[str, Chip],
) -> list[Row]:
    """Onset, duration and visibility of every act and shift, read from what the sensors felt."""
    rows: list[Row] = []
    everyone = PLACES
    for w in ws:
        a = {p: dense[p][:, w.start : w.start + w.n] for p in PLACES}
        for i in w.acts:
            one = acts[i]
            if one.told:
                k = int(one.at * FD) - w.k
                row = mark(
                    a, w, k, k + int(one.lasts * FD), one.kind, one.limbs, one.source, models
                )
                if max(row[5].values()) >= one.floor:
                    rows.append(row)
        for i in w.shifts:
            for kind, j0, j1 in line.shifts[i].parts:
                k = line.shifts[i].k - w.k
                rows.append(
                    mark(a, w, k + j0, min(k + j1, w.n - 10), kind, everyone, "self", models)
                )
    return rows


def mark(
    a: dict[str, np.ndarray],
    w: Window,
    k0: int,
    k1: int,
    kind: str,
    limbs: tuple[str, ...],
    source: str,
    models: dict[str, Chip],
) -> Row:
    """One row of the truth: first and last visible motion between drive and ring-down."""
    k0, lag = max(k0, 11), FD // 10
    end = min(k1 + int(1.2 * FD), w.n)
    t0 = (w.k + k0) / FD
    seen, motion = {}, np.zeros(end - k0)
    for p in PLACES:
        calm = np.median(a[p][:, max(0, k0 - 30) : k0], axis=1)[:, None]
        seen[p] = float(np.sqrt(((a[p][:, k0:end] - calm) ** 2).sum(0).max()))
        if any(x <= t0 and y >= t0 + (end - k0) / FD for x, y in models[p].gaps):
            seen[p] = 0.0
        if not limbs or p in limbs:
            step = a[p][:, k0:end] - a[p][:, k0 - lag : end - lag]
            motion = np.maximum(motion, np.sqrt((step**2).sum(0)))
    most = motion.max(initial=0)
    busy = np.flatnonzero(motion > max(0.0012, 0.05 * most))
    if len(busy) and kind != "walking":
        first = np.flatnonzero(motion > np.clip(0.05 * most, 0.0012, 0.004))[0]
        on, off = first / FD, min((busy[-1] + 1) / FD, (k1 - k0) / FD + 1.0)
        return t0 + on, max(off - on, 0.05), kind, limbs, source, seen
    return t0 + 0.05 * (kind != "walking"), (k1 - k0) / FD, kind, limbs, source, seen
