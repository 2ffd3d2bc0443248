"""Raw codes: values in no known unit, scaled by what they are at rest, if a sensor gives such."""

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
"""Magnitude at rest that a code of 1 g has at least: 8 bits over 2 g have 63. Chosen."""

NEAR_CODE = 0.05
"""Share by which values with decimals, as of codes that were filtered, may be off a usual code of
1 g; whole numbers may be at any. Chosen."""

STILL = 0.5
"""Share of the seconds, the stillest, in which a limb is taken to be at rest. Chosen."""

ALIKE = (0.7, 1.3)
"""Magnitudes at rest, as shares of that in the middle, that offsets of the axes bring about: 0.15 g
on x and y and 0.25 g on z are within the data sheet of an ADXL345. Angles differ by far more."""

UNLIKE = 0.1
"""Share of the seconds at rest whose magnitude may be unlike that of the others, by arms that move
evenly. Chosen."""

FEWEST_WINDOWS = 10
"""Seconds at rest from which their magnitudes are compared. Chosen."""


def raw_code(raw: float) -> tuple[Unit, tuple[str, ...]]:
    """Take the magnitude at rest, as in the file, for 1 g, and say so."""
    return Unit(name=f"g/{raw:.0f}", scale=1 / raw), (
        Doubt(
            f"The values are raw codes: {raw:.0f} at rest was taken for 1 g. --unit decides "
            "otherwise."
        ),
    )


def require_codes(path: Path, xyz: Values, rate: float, raw: float, *, whole: bool) -> None:
    """Refuse values that no accelerometer gives, before a scale is made of them.

    They are finite and as in the file, of shape (n, 3), at a rate in Hz, roughly; so is their
    magnitude at rest, ``raw``. ``whole`` tells whether all of them are whole numbers.

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
            "values have decimals, which raw codes have not: they may be of another kind of "
            "sensor, such as an orientation in degrees. Give the file of acceleration; if these "
            "are acceleration, divide them by what 1 g is in them and give --unit g."
        )
    lengths, spread = windows_seen(xyz, rate)
    resting = lengths[np.argsort(spread, kind="stable")[: round(STILL * len(spread))]]
    if len(resting) < FEWEST_WINDOWS:
        return
    middle = float(np.median(resting))
    low, high = ALIKE
    unlike = (resting < low * middle) | (resting > high * middle)
    if unlike.mean() <= UNLIKE:
        return
    raise WrongKind(
        f"{path}: at rest the magnitude is {np.percentile(resting, 5):.3g} and also "
        f"{np.percentile(resting, 95):.3g}, in no known unit, and gravity is the same in each "
        "posture: they may be of another kind of sensor, such as an orientation in degrees, or "
        "codes whose 0 g is not 0. Give the file of acceleration, or subtract the reading at 0 g "
        "from each axis."
    )
