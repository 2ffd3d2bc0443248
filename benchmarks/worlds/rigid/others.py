"""What others do: a partner, a pet, the house."""

import numpy as np

from benchmarks.worlds.rigid import habits, moves
from benchmarks.worlds.rigid.acts import Act, Shove
from benchmarks.worlds.rigid.moves import grow, seed
from benchmarks.worlds.rigid.plan import Plan


def _outside(plan: Plan, t: float) -> bool:
    return any(a <= t <= b for a, b in plan.out)


def shake(plan: Plan, source: str, shoves: list[Shove]) -> None:
    """Add forces on the bed as one external act."""
    t0, t1 = min(x.t0 for x in shoves), max(x.t0 + x.dur for x in shoves)
    if t0 > 3 and t1 < plan.hours * 3600 - 4:
        plan.acts.append(Act(kind="external", t0=t0, t1=t1, source=source, shoves=shoves))


def turning(plan: Plan, t: float, *, size=1.0, place="partner_trunk") -> None:
    """A partner turns over, or shifts, or sits down on the bed: a weight that moves."""
    rng = plan.rng
    mass = 0.5 * plan.bodies["partner"].mass
    way = rng.normal(0, 0.08, 3) * size
    newton = tuple(mass * way * (1, 1, 0.6))
    dur = float(np.clip(grow(rng, 2.6, 0.5), 1.0, 8))
    parts = [Shove(place=place, t0=t, dur=dur, newton=newton, shape="step", seed=seed(rng))]
    for _ in range(rng.integers(0, 4)):  # legs dropping, elbow
        at = t + rng.uniform(0, 1) * dur
        hit = (rng.normal(0, 8), rng.normal(0, 8), -abs(rng.normal(0, 40)) * size)
        where = str(rng.choice(["partner_ankle_left", "partner_trunk"]))
        parts.append(Shove(place=where, t0=at, dur=rng.uniform(0.08, 0.3), newton=hit))
    shake(plan, "partner", parts)


def partner(plan: Plan, *, legs: float = 0.0, rate=4.0) -> None:
    """An ordinary partner, with periodic leg movements if wanted."""
    rng = plan.rng
    for t in rng.uniform(10, plan.rising, rng.poisson(rate * plan.hours)):
        if rng.random() < 0.45:
            turning(plan, t, size=rng.uniform(0.3, 1.3))
        else:
            act = moves.isolated(rng, t, partner=True)
            act.kind, act.source, act.limbs = "external", "partner", ()
            plan.acts.append(act)
    if legs:
        r = moves.draw_rhythm(rng)
        habits.periodic(plan, r, legs, partner=True)
    if rng.random() < 0.3:
        t = rng.uniform(plan.lights, plan.rising - 600)
        turning(plan, t, size=2.5)
        turning(plan, t + rng.uniform(120, 400), size=2.5)


def pet(plan: Plan) -> None:
    """A cat or dog jumps up, treads about, kneads or leans on one limb, and leaves."""
    rng = plan.rng
    mass = rng.uniform(3, 7) if rng.random() < 0.7 else rng.uniform(8, 22)
    weight = 9.8 * mass
    for _ in range(rng.integers(3, 9)):
        t = rng.uniform(60, plan.rising - 900)
        land = Shove(
            place="foot_end",
            t0=t,
            dur=rng.uniform(0.1, 0.22),
            newton=(rng.normal(0, 0.3 * weight), 0.2 * weight, -weight * rng.uniform(1.5, 3.5)),
        )
        shake(plan, "pet", [land])
        t += rng.uniform(0.5, 4)
        for _ in range(rng.integers(1, 5)):
            limb, dur = str(rng.choice(moves.ALL, p=[0.4, 0.4, 0.2])), rng.uniform(2, 25)
            tread = Shove(
                place="foot_end",
                t0=t,
                dur=dur,
                newton=tuple(weight * np.array([0.05, 0.08, -0.25]) * rng.uniform(0.4, 1.5)),
                shape="train",
                hz=rng.uniform(1.5, 4),
                seed=seed(rng),
            )
            if rng.random() < 0.5:
                tread.dur = min(dur, 6)
                shake(plan, "pet", [tread])
            else:
                k = 0.25 if limb == "wrist" else 1
                push = weight * rng.uniform(0.05, 0.3) * 0.2 * k
                if rng.random() < 0.6:  # kneading with two paws, 1-2 a second
                    torque = {3: 0.15 * push * rng.normal(), 1: rng.normal() * push, 4: push}
                    hz = rng.uniform(0.8, 2.2)
                    act = moves.rhythmic(rng, "external", t, dur, (limb,), hz, torque, duty=0.7)
                else:  # leaning against it, lying down on it
                    torque = {3: 0.2 * push * rng.normal(), 4: 2 * push, 0: -push}
                    got = moves.pulls(rng, limb, t, dur, torque, rise=0.4)
                    act = Act(kind="external", t0=t, t1=t + dur, pulls=got)
                act.source, act.limbs = "pet", ()
                if plan.free(t, dur, 2) and not _outside(plan, t):
                    act.shoves.append(tread)
                    plan.acts.append(act)
            t += dur + rng.exponential(20)


def house(plan: Plan, *, busy: bool) -> None:
    """Traffic, a washing machine, doors, knocks against the frame."""
    rng, night = plan.rng, plan.rising
    heavy = rng.uniform(0.5, 1.5)
    for t in rng.uniform(10, night, rng.poisson((14 if busy else 0.3) * plan.hours)):
        u = rng.random()
        if u < 0.55:  # lorry or train: 8-20 Hz in floors, below 10 mg (ISO 2631-2, DIN 4150)
            size = grow(rng, 0.0015, 0.7) * heavy
            hz = rng.uniform(6, 18)
            floor = Shove(
                place="frame",
                t0=t,
                dur=rng.uniform(2.5, 12),
                newton=(0.4 * size, 0.3 * size, size),
                shape="hum",
                hz=hz,
                hz_end=hz * rng.uniform(0.85, 1.1),
                floor=True,
                seed=seed(rng),
            )
            shake(plan, "bed", [floor])
        else:  # a knock on the frame, a door
            hit = rng.normal(0, grow(rng, 60, 0.7), 3)
            dur = rng.uniform(0.02, 0.12)
            shake(plan, "bed", [Shove(place="frame", t0=t, dur=dur, newton=tuple(hit))])
    if busy and rng.random() < 0.6:
        t, size = rng.uniform(60, night - 2000), grow(rng, 0.004, 0.5)
        for _ in range(rng.integers(2, 5)):  # spin cycles
            hz, dur = rng.uniform(9, 20), rng.uniform(40, 240)
            spin = Shove(
                place="frame",
                t0=t,
                dur=dur,
                newton=(size, 0.6 * size, 0.7 * size),
                shape="hum",
                hz=hz * 0.4,
                hz_end=hz,
                floor=True,
                seed=seed(rng),
            )
            shake(plan, "bed", [spin])
            t += dur + rng.uniform(60, 300)
