"""One row of a plain table: its cells by column name, or an error that names what is wrong."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.times.continued import DAY_S
from limbwatch.sensor.scorings.column_words import combined_place
from limbwatch.sensor.scorings.delimited import cell_of, number_of, seconds_of, split_unit
from limbwatch.sensor.scorings.own_words import legs_of
from limbwatch.sensor.scorings.vocabulary import folded, side_of

_Value = TypeVar("_Value")

_SIDES: Final = {
    **dict.fromkeys(("l", "left", "ankle_left"), "left"),
    **dict.fromkeys(("r", "right", "ankle_right"), "right"),
    **dict.fromkeys(("b", "both"), "both"),
    **dict.fromkeys(("", "?", "unknown", "ankle"), "unknown"),
}
PLACE: Final = "place "
"""Prefix, before a number, of our names for further columns that may tell the leg."""
YES_NO: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """A line of a plain table; invalid cells raise an UnreadableFile."""

    where: str
    """File and line, for messages."""
    cells: list[str]
    columns: Mapping[str, int] = field(default_factory=dict)
    """Index of each column that the table has, by name."""

    def require_width(self, width: int) -> None:
        """Refuse a row with more values than columns."""
        if any(self.cells[width:]):
            raise UnreadableFile(
                f"{self.where}: {len(self.cells)} values for {width} columns: "
                f"{', '.join(self.cells)!r}. With decimal commas, put semicolons between columns."
            )

    def cell(self, name: str) -> str:
        """Read a cell; refuse a row that ends before it."""
        if self.columns[name] >= len(self.cells):
            raise UnreadableFile(
                f"{self.where}: {name} is missing; the line has only "
                f"{len(self.cells)} of the columns: {', '.join(self.cells)!r}."
            )
        return self.cells[self.columns[name]]

    def perhaps(self, name: str) -> str:
        """Read a cell of an optional column; empty without one."""
        return self.cell(name) if name in self.columns else ""

    def _look_up(self, words: Mapping[str, _Value], name: str, text: str, allowed: str) -> _Value:
        if text.lower() not in words:
            raise UnreadableFile(f"{self.where}: {name} is {text!r}; it must be {allowed}.")
        return words[text.lower()]

    @property
    def side(self) -> str:
        """Leg that moved."""
        text = legs_of(self.cell("side"))
        if text.lower() not in _SIDES and side_of(text) != "unknown":
            return side_of(text)
        return self._look_up(_SIDES, "side", text, "L or R (left or right)")

    @property
    def place(self) -> str:
        """What tells the leg: its column, or else the channel, location and the like."""
        places = [at for name, at in self.columns.items() if name.startswith(PLACE)]
        return combined_place([self.perhaps("side"), *(cell_of(self.cells, at) for at in places)])

    @property
    def asleep(self) -> bool:
        """Whether the person slept."""
        return self._look_up(YES_NO, "asleep", self.cell("asleep"), "1 (asleep) or 0 (awake)")

    @property
    def onset(self) -> float:
        """Onset, seconds."""
        return seconds_of(self.cell("onset_s"), self.where, "onset_s")

    @property
    def duration(self) -> float:
        """Duration, or else the time until the end, seconds; NaN if empty."""
        if "duration_s" not in self.columns:
            return self.until_end
        text = self.cell("duration_s")
        if not text:
            return float("nan")
        seconds = seconds_of(text, self.where, "duration_s")
        if seconds < 0:
            raise UnreadableFile(f"{self.where}: duration_s is {text}; it must not be negative.")
        return seconds

    @property
    def until_end(self) -> float:
        """Time until the end, seconds; NaN if empty."""
        text = self.cell("end_s")
        if not text:
            return float("nan")
        end, onset = seconds_of(text, self.where, "end_s"), self.onset
        if end < onset:
            raise UnreadableFile(
                f"{self.where}: end_s is {text}; it must not be before onset_s, {onset:g}."
            )
        return round(end - onset, 9)


SLEPT: Final = "time of sleep"
"""Our name for a column with the duration of sleep, such as ``sleep_hours``."""


def name_of(cell: str) -> str:
    """Return the bare name of a column; hours of sleep are not the "asleep" of each moment."""
    name, unit = split_unit(cell)
    bare = folded(name)
    return SLEPT if bare == "sleep" and unit is not None else bare


def hours_slept(rows: Sequence[PlainRow]) -> float | None:
    """Return the hours of sleep, which rows must state alike; None if none states them."""
    stated = {
        seconds_of(text, row.where, "the time of sleep"): row
        for row in rows
        if (text := row.perhaps("slept").strip())
    }
    if len(stated) > 1:
        (one, _), (other, row) = list(stated.items())[:2]
        raise UnreadableFile(
            f"{row.where}: the time of sleep is {other / 3600:g} h here and {one / 3600:g} h "
            "above; a list is of one night, so write it once or alike."
        )
    for seconds, row in stated.items():
        if not 0 < seconds <= DAY_S:
            raise UnreadableFile(
                f"{row.where}: the time of sleep is {seconds / 3600:g} h; it must be more than 0 "
                "and 24 h at most."
            )
        return seconds / 3600
    return None


def in_seconds(header: PlainRow, rows: list[PlainRow]) -> list[PlainRow]:
    """Convert onsets and durations to seconds where their columns name another unit."""
    for name in ("onset_s", "duration_s", "end_s", "slept"):
        place = header.columns.get(name)
        unit = None if place is None else split_unit(header.cells[place])[1]
        if place is None or unit in (None, 1.0):
            continue
        if unit is None or math.isnan(unit):
            raise UnreadableFile(
                f"{header.where}: {header.cells[place]!r} is in no unit of time; write seconds "
                "(s), milliseconds (ms), minutes (min) or hours (h)."
            )
        rows = [replace(row, cells=_scaled(row.cells, place, unit)) for row in rows]
    return rows


UNIX_S: Final = 1e9
"""Onset from which seconds are Unix seconds: September 2001; no recording lasts so long."""


_UNIX_BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Second 0 of Unix seconds."""


def since_unix_start(rows: list[PlainRow]) -> tuple[list[PlainRow], datetime | None]:
    """Count from the first onset where all are Unix seconds, and return when that was, in UTC.

    Other rows stay as they are, without a start.
    """
    onsets = [number_of(row.cell("onset_s")) for row in rows]
    if not onsets or not min(onsets) >= UNIX_S:
        return rows, None
    first = min(onsets)
    for name in ("onset_s", "end_s"):
        place = rows[0].columns.get(name)
        if place is not None:
            rows = [replace(row, cells=_moved(row.cells, place, first)) for row in rows]
    return rows, _UNIX_BEGIN + timedelta(seconds=first)


def _moved(cells: list[str], place: int, first: float) -> list[str]:
    number = number_of(cells[place]) if place < len(cells) else math.nan
    if not math.isfinite(number):
        return cells
    return [*cells[:place], format(number - first, ".6f"), *cells[place + 1 :]]


def _scaled(cells: list[str], place: int, unit: float) -> list[str]:
    number = number_of(cells[place]) if place < len(cells) else math.nan
    if not math.isfinite(number):
        return cells
    return [*cells[:place], format(number * unit, ".12g"), *cells[place + 1 :]]
