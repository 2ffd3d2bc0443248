"""Walking: joint angles of level gait, and the heel strike that travels up the shank."""

import numpy as np
from scipy.interpolate import CubicSpline

from benchmarks.worlds.rigid.body import GRAVITY
from benchmarks.worlds.rigid.chain import DT, RATE

# Winter 1991, natural cadence, share of the stride from heel strike: hip (thigh) and knee, degrees
SHARES = np.array([0, 0.12, 0.3, 0.42, 0.52, 0.62, 0.73, 0.86, 0.96, 1.0])
THIGH = CubicSpline(SHARES, [22, 19, 4, -6, -12, -2, 14, 25, 23, 22], bc_type="periodic")
KNEE = CubicSpline(SHARES, [6, 18, 9, 6, 16, 42, 63, 34, 3, 6], bc_type="periodic")


def walk(gait, limb, pose):
    """Return the specific force (n, 3) in g in the frame of segment 2 of one limb."""
    rng = np.random.default_rng(gait.seed)
    n = int(gait.dur * RATE)
    t = np.arange(n) * DT
    ramp = np.clip(t / 1.0, 0, 1) * np.clip((gait.dur - t) / 1.0, 0, 1)
    ramp = ramp * ramp * (3 - 2 * ramp)
    knots = int(gait.dur) + 3
    rate = np.interp(t, np.arange(knots), gait.cadence * np.exp(rng.normal(0, 0.05, knots)))
    stride = np.cumsum(rate) * DT
    own = np.random.default_rng([gait.seed, int(limb.arm) + 2 * int(limb.side > 0)])
    share = (stride + (0.5 if limb.side > 0 else 0.0)) % 1.0
    size = ramp * gait.reach * np.interp(t, np.arange(knots), 1 + 0.08 * own.normal(size=knots))
    step = 2 * np.pi * 2 * stride
    heave = 0.018 * ramp * gait.reach * np.cos(step)
    surge = 0.012 * ramp * np.sin(step + 0.6)
    sway = 0.025 * ramp * np.sin(np.pi * 2 * stride)
    if limb.arm:
        swing = np.sin(2 * np.pi * (share + 0.55))  # against the leg of the same side
        one = np.deg2rad(14) * size * swing
        two = one + pose.phi[1] + np.deg2rad(9) * size * (1 + swing)
    else:
        one = np.deg2rad(THIGH(share)) * size + pose.phi[0]
        two = one + pose.phi[1] - np.deg2rad(KNEE(share)) * size
    l1, l2 = limb.length[0], limb.sensor[0] * limb.length[1]
    # in the plane of the limb: first axis down, second forwards, third across
    place = np.stack(
        [
            l1 * np.cos(one) + l2 * np.cos(two) - heave,
            l1 * np.sin(one) + l2 * np.sin(two) + surge,
            sway,
        ],
        1,
    )
    accel = np.gradient(np.gradient(place, DT, axis=0), DT, axis=0) / GRAVITY
    f = pose.frame.T @ np.array([0, 0, 1.0]) + accel
    c, s = np.cos(two), np.sin(two)
    link = np.stack([f[:, 0] * c + f[:, 1] * s, f[:, 1] * c - f[:, 0] * s, f[:, 2]], 1)
    # heel strike: tibial shock 1-3 g (Lafortune 1991); what is left of it reaches the wrist
    hits = np.flatnonzero(np.diff(np.floor(share + (0 if limb.arm else -0.02))) > 0)
    hits = np.flatnonzero(np.diff(np.floor(stride * (2 if limb.arm else 1) + 0.5)) > 0)
    if not limb.arm and limb.side < 0:
        hits = np.flatnonzero(np.diff(np.floor(stride)) > 0)
    shock = np.zeros((n, 3))
    for at in hits:
        width = int(RATE * own.uniform(0.015, 0.03)) + 2
        pulse = np.sin(np.pi * np.arange(width) / width)[: n - at]
        peak = own.lognormal(np.log(0.25 if limb.arm else 1.6), 0.25) * size[at]
        shock[at : at + width] += pulse[:, None] * peak * np.array([-1, own.normal(0, 0.4), 0.15])
    return link + shock
