"""Decimal points that a spreadsheet took for separators of thousands.

In the language of a country with decimal commas ``0.435`` becomes 435, while ``0.43`` stays.
"""

from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import UnreadableFile

LARGER = 100.0
"""Least ratio of the whole numbers to the others. Chosen: a lost point makes it a thousand, and
noise of a sensor that is read in fractions of its code makes none."""

SHARE = 0.02
"""Least share of rows that have both. Chosen: a single one is a glitch, of numbers with three
decimals a tenth end in 0, and where a unit changes within a file a row has one unit."""

FEWEST = 10
"""Fewest different whole numbers: one or two are written in place of missing values. Chosen."""


def require_points(path: Path, xyz: Values) -> None:
    """Refuse values, shape (n, 3), of which some have lost their decimal point.

    Raises
    ------
    UnreadableFile
        If whole numbers are many times as large as the others beside them.
    """
    known = np.abs(xyz[np.isfinite(xyz).all(axis=1)])
    whole = known == np.rint(known)
    mixed = whole.any(axis=1) & ~whole.all(axis=1)
    share = float(mixed.mean()) if len(mixed) else 0.0
    if share < SHARE:
        return
    sizes, whole = known[mixed], whole[mixed]
    if len(np.unique(sizes[whole])) < FEWEST:
        return
    ratio = float(np.median(sizes[whole])) / float(np.median(sizes[~whole]))
    if ratio < LARGER:
        return
    raise UnreadableFile(
        f"{path}: in {share:.0%} of the rows some numbers are whole, and {ratio:.0f} times as "
        "large as those with decimals. So a spreadsheet makes 435 of 0.435, in a language with "
        "decimal commas, and leaves 0.43. Give the file as the sensor or app wrote it."
    )
