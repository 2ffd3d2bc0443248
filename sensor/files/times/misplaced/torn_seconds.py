"""Seconds and fractions from two clocks, which do not begin anew at the same moment.

A board that writes the second of its clock and ``millis() % 1000`` behind it has stamps that go
back by nearly a second where the one begins anew, and on by more than one where the other does.
"""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.doubt import Doubt

BACK_S = 0.5
"""Seconds by which stamps must go back within a second. The fraction falls from its largest value
to its smallest there, a second less one period, and lost rows shorten that. Chosen."""

FEWEST = 10
"""Such steps, at least: fewer may be single wrong stamps. Chosen."""

EACH_SECOND = 0.2
"""Least share of the seconds that have one. Chosen: while the clocks happen to agree there is none,
and fewer are treated as single wrong stamps."""


def with_whole_seconds(seconds: Array, fraction: float, notes: list[str]) -> Array:
    """Leave out fractions that do not belong to their seconds, and report it.

    ``seconds`` are stamps in file order, shape (n,); ``fraction`` is that of the second in which
    second 0 lies. Rows then share the stamp of their second, in the order of the file.
    """
    steps = np.diff(seconds)
    back = np.flatnonzero(steps < 0)
    if len(back) < FEWEST or (steps[back] > -BACK_S).any() or (steps[back] < -1).any():
        return seconds
    whole = np.floor(seconds + fraction + 1e-6)
    if (whole[back + 1] != whole[back]).any():
        return seconds
    torn = whole[back]  # in order, as no stamp goes back from one second to another
    if (np.diff(torn) == 0).any() or len(torn) < EACH_SECOND * len(np.unique(whole)):
        return seconds
    notes.append(
        Doubt(
            "Within a second the times go back, as where seconds and their fractions are of two "
            "clocks that do not begin anew at the same moment. The fractions were left out: the "
            "rows keep the order of the file, and are spread evenly over each second."
        )
    )
    return np.asarray(whole - fraction)
