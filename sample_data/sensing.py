"""What one sensor on one limb feels and writes down in a planned night."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body import Limb, micro_motion
from limbwatch.sample_data.kinematics import UP, LimbMotion, felt, fine_step
from limbwatch.sample_data.plan import Plan
from limbwatch.sample_data.sensor_model import Unit, anti_alias

Array = NDArray[np.float64]
Samples32 = NDArray[np.float32]

_LATEST_START_S = 1.5
"""Sensors are switched on one after another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feeling:
    """The record of one sensor.

    Parameters
    ----------
    xyz : ndarray of float32, shape (n, 3)
        As written down, g.
    stamp_start : float
        Stamp of the first sample by the sensor's clock, seconds.
    stamp_rate : float
        Samples per second of the sensor's clock, Hz.
    peaks : dict of float to float
        Peak dynamic acceleration in g of the movement with that true onset.
    """

    xyz: Samples32
    stamp_start: float
    stamp_rate: float
    peaks: dict[float, float]


def feel(plan: Plan, limb: Limb, unit: Unit, rng: np.random.Generator) -> Feeling:
    """Live a plan with a sensor on a limb.

    Parameters
    ----------
    plan : Plan
        The night.
    limb : str
        Where the sensor is worn.
    unit : Unit
        The sensor.
    rng : Generator
        Source of chance of this sensor alone.

    Returns
    -------
    Feeling
    """
    first = rng.uniform(0.0, _LATEST_START_S)
    count = int((plan.architecture.end - first) * unit.rate)
    time = first + np.arange(count) / unit.rate
    turns = [a for a in plan.actions if limb in a.motions and a.kind == "gross_movement"]
    changes = np.array([action.motions[limb].offset for action in turns])
    xyz = micro_motion(time, plan.vitals, changes, rng)
    xyz *= np.float32(1e-3)
    motions = [action.motions[limb] for action in plan.actions if limb in action.motions]
    rests, peaks = _move(xyz, time, motions, plan.rest[limb], fine_step(unit.rate))
    _shake(xyz, time, plan, rests, rng)
    mount = Rotation.random(rng=rng).as_matrix().astype(np.float32)
    begin, end = unit.stamp(time[0]), unit.stamp(time[-1])
    return Feeling(
        xyz=unit.write_down(xyz @ mount, rng),
        stamp_start=begin,
        stamp_rate=(count - 1) / (end - begin),
        peaks=peaks,
    )


def _move(
    xyz: Samples32, time: Array, motions: list[LimbMotion], rest: Rotation, step: float
) -> tuple[list[tuple[int, Rotation]], dict[float, float]]:
    """Add gravity and movements, in the limb's frame.

    Returns the resting orientations with the sample from which each holds, and the peaks.
    """
    decimation = round((time[1] - time[0]) / step)
    kernel = anti_alias(decimation)
    half = len(kernel) // 2
    rests, peaks, done = [(0, rest)], {}, 0
    for motion in motions:
        move = felt(motion, rest, step)
        peaks[motion.onset] = move.peak_g
        smooth_time = move.time[half : len(move.time) - half]
        begin, end = np.searchsorted(time, (smooth_time[0], smooth_time[-1]))
        xyz[done:begin] += rest.apply(UP, inverse=True).astype(np.float32)
        for axis in range(3):
            smooth = np.convolve(move.force[:, axis], kernel, mode="valid")
            xyz[begin:end, axis] += np.interp(time[begin:end], smooth_time, smooth).astype(
                np.float32
            )
        rest, done = move.rest, int(end)
        rests.append((done, rest))
    xyz[done:] += rest.apply(UP, inverse=True).astype(np.float32)
    return rests, peaks


def _shake(
    xyz: Samples32,
    time: Array,
    plan: Plan,
    rests: list[tuple[int, Rotation]],
    rng: np.random.Generator,
) -> None:
    """Add what the mattress passes on, in the limb's frame.

    While a limb moves its orientation before the movement is taken: what shakes the bed is
    then far smaller than the movement itself.
    """
    strength = rng.uniform(0.5, 1.0)
    for begin, wave in _waves(time, plan, strength, rng):
        index = max(0, bisect_right(rests, begin, key=itemgetter(0)) - 1)
        part = rests[index][1].apply(wave, inverse=True)
        xyz[begin : begin + len(wave)] += part.astype(np.float32)


def _waves(
    time: Array, plan: Plan, strength: float, rng: np.random.Generator
) -> Iterator[tuple[int, Array]]:
    for tremble in plan.trembles:
        begin, end = np.searchsorted(time, (tremble.onset, tremble.onset + tremble.duration))
        if end > begin:
            own = strength * rng.lognormal(0, 0.2)
            yield int(begin), own * tremble.at(time[begin:end])
