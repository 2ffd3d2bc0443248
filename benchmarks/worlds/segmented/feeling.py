"""Feeling: joint angles to specific force at the strapped sensors."""

import numpy as np

from benchmarks.worlds.segmented.act import Act
from benchmarks.worlds.segmented.body import PLACES, Body, frames, place
from benchmarks.worlds.segmented.dynamics import G
from benchmarks.worlds.segmented.muscle import FS, tendon
from benchmarks.worlds.segmented.piece import TAIL
from benchmarks.worlds.segmented.posture import FD
from benchmarks.worlds.segmented.strap import Strap, worn
from benchmarks.worlds.segmented.timeline import Line
from benchmarks.worlds.segmented.window import NODE, Window


def feel(b: Body, q: np.ndarray, edges: np.ndarray) -> tuple[dict, dict]:
    """Specific force (3, T) in g in each sensor's frame, and the limb's axis there."""
    f = frames(b, q)
    force, axis = {}, {}
    for p in PLACES:
        m = b.mounts[p]
        o, r = f[m.segment]
        x = place((o, r), m.offset)
        acc = np.zeros_like(x)
        acc[:, 1:-1] = (x[:, 2:] - 2 * x[:, 1:-1] + x[:, :-2]) * FD**2 / G
        for e in edges:
            acc[:, max(0, e - 2) : e + 2] = 0.0
        acc[2] += 1.0
        local = np.einsum("ijt,it->jt", r, acc)
        force[p] = m.turn.T @ local
        axis[p] = m.turn.T[:, 0]
    return force, axis


def up(b: Body, q: np.ndarray) -> dict[str, np.ndarray]:
    """Gravity's reaction (3, T) in each sensor's frame at rest."""
    f = frames(b, q)
    return {p: b.mounts[p].turn.T @ f[b.mounts[p].segment][1][2] for p in PLACES}


def sense(
    b: Body, ws: list[Window], still: dict, straps: dict[str, Strap], acts: list[Act], line: Line
) -> dict[str, np.ndarray]:
    """Specific force (3, sum of n) at each strapped sensor over all windows, in g."""
    at = 0
    for w in ws:
        w.start = at
        at += w.n
    out = {p: np.empty((3, at)) for p in PLACES}
    i = 0
    while i < len(ws):
        j, n = i, 0
        while j < len(ws) and (n == 0 or n + ws[j].n < 120_000):
            n += ws[j].n
            j += 1
        q = np.concatenate([w.q for w in ws[i:j]], axis=1)
        edges = np.cumsum([0] + [w.n for w in ws[i:j]])
        force, axis = feel(b, q, edges)
        pull = np.zeros((n, 3), np.float32)
        shock = {p: np.zeros(n) for p in PLACES}
        for w, e in zip(ws[i:j], edges, strict=False):
            for a in w.acts:
                if acts[a].waves:
                    k = e + int(acts[a].at * FD) - w.k
                    steps = int((acts[a].lasts + TAIL) * FS)
                    x = tendon(acts[a].waves, steps, PLACES)[::2][: e + w.n - k]
                    pull[k : k + len(x)] += x
            for a in w.shifts:
                k = e + line.shifts[a].k - w.k
                for p, x in line.shifts[a].shocks.items():
                    x = x[: e + w.n - k]
                    shock[p][k : k + len(x)] += x
            w.q = None
        for c, p in enumerate(PLACES):
            x = force[p]
            bow = pull[:, c].astype(float)
            sag = np.gradient(np.gradient(bow)) * FD**2 / G
            x = (
                x
                + np.cross(straps[p].tilt[:, None] * bow, x, axis=0)
                + straps[p].lift[:, None] * sag
            )
            x += axis[p][:, None] * shock[p]
            for w, e in zip(ws[i:j], edges, strict=False):
                ramp = np.linspace(0, 1, w.n)
                own = x[:, e : e + w.n]
                flat = own[:, :1] * (1 - ramp) + own[:, -1:] * ramp
                k0, k1 = w.k / FD * NODE, (w.k + w.n) / FD * NODE
                i0, i1 = int(np.floor(k0)), min(int(np.ceil(k1)), still[p].shape[1] - 1)
                true = still[p][:, i0 : i0 + 1] * (1 - ramp) + still[p][:, i1 : i1 + 1] * ramp
                x[:, e : e + w.n] -= flat
                out[p][:, w.start : w.start + w.n] = true
            out[p][:, ws[i].start : ws[i].start + n] += worn(straps[p], x)
        i = j
    return out
