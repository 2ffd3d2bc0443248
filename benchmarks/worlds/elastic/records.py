"""What a simulated night consists of."""

from dataclasses import dataclass, field

import numpy as np

LIMBS = ("leg_left", "leg_right", "arm_left", "arm_right")
SIM_RATE = 200.0  # steps per second of every mechanical simulation
GRAVITY = 9.81


@dataclass(kw_only=True)
class Drive:
    """What the muscles of one limb are told during one act (times count from the act's onset).

    pulls: (start, duration, channel, amount): torque in Nm of the six joints, channel 6 = tendons
    of toes or fingers under the strap as a share of their maximum.
    shifts: (start, duration, six angles): the equilibrium wanders by these angles and stays there.
    waves: (start, duration, channel, amount, hertz, wander): alternating torque.
    """

    pulls: list = field(default_factory=list)
    shifts: list = field(default_factory=list)
    waves: list = field(default_factory=list)
    stiff: float = 1.0
    to_pose: np.ndarray | None = None


@dataclass(kw_only=True)
class Act:
    """One planned movement of one sleeper, or a push from outside."""

    onset: float
    duration: float
    kind: str
    source: str = "self"
    drives: dict = field(default_factory=dict)
    trunk: list = field(default_factory=list)
    trunk_at: tuple | None = None
    posture_after: int | None = None
    bed: list = field(default_factory=list)
    told: bool = True
