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
"""Least share of either among the values. Chosen: a single one is a glitch, and of numbers with
three decimals a tenth end in 0."""


FEWEST = 10
"""Fewest different whole numbers: one or two are written in place of missing values. Chosen."""


def require_points(path: Path, xyz: Values) -> None:
    """Refuse values, shape (n, 3), of which some have lost their decimal point.

    Raises
    ------
    UnreadableFile
        If whole numbers are many times as large as the others beside them.
    """
    sizes = np.abs(xyz[np.isfinite(xyz)])
    whole = sizes == np.rint(sizes)
    share = float(whole.mean()) if len(sizes) else 0.0
    if not SHARE <= share <= 1 - SHARE:
        return
    if len(np.unique(sizes[whole])) < FEWEST:
        return
    ratio = float(np.median(sizes[whole])) / float(np.median(sizes[~whole]))
    if ratio < LARGER:
        return
    raise UnreadableFile(
        f"{path}: {share:.0%} of the numbers are whole, and {ratio:.0f} times as large as those "
        "with decimals. So a spreadsheet makes 435 of 0.435, in a language with decimal commas, "
        "and leaves 0.43. Give the file as the sensor or app wrote it."
    )
