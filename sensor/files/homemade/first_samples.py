"""What an undocumented sensor sends at first: quantity by its words, unit by gravity at rest."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.errors import DeviceRefused, UnreadableFile
from limbwatch.sensor.files.tables.axes.at_gravity import LIKELY, is_made_length
from limbwatch.sensor.files.tables.axes.axis_columns import (
    ACCELERATION,
    GRAVITY,
    GRAVITY_FREE,
    ROTATION,
    Axes,
)
from limbwatch.sensor.files.values.plausible import require_one_sensor, usable
from limbwatch.sensor.files.values.signal import Expected, choose_unit
from limbwatch.sensor.files.values.unit import CODES_PER_G, Unit, at_rest, unit_at_rest, unit_named
from limbwatch.sensor.line_shape import NUMBER, LineShape

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

    Samples have the shape (n, 3), as they came, at a rate in Hz, roughly; ``stated`` is the unit
    that the sensor states, empty if it states none. The second value is False if the unit differs
    from a stated one.

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


_OTHER_WORDS: Final = re.compile(
    r"\b(?:ypr|rpy|temp\w*|press\w*|hum\w*|baro\w*|bm[ep]\d*|env\w*|hr|heart\w*|bpm|spo2|ppg|ecg)\b"
)
"""Words of quantities that may have the length of gravity by chance, beyond those known from column
names in files: 1013 hPa is 1 g in mg, 98 % and 75 beats are a raw count."""

_OTHER_UNITS: Final = re.compile(
    r"\b(?:[hk]?pa|mbar|bpm|dps|deg|rad|[u\u00b5\u03bc]t|gauss|lux|c|f)\b|[%\u00b0]"
)
"""Units after a number that acceleration never has."""

_DECIMAL_COMMAS: Final = re.compile(r"#,#(?:([;| ])#,#)(?:\1#,#)+;?")
"""The shape of lines with numbers as in German: ``0,01;-0,02;0,98``."""

_FAR_BELOW: Final = 5.0
"""Least ratio of an accelerometer's length at rest to that of other sensors, in raw counts: 1 g
is 2048 at 16 g, and a gyroscope at rest is off by some 3 degrees a second, 400 at 250. Chosen."""

_QUATERNION_OFF: Final = 0.03
"""Largest deviation from 1 of the length of a quaternion printed with two decimals: by rounding,
and in programs that normalise it now and then. Chosen."""


def is_other(shape: LineShape) -> bool:
    """Return whether a word at the beginning, or a unit after a number, names another quantity."""
    first, *behind = shape.text.casefold().split(NUMBER)
    if any(shape.names) or speaks(first):
        return False
    if any(said.search(first) for said in (ROTATION, GRAVITY, GRAVITY_FREE, _OTHER_WORDS)):
        return True
    return shape.count == 3 and any(_OTHER_UNITS.search(gap) for gap in behind)


def speaks(text: str) -> bool:
    """Return whether a text has a word for acceleration."""
    return ACCELERATION.search(text.casefold()) is not None


def has_decimal_commas(shape: LineShape) -> bool:
    """Return whether a shape is of numbers with decimal commas, separated by another character."""
    return _DECIMAL_COMMAS.fullmatch(shape.text) is not None


def codes_above_others(table: Array, columns: Sequence[int]) -> Axes | None:
    """Find the accelerometer among triples of raw counts without names, as ``MPU6050_raw`` prints.

    At rest its length is a usual code of 1 g, while a gyroscope and a compass are small beside it.
    None if this does not hold, or the numbers are not triples.
    """
    threes = [(a, b, c) for a, b, c in zip(*(iter(columns),) * 3, strict=False) if c - a == 2]
    if len(columns) != 3 * len(threes) or not (table == np.round(table)).all():
        return None
    lengths = [float(np.median(np.linalg.norm(table[:, three], axis=1))) for three in threes]
    *others, largest = sorted(lengths)
    unit = unit_at_rest(largest, whole=True)
    if unit is None or unit in LIKELY or others[-1] > largest / _FAR_BELOW:
        return None
    return threes[lengths.index(largest)]


def require_no_quaternion(shape: LineShape, table: Array, axes: tuple[int, int, int]) -> None:
    """Refuse three of the four numbers of a unit quaternion, whose length is near 1 if w is small.

    A fourth number named w tells a quaternion; without names, a normalised length does.

    Raises
    ------
    DeviceRefused
        If it is one.
    """
    x, _, z = axes
    for w in (x - 1, z + 1):
        if not 0 <= w < shape.count or z - x != 2:
            continue
        four = table[:, [w, *axes]].T
        named = shape.names[w].casefold().rpartition(" ")[2] in {"w", "qw"}
        one = bool((np.abs(np.linalg.norm(four, axis=0) - 1) < _QUATERNION_OFF).all())
        if one and (named or is_made_length(four)) and np.ptp(four[0]) > 0:
            first, last = min(w, x) + 1, max(w, z) + 1
            raise DeviceRefused(
                f"the length of numbers {first} to {last} of a line is 1 always, "
                "as of a quaternion, which says how the sensor is turned and shows no movement: "
                "have it print acceleration with gravity, ax, ay and az"
            )
