"""The worn accelerometers: rate, clock, range, noise, drift, and their faults."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

from benchmarks.worlds.driven.body import Body
from benchmarks.worlds.driven.drive import FS, Array, Rng, around, between
from benchmarks.worlds.driven.response import unit
from benchmarks.worlds.driven.synthesis import Track
from benchmarks.worlds.night import Stream

RATES = (25.0, 25.6, 26.0, 31.25, 32.0, 40.0, 50.0, 52.0, 62.5, 64.0, 75.0, 85.7, 100.0, 104.0)


@dataclass(frozen=True)
class Sensor:
    """One sensor as drawn for a night."""

    rate: float
    start: float
    noise: float
    span: float
    step: float
    auto: bool
    smoothed: bool
    turn: Array
    gain: Array
    offset: Array
    warmth: float
    repeats: float
    packet: int


def draw_sensor(rng: Rng) -> Sensor:
    """Draw a sensor."""
    span = float(rng.choice([2.0, 4.0, 8.0, 16.0], p=[0.2, 0.3, 0.35, 0.15]))
    bits = int(rng.choice([10, 12, 13, 14, 16]))
    step = 2.0 * span / 2**bits
    turn, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    if np.linalg.det(turn) < 0.0:
        turn[:, 0] *= -1.0
    return Sensor(
        rate=float(rng.choice(RATES)) * (1.0 + between(rng, -50e-6, 50e-6)),
        start=between(rng, 0.0, 6.0),
        noise=around(rng, 0.0014, 0.8, 0.0003, 0.006),
        span=span,
        step=min(step, 0.008),
        auto=bool(rng.random() < 0.15),
        smoothed=bool(rng.random() < 0.5),
        turn=turn,
        gain=1.0 + np.clip(0.005 * rng.standard_normal(3), -0.015, 0.015),
        offset=np.clip(0.006 * rng.standard_normal(3), -0.015, 0.015),
        warmth=between(rng, 0.0, 0.008),
        repeats=float(rng.choice([0.0, 1e-5, 3e-4, 2e-3], p=[0.4, 0.3, 0.2, 0.1])),
        packet=int(rng.choice([0, 0, 0, 40, 120])),
    )


def rests(track: Track, t: Array) -> Array:
    """Resting direction at each instant."""
    order = np.argsort(np.array(track.times), kind="stable")
    times = np.array(track.times)[order]
    steps = np.array([np.zeros(3), *(track.changes[k] for k in order)])
    out: Array = track.first + np.cumsum(steps, axis=0)[np.searchsorted(times, t, side="right")]
    return out


def gathered(track: Track, sensor: Sensor, t: Array) -> Array:
    """What the place feels at the sensor's instants, limb's frame."""
    out = rests(track, t)
    low = butter(2, min(0.42 * sensor.rate, 90.0), fs=FS, output="sos")
    for window in track.windows:
        delta = window.delta
        if sensor.smoothed and sensor.rate < 90.0:
            delta = sosfilt(low, delta, axis=0)
            delta[-1] = window.delta[-1]
        stop = window.start_s + (delta.shape[0] - 1) / FS
        first = int(np.ceil((window.start_s - sensor.start) * sensor.rate))
        last = int(np.ceil((stop - sensor.start) * sensor.rate))
        first, last = max(first, 0), min(last, t.size)
        if last <= first:
            continue
        x = (t[first:last] - window.start_s) * FS
        k = np.minimum(x.astype(np.int64), delta.shape[0] - 2)
        part = (x - k)[:, None]
        out[first:last] += delta[k] * (1.0 - part) + delta[k + 1] * part
    return out


def life(rng: Rng, t: Array, place: str, pauses: list[tuple[float, float]]) -> Array:
    """Breathing and pulse as the place feels them."""
    end = float(t[-1]) + 2.0
    grid = np.arange(0.0, end + 1.0, 0.5)
    wrist = place == "wrist"
    size = around(rng, 0.0012, 0.7, 0.0002, 0.004) if wrist else around(rng, 2e-4, 0.6, 5e-5, 8e-4)
    slow = lfilter([0.004], [1.0, -0.996], rng.standard_normal(grid.size) * 10.0)
    hz = between(rng, 0.2, 0.3) * np.exp(0.12 * slow)
    breath = np.cumsum(hz) * 0.5
    depth = size * np.exp(0.5 * lfilter([0.01], [1.0, -0.99], rng.standard_normal(grid.size) * 6))
    for start, stop in pauses:
        depth[(grid >= start) & (grid < stop)] *= 0.12
        depth[(grid >= stop) & (grid < stop + 14.0)] *= 2.2
    beat = np.cumsum(between(rng, 0.8, 1.25) * np.exp(0.05 * slow)) * 0.5
    wave = np.interp(t, grid, depth) * np.sin(2 * np.pi * np.interp(t, grid, breath))
    phase = 2 * np.pi * np.interp(t, grid, beat)
    pulse = around(rng, 2.5e-4, 0.6, 5e-5, 1e-3) * (np.sin(phase) + 0.7 * np.sin(3 * phase + 1.0))
    return np.outer(wave, unit(rng)) + np.outer(pulse, unit(rng))


def read(
    rng: Rng, body: Body, track: Track, place: str, end: float, pauses: list[tuple[float, float]]
) -> tuple[list[Stream], dict[str, object]]:
    """The streams of one sensor and what was drawn."""
    s = draw_sensor(rng)
    n = int((end - s.start) * s.rate)
    t = s.start + np.arange(n) / s.rate
    x = gathered(track, s, t) + life(rng, t, place, pauses)
    x = x @ s.turn.T * s.gain + s.offset
    minutes = np.arange(0.0, end + 90.0, 30.0)
    wander = lfilter([0.05], [1.0, -0.97], rng.standard_normal(minutes.size))
    drift = s.warmth * (np.exp(-minutes / between(rng, 400.0, 1500.0)) + 0.5 * wander)
    x += np.outer(np.interp(t, minutes, drift), unit(rng))
    x += s.noise * rng.standard_normal((n, 3), dtype=np.float32)
    x = limited(rng, x, s)
    if s.repeats > 0.0:
        again = np.flatnonzero(rng.random(n - 1) < s.repeats) + 1
        x[again] = x[again - 1]
    if s.packet and rng.random() < 0.5:
        seams = np.arange(s.packet, n, s.packet * int(rng.integers(20, 200)))
        x[seams] = x[seams - 1]
    streams = torn(rng, s, x.astype(np.float32))
    return streams, {
        "rate": s.rate,
        "noise_g": s.noise,
        "range_g": s.span,
        "step_g": s.step,
        "auto_range": s.auto,
        "smoothed": s.smoothed,
        "streams": len(streams),
    }


def limited(rng: Rng, x: Array, s: Sensor) -> Array:
    """Range, soft near its ends, steps, and the coarser ones after a change of range."""
    size = np.full((x.shape[0], 1), s.step)
    span = np.full((x.shape[0], 1), s.span)
    if s.auto:
        hard = np.flatnonzero(np.abs(x).max(axis=1) > 0.9 * min(s.span, 2.0))
        hold = int(between(rng, 3.0, 15.0) * s.rate)
        last = -1
        for k in hard:
            if k > last:
                last = int(k) + hold
                size[k:last] = min(8.0 * s.step, 0.008)
                span[k:last] = 16.0
    knee = 0.88 * span
    over = np.maximum(np.abs(x) - knee, 0.0)
    x = np.sign(x) * (np.minimum(np.abs(x), knee) + 0.12 * span * np.tanh(over / (0.12 * span)))
    out: Array = np.round(x / size) * size
    return out


def torn(rng: Rng, s: Sensor, x: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> list[Stream]:
    """Streams between drop-outs."""
    n = x.shape[0]
    cuts = np.sort(rng.uniform(0.02, 0.98, int(rng.poisson(1.5 * min(1.0, n / s.rate / 7200.0)))))
    out, first = [], 0
    for cut in cuts:
        at = int(cut * n)
        gap = int(around(rng, 8.0, 1.2, 0.5, 150.0) * s.rate)
        if at - first > 30.0 * s.rate and n - at - gap > 30.0 * s.rate:
            out.append(Stream(start_s=s.start + first / s.rate, rate=s.rate, xyz=x[first:at]))
            first = at + gap
    out.append(Stream(start_s=s.start + first / s.rate, rate=s.rate, xyz=x[first:]))
    return out
