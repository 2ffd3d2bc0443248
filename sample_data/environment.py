"""What shakes a bed besides its sleeper."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tremble:
    """A shaking of the mattress, the same cause for every sensor.

    Parameters
    ----------
    onset, duration : float
        True seconds, seconds.
    source : str
        ``partner`` or ``knock``.
    peak_g : float
        Largest acceleration of the mattress, g.
    frequencies : ndarray, shape (k,)
        Components, Hz.
    phases : ndarray, shape (k, 3)
        rad, for each world axis.
    sizes : ndarray, shape (k, 3)
        Relative size of each component along each world axis.
    bursts : ndarray, shape (m, 3)
        Start (share of the duration), rise (s) and decay time constant (s) of each burst.
    """

    onset: float
    duration: float
    source: str
    peak_g: float
    frequencies: Array
    phases: Array
    sizes: Array
    bursts: Array

    def at(self, time: Array) -> Array:
        """World-frame acceleration, shape (n, 3), g."""
        here = time - self.onset
        envelope = np.zeros_like(here)
        for start, rise, decay in self.bursts:
            since = here - start * self.duration
            climb = np.sin(0.5 * np.pi * np.clip(since / rise, 0, 1)) ** 2
            envelope += climb * np.exp(-np.maximum(since - rise, 0.0) / decay)
        close = np.sin(0.5 * np.pi * np.clip((self.duration - here) / 0.15, 0, 1)) ** 2
        waves = np.zeros((len(time), 3))
        for frequency, phase, size in zip(self.frequencies, self.phases, self.sizes, strict=True):
            waves += size * np.sin(2 * np.pi * frequency * here[:, None] + phase)
        wave = waves * (envelope * close * (here >= 0))[:, None]
        top = float(np.abs(wave).max())
        return np.asarray(wave * (self.peak_g / top if top > 0 else 0.0))


def partner_move(onset: float, peak_g: float, rng: np.random.Generator) -> Tremble:
    """Let the bed partner turn: slow, several pushes, mostly vertical."""
    duration = float(np.clip(rng.lognormal(1.2, 0.7), 0.8, 20.0))
    pushes = 1 + int(rng.poisson(duration / 2.0))
    count = 6
    return Tremble(
        onset=onset,
        duration=duration + 0.5,
        source="partner",
        peak_g=peak_g,
        frequencies=rng.uniform(0.7, 7.0, count),
        phases=rng.uniform(0, 2 * np.pi, (count, 3)),
        sizes=rng.normal(size=(count, 3)) * np.array([0.35, 0.35, 1.0]),
        bursts=np.column_stack(
            (
                np.concatenate(([0.0], rng.uniform(0, 0.8, pushes - 1))),
                rng.uniform(0.1, 0.5, pushes),
                rng.uniform(0.2, 0.8, pushes),
            )
        ),
    )


def knock(onset: float, peak_g: float, rng: np.random.Generator) -> Tremble:
    """Let something hit the bed: a door, a pet, somebody sitting down. Sudden, then ringing."""
    count = 3
    strokes = 1 + int(rng.random() < 0.25)
    decay = rng.uniform(0.06, 0.25)
    return Tremble(
        onset=onset,
        duration=7 * decay + 0.3 * (strokes - 1) + 0.1,
        source="knock",
        peak_g=peak_g,
        frequencies=rng.uniform(3.0, 14.0, count),
        phases=rng.uniform(0, 2 * np.pi, (count, 3)),
        sizes=rng.normal(size=(count, 3)) * np.array([0.5, 0.5, 1.0]),
        bursts=np.column_stack(
            (
                np.concatenate(([0.0], rng.uniform(0.1, 0.3, strokes - 1))),
                rng.uniform(0.015, 0.05, strokes),
                np.full(strokes, decay),
            )
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vibration:
    """A pump or engine that hums for a while.

    Parameters
    ----------
    start, end : float
        True seconds.
    frequency : float
        Hz.
    peak_g : float
        g.
    """

    start: float
    end: float
    frequency: float
    peak_g: float

    def at(self, time: Array, rng: np.random.Generator) -> Array:
        """World-frame acceleration, shape (n, 3), g."""
        slow = np.interp(
            time,
            np.linspace(self.start, self.end, 60),
            1 + 0.3 * rng.uniform(-1, 1, 60),
        )
        edge = np.clip(np.minimum(time - self.start, self.end - time) / 2.0, 0, 1)
        wave = np.sin(2 * np.pi * self.frequency * time + 2.0 * slow)
        direction = rng.normal(size=3) * np.array([0.5, 0.5, 1.0])
        direction /= np.linalg.norm(direction)
        return np.asarray((self.peak_g * slow * edge * wave)[:, None] * direction)
