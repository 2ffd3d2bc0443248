"""Gait: getting out of bed, walking on floor, and coming back."""

import numpy as np
from scipy.interpolate import CubicSpline

from benchmarks.worlds.segmented.body import INDEX, Body, N, frames, place
from benchmarks.worlds.segmented.posture import FD, change, minjerk, near, vector

# Sagittal joint angles of level walking, degrees at percent of the stride (Winter 1991).
HIP = ((0, 30), (10, 26), (30, 5), (50, -10), (60, -5), (75, 22), (87, 33), (100, 30))
KNEE = (
    (0, 5),
    (12, 18),
    (25, 11),
    (40, 5),
    (50, 10),
    (60, 36),
    (72, 63),
    (86, 32),
    (95, 4),
    (100, 5),
)
ANKLE = ((0, 0), (7, -6), (20, 3), (43, 10), (54, 0), (62, -18), (75, -3), (85, 2), (100, 0))
UP = {"pitch": -90, "r.dors": 0, "l.dors": 0, "a.shabd": 8, "a.elbow": 15, "a.pron": 20}
SEAT = {"pitch": -85, "r.hipflex": 88, "l.hipflex": 88, "r.knee": 88, "l.knee": 88}
SEAT |= {"a.shflex": 25, "a.elbow": 60, "bend": 12}


def curve(points: tuple) -> CubicSpline:
    """Periodic spline of a joint angle (rad) over the stride (0..1)."""
    x, y = np.array(points, float).T
    return CubicSpline(x / 100, np.radians(y), bc_type="periodic")


def walk(
    rng: np.random.Generator, b: Body, q0: np.ndarray, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Joint trajectories (N, T) of steps from standing to standing, and foot strikes (s)."""
    cadence = rng.uniform(0.7, 1.0)  # strides per second, drowsy and slow to normal
    reach = rng.uniform(0.6, 1.0)
    strides = max(2.0, steps / 2)
    n = int((strides / cadence + 1.6) * FD)
    t = np.arange(n) / FD
    ramp = minjerk(t / 0.8) * minjerk((t[-1] - t) / 0.8)
    speed = cadence * (0.35 + 0.65 * ramp) * (1 + 0.04 * np.sin(2 * np.pi * 0.23 * t + 1))
    phase = np.cumsum(speed) / FD
    q = np.repeat(q0[:, None], n, axis=1)
    strikes = []
    for s, off in (("r", 0.0), ("l", 0.5)):
        x = (phase + off) % 1.0
        for joint, pts in (("hipflex", HIP), ("knee", KNEE), ("dors", ANKLE)):
            q[INDEX[f"{s}.{joint}"]] += ramp * reach * curve(pts)(x)
        q[INDEX[f"{s}.abd"]] += ramp * np.radians(3) * np.sin(2 * np.pi * x)
        hit = np.flatnonzero((np.diff(x) < -0.5) & (ramp[1:] > 0.4)) + 1
        strikes += [(i / FD, s) for i in hit]
    swing = np.radians(rng.uniform(6, 22))
    x = 2 * np.pi * (phase + (0.5 if b.arm > 0 else 0.0))
    q[INDEX["a.shflex"]] += ramp * swing * np.cos(x)
    q[INDEX["a.elbow"]] += ramp * 0.5 * swing * (1 + np.cos(x))
    q[INDEX["twist"]] += ramp * np.radians(4) * np.cos(2 * np.pi * phase)
    q[INDEX["yaw"]] += np.radians(rng.choice([0, 90, -90, 180])) * minjerk((t / t[-1] - 0.3) / 0.4)
    # The lowest point of the feet stays on the floor; a soft minimum spreads double support.
    f = frames(b, q)
    low = []
    for s in "rl":
        low.append(place(f[f"{s}.foot"], np.array([-0.06, 0, -0.05]))[2])
        low.append(place(f[f"{s}.foot"], np.array([-0.06, 0, 0.13]))[2])
    low = np.array(low)
    soft = -0.012 * np.log(np.exp(-(low - low.min(0)) / 0.012).sum(0)) + low.min(0)
    q[INDEX["pz"]] -= soft - soft[0]
    pace = ramp * 0.55 * b.height * reach * speed
    ahead = f["pelvis"][1][:, 2]
    ahead = ahead / np.maximum(np.hypot(ahead[0], ahead[1]), 0.2)
    wave = 1 + 0.08 * np.cos(4 * np.pi * phase)
    q[INDEX["px"]] += np.cumsum(pace * wave * ahead[0]) / FD
    q[INDEX["py"]] += np.cumsum(pace * wave * ahead[1]) / FD
    return q, np.array(sorted(strikes), dtype=object)


def heel(
    rng: np.random.Generator, strikes: np.ndarray, n: int, drop: float
) -> dict[str, np.ndarray]:
    """Shock (T,) in g along each shank, wrist: foot mass stopped by floor and heel pad."""
    out = {p: np.zeros(n) for p in ("ankle_right", "ankle_left", "wrist")}
    t = np.arange(int(0.35 * FD)) / FD
    hz, zeta = rng.uniform(9, 20), rng.uniform(0.25, 0.45)
    w = 2 * np.pi * hz
    for at, side in strikes:
        v = drop * rng.uniform(0.7, 1.3)  # m/s left when the heel meets the floor
        ring = v * w * np.exp(-zeta * w * t) * np.sin(w * np.sqrt(1 - zeta**2) * t) / 9.81
        i = int(at * FD)
        for place_, g in (
            ("ankle_right", 1.0 if side == "r" else 0.15),
            ("ankle_left", 1.0 if side == "l" else 0.15),
            ("wrist", 0.12),
        ):
            m = min(len(t), n - i)
            out[place_][i : i + m] += g * ring[:m]
    return out


def trip(
    rng: np.random.Generator, b: Body, now: np.ndarray, out: bool, lying: np.ndarray | None = None
) -> tuple[np.ndarray, list[tuple[str, int, int]], dict[str, np.ndarray], np.ndarray]:
    """From bed to a seat elsewhere (`out`) or back: trajectories, parts, shocks, final angles."""
    seat = vector(SEAT) + rng.normal(0, 0.05, N) * (np.arange(N) > 5)
    edge = vector(SEAT) + rng.normal(0, 0.08, N) * (np.arange(N) > 5)
    edge[INDEX["yaw"]] = np.radians(90 * rng.choice([1, -1]))
    up = vector(UP) + rng.normal(0, 0.04, N) * (np.arange(N) > 5)
    order = ["arm", "trunk", "legs"]
    parts: list[tuple[str, int, int]] = []
    pieces: list[np.ndarray] = []
    strikes_all: list = []

    def size() -> int:
        return sum(p.shape[1] for p in pieces)

    def add(target: np.ndarray, lasts: float) -> None:
        q0 = pieces[-1][:, -1] if pieces else now
        to = target.copy()
        to[0:3] = q0[0:3]
        if target is up or target is seat or (target is edge and not out):
            to[INDEX["yaw"]] = q0[INDEX["yaw"]]
        for turning in ("roll", "yaw"):
            to[INDEX[turning]] = near(q0[INDEX[turning]], to[INDEX[turning]])
        pieces.append(change(rng, q0, to, lasts, str(rng.choice(order))))

    def step(count: int) -> None:
        i = size()
        q, strikes = walk(rng, b, pieces[-1][:, -1], count)
        parts.append(("walking", i, i + q.shape[1]))
        strikes_all.extend((i / FD + t, s) for t, s in strikes)
        pieces.append(q)

    steps = int(rng.integers(8, 36))
    if out:
        add(edge, rng.uniform(3, 7))
        still = int(rng.uniform(1, 15) * FD)
        parts.append(("gross_movement", 0, size()))
        pieces.append(np.repeat(pieces[-1][:, -1:], still, axis=1))
        i = size()
        add(up, rng.uniform(1.5, 3))
        parts.append(("gross_movement", i, size()))
        step(steps)
        add(seat, rng.uniform(2, 4))
    else:
        add(up, rng.uniform(1.5, 3))
        step(steps)
        i = size()
        add(edge, rng.uniform(1.5, 3))
        add(lying, rng.uniform(4, 8))
        parts.append(("gross_movement", i, size()))
    q = np.concatenate(pieces, axis=1)
    # Joins between pieces are already at rest; round off what velocity is left.
    shocks = heel(rng, np.array(strikes_all, dtype=object), q.shape[1], rng.uniform(0.08, 0.3))
    return q, parts, shocks, q[:, -1]
