"""Hypnograms as many programs write them: stages only, one epoch per line, no times, no lengths.

A column name may stand above, and the epoch's number in front.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    LENGTHS,
    SECONDS,
    TIMES,
    is_called,
)
from limbwatch.sensor.scorings.delimited import Lines, mark_of, split_unit
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.rows import EPOCH_S, staged
from limbwatch.sensor.scorings.table_text import stated_origin
from limbwatch.sensor.scorings.vocabulary import folded, stage_of

_FOUR: Final = (
    "stage 4 was read as deep sleep (N3), as Rechtschaffen and Kales count; where 4 is REM, write R"
)
_FEWEST: Final = 10
"""Least number of lines for a hypnogram in words: five minutes; chosen."""
_FEWEST_NUMBERS: Final = 120
"""Least number of lines for one in numbers: an hour; chosen, as a short list may be anything."""
_NEARLY: Final = 0.8
"""Share of lines that must be stages for the others to be reported; chosen."""
_NUMBERED: Final = re.compile(r"\d+\s+[^\s\d]?\S{0,3}")
"""An epoch and its stage, with blanks between them, as in Stanford's `.STA`."""
_STAGE_NAMES: Final = frozenset({"stage", "stages", "sleep stage", "stadium", "stade", "fase"})
_EPOCH_NAME: Final = "epoch"
_WRITE: Final = (
    "Write a table onset_s,duration_s,stage, which may have any length, or export the stages again."
)
_EPOCHS: Final = (
    f"it lists stages without times: each was taken to last {EPOCH_S:g} s, the epoch of the AASM "
    "manual, from the beginning of its recording, which it does not state"
)
_EPOCHS_SINCE: Final = (
    f"it lists stages without times: each was taken to last {EPOCH_S:g} s, the epoch of the AASM "
    "manual, from the start stated above them"
)


def epochs_of(lines: Lines) -> list[str] | None:
    """Return the stages; None if a line below the first is anything else."""
    found = _stage_column(lines)
    numbers = all(word.isdigit() for word in found.words)
    enough = len(found.words) >= (_FEWEST_NUMBERS if numbers else _FEWEST)
    if not enough or not found.counted or not all(map(_is_stage, found.words)):
        return None
    return found.words


def require_no_epochs(lines: Lines) -> None:
    """Refuse what is nearly a list of stages, and say what is wrong with it.

    Raises
    ------
    UnreadableFile
        If nearly all lines are stages, with the line and the word that is not; or if all are, but
        too few.
    """
    found = _stage_column(lines)
    stages = sum(map(_is_stage, found.words))
    every = len(found.words)
    if not stages or stages < _NEARLY * every:
        return
    if not found.counted:
        raise UnreadableFile(
            f"{lines.path}: its lines are stages behind numbers that do not go up by one: epochs "
            f"are missing or doubled. {_WRITE}"
        )
    if stages < every:
        place = next(k for k, word in enumerate(found.words) if not _is_stage(word))
        raise UnreadableFile(
            f"{lines.where(found.lines[place])}: {found.words[place]!r} is not a stage; {stages} "
            f"of {every} lines are. Write W, N1, N2, N3 or R, and ? where none was staged."
        )
    numbers = all(word.isdigit() for word in found.words)
    least, of = (_FEWEST_NUMBERS, "numbers alone") if numbers else (_FEWEST, "stages alone")
    raise UnreadableFile(
        f"{lines.path}: {every} lines of {of} are too few to be taken for a hypnogram: that has "
        f"{least} epochs or more. {_WRITE}"
    )


_Row = tuple[int, list[str]]
"""Number and cells of a line."""


class _Column(NamedTuple):
    words: list[str]
    lines: list[int]
    counted: bool
    """Whether the numbers in front rise by one, or there are none."""


def _stage_column(lines: Lines) -> _Column:
    """Return the column of stages, without its name; empty if there is none.

    It is the last of one or two columns, of which tabs, semicolons, commas or blanks part the two;
    of more it is the one that is named a stage, beside no time.
    """
    rows = [
        (number, line.strip()) for number, line in lines.lines if not line.lstrip().startswith("#")
    ]
    mark = mark_of(rows[-1][1]) if rows else ","
    if all(mark not in row and _NUMBERED.fullmatch(row) for _, row in rows):
        rows, mark = [(n, "\t".join(row.split())) for n, row in rows], "\t"
    table = [(n, [cell.strip().strip('"') for cell in row.split(mark)]) for n, row in rows]
    table = _only_named_stages(table)
    if len(table) > 1 and not _is_stage(table[0][1][-1]) and _is_stage(table[1][1][-1]):
        if len(table[0][1]) > 1 and _is_of_time(table[0][1][0]):
            return _Column([], [], counted=False)  # seconds that rise by one are not epochs
        table = table[1:]  # the name of the column
    widths = {len(row) for _, row in table}
    if widths not in ({1}, {2}):
        return _Column([], [], counted=False)
    if widths == {2} and not any(row[0].isdecimal() for _, row in table):
        return _Column([], [], counted=False)  # what stands before the stages numbers no epochs
    counted = widths == {1} or _count_up([row[0] for _, row in table])
    return _Column([row[-1] for _, row in table], [n for n, _ in table], counted=counted)


def _only_named_stages(table: list[_Row]) -> list[_Row]:
    """Leave out what stands beside numbered epochs and the column named for stages."""
    names = table[0][1] if table else []
    stages = [k for k, name in enumerate(names) if folded(name) in _STAGE_NAMES]
    others = [name for k, name in enumerate(names) if k not in stages]
    if len(names) < 3 or len(stages) != 1 or any(map(_is_of_time, others)):
        return table
    if any(len(cells) != len(names) for _, cells in table):
        return table
    epochs = [k for k, name in enumerate(names) if folded(name).startswith(_EPOCH_NAME)]
    return [(n, [cells[k] for k in (*epochs[:1], *stages)]) for n, cells in table]


def _is_of_time(name: str) -> bool:
    bare, unit = split_unit(name)
    return unit is not None or is_called(folded(bare), (*BEGINNINGS, *TIMES, *SECONDS, *LENGTHS))


def deep_or_rem(words: Collection[str]) -> list[str]:
    """Return a note on stages of 4, unless stages of 5 show that they are deep sleep."""
    return [_FOUR] if "4" in words and "5" not in words else []


def read_epochs(lines: Lines, words: list[str]) -> Scoring:
    """Read the stages; second 0 is the beginning of the first."""
    start, origin_doubts = stated_origin(lines)
    epochs = _EPOCHS_SINCE if start else _EPOCHS
    notes = [*lines.doubts, epochs, *origin_doubts, *deep_or_rem(words)]
    listed = [
        (number * EPOCH_S, EPOCH_S, stage_of(word, bare=True) or "unknown")
        for number, word in enumerate(words)
    ]
    found = staged(listed, notes, source="stages, one epoch a line")
    return replace(found, start=start, from_recording=True)


def _is_stage(word: str) -> bool:
    return stage_of(word, bare=True) is not None


def _count_up(cells: Sequence[str]) -> bool:
    if not all(cell.isdecimal() and len(cell) < 7 for cell in cells):
        return False
    return bool((np.diff([int(cell) for cell in cells]) == 1).all())
