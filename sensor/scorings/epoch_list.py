"""Stages alone, one epoch a line, as many programs write a hypnogram: no times, no lengths.

Perhaps under a name for the column, and perhaps behind the number of the epoch.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.scorings.delimited import Lines, mark_of
from limbwatch.sensor.scorings.rows import EPOCH_S, hypnogram_of
from limbwatch.sensor.scorings.scoring import Scoring
from limbwatch.sensor.scorings.vocabulary import stage_of

FOUR: Final = (
    "stage 4 was read as deep sleep (N3), as Rechtschaffen and Kales count; where 4 is REM, write R"
)
_FEWEST: Final = 10
"""Fewest lines of stages in words that are a hypnogram: five minutes; chosen."""
_FEWEST_NUMBERS: Final = 120
"""Fewest lines of numbers alone that are one: an hour; chosen, as a short list may be anything."""
_EPOCHS: Final = (
    f"it lists stages without times: each was taken to last {EPOCH_S:g} s, the epoch of the AASM "
    "manual, from the beginning of its recording on, which it does not tell"
)


class _Epochs(NamedTuple):
    words: list[str]


def epochs_of(lines: Lines) -> _Epochs | None:
    """Find the stages; None when a line below the first is anything else."""
    rows = [line.strip() for _, line in lines.lines if not line.lstrip().startswith("#")]
    mark = mark_of(rows[-1]) if rows else ","
    table = [[cell.strip().strip('"') for cell in row.split(mark)] for row in rows]
    if table and not _is_stage(table[0][-1]):
        table = table[1:]  # the name of the column
    widths = {len(row) for row in table}
    if widths not in ({1}, {2}) or (widths == {2} and not _count_up([row[0] for row in table])):
        return None
    words = [row[-1] for row in table]
    numbers = all(word.isdigit() for word in words)
    if len(words) < (_FEWEST_NUMBERS if numbers else _FEWEST) or not all(map(_is_stage, words)):
        return None
    return _Epochs(words)


def read_epochs(lines: Lines, epochs: _Epochs) -> Scoring:
    """Read the stages; second 0 is where the first begins."""
    said = [*lines.doubts, _EPOCHS]
    if "4" in epochs.words and "5" not in epochs.words:
        said.append(FOUR)
    listed = [
        (number * EPOCH_S, EPOCH_S, stage_of(word, bare=True) or "unknown")
        for number, word in enumerate(epochs.words)
    ]
    return Scoring(
        start=None,
        stages=hypnogram_of(listed, said),
        source="stages, one epoch a line",
        resolution_s=0.0,
        doubts=tuple(said),
    )


def _is_stage(word: str) -> bool:
    return stage_of(word, bare=True) is not None


def _count_up(cells: Sequence[str]) -> bool:
    if not all(cell.isdigit() and len(cell) < 7 for cell in cells):
        return False
    return bool((np.diff([int(cell) for cell in cells]) == 1).all())
