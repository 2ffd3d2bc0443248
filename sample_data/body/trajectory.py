"""The course of a joint angle over time, as plain data: smooth steps and shaking."""

from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A smooth change from one level to another.

    The path is the minimum-jerk one of Flash and Hogan (J Neurosci 1985;5:1688-1703),
    ``10 u^3 - 15 u^4 + 6 u^5``, over a share ``u`` of the time that is warped so that the path
    leaves like ``t^early`` and arrives like ``t^late``; 3 and 3 leave it unchanged.
    """

    start: float
    """Seconds from the movement's onset."""
    duration: float
    """Seconds."""
    size: float
    """Change of level (rad for a turn, m for a shift)."""
    early: float = 3.0
    """Exponent of the start, above 2."""
    late: float = 3.0
    """Exponent of the end, above 2."""

    def __post_init__(self) -> None:
        if not self.duration > 0:
            raise ValueError(f"a step takes time: duration {self.duration} s")
        if min(self.early, self.late) <= 2:
            raise ValueError(f"exponents must exceed 2, not {self.early} and {self.late}")

    @property
    def end(self) -> float:
        """End of the step, seconds from the movement's onset."""
        return self.start + self.duration

    def at(self, time: Array) -> Array:
        """Return the level at each time (seconds from the movement's onset)."""
        share = np.clip((time - self.start) / self.duration, 0.0, 1.0)
        share = 1.0 - (1.0 - share ** (self.early / 3.0)) ** (self.late / 3.0)
        return self.size * share**3 * (10.0 - share * (15.0 - 6.0 * share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shake:
    """A rhythmic superposition that begins and ends at zero."""

    start: float
    """Seconds from the movement's onset."""
    duration: float
    """Seconds."""
    frequency: float
    """Frequency at the start, Hz; linear between start and end."""
    frequency_end: float
    """Frequency at the end, Hz."""
    size: float
    """Amplitude at the start (rad or m); linear between start and end."""
    size_end: float
    """Amplitude at the end (rad or m)."""
    phase: float
    """Phase at the start, rad."""
    attack: float
    """Smooth rise of the envelope, seconds."""
    release: float
    """Smooth fall of the envelope, seconds."""
    decay: float = np.inf
    """Time constant of an exponential decay, seconds; infinite for none."""
    wander: float = 0.0
    """Irregularity of the rhythm: amplitude of a slow phase modulation, rad."""

    def __post_init__(self) -> None:
        if not (self.duration > 0 and self.frequency > 0 and self.frequency_end > 0):
            raise ValueError("a shake has a duration and a frequency above zero")
        if not (self.attack > 0 and self.release > 0):
            raise ValueError("a shake needs time to rise and to fall")

    @property
    def end(self) -> float:
        """End of the shake, seconds from the movement's onset."""
        return self.start + self.duration

    def at(self, time: Array) -> Array:
        """Return the value at each time (seconds from the movement's onset)."""
        here = time - self.start
        share = np.clip(here / self.duration, 0.0, 1.0)
        cycles = here * (self.frequency + 0.5 * (self.frequency_end - self.frequency) * share)
        slow = self.wander * (np.sin(1.9 * cycles + self.phase) + np.sin(0.61 * cycles))
        size = self.size + (self.size_end - self.size) * share
        if np.isfinite(self.decay):
            size = size * np.exp(-np.maximum(here, 0.0) / self.decay)
        rise = np.sin(0.5 * np.pi * np.clip(here / self.attack, 0.0, 1.0)) ** 2
        fall = np.sin(0.5 * np.pi * np.clip((self.duration - here) / self.release, 0.0, 1.0)) ** 2
        return np.asarray(size * rise * fall * np.sin(2 * np.pi * cycles + slow + self.phase))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """The sum of steps and shakes."""

    steps: tuple[Step, ...] = ()
    shakes: tuple[Shake, ...] = ()

    @property
    def parts(self) -> tuple[Step | Shake, ...]:
        """Steps, then shakes."""
        return (*self.steps, *self.shakes)

    @property
    def end(self) -> float:
        """When everything has come to rest, seconds from the movement's onset."""
        return max((part.end for part in self.parts), default=0.0)

    def scaled(self, factor: float) -> "Trajectory":
        """Return a copy with sizes multiplied by a factor and the same times."""
        return Trajectory(
            steps=tuple(replace(step, size=step.size * factor) for step in self.steps),
            shakes=tuple(
                replace(shake, size=shake.size * factor, size_end=shake.size_end * factor)
                for shake in self.shakes
            ),
        )

    def at(self, time: Array) -> Array:
        """Return the value at each time (seconds from the movement's onset), shape of ``time``."""
        total = np.zeros_like(time)
        for part in self.parts:
            first, last = np.searchsorted(time, (part.start, part.end))
            total[first:last] += part.at(time[first:last])
            if isinstance(part, Step):
                total[last:] += part.size
        return total
