"""Courses in time: strokes, pulls that are held, pulses, trembling."""

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

from benchmarks.worlds.levers.draws import Floats, Rng, between
from benchmarks.worlds.levers.lever import RATE


def stroke(time: Floats, begin: float, lasts: float, warp: float = 1.0) -> Floats:
    """A minimum-jerk way from 0 to 1 (Flash & Hogan 1985), hurried at its start where warp < 1.

    Parameters
    ----------
    time : ndarray
        Seconds.
    begin, lasts : float
        Of the way, s.
    warp : float
        Power on the time; 1 is symmetric.

    Returns
    -------
    ndarray
        Share of the way.
    """
    part = np.clip((time - begin) / lasts, 0.0, 1.0) ** warp
    return np.asarray(part**3 * (10.0 - 15.0 * part + 6.0 * part**2))


def pull(rng: Rng, time: Floats, length: float) -> Floats:
    """A pull that rises, is held unsteadily and is let go within `length` s; about 1 high."""
    rise = min(between(rng, 0.15, 0.8), 0.45 * length)
    fall = min(between(rng, 0.25, 1.1), 0.5 * length)
    up = stroke(time, 0.0, rise, between(rng, 0.75, 1.2))
    down = stroke(time, length - fall, fall, between(rng, 0.8, 1.5))
    held = 1.0 - between(rng, 0.0, 0.5) * np.clip((time - rise) / max(length, 0.5), 0.0, 1.0)
    held = held + between(rng, 0.0, 0.12) * wander(rng, len(time), 3.0) * up
    return np.asarray(up * held * (1.0 - down))


def pulse(time: Floats, begin: float, width: float, lean: float = 0.35) -> Floats:
    """A muscle's twitch of unit height: a quick rise up to `lean` of its width, a slower fall."""
    part = np.clip((time - begin) / width, 0.0, 1.0)
    up = np.sin(0.5 * np.pi * np.clip(part / lean, 0.0, 1.0)) ** 2
    down = np.cos(0.5 * np.pi * np.clip((part - lean) / (1.0 - lean), 0.0, 1.0)) ** 2
    return np.asarray(up * down)


def hump(time: Floats, length: float, edge: float) -> Floats:
    """1 from 0 to `length` with soft edges of that many seconds."""
    edge = min(edge, 0.5 * length)
    return np.asarray(stroke(time, 0.0, edge) * (1.0 - stroke(time, length - edge, edge)))


def wander(rng: Rng, count: int, hertz: float) -> Floats:
    """Noise below a frequency, of unit standard deviation."""
    lead = int(3.0 * RATE / hertz)
    # so steep that its second derivative stays below the frequency as well
    wave = sosfilt(butter(4, hertz, fs=RATE, output="sos"), rng.normal(size=count + lead))[lead:]
    return np.asarray(wave * np.sqrt(0.5 * RATE / hertz))


def tremble(rng: Rng, count: int, hertz: float, width: float) -> Floats:
    """A resonance that noise keeps going, of unit standard deviation: a broad peak."""
    radius = np.exp(-np.pi * width / RATE)
    lead = int(3.0 * RATE / width)
    feedback = [1.0, -2.0 * radius * np.cos(2 * np.pi * hertz / RATE), radius**2]
    wave = lfilter([1.0, 0.0, -1.0], feedback, rng.normal(size=count + lead))
    wave = sosfilt(butter(3, 1.5 * hertz, fs=RATE, output="sos"), wave)[lead:]
    return np.asarray(wave / max(float(wave.std()), 1e-9))


def roam(rng: Rng, count: int, hertz: float, spread: float, pace: float = 0.3) -> Floats:
    """An oscillation whose frequency wanders by a share `spread`, `pace` times a second."""
    tempo = hertz * np.exp(spread * wander(rng, count, pace))
    return np.asarray(np.sin(2 * np.pi * np.cumsum(tempo) / RATE + between(rng, 0.0, 6.28)))


def beats(rng: Rng, count: int, hertz: float, jitter: float) -> Floats:
    """Times of so many beats at a rate with uneven intervals, s, the first at 0."""
    gaps = np.exp(rng.normal(np.log(1.0 / hertz), jitter, count))
    return np.asarray(np.concatenate([[0.0], np.cumsum(gaps)[:-1]]))


def errand(
    rng: Rng, time: Floats, length: float, size: float, pace: float = 1.0, force: float = 1.0
) -> Floats:
    """Strokes from place to place and back, about `pace` a second: three angles, rad.

    `force` of 1 moves a forearm by some 0.5 g at most; longer ways take longer.
    """
    path = np.zeros((len(time), 3))
    here, now = np.zeros(3), 0.0
    while now < length:
        lasts = min(between(rng, 0.3, 1.4) / pace, max(length - now, 0.2))
        there = size * rng.normal(size=3) * np.array([1.0, 1.0, 0.8])
        last = now + lasts + 0.4 >= length
        if last:
            there = np.zeros(3)
        # 5.77: peak acceleration of a minimum-jerk stroke over its way and squared time
        lasts = max(lasts, float(np.sqrt(5.77 * np.linalg.norm(there - here) / (20.0 * force))))
        path += np.outer(stroke(time, now, lasts, between(rng, 0.75, 1.2)), there - here)
        here = there
        if last:
            break
        now += lasts + float(rng.exponential(0.35 / pace))
    if np.any(here):
        path += np.outer(stroke(time, now, 0.6), -here)
    return path


def sprung(wave: Floats, hertz: float, damping: float) -> Floats:
    """A course as soft tissue hands it on: late, and past its goal."""
    turn = 2 * np.pi * hertz / RATE
    ahead = [0.0, turn**2]
    back = [1.0, -2.0 + 2 * damping * turn, 1.0 - 2 * damping * turn + turn**2]
    return np.asarray(lfilter(ahead, back, wave, axis=0))
