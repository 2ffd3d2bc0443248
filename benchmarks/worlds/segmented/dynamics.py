"""Dynamics: torques to joint motion, with contact, slip, covers and joint stops, in batches."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from benchmarks.worlds.segmented.body import CONTACTS, JOINTS, POINT, Body, N, frames, masses, place
from benchmarks.worlds.segmented.mattress import Mattress, passed
from benchmarks.worlds.segmented.muscle import FS

G = 9.80665
# Passive stiffness (N m/rad) of relaxed joints; ankle after Weiss et al. 1986 (J Biomech 19:727)
# and Lee et al. 2011 (J Biomech 44:1901), others after Riener & Edrich 1999 (J Biomech 32:539).
PASSIVE = {
    "hipflex": 22,
    "abd": 25,
    "ext": 7,
    "knee": 9,
    "dors": 13,
    "inv": 7,
    "toe": 1.4,
    "shflex": 6,
    "shabd": 7,
    "shrot": 4,
    "elbow": 2.5,
    "pron": 1.2,
    "wrist": 1.6,
    "twist": 60,
    "bend": 90,
}
# Stiffness grows in proportion to torque (Weiss, Hunter & Kearney 1988, J Biomech 21:539).
ACTIVE = 1.6
STEP = 1.0 / FS


@dataclass(kw_only=True)
class Job:
    """One stretch to integrate: torques, and what the surroundings do."""

    torque: np.ndarray  # (T, N)
    base: np.ndarray | None = None  # (T, P) height of the surface below the contact points
    shake: np.ndarray | None = None  # (T, 2) sideways motion of the bed
    pushes: list[tuple[int, np.ndarray]] | None = None  # (contact point, (T, 3) N)


@dataclass(frozen=True, kw_only=True)
class Mechanics:
    """A body lying in one posture on one bed, linearised but for contact, slip and stops."""

    jac: np.ndarray  # (N, 3 P): heights, then x, then y of contact points
    inverse: np.ndarray
    spring: np.ndarray
    damper: np.ndarray
    load: np.ndarray  # N at rest
    normal: np.ndarray  # N/m
    viscous: np.ndarray
    shear: np.ndarray
    slip: np.ndarray
    hold: np.ndarray  # N of friction owed to covers
    tuck: np.ndarray
    mingle: np.ndarray  # (P, P): dent of one point felt by another, m/N
    room: tuple[np.ndarray, np.ndarray]  # joint stops, below and above the rest angle
    points: np.ndarray  # (P, 3) where the contact points lie
    top: float  # rad/s, fastest mode
    hear: np.ndarray  # weight of each contact point in the load that others feel


def stops(rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Room of each joint below and above its rest angle until its stop (rad)."""
    limits = {
        "hipflex": (-20, 120),
        "abd": (-35, 60),
        "ext": (-45, 70),
        "knee": (-3, 140),
        "dors": (-60, 20),
        "inv": (-25, 35),
        "toe": (-40, 70),
        "shflex": (-50, 170),
        "shabd": (-40, 170),
        "shrot": (-95, 95),
        "elbow": (-3, 145),
        "pron": (-85, 85),
        "wrist": (-70, 70),
        "twist": (-50, 50),
        "bend": (-25, 60),
    }
    low, high = np.full(N, -9.0), np.full(N, 9.0)
    for i, name in enumerate(JOINTS[6:], 6):
        a, b = np.radians(limits[name.split(".")[-1]])
        low[i] = min(a - rest[i], -0.05)
        high[i] = max(b - rest[i], 0.05)
    return low, high


def mechanics(
    b: Body, m: Mattress, rest: np.ndarray, under: dict[int, int], rng: np.random.Generator
) -> Mechanics:
    """Linearise a posture: inertia, contact Jacobian, loads that carry the weight."""
    eps = 1e-4
    q = np.concatenate([rest[:, None] + eps * np.eye(N), rest[:, None] - eps * np.eye(N)], axis=1)
    f0, f1 = frames(b, rest[:, None]), frames(b, q)
    mass = np.zeros((N, N))
    weight = np.zeros(N)
    for segment, offset, kg in masses(b):
        p = place(f1[segment], offset)
        j = (p[:, :N] - p[:, N:]) / (2 * eps)  # (3, N)
        mass += kg * j.T @ j
        weight += kg * G * j[2]
    floor = {"toe": 6e-4, "inv": 3e-3, "ext": 6e-3, "pron": 2.5e-3, "wrist": 1.5e-3, "shrot": 5e-3}
    extra = np.array([floor.get(n.split(".")[-1], 1e-3) for n in JOINTS])
    extra[3:6] = 0.3
    mass += np.diag(extra)
    jac = np.zeros((N, 3, len(CONTACTS)))
    spot = np.zeros((len(CONTACTS), 3))
    size = b.lengths
    for i, (segment, along) in enumerate(CONTACTS):
        part = segment.split(".")[-1]
        offset = np.zeros(3)
        if part == "foot":
            offset = np.array([-0.04, 0.0, -0.03 if along == 0 else along * size["foot"] - 0.03])
        elif part == "thorax":
            offset[0] = along * size["trunk"] * 2
        elif part in size:
            offset[0] = -along * size[part]
        depth = {"pelvis": 0.1, "thorax": 0.1, "head": 0.08, "thigh": 0.06}.get(part, 0.035)
        offset = offset - depth * f0[segment][1][2, :, 0]
        p = place(f1[segment], offset)
        jac[:, :, i] = ((p[:, :N] - p[:, N:]) / (2 * eps)).T
        spot[i] = place(f0[segment], offset)[:, 0]
    alone = jac.copy()
    for i, j in under.items():  # a limb that lies on another one moves with it
        jac[:, :, i] = alone[:, :, i] - alone[:, :, j]
    heights = jac[:, 2]
    scale = np.where(np.arange(N) < 3, 1.0, 3.0)
    fit = np.concatenate([heights * scale[:, None], 0.02 * np.eye(len(CONTACTS))])
    load, _ = nnls(fit, np.concatenate([weight * scale, np.zeros(len(CONTACTS))]))
    load = np.maximum(load, 0.6) * rng.uniform(0.85, 1.15, len(load))
    eff = 1.0 / np.maximum((jac**2).sum(1).T @ (1 / np.diag(mass)) / 3, 1e-3)
    eff = np.clip(eff, 0.3, 20)
    normal = m.stiff.copy()
    viscous = 2 * m.damp * np.sqrt(normal * eff)
    shear = rng.uniform(0.5, 1.0) * normal
    spring = np.array([PASSIVE.get(n.split(".")[-1], 0.0) for n in JOINTS], float)
    spring *= rng.uniform(0.7, 1.5)
    zeta = rng.uniform(0.2, 0.5)
    damper = 2 * zeta * np.sqrt(spring * np.diag(mass)) + np.where(spring > 0, 0.02, 0.0)
    damper[:3] = 15.0
    damper[3:6] = 2.0
    # Semi-implicit weights (Newmark, linear part): stable for every stiffness.
    stiff = np.diag(spring).astype(float)
    lossy = np.diag(damper).astype(float)
    for d, k in ((2, normal), (0, shear), (1, shear)):
        stiff += (jac[:, d] * k) @ jac[:, d].T
        lossy += (jac[:, d] * (viscous * (1.0 if d == 2 else 0.6))) @ jac[:, d].T
    inverse = np.linalg.inv(mass + 0.5 * STEP * lossy + 0.25 * STEP**2 * stiff)
    top = np.sqrt(np.abs(np.linalg.eigvals(np.linalg.solve(mass, stiff))).max())
    hold = np.zeros(len(CONTACTS))
    tuck = np.zeros(len(CONTACTS))
    for s in "rl":
        hold[[POINT[f"{s}.heel"], POINT[f"{s}.fore"], POINT[f"{s}.calf"]]] = 0.4 * m.cover
        tuck[POINT[f"{s}.fore"]] = m.tuck
    away = np.hypot(*(spot[:, None, :2] - spot[None, :, :2]).transpose(2, 0, 1))
    mingle = 0.5 * passed(m, away) / normal[None]
    np.fill_diagonal(mingle, 0.0)
    for i in under:
        mingle[:, i] = mingle[i] = 0.0
    return Mechanics(
        jac=np.concatenate([jac[:, 2], jac[:, 0], jac[:, 1]], axis=1),
        inverse=inverse,
        spring=spring,
        damper=damper,
        load=load,
        normal=normal,
        viscous=viscous,
        shear=shear,
        slip=m.slip,
        hold=hold,
        tuck=tuck,
        mingle=mingle,
        room=stops(rest),
        points=spot,
        top=float(top),
        hear=np.ones(len(CONTACTS)),
    )


def integrate(mech: Mechanics, jobs: list[Job]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Move a batch of jobs; per job the joint deviations (T/2, N) and load on the bed (T,)."""
    order = sorted(range(len(jobs)), key=lambda i: -len(jobs[i].torque))
    out: list = [None] * len(jobs)
    for i in range(0, len(order), 160):
        part = order[i : i + 160]
        for j, r in zip(part, batch(mech, [jobs[k] for k in part]), strict=True):
            out[j] = r
    return out


def batch(mech: Mechanics, jobs: list[Job]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Integrate jobs sorted by falling length; finished ones drop out of the batch."""
    sizes = np.array([len(j.torque) for j in jobs])
    n, steps, p = len(jobs), int(sizes[0]), len(CONTACTS)
    tau = np.zeros((steps, n, N), np.float32)
    moved = any(j.base is not None or j.shake is not None for j in jobs)
    base = np.zeros((steps, n, 3 * p), np.float32) if moved else None
    for k, j in enumerate(jobs):
        tau[: sizes[k], k] = j.torque
        for point, push in j.pushes or ():
            cols = mech.jac[:, [p + point, 2 * p + point, point]]
            tau[: len(push), k] += push @ cols.T
        if j.base is not None:
            base[: sizes[k], k, :p] = j.base
        if j.shake is not None:
            base[: sizes[k], k, p : 2 * p] = j.shake[:, :1]
            base[: sizes[k], k, 2 * p :] = j.shake[:, 1:]
    rate = np.gradient(base, STEP, axis=0) if moved else None
    q, v = np.zeros((n, N)), np.zeros((n, N))
    sx, sy, dent = np.zeros((n, p)), np.zeros((n, p)), np.zeros((n, p))
    keep = np.zeros((n, (steps + 1) // 2, N), np.float32)
    total = np.zeros((n, steps), np.float32)
    jac, jact, inv = mech.jac, np.ascontiguousarray(mech.jac.T), mech.inverse.T * STEP
    low, high = mech.room
    mingle, lag = mech.mingle, 1 - np.exp(-STEP / 0.03)
    share = mingle.any()
    ctan = 0.6 * mech.viscous
    active = np.where(np.arange(N) < 6, 0.0, ACTIVE)
    soft = np.maximum(4 * mech.spring, 10.0) * (np.arange(N) >= 6)
    give = 1.0 / np.maximum(mech.spring, 1.0)
    for t in range(steps):
        m = int(np.searchsorted(-sizes, -t, side="left"))  # jobs longer than t
        if m < len(q):
            q, v, sx, sy, dent = q[:m], v[:m], sx[:m], sy[:m], dent[:m]
        if t % 2 == 0:
            keep[:m, t // 2] = q
        x, xd = q @ jac, v @ jac
        if moved:
            x = x - base[t, :m]
            xd = xd - rate[t, :m]
        z = x[:, :p]
        if share:
            z = z - dent
        extra = -mech.normal * z - mech.viscous * xd[:, :p]
        press = np.maximum(extra, -mech.load)
        if share:
            dent = dent - lag * (dent + press @ mingle)
        total[:m, t] = press @ mech.hear
        grip = mech.slip * (press + mech.load) + mech.hold
        sx = sx + STEP * xd[:, p : 2 * p]
        sy = sy + STEP * xd[:, 2 * p :]
        length = np.sqrt(sx * sx + sy * sy) + 1e-9
        ratio = np.minimum(1.0, grip / (mech.shear * length))
        sx *= ratio
        sy *= ratio
        lossy = ctan * ratio
        force = np.concatenate(
            [
                press - mech.tuck * np.maximum(z, 0),
                -mech.shear * sx - lossy * xd[:, p : 2 * p],
                -mech.shear * sy - lossy * xd[:, 2 * p :],
            ],
            axis=1,
        )
        now = tau[t, :m]
        firm = active * np.abs(now)
        f = force @ jact + now - (mech.spring + firm) * q
        f -= mech.damper * np.sqrt(1 + firm * give) * v  # damping ratio stays (Weiss 1988)
        f -= soft * (np.maximum(q - high, 0) + np.minimum(q - low, 0))
        v = v + f @ inv
        q = q + STEP * v
    return [(keep[k, : (sizes[k] + 1) // 2], total[k, : sizes[k]]) for k in range(n)]
