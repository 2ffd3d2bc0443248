"""How numbers count time: since some date, or since some start, in the unit that is plausible."""

import math

from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.times.scales import (
    UNITS,
    believable,
    counts_rows,
    dated,
    elapsed,
    typical_spacing,
)


def counter(
    values: list[float], column: int, step: float | None, rate: float | None = None
) -> Counter | None:
    """Read numbers as time: since some date, or since some start.

    Parameters
    ----------
    values : list of float
        First numbers of the column.
    column : int
    step : float or None
        Seconds per unit, when stated.
    rate : float or None
        Hz, when stated.

    Returns
    -------
    Counter or None
        None when the numbers do not grow, or no unit makes a plausible time of them.
    """
    values = [value for value in values if math.isfinite(value)]
    spacing = typical_spacing(values)
    if spacing is None:
        return None
    middle = sorted(values)[len(values) // 2]
    scale = dated(middle, spacing, step)
    if scale is not None:
        return Counter(column=column, step=scale.step, epoch=scale.epoch, zero=scale.zero)
    if step is not None and believable(spacing * step):
        return Counter(column=column, step=step, epoch=None)
    if step is None and counts_rows(values):
        return None
    scale = elapsed(spacing, rate)
    if scale is None:
        return None
    doubt = ""
    if step is not None:
        stated = next((unit.words for unit in UNITS if unit.step == step), f"units of {step:g} s")
        doubt = (
            f"The name of the column of time says {stated}, which would be "
            f"{1 / (spacing * step):.3g} samples per second: it was read as {scale.words}."
        )
    elif scale.step >= 60:
        doubt = f"The column of time states no unit; it was read as {scale.words}."
    return Counter(column=column, step=scale.step, epoch=None, doubt=doubt)
