"""The ordinary background of a sleeper, and the periodic movements of one who has them."""

import numpy as np

from benchmarks.worlds.rigid import moves
from benchmarks.worlds.rigid.acts import Act
from benchmarks.worlds.rigid.moves import ALL, Rhythm, grow
from benchmarks.worlds.rigid.plan import Plan


def ordinary(plan: Plan, *, latency=None, walks=None, restless=1.0, calm_bed=False) -> None:
    """Lay out sleep, awakenings, changes of posture, and isolated movements."""
    rng, night = plan.rng, plan.hours * 3600
    plan.lights = rng.uniform(60, 500)
    plan.rising = night - rng.uniform(90, 260)
    latency = grow(rng, 700, 0.6) if latency is None else latency
    onset = plan.lights + min(latency, 0.5 * night)
    plan.sleep = [(onset, plan.rising - rng.uniform(20, 400))]
    for _ in range(rng.poisson(restless * plan.hours * 0.5)):
        t = rng.uniform(onset + 600, plan.rising - 300)
        plan.awaken(t, t + grow(rng, 150, 0.8))
    if walks is None:
        walks = int(rng.random() < 0.4)
    for _ in range(walks):
        t = rng.uniform(onset + 1200, max(onset + 1300, plan.rising - 900))
        end = plan.rise(t)
        if end > t:
            plan.awaken(t - rng.uniform(20, 200), end + grow(rng, 200, 0.7))
    plan.rise(plan.rising, back=False)
    wakes = awake_spans(plan)
    for a, b in wakes:
        if a > plan.lights:
            plan.turn_over(a + rng.uniform(0, 3), small=bool(rng.random() < 0.3))
        if not calm_bed:
            plan.wake(a, min(b - 15, plan.rising), rate=grow(rng, 1.6, 0.4))
    # large movements 6.8/h (Ferri 2021), of which a part is a real change of posture
    rate = grow(rng, 2.4, 0.4) * restless
    for t in arrivals(rng, plan, rate):
        plan.turn_over(t, small=bool(rng.random() < 0.35))
    for t in arrivals(rng, plan, rng.uniform(2, 6)):
        plan.add(moves.isolated(rng, t), margin=8)
    for t in arrivals(rng, plan, rng.choice([0.0, 0.5, 2.0])):
        plan.add(moves.twitch(rng, t), margin=5)


def awake_spans(plan: Plan):
    """Spans awake in bed from second 0 to the final rising."""
    edges = [0.0] + [x for s in plan.sleep for x in s] + [plan.rising]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2]) if b - a > 5]


def arrivals(rng, plan: Plan, per_hour: float):
    """Random moments asleep, at a rate per hour of sleep."""
    out = []
    for a, b in plan.sleep:
        n = rng.poisson(per_hour * (b - a) / 3600)
        out += list(rng.uniform(a, b, n))
    return sorted(out)


def periodic(plan: Plan, r: Rhythm, per_hour: float, *, partner=False, awake=0.1) -> int:
    """Stretches of periodic leg movements, mostly in the first half; return how many."""
    rng, n = plan.rng, 0
    goal = per_hour * plan.hours
    t = plan.lights + rng.uniform(0, 900)
    drift = rng.normal(0, 0.2)
    while t < plan.rising - 60 and n < goal * 1.3:
        part = (t - plan.lights) / max(plan.rising - plan.lights, 1)
        fervour = np.clip(1.5 - 1.3 * part, 0.15, 1.5)
        length = grow(rng, 900 * fervour, 0.6)
        end = min(t + length, plan.rising - 60)
        strength = grow(rng, 1.0, 0.25)
        while t < end:
            gap = grow(rng, r.interval * (1 + drift * part), r.interval_sd)
            t += max(gap, 5.0)
            if rng.random() < 0.04:  # a member left out
                continue
            if not partner and not plan.asleep(t) and rng.random() > awake:
                continue
            act = moves.plm(rng, r, t, partner=partner, scale=strength)
            if partner:
                act.kind, act.source, act.limbs = "external", "partner", ()
                plan.acts.append(act)
                n += 1
            elif plan.add(act):
                n += 1
                if rng.random() < 0.03:  # an extra movement out of step
                    plan.add(moves.isolated(rng, t + rng.uniform(6, 12)))
                if rng.random() < 0.02:
                    plan.turn_over(act.t1 + rng.uniform(0.5, 4))
        rest = 3600 * length / max(per_hour * r.interval * fervour, 1) * 0.8
        t += grow(rng, np.clip(rest - length, 60, 3600), 0.5)
    return n


def sleep_starts(plan: Plan, n: int) -> None:
    """Sleep starts near the onset of sleep and after awakenings, some anywhere (Calandra 2016)."""
    rng, size = plan.rng, grow(plan.rng, 1.0, 0.3)
    onsets = [a for a, _ in plan.sleep]
    for _ in range(40 * n):
        if n <= 0:
            return
        if rng.random() < 0.8:
            near = onsets[min(int(rng.exponential(0.8)), len(onsets) - 1)]
            t = near + rng.normal(60, 150)
        else:
            t = plan.asleep_time()
        if not plan.lights + 20 < t < plan.rising - 60 or not plan.add(
            moves.jolt(rng, t, size=size * grow(rng, 1.0, 0.3)), margin=6
        ):
            continue
        n -= 1
        if rng.random() < 0.35:
            plan.turn_over(t + rng.uniform(7.5, 20))
        elif rng.random() < 0.4:
            plan.awaken(t, t + rng.uniform(20, 120))
            plan.add(plan.fidget(t + rng.uniform(2, 6)))


def restless_legs(plan: Plan, t0: float, t1: float) -> None:
    """Rub, stretch, bounce the legs, and toss, awake."""
    rng, t = plan.rng, t0
    while t < t1:
        u, dur = rng.random(), rng.uniform(3, 30)
        legs = moves.LEGS if rng.random() < 0.5 else (str(rng.choice(moves.LEGS)),)
        act = Act(kind="wake_movement", t0=t, t1=t + dur, limbs=legs)
        if u < 0.35:  # rub foot on foot or sheet
            hz = rng.uniform(0.7, 2.2)
            for x in legs:
                act.shifts.append(moves.reach(rng, x, t, dur, 0.9, hz=hz, ramp=0.1, stiff=3.0))
        elif u < 0.6:  # stretch
            act.t1 = t + min(dur, 9)
            for x in legs:
                d = act.t1 - t
                torque = {1: rng.uniform(5, 18), 2: rng.choice([-1, 1]) * rng.uniform(4, 15)}
                act.pulls += moves.pulls(rng, x, t, d, torque, rise=rng.uniform(0.3, 1.2))
        elif u < 0.8:  # bounce
            act = moves.rhythmic(
                rng,
                "wake_movement",
                t,
                dur,
                legs,
                rng.uniform(2.5, 6.0),
                {2: -rng.uniform(2, 9), 1: rng.normal(0, 2)},
                alternate=bool(rng.random() < 0.3),
            )
        elif u < 0.9:
            plan.turn_over(t)
            t += 16
            continue
        else:
            act = plan.fidget(t)
        plan.add(act)
        t = act.t1 + 1.0 + rng.exponential(14)


def tremor_bouts(plan: Plan, spans, hz: float, size: float) -> None:
    """Rest tremor of the wrist in the spans given, waxing and waning."""
    rng = plan.rng
    for a, b in spans:
        t = a + rng.uniform(5, 30)
        while t < b - 6:
            dur = min(grow(rng, 25, 0.7), b - t)
            torque = {4: 0.0, 3: size * rng.uniform(0.05, 0.3), 2: size * rng.uniform(0.08, 0.4)}
            torque[1] = size * rng.uniform(0.0, 0.8)
            act = moves.rhythmic(
                rng,
                "tremor",
                t,
                dur,
                ("wrist",),
                hz * rng.uniform(0.93, 1.07),
                torque,
                antagonist=0.8,
                waxing=0.45,
                wander=rng.uniform(0.03, 0.09),
                rise=1.5,
                rough=0.1,
            )
            if dur > 2:
                plan.add(act)
            t += dur + grow(rng, 30, 0.8)


def breathe_badly(plan: Plan) -> None:
    """Apnoeas in clusters; most end with an arousal that moves arm and legs."""
    rng = plan.rng
    arouse = rng.uniform(0.4, 0.95)
    for _ in range(rng.integers(4, 12)):
        t = plan.asleep_time()
        end = t + rng.uniform(600, 2400)
        pause, cycle = rng.uniform(12, 35), rng.uniform(20, 60)
        while t < end:
            stop = t + pause * rng.uniform(0.7, 1.3)
            if plan.asleep(t) and plan.asleep(stop):
                plan.apnoeas.append((t, stop))
                if rng.random() < arouse:
                    k = int(rng.integers(1, 4))
                    limbs = [str(x) for x in rng.permutation(ALL)[:k]]
                    at = stop + rng.normal(0.5, 0.7)
                    parts = [moves.isolated(rng, at + abs(rng.normal(0, 0.3)), x) for x in limbs]
                    plan.add(moves.merged("limb_movement", parts))
                elif rng.random() < 0.08:
                    plan.turn_over(stop + 0.5)
            t = max(stop + 8, t + cycle * rng.uniform(0.8, 1.25))
