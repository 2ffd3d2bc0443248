"""The reference's leg movements with both legs joined, in the time that is compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.agreement.common_time import CommonTime
from limbwatch.classify.agreement.reference import LISTED, Joined
from limbwatch.classify.rules.leg_movements import Side

Times = NDArray[np.float64]


def listed_movements(time: CommonTime, rows: NDArray[np.intp] | None = None) -> "Listed":
    """Take the scorer's own list, or some of its rows, with nothing left out by rules."""
    joined = time.reference.leg_movements(LISTED, rows)
    return some_of(joined, time.holds(joined.onset))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """Columns of shape (n,): seconds (an offset may be NaN), kinds, and `Side`."""

    onset: Times
    offset: Times
    kind: NDArray[np.str_]
    side: NDArray[np.int64]

    def of(self, side: Side) -> NDArray[np.bool_]:
        """Tell which movements one leg took part in."""
        return np.isin(self.side, (side, Side.BOTH))


def some_of(joined: "Joined | Listed", chosen: NDArray[np.bool_]) -> Listed:
    """Take some movements of a list."""
    side = joined.scored.side if isinstance(joined, Joined) else joined.side
    return Listed(
        onset=joined.onset[chosen],
        offset=joined.offset[chosen],
        kind=joined.kind[chosen],
        side=side[chosen],
    )
