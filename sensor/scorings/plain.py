"""Plain tables: ``side,onset_s,duration_s[,asleep]``, or with ``stage`` or ``kind``."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import Lines, duration_of, mark_of, number_of
from limbwatch.sensor.scorings.epoch_list import FOUR
from limbwatch.sensor.scorings.leg_rows import resolution_of
from limbwatch.sensor.scorings.plain_row import (
    SLEPT,
    PlainRow,
    asleep_in,
    cell_in,
    duration_in,
    hours_slept,
    in_seconds,
    name_of,
    onset_in,
    require_width,
    side_in,
    until_end,
)
from limbwatch.sensor.scorings.rows import ListedRow, hypnogram_of, scoring_of
from limbwatch.sensor.scorings.scoring import ScoredLegMovements, Scoring
from limbwatch.sensor.scorings.vocabulary import meaning_of, stage_of

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "side": (
        "side",
        "leg",
        "limb",
        "seite",
        "bein",
        "cote",
        "lado",
        "lato",
        "kant",
        "zijde",
        "jambe",
        "pierna",
        "gamba",
        "been",
    ),
    "onset_s": ("onset", "start", "beginn", "anfang", "begin", "debut", "inicio", "inizio"),
    "duration_s": ("duration", "dauer", "duree", "duracion", "durata", "duracao", "duur"),
    "end_s": ("end", "stop", "offset", "ende", "fin", "fine", "einde"),
    "asleep": ("asleep", "sleep"),
    "slept": (SLEPT,),
    "stage": ("stage", "sleep stage", "schlafstadium", "stadium", "stade", "fase", "stadio"),
    "kind": ("kind", "event", "type"),
    "text": (
        *("trial type", "description", "annotation", "annotations", "label", "text"),
        *("ereignis", "evenement", "evento", "gebeurtenis", "beschreibung"),
    ),
}
_REQUIRED: Final = ("side", "onset_s", "duration_s")
_EVENTS: Final = frozenset(("kind", "text", "side"))
"""Columns that make rows events, of which a column of stages tells the moment."""
_HEADERLESS: Final = ("side", "onset_s", "duration_s", "asleep")
_NOTHING: Final = ("n/a", "-", ".", "na", "nan")
"""Ways to write an empty cell, of BIDS and others."""
_EXAMPLE: Final = "side,onset_s,duration_s and then lines such as L,100.0,2.0"
_OTHERS: Final = (
    "; or onset_s,duration_s with a column stage or kind; or an export of RemLogic, Luna, "
    "Noxturnal, DOMINO, Profusion (XML), the NSRR (XML), Sleepware (XML) or EDF+"
)


def is_plain(lines: Lines) -> bool:
    """Tell whether the first row names the columns of a plain table and the next has seconds."""
    rows = _rows(lines)
    if rows and "onset_s" in (cell.lower() for cell in rows[0].cells):
        return True
    try:
        columns = _header(rows[0], lines) if rows else None
    except UnreadableFile:
        return False
    if columns is None or columns["onset_s"] >= len(rows[-1].cells):
        return False
    onset = rows[1].cells[columns["onset_s"] : columns["onset_s"] + 1] if len(rows) > 1 else ["0"]
    return all(math.isfinite(number_of(cell)) for cell in onset)


def read_plain(lines: Lines) -> Scoring:
    """Read a plain table.

    Parameters
    ----------
    lines : Lines
        With or without a header, separated by comma, semicolon or tab; ``#`` starts a comment
        line; decimal commas are understood where the comma does not separate. Seconds.

    Returns
    -------
    Scoring
        Leg movements in the order of the file: a table that a person wrote is not tidied.

    Raises
    ------
    UnreadableFile
        If a line cannot be understood; the message names file, line and value.
    """
    rows = _rows(lines)
    if not rows:
        raise UnreadableFile(f"{lines.path} is empty: expected {_EXAMPLE}{_OTHERS}.")
    columns = _header(rows[0], lines)
    width = max(len(rows[0].cells), len(_REQUIRED))
    if columns is None:
        columns = dict(zip(_HEADERLESS, range(width), strict=False))
        width = len(columns)
    else:
        rows = in_seconds(rows[0], rows[1:], columns, lines)
    for row in rows:
        require_width(row, width, lines)
    if "stage" in columns and _holds_events(rows, columns, lines):
        return _events_and_stages(rows, columns, lines)
    if "stage" in columns:
        return _stages(rows, columns, lines)
    if "kind" in columns:
        return _events(rows, columns, lines)
    if "text" in columns:
        return _notes(rows, columns, lines)
    return _leg_movements(rows, columns, lines)


def _leg_movements(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> Scoring:
    onset = np.array([onset_in(row, columns, lines) for row in rows], np.float64)
    side = np.array([side_in(row, columns, lines) for row in rows], dtype="<U8")
    asleep = None
    if "asleep" in columns:
        asleep = np.array([asleep_in(row, columns, lines) for row in rows], np.bool_)
    return Scoring(
        start=None,
        hours_of_sleep=hours_slept(rows, columns, lines),
        leg_movements=ScoredLegMovements(
            onset_s=onset,
            duration_s=np.array([duration_in(row, columns, lines) for row in rows], np.float64),
            side=side,
            kind=np.full(len(rows), "lm", dtype="<U16"),
            asleep=asleep,
        ),
        source="plain",
        resolution_s=resolution_of(onset),
        doubts=lines.doubts,
    )


def _stages(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> Scoring:
    listed, said = [], list(lines.doubts)
    words = {cell_in(row, columns, lines, "stage") for row in rows}
    if "4" in words and "5" not in words:
        said.append(FOUR)
    for row in rows:
        word = cell_in(row, columns, lines, "stage")
        stage = stage_of(word, bare=True)
        if stage is None:
            raise _no_stage(row, lines, word)
        listed.append((onset_in(row, columns, lines), duration_in(row, columns, lines), stage))
    return Scoring(
        start=None,
        stages=hypnogram_of(listed, said) if listed else None,
        source="plain",
        resolution_s=0.0,
        doubts=tuple(said),
    )


def _events(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> Scoring:
    listed = []
    for row in rows:
        word = cell_in(row, columns, lines, "kind")
        place = cell_in(row, columns, lines, "side") if "side" in columns else ""
        _require_kind(row, columns, lines, word)
        length = duration_in(row, columns, lines)
        listed.append(ListedRow(onset_in(row, columns, lines), length, word, place))
    return scoring_of(listed, source="plain", doubts=lines.doubts)


def _holds_events(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> bool:
    """Tell a list of events with stages from a hypnogram whose rows have comments."""
    if "kind" in columns or "text" not in columns:
        return not _EVENTS.isdisjoint(columns)
    return any(meaning_of(cell_in(row, columns, lines, "text")) is not None for row in rows)


def _events_and_stages(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> Scoring:
    """Read events with the stage of their moment, perhaps among rows that are stages alone."""
    listed = []
    for row in rows:
        cells = {
            name: cell_in(row, columns, lines, name).strip()
            for name in ("kind", "text", "side", "stage")
            if name in columns
        }
        filled = {name: "" if cell in _NOTHING else cell for name, cell in cells.items()}
        text = filled.get("kind") or filled.get("text") or ""
        side, stage = filled.get("side", ""), filled["stage"]
        if stage and stage_of(stage, bare=True) is None:
            raise _no_stage(row, lines, stage)
        if not text and side:
            text, side = "lm", side_in(row, columns, lines)  # a list of leg movements names none
        elif not text:
            text, stage = f"stage {stage}", ""
        elif "kind" in columns:
            _require_kind(row, columns, lines, text)
        listed.append(
            ListedRow(
                onset_in(row, columns, lines), _perhaps(row, columns, lines), text, side, stage
            )
        )
    return scoring_of(listed, source="plain", doubts=lines.doubts)


def _perhaps(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> float:
    """Read a duration where there is a column for it or for the end."""
    if "duration_s" in columns or "end_s" in columns:
        return duration_in(row, columns, lines)
    return float("nan")


def _no_stage(row: PlainRow, lines: Lines, word: str) -> UnreadableFile:
    return UnreadableFile(
        f"{lines.where(row.line)}: stage is {word!r}; it must be W, N1, N2, N3 or R."
    )


def _require_kind(row: PlainRow, columns: Mapping[str, int], lines: Lines, word: str) -> None:
    """Refuse a kind that is not known, and a leg that is not."""
    place = cell_in(row, columns, lines, "side") if "side" in columns else ""
    found = meaning_of(word, place)
    if found is None:
        raise UnreadableFile(
            f"{lines.where(row.line)}: kind is {word!r}; it must be a leg movement (lm, plm), "
            "breathing (obstructive apnea, central apnea, mixed apnea, hypopnea, rera), "
            "arousal, sleep start, lights off or lights on."
        )
    if found.family == "leg" and found.side == "unknown" and "side" in columns:
        side_in(row, columns, lines)


def _notes(rows: list[PlainRow], columns: Mapping[str, int], lines: Lines) -> Scoring:
    """Read annotations as other programs list them: a word that is not known is left out."""
    timed, ended = "duration_s" in columns, "end_s" in columns
    listed = [
        ListedRow(
            onset_in(row, columns, lines),
            duration_of(cell_in(row, columns, lines, "duration_s"))
            if timed
            else until_end(row, columns, lines)
            if ended
            else float("nan"),
            cell_in(row, columns, lines, "text"),
            cell_in(row, columns, lines, "side") if "side" in columns else "",
        )
        for row in rows
    ]
    return scoring_of(listed, source="table", doubts=lines.doubts)


def _rows(lines: Lines) -> list[PlainRow]:
    kept = [(n, line) for n, line in lines.lines if not line.lstrip().startswith("#")]
    first = kept[0][1] if kept else ""
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        mark, kept = first.strip()[-1], kept[1:]
    else:
        mark = mark_of(first)
    return [PlainRow(number, lines.cells(number, line, mark)) for number, line in kept]


def _header(row: PlainRow, lines: Lines) -> dict[str, int] | None:
    """Place of each column; None when the first row is data."""
    cells = [name_of(cell) for cell in row.cells]
    if len(cells) >= len(_REQUIRED) and np.isfinite(number_of(row.cells[1].strip())):
        return None
    found = {
        name: next((cells.index(alias) for alias in aliases if alias in cells), None)
        for name, aliases in _COLUMNS.items()
    }
    needed = set(_REQUIRED)
    if any(found[name] is not None for name in ("stage", "kind", "text")):
        needed -= {"side"} if found["text"] is None else {"side", "duration_s"}
    if found["end_s"] is not None:
        needed -= {"duration_s"}
    missing = [name for name in _REQUIRED if name in needed and found[name] is None]
    if missing:
        raise UnreadableFile(
            f"{lines.where(row.line)}: no column {' and no column '.join(missing)} among "
            f"{', '.join(row.cells)!r}; expected {_EXAMPLE}{_OTHERS}."
        )
    return {name: place for name, place in found.items() if place is not None}
