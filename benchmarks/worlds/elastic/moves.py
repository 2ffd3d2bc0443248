"""What muscles are told in each kind of movement: torques (Nm), wandering equilibria, waves."""

import numpy as np

from benchmarks.worlds.elastic.records import Act, Drive

HIP, KNEE, ANKLE, TURN, YAW, TWIST, TENDON = range(7)


def draw_style(rng):
    """Draw which muscles one person's periodic movements use (triple flexion in varied shares)."""
    return {
        "hip": float(rng.choice([0.0, 0.6, 1.5, 3.0], p=[0.3, 0.3, 0.25, 0.15])),
        "knee": float(rng.choice([0.0, 0.5, 1.2], p=[0.3, 0.4, 0.3])),
        "both": float(rng.choice([0.0, 0.3, 0.75], p=[0.25, 0.4, 0.35])),
        "left": float(rng.choice([0.15, 0.5, 0.85])),
        "span": float(rng.uniform(1.0, 3.2)),
        "kick": float(rng.choice([0.0, 0.15, 0.5], p=[0.4, 0.4, 0.2])),
        "clonic": float(rng.choice([0.0, 0.1, 0.4], p=[0.5, 0.3, 0.2])),
        "doublet": float(rng.choice([0.0, 0.06, 0.2])),
        "faint": float(rng.uniform(0.03, 0.25)),
        "ease": float(rng.uniform(0.1, 0.8)),
        "strength": float(rng.lognormal(np.log(1.4), 0.45)),
        "arm": float(rng.choice([0.0, 0.05, 0.25], p=[0.6, 0.3, 0.1])),
        "splay": float(rng.normal(0, 0.5)),
    }


def _flex(rng, style, start, span, size, faint=False):
    """Pulls of one leg's flexion: onset eases in or kicks, then holds or shakes."""
    pulls = []
    ankle = 2.0 * size * rng.lognormal(0, 0.25)
    parts = {ANKLE: ankle, HIP: ankle * style["hip"], KNEE: ankle * style["knee"]}
    parts |= {TENDON: min(1.0, 0.35 * size + 0.1), TURN: 0.3 * ankle * style["splay"]}
    if faint:
        small = rng.uniform(0.03, 0.3)
        parts = {ANKLE: small, TENDON: rng.uniform(0.15, 0.6)}
    shaking = not faint and rng.random() < style["clonic"]
    kick = not faint and rng.random() < style["kick"]
    lag = rng.uniform(0, 0.06)
    for channel, amount in parts.items():
        at = start + (lag * (2 - channel) if channel < 3 else 0)
        if kick:
            pulls.append((at, rng.uniform(0.08, 0.16), channel, 2.2 * amount))
        if shaking:
            gap = rng.uniform(0.3, 0.55)
            for i in range(int(span / gap) + 1):
                pulls.append((at + i * gap, 0.45 * gap, channel, amount * rng.uniform(0.6, 1.2)))
            continue
        rise = min(style["ease"], 0.4 * span)
        for i in range(4):  # recruitment in steps
            pulls.append(
                (at + rise * i / 4, span - rise * i / 4 - 0.12 * i * rise, channel, amount / 4)
            )
    return pulls


def plm(rng, onset, style, size=1.0, faint=False, worn="arm_left", kind="plm"):
    """One member of a periodic rhythm."""
    span = float(np.clip(style["span"] * rng.lognormal(0, 0.3), 0.5, 8))
    size = size * style["strength"] * rng.lognormal(0, 0.35)
    first, second = (
        ("leg_left", "leg_right") if rng.random() < style["left"] else ("leg_right", "leg_left")
    )
    drives = {first: Drive(pulls=_flex(rng, style, 0, span, size, faint))}
    if rng.random() < style["both"]:
        lag = abs(rng.normal(0, 0.25))
        more = _flex(
            rng, style, lag, span * rng.uniform(0.6, 1.1), size * rng.uniform(0.3, 1), faint
        )
        drives[second] = Drive(pulls=more)
        span = max(span, lag + span)
    total = span
    if not faint and rng.random() < style["doublet"]:
        gap = span + rng.uniform(0.3, 2.0)
        again = span * rng.uniform(0.4, 1)
        limb = first if rng.random() < 0.7 else second
        drives.setdefault(limb, Drive()).pulls.extend(_flex(rng, style, gap, again, size * 0.8))
        total = gap + again
    if not faint and rng.random() < style["arm"]:
        drives[worn] = Drive(pulls=[(0.1, span, KNEE, -0.6 * size), (0.1, span, TENDON, 0.4)])
    return Act(onset=onset, duration=total, kind=kind, drives=drives)


def isolated(rng, onset, worn):
    """A single movement of one or two limbs in sleep."""
    limb = str(rng.choice(["leg_left", "leg_right", worn], p=[0.35, 0.35, 0.3]))
    span = float(np.clip(rng.lognormal(np.log(1.6), 0.7), 0.5, 9))
    style = draw_style(rng) | {"both": 0.0, "doublet": 0.0, "arm": 0.0, "span": span}
    if limb.startswith("leg"):
        act = plm(
            rng,
            onset,
            style | {"left": float(limb == "leg_left")},
            rng.lognormal(0, 0.6),
            worn=worn,
        )
        act.kind = "limb_movement"
        return act
    return Act(
        onset=onset,
        duration=span,
        kind="limb_movement",
        drives={limb: reach(rng, span, 0.35, True)},
    )


def reach(rng, span, size, back, stiff=1.5):
    """A goal-directed movement: equilibrium goes somewhere in submovements, and back or not."""
    by = (
        0.75
        * size
        * min(1.0, span)
        * np.clip(rng.normal(0, 1, 6), -2, 2)
        * np.array([0.6, 1.0, 0.4, 0.6, 0.4, 0.9])
    )
    count = int(rng.integers(1, 3))
    shifts, pulls = [], [(0.0, span, TENDON, rng.uniform(0.2, 0.9))]
    rise = min(rng.uniform(0.45, 1.3), 0.5 * span)
    for i in range(count):
        shifts.append((i * 0.5 * rise, rise, by / count))
    if back:
        home = min(rng.uniform(0.4, 1.2), 0.45 * span)
        shifts.append((span - home, home, -by))
    return Drive(shifts=shifts, pulls=pulls, stiff=stiff * rng.uniform(1, 2))


def jerk(rng, onset, worn, force):
    """A sleep start: 75-250 ms of pull in several limbs nearly at once, trunk too (ICSD-3)."""
    other = "arm_right" if worn == "arm_left" else "arm_left"
    limbs = ["leg_left", "leg_right", worn, other]
    whole = rng.random() < 0.7
    if not whole:
        limbs = [str(limb) for limb in rng.permutation(limbs)[: rng.integers(2, 4)]]
    span = rng.uniform(0.075, 0.25)
    drives = {}
    for limb in limbs:
        at = abs(rng.normal(0, 0.04))
        f = force * rng.lognormal(0, 0.3)
        twice = [(at, span)] + ([(at + span + 0.12, 0.6 * span)] if rng.random() < 0.15 else [])
        pulls = []
        sign = 1 if rng.random() < 0.75 else -1
        for a, s in twice:
            if limb.startswith("leg"):
                amounts = ((HIP, 22 * f * sign), (KNEE, 6 * f), (ANKLE, 4 * f), (TENDON, 1.0))
            else:
                amounts = (
                    (HIP, 4 * f),
                    (KNEE, -3.5 * f * sign),
                    (TWIST, rng.normal(0, 0.6) * f),
                    (TENDON, 1.0),
                )
            pulls += [(a, s, channel, amount) for channel, amount in amounts]
        drives[limb] = Drive(pulls=pulls)
    trunk = [(0.0, 2.2 * span, force * rng.normal(0, 1, 3) * np.array([0.004, 0.003, 0.006]))]
    return Act(onset=onset, duration=span + 0.25, kind="hypnic_jerk", drives=drives, trunk=trunk)


def gross(rng, onset, poses, new_poses, posture_after, kind="gross_movement", size=1.0):
    """A change of posture: trunk and limbs go to new places in several heaves (3-15 s)."""
    turning = posture_after is not None
    span = float(np.clip(rng.lognormal(np.log(6 if turning else 4), 0.45), 2.5, 15))
    drives = {}
    for limb, pose in poses.items():
        gone = new_poses[limb] - pose
        gone[3:] = (gone[3:] + np.pi) % (2 * np.pi) - np.pi
        at = rng.uniform(0, 0.35) * span
        moving = span - at
        parts = rng.dirichlet(np.full(int(rng.integers(1, 4)), 3.0))
        pulls, shifts, clock = [], [], at
        for part in parts:
            length = 0.6 + 0.3 * np.abs(part * gone).max() + moving * part * rng.uniform(0.3, 0.8)
            shifts.append((clock, length, part * gone))
            aside = (
                size
                * length
                / (1 + length)
                * rng.normal(0, 0.3, 6)
                * np.array([1, 1, 0.6, 0.7, 0.5, 0.8])
            )
            half = length * 0.5
            shifts += [(clock, half, aside), (clock + half, half, -aside)]
            push = size * rng.lognormal(0, 0.5)
            if limb.startswith("leg"):
                pulls.append((clock, rng.uniform(0.15, 0.6), HIP, 6 * push * rng.choice([-1, 1])))
                pulls.append((clock, rng.uniform(0.15, 0.6), ANKLE, 2 * push * rng.choice([-1, 1])))
            else:
                pulls.append((clock, rng.uniform(0.15, 0.5), KNEE, -2 * push * rng.choice([-1, 1])))
            pulls.append((clock, length, TENDON, rng.uniform(0.3, 1)))
            clock += moving * part
        drives[limb] = Drive(
            pulls=pulls, shifts=shifts, stiff=rng.uniform(1.5, 3), to_pose=pose + gone
        )
    trunk, clock = [], 0.0
    while clock < 0.85 * span:
        length = rng.uniform(0.7, 2.0)
        by = size * rng.normal(0, 1, 3) * np.array([0.05, 0.08, 0.0])
        by[2] = size * rng.uniform(0.005, 0.05)
        trunk.append((clock, length, by))
        clock += length * rng.uniform(0.6, 1.4)
    return Act(
        onset=onset,
        duration=span,
        kind=kind,
        drives=drives,
        trunk=trunk,
        posture_after=posture_after,
    )


def wake(rng, onset, limbs, size=1.0, kind="wake_movement"):
    """Somebody awake moves some limbs on purpose and puts them back, more or less."""
    chosen = [str(x) for x in rng.permutation(limbs)[: int(rng.choice([1, 1, 2, 3]))]]
    span = float(np.clip(rng.lognormal(np.log(2.2), 0.6), 0.7, 12))
    drives = {
        limb: reach(rng, span * rng.uniform(0.7, 1), size * 0.7, True, 2.5) for limb in chosen
    }
    return Act(onset=onset, duration=span, kind=kind, drives=drives)


def rubbing(rng, onset, limbs, kind="wake_movement"):
    """Restless legs: rubbing, bouncing, stretching for some seconds to a minute."""
    span = float(rng.uniform(3, 30))
    drives = {}
    for limb in limbs:
        hertz = rng.uniform(0.6, 4.0)
        size = rng.uniform(0.5, 3.0)
        drives[limb] = Drive(
            waves=[
                (0.0, span, HIP, 4 * size, hertz, 0.15),
                (0.0, span, KNEE, 2 * size, hertz, 0.15),
                (0.0, span, ANKLE, 1.5 * size, hertz, 0.15),
                (0.0, span, TENDON, 0.4, hertz, 0.15),
            ],
            shifts=reach(rng, span, 0.3, True).shifts,
            stiff=rng.uniform(1, 2.5),
        )
    return Act(onset=onset, duration=span, kind=kind, drives=drives)


def rhythmic(rng, onset, kind, limbs, hertz, span, torque, wander, stiff=1.0, joint=None):
    """Alternating torque in some limbs: tremor, foot tremor, shudder, focal shaking."""
    drives = {}
    for limb in limbs:
        leg = limb.startswith("leg")
        main = joint if joint is not None else (ANKLE if leg else int(rng.choice([TWIST, ANKLE])))
        waves = [(0.0, span, main, torque * rng.lognormal(0, 0.2), hertz, wander)]
        second = KNEE if leg else TWIST
        waves.append((0.0, span, second, 0.4 * torque * rng.lognormal(0, 0.3), hertz, wander))
        waves.append((0.0, span, TENDON, 0.25, hertz, wander))
        drives[limb] = Drive(waves=waves, stiff=stiff)
    return Act(onset=onset, duration=span, kind=kind, drives=drives)


def alternating(rng, onset, worn):
    """ALMA or hypnagogic foot tremor: bursts of 0.1-0.7 s, one foot or both in turn."""
    hertz = float(np.exp(rng.uniform(np.log(0.5), np.log(3.0))))
    span = float(np.clip(rng.lognormal(np.log(12), 0.5), 4.5 / hertz, 45))
    both = rng.random() < 0.5
    first = str(rng.choice(["leg_left", "leg_right"]))
    second = "leg_right" if first == "leg_left" else "leg_left"
    size = rng.lognormal(np.log(1.0), 0.5)
    drives = {first: Drive()} | ({second: Drive()} if both else {})
    for i, limb in enumerate(drives):
        clock = i * 0.5 / hertz
        while clock < span:
            on = min(0.5, rng.uniform(0.3, 0.5) / hertz)
            amount = size * rng.lognormal(0, 0.2)
            drives[limb].pulls += [(clock, on, ANKLE, amount), (clock, on, TENDON, 0.4)]
            clock += rng.normal(1, 0.08) / hertz
    return Act(onset=onset, duration=span, kind="foot_tremor", drives=drives)


def twitch(rng, onset, limb):
    """A tiny brief pull of one muscle."""
    size = rng.lognormal(0, 0.5)
    span = rng.uniform(0.05, 0.16)
    if limb.startswith("leg"):
        pulls = [(0, span, ANKLE, 0.35 * size), (0, span, TENDON, 0.3)]
    else:
        pulls = [
            (0, span, ANKLE, 0.12 * size),
            (0, span, TWIST, 0.1 * size * rng.normal()),
            (0, span, TENDON, 0.3),
        ]
    return Act(onset=onset, duration=span + 0.15, kind="twitch", drives={limb: Drive(pulls=pulls)})


def dream(rng, onset, worn):
    """One burst of dream enactment: arms more than legs, jerky, 0.5-8 s."""
    span = float(np.clip(rng.lognormal(np.log(1.6), 0.7), 0.4, 9))
    other = "arm_right" if worn == "arm_left" else "arm_left"
    limbs = [worn] if rng.random() < 0.75 else []
    limbs += [x for x in (other, "leg_left", "leg_right") if rng.random() < 0.3]
    if not set(limbs) - {other}:
        limbs.append(worn)
    size = rng.lognormal(0, 0.6)
    drives = {}
    for limb in limbs:
        pulls, clock = [], 0.0
        while clock < span:
            on = rng.uniform(0.08, 0.5)
            for channel, nm in (
                (HIP, 3.5),
                (KNEE, 2.5),
                (ANKLE, 0.6),
                (TURN, 1.0),
                (YAW, 2.0),
                (TWIST, 0.5),
            ):
                leg = 2.5 if limb.startswith("leg") else 1.0
                pulls.append((clock, on, channel, leg * size * nm * rng.normal()))
            pulls.append((clock, on, TENDON, rng.uniform(0.3, 1)))
            clock += on + rng.exponential(0.3)
        drives[limb] = Drive(pulls=pulls)
    return Act(onset=onset, duration=span, kind="dream", drives=drives)
