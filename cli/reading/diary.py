"""Sleep diaries as tables, and their entries for a night."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_clocks import Clock, read_clock
from limbwatch.cli.reading.diary_night import NOON, DiaryNight
from limbwatch.cli.reading.diary_shapes import shape_of
from limbwatch.cli.reading.diary_words import bare
from limbwatch.cli.reading.typed_table import split_delimiter_line

_HALF_NIGHT: Final = timedelta(hours=4)
"""Time after midnight until which a recording may begin and count as half a night (GGIR)."""


def read_diary(path: Path) -> tuple[DiaryNight, ...]:
    """Read a sleep diary: CSV with commas, semicolons, tabs, bars or blanks.

    One row per night: ``subject`` (if there are several), ``date`` of the evening, ``lights_off``,
    ``lights_on``, and ``get_ups`` and ``off_wrist`` as ``02:10-02:20; 04:00-04:05``. A clock may
    follow its date, which then counts and gives the evening if ``date`` is missing or only counts
    nights; dates may have columns of their own (``date_off, time_off, date_on, time_on``). Or
    GGIR's sleep logs: basic (``ID, onset_N1, wakeup_N1 ...``, nights counted) and advanced (``ID,
    D1_date, D1_wakeup, D1_inbed, D1_nonwear1_off, D1_nonwear1_on ...``).

    Raises
    ------
    CommandError
        If it is not such a table, or a cell is not a date or time of day; names row and cell.
    """
    try:
        text = _decode(path.read_bytes())
    except FileNotFoundError:
        raise CommandError(f"{path}: there is no such file. Check the name.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _diary_error(path, f"it cannot be read ({error})") from error
    stated, text = split_delimiter_line(text)
    head = text.partition("\n")[0]
    marks = stated or max(",;\t|", key=head.count)
    # GGIR also accepts blanks if there is no other delimiter
    apart = marks if marks in head else " "
    rows = list(csv.reader(io.StringIO(text), delimiter=apart, skipinitialspace=apart == " "))
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise _diary_error(path, "it has no row below its header")
    names = [bare(name) for name in rows[0]]
    try:
        whole = [[*row, *[""] * (len(names) - len(row))] for row in rows[1:]]
        return _unique_nights(shape_of(names)(names, whole))
    except ValueError as error:
        raise _diary_error(path, str(error)) from error


def _decode(content: bytes) -> str:
    """Decode text as spreadsheets save it: UTF-8, UTF-16 with its mark, or Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _unique_nights(nights: Iterable[DiaryNight]) -> tuple[DiaryNight, ...]:
    """Raise an error for a night with two different entries; drop repeated ones."""
    found: dict[tuple[str | None, date | int | None], DiaryNight] = {}
    for one in nights:
        key = (one.subject, one.evening or one.number)
        before = found.setdefault(key, one)
        if before != one:
            whose = f" of {one.subject}" if one.subject else ""
            hint = "" if one.evening is None else _date_hint(before, one)
            raise ValueError(
                f"the night of {one.evening or one.number}{whose} is there twice, with "
                f"{before.in_words} and with {one.in_words}; keep one of them{hint}"
            )
    return tuple(found.values())


def _date_hint(*nights: DiaryNight) -> str:
    """Return a hint about dates if a night may be filed under the date of its morning."""
    late = (one.lights_off for one in nights if isinstance(one.lights_off, time))
    if all(clock >= NOON for clock in late):
        return ""
    return ", or give lights off after midnight the date of the evening before"


def _diary_error(path: Path, why: str) -> CommandError:
    return CommandError(
        f"the diary {path} is not understood: {why}. One row a night, with the columns date (of "
        "the evening), lights_off and lights_on, or a basic or advanced sleep log of GGIR"
    )


def parse_clock(text: str | None, option: str) -> Clock | None:
    """Parse a time of day, or a date and time, from the command line.

    Raises
    ------
    CommandError
        If it is neither.
    """
    try:
        return None if text is None else read_clock(text, "")
    except ValueError as error:
        raise CommandError(f"{option} {error}") from error


def diary_of(diary: Sequence[DiaryNight], subject: str | None) -> tuple[DiaryNight, ...]:
    """Return the nights of one person.

    Raises
    ------
    CommandError
        If the diary is of several people and none is named, or has no row of the one named.
    """
    people = sorted({one.subject for one in diary if one.subject is not None})
    if subject is None and len(people) > 1:
        raise CommandError(
            f"the diary is of {len(people)} people ({', '.join(people[:5])}): say whose night it "
            "is with --subject"
        )
    found = tuple(one for one in diary if subject is None or one.subject in (None, subject))
    if not found:
        raise CommandError(
            f"the diary has no row of {subject}; it has {', '.join(people[:5]) or 'nobody'}"
        )
    return found


def counted_night(begin: datetime, evening: date) -> int:
    """Return the number of a night in a recording that began at a local time, as GGIR counts.

    It is 1 for the first night that holds a recorded midnight, or the half night of a recording
    that begins between midnight and 04:00; 0 or less for earlier ones. "The first night in the
    basic sleeplog is assumed to correspond to the first recorded night, which is any night that
    overlaps with timestamp 00:00:00", worn or not (GGIR, issue 1511); what begins between midnight
    and 4 am counts too (issue 1337).
    """
    return (evening - (begin - _HALF_NIGHT).date()).days + 1


def night_in(diary: Sequence[DiaryNight], evening: date, number: int) -> DiaryNight | None:
    """Return the entry for an evening, or for the night of this number; None if it is empty."""
    for one in diary:
        if one.evening == evening or (one.evening is None and one.number == number):
            return one if (one.lights_off or one.lights_on or one.off_body) else None
    return None
