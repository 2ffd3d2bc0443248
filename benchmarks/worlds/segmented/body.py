"""Body segments: lengths, masses, joints and forward kinematics of the whole chain."""

from dataclasses import dataclass, field

import numpy as np

LEG = ("hipflex", "abd", "ext", "knee", "dors", "inv", "toe")
ARM = ("shflex", "shabd", "shrot", "elbow", "pron", "wrist")
JOINTS = (
    ("px", "py", "pz", "roll", "pitch", "yaw")
    + tuple(f"r.{name}" for name in LEG)
    + tuple(f"l.{name}" for name in LEG)
    + tuple(f"a.{name}" for name in ARM)
    + ("twist", "bend")
)
INDEX = {name: i for i, name in enumerate(JOINTS)}
N = len(JOINTS)
PLACES = ("wrist", "ankle_left", "ankle_right")
# Contact points: (segment, where along it as a fraction, weight of the surface there).
CONTACTS = (
    ("pelvis", 0.0),
    ("thorax", 0.3),
    ("head", 0.0),
    ("r.thigh", 0.6),
    ("r.shank", 0.35),
    ("r.foot", 0.0),
    ("r.foot", 0.75),
    ("l.thigh", 0.6),
    ("l.shank", 0.35),
    ("l.foot", 0.0),
    ("l.foot", 0.75),
    ("a.upper", 0.95),
    ("a.fore", 0.95),
)
POINT = {
    "pelvis": 0,
    "thorax": 1,
    "head": 2,
    "r.thigh": 3,
    "r.calf": 4,
    "r.heel": 5,
    "r.fore": 6,
    "l.thigh": 7,
    "l.calf": 8,
    "l.heel": 9,
    "l.fore": 10,
    "elbow": 11,
    "wrist": 12,
}


@dataclass(frozen=True, kw_only=True)
class Mount:
    """Where a sensor sits: its segment, offset from the segment's origin, and orientation."""

    segment: str
    offset: np.ndarray
    turn: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Body:
    """Anthropometry of one person and the mounts of the worn sensors."""

    height: float
    mass: float
    arm: int  # +1 the right arm is worn, -1 the left
    mounts: dict[str, Mount] = field(default_factory=dict)

    @property
    def lengths(self) -> dict[str, float]:
        """Segment lengths (Drillis & Contini 1966, in Winter 2009)."""
        h = self.height
        return {
            "thigh": 0.245 * h,
            "shank": 0.246 * h,
            "foot": 0.152 * h,
            "upper": 0.186 * h,
            "fore": 0.146 * h,
            "hand": 0.108 * h,
            "trunk": 0.288 * h,
        }


def turn(rng: np.random.Generator) -> np.ndarray:
    """Draw a uniformly random rotation matrix."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return q * np.sign(np.linalg.det(q))


def body(rng: np.random.Generator, worn: bool = True) -> Body:
    """Draw a person; half of the ankle sensors sit on the shank, the rest on the foot's side."""
    h, m = rng.uniform(1.52, 1.92), 0.0
    m = rng.uniform(20, 31) * h * h
    b = Body(height=h, mass=m, arm=int(rng.choice([1, -1])))
    if not worn:
        return b
    size = b.lengths
    low = rng.random() < 0.35
    for side, place in (("r", "ankle_right"), ("l", "ankle_left")):
        a = rng.uniform(0, 2 * np.pi)
        if low if rng.random() < 0.9 else not low:  # foot side of the malleolus
            s = rng.choice([1, -1])
            off = np.array([rng.uniform(0.0, 0.03), 0.035 * s, rng.uniform(0.0, 0.05)])
            m = Mount(segment=f"{side}.foot", offset=off, turn=turn(rng))
        else:
            along = size["shank"] - rng.uniform(0.06, 0.14)
            off = np.array([-along, 0.035 * np.cos(a), 0.035 * np.sin(a)])
            m = Mount(segment=f"{side}.shank", offset=off, turn=turn(rng))
        b.mounts[place] = m
    s = rng.choice([1, -1], p=[0.8, 0.2])
    off = np.array([-(size["fore"] - rng.uniform(0.01, 0.05)), 0.0, 0.025 * s])
    b.mounts["wrist"] = Mount(segment="a.fore", offset=off, turn=turn(rng))
    return b


def spin(r: np.ndarray, axis: int, angle: np.ndarray) -> np.ndarray:
    """Turn frames (3, 3, T) about their own axis (0, 1, 2) by an angle per instant."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    c, s = np.cos(angle), np.sin(angle)
    out = np.empty(r.shape[:2] + (len(angle),))
    out[:, axis] = r[:, axis]
    out[:, a] = c * r[:, a] + s * r[:, b]
    out[:, b] = c * r[:, b] - s * r[:, a]
    return out


def frames(b: Body, q: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Origins (3, T) and orientations (3, 3, T) of all segments for joint values q (N, T)."""
    size, h = b.lengths, b.height
    g = dict(zip(JOINTS, q, strict=True))
    r = np.repeat(np.eye(3)[:, :, None], q.shape[1], axis=2)
    r = spin(spin(spin(r, 2, g["yaw"]), 1, g["pitch"]), 0, g["roll"])
    o = np.stack([g["px"], g["py"], g["pz"]])
    chest = spin(spin(r, 1, -g["bend"]), 0, g["twist"])
    waist = o + 0.04 * h * r[:, 0]
    out = {"pelvis": (o, r), "thorax": (waist, chest)}
    out["head"] = (waist + (size["trunk"] + 0.06 * h) * chest[:, 0], chest)
    for side, s in (("r", 1.0), ("l", -1.0)):
        hip = o + s * 0.05 * h * r[:, 1]
        thigh = spin(spin(r, 2, -s * g[f"{side}.abd"]), 1, g[f"{side}.hipflex"])
        thigh = spin(thigh, 0, -s * g[f"{side}.ext"])
        knee = hip - size["thigh"] * thigh[:, 0]
        shank = spin(thigh, 1, -g[f"{side}.knee"])
        ankle = knee - size["shank"] * shank[:, 0]
        foot = spin(spin(shank, 1, g[f"{side}.dors"]), 2, s * g[f"{side}.inv"])
        ball = ankle + 0.7 * size["foot"] * foot[:, 2] - 0.04 * foot[:, 0]
        out[f"{side}.thigh"] = (hip, thigh)
        out[f"{side}.shank"] = (knee, shank)
        out[f"{side}.foot"] = (ankle, foot)
        out[f"{side}.toes"] = (ball, spin(foot, 1, g[f"{side}.toe"]))
    s = float(b.arm)
    shoulder = waist + 0.23 * h * chest[:, 0] + s * 0.11 * h * chest[:, 1]
    upper = spin(spin(chest, 2, -s * g["a.shabd"]), 1, g["a.shflex"])
    upper = spin(upper, 0, -s * g["a.shrot"])
    elbow = shoulder - size["upper"] * upper[:, 0]
    fore = spin(upper, 1, g["a.elbow"])
    out["a.upper"] = (shoulder, upper)
    fore = spin(fore, 0, s * g["a.pron"])
    out["a.fore"] = (elbow, fore)
    out["a.hand"] = (elbow - size["fore"] * fore[:, 0], spin(fore, 1, g["a.wrist"]))
    return out


def masses(b: Body) -> list[tuple[str, np.ndarray, float]]:
    """Point masses (segment, offset in it, kg), pairs giving each segment its inertia (Winter)."""
    size, m, h = b.lengths, b.mass, b.height
    t = size["trunk"]
    out = [
        ("pelvis", np.array([-0.03, 0.06, 0.0]) * h, 0.12 * m),
        ("pelvis", np.array([-0.03, -0.06, 0.0]) * h, 0.12 * m),
        ("pelvis", np.array([0.02, 0.0, 0.03]) * h, 0.04 * m),
        ("thorax", np.array([0.7 * t, 0.08 * h, 0.0]), 0.11 * m),
        ("thorax", np.array([0.7 * t, -0.08 * h, 0.0]), 0.11 * m),
        ("thorax", np.array([0.3 * t, 0.0, 0.02 * h]), 0.046 * m),
        ("head", np.array([0.0, 0.0, 0.02 * h]), 0.081 * m),
    ]
    for side in "rl":
        for at in (0.12, 0.75):
            out.append((f"{side}.thigh", np.array([-at * size["thigh"], 0, 0]), 0.05 * m))
        for at in (0.12, 0.78):
            out.append((f"{side}.shank", np.array([-at * size["shank"], 0, 0]), 0.0232 * m))
        out.append((f"{side}.foot", np.array([-0.03, 0, -0.02]), 0.007 * m))
        out.append((f"{side}.foot", np.array([-0.03, 0, 0.55 * size["foot"]]), 0.0065 * m))
        out.append((f"{side}.toes", np.array([0, 0, 0.03]), 0.001 * m))
    for at in (0.15, 0.75):
        out.append(("a.upper", np.array([-at * size["upper"], 0, 0]), 0.014 * m))
        out.append(("a.fore", np.array([-at * size["fore"], 0, 0]), 0.008 * m))
    out.append(("a.hand", np.array([-0.5 * size["hand"], 0.01, 0]), 0.006 * m))
    return out


def place(frame: tuple[np.ndarray, np.ndarray], offset: np.ndarray) -> np.ndarray:
    """Position (3, T) of a point fixed in a segment."""
    return frame[0] + np.einsum("ijt,j->it", frame[1], offset)
