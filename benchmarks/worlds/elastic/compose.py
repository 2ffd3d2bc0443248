"""From planned acts to noise-free specific force at each sensor, in episodes."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.elastic import moves
from benchmarks.worlds.elastic.ambient import tilt
from benchmarks.worlds.elastic.body import angles, base_of, draw_posture, points
from benchmarks.worlds.elastic.gait import perform
from benchmarks.worlds.elastic.limb import Run, commands, rotate, simulate
from benchmarks.worlds.elastic.mattress import (
    ACROSS,
    ALONG,
    build,
    lump,
    respond,
    sensor_rows,
    spot,
)
from benchmarks.worlds.elastic.records import GRAVITY, SIM_RATE
from benchmarks.worlds.elastic.sensor import strap
from benchmarks.worlds.night import PLACES

LEAD, SETTLE, PIECE, WARM, FADE = 0.3, 1.8, 8.0, 1.5, 0.3


@dataclass(kw_only=True)
class Lie:
    """How somebody lies from a time on: which habitual posture, exact poses of the limbs."""

    start: float
    index: int
    pose: dict


@dataclass(kw_only=True)
class Body:
    """A sleeper with a repertoire of postures and the lies of this night."""

    sleeper: object
    postures: list
    lies: list
    acts: list

    def lie(self, second):
        """How the sleeper lies at a second."""
        found = self.lies[0]
        for lie in self.lies:
            if lie.start <= second:
                found = lie
        return found


def settle_postures(rng, body, count):
    """Give a sleeper a repertoire of postures and turn wishes for turns into real acts."""
    body.postures = [draw_posture(rng, body.sleeper)]
    for _ in range(count - 1):
        body.postures.append(draw_posture(rng, body.sleeper, body.postures[-1].name))
    now = int(rng.integers(count))
    pose = _vary(rng, body.postures[now].pose, 0.05)
    body.lies = [Lie(start=-1.0, index=now, pose=pose)]
    for k, act in enumerate(body.acts):
        if act.kind == "walking":
            now = int(rng.integers(count))
            pose = _vary(rng, body.postures[now].pose, 0.1)
            act.posture_after = now
            body.lies.append(Lie(start=act.onset + act.duration + 0.2, index=now, pose=pose))
        elif act.kind == "gross_movement":
            turning = act.posture_after is not None
            if turning:
                now = int(rng.choice([i for i in range(count) if i != now]))
                new = _vary(rng, body.postures[now].pose, 0.12)
            else:
                new = _vary(rng, pose, 0.22)
            size = rng.lognormal(-0.1, 0.4) * (1 if turning else 0.6)
            real = moves.gross(rng, act.onset, pose, new, now if turning else None, size=size)
            real.source = act.source
            body.acts[k] = real
            pose = {limb: drive.to_pose for limb, drive in real.drives.items()}
            body.lies.append(
                Lie(start=act.onset + real.duration + SETTLE - 0.1, index=now, pose=pose)
            )


def _vary(rng, pose, size):
    """Nearly the same pose."""
    scale = size * np.array([0.7, 1, 0.8, 1.0, 0.6, 2.0])
    out = {}
    for limb, value in pose.items():
        new = value + rng.normal(0, 1, 6) * scale
        if limb.startswith("leg"):
            new[1] = max(new[1], 0.02)
        else:
            new[1] = min(new[1], -0.02)
        out[limb] = new
    return out


def make_runs(rng, who, body, ats):
    """Runs of the limb model for all acts of one sleeper (long ones in overlapping pieces)."""
    runs = []
    for act in body.acts:
        if act.kind == "walking":
            continue
        lie = body.lie(act.onset)
        posture = body.postures[lie.index]
        n = int((LEAD + act.duration + SETTLE) * SIM_RATE)
        base = _trunk(act, n) if act.trunk else None
        for limb, drive in act.drives.items():
            pull, shift = commands(drive, n, LEAD, rng)
            cuts = [(0, n)]
            if n > (PIECE + 2) * SIM_RATE and drive.to_pose is None:
                step = int(PIECE * SIM_RATE)
                cuts = [
                    (max(0, i - int(WARM * SIM_RATE)), min(n, i + step)) for i in range(0, n, step)
                ]
            for i, j in cuts:
                run = Run(
                    sleeper=body.sleeper,
                    limb=limb,
                    start=act.onset - LEAD + i / SIM_RATE,
                    steps=j - i,
                    pose=lie.pose[limb],
                    grip=posture.grip[limb],
                    drive=drive,
                    base=None if base is None else base[i:j],
                    sensor_at=ats.get(limb, 0.9),
                    command=(pull[i:j], shift[i:j]),
                )
                weight = np.ones(j - i)
                fade = int(FADE * SIM_RATE)
                if i > 0:
                    warm = int(WARM * SIM_RATE)
                    weight[: warm - fade] = 0
                    weight[warm - fade : warm] = np.linspace(0, 1, fade)
                if j < n:
                    weight[-fade:] = np.linspace(1, 0, fade)
                runs.append((who, act, run, weight, j == n))
    return runs


def _trunk(act, n):
    """Displacement (n, 3) of hips and shoulders: smooth heaves that come back."""
    t = np.arange(n) / SIM_RATE - LEAD
    out = np.zeros((n, 3))
    for start, span, by in act.trunk:
        u = np.clip((t - start) / max(span, 0.12), 0, 1)
        out += (16 * u**2 * (1 - u) ** 2 * (1 + 0 * u))[:, None] * np.asarray(by)
    return out


def axes_of(pose, limb):
    """Rows: the limb's own axes in the room (along, normal, lateral)."""
    kept = np.concatenate([angles(pose, limb), pose[3:]])[None]
    columns = [rotate(kept, GRAVITY * np.eye(3)[i][None] - [0, 0, GRAVITY])[0] for i in range(3)]
    return np.stack(columns, axis=1)


class Stage:
    """The occupied bed through the night: systems of modes by who lies how, kept for reuse."""

    def __init__(self, bed, bodies, worn, roll_share):
        """Remember bed and bodies."""
        self.bed, self.bodies, self.worn, self.roll_share = bed, bodies, worn, roll_share
        self.systems, self.ways = {}, {}

    def at(self, second):
        """Key and System at a second of the night."""
        key = tuple(body.lie(second).index for body in self.bodies)
        if key not in self.systems:
            pairs = [(b.sleeper, b.postures[i]) for b, i in zip(self.bodies, key)]
            self.systems[key] = build(self.bed, pairs)
        return key, self.systems[key]

    def rows(self, second, sensor):
        """Rows over modes for one sensor at a second."""
        key, system = self.at(second)
        if (key, sensor) not in self.ways:
            row = sensor_rows(system, 0, self.worn[sensor], self.roll_share)
            self.ways[key, sensor] = row
        return self.ways[key, sensor]

    def pushes(self, key, who, limb):
        """How modes are pushed by a limb's reactions: base (3), four contacts, flat (2)."""
        if (key, who, limb) not in self.ways:
            system, body = self.systems[key], self.bodies[who]
            posture = body.postures[key[who]]
            chain = points(body.sleeper, posture, limb)
            base = base_of(body.sleeper, posture, limb)
            sites = [0.45 * base + 0.55 * chain[1], 0.55 * chain[1] + 0.45 * chain[2], chain[2]]
            sites.append(0.2 * chain[2] + 0.8 * chain[3])
            trunk = lump(system, who, "pelvis" if limb.startswith("leg") else "chest")
            rows = [*trunk] + [spot(system, s[0], s[1]) for s in sites]
            self.ways[key, who, limb] = np.array(
                [*rows, system.shapes[ALONG], system.shapes[ACROSS]]
            )
        return self.ways[key, who, limb]


def episodes(stage, runs, pushers, walks, sensors, end):
    """Simulate and return: (start, {sensor: change of specific force (n, 3) in limb axes})."""
    moving = [r[2] for r in runs if r[2].base is not None or r[2].drive.to_pose is not None]
    still = [r[2] for r in runs if r[2].base is None and r[2].drive.to_pose is None]
    simulate(moving)
    simulate(still)
    items = [
        (run.start, run.start + run.steps / SIM_RATE, "run", entry)
        for entry in runs
        for run in [entry[2]]
    ]
    for act in pushers:
        for push in act.bed:
            a = act.onset + push[1]
            items.append((a, a + push[2].shape[-1] / SIM_RATE, "push", push))
    items += [(w[0], w[0] + w[1]["length"], "walk", w) for w in walks]
    items.sort(key=lambda item: item[0])
    groups = []
    for item in items:
        if groups and item[0] < groups[-1][1] + 0.3:
            groups[-1][1] = max(groups[-1][1], item[1] + 1.5)
            groups[-1][2].append(item)
        else:
            groups.append([item[0] - 0.2, item[1] + 1.5, [item]])
    out, residues, by_key = [], [], {}
    for a, b, members in groups:
        if a < 1 or b > end - 1:
            continue
        key, push, change = _gather(stage, a, b, members, sensors, residues)
        by_key.setdefault(key, []).append((a, push))
        out.append((a, change))
    found = dict(out)
    rest = int(SIM_RATE)
    for key, parts in by_key.items():
        # all episodes of one way of lying in a row, a second of rest between them
        system = stage.systems[key]
        gap = np.zeros((len(system.omega), rest))
        shape = respond(
            system, np.concatenate([x for _, push in parts for x in (push, gap)], axis=1)
        )
        shifts = {name: (stage.rows(parts[0][0], name) @ shape).T for name in PLACES}
        i = 0
        for a, push in parts:
            n = push.shape[1]
            _carry(stage, a, {name: shifts[name][i : i + n] for name in PLACES}, found[a], sensors)
            i += n + rest
    return out, residues


def _gather(stage, a, b, members, sensors, residues):
    """Push on the modes, and own motion of the worn limbs, in one group of happenings."""
    n = int((b - a) * SIM_RATE) + 1
    key, system = stage.at(a)
    push = np.zeros((len(system.omega), n))
    change = {name: np.zeros((n, 3)) for name in PLACES}
    by_limb = {limb: name for name, limb in stage.worn.items()}
    for start, _, what, item in members:
        i = round((start - a) * SIM_RATE)
        if what == "walk":
            for name, sensed in item[1]["sensed"].items():
                m = min(len(sensed), n - i)
                change[name][i : i + m] += sensed[:m] - sensed[0]
                change[name][i + m :] += sensed[m - 1] - sensed[0]
                _leave(residues, item[2], name, a, n, sensed[m - 1], sensed[0], stage)
            continue
        if what == "push":
            where, _, wave = item
            m = min(wave.shape[-1], n - i)
            if where[0] == "floor":
                push[:, i : i + m] += np.outer(system.floor_in, wave[:m])
            elif where[0] == "spot":
                y = min(where[2], stage.bed.width - 0.1)
                push[:, i : i + m] += np.outer(spot(system, where[1], y), wave[:m])
            else:
                push[:, i : i + m] += lump(system, 0, where[1]).T @ wave[:, :m]
            continue
        who, act, run, weight, last = item
        m = min(run.steps, n - i)
        got = run.out
        force = np.concatenate([got["on_base"], got["on_bed"], got["on_bed_flat"]], axis=1)
        pushed = stage.pushes(key, who, run.limb).T @ (force * weight[:, None])[:m].T
        push[:, i : i + m] += pushed
        if last and n > i + m:
            # what a limb at rest presses on is taken off slowly: a step would ring as a knock
            fade = 0.5 + 0.5 * np.cos(np.pi * np.linspace(0, 1, n - i - m))
            push[:, i + m :] += pushed[:, -1:] * fade
        if run.base is not None and run.limb == next(iter(act.drives)):
            heave = np.gradient(np.gradient(run.base, axis=0), axis=0)[:m] * SIM_RATE**2
            for place, share in (("chest", 0.3), ("pelvis", 0.2)):
                push[:, i : i + m] -= (
                    lump(system, who, place).T * share * run.sleeper.mass
                ) @ heave.T
        name = by_limb.get(run.limb) if who == 0 else None
        if name:
            sensed = got["sensed"].copy()
            sensed[0], sensed[-1] = sensed[1], sensed[-2]
            bulge = got["tendon"][:, None] * sensors[name].bulge
            sensed = sensed - np.cross(bulge, sensed)
            # over-run of the first piece starts from rest; each later one is faded in
            change[name][i : i + m] += ((sensed - got["sensed"][1]) * weight[:, None])[:m]
            if last:
                # held to the end of the happening, where the rest of the night takes over
                change[name][i + m :] += sensed[-1] - got["sensed"][1]
                final = run.start + run.steps / SIM_RATE
                turned = run.drive.to_pose is not None
                _leave(
                    residues,
                    final if turned else None,
                    name,
                    a,
                    n,
                    sensed[-1],
                    got["sensed"][1],
                    stage,
                )
    return key, push, change


def _carry(stage, a, shifts, change, sensors):
    """Add what the bed does to each sensor, then pass all through the straps."""
    lie = stage.bodies[0].lie(a)
    for name, shift in shifts.items():
        axes = axes_of(lie.pose[stage.worn[name]], stage.worn[name])
        acceleration = np.zeros((len(shift), 3))
        acceleration[1:-1] = shift[2:, :3] - 2 * shift[1:-1, :3] + shift[:-2, :3]
        acceleration *= SIM_RATE**2 / GRAVITY
        linear = acceleration @ axes.T + tilt(axes, shift[:, 3], shift[:, 4])
        change[name] = strap(sensors[name], change[name] + linear)


def _leave(residues, turned, name, a, i, final, first, stage):
    """Note what offset a limb is left with when its run is over."""
    at = a + i / SIM_RATE
    rest = first
    if turned is not None:
        lie = stage.bodies[0].lie(at + 0.3)
        rest = axes_of(lie.pose[stage.worn[name]], stage.worn[name])[:, 2]
    residues.append((name, at, final - rest, final - first))


def walks_of(body, worn, sensors):
    """Specific force at each sensor during trips out of bed."""
    out = []
    for act in body.acts:
        if act.kind != "walking":
            continue
        old, new = body.lie(act.onset), body.lie(act.onset + act.duration + 0.4)
        sensed = {
            name: perform(
                act.bed[0],
                body.sleeper,
                limb,
                old.pose[limb],
                new.pose[limb],
                sensors[name].sensor_at,
            )
            for name, limb in worn.items()
        }
        length = len(next(iter(sensed.values()))) / SIM_RATE
        out.append((act.onset, {"sensed": sensed, "length": length}, act.onset + length))
    return out
