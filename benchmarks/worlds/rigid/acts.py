"""Acts: what muscles are told to do, and what of it is written down as truth."""

from dataclasses import dataclass, field

HIP, KNEE, ANKLE, ROLL, ABD = range(5)  # of an arm: shoulder, elbow, wrist, pronation, sideways


@dataclass(kw_only=True)
class Pull:
    """One muscle group at one joint: an excitation with a torque that it would hold."""

    limb: str
    joint: int
    t0: float
    dur: float
    nm: float
    rise: float = 0.05
    fall: float = 0.08
    decay: float = 0.0  # share of the excitation lost towards the end
    rough: float = 0.25
    hz: float = 0.0  # rhythmic gating when above 0
    hz_end: float | None = None
    wander: float = 0.06  # relative wandering of the rate
    duty: float = 0.45
    phase: float = 0.0
    antagonist: float = 0.0  # share of the torque in the other half of the cycle
    waxing: float = 0.0  # slow waxing and waning of the amplitude
    seed: int = 0


@dataclass(kw_only=True)
class Shift:
    """A voluntary excursion of the set point of a limb, with stiffened joints."""

    limb: str
    t0: float
    dur: float
    phi: tuple[float, float, float] = (0.0, 0.0, 0.0)
    roll: float = 0.0
    abd: float = 0.0
    lift: float = 0.0
    ramp: float = 0.35  # share of the duration used to get there
    hz: float = 0.0  # to and fro
    stiff: float = 4.0
    seed: int = 0


@dataclass(kw_only=True)
class Turn:
    """A change of pose of one limb, in one or more sub-movements."""

    limb: str
    t0: float
    dur: float
    pose: object  # the pose at its end
    start: object = None  # the pose at its beginning, filled in by the timeline
    lift: float = 0.03
    travel: tuple[float, float, float] = (0.0, 0.0, 0.0)  # of hip or shoulder, in metres
    parts: int = 2
    pivot: float = 0.5
    seed: int = 0


@dataclass(kw_only=True)
class Shove:
    """A force on the trunk (carried by hip and shoulder) or straight on the bed."""

    place: str
    t0: float
    dur: float
    newton: tuple[float, float, float]
    shape: str = "pulse"  # pulse, step (a moved weight), hum, train
    hz: float = 0.0
    hz_end: float | None = None
    floor: bool = False
    seed: int = 0


@dataclass(kw_only=True)
class Gait:
    """A bout of walking."""

    t0: float
    dur: float
    cadence: float
    reach: float
    seed: int = 0


@dataclass(kw_only=True)
class Act:
    """Everything that belongs to one movement."""

    kind: str
    t0: float
    t1: float
    limbs: tuple[str, ...] = ()
    source: str = "self"
    told: bool = True
    pulls: list[Pull] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    shoves: list[Shove] = field(default_factory=list)
    gaits: list[Gait] = field(default_factory=list)

    def parts(self):
        """Yield every part that moves a limb."""
        yield from self.pulls
        yield from self.shifts
        yield from self.turns
