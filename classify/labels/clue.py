"""A clue: how well one measure of an event fits a kind.

The fit rises smoothly from -1 to 1 around ``at``: for ``MORE`` it is 1 far above, for ``LESS`` 1
far below, and 0 where the measure is missing.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from limbwatch.sensor.arrays import Array


class Direction(Enum):
    """Which side of a clue's threshold is evidence for its kind."""

    MORE = 1
    LESS = -1


MORE, LESS = Direction.MORE, Direction.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A measure, and the values of it that are evidence for a kind."""

    measure: str
    """Column of `limbwatch.classify.evidence.features.Features`."""
    direction: Direction
    """Whether values above or below ``at`` are evidence for the kind."""
    at: float
    """Value at which the fit is 0, in the measure's unit."""
    spread: float
    """Distance from ``at`` at which the fit is 0.46, in the measure's unit; a factor when ``ratio``
    is set."""
    ratio: bool
    """Whether the fit depends on the logarithm, for measures that vary over decades."""

    def fit(self, values: Array) -> Array:
        """Return how well each value of the measure fits, -1 to 1; NaN where it is missing."""
        if self.ratio:
            place = np.log(np.maximum(values, 1e-9) / self.at) / np.log(self.spread)
        else:
            place = (values - self.at) / self.spread
        return np.asarray(
            np.tanh(np.nan_to_num(place, posinf=9, neginf=-9) * 0.5 * self.direction.value)
        )


def more(measure: str, at: float, *, within: float) -> Clue:
    """Return a clue that favours large values; ``within`` is in the measure's unit."""
    return Clue(measure=measure, direction=MORE, at=at, spread=within, ratio=False)


def less(measure: str, at: float, *, within: float) -> Clue:
    """Return a clue that favours small values; ``within`` is in the measure's unit."""
    return Clue(measure=measure, direction=LESS, at=at, spread=within, ratio=False)


def above(measure: str, at: float, *, factor: float = 1.4) -> Clue:
    """Return a clue that favours values above ``at`` by a factor."""
    return Clue(measure=measure, direction=MORE, at=at, spread=factor, ratio=True)


def below(measure: str, at: float, *, factor: float = 1.4) -> Clue:
    """Return a clue that favours values below ``at`` by a factor."""
    return Clue(measure=measure, direction=LESS, at=at, spread=factor, ratio=True)
