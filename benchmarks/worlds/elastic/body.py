"""A sleeper's segments, and how the limbs lie in each posture."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.elastic.records import LIMBS

# Segment masses and lengths as shares of body mass and stature: Winter, Biomechanics and Motor
# Control of Human Movement (2005), table 4.1; Drillis and Contini (1966) for lengths.
LEG = {"mass": (0.100, 0.0465, 0.0145), "length": (0.245, 0.246, 0.125)}
ARM = {"mass": (0.028, 0.016, 0.006), "length": (0.186, 0.146, 0.095)}
CENTRE = (0.433, 0.433, 0.50)
CONTACTS = np.array([[0.55, 0, 0], [1, 0.45, 0], [1, 1, 0], [1, 1, 0.8]])  # mid, calf, heel, toes


@dataclass(frozen=True, kw_only=True)
class Sleeper:
    """Sizes and tissues of one person in one lane of the bed."""

    mass: float
    height: float
    lane: float
    worn_arm: str
    joint_k: dict
    joint_c: dict
    contact_k: np.ndarray
    contact_c: np.ndarray
    blanket: float
    blanket_k: float
    friction: float
    habits: dict


@dataclass(frozen=True, kw_only=True)
class Posture:
    """One way of lying: angles of each limb, share of weight on the bed, place of hips."""

    name: str
    pose: dict
    grip: dict
    on_trunk: float
    legs_touch: float
    shift: tuple[float, float]


def draw_sleeper(rng, lane, worn):
    """Draw a person; `worn` is the arm that wears the wrist sensor (or would)."""
    mass = float(np.clip(rng.normal(74, 13), 48, 115))
    # Passive joint stiffness near mid-range: hip/knee 10-40 Nm/rad, ankle 5-25 (Silder 2007).
    tone = rng.lognormal(0, 0.2)
    leg_k = tone * np.array([18, 9, 9, 16, 25, 6.0]) * rng.lognormal(0, 0.2, 6)
    arm_k = tone * np.array([6, 3, 0.8, 3.0, 5, 1.0]) * rng.lognormal(0, 0.2, 6)
    inertia_leg = np.array([1.6, 0.35, 0.015, 0.05, 1.6, 0.012])
    inertia_arm = np.array([0.25, 0.06, 0.004, 0.02, 0.25, 0.003])
    zeta = rng.uniform(0.25, 0.6)
    contact = rng.lognormal(0, 0.25)
    return Sleeper(
        mass=mass,
        height=float(np.clip(rng.normal(1.72, 0.09), 1.5, 1.95)),
        lane=lane,
        worn_arm=worn,
        joint_k={"leg": leg_k, "arm": arm_k},
        joint_c={
            "leg": 2 * zeta * np.sqrt(leg_k * inertia_leg),
            "arm": 2 * zeta * np.sqrt(arm_k * inertia_arm),
        },
        contact_k=contact * np.array([5000, 3500, 4500, 1500.0]),
        contact_c=np.array([90, 60, 60, 12.0]) * rng.uniform(0.6, 1.6),
        blanket=float(rng.choice([0.0, 0.15, 0.4, 0.9], p=[0.1, 0.3, 0.4, 0.2])),
        blanket_k=float(rng.choice([0, 30, 90, 250], p=[0.15, 0.4, 0.3, 0.15])),
        friction=float(rng.uniform(0.25, 0.6)),
        habits={
            "side": float(rng.uniform(0.3, 0.9)),
            "prone": float(rng.choice([0, 0.05, 0.3], p=[0.5, 0.3, 0.2])),
            "hand_high": float(rng.uniform(0, 0.7)),
            "knees_bent": float(rng.uniform(0.1, 1.0)),
        },
    )


def draw_posture(rng, sleeper, avoid=""):
    """Draw a way of lying for this sleeper, unlike the one to avoid."""
    habit = sleeper.habits
    p_side = 0.9 * habit["side"]
    weight = {"left": p_side / 2, "right": p_side / 2, "prone": habit["prone"]}
    weight["supine"] = max(0.1, 1 - p_side - habit["prone"])
    weight[avoid] = weight.get(avoid, 0.0) * 0.25
    names = [name for name in weight if name]
    p = np.array([weight[name] for name in names])
    name = str(rng.choice(names, p=p / p.sum()))
    bend = habit["knees_bent"]
    pose, grip = {}, {}
    for limb in LIMBS:
        side = 1.0 if limb.endswith("left") else -1.0  # left is +y for a supine sleeper
        out = side if name != "prone" else -side
        if limb.startswith("leg"):
            pose[limb] = _leg(rng, name, out, bend)
        else:
            pose[limb] = _arm(rng, name, out, habit["hand_high"])
        grip[limb] = float(np.clip(rng.normal(1.0, 0.25), 0.4, 1.6))
    on_trunk = 0.0
    if name == "supine" and rng.random() < 0.35:
        on_trunk = float(rng.uniform(0.3, 1.0))
    return Posture(
        name=name,
        pose=pose,
        grip=grip,
        on_trunk=on_trunk,
        legs_touch=float(rng.uniform(0.3, 1)) if name in ("left", "right") else 0.0,
        shift=(float(rng.normal(0, 0.04)), float(rng.normal(0, 0.06))),
    )


def _leg(rng, name, out, bend):
    """Angles of a leg: hip, knee, ankle, roll of its plane, yaw, twist (radians)."""
    ankle = rng.normal(-0.55, 0.15)
    if name == "supine":
        if rng.random() < 0.12 * bend:
            hip = rng.uniform(0.5, 0.9)
            roll = out * rng.uniform(-0.3, -0.05)
            return np.array([hip, 1.85 * hip, -0.1, roll, out * 0.1, 0.0])
        knee = abs(rng.normal(0.1, 0.12)) * (0.5 + bend)
        roll = out * abs(rng.normal(0.55, 0.3))
        return np.array([0.5 * knee, knee, ankle, roll, out * rng.normal(0.1, 0.08), 0.0])
    if name == "prone":
        # feet hang over the edge or lie toes out, knee slightly bent: shank rises to the rear
        knee = abs(rng.normal(0.1, 0.08))
        roll = np.pi - out * rng.normal(0.3, 0.3)
        return np.array([0.02, knee, ankle - 0.3, roll, out * rng.normal(0.15, 0.1), 0.0])
    facing = 1.0 if name == "left" else -1.0
    knee = np.clip(rng.normal(0.9 * bend + 0.2, 0.25), 0.05, 2.0)
    hip = np.clip(rng.normal(0.55, 0.15) * knee + 0.1, 0, 1.6)
    roll = facing * (np.pi / 2 + rng.normal(0, 0.18))
    return np.array([hip, knee, rng.normal(-0.35, 0.15), roll, rng.normal(0, 0.05), 0.0])


def _arm(rng, name, out, high):
    """Angles of an arm: shoulder, elbow, wrist, roll of its plane, yaw, twist (radians).

    The elbow bends with negative sign of the knee: the chain turns up (+) out of the limb's line.
    """
    twist = rng.normal(0, 0.7)
    wrist = rng.normal(0, 0.25)
    up = rng.random() < high
    if name == "supine":
        if up:
            yaw = out * rng.uniform(1.4, 2.6)
            return np.array([0.05, rng.uniform(-1.4, -0.2), wrist, out * 1.4, yaw, twist])
        if rng.random() < 0.5:  # hand on the belly
            return np.array([-0.05, -rng.uniform(0.8, 1.5), wrist, -out * 1.1, out * 0.3, twist])
        return np.array([0.03, -rng.uniform(0.05, 0.5), wrist, -out * 0.9, out * 0.25, twist])
    if name == "prone":
        yaw = out * (rng.uniform(1.6, 2.6) if rng.random() < 0.7 else 0.2)
        return np.array([0.0, -rng.uniform(0.2, 1.6), wrist, out * 1.4, yaw, twist])
    facing = 1.0 if name == "left" else -1.0
    elbow = -rng.uniform(0.5, 2.1)
    yaw = facing * (rng.uniform(1.2, 2.3) if up else rng.uniform(0.3, 1.1))
    return np.array([0.05, elbow, wrist, facing * (1.45 + rng.normal(0, 0.15)), yaw, twist])


def kind_of(limb):
    """Return 'leg' or 'arm'."""
    return limb[:3]


def sizes(sleeper, limb):
    """Masses and lengths of the three segments of a limb, the blanket's share on the last two."""
    table = LEG if kind_of(limb) == "leg" else ARM
    mass = sleeper.mass * np.array(table["mass"])
    if kind_of(limb) == "leg":
        mass = mass + sleeper.blanket * np.array([0.4, 0.5, 0.5])
    return mass, sleeper.height * np.array(table["length"])


def heading(limb):
    """Rest angle between the third segment and the second: a foot stands up, a hand is straight."""
    return np.pi / 2 if kind_of(limb) == "leg" else 0.0


def base_of(sleeper, posture, limb):
    """Where hip or shoulder is in the bed (m from the head end, across, above the surface)."""
    side = 1.0 if limb.endswith("left") else -1.0
    if posture.name == "prone":
        side = -side
    if posture.name in ("left", "right"):
        side = side * 0.3
    leg = kind_of(limb) == "leg"
    x = (0.18 + 0.47 * sleeper.height if leg else 0.10 + 0.19 * sleeper.height) + posture.shift[0]
    y = sleeper.lane + posture.shift[1] + side * (0.09 if leg else 0.19)
    return np.array([x, y, 0.10])


def angles(pose, limb):
    """Absolute angles of the three segments from the joint angles."""
    first = pose[0]
    second = first - pose[1]
    return np.array([first, second, second + heading(limb) + pose[2]])


def points(sleeper, posture, limb):
    """Places in the bed of: base, middle joint, ankle or wrist, toes or fingers."""
    pose = posture.pose[limb]
    length = sizes(sleeper, limb)[1]
    theta = angles(pose, limb)
    base = base_of(sleeper, posture, limb)
    along = np.concatenate([[0], np.cumsum(length * np.cos(theta))])
    rise = np.concatenate([[0], np.cumsum(length * np.sin(theta))])
    b, z = rise * np.sin(pose[3]), rise * np.cos(pose[3])
    cy, sy = np.cos(pose[4]), np.sin(pose[4])
    return base + np.stack([along * cy - b * sy, along * sy + b * cy, z], axis=1)
