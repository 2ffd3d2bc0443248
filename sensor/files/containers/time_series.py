"""Series of times and values in JSON, put side by side as a table."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Any, NamedTuple

_FEWEST_PAIRS = 20
"""Fewest values of a series: fewer are a list of something else. Chosen."""
_AXES = 3


class SeriesTable(NamedTuple):
    """Series side by side: the names of the columns, and their rows in order of time."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def series_table(value: Any) -> SeriesTable | None:
    """Put series of times and values, as of Prometheus, side by side; None for anything else.

    A column is named by the labels in which the series differ.
    """
    if not isinstance(value, list) or len(value) < _AXES:
        return None
    series = [_labels_and_pairs(one) for one in value]
    known = [one for one in series if one is not None]
    if len(known) < len(series):
        return None
    keys = dict.fromkeys(chain.from_iterable(labels for labels, _ in known))
    differing = [key for key in keys if len({labels.get(key) for labels, _ in known}) > 1]
    names = ["_".join(str(labels.get(key, "")) for key in differing) for labels, _ in known]
    if len(set(names)) < len(names):
        return None
    return SeriesTable(("time", *names), rows_in_time([pairs for _, pairs in known]))


def rows_in_time(series: Iterable[Iterable[tuple[float, Any]]]) -> list[tuple[Any, ...]]:
    """Put times and values of several series into rows: the time, and a cell for each series.

    Values that one series has at one time, as rounded stamps give, are in rows one below the other,
    in their order; so none is lost. Where a series has no value, or fewer, its cell is empty.
    """
    columns: list[defaultdict[float, list[Any]]] = []
    for pairs in series:
        columns.append(defaultdict(list))
        for time, cell in pairs:
            columns[-1][time].append(cell)
    return [
        (time, *cells)
        for time in sorted(set().union(*columns))
        for cells in zip_longest(*(column.get(time, ()) for column in columns), fillvalue="")
    ]


def _labels_and_pairs(value: Any) -> tuple[dict[str, Any], list[tuple[float, Any]]] | None:
    if not isinstance(value, dict):
        return None
    labels = [one for one in value.values() if isinstance(one, dict)]
    lists = [one for one in value.values() if isinstance(one, list)]
    if len(labels) != 1 or len(lists) != 1 or len(lists[0]) < _FEWEST_PAIRS:
        return None
    if any(isinstance(label, dict | list) for label in labels[0].values()):
        return None
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in lists[0]):
        return None
    if not all(isinstance(time, int | float) for time, _ in lists[0]):
        return None
    return labels[0], [(time, cell) for time, cell in lists[0]]
