"""The latest minute of a sensor's signal, condensed for a picture."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHOWN_S: Final = 60.0
"""Length kept, seconds; chosen by us."""
_STEP_S: Final = 0.25
"""Length of a column, seconds: about as many as on a phone's screen; chosen by us."""


class Extremes(NamedTuple):
    """Extremes of the magnitude in a quarter of a second."""

    end_s: float
    """End, seconds of the samples' clock."""
    low: float
    """Smallest magnitude, g."""
    high: float
    """Largest magnitude, g."""


@dataclass(slots=True)
class LiveTrace:
    """The extremes of the latest minute."""

    _kept: deque[Extremes] = field(default_factory=deque)

    def push(self, start_s: float, rate: float, magnitude: NDArray[np.floating]) -> None:
        """Add consecutive magnitudes in g at a rate in Hz, from a start in seconds."""
        steps = ((start_s + np.arange(len(magnitude)) / rate) // _STEP_S).astype(np.int64)
        begins = np.flatnonzero(np.r_[True, steps[1:] != steps[:-1]])
        lows = np.minimum.reduceat(magnitude, begins).tolist()
        highs = np.maximum.reduceat(magnitude, begins).tolist()
        for step, low, high in zip(steps[begins].tolist(), lows, highs, strict=True):
            end_s = (step + 1) * _STEP_S
            if self._kept and self._kept[-1].end_s == end_s:
                last = self._kept.pop()
                low, high = min(low, last.low), max(high, last.high)  # noqa: PLW2901 - one step
            self._kept.append(Extremes(end_s, low, high))
        while self._kept[-1].end_s - self._kept[0].end_s > SHOWN_S:
            self._kept.popleft()

    @property
    def newest(self) -> tuple[Extremes, ...]:
        """The extremes kept, oldest first."""
        return tuple(self._kept)
