"""The newest minute of a sensor's signal, condensed for a picture."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHOWN_S: Final = 60.0
"""Length of what is kept, seconds; chosen by us."""
_STEP_S: Final = 0.25
"""A picture of a phone's width has about as many columns; chosen by us."""


class Extremes(NamedTuple):
    """Smallest and largest magnitude in a quarter of a second."""

    end_s: float
    """Seconds of the clock that the samples came with."""
    low: float
    high: float
    """`low` and `high`: g."""


@dataclass(slots=True)
class LiveTrace:
    """Keeps the extremes of the newest minute."""

    _kept: deque[Extremes] = field(default_factory=deque)

    def push(self, start_s: float, rate: float, magnitude: NDArray[np.floating]) -> None:
        """Take magnitudes, g, that follow each other: at a rate, Hz, from a time on, seconds."""
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
        """What is kept, oldest first."""
        return tuple(self._kept)
