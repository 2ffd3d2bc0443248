"""The unit of an undocumented sensor's first samples, by gravity at rest."""

from pathlib import Path
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import DeviceRefused, UnreadableFile
from limbwatch.sensor.files.tables.axes.at_gravity import LIKELY, is_made_length
from limbwatch.sensor.files.values.plausible import require_one_sensor, usable
from limbwatch.sensor.files.values.signal import Expected, choose_unit
from limbwatch.sensor.files.values.unit import CODES_PER_G, Unit, at_rest, unit_named

FEWEST: Final = 17
"""Samples needed to judge a sensor: four seconds at 5 Hz are 20, of which the first may be
incomplete and two late; at 4 Hz they are 16. Slower sensors do not record movement, and three
samples of the stillest second are too few to see gravity. Chosen."""

STILL: Final = 0.15
"""Variation of a raw count's length at rest within a second, as a share: the mean of a limb that
turns is shorter than 1 g, and half of it is another usual code. Noise is a few percent. Chosen."""

_NOWHERE: Final = Path("samples")


def unit_at_start(xyz: Values, rate: float, stated: str = "") -> tuple[Unit, bool]:
    """Find the unit in which the first samples at rest have the length of gravity.

    Parameters
    ----------
    xyz : ndarray of float32, shape (n, 3)
        Samples as they came.
    rate : float
        Approximate rate, Hz.
    stated : str
        The unit that the sensor states; empty if it states none.

    Returns
    -------
    Unit, bool
        The second value is False if the unit differs from a stated one.

    Raises
    ------
    DeviceRefused
        If no unit fits, or it could only be guessed.
    """
    count = len(xyz)
    xyz = xyz[usable(xyz)]
    if len(xyz) < FEWEST or (xyz == xyz[0]).all():
        raise DeviceRefused(
            f"{count} samples of the sensor are the same, or none: the board does not read its "
            "accelerometer, or in steps too coarse to show anything at rest. Look at its wires, "
            "restart it, and keep it in the hand while it begins"
        )
    length, spread = at_rest(xyz, rate)
    if is_made_length(xyz.T.astype(np.float64)):
        raise DeviceRefused(
            f"x, y and z of the sensor change, and their length stays {length:.3g}, "
            "as of a direction whose length a program makes (a normalised vector, a part of a "
            "quaternion): no movement would be seen in it. Have its program send the acceleration "
            "as the sensor measures it, with gravity"
        )
    cause: UnreadableFile | None = None
    stated_unit = unit_named(stated)
    try:
        require_one_sensor(_NOWHERE, xyz)
        unit, doubts = choose_unit(_NOWHERE, xyz, rate, Expected(unit=stated_unit, given=None))
        # gravity may show another unit than the stated one, and then leaves no doubt
        corrected = stated_unit is not None and unit != stated_unit
        named = unit in LIKELY or unit == stated_unit
        if (corrected or not doubts) and (named or spread <= STILL * length):
            return unit, not corrected
    except UnreadableFile as error:
        cause = error
    codes = ", ".join(str(one) for one in CODES_PER_G)
    raise DeviceRefused(
        f"the length of x, y and z at rest is {length:.3g} (and varies by {spread:.2g}), which is "
        "1 g in no unit that can be known: near 1 it is g, near 9.8 m/s2, near 1000 mg, and in "
        f"whole numbers a raw count near one of {codes}. Hold the sensor still while it begins; "
        "if that does not help, have its program send acceleration with gravity in g"
    ) from cause
