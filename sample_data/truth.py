"""The truth about a simulated night."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor import Placement

EPOCH_S = 30.0
"""Length of the epochs in which sleep is staged, seconds (AASM manual)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePart:
    """The part of one limb in a movement."""

    placement: Placement
    """The limb, by where a sensor on it would be worn."""
    onset: float
    """When its first trajectory begins, seconds."""
    offset: float
    """When its last one returns to rest, seconds."""
    peak_g: float
    """Largest dynamic acceleration at the sensor before the sensor's own errors, g; NaN where no
    sensor was worn or recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueMovement:
    """One movement of the person."""

    onset: float
    """First onset of its parts, seconds."""
    offset: float
    """Last offset of its parts, seconds."""
    kind: str
    """A kind of scored events, except ``plm``: a leg movement is ``limb_movement``, and the
    published rules decide which of them are periodic."""
    source: str
    """What the simulator made, finer than ``kind``: ``hold``, ``kick``, ``walking``..."""
    parts: tuple[TruePart, ...]
    """At least one, in order of onset."""

    @property
    def peak_g(self) -> float:
        """Largest peak over the limbs with a sensor, g; NaN without one."""
        peaks = [part.peak_g for part in self.parts if np.isfinite(part.peak_g)]
        return max(peaks, default=float("nan"))

    @property
    def limbs(self) -> tuple[Placement, ...]:
        """The limbs that took part."""
        return tuple(part.placement for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """Something that shook the sensors but was not a movement of the person."""

    onset: float
    """Seconds."""
    offset: float
    """Seconds."""
    source: str
    """``partner``, ``knock`` or ``vibration`` of the bed; ``touch`` of one limb; ``handling`` or
    ``slip`` of one sensor."""
    peak_g: float
    """Largest acceleration of the mattress, g; NaN when only a sensor moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything that happened; times are seconds of the recording's common clock."""

    movements: tuple[TrueMovement, ...]
    """In order of onset."""
    disturbances: tuple[Disturbance, ...]
    """In order of onset."""
    stages: tuple[str, ...]
    """``W``, ``N1``, ``N2``, ``N3`` or ``R`` per epoch of 30 s, the first one at ``lights_out``."""
    lights_out: float
    """When the staging begins."""
    worn: dict[Placement, tuple[tuple[float, float], ...]]
    """Stretches in which each sensor was worn."""

    @property
    def asleep(self) -> NDArray[np.bool_]:
        """Whether each epoch is sleep, shape (epochs,)."""
        return np.array([stage != "W" for stage in self.stages], dtype=bool)

    @property
    def sleep_onset(self) -> float | None:
        """Start of the first epoch of sleep, seconds; None in a night without sleep."""
        found = np.flatnonzero(self.asleep)
        return None if len(found) == 0 else self.lights_out + float(found[0]) * EPOCH_S

    @property
    def sleep_s(self) -> float:
        """Total sleep time, seconds."""
        return float(self.asleep.sum()) * EPOCH_S

    def asleep_at(self, time: float) -> bool:
        """Return whether the person is asleep at a time, seconds."""
        index = int((time - self.lights_out) // EPOCH_S)
        return 0 <= index < len(self.stages) and self.stages[index] != "W"

    def seen(self) -> "Truth":
        """Return a copy without the limbs on which no sensor was recording."""
        movements = []
        for movement in self.movements:
            parts = tuple(part for part in movement.parts if np.isfinite(part.peak_g))
            if parts:
                movements.append(
                    replace(
                        movement,
                        parts=parts,
                        onset=min(part.onset for part in parts),
                        offset=max(part.offset for part in parts),
                    )
                )
        movements.sort(key=lambda movement: movement.onset)
        return replace(self, movements=tuple(movements))
