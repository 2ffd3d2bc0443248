"""What quantity a printed line is of: other than acceleration by its words, or by a made length."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.files.tables.axes.at_gravity import LIKELY, is_made_length
from limbwatch.sensor.files.tables.axes.axis_columns import (
    ACCELERATION,
    GRAVITY,
    GRAVITY_FREE,
    ROTATION,
    Axes,
)
from limbwatch.sensor.files.values.unit import unit_at_rest
from limbwatch.sensor.line_shape import NUMBER, LineShape

_OTHER_WORDS: Final = re.compile(
    r"\b(?:ypr|rpy|temp\w*|press\w*|hum\w*|baro\w*|bm[ep]\d*|env\w*|hr|heart\w*|bpm|spo2|ppg|ecg)\b"
)
"""Words of quantities whose numbers may have the length of gravity by chance, beside those that the
names of columns in files are known by: 1013 hPa is 1 g in mg, 98 % and 75 beats a raw count."""

_OTHER_UNITS: Final = re.compile(
    r"\b(?:[hk]?pa|mbar|bpm|dps|deg|rad|[u\u00b5\u03bc]t|gauss|lux|c|f)\b|[%\u00b0]"
)
"""Units behind a number that no acceleration has."""

_DECIMAL_COMMAS: Final = re.compile(r"#,#(?:([;| ])#,#)(?:\1#,#)+;?")
"""As a program prints that writes numbers as in German: ``0,01;-0,02;0,98``."""

_FAR_BELOW: Final = 5.0
"""Times the length of what is beside an accelerometer that its own is at least, in raw counts: 1 g
is 2048 at 16 g, and a gyroscope at rest is off by some 3 degrees a second, 400 at 250. Chosen."""

_QUATERNION_OFF: Final = 0.03
"""By how much the length of a quaternion that is printed with two decimals may be off 1: that of
its rounding and of a program that makes it 1 now and then. Chosen."""


def is_other(shape: LineShape) -> bool:
    """Tell lines that a word at their begin, or a unit behind one of three numbers, says are so."""
    first, *behind = shape.text.casefold().split(NUMBER)
    if any(shape.names) or speaks(first):
        return False
    if any(said.search(first) for said in (ROTATION, GRAVITY, GRAVITY_FREE, _OTHER_WORDS)):
        return True
    return shape.count == 3 and any(_OTHER_UNITS.search(gap) for gap in behind)


def speaks(text: str) -> bool:
    """Tell whether a word of acceleration stands in a text."""
    return ACCELERATION.search(text.casefold()) is not None


def has_decimal_commas(shape: LineShape) -> bool:
    """Tell pairs of numbers with a comma inside, between which another sign stands."""
    return _DECIMAL_COMMAS.fullmatch(shape.text) is not None


def codes_above_others(table: Array, columns: Sequence[int]) -> Axes | None:
    """Find the accelerometer among threes of raw counts without names, as ``MPU6050_raw`` prints.

    At rest its length is a usual code of 1 g, and those of a gyroscope, which is still, and of a
    compass are small beside it. None where it is not so, or the numbers are no threes.
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
    """Refuse three of four numbers whose length a program makes 1: where w is small they have it.

    Beside x, y and z a w says so; where nothing is named, that the length of the four is as made.

    Raises
    ------
    DeviceRefused
        If it is so.
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
