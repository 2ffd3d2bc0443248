"""Tables of one axis a row that hold all of x, then all of y and of z: told by both their ends."""

import csv
from collections.abc import Callable, Sequence

from limbwatch.sensor.files.tables.axis_rows import (
    OTHER,
    LongTable,
    axis_apart,
    long_table,
    pivoting,
    places_of,
)
from limbwatch.sensor.files.tables.rewriting import LAST, Rewriting


def axis_blocks(start: bytes, end: Callable[[], bytes]) -> Rewriting | None:
    """Tell whether a table holds one axis after the other.

    ``end`` gives its last bytes, whose first line may be cut: asked for only where the beginning is
    of one axis. None also when which of its columns is what is not sure.
    """
    table = long_table(start)
    if table is None:
        return None
    begun = [row for row in table.rows[:LAST] if len(row) == len(table.names)]
    axes = [at for at in table.columns if _is_one_axis(table.cells(begun, at))]
    if not axes:
        return None
    ended = _last_rows(table, end())
    # in the last block is another axis of the same, or of another sensor or quantity
    axes = [
        at
        for at in axes
        if (_is_one_axis(cells := table.cells(ended, at)) or _is_another_quantity(cells))
        and cells[0] != begun[0][at].strip()
    ]
    places = places_of(table, [*begun, *ended], axes)
    return None if places is None else pivoting(table, places)


def _is_one_axis(cells: Sequence[str]) -> bool:
    return len(set(cells)) == 1 and axis_apart(cells[0]) is not None


def _is_another_quantity(cells: Sequence[str]) -> bool:
    return len(set(cells)) == 1 and OTHER.search(cells[0]) is not None


def _last_rows(table: LongTable, end: bytes) -> list[list[str]]:
    lines = end.decode("utf-8", errors="replace").splitlines()[1:]
    filled = [line for line in lines if line.strip()][-LAST:]
    rows = list(csv.reader(filled, delimiter=table.separator))
    return [row for row in rows if len(row) == len(table.names)]
