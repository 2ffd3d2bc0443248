"""Joints of a lying body, its postures and the forward kinematics of what is worn."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.strokes.stroke import Array

ROLL, PITCH, TX, TY, TZ = range(5)
LEFT, RIGHT, ARM = 5, 10, 15
"""First joints of legs (flexion, abduction, turn, knee, ankle) and of the worn arm
(flexion, abduction, turn, elbow, pronation)."""
JOINTS = 20
LIMBS = ("ankle_left", "ankle_right", "wrist")
FIRST = {"ankle_left": LEFT, "ankle_right": RIGHT, "wrist": ARM}
EARTH = 9.81


@dataclass(frozen=True)
class Build:
    """Lengths (m) and couplings of one body; x to the head, y left, z up when supine."""

    thigh: float
    shank: float
    upper: float
    fore: float
    arm_side: float
    heel: float
    strap: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Build":
        """One body."""
        size = rng.uniform(0.88, 1.1)
        return cls(
            thigh=0.41 * size * rng.uniform(0.95, 1.05),
            shank=0.36 * size * rng.uniform(0.9, 1.05),
            upper=0.3 * size,
            fore=0.24 * size * rng.uniform(0.9, 1.05),
            arm_side=float(rng.choice([-1.0, 1.0])),
            heel=float(np.exp(rng.normal(np.log(0.08), 0.5))),
            strap=float(rng.uniform(0.005, 0.06)),
        )


def _turn(axis: int, angle: Array) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    out = np.zeros((len(angle), 3, 3))
    i, k = ((1, 2), (2, 0), (0, 1))[axis]
    out[:, axis, axis] = 1.0
    out[:, i, i] = out[:, k, k] = c
    out[:, i, k] = -s
    out[:, k, i] = s
    return out


def trunk(q: Array) -> tuple[Array, Array]:
    """Orientation and place of the trunk."""
    turn = _turn(1, -q[:, PITCH]) @ _turn(0, q[:, ROLL])
    return turn, q[:, TX : TZ + 1]


def limb(q: Array, name: str, build: Build, base: tuple[Array, Array]) -> tuple[Array, Array]:
    """Orientation and place of the sensor on a limb."""
    turn, place = base
    k = FIRST[name]
    if name == "wrist":
        side, first, second, root = build.arm_side, build.upper, build.fore, 0.45
        bend = q[:, k + 3]
        twist = q[:, k + 4]
        width = 0.18
    else:
        side = 1.0 if name == "ankle_left" else -1.0
        first, second, root = build.thigh, build.shank, 0.0
        bend = -(q[:, k + 3] - build.heel * q[:, k + 4])
        twist = None
        width = 0.1
    a = turn @ _turn(1, q[:, k]) @ _turn(2, -side * q[:, k + 1]) @ _turn(0, side * q[:, k + 2])
    b = a @ _turn(1, bend)
    spot = (
        place
        + turn @ np.array([root, side * width, 0.0])
        - first * a[:, :, 0]
        - second * b[:, :, 0]
    )
    own = _turn(1, build.strap * q[:, k + 4]) if twist is None else _turn(0, side * twist)
    return b @ own, spot


def second(p: Array, fs: float) -> Array:
    """Second derivative along time."""
    out = np.zeros_like(p)
    out[1:-1] = (p[2:] - 2 * p[1:-1] + p[:-2]) * fs * fs
    return out


def body_acceleration(q: Array, fs: float) -> Array:
    """Acceleration of the trunk's mass, m/s^2."""
    sway = q[:, TX : TZ + 1].copy()
    sway[:, 1] += 0.08 * q[:, ROLL]
    sway[:, 2] += 0.05 * np.abs(np.sin(q[:, ROLL])) + 0.15 * q[:, PITCH]
    return second(sway, fs)


def lying(rng: np.random.Generator, kind: str) -> Array:
    """Joint angles of a posture: supine, left, right, prone, sitting, edge, standing."""
    q = np.zeros(JOINTS)
    q[ROLL] = {"left": np.pi / 2, "right": -np.pi / 2, "prone": np.pi}.get(kind, 0.0)
    if kind == "prone":
        q[ROLL] *= rng.choice([-1.0, 1.0])
    if kind in ("left", "right"):
        q[ROLL] += rng.normal(0, 0.25)
    elif kind != "standing":
        q[ROLL] += rng.normal(0, 0.12)
    q[PITCH] = rng.uniform(0.0, 0.08)
    bent = kind in ("left", "right")
    for k in (LEFT, RIGHT):
        q[k] = rng.uniform(0.2, 1.3) if bent else rng.uniform(0.0, 0.12)
        q[k + 1] = rng.uniform(-0.1, 0.15) if bent else rng.uniform(0.03, 0.3)
        q[k + 2] = rng.normal(0.0, 0.2) if bent else rng.uniform(0.0, 0.8)
        q[k + 3] = rng.uniform(0.2, 1.6) if bent else rng.uniform(0.0, 0.25)
        q[k + 4] = -rng.uniform(0.2, 0.7)
        if kind == "supine" and rng.random() < 0.15:
            q[k], q[k + 3] = rng.uniform(0.5, 0.8), rng.uniform(1.0, 1.5)
    q[ARM : ARM + 5] = (
        rng.uniform(0.0, 1.0) if bent else rng.uniform(-0.1, 0.35),
        rng.uniform(0.0, 0.5),
        rng.normal(0, 0.6),
        rng.uniform(0.1, 2.0),
        rng.normal(0, 0.7),
    )
    if kind == "sitting":
        q[PITCH] = rng.uniform(0.5, 1.1)
        q[LEFT] = q[RIGHT] = q[PITCH]
    if kind in ("edge", "standing"):
        q[PITCH] = np.pi / 2
        for k in (LEFT, RIGHT):
            q[k : k + 5] = (1.5, 0.1, 0.1, 1.45, 0.0) if kind == "edge" else (0, 0.04, 0.1, 0.05, 0)
        q[ARM : ARM + 5] = (0.15, 0.1, 0.0, 0.3, 0.0)
    return q
