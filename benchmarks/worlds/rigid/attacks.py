"""Rarer movements: seizures, spasms, cramp, tremors, shudders, dream enactment."""

import numpy as np

from benchmarks.worlds.rigid import moves
from benchmarks.worlds.rigid.acts import Act
from benchmarks.worlds.rigid.moves import ALL, LEGS, grow
from benchmarks.worlds.rigid.plan import Plan


def foot_tremor(plan: Plan) -> None:
    """Trains of hypnagogic foot tremor and alternating leg muscle activation."""
    rng = plan.rng
    for _ in range(rng.integers(6, 25)):
        near = plan.sleep[int(rng.integers(len(plan.sleep)))][0]
        t = near + rng.normal(-60, 250) if rng.random() < 0.6 else plan.asleep_time()
        dur = float(np.clip(grow(rng, 12, 0.5), 3.5, 45))
        alternate = rng.random() < 0.4
        # HFT .3-4 Hz, bursts 250-1000 ms (Wichniak 2001); ALMA .5-3 Hz, 100-500 ms (Chervin 2003)
        hz = rng.uniform(0.7, 2.5) if alternate else grow(rng, 1.5, 0.4)
        hz = float(np.clip(hz, 0.35, 3.8))
        limbs = LEGS if alternate else (str(rng.choice(LEGS)),)
        torque = {2: grow(rng, 2.0, 0.5), 1: -rng.uniform(0, 1.5), 3: rng.normal(0, 0.3)}
        plan.add(
            moves.rhythmic(
                rng,
                "foot_tremor",
                t,
                dur,
                limbs,
                hz,
                torque,
                alternate=alternate,
                duty=rng.uniform(0.25, 0.55),
                wander=0.1,
                antagonist=rng.choice([0.0, 0.6]),
            )
        )


def shudder(plan: Plan) -> None:
    """Shivers and shuddering of the whole body, 3-12 Hz."""
    rng = plan.rng
    for _ in range(rng.integers(4, 20)):
        t = plan.asleep_time() if rng.random() < 0.7 else rng.uniform(plan.lights, plan.rising)
        dur = float(np.clip(grow(rng, 4, 0.5), 2.2, 15))
        hz = rng.uniform(5, 11)
        torque = {1: grow(rng, 6, 0.5), 0: grow(rng, 8, 0.5), 2: grow(rng, 2, 0.5), 3: 0.5}
        plan.add(
            moves.rhythmic(
                rng,
                "tremor",
                t,
                dur,
                ALL,
                hz,
                torque,
                antagonist=0.8,
                rise=rng.uniform(0.2, 1),
                waxing=0.3,
                wander=0.08,
            )
        )


def cramp(plan: Plan) -> None:
    """Cramps of calf or foot: sustained for minutes, the sleeper wakes, rubs, stretches."""
    rng = plan.rng
    for _ in range(rng.integers(1, 4)):
        t, leg = plan.asleep_time(), str(rng.choice(LEGS))
        dur = float(np.clip(grow(rng, 90, 0.7), 20, 420))
        torque = {2: -rng.uniform(8, 25), 3: rng.normal(0, 1.5), 1: -rng.uniform(0, 8)}
        got = moves.pulls(rng, leg, t, dur, torque, rise=rng.uniform(0.5, 3), rough=0.1)
        quiver = {j: 0.15 * nm for j, nm in torque.items()}
        got += moves.pulls(rng, leg, t, dur, quiver, rise=2, hz=rng.uniform(7, 12), rough=0.4)
        act = Act(kind="cramp", t0=t, t1=t + dur, limbs=(leg,), pulls=got)
        at = t + rng.uniform(1, 5)
        while at < t + dur - 2:  # pulling the toes, kicking, kneading the calf
            d = rng.uniform(0.6, 4)
            act.shifts.append(moves.reach(rng, leg, at, d, 1.2))
            at += d + rng.exponential(6)
        if not plan.add(act, margin=10):
            continue
        plan.awaken(t + 1, t + dur + rng.uniform(60, 400))
        at = t + rng.uniform(3, 8)
        while at < t + dur:
            hz = rng.uniform(1, 3)
            d = rng.uniform(3, 12)
            rub = Act(kind="wake_movement", t0=at, t1=at + d, limbs=("wrist",))
            rub.shifts.append(moves.reach(rng, "wrist", at, d, 1.0, hz=hz, ramp=0.1))
            plan.add(rub)
            at += d + rng.exponential(8)


def twitches(plan: Plan) -> None:
    """Many tiny twitches, mostly in REM and light sleep."""
    rng = plan.rng
    for _ in range(rng.integers(8, 30)):
        t = plan.asleep_time((0.1, 1))
        for _ in range(rng.integers(1, 9)):
            plan.add(moves.twitch(rng, t))
            t += rng.exponential(12) + 0.8


def dream(plan: Plan) -> None:
    """Enacting dreams in REM: bouts of bursts of arms more than legs (Frauscher 2007)."""
    rng = plan.rng
    period = rng.uniform(80, 110) * 60
    starts = plan.sleep[0][0] + period * np.arange(1, 7) * rng.uniform(0.9, 1.0)
    for k, start in enumerate(starts):
        end = start + rng.uniform(5, 12) * 60 * (1 + 0.5 * k)
        if end > plan.rising - 100 or start < plan.lights + 0.33 * (plan.rising - plan.lights):
            continue
        t = start + rng.exponential(60)
        while t < end:
            for _ in range(rng.integers(1, 9)):
                act = _burst(rng, t)
                if plan.asleep(t):
                    plan.add(act)
                t = act.t1 + 0.6 + rng.exponential(2.5)
            t += rng.exponential(100)
            if rng.random() < 0.1:
                for _ in range(rng.integers(2, 8)):
                    plan.add(moves.twitch(rng, t))
                    t += rng.exponential(3) + 0.8


def _burst(rng, t):
    limbs = ["wrist"] if rng.random() < 0.8 else []
    limbs += [x for x in LEGS if rng.random() < (0.2 if limbs else 0.7)]
    act = Act(kind="dream", t0=t, t1=t + 0.3, limbs=tuple(limbs) or ("wrist",))
    strong = grow(rng, 0.6, 0.7)
    for limb in act.limbs:
        at = t + (abs(rng.normal(0, 0.15)) if limb != act.limbs[0] else 0)
        for _ in range(rng.integers(1, 6)):
            dur = float(np.clip(grow(rng, 0.3, 0.7), 0.1, 3))
            k = strong * grow(rng, 1, 0.4) * (0.25 if limb == "wrist" else 1)
            torque = {
                0: k * rng.normal(4, 14),
                1: k * rng.normal(0, 12),
                2: k * rng.normal(0, 3),
                3: k * rng.normal(0, 1.5),
                4: k * rng.normal(0, 5),
            }
            act.pulls += moves.pulls(rng, limb, at, dur, torque, rise=0.04, spread=0.05)
            at += dur * rng.uniform(0.5, 1.2)
            act.t1 = max(act.t1, at + 0.1)
            if at - t > 4:
                break
    return act


def tonic(plan: Plan) -> None:
    """Tonic stiffening, several times a night."""
    rng = plan.rng
    for _ in range(rng.integers(2, 9)):
        t, dur = plan.asleep_time(), float(np.clip(grow(rng, 9, 0.5), 3, 30))
        limbs = ALL if rng.random() < 0.7 else tuple(str(x) for x in rng.permutation(ALL)[:2])
        plan.add(moves.tonic(rng, t, dur, limbs, size=grow(rng, 0.8, 0.4)), margin=8)


def convulsive(plan: Plan) -> None:
    """One or two tonic-clonic seizures (Beniczky 2013; Conradsen 2013: rate falls to the end)."""
    rng = plan.rng
    for _ in range(rng.integers(1, 3)):
        t, stiff, shake = plan.asleep_time(), rng.uniform(6, 18), rng.uniform(25, 80)
        first = moves.tonic(rng, t, stiff, size=grow(rng, 1.3, 0.3))
        torque = {1: grow(rng, 22, 0.4), 0: grow(rng, 25, 0.4), 2: grow(rng, 8, 0.4), 3: 2.0}
        jerks = moves.rhythmic(
            rng,
            "convulsive",
            t + stiff - 0.5,
            shake,
            ALL,
            rng.uniform(5, 8),
            torque,
            hz_end=rng.uniform(0.8, 2),
            wander=0.08,
            duty=0.4,
            rise=2.0,
            rough=0.3,
        )
        if plan.add(moves.merged("convulsive", [first, jerks]), margin=15):
            plan.awaken(t + stiff + shake + 120, t + stiff + shake + 900)


def focal(plan: Plan) -> None:
    """Clonic shaking of one limb."""
    rng = plan.rng
    limb = str(rng.choice(ALL))
    for _ in range(rng.integers(2, 8)):
        t, dur = plan.asleep_time(), float(np.clip(grow(rng, 25, 0.6), 6, 120))
        hz = rng.uniform(1.2, 4)
        k = 0.3 if limb == "wrist" else 1
        torque = {
            1: k * grow(rng, 7, 0.5),
            2: k * grow(rng, 4, 0.5),
            3: k * rng.normal(0, 1),
            0: k * grow(rng, 6, 0.5),
        }
        act = moves.rhythmic(
            rng,
            "focal",
            t,
            dur,
            (limb,),
            hz,
            torque,
            hz_end=hz * rng.uniform(0.5, 0.9),
            duty=rng.uniform(0.15, 0.35),
            wander=0.07,
            rise=rng.uniform(0.5, 4),
        )
        plan.add(act, margin=8)


def spasms(plan: Plan) -> None:
    """Clusters of bilateral spasms 5-30 s apart: a brisk phasic part, then a tonic one."""
    rng = plan.rng
    for _ in range(rng.integers(1, 4)):
        t, gap = plan.asleep_time(), rng.uniform(6, 20)
        pattern = {0: rng.choice([-1, 1]) * 25.0, 1: -15.0, 2: 5.0, 4: rng.normal(0, 10)}
        n, size = int(rng.integers(6, 30)), grow(rng, 0.8, 0.3)
        plan.awaken(t, t + n * gap + 60)
        for k in range(n):
            swell = 0.5 + np.sin(np.pi * (k + 0.5) / n)
            dur = rng.uniform(0.5, 2.0)
            act = Act(kind="spasm", t0=t, t1=t + dur, limbs=ALL)
            for limb in ALL:
                m = size * swell * grow(rng, 1, 0.15) * (0.22 if limb == "wrist" else 1)
                at = t + abs(rng.normal(0, 0.02))
                torque = {j: m * nm * rng.uniform(0.8, 1.2) for j, nm in pattern.items()}
                act.pulls += moves.pulls(rng, limb, at, rng.uniform(0.12, 0.25), torque, rise=0.04)
                held = {j: 0.35 * nm for j, nm in torque.items()}
                act.pulls += moves.pulls(rng, limb, at, dur, held, rise=0.15, decay=0.8)
            plan.add(act)
            t += max(dur + 2, grow(rng, gap, 0.3))
