"""Rounding of stored and of displayed figures.

Stored figures have so many decimals that the rounding for display is the only one that shows:
20.346 stored as 20.35 would be displayed as 20.4.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Final

KEPT_DECIMALS: Final = 6
"""Decimals of stored rates and shares. A rate over n whole epochs that is not exactly halfway
between two tenths is at least 1 / (20 n) away from halfway: 2e-5 in a night of 20 hours."""

_WHOLE: Final = 2.0**53
"""Every float at or above this is a whole number, so there is nothing to round."""


def half_up(value: float, digits: int = 0) -> float:
    """Round half away from zero, by the decimal digits that Python prints.

    ``14.85``, which a float holds as a little less, becomes ``14.9``; ``24.5`` becomes ``25``.

    Notes
    -----
    A figure reads the same everywhere, in whichever unit: 0.525 is 53 %, and 0.53.
    """
    if not isfinite(value) or abs(value) >= _WHOLE:
        return float(value)
    place = Decimal(1).scaleb(-digits)
    # float.__repr__, as the repr of a numpy float names its type
    return float(Decimal(float.__repr__(float(value))).quantize(place, ROUND_HALF_UP))


def rounded(value: float, digits: int = 0) -> str:
    """Format a figure for a stored sentence, rounded as every page rounds it."""
    return f"{half_up(value, digits):.{digits}f}"


def kept_share(part: float, whole: float) -> float | None:
    """Return a stored share, or rate per hour, rounded; None where ``whole`` is 0."""
    return round(part / whole, KEPT_DECIMALS) if whole > 0 else None


def kept_seconds(value: float) -> float:
    """Round a stored time to the millisecond, without a negative zero."""
    return round(float(value), 3) + 0.0
