"""Movements by will or in arousal: joints led along paths, the pelvis guided when it turns."""

import numpy as np

from benchmarks.worlds.engine.bursts import Floats, glide, smooth_noise, steps, swell
from benchmarks.worlds.engine.model import ARM_JOINTS, JOINTS, LEG_JOINTS, STEP_S, TRUNK_JOINTS
from benchmarks.worlds.engine.person import Person
from benchmarks.worlds.engine.postures import Posture, draw_posture
from benchmarks.worlds.engine.sleeper import Plan, Sleeper, turned

LEAD_S = 0.25


def _hold_after(path: Floats, n: int) -> Floats:
    out = np.full(n, path[-1])
    out[: len(path)] = path[:n]
    return out


def turn(rng: np.random.Generator, sleeper: Sleeper, name: str) -> list[Plan]:
    """Turn over, or shift within a posture; hands back plans and sets the new posture."""
    posture: Posture = draw_posture(rng, name)
    here = sleeper.pose()
    roll = 2 * np.arctan2(here[4], here[3])
    goal = posture.roll
    delta = (goal - roll + np.pi) % (2 * np.pi) - np.pi
    seconds = float(np.clip(2.0 + 1.4 * abs(delta) + rng.exponential(1.2), 1.5, 9.0))
    lead = sleeper.plan(LEAD_S, guided=True)
    move = sleeper.plan(seconds + 0.6, guided=True)
    n = len(move.control)
    u = _hold_after(glide(0, 1, seconds), n)
    lift = rng.uniform(0.03, 0.10) * np.sin(np.pi * np.clip(u, 0, 1))
    x, y = (
        float(np.clip(v + rng.normal(0, s), -0.06, 0.06)) for v, s in ((here[0], 0.02), (0, 0.02))
    )
    height = 0.07 + 0.07 * abs(np.sin(goal))
    root = np.empty((n, 7))
    root[:, 0] = here[0] + (x - here[0]) * u
    root[:, 1] = here[1] + (y - here[1]) * u
    root[:, 2] = here[2] + (height - here[2]) * u + lift
    angle = roll + delta * u
    c, s = np.cos(angle / 2), np.sin(angle / 2)
    c0, s0 = np.cos(roll / 2), np.sin(roll / 2)
    w, i, j, k = here[3:]
    lean = np.array([c0 * w + s0 * i, c0 * i - s0 * w, c0 * j + s0 * k, c0 * k - s0 * j])
    lean *= np.sign(lean[0]) or 1.0
    left = (1 - u)[:, None] * lean + u[:, None] * np.array([1.0, 0, 0, 0])
    root[:, 3] = c * left[:, 0] - s * left[:, 1]
    root[:, 4] = c * left[:, 1] + s * left[:, 0]
    root[:, 5] = c * left[:, 2] - s * left[:, 3]
    root[:, 6] = c * left[:, 3] + s * left[:, 2]
    root[:, 3:] /= np.linalg.norm(root[:, 3:], axis=1)[:, None]
    move.root = root
    for joint in JOINTS:
        length = seconds * rng.uniform(0.4, 0.9)
        start = rng.uniform(0, seconds - length)
        path = glide(sleeper.angle(joint), posture.angles[joint], length)
        detour = 0.25 * rng.normal() * swell(seconds, 0.4 * seconds, 0.4 * seconds)
        column = _hold_after(np.concatenate([np.full(steps(start), path[0]), path]), n)
        column[: len(detour)] += detour[:n]
        move.control[:, sleeper.columns[f"{joint}="]] = column
    move.span(0.0, seconds)
    sleeper.rest_on(posture, np.array([x, y]))
    after = sleeper.plan(3.0)
    sleeper.hold = np.array([x, y, height, *turned(goal)])
    return [lead, move, sleeper.let_go(move), after]


def led(
    rng: np.random.Generator,
    sleeper: Sleeper,
    *,
    joints: tuple[str, ...],
    seconds: float,
    reach: float,
    strokes: float,
    back: bool = True,
) -> list[Plan]:
    """Lead joints through a few targets and, if asked, back near to where they were."""
    lead = sleeper.plan(LEAD_S)
    move = sleeper.plan(seconds, guided=True)
    n = len(move.control)
    for joint in joints:
        here = sleeper.angle(joint)
        column = np.empty(0)
        now = here
        late = rng.uniform(0, 0.12 * seconds)
        column = np.full(steps(late), here)
        while len(column) < n:
            length = float(np.clip(np.exp(rng.normal(np.log(1 / strokes), 0.4)), 0.15, seconds))
            aim = here + reach * rng.normal()
            if back and len(column) * STEP_S + 2 * length > seconds:
                aim = here + 0.1 * reach * rng.normal()
                length = max(STEP_S, (n - len(column)) * STEP_S)
            column = np.concatenate([column, glide(now, aim, length)])
            if rng.random() < 0.3:
                column = np.concatenate([column, np.full(steps(rng.exponential(0.4)), aim)])
            now = aim
        move.control[:, sleeper.columns[f"{joint}="]] = column[:n]
    move.span(0.0, seconds)
    return [lead, move, sleeper.let_go(move, 0.4), sleeper.plan(1.5)]


def stir(rng: np.random.Generator, sleeper: Sleeper, person: Person) -> tuple[list[Plan], str]:
    """Stir in an arousal: some limbs, some trunk, slowly; also which limbs (of ``l r a``)."""
    who = "".join(k for k in "lra" if rng.random() < 0.75) or "lr"
    joints: list[str] = [j for j in TRUNK_JOINTS if rng.random() < 0.5]
    for key in who:
        side = person.watch if key == "a" else key
        names = ARM_JOINTS if key == "a" else LEG_JOINTS
        joints += [f"{j}_{side}" for j in names if rng.random() < 0.6]
    joints = joints or ["hip_flex_l"]
    seconds = float(np.clip(np.exp(rng.normal(np.log(4), 0.5)), 1.5, 14))
    reach = 0.25 * person.stir_gain * float(np.exp(0.3 * rng.normal()))
    plans = led(
        rng, sleeper, joints=tuple(joints), seconds=seconds, reach=reach,
        strokes=rng.uniform(0.5, 1.2),
    )  # fmt: skip
    return plans, who


def handle(
    rng: np.random.Generator, sleeper: Sleeper, person: Person, *, limb: str, small: bool = False
) -> list[Plan]:
    """Move an arm, a leg or a foot by will."""
    side = person.watch if limb == "a" else limb
    names = ARM_JOINTS if limb == "a" else LEG_JOINTS
    if small:
        names = ("elbow", "pronation") if limb == "a" else ("ankle", "ankle", "knee", "hip_turn")
    joints = tuple({f"{j}_{side}": 0 for j in names if rng.random() < 0.7}) or (
        f"{names[0]}_{side}",
    )
    seconds = float(np.clip(np.exp(rng.normal(np.log(1.2 if small else 2.5), 0.5)), 0.5, 9))
    return led(
        rng, sleeper, joints=joints, seconds=seconds,
        reach=(0.55 if limb != "a" else 1.0) * rng.uniform(0.4, 1.2) * (0.2 if small else 0.5),
        strokes=rng.uniform(0.7, 2.0) if limb == "a" else rng.uniform(0.6, 1.3),
    )  # fmt: skip


def restless(rng: np.random.Generator, sleeper: Sleeper, person: Person) -> tuple[list[Plan], str]:
    """Stretch, rub, bounce or cycle the legs; also which limbs."""
    way = str(rng.choice(("stretch", "rub", "bounce", "fidget"), p=(0.25, 0.3, 0.2, 0.25)))
    who = str(rng.choice(("l", "r", "lr"), p=(0.3, 0.3, 0.4)))
    seconds = float(np.clip(np.exp(rng.normal(np.log(9), 0.5)), 3, 25))
    if way == "fidget":
        joints = tuple(f"{j}_{s}" for s in who for j in LEG_JOINTS)
        plans = led(
            rng, sleeper, joints=joints, seconds=seconds, reach=rng.uniform(0.15, 0.4),
            strokes=rng.uniform(0.6, 1.5),
        )  # fmt: skip
        return plans, who
    move = sleeper.plan(seconds, guided=True)
    t = move.times
    hull = swell(seconds, 0.8, 0.8)
    for i, side in enumerate(who):
        if way == "stretch":
            wave = swell(seconds, rng.uniform(0.6, 1.5), rng.uniform(0.6, 1.5))
            shape = {"ankle": -0.6, "knee": -0.3, "hip_flex": 0.15 * rng.normal()}
            wave = wave * (1 + 0.04 * smooth_noise(rng, seconds, 5.0)[: len(wave)])
        elif way == "rub":
            hz = rng.uniform(0.5, 1.6)
            wander = np.cumsum(0.25 * smooth_noise(rng, seconds, 0.5)) * STEP_S
            wave = hull * np.sin(2 * np.pi * (hz * t + wander) + i * np.pi * rng.integers(0, 2))
            shape = {
                "hip_flex": rng.uniform(0.1, 0.35),
                "knee": rng.uniform(0.15, 0.5),
                "ankle": 0.2,
            }
        else:
            hz = rng.uniform(2.5, 5.0)
            wander = np.cumsum(0.5 * smooth_noise(rng, seconds, 0.5)) * STEP_S
            wave = hull * np.sin(2 * np.pi * (hz * t + wander) + i * rng.uniform(0, np.pi))
            shape = {"ankle": rng.uniform(0.1, 0.3), "knee": rng.uniform(0.02, 0.15)}
        for joint, size in shape.items():
            move.control[:, sleeper.columns[f"{joint}_{side}="]] += size * wave
    move.span(0.0, seconds)
    return [sleeper.plan(LEAD_S), move, sleeper.let_go(move, 0.4), sleeper.plan(1.5)], who


def cramp(
    rng: np.random.Generator, sleeper: Sleeper, person: Person, *, side: str
) -> tuple[list[Plan], str]:
    """A calf contracts for a minute or more; the wearer kneads, stretches and shifts."""
    seconds = rng.uniform(60, 150)
    plan = sleeper.plan(seconds, guided=True)
    hull = swell(seconds, rng.uniform(0.3, 2.0), rng.uniform(10, 25))
    tremble = 1 + 0.15 * smooth_noise(rng, seconds, 8.0)
    plan.add(f"ankle_{side}-", np.clip(0.8 * hull * tremble, 0, 1))
    plan.add(f"knee_{side}+", np.clip(0.25 * hull * tremble, 0, 1))
    t = rng.uniform(2, 6)
    who = side
    while t < seconds - 6:
        length = float(np.clip(np.exp(rng.normal(np.log(5), 0.5)), 2, 15))
        length = min(length, seconds - t - 1)
        rub = rng.random() < 0.6
        wave = swell(length, 0.5, 0.5)
        beat = np.sin(2 * np.pi * rng.uniform(0.8, 2.2) * np.arange(len(wave)) * STEP_S)
        i = steps(t)
        n = min(len(wave), len(plan.control) - i)
        for joint, size in (("hip_flex", 0.35), ("knee", 0.5), ("hip_out", 0.2)):
            column = sleeper.columns[f"{joint}_{side}="]
            plan.control[i : i + n, column] += size * rng.uniform(0.2, 1) * wave[:n]
        if rub:
            who = side + "a"
            for joint, size in (("elbow", 0.35), ("shoulder_flex", 0.2)):
                column = sleeper.columns[f"{joint}_{person.watch}="]
                plan.control[i : i + n, column] += size * (wave + 0.5 * wave * beat)[:n]
            knead = rng.uniform(10, 40) * (wave * (1 + beat))[:n]
            plan.control[i : i + n, sleeper.columns[f"knee_grip_{side}z"]] -= knead
        t += length + rng.exponential(4)
    plan.span(0.0, seconds)
    return [sleeper.plan(LEAD_S), plan, sleeper.plan(1.8)], who
