"""Poses: how a limb lies, hangs, or stands."""

from dataclasses import dataclass

import numpy as np

DEG = np.pi / 180
BODIES = ("supine", "left", "right", "prone")
UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, kw_only=True)
class Pose:
    """The frame of the limb's plane in the world (x to the feet, y left, z up) and its angles."""

    name: str
    frame: np.ndarray  # columns: along the limb, towards flexion/front, across
    phi: np.ndarray  # absolute angles of the three segments in the plane
    load: np.ndarray  # share of the limb's weight carried at knee, heel, toe
    breath: np.ndarray  # rad of small rotation per unit of breathing
    stiff: float = 1.0

    @property
    def link(self) -> np.ndarray:
        """Frame of segment 2 (along, front, across) in the world."""
        c, s = np.cos(self.phi[1]), np.sin(self.phi[1])
        return self.frame @ np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])

    @property
    def rest(self) -> np.ndarray:
        """Specific force at rest in the frame of segment 2, in g."""
        return self.link.T @ UP


def _frame(along, front):
    e1 = np.asarray(along, float)
    e1 = e1 / np.linalg.norm(e1)
    e2 = np.asarray(front, float) - e1 * (e1 @ np.asarray(front, float))
    e2 = e2 / np.linalg.norm(e2)
    return np.column_stack([e1, e2, np.cross(e1, e2)])


def _breath(rng, size):
    return size * rng.dirichlet([1, 1, 1]) ** 0.5 * rng.choice([-1, 1], 3)


def leg_pose(rng, limb, body: str) -> Pose:
    """Draw how a leg lies when the body lies as named."""
    side = limb.side
    load = np.array([rng.uniform(0.25, 0.5), rng.uniform(0.1, 0.24), rng.uniform(0.0, 0.03)])
    yaw, pitch = side * rng.uniform(0, 15) * DEG, rng.normal(0, 3) * DEG
    name = body
    if body == "supine":
        rho = side * rng.uniform(5, 55) * DEG
        if rng.random() < 0.2:
            name, rho = "knee_up", side * rng.uniform(-5, 20) * DEG
            thigh = rng.uniform(25, 50) * DEG
            shank = -rng.uniform(30, 60) * DEG
            phi = np.array([thigh, shank, rng.uniform(-8, 8) * DEG])
            load = np.array([0.02, rng.uniform(0.15, 0.3), rng.uniform(0.06, 0.15)])
        else:
            shank = -rng.uniform(0, 6) * DEG
            phi = np.array([rng.uniform(-2, 8) * DEG, shank, shank + rng.uniform(50, 80) * DEG])
    elif body == "prone":
        rho = (180 + rng.normal(0, 15)) * DEG
        shank = rng.uniform(-10, 2) * DEG
        phi = np.array([rng.normal(0, 2) * DEG, shank, shank + rng.uniform(10, 45) * DEG])
        load[2] = rng.uniform(0.02, 0.1) if rng.random() < 0.6 else 0.0  # or off the bed's end
    else:
        rho = (90 if body == "left" else -90) * DEG + rng.normal(0, 9) * DEG
        thigh = rng.uniform(5, 80) * DEG
        shank = thigh - rng.uniform(15, 100) * DEG
        phi = np.array([thigh, shank, shank + rng.uniform(45, 80) * DEG])
    along = [np.cos(yaw), np.sin(yaw), np.sin(pitch)]
    frame = _frame(along, [0, np.sin(rho), np.cos(rho)])
    breath = _breath(rng, np.exp(rng.normal(np.log(0.0008), 0.6)))
    return Pose(name=name, frame=frame, phi=phi, load=load, breath=breath)


def arm_pose(rng, limb, body: str) -> Pose:
    """Draw how an arm lies when the body lies as named."""
    s = limb.side
    n = rng.normal(0, 0.13, (2, 3))
    face = {"left": 1.0, "right": -1.0}.get(body, 0.0)
    load = np.array([rng.uniform(0.3, 0.5), rng.uniform(0.15, 0.3), rng.uniform(0.03, 0.1)])
    size = 0.0015
    if body == "supine":
        name = str(rng.choice(["side", "belly", "head", "edge"], p=[0.45, 0.33, 0.17, 0.05]))
    elif body == "prone":
        name = str(rng.choice(["head", "side"], p=[0.7, 0.3]))
    else:
        name = str(rng.choice(["front", "pillow", "hip"], p=[0.45, 0.4, 0.15]))
    along, front, bend = {
        "side": ([1, 0.2 * s, -0.02], [0, -s, rng.uniform(-0.6, 0.9)], rng.uniform(5, 40)),
        "belly": ([1, 0.25 * s, 0.02], [0.1, -s, 0.35], rng.uniform(65, 110)),
        "head": ([-0.4, s, 0.0], [-1, -0.3 * s, 0.1], rng.uniform(40, 120)),
        "edge": ([0.3, s, -0.1], [0.2, 0.3 * s, -1], rng.uniform(40, 80)),
        "front": ([0.3, face, 0.0], [-0.5, 0.2 * face, 0.3 * s * face], rng.uniform(10, 90)),
        "pillow": ([-0.1, face, 0.0], [-1, -0.2 * face, 0.1], rng.uniform(90, 130)),
        "hip": ([1, 0, 0.1], [0, face, rng.uniform(-0.3, 0.3)], rng.uniform(5, 50)),
    }[name]
    if name in ("belly", "hip"):
        size = 0.006
    if name == "edge":
        load = np.array([0.45, 0.0, 0.0])
    elbow = bend * DEG
    phi = np.array([0.0, elbow, elbow + rng.normal(10, 20) * DEG])
    breath = _breath(rng, np.exp(rng.normal(np.log(size), 0.5)))
    frame = _frame(np.array(along) + n[0], np.array(front) + n[1])
    return Pose(name=name, frame=frame, phi=phi, load=load, breath=breath)


def lying(rng, limb, body: str) -> Pose:
    """Draw how a limb lies when the body lies as named."""
    return arm_pose(rng, limb, body) if limb.arm else leg_pose(rng, limb, body)


def upright(rng, limb, name: str) -> Pose:
    """Draw a limb of somebody who sits, stands, or holds a book in bed."""
    n = rng.normal(0, 0.05, (2, 3))
    breath = _breath(rng, 0.0015 if limb.arm else 0.0008)
    load, stiff = np.zeros(3), 4.0
    if name == "book":
        if not limb.arm:
            return leg_pose(rng, limb, "supine")
        along, front, bend = [0.8, 0.2 * limb.side, 0.1], [-0.5, -0.3 * limb.side, 1], 80
        phi = np.array([0.0, bend, bend + rng.normal(0, 15)]) * DEG
        load = np.array([rng.uniform(0.2, 0.4), 0.0, 0.0])
    elif name == "sit":
        if limb.arm:
            along, front = [0.6, 0.1 * limb.side, -0.8], [0.8, -0.2 * limb.side, 0.6]
            phi = np.array([0.0, rng.uniform(30, 80), rng.uniform(30, 90)]) * DEG
        else:
            along, front = [1, 0.1 * limb.side, 0], [0, 0, 1]
            phi = np.array([0, -rng.uniform(75, 100), rng.uniform(-10, 5)]) * DEG
    elif limb.arm:
        along, front = [0, 0, -1], [1, 0, 0]
        phi = np.array([0, rng.uniform(8, 30), rng.uniform(5, 40)]) * DEG
    else:
        along, front = [0, 0, -1], [1, 0, 0]
        phi = np.array([0, -rng.uniform(0, 5), 85]) * DEG
    frame = _frame(np.array(along, float) + n[0], np.array(front, float) + n[1])
    return Pose(name=name, frame=frame, phi=phi, load=load, breath=breath, stiff=stiff)
