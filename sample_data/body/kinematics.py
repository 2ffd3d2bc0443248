"""Limbs that turn in the gravity field, and the specific force on a sensor they wear.

The limb frame: x points to the hand or foot, y is the flexion axis, z points to the front. A
resting sensor measures 1 g upwards. A moving one measures, in its own turning frame,
``R(t)^T (up + p''(t) / g)``: gravity in the frame of the turned limb, and the tangential and
centripetal acceleration of the sensor as the second derivative of its path ``p``.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.trajectory import Trajectory
from limbwatch.sensor.arrays import Array
from limbwatch.sensor.samples import STANDARD_GRAVITY

UP = np.array([0.0, 0.0, 1.0])
"""The vertical of the world frame."""

_FINE_RATE = 200.0
"""Lowest rate of the grid on which movements are differentiated, Hz: at 12 Hz, the fastest shaking
here, a second central difference is then accurate to 3 %."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """A turn about one joint."""

    axis: Array
    """Axis in the resting limb's frame; normalised here; shape (3,)."""
    lever: Array
    """From the joint's centre to the sensor, m, in the same frame; shape (3,)."""
    angle: Trajectory
    """Radians."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shift:
    """A translation without a turn, as of a trunk that jolts on a mattress."""

    direction: Array
    """In the world frame; normalised here; shape (3,)."""
    path: Trajectory
    """Metres."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbMotion:
    """The motion of one limb in one movement."""

    onset: float
    """When the first trajectory begins, true seconds."""
    offset: float
    """When the last trajectory ends, true seconds."""
    turns: tuple[Turn, ...] = ()
    shifts: tuple[Shift, ...] = ()
    peak_g: float | None = None
    """Peak of the dynamic acceleration, g, to which angles and paths are scaled; None for no
    scaling."""
    largest_angle: float = 1.2
    """Largest single turn after scaling, rad."""
    target: Rotation | None = None
    """Resting orientation (limb to world) to arrive at, along ``progress``."""
    progress: Trajectory | None = None
    """From 0 to 1, the share of the way to ``target``."""

    def __post_init__(self) -> None:
        if not self.offset > self.onset:
            raise ValueError(f"a movement ends after it begins: {self.onset} to {self.offset} s")
        if (self.target is None) != (self.progress is None):
            raise ValueError("a target orientation needs a progress towards it, and vice versa")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Felt:
    """The specific force on a limb during one movement."""

    time: Array
    """True seconds, a regular grid finer than the sensor's; shape (n,)."""
    force: Array
    """Specific force in the turning limb's frame, g; shape (n, 3)."""
    peak_g: float
    """Largest distance from the resting specific force, g; from the nearer of the two resting
    levels for a movement that does not return."""
    rest: Rotation
    """Orientation (limb to world) afterwards."""


def fine_step(rate: float) -> float:
    """Return the step of the grid on which movements are computed, seconds, for a rate in Hz."""
    return 1.0 / (rate * ceil(_FINE_RATE / rate))


def felt(motion: LimbMotion, rest: Rotation, step: float) -> Felt:
    """Compute the specific force on a limb while it moves.

    ``rest`` is its orientation (limb to world) before. The points are ``step`` seconds apart; they
    start and end a little outside the movement.
    """
    margin = 8 * step
    count = int(np.ceil((motion.offset - motion.onset + 2 * margin) / step)) + 1
    time = np.linspace(motion.onset - margin, motion.onset - margin + (count - 1) * step, count)
    angles, paths, approach = _evaluate(motion, rest, time - motion.onset)
    factor = 1.0
    force, turned = _specific_force(motion, rest, step, (angles, paths, approach))
    peak = _peak(force)
    if motion.peak_g is not None and peak > 0:
        largest = float(np.abs(angles).max()) if angles.size else 0.0
        bound = motion.largest_angle / largest if largest > 0 else np.inf
        # a second pass, because gravity and the centripetal part are not linear in the factor
        for _ in range(2):
            factor = min(factor * motion.peak_g / peak, bound)
            force, turned = _specific_force(
                motion, rest, step, (factor * angles, factor * paths, approach)
            )
            peak = _peak(force)
    after = rest * Rotation.from_rotvec(turned[-1])
    return Felt(time=time, force=force, peak_g=peak, rest=after)


def _evaluate(motion: LimbMotion, rest: Rotation, time: Array) -> tuple[Array, Array, Array]:
    angles = np.array([turn.angle.at(time) for turn in motion.turns]).reshape(-1, len(time))
    paths = np.array([shift.path.at(time) for shift in motion.shifts]).reshape(-1, len(time))
    approach = np.zeros((len(time), 3))
    if motion.target is not None and motion.progress is not None:
        way = (rest.inv() * motion.target).as_rotvec()
        approach = motion.progress.at(time)[:, None] * way
    return angles, paths, approach


def _specific_force(
    motion: LimbMotion, rest: Rotation, step: float, run: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    """Return the specific force in the moving frame, and that frame's rotation vector from rest."""
    angles, paths, approach = run
    turned, place = approach.copy(), np.zeros_like(approach)
    if motion.turns:
        axes = np.array([turn.axis / np.linalg.norm(turn.axis) for turn in motion.turns])
        across = np.cross(axes, [turn.lever for turn in motion.turns])
        turned += angles.T @ axes
        # Rodrigues' formula for the end of each lever, relative to its resting place
        place += np.sin(angles).T @ across + (1 - np.cos(angles)).T @ np.cross(axes, across)
    to_limb = rest.inv()
    for shift, path in zip(motion.shifts, paths, strict=True):
        direction = shift.direction / np.linalg.norm(shift.direction)
        place += path[:, None] * to_limb.apply(direction)
    acceleration = np.zeros_like(place)
    acceleration[1:-1] = (place[2:] - 2 * place[1:-1] + place[:-2]) / step**2
    force = to_limb.apply(UP) + acceleration / STANDARD_GRAVITY
    return Rotation.from_rotvec(turned).apply(force, inverse=True), turned


def _peak(force: Array) -> float:
    before = ((force - force[0]) ** 2).sum(axis=1)
    after = ((force - force[-1]) ** 2).sum(axis=1)
    return float(np.sqrt(np.minimum(before, after).max()))
