"""Recipes of movements in muscles: which pull, how hard, how long."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.rigid.acts import ABD, ANKLE, HIP, KNEE, ROLL, Act, Pull, Shift, Shove

LEGS = ("ankle_left", "ankle_right")
ALL = ("ankle_left", "ankle_right", "wrist")


def seed(rng) -> int:
    """Draw a seed for a part."""
    return int(rng.integers(2**31))


def grow(rng, median, sd) -> float:
    """Draw from a log-normal."""
    return float(median * np.exp(sd * rng.standard_normal()))


def pulls(rng, limb, t, dur, torques, *, rise=0.05, spread=0.05, **more):
    """Let the joints given by {joint: N m} pull together, with small delays."""
    more.setdefault("rough", 0.25)
    return [
        Pull(
            limb=limb,
            joint=joint,
            t0=t + abs(rng.normal(0, spread)) * (k > 0),
            dur=dur * (rng.uniform(0.85, 1.1) if k else 1.0),
            nm=nm,
            rise=rise,
            fall=min(0.25 * dur, rng.uniform(0.05, 0.4)),
            seed=seed(rng),
            **more,
        )
        for k, (joint, nm) in enumerate(torques.items())
        if abs(nm) > 1e-3
    ]


def shifted(limb: str, partner: bool) -> str:
    """Name of the same limb of the partner."""
    return f"partner_{limb}" if partner else limb


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How somebody's periodic leg movements look (a habit of the person)."""

    size: float
    size_sd: float
    length: float
    length_sd: float
    ankle: float
    knee: float
    hip: float
    roll: float
    first: str
    one_sided: float
    lag: float
    doublet: float
    kick: float
    faint: float
    clonic: float
    slow: float
    interval: float
    interval_sd: float
    arm: float


def draw_rhythm(rng, *, faint=None) -> Rhythm:
    """Draw a person's periodic movements."""
    # triple flexion, ankle first (Coleman 1982; de Weerd 2004: TA leads in most, many patterns)
    return Rhythm(
        size=grow(rng, 0.75, 0.45),
        size_sd=rng.uniform(0.2, 0.6),
        length=rng.uniform(1.2, 3.4),
        length_sd=rng.uniform(0.15, 0.45),
        ankle=rng.uniform(2.0, 7.0),
        knee=rng.choice([0.0, rng.uniform(1, 8)], p=[0.3, 0.7]),
        hip=rng.choice([0.0, rng.uniform(2, 16)], p=[0.4, 0.6]),
        roll=rng.normal(0, 0.9),
        first=str(rng.choice(LEGS)),
        one_sided=rng.choice([rng.uniform(0, 0.3), rng.uniform(0.5, 1.0)]),
        lag=rng.uniform(0.02, 0.6),
        doublet=rng.choice([0.03, 0.25], p=[0.75, 0.25]),
        kick=rng.choice([0.05, 0.5], p=[0.7, 0.3]),
        faint=rng.uniform(0.03, 0.3) if faint is None else faint,
        clonic=rng.choice([0.0, rng.uniform(0.1, 0.5)], p=[0.6, 0.4]),
        slow=rng.uniform(0.03, 0.5),
        interval=rng.uniform(15, 45),
        interval_sd=rng.uniform(0.15, 0.45),
        arm=rng.choice([0.0, rng.uniform(0.05, 0.3)], p=[0.8, 0.2]),
    )


def flexion(rng, r: Rhythm, limb, t, dur, size):
    """One triple flexion of a leg."""
    out, rise = [], grow(rng, r.slow, 0.4)
    torque = {
        ANKLE: size * r.ankle * rng.uniform(0.7, 1.3),
        KNEE: -size * r.knee * rng.uniform(0.4, 1.4),
        HIP: size * r.hip * rng.uniform(0.4, 1.4),
        ROLL: size * r.roll * rng.uniform(0.3, 1.6),
        ABD: size * rng.normal(0, 1.0) * (r.hip > 0),
    }
    decay = rng.uniform(0, 0.7)
    clonic = rng.random() < r.clonic
    more = {"hz": rng.uniform(2.0, 5.0), "duty": 0.6, "wander": 0.2} if clonic else {}
    if rng.random() < r.kick:
        hard = {j: nm * rng.uniform(1.2, 2.5) for j, nm in torque.items()}
        out += pulls(rng, limb, t, rng.uniform(0.1, 0.25), hard, rise=0.02, spread=0.02)
    return out + pulls(rng, limb, t, dur, torque, rise=rise, decay=decay, **more)


def plm(rng, r: Rhythm, t, *, partner=False, scale=1.0) -> Act:
    """One periodic leg movement."""
    size = min(scale * grow(rng, r.size, r.size_sd), 2.5)
    dur = float(np.clip(grow(rng, r.length, r.length_sd), 0.5, 8))
    other = LEGS[1 - LEGS.index(r.first)]
    first = r.first if rng.random() < 0.85 else other
    limbs = [first]
    if rng.random() > r.one_sided:
        limbs.append(LEGS[1 - LEGS.index(first)])
    got, end = [], t
    faint = rng.random() < r.faint
    for k, limb in enumerate(limbs):
        at = t + (abs(rng.normal(0, r.lag)) if k else 0.0)
        d = dur * (rng.uniform(0.6, 1.2) if k else 1.0)
        name = shifted(limb, partner)
        if faint:  # great toe and a little of the tibialis anterior
            d = min(d, rng.uniform(0.6, 2.5))
            nm = rng.uniform(0.1, 0.5) * scale * (0.7 if k else 1)
            rise = rng.uniform(0.08, 0.35)
            got += pulls(rng, name, at, d, {ANKLE: nm}, rise=rise)
        else:
            s = size * (rng.uniform(0.3, 1.0) if k else 1.0)
            got += flexion(rng, r, name, at, d, s)
            if rng.random() < r.doublet:
                gap = rng.uniform(0.5, 2.0)
                more = d * rng.uniform(0.3, 0.8)
                got += flexion(rng, r, name, at + d + gap, more, s * rng.uniform(0.4, 1))
                d += gap + more
        end = max(end, at + d)
    if rng.random() < r.arm and not partner:
        limbs.append("wrist")
        torque = {KNEE: size * rng.uniform(0.5, 2), ANKLE: size * rng.uniform(0.1, 0.5)}
        got += pulls(rng, "wrist", t + rng.uniform(0, 0.4), dur * 0.8, torque, rise=0.1)
    return Act(kind="plm", t0=t, t1=end, limbs=tuple(limbs), pulls=got)


def isolated(rng, t, limb=None, *, partner=False) -> Act:
    """One movement of one limb (seldom two) in sleep, of any kind of muscle."""
    limb = limb or str(rng.choice(ALL, p=[0.3, 0.3, 0.4]))
    limbs = (limb, "wrist") if limb in LEGS and rng.random() < 0.15 else (limb,)
    if limb in LEGS and len(limbs) == 1 and rng.random() < 0.2:
        limbs = LEGS
    got, shifts, end = [], [], t
    for name in limbs:
        d, at = float(np.clip(grow(rng, 1.6, 0.7), 0.5, 9.5)), t + abs(rng.normal(0, 0.3))
        at = t if name == limbs[0] else at
        k = grow(rng, 0.7, 0.7) * (0.25 if name == "wrist" else 1)
        who = shifted(name, partner)
        if rng.random() < 0.5:
            small = (1, 1, 0.4, 0.1, 0.25) if name == "wrist" else (1, 1, 1, 0.25, 0.25)
            torque = {
                int(j): k * rng.normal(0, 6) * small[j]
                for j in rng.permutation(5)[: rng.integers(1, 5)]
            }
            got += pulls(rng, who, at, d, torque, rise=grow(rng, 0.12, 0.6))
        else:
            shifts.append(reach(rng, who, at, d, k if name != "wrist" else 4 * k))
        end = max(end, at + d)
    return Act(kind="limb_movement", t0=t, t1=end, limbs=limbs, pulls=got, shifts=shifts)


def reach(rng, limb, t, dur, size=1.0, **more) -> Shift:
    """Draw an excursion of a limb's set point."""
    arm = "wrist" in limb
    if more.get("hz"):  # the faster to and fro, the shorter the way
        size *= min(1.0, 1.2 / more["hz"])
    a = rng.normal(0, 0.25 if arm else 0.12, 3) * size
    if not arm and rng.random() < 0.6:  # the heel slides along the bed
        a[0] = 1.4 * abs(a[0])
        a[1] = -2.0 * a[0]
    elif not arm:
        a[0], a[1] = abs(a[0]), 0.7 * a[1]
    lift = abs(rng.normal(0, 0.05 if arm else 0.02)) * min(size, 2) * (rng.random() < 0.6)
    more.setdefault("ramp", rng.uniform(0.2, 0.5))
    return Shift(
        limb=limb,
        t0=t,
        dur=dur,
        phi=(a[0], a[0] + a[1], a[0] + a[1] + 1.5 * a[2]),
        roll=rng.normal(0, 0.3) * size,
        abd=rng.normal(0, 0.06) * size,
        lift=lift,
        seed=seed(rng),
        **more,
    )


def jolt(rng, t, *, size=1.0, partner=False) -> Act:
    """A sleep start: a burst of 75-250 ms in many muscles at once (ICSD-3)."""
    got, limbs = [], []
    whole = rng.random()
    for limb in ALL:
        share = rng.uniform(0.4, 1.4) if rng.random() < 0.55 + 0.45 * whole else 0.0
        if not share:
            continue
        limbs.append(limb)
        k = 0.4 * size * share * grow(rng, 1.0, 0.3)
        dur, at = rng.uniform(0.075, 0.25), t + abs(rng.normal(0, 0.03))
        up = rng.choice([-1, 1], p=[0.3, 0.7])
        if limb == "wrist":
            hard = {
                KNEE: rng.uniform(5, 16),
                HIP: up * rng.uniform(5, 20),
                ANKLE: rng.normal(0, 1.2),
                ROLL: rng.normal(0, 0.6),
            }
        else:
            hard = {
                HIP: up * rng.uniform(25, 90),
                KNEE: -up * rng.uniform(10, 45),
                ANKLE: rng.choice([-1, 1]) * rng.uniform(5, 25),
                ROLL: rng.normal(0, 4),
                ABD: rng.normal(0, 12),
            }
        hard = {j: nm * k for j, nm in hard.items()}
        name = shifted(limb, partner)
        got += pulls(rng, name, at, dur, hard, rise=0.015, spread=0.02)
    if not limbs:
        return jolt(rng, t, size=size, partner=partner)
    force = size * rng.uniform(40, 250) * whole * np.array([0.3, 0.2, 1.0]) * rng.normal(0, 1, 3)
    heave = Shove(place="trunk", t0=t, dur=rng.uniform(0.12, 0.3), newton=tuple(force))
    end = t + 0.3
    return Act(
        kind="hypnic_jerk",
        t0=t,
        t1=end,
        limbs=tuple(limbs),
        pulls=got,
        shoves=[] if partner else [heave],
    )


def twitch(rng, t, limb=None) -> Act:
    """A tiny twitch of one limb, below half a second."""
    limb = limb or str(rng.choice(ALL))
    dur = rng.uniform(0.04, 0.2)
    if limb == "wrist":
        torque = {int(rng.choice([ANKLE, KNEE, ROLL])): rng.choice([-1, 1]) * grow(rng, 0.06, 0.6)}
    else:
        torque = {int(rng.choice([ANKLE, KNEE, ROLL])): rng.choice([-1, 1]) * grow(rng, 0.4, 0.6)}
    got = pulls(rng, limb, t, dur, torque, rise=0.02)
    return Act(kind="twitch", t0=t, t1=t + dur + 0.1, limbs=(limb,), pulls=got)


def rhythmic(rng, kind, t, dur, limbs, hz, torque, *, alternate=False, hz_end=None, **more) -> Act:
    """Rhythmic bursts in some limbs."""
    got, phase = [], rng.uniform(0, 1)
    for i, limb in enumerate(limbs):
        k = grow(rng, 1, 0.25) * (0.22 if limb == "wrist" and len(limbs) > 1 else 1)
        turned = phase + (0.5 * i if alternate else rng.normal(0, 0.05))
        shared = seed(rng) if i == 0 else got[0].seed
        mine = pulls(
            rng,
            limb,
            t,
            dur,
            {j: nm * k for j, nm in torque.items()},
            hz=hz,
            hz_end=hz_end,
            phase=turned,
            spread=0.0,
            **({"rise": 0.4} | more),
        )
        for p in mine:
            p.seed, p.dur, p.t0 = shared, dur, t
        got += mine
    return Act(kind=kind, t0=t, t1=t + dur, limbs=tuple(limbs), pulls=got)


def tonic(rng, t, dur, limbs=ALL, *, size=1.0, kind="tonic") -> Act:
    """Sustained stiffening of several limbs, with a fine quiver."""
    got, braced = [], []
    up = rng.choice([-1, 1])
    for limb in limbs:
        k = size * rng.uniform(0.6, 1.3) * (0.25 if limb == "wrist" else 1)
        torque = {
            HIP: up * k * rng.uniform(5, 30),
            KNEE: k * rng.uniform(5, 20),
            ANKLE: -k * rng.uniform(3, 12),
            ROLL: k * rng.normal(0, 1),
        }
        at, rise = t + abs(rng.normal(0, 0.2)), rng.uniform(0.4, 2.5)
        end = dur - (at - t)
        got += pulls(rng, limb, at, end, torque, rise=rise, rough=0.12)
        braced.append(Shift(limb=limb, t0=at, dur=end, stiff=rng.uniform(4, 7)))
        quiver = {j: 0.3 * nm for j, nm in torque.items()}
        hz = rng.uniform(9, 16)
        got += pulls(rng, limb, at, end, quiver, rise=rise, hz=hz, antagonist=1.0)
    return Act(kind=kind, t0=t, t1=t + dur, limbs=tuple(limbs), pulls=got, shifts=braced)


def merged(kind, acts) -> Act:
    """One act out of several."""
    out = Act(
        kind=kind,
        t0=min(a.t0 for a in acts),
        t1=max(a.t1 for a in acts),
        limbs=tuple(dict.fromkeys(x for a in acts for x in a.limbs)),
    )
    for a in acts:
        out.pulls += a.pulls
        out.shifts += a.shifts
        out.shoves += a.shoves
    return out
