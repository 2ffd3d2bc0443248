"""Movements of a sleeper: drives to muscles, never poses."""

import numpy as np

from benchmarks.worlds.engine.bursts import Floats, smooth_noise, square, steps, swell, train
from benchmarks.worlds.engine.model import ARM_JOINTS, JOINTS, LEG_JOINTS, TRUNK_JOINTS
from benchmarks.worlds.engine.person import Person, pick
from benchmarks.worlds.engine.sleeper import Plan, Sleeper

LEAD_S = 0.25
"""Rest before every movement."""


def _leg_wave(rng: np.random.Generator, person: Person, shape: str) -> Floats:
    length = float(np.clip(person.plm_seconds * np.exp(0.3 * rng.normal()), 0.45, 7.0))
    if shape == "hold":
        return swell(length, rng.uniform(0.1, 0.4), rng.uniform(0.15, 0.6))
    if shape == "ring":
        wave = swell(length, 0.1, 0.5 * length) * 0.6
        beats, _ = train(rng, length, (rng.uniform(2.5, 6), rng.uniform(1.5, 4)), 0.4)
        return np.clip(wave * (0.5 + beats), 0, 1)
    if shape == "double":
        part = swell(0.4 * length, 0.12, 0.2)
        gap = np.zeros(steps(rng.uniform(0.1, 0.35)))
        return np.concatenate([part, gap, part * rng.uniform(0.5, 1.1)])
    if shape == "kick":
        burst = square(rng.uniform(0.08, 0.2)) * 1.3
        return np.concatenate([burst, 0.5 * swell(length, 0.02, 0.9 * length)])
    return 0.6 * swell(1.3 * length, 0.5 * length, 0.6 * length)


def _one_leg(
    plan: Plan,
    rng: np.random.Generator,
    person: Person,
    side: str,
    wave: Floats,
    gain: float,
    start: float,
) -> None:
    for order, (joint, share) in enumerate(person.joints.items()):
        late = start + order * rng.uniform(0.0, 0.08)
        strength = gain * share * float(np.exp(0.2 * rng.normal()))
        plan.add(f"{joint}_{side}+", np.clip(wave * strength, 0, 1), late)
        if joint == "hip_flex" and rng.random() < 0.3:
            plan.add(f"hip_out_{side}+", np.clip(0.3 * wave * strength, 0, 1), late)


def periodic(
    rng: np.random.Generator,
    sleeper: Sleeper,
    person: Person,
    *,
    legs: str,
    fade: float = 1.0,
    toes: bool = False,
) -> list[Plan]:
    """One movement of a periodic run; ``legs`` is l, r or lr."""
    shape = pick(rng, person.plm_shapes)
    wave = _leg_wave(rng, person, shape)
    gain = person.plm_gain * fade * float(np.exp(person.plm_spread * rng.normal()))
    late = float(np.clip(abs(rng.normal(0, 0.12)), 0, 0.4))
    arm = not toes and rng.random() < 0.05
    plan = sleeper.plan(LEAD_S + len(wave) * 0.005 + 1.3 + late)
    for i, side in enumerate(legs):
        if toes:
            weak = 0.0045 * gain / 0.125
            plan.add(f"ankle_{side}+", np.clip(wave * weak, 0, 1), LEAD_S + i * late)
        else:
            scale = 1.0 if i == 0 else float(rng.uniform(0.4, 1.1))
            _one_leg(plan, rng, person, side, wave, gain * scale, LEAD_S + i * late)
    if arm:
        plan.add(f"elbow_{person.watch}+", 0.3 * swell(1.0, 0.2, 0.3), LEAD_S + 0.3)
    return [plan]


def lone_limb(
    rng: np.random.Generator, sleeper: Sleeper, person: Person, *, limb: str
) -> list[Plan]:
    """Move one limb once: ``l``, ``r`` or ``arm``."""
    length = float(np.clip(np.exp(rng.normal(np.log(1.3), 0.5)), 0.4, 5))
    wave = swell(length, rng.uniform(0.08, 0.5), rng.uniform(0.1, 0.6))
    if rng.random() < 0.3:
        beats, _ = train(rng, length, (rng.uniform(1, 3),) * 2, 0.5)
        wave *= beats
    gain = float(np.exp(rng.normal(np.log(0.11), 0.5)))
    plan = sleeper.plan(LEAD_S + length + 1.3)
    side = person.watch if limb == "arm" else limb
    names = ARM_JOINTS if limb == "arm" else LEG_JOINTS
    chosen = rng.choice(names, size=int(rng.integers(1, 4)), replace=False)
    for joint in chosen:
        sign = "+" if rng.random() < 0.65 else "-"
        strength = gain * float(np.exp(0.4 * rng.normal()))
        plan.add(
            f"{joint}_{side}{sign}", np.clip(wave * strength, 0, 1), LEAD_S + rng.uniform(0, 0.15)
        )
    return [plan]


def twitch(rng: np.random.Generator, sleeper: Sleeper, person: Person, *, limb: str) -> list[Plan]:
    """Move one limb for a tenth of a second, hardly."""
    plan = sleeper.plan(LEAD_S + 0.9)
    side = person.watch if limb == "arm" else limb
    joint = str(rng.choice(("elbow", "pronation") if limb == "arm" else ("ankle", "ankle", "knee")))
    sign = "+" if rng.random() < 0.6 else "-"
    strength = 0.05 * person.twitch_gain * float(np.exp(0.5 * rng.normal()))
    if limb == "arm":
        strength *= 0.5
    burst = square(rng.uniform(0.03, 0.11)) * strength
    plan.add(f"{joint}_{side}{sign}", np.clip(burst, 0, 1), LEAD_S)
    return [plan]


def whole_jerk(
    rng: np.random.Generator, sleeper: Sleeper, person: Person, *, gain: float
) -> list[Plan]:
    """Start: most of the body at once."""
    plan = sleeper.plan(LEAD_S + 2.0)
    lopsided = {s: float(rng.uniform(0.35, 1.0)) for s in "lr"}
    lopsided[str(rng.choice(("l", "r")))] = 1.0
    burst_s = rng.uniform(0.06, 0.16)
    flexing = rng.random() < 0.7
    second = rng.random() < 0.2
    for joint in JOINTS:
        if rng.random() < 0.15:
            continue
        share = lopsided.get(joint[-1], 1.0) if joint not in TRUNK_JOINTS else 0.5
        flexor = flexing if rng.random() < 0.85 else not flexing
        strength = gain * share * float(rng.uniform(0.3, 1.0))
        start = LEAD_S + rng.uniform(0, 0.045)
        wave = np.clip(square(burst_s * rng.uniform(0.8, 1.2)) * strength, 0, 1)
        plan.add(f"{joint}{'+' if flexor else '-'}", wave, start)
        if second:
            plan.add(f"{joint}{'+' if flexor else '-'}", 0.5 * wave, start + burst_s + 0.12)
    return [plan]


def spasm(rng: np.random.Generator, sleeper: Sleeper, person: Person) -> list[Plan]:
    """Epileptic spasm: bend or stretch of trunk and all limbs, slower than a start."""
    length = rng.uniform(0.5, 1.7)
    plan = sleeper.plan(LEAD_S + length + 1.3)
    wave = swell(length, rng.uniform(0.12, 0.35), rng.uniform(0.3, 0.8) * length)
    gain = min(0.5, person.jerk_gain * rng.uniform(0.10, 0.32))
    flexing = rng.random() < 0.75
    for joint in JOINTS:
        base = joint[:-2] if joint not in TRUNK_JOINTS else joint
        if base in {"pronation", "hip_turn", "shoulder_turn", "spine_side"}:
            continue
        sign = "+" if flexing or base == "shoulder_out" else "-"
        strength = gain * rng.uniform(0.4, 1.0)
        plan.add(f"{joint}{sign}", np.clip(wave * strength, 0, 1), LEAD_S + rng.uniform(0, 0.06))
    return [plan]


def shaking(
    rng: np.random.Generator,
    sleeper: Sleeper,
    *,
    joints: tuple[str, ...],
    seconds: float,
    hz: tuple[float, float],
    gain: float,
    share: float = 0.45,
    both_ways: bool = True,
    wander: float = 0.12,
    stiff: float = 0.0,
) -> list[Plan]:
    """Rhythmic bursts of the muscles on both sides of joints."""
    plan = sleeper.plan(LEAD_S + seconds + 1.3)
    out, back = train(rng, seconds, hz, share, wander=wander)
    hull = swell(seconds, min(2.0, 0.2 * seconds), min(2.0, 0.25 * seconds))
    hull *= np.clip(1 + 0.3 * smooth_noise(rng, seconds, 0.3), 0.3, 1.6)
    for joint in joints:
        strength = gain * rng.uniform(0.5, 1.0)
        plan.add(f"{joint}+", np.clip(out * hull * strength + stiff, 0, 1), LEAD_S)
        other = back * hull * strength * rng.uniform(0.5, 1.0) * both_ways
        plan.add(f"{joint}-", np.clip(other + stiff, 0, 1), LEAD_S)
    return [plan]


def foot_train(rng: np.random.Generator, sleeper: Sleeper, *, sides: str) -> list[Plan]:
    """Hypnagogic foot tremor: slow bursts of the foot, four or more."""
    hz = rng.uniform(0.9, 2.0)
    count = int(rng.integers(4, 20))
    seconds = count / hz
    plan = sleeper.plan(LEAD_S + seconds + 1.3)
    for side in sides:
        t = LEAD_S
        gain = rng.uniform(0.2, 0.8)
        while t < LEAD_S + seconds:
            length = rng.uniform(0.3, min(0.7, 0.75 / hz))
            wave = swell(length, 0.08, 0.12) * gain * rng.uniform(0.6, 1.1)
            plan.add(f"ankle_{side}+", np.clip(wave, 0, 1), t)
            if rng.random() < 0.4:
                plan.add(f"hip_turn_{side}+", np.clip(0.25 * wave, 0, 1), t)
            t += float(np.exp(0.1 * rng.normal())) / hz
    return [plan]


def dream_act(rng: np.random.Generator, sleeper: Sleeper, person: Person) -> tuple[list[Plan], str]:
    """Act out a dream: volleys to arms, sometimes legs; also who took part (``a``, ``al``)."""
    seconds = float(np.clip(np.exp(rng.normal(np.log(2.5), 0.8)), 0.5, 15))
    plan = sleeper.plan(LEAD_S + seconds + 1.5)
    fierce = rng.random() < 0.45
    legs = rng.random() < 0.4
    sides = "lr" if rng.random() < 0.5 else person.watch
    names = [f"{j}_{s}" for s in sides for j in ARM_JOINTS]
    if legs:
        names += [f"{j}_{s}" for s in "lr" for j in LEG_JOINTS if rng.random() < 0.7]
    rate = rng.uniform(0.6, 1.8)
    gain = rng.uniform(0.25, 0.7) if fierce else rng.uniform(0.08, 0.3)
    for joint in names:
        for _ in range(1 + int(rng.poisson(rate * seconds * 0.7))):
            length = rng.uniform(0.1, 0.45) if fierce else rng.uniform(0.15, 0.8)
            strength = gain * float(np.exp(0.4 * rng.normal()))
            sign = "+" if rng.random() < 0.6 else "-"
            wave = np.clip(swell(length, 0.05, 0.08) * strength, 0, 1)
            plan.add(f"{joint}{sign}", wave, LEAD_S + rng.uniform(0, max(0.05, seconds - length)))
    return [plan], "al" if legs else "a"


def stiffening(
    rng: np.random.Generator,
    sleeper: Sleeper,
    *,
    seconds: float,
    gain: float,
    clonic_s: float = 0.0,
) -> list[Plan]:
    """Stiffen everywhere with a fine tremble; then, if asked, jerk ever more slowly."""
    plan = sleeper.plan(LEAD_S + seconds + clonic_s + 1.5)
    hull = swell(seconds, rng.uniform(0.4, 2.5), rng.uniform(0.8, 3.0))
    tremble, _ = train(rng, seconds, (rng.uniform(9, 14), rng.uniform(7, 11)), 0.5, wander=0.2)
    jerks = None
    if clonic_s:
        jerks, _ = train(
            rng, clonic_s, (rng.uniform(4, 7), rng.uniform(0.8, 1.5)), 0.35, wander=0.05
        )
        jerks *= np.linspace(0.9, 1.2, len(jerks))
    bent = {"elbow", "shoulder_out"}
    for joint in JOINTS:
        base = joint[:-2] if joint not in TRUNK_JOINTS else joint
        flexors = gain * rng.uniform(0.2, 0.8) * (1.3 if base in bent else 0.8)
        stretch = gain * rng.uniform(0.3, 0.9) * (0.6 if base in bent else 1.2)
        shake = 1 + rng.uniform(0.1, 0.5) * (tremble - 0.4)
        plan.add(f"{joint}+", np.clip(hull * flexors * shake, 0, 1), LEAD_S)
        plan.add(f"{joint}-", np.clip(hull * stretch * shake, 0, 1), LEAD_S)
        if jerks is not None:
            strength = gain * rng.uniform(0.5, 1.1)
            late = LEAD_S + seconds + rng.uniform(0, 0.02)
            plan.add(f"{joint}+", np.clip(jerks * strength, 0, 1), late)
    return [plan]
