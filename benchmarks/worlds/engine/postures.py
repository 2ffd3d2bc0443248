"""Ways of lying, as angles of joints and a roll of the pelvis."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.engine.model import JOINTS, plain

NAMES = ("back", "left", "right", "front", "back_knee", "left_bent", "right_bent")


@dataclass(frozen=True, kw_only=True)
class Posture:
    """A way of lying.

    Parameters
    ----------
    name : str
        As in ``NAMES``.
    roll : float
        Of the pelvis about the body's long axis, rad; 0 on the back, positive to the left side.
    angles : dict of str to float
        Of every joint, rad.
    """

    name: str
    roll: float
    angles: dict[str, float]


def _arms(rng: np.random.Generator, name: str) -> dict[str, float]:
    out: dict[str, float] = {}
    for side in ("l", "r"):
        if name.startswith("back"):
            belly = rng.random() < 0.4
            arm = (
                {"shoulder_flex": 0.25, "elbow": 1.2, "shoulder_out": 0.25, "shoulder_turn": -0.9}
                if belly
                else {"shoulder_flex": -0.05, "elbow": 0.25, "shoulder_out": rng.uniform(0.1, 0.6)}
            )
        elif name == "front":
            arm = {"shoulder_flex": 0.1, "elbow": 0.2, "shoulder_out": rng.uniform(0.2, 1.3)}
        else:
            arm = {
                "shoulder_flex": rng.uniform(0.3, 1.3),
                "elbow": rng.uniform(0.5, 1.7),
                "shoulder_out": 0.1,
            }
        arm["pronation"] = rng.uniform(-0.8, 0.8)
        out |= {f"{joint}_{side}": float(angle) for joint, angle in arm.items()}
    return out


def draw_posture(rng: np.random.Generator, name: str) -> Posture:
    """Draw one of the ways of lying, with its scatter."""
    angles = dict.fromkeys(JOINTS, 0.0)
    base = name.split("_", maxsplit=1)[0]
    roll = {"back": 0.0, "left": np.pi / 2, "right": -np.pi / 2, "front": np.pi}[base]
    for side in ("l", "r"):
        legs = {"hip_flex": 0.03, "hip_out": 0.12, "hip_turn": 0.45, "knee": 0.08, "ankle": -0.45}
        if base == "front":
            legs |= {"ankle": -1.1, "knee": 0.1, "hip_turn": 0.1, "hip_flex": -0.02}
        if base in {"left", "right"}:
            upper = (side == "r") == (base == "left")
            bend = rng.uniform(0.5, 0.9) if upper else rng.uniform(0.05, 0.5)
            bend += 0.4 * name.endswith("bent")
            legs |= {"hip_flex": bend, "knee": 1.4 * bend, "hip_turn": 0.0, "ankle": -0.3}
            legs["hip_out"] = -0.1 if upper else 0.05
        angles |= {f"{joint}_{side}": float(angle) for joint, angle in legs.items()}
    if name == "back_knee":
        side = "l" if rng.random() < 0.5 else "r"
        out = rng.uniform(0.3, 0.7)
        angles |= {f"hip_flex_{side}": 0.5, f"knee_{side}": 1.0, f"hip_out_{side}": out}
        angles[f"hip_turn_{side}"] = 1.1
    angles |= _arms(rng, name)
    scatter = {"shoulder_flex": 0.15, "elbow": 0.2, "ankle": 0.15, "hip_turn": 0.25}
    for joint in JOINTS:
        angles[joint] += float(rng.normal(0, scatter.get(plain(joint), 0.06)))
    return Posture(name=name, roll=float(roll + rng.normal(0, 0.08)), angles=angles)


def draw_name(rng: np.random.Generator, likes: dict[str, float], now: str) -> str:
    """Draw where to turn from here; small shifts within a posture happen too."""
    weights = np.array([likes[name] * (0.3 if name == now else 1.0) for name in NAMES])
    return str(rng.choice(NAMES, p=weights / weights.sum()))


def draw_likes(rng: np.random.Generator) -> dict[str, float]:
    """Draw how much a sleeper likes each way of lying."""
    return dict(zip(NAMES, rng.dirichlet(np.array([3, 2, 2, 0.8, 1.5, 1, 1])), strict=True))
