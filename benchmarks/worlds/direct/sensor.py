"""From patches of a night to the counts that a sensor writes."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from benchmarks.worlds.direct.draws import Floats, Rng, direction
from benchmarks.worlds.direct.person import Device, Person
from benchmarks.worlds.direct.pieces import RATE
from benchmarks.worlds.direct.render import Patch
from benchmarks.worlds.night import Stream


def record(
    rng: Rng,
    person: Person,
    place: str,
    patches: list[Patch],
    still: Floats,
    total: float,
    pauses: list[tuple[float, float]],
) -> list[Stream]:
    """Runs of one sensor; `still` is gravity before the first move, in the sensor's frame."""
    device = person.devices[place]
    count = int((total - device.start_s) * device.rate)
    time = device.start_s + np.arange(count) / device.rate
    clean = _course(device, patches, still, time)
    clean += _life(rng, person, place, time, pauses)
    clean = clean * device.scale + device.offset + _noise(rng, device, count)
    counts = np.round(clean * device.counts_per_g) / device.counts_per_g
    data = np.clip(counts, -device.reach, device.reach).astype(np.float32)
    return _runs(rng, device, data, total)


def _course(device: Device, patches: list[Patch], still: Floats, time: Floats) -> Floats:
    """Gravity and movement at the sensor's sampling times."""
    out = np.empty((len(time), 3))
    done, rest = 0, still
    for island in _islands(patches):
        first = island[0].first
        last = max(patch.first + len(patch.add) for patch in island)
        gravity = np.tile(rest, (last - first, 1))
        added = np.zeros((last - first, 3))
        for patch in island:
            begin = patch.first - first
            stop = begin + len(patch.add)
            added[begin:stop] += patch.add
            gravity[begin:stop] = patch.gravity(gravity[begin:stop])
            for axis, angle in patch.turns:
                gravity[stop:] = _at_end(gravity[stop:], axis, float(angle[-1]))
        gravity /= np.linalg.norm(gravity, axis=1, keepdims=True)
        wave = gravity + added - rest
        if device.filter_order:
            corner = min(device.filter_share * device.rate, 0.45 * RATE)
            wave = sosfilt(butter(device.filter_order, corner, fs=RATE, output="sos"), wave, axis=0)
        low, high = np.searchsorted(time, [first / RATE, (last - 1) / RATE])
        low, high = max(int(low), done), max(int(high), done)
        out[done:low] = rest
        grid = (first + np.arange(last - first)) / RATE
        for axis_index in range(3):
            out[low:high, axis_index] = rest[axis_index] + np.interp(
                time[low:high], grid, wave[:, axis_index]
            )
        done, rest = high, gravity[-1]
    out[done:] = rest
    return out


def _at_end(vectors: Floats, axis: Floats, angle: float) -> Floats:
    if len(vectors) == 0 or abs(angle) < 1e-12:
        return vectors
    skew = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    matrix = np.eye(3) + np.sin(angle) * skew + (1.0 - np.cos(angle)) * skew @ skew
    return np.asarray(vectors @ matrix.T)


def _islands(patches: list[Patch]) -> list[list[Patch]]:
    out: list[list[Patch]] = []
    last = -1
    for patch in sorted(patches, key=lambda each: each.first):
        if out and patch.first <= last:
            out[-1].append(patch)
        else:
            out.append([patch])
        last = max(last, patch.first + len(patch.add))
    return out


def _life(
    rng: Rng, person: Person, place: str, time: Floats, pauses: list[tuple[float, float]]
) -> Floats:
    """Breathing, with its pauses, and the pulse."""
    knots = np.arange(time[0], time[-1] + 40.0, 20.0)
    pace = np.interp(time, knots, np.exp(rng.normal(0.0, 0.06, len(knots))))
    strength = np.interp(time, knots[::15], np.exp(rng.normal(0.0, 0.4, len(knots[::15]))))
    marks, depths = [time[0] - 1.0], [1.0]
    for rank, (begin, stop) in enumerate(pauses):
        after = pauses[rank + 1][0] if rank + 1 < len(pauses) else stop + 30.0
        calm = stop + 1.0 + 0.9 * min(14.0, after - stop - 1.0)
        marks += [begin, begin + 2.0, stop - 1.0, stop + 1.0, 0.4 * stop + 0.6 * calm, calm]
        depths += [1.0, 0.12, 0.2, 2.4, 1.9, 1.0]
    strength = strength * np.interp(time, marks, depths)
    step = time[1] - time[0]
    phase = np.cumsum(2 * np.pi * person.breath_hz * pace) * step
    chest = np.sin(phase) + 0.25 * np.sin(2 * phase + 0.5)
    out = np.outer(1e-3 * person.breath_mg[place] * strength * chest, direction(rng))
    beat = np.cumsum(person.pulse_hz * pace**0.5) * step
    since = (beat % 1.0) / person.pulse_hz
    thump = np.sin(2 * np.pi * 6.0 * since) * np.exp(-since / 0.12)
    return np.asarray(out + np.outer(1e-3 * person.pulse_mg[place] * thump, direction(rng)))


def _noise(rng: Rng, device: Device, count: int) -> Floats:
    white = rng.normal(size=(count, 3))
    slow = lfilter([1.0], [1.0, -0.97], rng.normal(size=(count, 3)), axis=0) * 0.243
    knots = np.arange(0, count + 2, max(1, int(600.0 * device.rate)))
    drift = np.cumsum(rng.normal(0.0, 3e-4, (len(knots), 3)), axis=0)
    out = 1e-3 * device.noise_mg * (np.sqrt(1.0 - device.red) * white + np.sqrt(device.red) * slow)
    for axis in range(3):
        out[:, axis] += np.interp(np.arange(count), knots, drift[:, axis])
    return np.asarray(out)


def _runs(rng: Rng, device: Device, data: NDArray[np.float32], total: float) -> list[Stream]:
    cuts = sorted(
        (begin, begin + float(np.exp(rng.uniform(0.0, 4.3))))
        for begin in rng.uniform(60.0, total - 100.0, device.gaps)
    )
    runs, at = [], 0
    for begin, stop in [*cuts, (total, total)]:
        last = min(len(data), int((begin - device.start_s) * device.rate))
        if last > at:
            runs.append(
                Stream(
                    start_s=device.start_s + at / device.rate, rate=device.rate, xyz=data[at:last]
                )
            )
        at = max(at, int((stop - device.start_s) * device.rate))
    return runs
