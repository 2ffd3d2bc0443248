"""Sleep diaries as tables: one row a night, or the basic and advanced sleep log of GGIR."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.diary_moments import Clock, read_clock, read_dates
from limbwatch.cli.reading.diary_words import NAMES, bare, columns_of, speaks_of

Spell = tuple[Clock, Clock]

_NOON: Final = time(12)
_HALF_NIGHT: Final = timedelta(hours=4)
_COLUMNS: Final = {"date": "the date", "off": "lights off", "on": "lights on"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryNight:
    """One night of a diary, by the clock of the wearer.

    Parameters
    ----------
    subject : str or None
        As it is written, letters and digits alone.
    evening : date or None
        None where nights are counted.
    number : int or None
        Which night of the recording, from 1, where they are counted.
    lights_off, lights_on : time, datetime or None
    out_of_bed, off_body : tuple of (Clock, Clock)
    """

    subject: str | None = None
    evening: date | None = None
    number: int | None = None
    lights_off: Clock | None = None
    lights_on: Clock | None = None
    out_of_bed: tuple[Spell, ...] = ()
    off_body: tuple[Spell, ...] = ()

    @property
    def in_words(self) -> str:
        """Lights off and on, as they were understood."""
        off, on = (
            "-" if clock is None else f"{clock:%H:%M}"
            for clock in (self.lights_off, self.lights_on)
        )
        return f"lights off {off}, on {on}"

    def asked(self, evening: date, *, by: str) -> dict[str, str]:
        """Write it down for the night of an evening, each moment with its date.

        A clock time before noon is of the next morning. In a spell the end follows the begin.
        """
        told = {"lights-off": self.lights_off, "lights-on": self.lights_on}
        found = {
            name: moment_of(clock, evening).isoformat()
            for name, clock in told.items()
            if clock is not None
        }
        for name, spells in (("out-of-bed", self.out_of_bed), ("off-body", self.off_body)):
            if spells:
                found[name] = " ".join(_spell(spell, evening) for spell in spells)
        return found | {"bed-time-by": by} if found else {}


def moment_of(clock: Clock, evening: date) -> datetime:
    """Give the date to a time of day of the night of an evening, from noon to noon."""
    if isinstance(clock, datetime):
        return clock
    return datetime.combine(evening + timedelta(days=clock < _NOON), clock)


def _spell(spell: Spell, evening: date) -> str:
    begin, end = (moment_of(clock, evening) for clock in spell)
    return f"{begin.isoformat()}/{end.isoformat()}"


def read_diary(path: Path) -> tuple[DiaryNight, ...]:
    """Read a diary.

    Parameters
    ----------
    path : Path
        CSV with commas, semicolons or tabs. One row a night: ``subject`` (where there are several),
        ``date`` of the evening, ``lights_off``, ``lights_on``, and ``get_ups`` and ``off_wrist`` as
        ``02:10-02:20; 04:00-04:05``; a date before a clock counts. Or GGIR's sleep logs: basic
        (``ID, onset_N1, wakeup_N1 ...``, nights counted) and advanced (``ID, D1_date, D1_wakeup,
        D1_inbed, D1_nonwear1_off, D1_nonwear1_on ...``).

    Raises
    ------
    CommandError
        If it is no such table, or a cell is no date or time of day; with the row and the cell.
    """
    try:
        text = _decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, f"it cannot be read ({error})") from error
    head = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count)))
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise _wrong(path, "it has no row below its head")
    names = [bare(name) for name in rows[0]]
    try:
        return _each_once(_shape_of(names)(names, rows[1:]))
    except ValueError as error:
        raise _wrong(path, str(error)) from error


def _decoded(content: bytes) -> str:
    """Text as spreadsheets save it: UTF-8, UTF-16 with its mark, or that of Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _shape_of(
    names: Sequence[str],
) -> Callable[[Sequence[str], Sequence[Sequence[str]]], Iterator[DiaryNight]]:
    if sum("date" in name for name in names) >= 2:
        return _advanced
    if not columns_of(names, "date") and any("wakeup" in name for name in names):
        return _basic
    return _by_row


def _each_once(nights: Iterable[DiaryNight]) -> tuple[DiaryNight, ...]:
    """Refuse a night that is written down twice, unless both say the same."""
    found: dict[tuple[str | None, date | int | None], DiaryNight] = {}
    for one in nights:
        key = (one.subject, one.evening or one.number)
        before = found.setdefault(key, one)
        if before != one:
            whose = f" of {one.subject}" if one.subject else ""
            raise ValueError(
                f"the night of {one.evening or one.number}{whose} stands there twice, with "
                f"{before.in_words} and with {one.in_words}; leave one of them"
            )
    return tuple(found.values())


def _wrong(path: Path, why: str) -> CommandError:
    return CommandError(
        f"the diary {path} is not understood: {why}. One row a night, with the columns date (of "
        "the evening), lights_off and lights_on, or a basic or advanced sleep log of GGIR",
        exit_code=ExitCode.USAGE,
    )


def _by_row(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    place = {what: columns_of(names, what) for what in NAMES}
    for what in ("date", "off", "on"):
        if len(place[what]) != 1:
            how = "no" if not place[what] else "more than one"
            raise ValueError(f"there is {how} column of {_COLUMNS[what]}")
    dates = read_dates([row[place["date"][0]] for row in rows if len(row) > place["date"][0]])

    def cell(row: Sequence[str], what: str) -> str:
        return row[place[what][0]] if place[what] and place[what][0] < len(row) else ""

    for number, row in enumerate(rows, start=2):
        with_row = f"row {number}: "
        evening = cell(row, "date")
        if not evening:
            raise ValueError(f"{with_row}there is no date")
        yield DiaryNight(
            subject=_label(cell(row, "subject")),
            evening=dates(evening, with_row),
            lights_off=read_clock(cell(row, "off"), with_row),
            lights_on=read_clock(cell(row, "on"), with_row),
            out_of_bed=_spells(cell(row, "up"), with_row),
            off_body=_spells(cell(row, "worn"), with_row),
        )


def _basic(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    (subject,) = columns_of(names, "subject")[:1] or [0]
    columns = [at for at in range(len(names)) if at != subject]
    nights = list(zip(columns[::2], columns[1::2], strict=False))
    for number, row in enumerate(rows, start=2):
        where = f"row {number}: "
        for place, (off, on) in enumerate(nights, start=1):
            counted = re.search(r"\d+$", names[off])
            yield DiaryNight(
                subject=_label(row[subject]),
                number=int(counted[0]) if counted else place,
                lights_off=read_clock(row[off], where) if off < len(row) else None,
                lights_on=read_clock(row[on], where) if on < len(row) else None,
            )


def _advanced(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    (subject,) = columns_of(names, "subject")[:1] or [0]
    heads = [at for at, name in enumerate(names) if "date" in name]
    days = [range(a, b) for a, b in zip(heads, [*heads[1:], len(names)], strict=True)]
    dates = read_dates([row[at] for row in rows for at in heads if at < len(row)])
    for number, row in enumerate(rows, start=2):
        told: dict[date, dict[str, list[Clock | None]]] = {}
        for columns in days:
            if columns[0] >= len(row) or not row[columns[0]]:
                continue
            here = told.setdefault(dates(row[columns[0]], f"row {number}: "), {})
            for at in columns[1:]:
                for what in ("worn", "off", "on"):
                    if speaks_of(names[at], what):
                        cell = row[at] if at < len(row) else ""
                        here.setdefault(what, []).append(read_clock(cell, f"row {number}: "))
                        break
        for evening, here in told.items():
            morning = told.get(evening + timedelta(days=1), {}).get("on", [None])[0]
            spells = here.get("worn", [])
            pairs = zip(spells[::2], spells[1::2], strict=False)
            yield DiaryNight(
                subject=_label(row[subject]),
                evening=evening,
                lights_off=here.get("off", [None])[0],
                lights_on=morning,
                off_body=tuple((a, b) for a, b in pairs if a is not None and b is not None),
            )


def _label(text: str) -> str | None:
    return re.sub(r"[^A-Za-z0-9]", "", text.removeprefix("sub-")) or None


def _spells(text: str, where: str) -> tuple[Spell, ...]:
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;,]", text))):
        begin, _, end = part.replace("/", "-").replace(" to ", "-").partition("-")
        first, last = read_clock(begin.strip(), where), read_clock(end.strip(), where)
        if first is None or last is None:
            raise ValueError(f"{where}{part!r} is no span; write it like 02:10-02:20")
        found.append((first, last))
    return tuple(found)


def parse_clock(text: str | None, option: str) -> Clock | None:
    """Understand a time of day, or a date and time, of the command line.

    Raises
    ------
    CommandError
        If it is neither.
    """
    try:
        return None if text is None else read_clock(text, "")
    except ValueError as error:
        raise CommandError(f"{option} {error}", exit_code=ExitCode.USAGE) from error


def diary_of(diary: Sequence[DiaryNight], subject: str | None) -> tuple[DiaryNight, ...]:
    """Take the nights of one person.

    Raises
    ------
    CommandError
        If it has rows of several people and none is named, or none of the one who is.
    """
    people = sorted({one.subject for one in diary if one.subject is not None})
    if subject is None and len(people) > 1:
        raise CommandError(
            f"the diary is of {len(people)} people ({', '.join(people[:5])}): say whose night it "
            "is with --subject",
            exit_code=ExitCode.USAGE,
        )
    found = tuple(one for one in diary if subject is None or one.subject in (None, subject))
    if not found:
        raise CommandError(
            f"the diary has no row of {subject}; it has {', '.join(people[:5])}",
            exit_code=ExitCode.USAGE,
        )
    return found


def counted_night(begin: datetime, evening: date) -> int:
    """Count the nights of a recording as GGIR does for its basic log.

    Parameters
    ----------
    begin : datetime
        First sample of the recording, by the wearer's clock.
    evening : date
        Of the night.

    Returns
    -------
    int
        1 for the first night that holds a recorded midnight, or the half night of a recording that
        begins between midnight and 04:00; 0 or less for what lies before.

    Notes
    -----
    "The first night in the basic sleeplog is assumed to correspond to the first recorded night,
    which is any night that overlaps with timestamp 00:00:00", worn or not (GGIR, issue 1511); what
    begins between midnight and 4 am counts too (issue 1337).
    """
    return (evening - (begin - _HALF_NIGHT).date()).days + 1


def night_in(diary: Sequence[DiaryNight], evening: date, number: int) -> DiaryNight | None:
    """Find the night of an evening, which is so many-th of the recording."""
    for one in diary:
        if one.evening == evening or (one.evening is None and one.number == number):
            return one if (one.lights_off or one.lights_on or one.off_body) else None
    return None
