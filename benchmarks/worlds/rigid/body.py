"""Bodies: segments, joints and muscles of the sleeper and of a partner."""

from dataclasses import dataclass

import numpy as np

# Winter, Biomechanics and Motor Control (4th ed., table 4.1): mass / body mass, length / height,
# centre of mass / length, radius of gyration / length. The foot is shortened to ankle-to-toe.
LEG = ((0.100, 0.245, 0.433, 0.323), (0.0465, 0.246, 0.433, 0.302), (0.0145, 0.105, 0.40, 0.40))
ARM = ((0.028, 0.186, 0.436, 0.322), (0.016, 0.146, 0.430, 0.303), (0.006, 0.090, 0.45, 0.33))
GRAVITY = 9.80665


@dataclass(frozen=True, kw_only=True)
class Limb:
    """Three rigid segments in a plane, with roll about the long axis and a sideways swing."""

    name: str
    owner: str  # self or partner
    arm: bool
    side: float  # +1 left, -1 right
    mass: np.ndarray
    length: np.ndarray
    com: np.ndarray
    inertia: np.ndarray
    stiff: np.ndarray  # N m/rad of the five passive joints
    damp: np.ndarray  # N m s/rad
    spin: np.ndarray  # kg m2 of roll and of sideways swing
    twitch: float  # s, time constant of the critically damped muscle
    strength: float  # of this limb's muscles
    sensor: tuple[float, float, float]  # share of segment 2, radius in m, angle round it
    strap: tuple[float, float]  # Hz and damping ratio of the sensor on soft tissue
    bulge: float  # rad of tilt of the strap per N m of the muscles under it
    friction: float
    shear: float  # N/m of bedding in shear
    sink: float  # m of static sinking in
    rebound: float  # s/m, Hunt-Crossley damping

    @property
    def weight(self) -> float:
        """Weight of the whole limb in N."""
        return float(self.mass.sum() * GRAVITY)


@dataclass(frozen=True, kw_only=True)
class Body:
    """A person in the bed."""

    mass: float
    height: float
    limbs: dict[str, Limb]
    trunk: tuple[float, float, float]  # kg moved, Hz on the mattress, damping ratio


def _limb(rng, name, owner, side, mass, height, firm, cover):
    arm = name.endswith("wrist")
    table = np.array(ARM if arm else LEG)
    m, length = table[:, 0] * mass, table[:, 1] * height
    com, inertia = table[:, 2] * length, m * (table[:, 3] * length) ** 2
    m[2] += cover[0] * (0.15 if arm else 1.0)  # blanket that moves along with the foot or hand
    about = inertia + m * com**2
    if arm:
        # shoulder, elbow, wrist: passive stiffness 1-10 N m/rad (Lin 2005; de Vlugt 2011)
        stiff = np.array([rng.uniform(5, 12), rng.uniform(1.5, 4), rng.uniform(0.6, 2), 0, 0])
        spin = np.array([rng.uniform(0.002, 0.004), 0.25 * mass / 75])
        stiff[3:] = rng.uniform(0.4, 1.2), rng.uniform(4, 10)
    else:
        # knee: pendulum test, damping ratio .1-.25 (Bohannon 2009; Lin & Rymer 1991);
        # ankle: passive 5-20 N m/rad about its slack angle (Weiss 1986; Moseley 2001)
        stiff = np.array([rng.uniform(10, 25), rng.uniform(4, 12), rng.uniform(5, 16), 0, 0])
        spin = np.array([rng.uniform(0.04, 0.08), 3.0 * mass / 75])
        stiff[3:] = rng.uniform(3, 9), rng.uniform(10, 30)
    effective = np.array([about.sum() * 2.5, about[1] * 2.2, about[2], *spin])
    ratio = np.array([0.5, rng.uniform(0.2, 0.5), rng.uniform(0.15, 0.4), 0.3, 0.5])
    damp = 2 * ratio * np.sqrt(stiff * effective)
    damp[1:4] *= min(cover[1], 1.5) if arm else cover[1]
    return Limb(
        name=name,
        owner=owner,
        arm=arm,
        side=side,
        mass=m,
        length=length,
        com=com,
        inertia=inertia,
        stiff=stiff,
        damp=damp,
        spin=spin,
        # contraction times 60-110 ms (Buchthal & Schmalbruch 1970); summed bursts rise faster
        twitch=rng.uniform(0.022, 0.036) if arm else rng.uniform(0.028, 0.05),
        strength=float(np.exp(rng.normal(0, 0.25))),
        sensor=(rng.uniform(0.82, 0.95), rng.uniform(0.025, 0.05), rng.uniform(-np.pi, np.pi)),
        strap=(float(np.exp(rng.uniform(np.log(6), np.log(28)))), rng.uniform(0.15, 0.6)),
        bulge=rng.uniform(0.0003, 0.003) * (4 if arm else 1),
        friction=rng.uniform(0.2, 0.7),
        shear=rng.uniform(700, 3500) * firm * (0.2 if arm else 1.0),
        sink=rng.uniform(0.018, 0.045) / firm,
        rebound=rng.uniform(1.0, 4.0),
    )


def draw_body(rng, owner: str, wrist_side: float, firm: float) -> Body:
    """Draw a person; the wrist on the side given is the one that counts."""
    height = rng.normal(1.71, 0.09)
    mass = float(np.clip(rng.normal(25.5, 4.5), 18, 40) * height**2)
    cover = (rng.uniform(0.0, 0.5), rng.uniform(1.0, 3.0))
    prefix = "" if owner == "self" else "partner_"
    sides = {"ankle_left": 1.0, "ankle_right": -1.0, "wrist": wrist_side}
    limbs = {
        prefix + name: _limb(rng, prefix + name, owner, side, mass, height, firm, cover)
        for name, side in sides.items()
    }
    trunk = (0.55 * mass, rng.uniform(3.0, 7.0) * firm**0.3, rng.uniform(0.15, 0.4))
    return Body(mass=mass, height=height, limbs=limbs, trunk=trunk)
