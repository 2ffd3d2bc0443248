"""What an acceleration is put together from: tilts, strokes, rings, noise, hums, trains, clicks."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.direct.draws import Floats, Rng

RATE = 200.0
"""Samples per second in which events are made, Hz."""


@dataclass(frozen=True, kw_only=True)
class Tilt:
    """The resting direction of gravity turns, and may turn back.

    Parameters
    ----------
    start, rise, fall : float
        Seconds.
    angle : float
        Radians.
    axis : array or None
        In the limb's frame; None with `target`.
    hold : float or None
        Seconds held before it returns; None means that it stays.
    rest : float
        Share of the angle that remains after the return.
    slow : bool
        An exponential approach and not a sigmoid.
    target : array or None
        Gravity to go to, in the limb's frame.
    """

    start: float = 0.0
    rise: float
    angle: float = 0.0
    axis: Floats | None = None
    hold: float | None = None
    fall: float = 0.5
    rest: float = 0.0
    slow: bool = False
    target: Floats | None = None

    @property
    def end(self) -> float:
        """Last moment of change."""
        back = 0.0 if self.hold is None else self.hold + self.fall
        return self.start + self.rise + back

    def share(self, time: Floats) -> Floats:
        """Share of the angle at each time."""
        up = _ramp((time - self.start) / self.rise, slow=False)
        if self.hold is None:
            return up
        down = _ramp((time - self.start - self.rise - self.hold) / self.fall, slow=self.slow)
        return np.asarray(up * (1.0 - (1.0 - self.rest) * down))

    def last(self) -> float:
        """Share of the angle that stays for good."""
        return 1.0 if self.hold is None else self.rest


def _ramp(place: Floats, *, slow: bool) -> Floats:
    inside = np.clip(place, 0.0, 1.0)
    if slow:
        return np.asarray(-np.expm1(-4.5 * inside) / -np.expm1(-4.5))
    raw = 1.0 / (1.0 + np.exp(-9.0 * (inside - 0.5)))
    low = 1.0 / (1.0 + np.exp(4.5))
    return np.asarray((raw - low) / (1.0 - 2.0 * low))


class Piece(Protocol):
    """A part of an event that adds acceleration."""

    @property
    def start(self) -> float:
        """First moment, s after the event's start."""

    @property
    def end(self) -> float:
        """Last moment."""

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration (n, 3), g, in the limb's frame; time counts from the piece's start."""


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """What begins at ``start``, s after the event, and goes on for ``length``, s."""

    start: float = 0.0
    length: float

    @property
    def end(self) -> float:
        """Last moment."""
        return self.start + self.length


@dataclass(frozen=True, kw_only=True)
class Stroke(Lasting):
    """Speeding up and braking: one cycle whose integral is nought."""

    amp: float
    along: Floats
    lean: float = 1.0

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the stroke."""
        place = np.clip(time / self.length, 0.0, 1.0) ** self.lean
        return np.outer(
            1.54 * self.amp * np.sin(2 * np.pi * place) * np.sin(np.pi * place), self.along
        )


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A damped sinusoid after a short attack."""

    start: float = 0.0
    freq: float
    decay: float
    amp: float
    along: Floats
    attack: float = 0.02

    @property
    def end(self) -> float:
        """Last moment."""
        return self.start + 6.0 * self.decay + self.attack

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the ring."""
        envelope = np.exp(-time / self.decay) * -np.expm1(-time / self.attack)
        return np.outer(self.amp * envelope * np.sin(2 * np.pi * self.freq * time), self.along)


@dataclass(frozen=True, kw_only=True)
class Noise(Lasting):
    """Band noise under an envelope of a gamma shape, or flat with edges."""

    freq: float
    width: float
    amp: float
    along: Floats
    cross: float = 0.4
    flat: bool = False

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the noise."""
        count = len(time)
        band = _band(rng, count, 4, self.freq, self.width)
        place = np.clip(time / self.length, 0.0, 1.0)
        if self.flat:
            envelope = np.minimum(1.0, np.minimum(place, 1.0 - place) / 0.12)
        else:
            envelope = (7.0 * place) ** 1.6 * np.exp(-7.0 * place) * 2.36 * (1.0 - place**4)
        vector = np.outer(band[0], self.along) + self.cross * band[1:].T
        return np.asarray(0.45 * self.amp * envelope[:, None] * vector)


def _band(rng: Rng, count: int, channels: int, freq: float, width: float) -> Floats:
    padded = 1 << max(int(count + 0.5 * RATE), 64).bit_length()
    axis = np.fft.rfftfreq(padded, 1.0 / RATE)
    shape = np.exp(-0.5 * ((axis - freq) / max(width, 0.15)) ** 2)
    shape[0] = 0.0
    spectrum = rng.normal(size=(channels, len(axis), 2)) @ np.array([1.0, 1.0j])
    wave = np.fft.irfft(spectrum * shape, padded)[:, :count]
    scale = np.sqrt(np.sum(shape**2)) * 2.0 / padded
    return np.asarray(wave / scale)


def wander(rng: Rng, count: int, seconds: float) -> Floats:
    """Smooth random course of unit spread that changes within so many seconds."""
    step = max(1, int(seconds * RATE / 4))
    knots = gaussian_filter1d(rng.normal(size=count // step + 12), 2.0)
    knots = knots * 2.66
    return np.interp(np.arange(count) / step + 5.0, np.arange(len(knots)), knots)


@dataclass(frozen=True, kw_only=True)
class Hum(Lasting):
    """A rhythm that lasts: its frequency wanders, its strength waxes and wanes."""

    freq: float
    amp: float
    along: Floats
    drift: float = 0.06
    swell: float = 0.35
    second: float = 0.25
    edge: float = 0.15
    glide: float = 1.0
    growth: float = 1.0

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the rhythm."""
        count = len(time)
        place = np.clip(time / self.length, 0.0, 1.0)
        freq = self.freq * self.glide**place * np.exp(self.drift * wander(rng, count, 1.5))
        phase = np.cumsum(2 * np.pi * freq) / RATE
        envelope = np.exp(self.swell * wander(rng, count, 2.5)) * self.growth ** (place - 1.0)
        envelope *= np.clip(np.minimum(place, 1.0 - place) / max(self.edge, 0.01), 0.0, 1.0)
        side = np.cross(self.along, np.roll(self.along, 1) + 0.1)
        first = np.outer(np.sin(phase) + self.second * np.sin(2 * phase + 0.7), self.along)
        lean = np.outer(0.4 * np.sin(phase + 1.1), side)
        return np.asarray(self.amp * envelope[:, None] * (first + lean))


@dataclass(frozen=True, kw_only=True)
class Train:
    """Beats at given times, each a stroke followed by a short ring."""

    start: float = 0.0
    times: Floats
    amps: Floats
    width: float
    along: Floats
    freq: float = 8.0
    ring: float = 0.3
    end: float = field(init=False)

    def __post_init__(self) -> None:
        """Set the end."""
        object.__setattr__(self, "end", self.start + float(self.times[-1]) + self.width + 0.4)

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the beats."""
        out = np.zeros((len(time), 3))
        for at, amp in zip(self.times, self.amps, strict=True):
            first = int(at * RATE)
            last = min(len(time), int((at + self.width + 0.4) * RATE))
            if last <= first:
                continue
            local = time[first:last] - at
            place = np.clip(local / self.width, 0.0, 1.0)
            beat = 1.54 * np.sin(2 * np.pi * place) * np.sin(np.pi * place)
            late = np.maximum(local - 0.3 * self.width, 0.0)
            beat = beat + self.ring * np.sin(2 * np.pi * self.freq * late) * np.exp(-late / 0.06)
            along = self.along + 0.15 * rng.normal(size=3)
            out[first:last] += np.outer(amp * beat, along)
        return out


@dataclass(frozen=True, kw_only=True)
class Click:
    """Something hits: a ring of some hundredths of a second."""

    start: float = 0.0
    amp: float
    along: Floats
    freq: float = 35.0
    decay: float = 0.015

    @property
    def end(self) -> float:
        """Last moment."""
        return self.start + 8.0 * self.decay

    def wave(self, time: Floats, rng: Rng) -> Floats:
        """Acceleration of the click."""
        return np.outer(
            self.amp * np.exp(-time / self.decay) * np.sin(2 * np.pi * self.freq * time), self.along
        )
