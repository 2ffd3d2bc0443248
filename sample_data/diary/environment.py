"""Shaking of a bed by anything but the limb with the sensor."""

from dataclasses import dataclass, field, replace

import numpy as np

from limbwatch.sample_data.body.sleeper import LIMBS, Limb
from limbwatch.sensor.arrays import Array

_PUSHED_S = 0.3
"""Time in which a limb yields to a touch, seconds."""

_SWINGING = 0.6
"""Share of touches that swing the limb steadily."""

_MOSTLY_VERTICAL = np.array([0.4, 0.4, 1.0])
"""Relative size along each world axis: a mattress yields more vertically than in its plane."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tremble:
    """A shaking of the mattress, which reaches every sensor on it, or of a single limb."""

    onset: float
    """True seconds."""
    duration: float
    """Seconds."""
    source: str
    """``partner``, ``knock``, ``touch`` of one limb, or ``own`` for the sleeper's own limb."""
    peak_g: float
    """Largest acceleration of the mattress, g."""
    frequencies: Array
    """Components, Hz; shape (k,)."""
    phases: Array
    """Phase of each component along each world axis, rad; shape (k, 3)."""
    sizes: Array
    """Relative size of each component along each world axis; shape (k, 3)."""
    bursts: Array
    """Start (share of the duration), rise (s) and decay time constant (s) of each burst; shape (m,
    3)."""
    spared: frozenset[Limb] = frozenset()
    """Limbs that it does not reach: they move themselves, or another one was touched."""
    lean_g: Array = field(default_factory=lambda: np.zeros(3))
    """Change of gravity while it lasts, g: a limb that is pushed turns a little; shape (3,)."""

    @property
    def offset(self) -> float:
        """End, true seconds."""
        return self.onset + self.duration

    def at(self, time: Array) -> Array:
        """Return the world-frame acceleration, shape (n, 3), g."""
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
        waves *= (envelope * close * (here >= 0))[:, None]
        top = float(np.abs(waves).max())
        waves *= self.peak_g / top if top > 0 else 0.0
        if self.lean_g.any():
            climb = np.sin(0.5 * np.pi * np.clip(here / _PUSHED_S, 0, 1)) ** 2
            waves += self.lean_g * (climb * close)[:, None]
        return waves


def partner_move(onset: float, peak_g: float, rng: np.random.Generator) -> Tremble:
    """Draw a turn of the bed partner: slow, several pushes, mostly vertical."""
    duration = float(np.clip(rng.lognormal(1.0, 0.7), 0.6, 20.0))
    pushes = 1 + int(rng.poisson(duration / 2.0))
    bursts = np.column_stack(
        (
            np.concatenate(([0.0], rng.uniform(0, 0.8, pushes - 1))),
            rng.uniform(0.1, 0.5, pushes),
            rng.uniform(0.15, 0.8, pushes),
        )
    )
    return _tremble(
        rng,
        onset,
        duration=duration + 0.5,
        source="partner",
        peak_g=peak_g,
        band=(0.7, 7.0, 6),
        bursts=bursts,
    )


def knock(onset: float, peak_g: float, rng: np.random.Generator) -> Tremble:
    """Draw a knock on the bed by a door, a pet, a person sitting down: sudden, then ringing."""
    strokes = 1 + int(rng.random() < 0.25)
    decay = rng.uniform(0.06, 0.25)
    bursts = np.column_stack(
        (
            np.concatenate(([0.0], rng.uniform(0.1, 0.3, strokes - 1))),
            rng.uniform(0.015, 0.05, strokes),
            np.full(strokes, decay),
        )
    )
    duration = 7 * decay + 0.3 * (strokes - 1) + 0.1
    return _tremble(
        rng,
        onset,
        duration=duration,
        source="knock",
        peak_g=peak_g,
        band=(3.0, 14.0, 3),
        bursts=bursts,
    )


def touch(onset: float, peak_g: float, rng: np.random.Generator) -> Tremble:
    """Draw repeated pushes on one limb: a pet that kneads, treads or scratches, a partner's foot.

    One to five pushes a second, separate or swinging from one to the next; the limb turns by some
    tenths of a degree meanwhile.
    """
    rate = float(np.exp(rng.uniform(np.log(1.0), np.log(5.0))))
    duration = float(np.clip(rng.lognormal(0.9, 0.7), 0.6, 15.0))
    count = max(1, round(rate * duration))
    places = (np.arange(count) + rng.normal(0, 0.15, count).clip(-0.4, 0.4)) / count
    bursts = np.column_stack(
        (
            np.maximum(places, 0.0),
            rng.uniform(0.03, 0.12, count),
            rng.uniform(0.05, 0.3, count),
        )
    )
    swinging = rng.random() < _SWINGING
    if swinging:
        bursts = np.array([(0.0, 0.15, 3.0 * duration)])
    made = _tremble(
        rng,
        onset,
        duration=duration + 0.3,
        source="touch",
        peak_g=peak_g,
        band=(1.0, 9.0, 4),
        bursts=bursts,
    )
    limb = LIMBS[int(rng.integers(len(LIMBS)))]
    heading, tilt = rng.uniform(0, 2 * np.pi), np.radians(rng.lognormal(np.log(0.3), 0.6))
    if swinging:
        made = replace(
            made,
            frequencies=rate * np.array([1.0, 2.0]),
            phases=made.phases[:2],
            sizes=made.sizes[:2] * np.array([[1.0], [0.5]]),
        )
    return replace(
        made,
        spared=frozenset(LIMBS) - {limb},
        lean_g=tilt * np.array([np.cos(heading), np.sin(heading), 0.0]),
    )


def through_the_mattress(
    onset: float, duration: float, peak_g: float, spared: frozenset[Limb], rng: np.random.Generator
) -> Tremble:
    """Draw the faint shaking by which a movement of one limb reaches the others."""
    bursts = np.array([(0.0, 0.08, 0.25), (rng.uniform(0.4, 0.8), 0.1, 0.25)])
    made = _tremble(
        rng,
        onset,
        duration=duration + 0.4,
        source="own",
        peak_g=peak_g,
        band=(1.5, 8.0, 4),
        bursts=bursts,
    )
    return replace(made, spared=spared)


def _tremble(
    rng: np.random.Generator,
    onset: float,
    *,
    duration: float,
    source: str,
    peak_g: float,
    band: tuple[float, float, int],
    bursts: Array,
) -> Tremble:
    low, high, count = band
    return Tremble(
        onset=onset,
        duration=duration,
        source=source,
        peak_g=peak_g,
        frequencies=rng.uniform(low, high, count),
        phases=rng.uniform(0, 2 * np.pi, (count, 3)),
        sizes=rng.normal(size=(count, 3)) * _MOSTLY_VERTICAL,
        bursts=bursts,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vibration:
    """A pump or an engine that hums for a while, with varying strength."""

    start: float
    """True seconds."""
    end: float
    """True seconds."""
    peak_g: float
    """Size at its usual strength, g."""
    frequencies: Array
    """Hz; shape (k,)."""
    phases: Array
    """Phase of each component along each world axis, rad; shape (k, 3)."""
    sizes: Array
    """Relative size of each component along each world axis; shape (k, 3)."""
    strength: Array
    """Relative strength at evenly spaced times from start to end; shape (m,)."""

    def at(self, time: Array) -> Array:
        """Return the world-frame acceleration, shape (n, 3), g."""
        knots = np.linspace(self.start, self.end, len(self.strength))
        slow = np.interp(time, knots, self.strength)
        slow *= np.clip(np.minimum(time - self.start, self.end - time) / 2.0, 0, 1)
        waves = np.zeros((len(time), 3))
        for frequency, phase, size in zip(self.frequencies, self.phases, self.sizes, strict=True):
            # one sine and one cosine for all three axes
            turn = 2 * np.pi * frequency * time
            waves += np.sin(turn)[:, None] * (size * np.cos(phase))
            waves += np.cos(turn)[:, None] * (size * np.sin(phase))
        return np.asarray(waves * (self.peak_g * slow)[:, None])


def hum(start: float, end: float, peak_g: float, rng: np.random.Generator) -> Vibration:
    """Draw a pump (one tone and its octave) or an engine (several tones)."""
    if rng.random() < 0.5:
        tone = rng.uniform(4.0, 20.0)
        frequencies = np.array([tone, 2 * tone])
    else:
        frequencies = rng.uniform(1.5, 18.0, 5)
    count = len(frequencies)
    sizes = rng.normal(size=(count, 3)) * _MOSTLY_VERTICAL
    sizes /= np.sqrt((sizes**2).sum(axis=0)).max()
    knots = max(4, int((end - start) / 45.0))
    return Vibration(
        start=start,
        end=end,
        peak_g=peak_g,
        frequencies=frequencies,
        phases=rng.uniform(0, 2 * np.pi, (count, 3)),
        sizes=sizes,
        strength=np.clip(rng.normal(1.0, 0.3, knots), 0.2, 2.0),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bed:
    """Everything that shakes the bed in one night."""

    trembles: tuple[Tremble, ...]
    """In order of onset."""
    vibrations: tuple[Vibration, ...]

    def under(self, limb: Limb) -> "Bed":
        """Return a copy without the trembles that do not reach a limb."""
        return replace(self, trembles=tuple(t for t in self.trembles if limb not in t.spared))
