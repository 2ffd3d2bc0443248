"""Hypnograms below a head of names and values: ELAN's `.hyp` and Visbrain's text.

ELAN lists one number an epoch below ``epoch_list``, each of ``time_base`` seconds. Visbrain, which
writes both, begins its text with ``*Duration_sec``, and then lists stages with the seconds at which
they end. Known from Visbrain's documents and sources, not tried on a laboratory's file.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import Lines, number_of
from limbwatch.sensor.scorings.epoch_list import deep_or_rem
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.rows import staged
from limbwatch.sensor.scorings.table_text import stated_origin
from limbwatch.sensor.scorings.vocabulary import stage_of

_EPOCH_LIST: Final = "epoch_list"
"""Last line of ELAN's head."""
_TIME_BASE: Final = "time_base"
"""Name of the length of an epoch in ELAN's head, seconds."""
_VISBRAIN: Final = "*duration_sec"
"""Beginning of Visbrain's first line, in lower case."""
_HEAD_LINES: Final = 10
"""Longest head of ELAN, lines; chosen: Visbrain writes four."""
_NO_START: Final = "it lists stages from the beginning of its recording, which it does not state"


class _Line(NamedTuple):
    number: int
    words: list[str]


def holds_headed_stages(lines: Lines) -> bool:
    """Return whether a text begins with the head of ELAN's or Visbrain's hypnograms."""
    listed = [line.strip().lower() for _, line in _without_comments(lines)[:_HEAD_LINES]]
    return bool(listed) and (listed[0].startswith(_VISBRAIN) or _EPOCH_LIST in listed)


def read_headed_stages(lines: Lines) -> Scoring:
    """Read the stages; second 0 is the beginning of the recording.

    Raises
    ------
    UnreadableFile
        If a line below the head is no stage, an end does not rise, or epochs have no length.
    """
    start, origin_doubts = stated_origin(lines)
    notes = [*lines.doubts, *origin_doubts, *([] if start else [_NO_START])]
    listed = [_Line(number, line.split()) for number, line in _without_comments(lines)]
    head = [line.words[0].lower() for line in listed]
    if head[0].startswith(_VISBRAIN):
        rows = _ends(lines, [line for line in listed if not line.words[0].startswith("*")])
        return _began(staged(rows, notes, source="Visbrain"), start)
    first = head.index(_EPOCH_LIST) + 1
    base = next((line for line in listed[:first] if line.words[0].lower() == _TIME_BASE), None)
    length_s = number_of(base.words[-1]) if base else float("nan")
    if not length_s > 0:
        raise UnreadableFile(
            f"{lines.path}: it lists epochs below {_EPOCH_LIST}, and no line {_TIME_BASE} states "
            f"their length. Write {_TIME_BASE} 30 above it, if they are of 30 s."
        )
    rows = [
        (place * length_s, length_s, _stage(lines, line))
        for place, line in enumerate(listed[first:])
    ]
    notes += deep_or_rem({line.words[0] for line in listed[first:]})
    return _began(staged(rows, notes, source="ELAN"), start)


def _without_comments(lines: Lines) -> list[tuple[int, str]]:
    return [(number, line) for number, line in lines.lines if not line.lstrip().startswith("#")]


def _began(found: Scoring, start: datetime | None) -> Scoring:
    return replace(found, start=start, from_recording=True)


def _ends(lines: Lines, listed: list[_Line]) -> list[tuple[float, float, str]]:
    rows: list[tuple[float, float, str]] = []
    begin = 0.0
    for line in listed:
        end = number_of(line.words[-1]) if len(line.words) > 1 else float("nan")
        if not np.isfinite(end) or end <= begin:
            raise UnreadableFile(
                f"{lines.where(line.number)}: a stage ends at {' '.join(line.words[1:])!r}; it "
                f"must end later than at {begin:g} s, where it begins."
            )
        rows.append((begin, end - begin, _stage(lines, line)))
        begin = end
    return rows


def _stage(lines: Lines, line: _Line) -> str:
    found = stage_of(line.words[0], bare=True)
    if found is None:
        raise UnreadableFile(
            f"{lines.where(line.number)}: {line.words[0]!r} is not a stage. Write W, N1, N2, N3 or "
            "R, and ? where none was staged."
        )
    return found
