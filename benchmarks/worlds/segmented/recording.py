"""Recording: acts and shifts to what the worn sensors read, and to the truth."""

import numpy as np

from benchmarks.worlds.segmented.act import Act
from benchmarks.worlds.segmented.body import PLACES, POINT, Body
from benchmarks.worlds.segmented.dynamics import Mechanics, mechanics
from benchmarks.worlds.segmented.feeling import sense, up
from benchmarks.worlds.segmented.mattress import Mattress
from benchmarks.worlds.segmented.muscle import FS
from benchmarks.worlds.segmented.outside import heard, paws, tremble
from benchmarks.worlds.segmented.piece import motions
from benchmarks.worlds.segmented.posture import FD
from benchmarks.worlds.segmented.reading import organs, render, slips
from benchmarks.worlds.segmented.stage import Stage
from benchmarks.worlds.segmented.strap import Chip, Strap, measure
from benchmarks.worlds.segmented.timeline import Line, timeline
from benchmarks.worlds.segmented.truth import Row, truths
from benchmarks.worlds.segmented.vital import Chest, beats, breaths
from benchmarks.worlds.segmented.window import NODE, fill, windows


def landings(rng: np.random.Generator, line: Line) -> list[Act]:
    """Limbs that drop on the bed towards the end of a change of posture."""
    out = []
    for s in line.shifts:
        if s.drop <= 0:
            continue
        n = s.path.shape[1] * FS // FD
        pushes = []
        for point in ("r.heel", "l.heel", "r.thigh", "l.thigh", "wrist", "pelvis", "thorax"):
            x = np.zeros((n, 3))
            for _ in range(int(rng.integers(0, 3))):
                i, wide = int(rng.uniform(0.2, 0.85) * n), int(rng.uniform(0.05, 0.2) * FS)
                hit = np.sin(np.pi * np.arange(wide) / wide)
                kg = {"wrist": 0.3, "pelvis": 5.0, "thorax": 4.0}.get(point, 1.0)
                x[i : i + wide, 2] -= (kg * s.drop * rng.uniform(0.3, 1.0) * hit)[: n - i]
                x[i : i + wide, :2] += 0.3 * rng.normal(0, kg * s.drop, 2) * hit[: n - i, None]
            pushes.append((POINT[point], x))
        out.append(Act(at=s.k / FD, kind="", pushes=pushes, told=False))
    return out


def external(
    rng: np.random.Generator, s: Stage, line: Line, mechs: list[Mechanics], bed: Mattress
) -> list[Act]:
    """Acts of partner, pet and house, met in whatever posture the sleeper is then."""
    out = []
    for t, load in s.loads:
        key = int(line.keys(np.array([t * FD]))[0])
        if key >= 0 and 20 < t < s.plan.bed[1] - 30:
            out.append(heard(bed, mechs[key], s.partner, t, load))
    for t, what in s.others:
        key = int(line.keys(np.array([t * FD]))[0])
        if key >= 0 and 20 < t < s.plan.bed[1] - 260 * (what == "bed machine") - 30:
            who, style = what.split()
            if who == "pet":
                out.append(paws(rng, bed, mechs[key], t, style))
            else:
                out.append(tremble(rng, t, style))
    return out


def record(
    rng: np.random.Generator,
    b: Body,
    bed: Mattress,
    lungs: Chest,
    straps: dict[str, Strap],
    models: dict[str, Chip],
    s: Stage,
) -> tuple[dict[str, list[tuple[float, np.ndarray]]], list[Row], dict]:
    """Simulate the night: readings of each sensor, rows of the truth, facts."""
    total = s.plan.total
    last, nodes = int(total * FD), int(total * NODE) + 2
    line = timeline(rng, b, s)
    mechs = [mechanics(b, bed, q, u, rng) for q, u in zip(line.lies, line.under, strict=True)]
    acts = s.acts + landings(rng, line) + external(rng, s, line, mechs, bed)
    keys = line.keys(np.array([int(a.at * FD) for a in acts], int)) if acts else np.zeros(0, int)
    acts = [a for a, k in zip(acts, keys, strict=True) if k >= 0]
    keys = keys[keys >= 0]
    moved = motions(mechs, keys, acts)
    ws = windows(acts, moved, line, last)
    rest = fill(rng, acts, moved, line, ws, nodes)
    still = up(b, rest)
    dense = sense(b, ws, still, straps, acts, line)
    rows = truths(ws, dense, acts, line, models)
    breath = breaths(rng, lungs, total, s.plan.sleep, s.stops)
    pulses = beats(rng, lungs, total, [a.at for a in acts if a.source == "self"])
    push, ring = organs(b, line, mechs, lungs, straps, rng)
    readings = {}
    knots = slips(rng, line, straps)
    for p in PLACES:
        readings[p] = []
        for start, a in render(
            b,
            p,
            models[p],
            ws,
            dense[p],
            still[p],
            line,
            breath,
            pulses,
            push,
            ring,
            knots[p],
            last,
        ):
            readings[p].append((start, measure(rng, models[p], a)))
    facts = {
        "postures": line.names,
        "windows": len(ws),
        "dense_s": sum(w.n for w in ws) / FD,
        "breath_mg": {
            p: float(np.mean([np.linalg.norm(g[p]) for g in push]) * 1e3) for p in PLACES
        },
        "top_rad_s": max(m.top for m in mechs),
    }
    return readings, rows, facts
