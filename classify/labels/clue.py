"""One piece of evidence: how well a measure of an event fits a kind.

The fit goes smoothly from -1 to 1 around ``at``: for ``MORE`` it is 1 far above, for ``LESS`` 1 far
below, and 0 where the measure could not be taken.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from limbwatch.sensor.arrays import Array


class Direction(Enum):
    """Which side of a clue's threshold speaks for its kind."""

    MORE = 1
    LESS = -1


MORE, LESS = Direction.MORE, Direction.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One piece of evidence."""

    measure: str
    """Column of `limbwatch.classify.evidence.features.Features`."""
    direction: Direction
    at: float
    """Where the fit is 0."""
    spread: float
    """Where the fit is 0.46: this far from ``at``, in the measure's unit, or by this factor when
    ``ratio`` is set."""
    ratio: bool
    """For measures that vary over decades."""

    def fit(self, values: Array) -> Array:
        """Say how well each value fits.

        Parameters
        ----------
        values : ndarray of float, shape (n,)
            The measure; NaN where it could not be taken.

        Returns
        -------
        ndarray of float, shape (n,)
            -1 to 1.
        """
        if self.ratio:
            place = np.log(np.maximum(values, 1e-9) / self.at) / np.log(self.spread)
        else:
            place = (values - self.at) / self.spread
        return np.asarray(
            np.tanh(np.nan_to_num(place, posinf=9, neginf=-9) * 0.5 * self.direction.value)
        )


def more(measure: str, at: float, *, within: float) -> Clue:
    """Speak for large values; ``within`` is in the measure's unit."""
    return Clue(measure=measure, direction=MORE, at=at, spread=within, ratio=False)


def less(measure: str, at: float, *, within: float) -> Clue:
    """Speak for small values; ``within`` is in the measure's unit."""
    return Clue(measure=measure, direction=LESS, at=at, spread=within, ratio=False)


def above(measure: str, at: float, *, factor: float = 1.4) -> Clue:
    """Speak for values well above ``at``, by a factor."""
    return Clue(measure=measure, direction=MORE, at=at, spread=factor, ratio=True)


def below(measure: str, at: float, *, factor: float = 1.4) -> Clue:
    """Speak for values well below ``at``, by a factor."""
    return Clue(measure=measure, direction=LESS, at=at, spread=factor, ratio=True)
