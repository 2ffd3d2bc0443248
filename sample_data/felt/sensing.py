"""The record of one sensor on one limb in a planned night."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.kinematics import UP, Felt, LimbMotion, felt, fine_step
from limbwatch.sample_data.body.sleeper import Limb, micro_motion
from limbwatch.sample_data.body.trajectory import Step
from limbwatch.sample_data.diary.environment import Bed
from limbwatch.sample_data.felt.wearing import Ring, Wearing
from limbwatch.sample_data.plan.night_plan import Plan
from limbwatch.sample_data.sensor_model import ManufacturedSensor, anti_alias
from limbwatch.sensor.arrays import Array, Values

Rests = list[tuple[int, Rotation]]
"""Resting orientations, each with the sample from which it holds."""

_LATEST_START_S = 1.5
"""Latest start of a sensor, seconds: they are switched on one after another."""

_RING_TIMES = 5.0
"""Length of a simulated swing, in time constants."""

_LARGEST_LAG_S = 0.025
"""Longest delay of a shock, seconds: it travels through a mattress of 2 m at 80 m/s or more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feeling:
    """The record of one sensor."""

    xyz: Values
    """Recorded values, g; shape (n, 3)."""
    kept: NDArray[np.int64]
    """First sample, and the one after the last, of each stretch that was not lost; shape (runs,
    2)."""
    time: Array
    """True time of each sample, seconds; shape (n,)."""
    peaks: dict[float, float]
    """Peak dynamic acceleration, g, by the true onset of the movement; without movements while the
    sensor was off the limb."""


def feel(
    plan: Plan, limb: Limb, wearing: Wearing, unit: ManufacturedSensor, rng: np.random.Generator
) -> Feeling:
    """Record a plan with a sensor on a limb; the random numbers are of this sensor alone."""
    first = rng.uniform(0.0, _LATEST_START_S)
    count = int((plan.architecture.end - first) * unit.rate)
    time = first + np.arange(count) / unit.rate
    turns = [a for a in plan.actions if limb in a.motions and a.kind == "gross_movement"]
    changes = np.array([action.motions[limb].offset for action in turns])
    kept = _draw_runs(time, unit, rng)
    xyz = micro_motion(time, plan.vitals, changes, rng)
    xyz *= np.float32(1e-3)
    for start, stop in wearing.off:
        xyz[slice(*np.searchsorted(time, (start, stop)))] = 0.0
    motions = [action.motions[limb] for action in plan.actions if limb in action.motions]
    rests, peaks = _move(xyz, time, _felt_motions(motions, wearing), plan.rest[limb], wearing.ring)
    _shake(xyz, time, plan.bed.under(limb), rests, rng)
    _slip(xyz, time, wearing)
    mount = wearing.mount.as_matrix().astype(np.float32)
    own = {motion.onset for motion in motions}
    return Feeling(
        xyz=unit.write_down(xyz @ mount, rng),
        kept=kept,
        time=time,
        peaks={onset: peak for onset, peak in peaks.items() if onset in own},
    )


def _felt_motions(motions: list[LimbMotion], wearing: Wearing) -> list[LimbMotion]:
    """Return the limb's movements except while the sensor is off or handled, and the handling."""
    busy = [(h.onset - 1.0, h.offset + 1.0) for h in wearing.handlings] + list(wearing.off)
    kept = [
        motion
        for motion in motions
        if not any(motion.onset < stop and motion.offset > start for start, stop in busy)
    ]
    return sorted((*kept, *wearing.handlings), key=lambda motion: motion.onset)


def _move(
    xyz: Values, time: Array, motions: list[LimbMotion], rest: Rotation, ring: Ring | None
) -> tuple[Rests, dict[float, float]]:
    """Add gravity and movements, in the limb's frame.

    Returns the resting orientations and the peaks.
    """
    step = fine_step(1.0 / (time[1] - time[0]))
    kernel = anti_alias(round((time[1] - time[0]) / step))
    half = len(kernel) // 2
    rests: Rests = [(0, rest)]
    peaks: dict[float, float] = {}
    done = 0
    for motion in motions:
        move = felt(motion, rest, step)
        peaks[motion.onset] = move.peak_g
        force, inner = move.force, move.time[half : len(move.time) - half]
        if not len(inner):
            # shorter than the filter: extend it by the rest before and after
            force, inner = np.pad(force, ((half, half), (0, 0)), mode="edge"), move.time
        begin, end = (int(index) for index in np.searchsorted(time, (inner[0], inner[-1])))
        xyz[done:begin] += rest.apply(UP, inverse=True).astype(np.float32)
        here = time[begin:end]
        for axis in range(3):
            smooth = np.convolve(force[:, axis], kernel, mode="valid")
            xyz[begin:end, axis] += np.interp(here, inner, smooth).astype(np.float32)
        if ring is not None:
            _swing(xyz, time, move, ring, step)
        rest, done = move.rest, end
        rests.append((done, rest))
    xyz[done:] += rest.apply(UP, inverse=True).astype(np.float32)
    return rests, peaks


def _swing(xyz: Values, time: Array, move: Felt, ring: Ring, step: float) -> None:
    """Add the swing of a sensor on a loose strap: a resonance driven by the movement.

    The sensor swings about the limb (x): it accelerates along y, and gravity turns about x in
    proportion to the displacement.
    """
    # slow to import, and most nights have no loose strap
    from scipy.signal import lfilter  # noqa: PLC0415

    tail = np.zeros(int(_RING_TIMES * ring.decay / step))
    drive = np.concatenate((np.gradient(move.force[:, 1] + move.force[:, 2]), tail))
    radius, angle = np.exp(-step / ring.decay), 2 * np.pi * ring.frequency * step
    resonance = [1.0, -2 * radius * np.cos(angle), radius**2]
    along = np.asarray(lfilter([1.0], resonance, drive))
    largest = float(np.abs(along).max())
    if largest == 0.0:
        return
    along *= ring.size * move.peak_g / largest
    begin = int(np.searchsorted(time, move.time[0]))
    end = int(np.searchsorted(time, move.time[0] + (len(along) - 1) * step))
    swing = np.interp(time[begin:end] - move.time[0], np.arange(len(along)) * step, along)
    xyz[begin:end, 1] += swing.astype(np.float32)
    xyz[begin:end, 2] -= (0.3 * swing).astype(np.float32)


def _shake(xyz: Values, time: Array, bed: Bed, rests: Rests, rng: np.random.Generator) -> None:
    """Add the shaking of the mattress, in the limb's frame.

    While a limb moves, its orientation before the movement is used: the shaking is then far smaller
    than the movement itself.
    """
    strength = rng.uniform(0.5, 1.0)
    for tremble in bed.trembles:
        lag, own = rng.uniform(0.0, _LARGEST_LAG_S), strength * rng.lognormal(0, 0.2)
        begin, end = np.searchsorted(time, (tremble.onset + lag, tremble.offset + lag))
        if end > begin:
            _add_world(xyz, int(begin), own * tremble.at(time[begin:end] - lag), rests)
    for vibration in bed.vibrations:
        begin, end = np.searchsorted(time, (vibration.start, vibration.end))
        _add_world(xyz, int(begin), strength * vibration.at(time[begin:end]), rests)


def _add_world(xyz: Values, begin: int, wave: Array, rests: Rests) -> None:
    """Add a world-frame acceleration to a limb whose resting orientation may change meanwhile."""
    end = begin + len(wave)
    index = max(0, bisect_right(rests, begin, key=itemgetter(0)) - 1)
    while begin < end:
        stop = end if index + 1 == len(rests) else min(end, max(rests[index + 1][0], begin))
        part = wave[len(wave) - (end - begin) : len(wave) - (end - stop)]
        if len(part):
            xyz[begin:stop] += rests[index][1].apply(part, inverse=True).astype(np.float32)
        begin, index = stop, index + 1


def _slip(xyz: Values, time: Array, wearing: Wearing) -> None:
    for slip in wearing.slips:
        path = Step(start=slip.time, duration=slip.duration, size=1.0)
        begin, end = np.searchsorted(time, (slip.time, slip.time + slip.duration))
        share = path.at(time[begin:end])[:, None]
        turning = Rotation.from_rotvec(share * slip.turn)
        xyz[begin:end] = turning.apply(xyz[begin:end], inverse=True)
        xyz[end:] = xyz[end:] @ Rotation.from_rotvec(slip.turn).as_matrix().astype(np.float32)


def _draw_runs(
    time: Array, unit: ManufacturedSensor, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the stretches between dropouts, as sample numbers."""
    model = unit.model
    count = rng.poisson(model.gaps_per_hour * (time[-1] - time[0]) / 3600.0)
    starts = rng.uniform(time[0] + 1.0, time[-1] - 1.0, count)
    low, high = np.log(model.gap_s)
    lengths = np.exp(rng.uniform(low, high, count))
    lost = np.zeros(len(time) + 1, dtype=np.int64)
    np.add.at(lost, np.searchsorted(time, starts), 1)
    np.add.at(lost, np.searchsorted(time, starts + lengths), -1)
    present = np.concatenate(([False], np.cumsum(lost[:-1]) == 0, [False]))
    return np.flatnonzero(np.diff(present.astype(np.int8))).reshape(-1, 2)
