"""One row of a plain table: its cells by the names of their columns, or what is wrong with them."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import Lines, number_of, seconds_of
from limbwatch.sensor.scorings.units import split_unit
from limbwatch.sensor.scorings.vocabulary import folded, side_of

_Value = TypeVar("_Value")

_SIDES: Final = {
    **dict.fromkeys(("l", "left", "ankle_left"), "left"),
    **dict.fromkeys(("r", "right", "ankle_right"), "right"),
    **dict.fromkeys(("b", "both"), "both"),
    **dict.fromkeys(("", "?", "unknown", "ankle"), "unknown"),
}
_YES_NO: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class PlainRow(NamedTuple):
    """The number of a line and its cells."""

    line: int
    cells: list[str]


def require_width(row: PlainRow, width: int, lines: Lines) -> None:
    """Refuse a row with more values than columns."""
    if any(row.cells[width:]):
        raise UnreadableFile(
            f"{lines.where(row.line)}: {len(row.cells)} values for {width} columns: "
            f"{', '.join(row.cells)!r}. With decimal commas, put semicolons between columns."
        )


def cell_in(row: PlainRow, columns: Mapping[str, int], lines: Lines, name: str) -> str:
    """Read a cell; refuse a row that ends before it."""
    if columns[name] >= len(row.cells):
        raise UnreadableFile(
            f"{lines.where(row.line)}: {name} is missing; the line has only "
            f"{len(row.cells)} of the columns: {', '.join(row.cells)!r}."
        )
    return row.cells[columns[name]]


def _known(words: Mapping[str, _Value], text: str, where: str, name: str, allowed: str) -> _Value:
    if text.lower() not in words:
        raise UnreadableFile(f"{where}: {name} is {text!r}; it must be {allowed}.")
    return words[text.lower()]


def side_in(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> str:
    """Read the leg."""
    text = cell_in(row, columns, lines, "side")
    if text.lower() not in _SIDES and side_of(text) != "unknown":
        return side_of(text)
    return _known(_SIDES, text, lines.where(row.line), "side", "L or R (left or right)")


def asleep_in(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> bool:
    """Read whether the person slept."""
    text = cell_in(row, columns, lines, "asleep")
    return _known(_YES_NO, text, lines.where(row.line), "asleep", "1 (asleep) or 0 (awake)")


_DAY_S: Final = 86_400.0
SLEPT: Final = "time of sleep"
"""What a column is called here that tells how long was slept: ``sleep_hours``."""


def name_of(cell: str) -> str:
    """Give the bare name of a column; one of a length of sleep is no "asleep" of each moment."""
    name, unit = split_unit(cell)
    bare = folded(name)
    return SLEPT if bare == "sleep" and unit is not None else bare


def hours_slept(rows: Sequence[PlainRow], columns: Mapping[str, int], lines: Lines) -> float | None:
    """Read the hours of sleep that each row tells alike, or one of them; None when none does."""
    if "slept" not in columns:
        return None
    told = {
        seconds_of(text, lines.where(row.line), "the time of sleep"): row
        for row in rows
        if (text := cell_in(row, columns, lines, "slept").strip())
    }
    if len(told) > 1:
        (one, _), (other, row) = list(told.items())[:2]
        raise UnreadableFile(
            f"{lines.where(row.line)}: the time of sleep is {other / 3600:g} h here and "
            f"{one / 3600:g} h above; a list is of one night, so write it once or alike."
        )
    for seconds, row in told.items():
        if not 0 < seconds <= _DAY_S:
            raise UnreadableFile(
                f"{lines.where(row.line)}: the time of sleep is {seconds / 3600:g} h; it must be "
                "more than 0 and 24 h at most."
            )
        return seconds / 3600
    return None


def onset_in(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> float:
    """Read the onset, seconds."""
    return seconds_of(cell_in(row, columns, lines, "onset_s"), lines.where(row.line), "onset_s")


def duration_in(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> float:
    """Read the duration, or what lies until the end, seconds; NaN when it is empty."""
    if "duration_s" not in columns:
        return until_end(row, columns, lines)
    text = cell_in(row, columns, lines, "duration_s")
    if not text:
        return float("nan")
    seconds = seconds_of(text, lines.where(row.line), "duration_s")
    if seconds < 0:
        raise UnreadableFile(
            f"{lines.where(row.line)}: duration_s is {text}; it must not be negative."
        )
    return seconds


def until_end(row: PlainRow, columns: Mapping[str, int], lines: Lines) -> float:
    """Read the seconds until the end; NaN when it is empty."""
    text = cell_in(row, columns, lines, "end_s")
    if not text:
        return float("nan")
    end, onset = seconds_of(text, lines.where(row.line), "end_s"), onset_in(row, columns, lines)
    if end < onset:
        raise UnreadableFile(
            f"{lines.where(row.line)}: end_s is {text}; it must not be before onset_s, {onset:g}."
        )
    return round(end - onset, 9)


def in_seconds(
    header: PlainRow, rows: list[PlainRow], columns: Mapping[str, int], lines: Lines
) -> list[PlainRow]:
    """Bring onsets and durations to seconds where their columns name another unit."""
    for name in ("onset_s", "duration_s", "end_s", "slept"):
        place = columns.get(name)
        unit = None if place is None else split_unit(header.cells[place])[1]
        if place is None or unit in (None, 1.0):
            continue
        if unit is None or math.isnan(unit):
            raise UnreadableFile(
                f"{lines.where(header.line)}: {header.cells[place]!r} is in no unit of time; write "
                "seconds (s), milliseconds (ms), minutes (min) or hours (h)."
            )
        rows = [PlainRow(row.line, _scaled(row.cells, place, unit)) for row in rows]
    return rows


def _scaled(cells: list[str], place: int, unit: float) -> list[str]:
    number = number_of(cells[place]) if place < len(cells) else math.nan
    if not math.isfinite(number):
        return cells
    return [*cells[:place], format(number * unit, ".12g"), *cells[place + 1 :]]
