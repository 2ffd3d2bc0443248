"""The sleeper in the engine: a state that every movement carries on from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds.engine.model import JOINTS, SPOTS, STEP_S, STRONGEST, Bed, mjcf, plain
from benchmarks.worlds.engine.postures import Posture

try:
    import mujoco
    from mujoco import rollout
except ImportError as missing:
    raise ImportError("the engine world needs MuJoCo: pip install mujoco") from missing

mujoco.set_mju_user_warning(lambda _: None)  # what it warns of is looked at after each run

Floats = NDArray[np.float64]


@dataclass(kw_only=True)
class Plan:
    """What muscles, servos and outside forces do over one stretch of time.

    Parameters
    ----------
    seconds : float
        Length of the stretch.
    columns : dict of str to int
        Of the actuators.
    guided : bool
        Joints are held and moved by will instead of hanging loose.
    letting_go : bool
        Held only softly: between will and sleep.
    """

    seconds: float
    columns: dict[str, int]
    guided: bool = False
    letting_go: bool = False
    control: Floats = field(init=False)
    root: Floats | None = None
    drive: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        self.control = np.zeros((max(1, round(self.seconds / STEP_S)), len(self.columns)))

    @property
    def times(self) -> Floats:
        """Seconds of every step."""
        return np.arange(len(self.control)) * STEP_S

    def add(self, actuator: str, wave: Floats, start_s: float = 0.0) -> None:
        """Add a wave to an actuator's control from a time on."""
        i = round(start_s / STEP_S)
        wave = wave[: max(0, len(self.control) - i)]
        self.control[i : i + len(wave), self.columns[actuator]] += wave
        self.span(start_s, start_s + len(wave) * STEP_S)

    def span(self, start_s: float, end_s: float) -> None:
        """Widen the time in which something drives."""
        now = self.drive or (start_s, end_s)
        self.drive = (min(now[0], start_s), max(now[1], end_s))


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What each worn spot felt, g in the limb's own axes, one row a step.

    Parameters
    ----------
    felt : dict of str to ndarray
        By spot.
    drive : (float, float)
        When something drove, seconds from the trace's start.
    """

    felt: dict[str, Floats]
    drive: tuple[float, float]

    @property
    def seconds(self) -> float:
        """Length."""
        return len(next(iter(self.felt.values()))) * STEP_S


HARDEST_G = 8.0
"""No limb on a mattress is stopped harder than this; contacts that the engine loses are."""


class LostError(ArithmeticError):
    """The engine found no way on; the sleeper lies as before."""


class Sleeper:
    """Bodies on a bed that keep their state between movements."""

    def __init__(self, bed: Bed) -> None:
        self.bed = bed
        text = mjcf(bed)
        self.loose = mujoco.MjModel.from_xml_string(text)
        self.held = mujoco.MjModel.from_xml_string(text)
        self.soft = mujoco.MjModel.from_xml_string(text)
        self.data = mujoco.MjData(self.loose)
        self.held_data = mujoco.MjData(self.held)
        self.columns = {self.loose.actuator(i).name: i for i in range(self.loose.nu)}
        self.address = {j: int(self.loose.joint(j).qposadr[0]) for j in JOINTS}
        self.root_at = int(self.loose.joint("root").qposadr[0])
        self.spec = mujoco.mjtState.mjSTATE_FULLPHYSICS
        self.control_spec = (
            mujoco.mjtState.mjSTATE_CTRL
            | mujoco.mjtState.mjSTATE_EQ_ACTIVE
            | mujoco.mjtState.mjSTATE_MOCAP_POS
            | mujoco.mjtState.mjSTATE_MOCAP_QUAT
        )
        for joint in JOINTS:
            i = self.columns[f"{joint}="]
            kp = STRONGEST[plain(joint)] * 1.8
            kv = kp * 0.18
            for model, share in ((self.held, 1.0), (self.soft, 0.12)):
                model.actuator_gainprm[i, 0] = share * kp
                model.actuator_biasprm[i, :3] = (0, -share * kp, -share * kv)
        for model in (self.loose, self.soft):
            model.eq_solref[0] = (0.14, 1.0)
            model.eq_solimp[0, :3] = (0.6, 0.8, 0.05)
        self.hold: Floats = np.zeros(7)
        self.steps = 0
        self.posture: Posture | None = None
        self.state = np.zeros(mujoco.mj_stateSize(self.loose, self.spec))

    def plan(self, seconds: float, *, guided: bool = False) -> Plan:
        """Make an empty plan; a guided one holds the joints where they are."""
        plan = Plan(seconds=seconds, columns=self.columns, guided=guided)
        if guided:
            for joint in JOINTS:
                plan.control[:, self.columns[f"{joint}="]] = self.angle(joint)
        return plan

    def let_go(self, move: Plan, seconds: float = 0.7) -> Plan:
        """Hold softly what a guided plan ended with."""
        plan = Plan(seconds=seconds, columns=self.columns, guided=True, letting_go=True)
        for joint in JOINTS:
            column = self.columns[f"{joint}="]
            plan.control[:, column] = move.control[-1, column]
        return plan

    def angle(self, joint: str) -> float:
        """Where a joint is."""
        return float(self.data.qpos[self.address[joint]])

    @property
    def on_side(self) -> bool:
        """Lies on a side, where pillow and bent legs keep the pelvis from rolling."""
        return self.posture is not None and abs(np.sin(self.posture.roll)) > 0.5

    def pose(self) -> Floats:
        """Place and quaternion of the pelvis."""
        return np.array(self.data.qpos[self.root_at : self.root_at + 7])

    def rest_on(self, posture: Posture, near: Floats | None = None) -> None:
        """Let joints' loose positions be those of a posture."""
        self.posture = posture
        side = abs(np.sin(posture.roll))
        place = self.pose()[:2] if near is None else near
        self.hold = np.array([*place, 0.07 + 0.07 * side, *turned(posture.roll)])
        for model in (self.loose, self.soft):
            for joint in JOINTS:
                model.qpos_spring[self.address[joint]] = posture.angles[joint]

    def lie_down(self, posture: Posture) -> None:
        """Drop the body in a posture and let it settle."""
        mujoco.mj_resetData(self.loose, self.data)
        self.rest_on(posture, np.zeros(2))
        for joint in JOINTS:
            self.data.qpos[self.address[joint]] = posture.angles[joint]
        i = self.root_at
        side = abs(np.sin(posture.roll))
        self.data.qpos[i : i + 7] = (0, 0, 0.14 + 0.1 * side, *turned(posture.roll))
        self._keep()
        # it falls from a hand's breadth, which may be hard
        self.run([self.plan(8.0)], hardest=np.inf)

    def _keep(self) -> None:
        mujoco.mj_getState(self.loose, self.data, self.state, self.spec)

    def run(self, plans: list[Plan], *, hardest: float = HARDEST_G) -> Trace:
        """Carry plans out one after another; the end is the next start."""
        parts = []
        spans: list[tuple[float, float]] = []
        before = 0.0
        start, began = self.state, float(self.state[0])
        for plan in plans:
            n = len(plan.control)
            self.steps += n
            extra = np.zeros((n, 8))
            extra[:, 1:] = self.hold if plan.root is None else plan.root
            extra[:, 0] = plan.root is not None or self.on_side
            spec_control = np.concatenate([plan.control, extra], axis=1)
            will = self.soft if plan.letting_go else self.held
            states, felt = rollout.rollout(
                will if plan.guided else self.loose,
                self.held_data if plan.guided else self.data,
                start[None],
                spec_control[None],
                control_spec=int(self.control_spec),
            )
            start = np.array(states[0, -1])
            # the engine begins anew at time 0, in another place, when forces grow without bounds
            clock = np.concatenate([[began], states[0, :, 0]])
            if not (np.isfinite(start).all() and (np.diff(clock) > 0).all()):
                raise LostError("the engine lost the sleeper")
            began = clock[-1]
            parts.append(felt[0] / 9.81)
            if np.abs(parts[-1]).max() > hardest:
                raise LostError("the engine throws the sleeper about")
            if plan.drive is not None:
                spans.append((before + plan.drive[0], before + plan.drive[1]))
            before += n * STEP_S
        mujoco.mj_setState(self.loose, self.data, start, self.spec)
        self.held.qpos_spring[:] = self.loose.qpos_spring
        self.data.qvel[:] = 0
        self.data.act[:] = 0
        self._keep()
        whole = np.concatenate(parts)
        felt_by = {spot: whole[:, 3 * i : 3 * i + 3].copy() for i, spot in enumerate(SPOTS)}
        drive = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (0.0, before)
        return Trace(felt=felt_by, drive=drive)


def turned(roll: float) -> tuple[float, float, float, float]:
    """Quaternion of a roll about the long axis."""
    return (float(np.cos(roll / 2)), float(np.sin(roll / 2)), 0.0, 0.0)
