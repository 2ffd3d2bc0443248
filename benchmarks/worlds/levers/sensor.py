"""From what a lever feels to the counts that a sensor writes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt
from scipy.spatial.transform import Rotation

from benchmarks.worlds.levers.draws import Floats, Rng, between, chance, direction, pick, span
from benchmarks.worlds.levers.lever import RATE, gravity
from benchmarks.worlds.levers.scene import Stretch
from benchmarks.worlds.levers.sleeper import Sleeper
from benchmarks.worlds.night import Stream

RATES = (20.0, 25.0, 25.0, 26.0, 31.25, 32.0, 40.0, 50.0, 50.0, 52.0, 52.0, 64.0, 100.0, 104.0)
"""Nominal rates of wearable sensors, Hz (SENSORS.md)."""


@dataclass(frozen=True, kw_only=True)
class Device:
    """One sensor: its frame, its errors, its clock."""

    nominal: float
    rate: float
    noise: float
    step: float
    reach: float
    frame: Floats
    offset: Floats
    order: int
    corner: float
    start: float
    gaps: int


def draw_device(rng: Rng, nominal: float | None = None) -> Device:
    """Draw a sensor."""
    nominal = nominal or pick(rng, RATES)
    # SENSORS.md: crystals are right within 50 ppm, sampling clocks in the sensor within percents
    rate = nominal * (1.0 + (rng.normal(0.0, 0.008) if chance(rng, 0.5) else rng.normal(0.0, 3e-5)))
    mount = Rotation.from_rotvec(between(rng, -np.pi, np.pi) * np.array([1.0, 0.0, 0.0]))
    if chance(rng, 0.5):
        mount = Rotation.from_rotvec(np.pi * np.array([0.0, 0.0, 1.0])) * mount
    skew = Rotation.from_rotvec(np.radians(between(rng, 1.0, 4.0)) * direction(rng))
    return Device(
        nominal=nominal,
        rate=min(max(rate, 20.0), 104.0),
        noise=1e-3 * span(rng, 0.8, 3.0),
        step=1e-3 * pick(rng, (0.061, 0.122, 0.244, 0.488, 0.98, 1.95, 3.9)),
        reach=pick(rng, (4.0, 8.0, 8.0, 15.9)),
        frame=np.diag(rng.uniform(0.97, 1.03, 3)) @ (skew * mount).as_matrix(),
        offset=direction(rng) * between(rng, 0.0, 0.06),
        order=pick(rng, (0, 1, 2, 4)),
        corner=between(rng, 0.25, 0.45),
        start=between(rng, 20.0, 240.0) if chance(rng, 0.1) else between(rng, 0.0, 3.0),
        gaps=int(rng.poisson(0.6)),
    )


def record(
    rng: Rng,
    sleeper: Sleeper,
    place: str,
    device: Device,
    stretches: list[Stretch],
    posture: Floats,
    total: float,
    pauses: list[tuple[float, float]],
) -> list[Stream]:
    """Runs of one sensor.

    Parameters
    ----------
    rng : Generator
        For noise, breath and gaps.
    sleeper : Sleeper
        Whose breath and pulse it feels.
    place : str
        Where it is worn.
    device : Device
        The sensor.
    stretches : list of Stretch
        What the lever feels where something happens.
    posture : ndarray, shape (2,)
        Pitch and roll at the start, rad.
    total : float
        Length of the night, s.
    pauses : list of (float, float)
        Spells without breath, s.

    Returns
    -------
    list of Stream
        In order.
    """
    start = min(device.start, 0.2 * total)
    count = int((total - start) * device.rate)
    even = start + np.arange(count) / device.rate
    time = even + _astray(rng, count, device.rate)
    felt = _sampled(device, stretches, posture, time)
    felt += _life(rng, sleeper, place, time, pauses)
    read = felt @ device.frame.T + device.offset + _warmth(rng, time)
    read += device.noise * rng.normal(size=(count, 3))
    data = np.clip(np.round(read / device.step) * device.step, -device.reach, device.reach)
    return _runs(rng, device, start, data.astype(np.float32), total)


def _astray(rng: Rng, count: int, rate: float) -> Floats:
    """How far the true times stray from an even clock, s: warming up and wandering by ms."""
    knots = np.arange(0, count + int(300.0 * rate) + 1, int(300.0 * rate))
    walk = np.cumsum(rng.normal(0.0, 0.002, len(knots)))
    walk -= np.linspace(walk[0], walk[-1], len(walk))
    return np.asarray(np.interp(np.arange(count), knots, walk))


def _warmth(rng: Rng, time: Floats) -> Floats:
    """Offset that follows the temperature of the skin, a few mg over a night; Chosen."""
    knots = np.arange(0.0, time[-1] + 900.0, 600.0)
    walk = np.cumsum(rng.normal(0.0, 4e-4, (len(knots), 3)), axis=0)
    return np.stack([np.interp(time, knots, walk[:, axis]) for axis in range(3)], axis=1)


def _sampled(device: Device, stretches: list[Stretch], posture: Floats, time: Floats) -> Floats:
    out = np.empty((len(time), 3))
    rest, done = gravity(np.array([*posture, 0.0])), 0
    for each in stretches:
        wave = each.felt - rest
        if device.order:
            corner = min(device.corner * device.nominal, 0.45 * RATE)
            wave = sosfilt(butter(device.order, corner, fs=RATE, output="sos"), wave, axis=0)
        times = (each.first + np.arange(len(wave))) / RATE
        low, high = (max(int(rank), done) for rank in np.searchsorted(time, times[[0, -1]]))
        out[done:low] = rest
        for axis in range(3):
            out[low:high, axis] = rest[axis] + np.interp(time[low:high], times, wave[:, axis])
        rest, done = each.felt[-1], high
    out[done:] = rest
    return out


def _life(
    rng: Rng, sleeper: Sleeper, place: str, time: Floats, pauses: list[tuple[float, float]]
) -> Floats:
    """Breath, with its pauses, and pulse."""
    knots = np.arange(0.0, time[-1] + 30.0, 15.0)
    pace = np.interp(time, knots, np.exp(rng.normal(0.0, 0.07, len(knots))))
    depth = np.interp(time, knots[::12], np.exp(rng.normal(0.0, 0.35, len(knots[::12]))))
    marks, depths = [-1.0], [1.0]
    for rank, (begin, stop) in enumerate(pauses):
        after = pauses[rank + 1][0] if rank + 1 < len(pauses) else stop + 25.0
        calm = stop + 0.85 * min(14.0, after - stop)
        marks += [begin, begin + 1.5, stop - 0.5, stop + 1.0, calm]
        depths += [1.0, 0.15, 0.3, 2.5, 1.0]
    depth = depth * np.interp(time, marks, depths)
    step = float(np.median(np.diff(time)))
    phase = np.cumsum(2 * np.pi * sleeper.breath_hertz * pace) * step
    chest = np.sin(phase + 0.35 * np.sin(phase))
    beat = np.cumsum(sleeper.pulse_hertz * pace**0.4) * step
    since = (beat % 1.0) / sleeper.pulse_hertz
    hertz = sleeper.mattress.hertz
    thump = np.sin(2 * np.pi * hertz * since) * np.exp(-since * hertz / sleeper.mattress.quality)
    return np.asarray(
        np.outer(sleeper.breath[place] * depth * chest, direction(rng))
        + np.outer(sleeper.pulse[place] * thump, direction(rng))
    )


def _runs(
    rng: Rng, device: Device, start: float, data: NDArray[np.float32], total: float
) -> list[Stream]:
    begins = np.sort(rng.uniform(0.05 * total, 0.95 * total, device.gaps))
    cuts = [(begin, begin + span(rng, 1.0, 90.0)) for begin in begins]
    runs, at = [], 0
    for begin, stop in [*cuts, (total, total)]:
        last = min(len(data), int((begin - start) * device.rate))
        if last - at > int(device.rate):
            first = start + at / device.rate
            runs.append(Stream(start_s=first, rate=device.rate, xyz=data[at:last]))
        at = max(at, int((stop - start) * device.rate) + 1)
    return runs
