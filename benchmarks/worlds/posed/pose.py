"""How a person lies: one orientation per segment. World: x to the feet, y left, z up."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.posed.strokes import Rng
from benchmarks.worlds.posed.turning import Array, about, of_matrix, times, turned, unit

SEGMENTS = ("trunk", "thigh_left", "shank_left", "thigh_right", "shank_right", "upper", "fore")
LYING = ("supine", "left", "right", "prone")
SEGMENT_OF = {"ankle_left": "shank_left", "ankle_right": "shank_right", "wrist": "fore"}
X, Z = np.array([1.0, 0, 0]), np.array([0, 0, 1.0])


@dataclass
class Pose:
    """Orientations of the segments at rest; a segment points along its own x.

    Parameters
    ----------
    name : str
    front : ndarray
        Where the chest looks.
    turns : dict of str to ndarray (4,)
    """

    name: str
    front: Array
    turns: dict[str, Array] = field(default_factory=dict)

    @property
    def flexing(self) -> Array:
        """Axis about which a thigh lifts towards the chest."""
        down = -Z if self.name in {"standing", "sitting"} else X
        return unit(np.cross(down, self.front))

    def along(self, segment: str) -> Array:
        """Direction of a segment."""
        return np.asarray(turned(self.turns[segment], X)[0], dtype=np.float64)

    def moved(self, turns: dict[str, Array]) -> "Pose":
        """The pose after its segments were turned (world frame)."""
        new = dict(self.turns)
        for name, turn in turns.items():
            new[name] = times(turn, new[name])[0]
        return Pose(self.name, self.front, new)


def _pointing(toward: Array, up: Array, roll: float) -> Array:
    """Orientation with x along ``toward``, z near ``up``, rolled about x."""
    x = unit(toward)
    z = unit(up - x * float(up @ x) + 1e-6 * np.array([0.3, 0.5, 0.8]))
    y = np.cross(z, x)
    out: Array = times(of_matrix(np.column_stack([x, y, z])), about(np.array([roll, 0, 0])))[0]
    return out


def lie(rng: Rng, name: str) -> Pose:
    """Draw a pose of a posture (one of LYING, ``standing`` or ``sitting``)."""
    upright = name in {"standing", "sitting"}
    roll = {"supine": 0.0, "left": np.pi / 2, "right": -np.pi / 2, "prone": np.pi}.get(name, 0.0)
    roll += float(rng.normal(0, 0.2 if name in {"left", "right"} else 0.08))
    if upright:
        front, down = np.array([1.0, 0, 0]), -Z
    else:
        front = turned(about(np.array([-roll, 0, 0])), Z)[0]
        down = X
    side = unit(np.cross(front, down))
    pose = Pose(name, front)
    pose.turns["trunk"] = _pointing(down, front, 0.0)
    bent = rng.random() < 0.25
    curl = float(rng.uniform(0.1, 1.2))
    for leg, sign in (("left", 1.0), ("right", -1.0)):
        if name == "supine":
            hip = float(rng.uniform(0.3, 0.8)) if bent and rng.random() < 0.6 else 0.08
            hip = abs(hip + float(rng.normal(0, 0.05)))
            knee = 2.1 * hip
        elif name in {"left", "right"}:
            hip = float(np.clip(curl + rng.normal(0, 0.3), 0, 1.5))
            knee = float(np.clip(hip * rng.uniform(0.9, 1.6), 0.05, 2.2))
        elif name == "prone":
            hip, knee = -0.02, float(rng.uniform(-0.05, 0.25))
        elif name == "sitting":
            hip, knee = 1.5, float(rng.uniform(1.2, 1.6))
        else:
            hip, knee = 0.03, 0.08
        spread = sign * float(rng.uniform(-0.05, 0.3)) * (0.4 if upright else 1.0)
        for segment, lift in (("thigh", hip), ("shank", hip - knee)):
            toward = down * np.cos(lift) + front * np.sin(lift) + side * spread
            toward = toward + rng.normal(0, 0.04, 3)
            out = sign * float(rng.uniform(-0.1, 0.7)) + float(rng.normal(0, 0.1))
            pose.turns[f"{segment}_{leg}"] = _pointing(toward, front, out)
    _arm(rng, pose, down, side, upright)
    return pose


def _arm(rng: Rng, pose: Pose, down: Array, side: Array, upright: bool) -> None:
    """Draw where the arm with the sensor lies."""
    way = str(rng.choice(["along", "belly", "out", "up"], p=[0.35, 0.3, 0.2, 0.15]))
    front = pose.front
    if upright or way == "along":
        upper, fore = down + 0.2 * side, down + 0.25 * front + 0.1 * side
    elif way == "belly":
        upper, fore = down + 0.3 * side, 0.5 * down - side + 0.35 * front
    elif way == "out":
        upper, fore = side + 0.4 * down + 0.4 * front, front + 0.3 * down * rng.normal()
    else:
        upper, fore = -0.6 * down + side, -down - 0.5 * side
    upper = unit(upper) + rng.normal(0, 0.15, 3)
    fore = unit(fore) + rng.normal(0, 0.2, 3)
    if not upright:
        fore[2] *= 0.4
        upper[2] *= 0.4
    pose.turns["upper"] = _pointing(upper, front, float(rng.uniform(-1, 1)))
    pose.turns["fore"] = _pointing(fore, front, float(rng.uniform(-1.6, 1.6)))
