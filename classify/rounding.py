"""Figures as they are kept and as they are told: rounded once, and everywhere alike.

What is kept has so many decimals that rounding what is told is the only rounding that shows:
20.346 kept as 20.35 would be told as 20.4.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Final

KEPT_DECIMALS: Final = 6
"""Of rates and shares. A count by hours of whole epochs that is no half itself lies 1 in 20 times
the count of epochs off the next half of a tenth: 2e-5 in a night of 20 hours."""

_WHOLE: Final = 2.0**53
"""From here on a float is a whole number, and has no half to round."""


def half_up(value: float, digits: int = 0) -> float:
    """Round as people do: what is halfway, as it is written, goes away from zero.

    Parameters
    ----------
    value : float
        ``14.85``, which a float holds as a little less, becomes ``14.9``; ``24.5`` becomes ``25``.
    digits : int
        Decimals that are left.

    Notes
    -----
    The same figure reads alike wherever it stands, with whichever unit: 0.525 is 53 %, and 0.53.
    """
    if not isfinite(value) or abs(value) >= _WHOLE:
        return float(value)
    place = Decimal(1).scaleb(-digits)
    # float's own words: those of a number of numpy name its type
    return float(Decimal(float.__repr__(float(value))).quantize(place, ROUND_HALF_UP))


def rounded(value: float, digits: int = 0) -> str:
    """Write a figure into a sentence that is kept, as every page rounds it that shows it."""
    return f"{half_up(value, digits):.{digits}f}"


def kept_share(part: float, whole: float) -> float | None:
    """Divide, for a figure that is kept: a rate by its hours, or a share; None without a whole."""
    return round(part / whole, KEPT_DECIMALS) if whole > 0 else None


def kept_seconds(value: float) -> float:
    """Round a time to the millisecond, for a figure that is kept; it has no sign at 0."""
    return round(float(value), 3) + 0.0
