"""Tables in which each row holds one axis only, in a column of its own: put together.

Science Journal writes ``time,AccX,AccY,AccZ`` so, and each axis a few milliseconds after the one
before.
"""

from collections.abc import Iterator, Sequence

from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting, table_start


def alternating_rows(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose columns are filled in turns, judged by its beginning."""
    separator, names, rows = table_start(start)
    filled = [_filled_columns(row) for row in rows]
    if len(names) <= len(AXES) or any(len(row) != len(names) for row in rows):
        return None
    if not filled or any(len(columns) != 1 for columns in filled):
        return None
    turns = [columns[0] for columns in filled]
    columns = sorted(set(turns))
    letters = sorted(names[at].strip().casefold()[-1:] for at in columns)
    cycle = len(columns)
    in_turns = all(turns[at] == turns[at - cycle] for at in range(cycle, len(turns)))
    if letters != sorted(AXES) or not in_turns or len(turns) < 2 * cycle:
        return None
    shown = ", ".join(names[at].strip() for at in columns)
    return Rewriting(
        rewritten=lambda text: _together(text, separator, columns),
        note=(
            f"Each row holds one of {shown}: three rows were put together, at the time of the "
            "first."
        ),
    )


def _filled_columns(row: Sequence[str]) -> list[int]:
    """Return the filled columns behind the first, which is the time."""
    return [at for at, cell in enumerate(row) if at and cell.strip()]


def _together(text: bytes, separator: str, columns: Sequence[int]) -> bytes:
    """Write a row for each cycle; an axis that is missing leaves its cell empty."""
    lines = text.decode("utf-8-sig", "replace").splitlines()
    rows = [separator.join(row) for row in _merged(lines[1:], separator, columns)]
    return "\n".join([lines[0], *rows, ""]).encode()


def _merged(lines: Sequence[str], separator: str, columns: Sequence[int]) -> Iterator[list[str]]:
    open_row: list[str] | None = None
    before = -1
    for line in lines:
        row = line.split(separator)
        filled = _filled_columns(row)
        if len(filled) != 1 or filled[0] not in columns:
            yield row
            continue
        at = filled[0]
        if open_row is None or at <= before:
            if open_row is not None:
                yield open_row
            open_row = row
        else:
            open_row[at] = row[at]
        before = at
    if open_row is not None:
        yield open_row
