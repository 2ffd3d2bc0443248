"""Simulated nights: Newtonian limbs, moved by muscles, on a bed that others move too."""

import zlib

import numpy as np
from scipy.ndimage import uniform_filter1d

from benchmarks.worlds.night import Night, Stream, Truth
from benchmarks.worlds.rigid import bed as beds
from benchmarks.worlds.rigid import rest, telling
from benchmarks.worlds.rigid import rows as dense
from benchmarks.worlds.rigid.body import draw_body
from benchmarks.worlds.rigid.chain import RATE
from benchmarks.worlds.rigid.gait import walk
from benchmarks.worlds.rigid.moves import ALL
from benchmarks.worlds.rigid.plan import Plan
from benchmarks.worlds.rigid.pose import lying
from benchmarks.worlds.rigid.scenarios import COUPLES, SCENARIOS, compose, draw_parts
from benchmarks.worlds.rigid.sensor import draw_devices, measure

__all__ = ["SCENARIOS", "Night", "Stream", "Truth", "night"]
LOUD = 0.004  # g from which somebody else's movement is told


def night(seed: int, scenario: str, *, hours: float = 8.0) -> Night:
    """Simulate one night."""
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}")
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode())])
    seconds = hours * 3600
    parts = draw_parts(rng, scenario)
    kind = beds.draw_kind(rng)
    firm, side = beds.KINDS[kind][3], float(rng.choice([-1, 1]))
    shared = bool(parts & COUPLES) or rng.random() < 0.35
    bodies = {
        "self": draw_body(rng, "self", side, firm),
        "partner": draw_body(rng, "partner", side, firm),
    }
    bed = beds.draw_bed(rng, kind, shared, bodies["self"].mass)
    limbs = bodies["self"].limbs | (bodies["partner"].limbs if shared else {})
    posture = str(rng.choice(["supine", "left", "right", "prone"], p=[0.45, 0.24, 0.24, 0.07]))
    plan = Plan(rng=rng, hours=hours, bodies=bodies, body=posture)
    first = {name: lying(rng, limb, posture) for name, limb in limbs.items()}
    compose(plan, parts, shared)

    rows, turns = dense.gather(plan.acts, limbs, first)
    trunk = [x for a in plan.acts if a.source == "self" for x in a.shoves]
    dense.run(rows, bodies, {"self": trunk, "partner": []}, bed)
    lines = {p: [(0.0, first[p])] + [(x.t0 + 0.5 * x.dur, x.pose) for x in turns[p]] for p in limbs}
    rows += _walks(plan, limbs, lines)
    records = {p: telling.Record([r for r in rows if r.limb.name == p]) for p in limbs}
    waves = _waves(plan, bed)

    devices = draw_devices(rng, ALL, seconds)
    breath = rest.breath(rng, seconds, plan.apnoeas)
    beats = rest.beats(rng, seconds)
    slips = sorted(0.5 * (a.t0 + a.t1) for a in plan.acts if a.kind == "gross_movement")
    sags = _sags(rng, plan, bed)
    streams = {}
    for place in ALL:
        device = devices[place]
        n = int((seconds - device.start - 0.1) * device.rate)
        t = device.start + np.arange(n) / device.rate
        f = _felt(rng, t, device, lines[place], records, place, waves, plan, breath, sags)
        size = np.exp(rng.normal(np.log(0.002), 0.45))
        f += rest.pulse(rng, beats, size, device.start, device.rate, n)
        runs = measure(rng, device, f, slips if device.slips else [])
        streams[place] = [Stream(start_s=s, rate=device.rate, xyz=x) for s, x in runs]
    return Night(
        world="rigid",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=_truth(plan, records, waves, seconds),
        sleep=plan.sleep,
        bed=(plan.lights, plan.rising),
        facts={
            "parts": sorted(parts),
            "mattress": kind,
            "partner": shared,
            "posture": posture,
            "wrist_side": side,
            "body": (bodies["self"].mass, bodies["self"].height),
            "modes": [(m.hz, m.zeta) for m in bed.modes],
            "reach_m": bed.reach,
            "straps": {p: limbs[p].strap for p in ALL},
            "devices": devices,
            "rows": len(rows),
        },
    )


def _walks(plan, limbs, lines):
    """Dense stretches of walking."""
    out = []
    for act in plan.acts:
        for gait in act.gaits:
            for p in ALL:
                pose = [x for at, x in lines[p] if at <= gait.t0][-1]
                row = dense.Row(
                    limb=limbs[p],
                    t0=gait.t0,
                    use0=gait.t0,
                    use1=gait.t0 + gait.dur - 0.02,
                    pose=pose,
                    last=True,
                )
                row.seen = dense._strapped(row, walk(gait, limbs[p], pose)).astype(np.float32)
                out.append(row)
    return out


def _out(plan, t):
    return any(a <= t <= b for a, b in plan.out)


def _waves(plan, bed):
    """World acceleration {id of act: [(t0, {place: (n, 3)})]} of forces put on the bed."""
    out = {}
    for act in plan.acts:
        if act.source == "self" or _out(plan, act.t0):
            continue
        for x in act.shoves:
            force = beds.wave_of(x)
            if x.floor:
                heard = bed.shake(force)
            else:
                carried = bed.carry(force[:, :, None].astype(np.float32), [x.place])
                heard = {p: w[:, :, 0] for p, w in carried.items()}
            out.setdefault(id(act), []).append((x.t0, heard))
    return out


def _sags(rng, plan, bed):
    """Tilts in the world that stay when a partner's weight has moved."""
    out = []
    for act in plan.acts:
        for x in act.shoves:
            if x.shape == "step" and not _out(plan, act.t0):
                share = bed.fade("partner_trunk", "trunk") * bed.slope
                size = np.linalg.norm(x.newton) / 4
                out.append((x.t0, x.dur, share * size * rng.normal(0, [0.4, 0.2, 0.0])))
    return out


def _at(line, t):
    return next(pose for at, pose in reversed(line) if at <= t)


def _felt(rng, t, device, line, records, place, waves, plan, breath, sags):
    """Specific force (n, 3) in g in the limb's frame, noise-free."""
    n, rate = t.size, device.rate
    f = np.empty((n, 3), np.float32)
    for k, (start, pose) in enumerate(line):
        i = int(np.searchsorted(t, start)) if k else 0
        f[i:] = pose.rest
    residues = []
    smooth = max(round(RATE / rate), 1)
    for row in records[place].rows:
        _write(f, t, row, _at(line, row.use1), smooth, residues)
    tilts = [(at, d, _at(line, at).link.T @ turn) for at, d, turn in sags]
    o = rest.tilt(rng, line, breath, residues, tilts)
    grid = np.arange(len(o)) / rest.GRID
    small = np.stack([np.interp(t, grid, o[:, j]) for j in range(3)], 1).astype(np.float32)
    f += _cross(f, small)
    for record in records.values():
        for row in record.rows:
            wave = row.heard.get(place)
            if wave is not None and not _out(plan, row.use0):
                _add(f, t, row.t0, row.use0, row.use1, wave, _at(line, row.use0).link, smooth)
    for parts in waves.values():
        for t0, heard in parts:
            wave, end = heard[place], t0 + len(heard[place]) / RATE
            if np.abs(wave).max() > 2e-4:
                _add(f, t, t0, t0, end, wave, _at(line, t0).link, smooth)
    return f


def _cross(a, b):
    x, y, z = (a[:, i] for i in range(3))
    u, v, w = (b[:, i] for i in range(3))
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], 1)


def _range(t, a, b):
    rate = (t.size - 1) / (t[-1] - t[0])
    i = int(np.ceil((a - t[0]) * rate))
    j = int(np.floor((b - t[0]) * rate)) + 1
    return slice(max(i, 0), min(max(j, 0), t.size))


def _sampled(x, at):
    k = np.clip(at, 0, len(x) - 1.001)
    i = k.astype(int)
    w = (k - i).astype(np.float32)[:, None]
    return x[i] * (1 - w) + x[i + 1] * w


def _write(f, t, row, pose, smooth, residues):
    """Put one dense stretch in; fade from the one before, and into the rest after."""
    x = uniform_filter1d(row.seen, smooth, axis=0, mode="nearest") if smooth > 1 else row.seen
    end = row.use1 + (0 if row.last else dense.OVERLAP)
    sl = _range(t, row.use0, end)
    if sl.stop - sl.start < 2:
        return
    at = t[sl]
    y = _sampled(x, (at - row.t0) * RATE)
    if row.use0 > row.t0 + 0.1:
        w = np.clip((at - row.use0) / dense.OVERLAP, 0, 1).astype(np.float32)[:, None]
        y = f[sl] * (1 - w) + y * w
    if row.last:
        start = row.use1 - rest.FADE
        w = np.clip((at - start) / rest.FADE, 0, 1).astype(np.float32)[:, None]
        w = w * w * (3 - 2 * w)
        k = int((start - row.t0) * RATE)
        still = row.seen[k + int(0.3 * RATE) :].mean(0)
        still = still / np.linalg.norm(still)
        left = np.cross(still - pose.rest, pose.rest)
        size = np.linalg.norm(left)
        left *= min(1.0, 0.35 / size) if size > 0 else 1.0
        residues.append((start, left.astype(np.float32)))
        y = y * (1 - w) + pose.rest.astype(np.float32) * w
    f[sl] = y


def _add(f, t, t0, a, b, wave, link, smooth):
    """Add what the bed carried, from a to b, turned into the frame of the limb."""
    sl = _range(t, a, b)
    if sl.stop > sl.start:
        x = uniform_filter1d(wave, smooth, axis=0, mode="nearest") if smooth > 1 else wave
        f[sl] += _sampled(x, (t[sl] - t0) * RATE) @ link.astype(np.float32)


def _truth(plan, records, waves, seconds):
    """What is told of each act."""
    out = []
    for act in plan.acts:
        if act.told and act.t0 > 2 and act.t1 < seconds - 3:
            told = _told(act, records, waves.get(id(act), []), plan)
            if told:
                out.append(told)
    return sorted(out, key=lambda x: (x.onset_s, x.kind))


def _told(act, records, mine, plan):
    visible = dict.fromkeys(ALL, 0.0)
    spans = {}
    moved = {x.limb for x in act.parts()} | (set(act.limbs) if act.gaits else set())
    if act.source == "self" and act.shoves:
        moved |= set(ALL)
    source_rows = [r for p in moved for r in records[p].within(act.t0 - 0.1, act.t1 + 1)]
    for p in ALL:
        if p in moved:
            visible[p], *span = telling.extent(records[p], act.t0, act.t1)
            if p in act.limbs or act.source != "self":
                spans[p] = (visible[p], *span)
        elif not _out(plan, act.t0):
            visible[p] = telling.heard_peak(source_rows, p, act.t0 - 0.05, act.t1 + 1)
        for _, heard in mine:
            visible[p] = max(visible[p], float(np.linalg.norm(heard[p], axis=1).max()))
    if act.kind == "external":
        if max(visible.values()) <= LOUD:
            return None
        ends = [telling.span_of(heard, t0) for t0, heard in mine] + [s[1:] for s in spans.values()]
        for row in source_rows:
            if row.heard and row.limb.owner == "partner":
                i, j = (max(int((x - row.t0) * RATE), 0) for x in (act.t0, act.t1 + 0.8))
                cut = {p: w[i:j] for p, w in row.heard.items() if j > i and len(w[i:j])}
                if cut:
                    ends.append(telling.span_of(cut, row.t0 + i / RATE))
        onset, end = min(x[0] for x in ends), max(x[1] for x in ends)
    elif not spans:
        return None
    else:
        clear = [s for s in spans.values() if s[0] > 0.25 * telling.FAINT] or list(spans.values())
        onset, end = min(s[1] for s in clear), max(s[2] for s in clear)
    return Truth(
        onset_s=round(onset, 3),
        duration_s=round(max(end - onset, 0.05), 3),
        kind=act.kind,
        limbs=tuple(act.limbs),
        source=act.source,
        visible={p: round(v, 5) for p, v in visible.items()},
    )
