"""Motion of one limb: a chain of three segments in gravity, on cloth, turned by its muscles.

Coordinates are three absolute pitch angles in the limb's plane, the roll of that plane about the
limb's line, its yaw over the bed, and the twist of the last two segments. Many limbs are stepped
side by side (last axis). The surface pushes only, its friction sticks and slips (bristles).
"""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.elastic.body import CENTRE, CONTACTS, angles, heading, kind_of, sizes
from benchmarks.worlds.elastic.records import GRAVITY, SIM_RATE

STEP = 1.0 / SIM_RATE
LIMITS = {
    "leg": ((-0.3, -0.03, -1.0), (2.1, 2.4, 0.5)),
    "arm": ((-1.2, -2.5, -1.2), (2.5, 0.1, 1.2)),
}


@dataclass(kw_only=True)
class Run:
    """One limb during one act: who, how it lay and will lie, and what its muscles are told."""

    sleeper: object
    limb: str
    start: float  # seconds of the night
    steps: int
    pose: np.ndarray
    grip: float
    drive: object
    base: np.ndarray | None = None  # (steps, 3) place of hip or shoulder against rest
    sensor_at: float = 0.92
    command: tuple | None = None  # excitation (steps, 7) and wandering of equilibrium (steps, 6)
    out: dict | None = None


def _statics(run, pose):
    """Loads, heights and torques that hold a limb at rest in a pose."""
    sleeper, limb = run.sleeper, run.limb
    mass, length = sizes(sleeper, limb)
    theta = angles(pose, limb)
    lever = CONTACTS * length
    rise = (lever * np.sin(theta)).sum(1)
    z = rise * np.cos(pose[3])
    scale = 1.0 if kind_of(limb) == "leg" else 0.35
    k = sleeper.contact_k * scale
    lift = z - min(z.min(), -0.02)
    share = np.exp(-lift / 0.04)
    share[3] *= 0.3
    held = 0.7 * mass.sum() * GRAVITY * run.grip
    load = np.where(lift < 0.09, held * share / share.sum(), -k * (lift - 0.03))
    # torques of the contacts and of gravity on each angle, balanced by passive tissue
    s, c = np.sin(theta), np.cos(theta)
    centre = np.tril(np.ones((3, 3)), -1) * length + np.diag(np.array(CENTRE) * length)
    g = mass @ centre
    push = np.maximum(load, 0)
    q = (push[:, None] * np.cos(pose[3]) * lever * c).sum(0) - GRAVITY * g * c * np.cos(pose[3])
    roll = -(push * rise).sum() * np.sin(pose[3]) + GRAVITY * np.sin(pose[3]) * (g * s).sum()
    return load, z, -np.concatenate([q, [roll]])


def commands(drive, n, lead, rng):
    """Excitation of torques (n, 7), filtered as muscles do, and shift of equilibrium (n, 6).

    `lead` is the time from the first step to the act's onset.
    """
    t = np.arange(n) * STEP - lead
    pull = np.zeros((n, 7))
    shift = np.zeros((n, 6))
    for start, span, channel, amount in drive.pulls:
        i = max(0, round((start + lead) * SIM_RATE))
        j = min(n, round((start + lead + span) * SIM_RATE))
        if j <= i:
            continue
        # motor units fire irregularly: the force of a steady contraction is rough
        rough = 1 + 0.2 * rng.standard_normal((j - i) // 8 + 2).repeat(8)[: j - i]
        pull[i:j, channel] += amount * rough
    for start, span, by in drive.shifts:
        ramp = np.clip((t - start) / max(span, 0.05), 0, 1)
        shift += (ramp * ramp * ramp * (10 - 15 * ramp + 6 * ramp * ramp))[:, None] * np.asarray(by)
    decay = np.exp(-STEP / 0.032)  # twitch of a mixed muscle, 35-90 ms to peak (Buchthal 1970)
    pull = lfilter([(1 - decay) ** 2], [1, -2 * decay, decay**2], pull, axis=0)
    for start, span, channel, amount, hertz, wander in drive.waves:
        i = max(0, round((start + lead) * SIM_RATE))
        j = min(n, round((start + lead + span) * SIM_RATE))
        if j - i < 20:
            continue
        walk = lfilter([0.02], [1, -0.98], rng.standard_normal(j - i)) * 7
        phase = 2 * np.pi * np.cumsum(hertz * np.exp(wander * walk)) * STEP + channel * 0.4
        size = np.exp(0.4 * lfilter([0.01], [1, -0.99], rng.standard_normal(j - i)) * 7)
        edge = np.minimum(1, np.minimum(np.arange(j - i), np.arange(j - i)[::-1]) / 60)
        pull[i:j, channel] += amount * size * edge * np.clip(1.5 * np.sin(phase), -1, 1)
    return pull, shift


def simulate(runs):
    """Step all runs; each gets `out`: angles, contact forces, forces on its base, acceleration."""
    if not runs:
        return
    order = sorted(runs, key=lambda run: -run.steps)
    for first in range(0, len(order), 700):
        _batch(order[first : first + 700])


def _stack(values):
    """Arrays side by side along a new last axis."""
    return np.ascontiguousarray(np.stack(values, axis=-1))


def _batch(runs):
    """Step up to some hundred runs side by side, longest first."""
    count, longest = len(runs), runs[0].steps
    pull = np.zeros((longest, 7, count), np.float32)
    shift = np.zeros((longest, 6, count), np.float32)
    for e, run in enumerate(runs):
        pull[: run.steps, :, e], shift[: run.steps, :, e] = run.command
        if run.steps < longest:
            shift[run.steps :, :, e] = shift[run.steps - 1, :, e]
    moving = any(run.base is not None or run.drive.to_pose is not None for run in runs)
    rest = [_statics(run, run.pose) for run in runs]
    load, height, hold = (_stack([r[i] for r in rest]) for i in range(3))
    kinds = [kind_of(run.limb) for run in runs]
    size = [sizes(run.sleeper, run.limb) for run in runs]
    mass = _stack([m for m, _ in size])
    length = _stack([s for _, s in size])
    lever = CONTACTS[:, :, None] * length
    centre = np.tril(np.ones((3, 3)), -1)[:, :, None] * length
    centre = centre + np.eye(3)[:, :, None] * (np.array(CENTRE)[:, None] * length)
    inertia = np.einsum("ie,ije,ike->jke", mass, centre, centre)
    inertia = inertia + np.eye(3)[:, :, None] * (mass * length**2 * 0.08)
    moment = np.einsum("ie,ike->ke", mass, centre)
    k_joint = _stack([run.sleeper.joint_k[k] * run.drive.stiff for run, k in zip(runs, kinds)])
    c_joint = _stack([run.sleeper.joint_c[k] * run.drive.stiff**0.5 for run, k in zip(runs, kinds)])
    small = np.array([1.0 if k == "leg" else 0.35 for k in kinds])
    k_bed = _stack([run.sleeper.contact_k for run in runs]) * small
    c_bed = _stack([run.sleeper.contact_c for run in runs]) * small
    cover = np.array([run.sleeper.blanket_k for run in runs]) * small
    drag = np.array([run.sleeper.blanket for run in runs]) * 4.0 * small
    mu = np.array([run.sleeper.friction for run in runs])
    k_rub = 0.6 * k_bed
    low = _stack([np.array(LIMITS[k][0]) for k in kinds])
    high = _stack([np.array(LIMITS[k][1]) for k in kinds])
    start = _stack([run.pose for run in runs])
    q0 = start.copy()
    low, high = np.minimum(low, q0[:3]), np.maximum(high, q0[:3])
    theta = _stack([angles(run.pose, run.limb) for run in runs])
    turn = np.array([heading(run.limb) for run in runs])
    spin = _stack([0.3 * run.sleeper.joint_c[k][[3, 4, 5]] for run, k in zip(runs, kinds)])
    i_twist = np.array([0.012 if k == "leg" else 0.0035 for k in kinds])
    i_roll = np.array([0.06 if k == "leg" else 0.02 for k in kinds])
    rest3 = start[3:].copy()
    w, x, v = np.zeros((3, count)), rest3.copy(), np.zeros((3, count))
    bristle_a, bristle_b = np.zeros((4, count)), np.zeros((4, count))
    base = np.zeros((longest + 2, 3, count), np.float32) if moving else None
    blend = None
    if moving:
        blend = np.zeros((longest, count), np.float32)
        load2, height2, hold2 = load.copy(), height.copy(), hold.copy()
        for e, run in enumerate(runs):
            if run.base is not None:
                base[: run.steps, :, e] = run.base
                base[run.steps :, :, e] = run.base[-1]
            if run.drive.to_pose is not None:
                load2[:, e], height2[:, e], hold2[:, e] = _statics(run, run.drive.to_pose)
                gone = run.drive.to_pose - run.pose
                main = int(np.argmax(np.abs(gone)))
                blend[:, e] = np.clip(shift[:, main, e] / (gone[main] + 1e-9), 0, 1)
        base_v = np.diff(base, axis=0, append=base[-1:]) * SIM_RATE
        base_a = np.diff(base_v, axis=0, append=base_v[-1:]) * SIM_RATE
    kept = np.zeros((longest, 6, count))
    force = np.zeros((longest, 12, count), np.float32)
    ends = np.array([run.steps for run in runs])
    live = count
    for n in range(longest):
        while live > 0 and ends[live - 1] <= n:
            live -= 1
        m = live
        th, ww = theta[:, :m], w[:, :m]
        s, c = np.sin(th), np.cos(th)
        psi = x[0, :m]
        sp, cp = np.sin(psi), np.cos(psi)
        lev = lever[:, :, :m]
        ls, lc = lev * s, lev * c
        along, rise = lc.sum(1), ls.sum(1)
        v_rise = (lc * ww).sum(1)
        b, z = rise * sp, rise * cp
        va = -(ls * ww).sum(1) - v[1, :m] * b
        vb = v_rise * sp + v[0, :m] * z + v[1, :m] * along
        vz = v_rise * cp - v[0, :m] * b
        f0, z0, hold_now = load[:, :m], height[:, :m], hold[:, :m]
        if moving:
            part = blend[n, :m]
            f0 = f0 + part * (load2[:, :m] - f0)
            z0 = z0 + part * (height2[:, :m] - z0)
            hold_now = hold_now + part * (hold2[:, :m] - hold_now)
            yaw_c, yaw_s = np.cos(x[1, :m]), np.sin(x[1, :m])
            bv = base_v[n, :, :m]
            va = va + bv[0] * yaw_c + bv[1] * yaw_s
            vb = vb - bv[0] * yaw_s + bv[1] * yaw_c
            vz = vz + bv[2]
            z = z + base[n, 2, :m]
        dz = z - z0
        fz = f0 - k_bed[:, :m] * dz
        # cloth and flesh damp as far as they are pressed, so a landing starts softly
        fz = np.maximum(fz, 0)
        fz = np.maximum(fz - c_bed[:, :m] * vz * fz / (fz + 8.0), 0)
        limit = (mu[:m] * fz + drag[:m] * 0.3) / k_rub[:, :m] + 1e-6
        ba = bristle_a[:, :m] + va * STEP
        bb = bristle_b[:, :m] + vb * STEP
        over = np.minimum(1, limit / np.sqrt(ba * ba + bb * bb + 1e-12))
        ba *= over
        bb *= over
        bristle_a[:, :m], bristle_b[:, :m] = ba, bb
        fa = -k_rub[:, :m] * ba - 4.0 * va
        fb = -k_rub[:, :m] * bb - 4.0 * vb
        fz_cloth = fz.copy()
        fz_cloth[2:] -= cover[:m] * np.maximum(dz[2:], 0) + drag[:m] * np.tanh(vz[2:] * 20)
        fn = fb * sp + fz_cloth * cp
        q = (fn[:, None] * lc - fa[:, None] * ls).sum(0)
        mom = moment[:, :m]
        q -= GRAVITY * cp * mom * c
        q_roll = (fb * (rise * cp) - fz_cloth * b).sum(0) + GRAVITY * sp * (mom * s).sum(0)
        q_yaw = (along * fb - b * fa).sum(0)
        if moving:
            ga = base_a[n, :, :m]
            a_along = ga[0] * yaw_c + ga[1] * yaw_s
            a_side = -ga[0] * yaw_s + ga[1] * yaw_c
            q += mom * (a_along * s - (a_side * sp + ga[2] * cp) * c)
            q_roll -= (mom * s).sum(0) * (a_side * cp - ga[2] * sp)
        # joints: hip, knee, ankle
        eq = q0[:, :m] + shift[n, :, :m]
        joint = np.stack([th[0], th[0] - th[1], th[2] - th[1] - turn[:m]])
        rate = np.stack([ww[0], ww[0] - ww[1], ww[2] - ww[1]])
        stop = np.maximum(joint - high[:, :m], 0) + np.minimum(joint - low[:, :m], 0)
        act = pull[n, :, :m]
        tau = act[:3] - k_joint[:3, :m] * (joint - eq[:3]) - c_joint[:3, :m] * rate
        tau -= 4.0 * k_joint[:3, :m] * stop
        q += hold_now[:3]
        q[0] += tau[0] + tau[1]
        q[1] -= tau[1] + tau[2]
        q[2] += tau[2]
        side = act[3:6] - k_joint[3:, :m] * (x[:, :m] - eq[3:]) - c_joint[3:, :m] * v[:, :m]
        lean = x[0, :m] - eq[3]
        side[0] -= 3 * k_joint[3, :m] * (lean - np.clip(lean, -0.25, 0.25))  # hip ligaments
        # centrifugal terms and the mass matrix of the chain
        w2 = ww * ww
        c01 = inertia[0, 1, :m] * np.cos(th[0] - th[1])
        c02 = inertia[0, 2, :m] * np.cos(th[0] - th[2])
        c12 = inertia[1, 2, :m] * np.cos(th[1] - th[2])
        s01 = inertia[0, 1, :m] * np.sin(th[0] - th[1])
        s02 = inertia[0, 2, :m] * np.sin(th[0] - th[2])
        s12 = inertia[1, 2, :m] * np.sin(th[1] - th[2])
        q[0] -= s01 * w2[1] + s02 * w2[2]
        q[1] += s01 * w2[0] - s12 * w2[2]
        q[2] += s02 * w2[0] + s12 * w2[1]
        # joint damping made implicit on the diagonal keeps light segments stable
        d = STEP * c_joint[:3, :m]
        m00 = inertia[0, 0, :m] + d[0] + d[1]
        m11 = inertia[1, 1, :m] + d[1] + d[2]
        m22 = inertia[2, 2, :m] + d[2]
        l00 = m00
        l10, l20 = c01 / l00, c02 / l00
        d11 = m11 - l10 * c01
        l21 = (c12 - l10 * c02) / d11
        d22 = m22 - l20 * c02 - l21 * l21 * d11
        y1 = q[1] - l10 * q[0]
        y2 = q[2] - l20 * q[0] - l21 * y1
        a2 = y2 / d22
        a1 = y1 / d11 - l21 * a2
        a0 = q[0] / l00 - l10 * a1 - l20 * a2
        far_s = (centre[:, :, :m] * s).sum(1)
        far_a = (centre[:, :, :m] * c).sum(1)
        i0 = i_roll[:m] + (mass[:, :m] * far_s**2).sum(0)
        i1 = i_roll[:m] + (mass[:, :m] * (far_a**2 + (far_s * sp) ** 2)).sum(0)
        cs = STEP * c_joint[3:, :m] + STEP * spin[:, :m]
        ww[0] += STEP * a0
        ww[1] += STEP * a1
        ww[2] += STEP * a2
        np.clip(ww, -30, 30, out=ww)
        v[0, :m] += STEP * (q_roll + hold_now[3] + side[0]) / (i0 + cs[0])
        v[1, :m] += STEP * (q_yaw + side[1]) / (i1 + cs[1])
        v[2, :m] += STEP * side[2] / (i_twist[:m] + cs[2])
        np.clip(v[:, :m], -20, 20, out=v[:, :m])
        th += STEP * ww
        x[:, :m] += STEP * v[:, :m]
        kept[n, :3, :m], kept[n, 3:, :m] = th, x[:, :m]
        force[n, :4, :m], force[n, 4:8, :m], force[n, 8:, :m] = fa, fb, fz
    for e, run in enumerate(runs):
        _finish(run, kept[: run.steps, :, e], force[: run.steps, :, e].astype(float))
        run.out["tendon"] = np.clip(np.abs(run.command[0][:, 6]), 0, 1.3)


def _place(run, kept, lever):
    """Places (steps, 3) of a point of the limb that moves by the chain's angles."""
    along = (lever * np.cos(kept[:, :3])).sum(1)
    rise = (lever * np.sin(kept[:, :3])).sum(1)
    b, z = rise * np.sin(kept[:, 3]), rise * np.cos(kept[:, 3])
    cy, sy = np.cos(kept[:, 4]), np.sin(kept[:, 4])
    where = np.stack([along * cy - b * sy, along * sy + b * cy, z], axis=1)
    return where if run.base is None else where + run.base


def _accelerate(where):
    """Second time derivative of places."""
    out = np.zeros_like(where)
    out[1:-1] = (where[2:] - 2 * where[1:-1] + where[:-2]) * SIM_RATE**2
    return out


def _finish(run, kept, force):
    """Turn angles and contact forces of a run into specific force at the sensor and reactions."""
    mass, length = sizes(run.sleeper, run.limb)
    cy, sy = np.cos(kept[:, 4]), np.sin(kept[:, 4])
    fa, fb, fz = force[:, :4].sum(1), force[:, 4:8].sum(1), force[:, 8:]
    ground = np.stack([fa * cy - fb * sy, fa * sy + fb * cy, fz.sum(1)], axis=1)
    ground -= ground[0]
    inertial = np.zeros_like(ground)
    for i in range(3):
        lever = np.where(np.arange(3) < i, 1.0, 0.0) * length
        lever[i] = CENTRE[i] * length[i]
        inertial += mass[i] * _accelerate(_place(run, kept, lever))
    lever = np.array([length[0], run.sensor_at * length[1], 0])
    acceleration = _accelerate(_place(run, kept, lever))
    run.out = {
        "sensed": rotate(kept, acceleration),
        "on_base": ground - inertial,  # what the joint does to the trunk: momentum is conserved
        "on_bed": -(fz - fz[0]),
        "on_bed_flat": -ground[:, :2],
        "last": kept[-1],
    }


def rotate(kept, acceleration):
    """Specific force in g in the frame of the second segment (along, normal, lateral)."""
    total = acceleration + np.array([0, 0, GRAVITY])
    theta, psi = kept[:, 1], kept[:, 3]
    cy, sy = np.cos(kept[:, 4]), np.sin(kept[:, 4])
    c, s, cp, sp = np.cos(theta), np.sin(theta), np.cos(psi), np.sin(psi)
    fa, fb, fz = (
        total[:, 0] * cy + total[:, 1] * sy,
        total[:, 1] * cy - total[:, 0] * sy,
        total[:, 2],
    )
    plane = fb * sp + fz * cp
    lateral = fb * cp - fz * sp
    long, normal = fa * c + plane * s, -fa * s + plane * c
    ct, st = np.cos(kept[:, 5]), np.sin(kept[:, 5])
    out = np.stack([long, normal * ct + lateral * st, lateral * ct - normal * st], axis=1)
    return out / GRAVITY
