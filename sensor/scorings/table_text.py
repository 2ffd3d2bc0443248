"""The text of a table: columns separated by blanks, and comments above it, as of MNE-Python."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import names_columns
from limbwatch.sensor.scorings.delimited import Lines, mark_of, number_of
from limbwatch.sensor.scorings.moments import read_moments

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
    for parted in (_WIDE.split, _cells):
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


_COMMENT: Final = "#"
_ORIGIN: Final = re.compile(r"#\s*(?:orig_time|start)\s*:\s*(\d.*)")
"""Time of second 0: MNE-Python's start of the recording, or what a person wrote above the rows."""
_OF_MNE: Final = (
    "the start that it states (orig_time) was read as UTC, as it is written; of a recording in EDF "
    "MNE writes the local time so, and then all is off by the hours of the time zone"
)


def without_comments(lines: Lines) -> list[tuple[int, str]]:
    """Leave out comments, but for names of columns above rows of numbers; lines are numbered."""
    is_comment = [line.lstrip().startswith(_COMMENT) for _, line in lines.lines]
    kept = [line for line, comment in zip(lines.lines, is_comment, strict=True) if not comment]
    first = is_comment.index(False) if kept else 0
    if not first:
        return kept
    number, comment = lines.lines[first - 1]
    names = comment.lstrip(f" {_COMMENT}")
    row = lines.cells(*kept[0], mark_of(kept[0][1]))
    named = lines.cells(number, names, mark_of(kept[0][1]))
    is_header = len(named) == len(row) and len(named) > 1 and names_columns(named)
    if is_header and any(np.isfinite(number_of(cell)) for cell in row):
        return [(number, names), *kept]
    return kept


def stated_origin(lines: Lines) -> tuple[datetime | None, tuple[str, ...]]:
    """Read when second 0 of annotations was, where a comment states it, and what is doubtful."""
    stated = (found[1] for _, line in lines.lines if (found := _ORIGIN.match(line.strip())))
    start = read_moments([next(stated, "")]).start
    return start, () if start is None or start.tzinfo is None else (_OF_MNE,)
