"""Whether three columns have the length of gravity, as a sensor's acceleration does at rest."""

import numpy as np

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.unit import METRES, MILLI_G, RATIOS_AT_REST, G

LIKELY = (G, MILLI_G, METRES)
"""Units that a table without names may be in."""

MOSTLY = 0.8
"""Share of the first rows that lie at gravity, in columns of acceleration. A limb that moves is
beyond it for seconds; a gyroscope or a temperature is at it by chance alone. Chosen."""


def lies_at_gravity(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether most of the first rows of three columns do, in a likely unit."""
    columns = [head.numbers(at) for at in axes]
    count = min(map(len, columns))
    if count == 0:
        return False
    xyz = np.array([column[:count] for column in columns])
    lengths = np.sqrt((xyz**2).sum(axis=0))
    low, high = RATIOS_AT_REST
    return any(
        float(np.mean((lengths * unit.scale > low) & (lengths * unit.scale < high))) >= MOSTLY
        for unit in LIKELY
    )
