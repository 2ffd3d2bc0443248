"""Comments above a table: the names of its columns, and its start, as MNE-Python writes them."""

import re
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.scorings.column_words import names_columns
from limbwatch.sensor.scorings.delimited import Lines, mark_of, number_of
from limbwatch.sensor.scorings.moments import read_moments

_COMMENT: Final = "#"
_ORIGIN: Final = re.compile(r"#\s*orig_time\s*:\s*(\d.*)")
"""Start of the recording to which the onsets of MNE-Python's annotations are relative."""
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
