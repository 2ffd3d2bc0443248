"""Recording: acts and shifts to what the worn sensors feel, and to the truth."""

from dataclasses import dataclass

import numpy as np

from act import Act
from body import PLACES, POINT, Body, N, frames, place
from dynamics import G, Job, Mechanics, integrate, mechanics
from mattress import Mattress
from muscle import FS, tendon, torque
from outside import heard, paws, tremble
from posture import FD, minjerk
from scene import Stage
from strap import Chip, Strap, measure, runs, smooth, worn
from timeline import Line, timeline
from vital import RATE, Chest, beats, breaths, probes

TAIL = 1.8  # s of ring-down after the drive of an act
WHOLE, PIECE, LEAD = 12.0, 8.0, 1.5  # longer acts are integrated in pieces with a lead-in
NODE = 2  # rest angles per second
Row = tuple[float, float, str, tuple[str, ...], str, dict[str, float]]


@dataclass(kw_only=True)
class Window:
    """A dense stretch of frames [k, k + n) with its joint angles."""

    k: int
    n: int
    acts: list[int]
    shifts: list[int]
    q: np.ndarray | None = None
    start: int = 0  # column in the concatenated dense arrays


def drive(a: Act) -> Job:
    """The job of one act."""
    steps = int((a.lasts + TAIL) * FS) // 2 * 2
    tau = torque(a.waves, steps) if a.waves else np.zeros((steps, N), np.float32)

    def pad(x: np.ndarray | None) -> np.ndarray | None:
        if x is None:
            return None
        return np.concatenate([x[:steps], np.repeat(x[-1:] * 0, max(0, steps - len(x)), axis=0)])

    pushes = [(p, pad(x)) for p, x in a.pushes or ()]
    return Job(torque=tau, base=pad(a.base), shake=pad(a.shake), pushes=pushes)


def cut(job: Job) -> list[Job]:
    """Split a long job into overlapping pieces."""
    n = len(job.torque)
    if n <= WHOLE * FS:
        return [job]
    out = []
    for i in range(0, n, int(PIECE * FS)):
        a, b = max(0, i - int(LEAD * FS)), min(n, i + int(PIECE * FS))
        if b - i < FS and out:  # a short rest joins the last piece
            continue
        if n - b < FS:
            b = n
        out.append(
            Job(
                torque=job.torque[a:b],
                base=None if job.base is None else job.base[a:b],
                shake=None if job.shake is None else job.shake[a:b],
                pushes=[(p, x[a:b]) for p, x in job.pushes or ()],
            )
        )
    return out


def join(parts: list[np.ndarray]) -> np.ndarray:
    """Join the motions of overlapping pieces, fading over half a second; (N, T)."""
    out = parts[0]
    lead, fade = int(LEAD * FD), int(0.8 * FD)
    w = minjerk(np.arange(fade) / fade)[:, None]
    for p in parts[1:]:
        tail = out[-fade:] * (1 - w) + p[lead - fade : lead] * w
        out = np.concatenate([out[:-fade], tail, p[lead:]])
    return out.T.astype(float)


def motions(mechs: list[Mechanics], keys: np.ndarray, acts: list[Act]) -> list[np.ndarray]:
    """Joint deviations (N, T) at FD of all acts, integrated posture by posture."""
    out: list = [None] * len(acts)
    for key, mech in enumerate(mechs):
        mine = [i for i in range(len(acts)) if keys[i] == key]
        jobs, owner = [], []
        for i in mine:
            parts = cut(drive(acts[i]))
            jobs += parts
            owner += [i] * len(parts)
        plain = [j for j, b in enumerate(jobs) if b.base is None and b.shake is None]
        shaken = [
            j for j in range(len(jobs)) if jobs[j].base is not None or jobs[j].shake is not None
        ]
        moved: list = [None] * len(jobs)
        for some in (plain, shaken):
            for j, r in zip(some, integrate(mech, [jobs[j] for j in some]), strict=True):
                moved[j] = r[0]
        for i in mine:
            out[i] = join([moved[j] for j in range(len(jobs)) if owner[j] == i])
    return out


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


def windows(acts: list[Act], moved: list[np.ndarray], line: Line, last: int) -> list[Window]:
    """Merge the spans of acts and shifts into windows."""
    spans = [
        (int(a.at * FD), int(a.at * FD) + m.shape[1], 0, i)
        for i, (a, m) in enumerate(zip(acts, moved))
    ]
    spans += [(s.k, s.k + s.path.shape[1], 1, i) for i, s in enumerate(line.shifts)]
    out: list[Window] = []
    for a, b, what, i in sorted(spans):
        a, b = max(0, a - 80), min(last, b + 100)
        if not out or a > out[-1].k + out[-1].n + 200:
            out.append(Window(k=a, n=max(b - a, 320), acts=[], shifts=[]))
        w = out[-1]
        w.n = max(w.n, b - w.k)
        (w.shifts if what else w.acts).append(i)
    for w in out:
        w.n = min(w.n, last - w.k)
    return [w for w in out if w.n >= 150]


def fill(
    rng: np.random.Generator,
    acts: list[Act],
    moved: list[np.ndarray],
    line: Line,
    ws: list[Window],
    nodes: int,
) -> np.ndarray:
    """Joint angles of all windows, and the rest angles (N, nodes) between them."""
    rest = np.empty((N, nodes))
    base, at = line.first.copy(), 0
    keep, creep = rng.uniform(0.2, 0.8), rng.uniform(6, 25)
    going: list[tuple[int, np.ndarray]] = []

    def level(t: np.ndarray) -> np.ndarray:
        out = np.repeat(base[:, None], len(t), axis=1)
        for k, r in going:  # what friction holds creeps back in part
            out += r[:, None] * (1 - (1 - keep) * minjerk((t - k) / (creep * NODE)))
        return out

    for w in ws:
        middle = int(np.ceil((w.k + w.n / 2) / FD * NODE))
        start = level(np.array([w.k / FD * NODE]))[:, 0]
        rest[:, at:middle] = level(np.arange(at, middle))
        at = middle
        flat = np.repeat(start[:, None], w.n, axis=1)
        off = np.zeros((N, w.n))
        items = [(int(acts[i].at * FD) - w.k, 0, i) for i in w.acts]
        items += [(line.shifts[i].k - w.k, 1, i) for i in w.shifts]
        for k, what, i in sorted(items):
            if what:
                path = line.shifts[i].path[:, : w.n - k]
                n = path.shape[1]
                ramp = minjerk(np.arange(n) / max(n - 1, 1))
                path = path + (flat[:, k] - path[:, 0])[:, None] * (1 - ramp)
                flat[:, k : k + n] = path
                flat[:, k + n :] = path[:, -1:]
                off[:, k : k + n] *= 1 - ramp
                off[:, k + n :] = 0
            else:
                m = moved[i][:, : w.n - k]
                off[:, k : k + m.shape[1]] += m
                off[:, k + m.shape[1] :] += m[:, -1:]
        w.q = flat + off
        if w.shifts:
            base, going = flat[:, -1].copy(), []
            base[:3] = 0
        done = [(k, r) for k, r in going if (w.k + w.n) / FD * NODE > k + creep * NODE]
        for _, r in done:
            base = np.clip(base + keep * r, line_low(base), line_high(base))
        going = [(k, r) for k, r in going if (w.k + w.n) / FD * NODE <= k + creep * NODE]
        going.append(((w.k + w.n) / FD * NODE, np.clip(off[:, -1], -0.15, 0.15)))
    rest[:, at:] = level(np.arange(at, nodes))
    return rest


def line_low(q: np.ndarray) -> np.ndarray:
    """No rest angle creeps below this."""
    return np.where(np.arange(N) < 6, q - 0.05, q - 0.1)


def line_high(q: np.ndarray) -> np.ndarray:
    """No rest angle creeps above this."""
    return np.where(np.arange(N) < 6, q + 0.05, q + 0.1)


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
    for i, p in enumerate(PLACES):
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
