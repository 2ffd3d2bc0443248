"""How numbers count time: since some date, or since some start, in the unit that is plausible."""

import math
from datetime import timedelta

from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.times.scales import (
    UNITS,
    UNIX,
    believable,
    counts_rows,
    dated,
    elapsed,
    latest,
    typical_spacing,
)

LONGEST_S = 5 * 365 * 86400.0
"""Seconds that nothing runs without a new start. Chosen."""

LAST_S = 4e9
"""Seconds since 1970 that are still a date: of the year 2096. Chosen."""


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
        return Counter(column=column, step=step, epoch=None, doubt=_impossible_date(middle * step))
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
    else:
        doubt = _impossible_date(middle * scale.step)
    return Counter(column=column, step=scale.step, epoch=None, doubt=doubt)


def _impossible_date(seconds: float) -> str:
    """Say of a count that no device can have made since its start that its date cannot be."""
    if not LONGEST_S < seconds < LAST_S:
        return ""
    when = UNIX + timedelta(seconds=seconds)
    return (
        f"Counted from 1970 the times would be of {when:%-d %B %Y}, "
        f"{'in the future' if when > latest() else 'before such recordings were made'}: they were "
        "taken for time since some start."
    )
