"""Fractions of a second in a column of their own, beside one of whole seconds."""

import itertools
import re
from dataclasses import replace

from limbwatch.sensor.files.tables.clock_columns.stamp_numbers import finite_numbers
from limbwatch.sensor.files.tables.clock_columns.time_names import column_name
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Part, Written

PARTS = re.compile(r"m(illi)?s(ec)?|milli|frac|sub|usec|micro|nsec|nano|\.ns$")
"""Part of the name of a column of fractions of a second."""


def with_parts(head: Head, source: Counter | Written, taken: tuple[int, ...]) -> Counter | Written:
    """Add a column of fractions of the second beside one of whole seconds."""
    if not _has_whole_seconds(head, source):
        return source
    stamps = head.texts(source.column)
    for at in range(head.width):
        if at in taken or at == source.column or not PARTS.search(column_name(head, at) or "ms"):
            continue
        values = finite_numbers(head, at)
        if len(values) != len(stamps) or not _restarts(stamps, values):
            continue
        # the least power that they stay below; nobody writes more digits than needed
        size = next((s for s in (1e3, 1e6, 1e9) if max(values) < s), None)
        if size is not None and min(values) >= 0:
            return replace(source, part=Part(column=at, step=1 / size))
    return source


def _has_whole_seconds(head: Head, source: Counter | Written) -> bool:
    cells = head.texts(source.column)
    if len(set(cells)) > 0.5 * len(cells):
        return False
    if isinstance(source, Counter):
        return all(value * source.step % 1 == 0 for value in head.numbers(source.column))
    return not any(re.search(r"[.,]\d*[1-9]", cell[8:]) for cell in cells)


def _restarts(stamps: list[str], values: list[float]) -> bool:
    """Tell whether numbers grow within each stamp and fall when it changes."""
    rows = list(itertools.pairwise(zip(stamps, values, strict=True)))
    falls = [after < before for (a, before), (b, after) in rows if a != b]
    grows = [after > before for (a, before), (b, after) in rows if a == b]
    return bool(falls) and sum(falls) > 0.8 * len(falls) and sum(grows) > 0.9 * len(grows)
