"""Reading: the whole night at one sensor's own instants, with breath and pulse."""

import numpy as np

from benchmarks.worlds.segmented.body import PLACES, POINT, Body
from benchmarks.worlds.segmented.dynamics import Mechanics, integrate
from benchmarks.worlds.segmented.feeling import feel, up
from benchmarks.worlds.segmented.posture import FD
from benchmarks.worlds.segmented.strap import Chip, Strap, runs, smooth, worn
from benchmarks.worlds.segmented.timeline import Line
from benchmarks.worlds.segmented.vital import RATE, Chest, probes
from benchmarks.worlds.segmented.window import NODE, Window


def organs(
    b: Body,
    line: Line,
    mechs: list[Mechanics],
    lungs: Chest,
    straps: dict,
    rng: np.random.Generator,
) -> tuple[list[dict], list[dict]]:
    """Per posture: what a breath and a heartbeat do at each sensor (g)."""
    push, ring = [], []
    for q, under, mech in zip(line.lies, line.under, mechs, strict=True):
        breath, beat = probes(lungs)
        if POINT["wrist"] not in under:
            breath.base[:, POINT["wrist"]] = 0
        (db, _), (dh, _) = integrate(mech, [breath])[0], integrate(mech, [beat])[0]
        qs = q[:, None] + np.stack([0 * db[0], db[len(db) // 2]], axis=1)
        tilt = up(b, qs)
        push.append({p: tilt[p][:, 1] - tilt[p][:, 0] for p in PLACES})
        force, _ = feel(b, q[:, None] + dh.T.astype(float), np.array([0, len(dh)]))
        one = {}
        t = np.arange(len(dh)) / FD
        for i, p in enumerate(PLACES):
            x = force[p] - force[p][:, :1]
            late = 0.22 + 0.06 * (p != "wrist")  # pulse wave reaches the limb
            wave = np.exp(-0.5 * ((t - late) / 0.05) ** 2) - 0.4 * np.exp(
                -0.5 * ((t - late - 0.16) / 0.07) ** 2
            )
            way = rng.normal(size=(3, 1))
            x = worn(straps[p], x + lungs.artery[i] * way / np.linalg.norm(way) * wave)
            one[p] = x * np.clip((0.8 - t) / 0.25, 0, 1)
        ring.append(one)
    return push, ring


def slips(rng: np.random.Generator, line: Line, straps: dict[str, Strap]) -> dict[str, tuple]:
    """Times (s) and angles (rad) by which each strap has turned on its limb."""
    out = {}
    for p in PLACES:
        t, x, now = [0.0], [0.0], 0.0
        for s in line.shifts:
            n = s.path.shape[1] / FD
            t += [s.k / FD + 0.2 * n, s.k / FD + 0.8 * n]
            new = 0.8 * now + rng.normal(0, straps[p].loose)
            x += [now, new]
            now = new
        out[p] = (np.array(t), np.array(x))
    return out


def render(
    b: Body,
    p: str,
    c: Chip,
    ws: list[Window],
    dense: np.ndarray,
    still: np.ndarray,
    line: Line,
    breath: np.ndarray,
    pulses: np.ndarray,
    push: list[dict],
    ring: list[dict],
    knots: tuple,
    last: int,
) -> list[tuple[float, np.ndarray]]:
    """True specific force (3, n) at the sensor's own instants, per run between gaps."""
    n = int((c.stop - c.start) * c.rate)
    t = c.start + np.arange(n) / c.rate
    out = np.empty((3, n))
    grid = np.arange(still.shape[1]) / NODE
    for i in range(3):
        out[i] = np.interp(t, grid, still[i])
    dense = smooth(c, dense - dense[:, :1]) + dense[:, :1]
    for w in ws:
        i, j = np.searchsorted(t, [w.k / FD, (w.k + w.n - 1) / FD])
        if j > i:
            x = np.arange(w.k, w.k + w.n) / FD
            for d in range(3):
                out[d, i:j] = np.interp(t[i:j], x, dense[d, w.start : w.start + w.n])
    cuts = [0.0] + [s.k / FD for s in line.shifts] + [c.stop + 1]
    keys = [line.key] + [s.key for s in line.shifts]
    volume = np.interp(t, np.arange(len(breath)) / RATE, breath)
    since = t - pulses[np.clip(np.searchsorted(pulses, t) - 1, 0, None)]
    for a, e, key in zip(cuts[:-1], cuts[1:], keys, strict=True):
        i, j = np.searchsorted(t, [a, e])
        gain = 1.0 if key >= 0 else 0.4
        table = ring[key][p]
        at = np.arange(table.shape[1]) / FD
        for d in range(3):
            out[d, i:j] += gain * push[key][p][d] * volume[i:j]
            out[d, i:j] += gain * np.interp(since[i:j], at, table[d], left=0.0, right=0.0)
    if np.abs(knots[1]).max() > 0:
        angle = np.interp(t, *knots)
        axis = b.mounts[p].turn.T[:, 0]
        cross = np.cross(axis[:, None], out, axis=0)
        along = axis[:, None] * (axis @ out)
        out = along + (out - along) * np.cos(angle) + cross * np.sin(angle)
    return [(float(t[i]), out[:, i:j]) for i, j in runs(c) if j > i]
