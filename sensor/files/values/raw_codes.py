"""Raw codes: values in no known unit, scaled by their magnitude at rest."""

from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import WrongKind
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.unit import (
    CODES_PER_G,
    MILLIMETRES,
    Unit,
    windows_seen,
)

LEAST_CODE = 20.0
"""Least magnitude at rest that can be 1 g in codes: 8 bits over 2 g have 63. Chosen."""

NEAR_CODE = 0.05
"""Share by which values with decimals, such as filtered codes, may be off a usual code of 1 g;
whole numbers need not be near one. Chosen."""

STILL = 0.5
"""Share of the seconds, the stillest, in which the limb is assumed to be at rest. Chosen."""

ALIKE = (0.7, 1.3)
"""Range of magnitudes at rest, as shares of their median, that axis offsets explain: 0.15 g on x
and y and 0.25 g on z are within the data sheet of an ADXL345. Angles vary by far more."""

UNLIKE = 0.1
"""Share of the seconds at rest whose magnitude may be outside `ALIKE`, because of arms that move
evenly. Chosen."""

FEWEST_WINDOWS = 10
"""Seconds at rest needed to compare their magnitudes. Chosen."""


def raw_code(raw: float) -> tuple[Unit, tuple[str, ...]]:
    """Scale raw codes so that their magnitude at rest is 1 g, and say so."""
    return Unit(name=f"g/{raw:.0f}", scale=1 / raw), (
        Doubt(
            f"The values are raw codes: {raw:.0f} at rest was taken for 1 g. --unit changes that."
        ),
    )


def require_codes(path: Path, xyz: Values, rate: float, raw: float, *, whole: bool) -> None:
    """Refuse values that no accelerometer gives, before a scale is inferred from them.

    Values are finite and as in the file, of shape (n, 3), at a rate in Hz, roughly; ``raw`` is
    their magnitude at rest. ``whole`` tells whether all of them are whole numbers.

    Raises
    ------
    WrongKind
        If the magnitude at rest is not the same in all postures, or the values have decimals and
        1 g is no usual code.
    """
    usual = (*CODES_PER_G, 1 / MILLIMETRES.scale)
    if not whole and all(abs(raw / code - 1) > NEAR_CODE for code in usual):
        raise WrongKind(
            f"{path}: at rest the magnitude is {raw:.3g}, which is 1 g in no known unit, and the "
            "values have decimals, which raw codes do not have: they may be of another kind of "
            "sensor, such as an orientation in degrees. Give the file of acceleration; if these "
            "are acceleration, divide them by what 1 g is in them and give --unit g."
        )
    lengths, spread = windows_seen(xyz, rate)
    still = lengths[np.argsort(spread, kind="stable")[: round(STILL * len(spread))]]
    if len(still) < FEWEST_WINDOWS:
        return
    middle = float(np.median(still))
    low, high = ALIKE
    unlike = (still < low * middle) | (still > high * middle)
    if unlike.mean() <= UNLIKE:
        return
    raise WrongKind(
        f"{path}: at rest the magnitude is {np.percentile(still, 5):.3g} and also "
        f"{np.percentile(still, 95):.3g}, in no known unit, and gravity is the same in each "
        "posture: they may be of another kind of sensor, such as an orientation in degrees, or "
        "codes whose 0 g is not 0. Give the file of acceleration, or subtract the reading at 0 g "
        "from each axis."
    )
