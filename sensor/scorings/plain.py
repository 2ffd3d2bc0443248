"""Plain tables: ``side,onset_s,duration_s[,asleep]``, or with ``stage`` or ``kind``."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import NOTHING, with_unread_places
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of, mark_of, number_of
from limbwatch.sensor.scorings.epoch_list import deep_or_rem
from limbwatch.sensor.scorings.leg_rows import resolution_of
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import ScoredLegMovements, Scoring
from limbwatch.sensor.scorings.own_words import is_own
from limbwatch.sensor.scorings.plain_columns import (
    EXPECTED,
    REQUIRED,
    named_columns,
    unnamed_columns,
)
from limbwatch.sensor.scorings.plain_row import (
    YES_NO,
    PlainRow,
    hours_slept,
    in_seconds,
    since_unix_start,
)
from limbwatch.sensor.scorings.rows import scoring_of, staged
from limbwatch.sensor.scorings.table_text import stated_origin, without_comments
from limbwatch.sensor.scorings.vocabulary import meaning_of, stage_of

_UNIX: Final = "its times are seconds since 1970 (Unix), so they were read as UTC"
_EVENTS: Final = frozenset(("kind", "text", "side"))
"""Columns that make rows events; a column of stages then tells the stage of each event."""


def is_plain(lines: Lines) -> bool:
    """Return whether the first row names columns of a plain table and the next has seconds."""
    rows = _rows(lines)
    if rows and "onset_s" in (cell.lower() for cell in rows[0].cells):
        return True
    try:
        columns = named_columns(rows[0]) if rows else None
    except UnreadableFile:
        return False
    if columns is None or columns["onset_s"] >= len(rows[-1].cells):
        return False
    if columns.keys().isdisjoint(("stage", "kind", "text")) and _are_legs(rows, columns["side"]):
        return True  # only the legs tell what rows are; times of day are reported when read
    onset = rows[1].cells[columns["onset_s"] : columns["onset_s"] + 1] if len(rows) > 1 else ["0"]
    return all(math.isfinite(number_of(cell)) for cell in onset)


def _are_legs(rows: Sequence[PlainRow], place: int) -> bool:
    """Return whether a column names only legs, not events such as the PLM of a left leg."""
    cells = {row.cells[place] for row in rows[1:] if place < len(row.cells)}
    meanings = map(meaning_of, cells)  # R is a stage, and a leg
    return all(one is None or one.family == "stage" for one in meanings)


def read_plain(lines: Lines) -> Scoring:
    """Read a plain table, in seconds, with or without a header.

    Its separator is a comma, semicolon or tab; ``#`` starts a comment line, and the last comment
    above the rows may name the columns, as MNE-Python writes annotations. Decimal commas are
    understood where the comma is not the separator. Leg movements stay in the order of the file: a
    table that a person wrote is not tidied.

    Raises
    ------
    UnreadableFile
        If a line cannot be understood; the message names file, line and value.
    """
    rows = _rows(lines)
    if not rows:
        raise UnreadableFile(f"{lines.path} is empty: expected {EXPECTED}.")
    columns = named_columns(rows[0])
    width = max(len(rows[0].cells), len(REQUIRED))
    headed = columns is not None
    if columns is None:
        columns = dict(zip(unnamed_columns(rows), range(width), strict=False))
        width = len(columns)
    rows = [replace(row, columns=columns) for row in rows]
    if headed:
        rows = in_seconds(rows[0], rows[1:])
    for row in rows:
        row.require_width(width)
    start, doubts = stated_origin(lines)
    rows, unix_start = since_unix_start(rows)
    if unix_start is not None:
        start, doubts = unix_start, (_UNIX,)
    found = replace(
        _interpret(rows, columns, (*lines.doubts, *doubts), start), start=start, from_recording=True
    )
    return _with_unread(found, _rows(lines)[0].cells, rows) if headed else found


def _interpret(
    rows: list[PlainRow],
    columns: Mapping[str, int],
    doubts: tuple[str, ...],
    start: datetime | None,
) -> Scoring:
    if "stage" in columns and _holds_events(rows, columns):
        return _events_and_stages(rows, doubts)
    if "stage" in columns:
        return _stages(rows, doubts)
    if "kind" in columns:
        return _events(rows, doubts)
    if "text" in columns:
        return _notes(rows, columns, doubts, start)
    return _leg_movements(rows, columns, doubts)


def _with_unread(found: Scoring, names: list[str], rows: list[PlainRow]) -> Scoring:
    read = rows[0].columns.values() if rows else ()
    unread = [k for k in range(len(names)) if k not in read]
    columns = [[cell_of(row.cells, k) for row in rows] for k in unread]
    return with_unread_places(found, [names[k] for k in unread], columns)


def _leg_movements(
    rows: list[PlainRow], columns: Mapping[str, int], doubts: tuple[str, ...]
) -> Scoring:
    onset = np.array([row.onset for row in rows], np.float64)
    asleep = "asleep" in columns
    return Scoring(
        start=None,
        hours_of_sleep=hours_slept(rows),
        leg_movements=ScoredLegMovements(
            onset_s=onset,
            duration_s=np.array([row.duration for row in rows], np.float64),
            side=np.array([row.side for row in rows], dtype="<U8"),
            kind=np.full(len(rows), "lm", dtype="<U16"),
            asleep=np.array([row.asleep for row in rows], np.bool_) if asleep else None,
        ),
        source="plain",
        resolution_s=resolution_of(onset),
        doubts=doubts,
    )


def _stages(rows: list[PlainRow], doubts: tuple[str, ...]) -> Scoring:
    listed, notes = [], list(doubts)
    notes += deep_or_rem({row.cell("stage") for row in rows})
    for row in rows:
        stage = stage_of(row.cell("stage"), bare=True)
        if stage is None:
            raise _stage_error(row, row.cell("stage"))
        listed.append((row.onset, row.duration, stage))
    return staged(listed, notes, source="plain")


def _events(rows: list[PlainRow], doubts: tuple[str, ...]) -> Scoring:
    listed = []
    for row in rows:
        word = row.cell("kind")
        _require_kind(row, word)
        asleep = None if row.perhaps("asleep").lower() in NOTHING else row.asleep
        listed.append(ListedRow(row.onset, row.duration, word, row.place, asleep=asleep))
    return scoring_of(listed, source="plain", doubts=doubts)


def _holds_events(rows: list[PlainRow], columns: Mapping[str, int]) -> bool:
    """Return whether rows are events with stages, not a hypnogram with comments."""
    if "kind" in columns or "text" not in columns:
        return not _EVENTS.isdisjoint(columns)
    return any(meaning_of(row.cell("text")) is not None for row in rows)


def _events_and_stages(rows: list[PlainRow], doubts: tuple[str, ...]) -> Scoring:
    """Read events with the stage of their moment, perhaps among rows that only state a stage."""
    listed = []
    for row in rows:
        cells = {name: row.perhaps(name).strip() for name in ("kind", "text", "side", "stage")}
        filled = {name: "" if cell in NOTHING else cell for name, cell in cells.items()}
        text = filled["kind"] or filled["text"]
        side, stage, place = filled["side"], filled["stage"], row.place
        if stage and stage_of(stage, bare=True) is None:
            raise _stage_error(row, stage)
        if not text and side:
            text, place = "lm", row.side  # a list of leg movements does not name them
        elif not text:
            text, stage = f"stage {stage}", ""
        elif "kind" in row.columns:
            _require_kind(row, text)
        timed = not row.columns.keys().isdisjoint(("duration_s", "end_s"))
        length = row.duration if timed else float("nan")
        listed.append(ListedRow(row.onset, length, text, place, stage))
    return scoring_of(listed, source="plain", doubts=doubts)


def _stage_error(row: PlainRow, word: str) -> UnreadableFile:
    return UnreadableFile(f"{row.where}: stage is {word!r}; it must be W, N1, N2, N3 or R.")


def _require_kind(row: PlainRow, word: str) -> None:
    """Refuse an unknown kind, and a leg movement with an unknown leg."""
    found = meaning_of(word, row.place)
    if found is None and is_own(word, row.place):
        return
    if found is None:
        raise UnreadableFile(
            f"{row.where}: kind is {word!r}; it must be a leg movement (lm, plm), "
            "breathing (obstructive apnea, central apnea, mixed apnea, hypopnea, rera), "
            "arousal, sleep start, lights off, lights on or a stage (W, N1, N2, N3, R)."
        )
    if found.family == "leg" and found.side == "unknown" and "side" in row.columns:
        _ = row.side


def _notes(
    rows: list[PlainRow],
    columns: Mapping[str, int],
    doubts: tuple[str, ...],
    start: datetime | None,
) -> Scoring:
    """Read annotations as other programs list them; unknown words are left out."""

    def length(row: PlainRow) -> float:
        if "duration_s" in columns:
            return duration_of(row.cell("duration_s"))
        return row.until_end if "end_s" in columns else float("nan")

    listed = [
        ListedRow(
            *(row.onset, length(row), row.cell("text"), row.place),
            asleep=YES_NO.get(row.perhaps("asleep").lower()),
        )
        for row in rows
    ]
    return scoring_of(listed, source="table", start=start, doubts=doubts)


def _rows(lines: Lines) -> list[PlainRow]:
    kept = without_comments(lines)
    first = kept[0][1] if kept else ""
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        mark, kept = first.strip()[-1], kept[1:]
    else:
        mark = mark_of(first)
    return [
        PlainRow(where=lines.where(number), cells=lines.cells(number, line, mark))
        for number, line in kept
    ]
