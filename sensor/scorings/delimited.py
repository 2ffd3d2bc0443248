"""The text of a scoring, its lines and cells and their units, whatever program wrote it."""

import codecs
import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from limbwatch.sensor.errors import UnreadableFile, forbidden

LARGEST_BYTES: Final = 64 * 2**20
"""Largest list of a night's events, bytes; chosen: a thousand times the largest seen."""
_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_LATEST_S: Final = 1e11
"""Largest plausible time, seconds: three thousand years, Unix seconds included."""
PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")
"""First bytes of gzip, bzip2, xz, Zstandard and 7-Zip."""
OLE: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of documents that Office wrote before 2007."""

_EXPECTED: Final = "expected a list of scored events"
_COMPARED: Final = 50
"""Rows before the last that are compared with it; chosen."""
_ALIKE: Final = 3
"""Rows of one width before the last that are needed to tell a row's width; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A text file, its lines numbered from 1, and how it was decoded."""

    path: Path
    lines: tuple[tuple[int, str], ...]
    doubts: tuple[str, ...] = ()

    def where(self, number: int) -> str:
        """Return the name of a line for messages."""
        return f"{self.path}, line {number}"

    def cells(self, number: int, line: str, mark: str) -> list[str]:
        """Split a line into cells; quotes are understood.

        Raises
        ------
        UnreadableFile
            If quotes or lengths are impossible.
        """
        try:
            row = next(csv.reader([line], delimiter=mark, skipinitialspace=mark != "\t"), [])
        except csv.Error as error:
            raise UnreadableFile(f"{self.where(number)}: {error}; {_EXPECTED}.") from error
        return [cell.strip() for cell in row]


def bytes_of(path: Path, most: int = -1) -> bytes:
    """Read a file of scored events, or at most ``most`` bytes of it, if 0 or more.

    Raises
    ------
    UnreadableFile
        If it does not exist, is not a file, or is too large.
    """
    try:
        if most < 0 and path.is_file() and path.stat().st_size > LARGEST_BYTES:
            raise UnreadableFile(
                f"{path} has more than {LARGEST_BYTES // 2**20} MiB, and no list of scored events "
                "has. Name the file of the scored events."
            )
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path} is a folder; name a file of scored events.") from error
    except PermissionError as error:
        raise forbidden(path) from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error


def lines_of(path: Path, content: bytes) -> Lines:
    """Decode a text file, and leave out empty lines.

    It is UTF-8, UTF-16 (with a mark, or recognised by its zeros), or else Latin-1.

    Raises
    ------
    UnreadableFile
        If it is not text.
    """
    text, doubts = _decoded(path, content)
    numbered = enumerate(text.splitlines(), start=1)
    lines = tuple((n, line) for n, line in numbered if line.strip(" ,;\t"))
    if not text.endswith(("\n", "\r")) and torn_row([line for _, line in lines]):
        number, line = lines[-1]
        cut_note = (
            f"it ends in the middle of line {number} ({line[:60]!r}), so it was cut off there: "
            "that row was left out, and more may be missing. Copy or export it again"
        )
        return Lines(path=path, lines=lines[:-1], doubts=(*doubts, cut_note))
    return Lines(path=path, lines=lines, doubts=doubts)


def torn_row(lines: Sequence[str]) -> bool:
    """Return whether the last line, which has no line feed, is only part of a row.

    It then has fewer cells than all rows before it, or its last cell is the beginning of other
    cells of that column.
    """
    before, last = lines[-_COMPARED - 1 : -1], lines[-1] if lines else ""
    if len(before) < _ALIKE:
        return False
    mark = max("\t;,", key=before[-1].count)
    widths = {line.count(mark) for line in before[-_ALIKE:]}
    if len(widths) > 1 or widths == {0}:
        return False
    if last.count(mark) < max(widths):
        return True
    width = max(widths)
    others = [line.rsplit(mark, 1)[1].strip() for line in before if line.count(mark) == width]
    return _begins(last.rsplit(mark, 1)[1].strip(), others)


def _begins(cell: str, others: Sequence[str]) -> bool:
    if cell in others or len(others) < _ALIKE:
        return False
    decimals = {_decimals(other) for other in others[-_ALIKE:]}
    if cell.replace(".", "").isdigit():
        return len(decimals) == 1 and 0 <= _decimals(cell) < max(decimals)
    return any(other.startswith(cell) for other in others)


def _decimals(cell: str) -> int:
    """Return the number of digits after the point; -1 if it is not a number."""
    whole, _, rest = cell.partition(".")
    return len(rest) if whole.isdigit() and (rest.isdigit() or not rest) else -1


def _decoded(path: Path, content: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = _encoding(content)
    try:
        # incremental, as a file that was cut may end within a character
        return _checked(path, codecs.getincrementaldecoder(encoding)().decode(content)), ()
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise UnreadableFile(f"{path} is not a text file: {_EXPECTED}.") from error
        _require_unpacked(path, content)
        return _checked(path, content.decode("cp1252", errors="replace")), _LATIN


def _require_unpacked(path: Path, content: bytes) -> None:
    if content.startswith(PACKED):
        raise UnreadableFile(
            f"{path} is compressed: {_EXPECTED}. Unpack it and give the file in it."
        )
    if content.startswith((b"PK\x03\x04", OLE)):
        raise UnreadableFile(
            f"{path} is a workbook or an archive: {_EXPECTED}. Save the sheet with the events as "
            "CSV, or unpack it, and give that file."
        )


def _checked(path: Path, text: str) -> str:
    control = sum(text.count(mark) for mark in map(chr, (*range(9), *range(14, 28))))
    if control > len(text) / 1000:
        raise UnreadableFile(f"{path} is not a text file: {_EXPECTED}.")
    return text


_LATIN: Final = ("it is not UTF-8 and was read as Latin-1",)


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:1000]
    if start[1::2].count(0) > 0.4 * len(start):
        return "utf-16-le"
    if start[0::2].count(0) > 0.4 * len(start):
        return "utf-16-be"
    return "utf-8-sig"


def cell_of(row: Sequence[str], at: int | None) -> str:
    """Return a cell of a row; empty if the row or the table lacks it."""
    return row[at] if at is not None and at < len(row) else ""


def mark_of(line: str) -> str:
    """Return the separator: tab before semicolon before comma, which may be decimal."""
    return next((mark for mark in "\t;" if mark in line), ",")


def number_of(text: str) -> float:
    """Parse a number with a decimal point or comma; NaN if it is not one, or too large."""
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else float("nan")
    return value if abs(value) <= _LATEST_S else float("nan")


def seconds_of(text: str, where: str, name: str) -> float:
    """Parse a number of seconds; raise an UnreadableFile if it is not one."""
    value = number_of(text)
    if not math.isfinite(value):
        raise UnreadableFile(f"{where}: {name} is {text!r}; it must be a number of seconds.")
    return value


def duration_of(text: str, unit: float | None = None) -> float:
    """Parse a duration to seconds; NaN if it is unknown.

    It is a number, perhaps followed by a unit, or hours, minutes and seconds. ``unit`` is the
    column's unit in seconds, used where the text has none.
    """
    clock = re.fullmatch(r"(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)", text.strip())
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    number, own = number_and_unit(text)
    factor = own or unit or 1.0
    value = number_of(number.strip()) * factor
    return value if value >= 0 else float("nan")


_FACTORS: Final = {
    **dict.fromkeys(("us", "usec", "\u00b5s", "\u03bcs", "microseconds"), 1e-6),
    **dict.fromkeys(
        ("ms", "msec", "msecs", "millis", "millisec", "millisecond", "milliseconds", "mseg",
         "millisekunden", "millisekunder", "millisecondes", "milisegundos", "millisecondi"),
        1e-3,
    ),
    **dict.fromkeys(
        ("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "sekunder", "seg",
         "segundos", "secondes", "secondi", "seconden", "sekundy", "sekuntia"),
        1.0,
    ),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten", "minuti", "minutos"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunden", "heures"), 3600.0),
}  # fmt: skip
"""Seconds in one of each unit."""
_BRACKETED: Final = re.compile(r"(?P<name>.*?)\s*[\[(]\s*(?P<unit>[^\])]*?)\s*[\])]\s*")
_APPENDED: Final = re.compile(r"(?P<name>.+?)(?:_|,\s*|\s+in\s+|\s+)(?P<unit>[^\W\d_]+)")
_CLOCK: Final = re.compile(r"[hmsxf:.,]*[:][hmsxf:.,]*", re.I)
_WITH_UNIT: Final = re.compile(r"(?P<number>[+-]?[\d.,]+)\s*(?P<unit>[^\W\d_]+)\.?")


def seconds_in(unit: str) -> float | None:
    """Return the seconds in a unit; None if it is not a unit of time."""
    return _FACTORS.get(unit.strip().rstrip(".").casefold())


def split_unit(name: str) -> tuple[str, float | None]:
    """Split a column's name from its unit, which is returned in seconds.

    The unit is None if none or a clock format (``hh:mm:ss``) is written, and NaN if brackets hold
    something that is not a unit of time (``[samples]``).
    """
    found = _BRACKETED.fullmatch(name)
    if found:
        unit = found["unit"]
        if not unit or _CLOCK.fullmatch(unit):
            return found["name"], None
        factor = seconds_in(unit)
        return found["name"], float("nan") if factor is None else factor
    found = _APPENDED.fullmatch(name.strip())
    factor = seconds_in(found["unit"]) if found else None
    return (name, None) if found is None or factor is None else (found["name"], factor)


def number_and_unit(text: str) -> tuple[str, float | None]:
    """Split a value from the unit after it, as in ``1500 ms``; None if there is no unit."""
    found = _WITH_UNIT.fullmatch(text.strip())
    factor = seconds_in(found["unit"]) if found else None
    return (text, None) if found is None or factor is None else (found["number"], factor)


def no_unit(unit: float | None) -> tuple[str, ...]:
    """Return a note that durations without a unit of time are not used."""
    if unit is None or not math.isnan(unit):
        return ()
    return ("the unit of its durations is not one of time, so only onsets are used",)
