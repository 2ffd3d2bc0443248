"""Figures of all nights of persons who have several, with intervals by resampling persons.

Nights of one person are alike, so a person is resampled with all nights. In the figure itself all
nights have the same weight.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limbwatch.classify.agreement.estimates import Estimate, over_nights
from limbwatch.sensor.arrays import Array, Index


def sums_over_persons(
    columns: Sequence[Array], whose: Sequence[str], statistic: Callable[..., Any]
) -> Estimate:
    """Return a statistic of sums over all nights, with the number of persons as n.

    A column holds one value per night; nights with an unknown (NaN) value are left out.
    ``statistic`` takes the columns and ``axis``, and uses only their sums.

    References
    ----------
    .. [1] Field CA, Welsh AH. Bootstrapping clustered data. J R Stat Soc B 2007;69:369-390.
    """
    table, groups = _grouped(columns, whose)
    sums = [np.array([column[rows].sum() for rows in groups]) for column in table]
    return _named_over_persons(over_nights(sums, statistic))


def mean_over_persons(values: Array, whose: Sequence[str]) -> Estimate:
    """Return the mean over all nights; nights with an unknown (NaN) value are left out."""
    nights = np.where(np.isfinite(values), 1.0, np.nan)
    return sums_over_persons([values, nights], whose, _ratio)


def over_persons(
    columns: Sequence[Array], whose: Sequence[str], statistic: Callable[..., Any]
) -> Estimate:
    """Return any statistic of all nights, such as a kappa; columns as in `sums_over_persons`.

    ``statistic`` takes the columns of the resampled nights and returns one number.
    """
    table, groups = _grouped(columns, whose)

    def drawn(persons: Array) -> float:
        rows = np.concatenate([groups[int(person)] for person in persons])
        return float(statistic(*(column[rows] for column in table)))

    if not groups:
        return Estimate(value=None, n=0)
    persons = np.arange(len(groups), dtype=np.float64)
    return _named_over_persons(over_nights([persons], drawn, along_axis=False))


def _grouped(columns: Sequence[Array], whose: Sequence[str]) -> tuple[list[Array], list[Index]]:
    """Return the columns without unknown nights, and the rows of each person."""
    table = [np.asarray(column, np.float64) for column in columns]
    kept = np.flatnonzero(np.isfinite(np.stack(table)).all(axis=0))
    rows: dict[str, list[int]] = {}
    for place, night in enumerate(kept.tolist()):
        rows.setdefault(whose[night], []).append(place)
    return [column[kept] for column in table], [np.array(one, np.intp) for one in rows.values()]


def _ratio(top: Array, bottom: Array, axis: int = -1) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(top.sum(axis=axis) / bottom.sum(axis=axis))


def _named_over_persons(found: Estimate) -> Estimate:
    return replace(found, method=found.method.replace("over nights", "over persons"))
