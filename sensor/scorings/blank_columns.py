"""Tables with columns separated by blanks, rewritten with tabs for every reader."""

import re
from dataclasses import replace
from typing import Final

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import names_columns
from limbwatch.sensor.scorings.delimited import Lines

_CELL: Final = re.compile(r'"[^"]*"|\S+')
_WIDE: Final = re.compile(r"\s{2,}")
_OTHER_MARKS: Final = re.compile(r"[\t;,]")


def with_tabs(lines: Lines) -> Lines:
    """Rewrite a table separated by blanks with tabs; return any other text unchanged.

    Its first line names columns and contains no tab, semicolon or comma. Where two or more blanks
    separate the names, single blanks belong to them.

    Raises
    ------
    UnreadableFile
        If a row has more or fewer cells than names, such as a cell of several words.
    """
    kept = [(n, line.strip()) for n, line in lines.lines if not line.lstrip().startswith("#")]
    if len(kept) < 2 or _OTHER_MARKS.search(kept[0][1]):
        return lines
    if any(mark in line for _, line in kept for mark in "\t;"):
        return lines
    for parted in (_wide_cells, _cells):
        names = parted(kept[0][1])
        if len(names) < 2 or not names_columns(names) or any(name[:1].isdigit() for name in names):
            continue
        rows = [(n, parted(line)) for n, line in kept]
        if all(len(row) == len(names) for _, row in rows):
            return replace(lines, lines=tuple((n, "\t".join(row)) for n, row in rows))
    if not names_columns(_cells(kept[0][1])) or len(_cells(kept[1][1])) < 2:
        return lines
    width = len(_cells(kept[0][1]))
    number, line = next((n, line) for n, line in kept if len(_cells(line)) != width)
    raise UnreadableFile(
        f"{lines.where(number)}: {len(_cells(line))} cells for the {width} names above, which "
        f"blanks part: {line[:60]!r}. Put tabs, semicolons or commas between the columns, or "
        "quotes around a cell of several words."
    )


def _cells(line: str) -> list[str]:
    return [cell.strip('"') for cell in _CELL.findall(line)]


def _wide_cells(line: str) -> list[str]:
    return _WIDE.split(line)
