"""Sleep diaries as tables: one row a night, or the basic and advanced sleep log of GGIR."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode

Clock = time | datetime
Spell = tuple[Clock, Clock]

_NOON: Final = time(12)
_CLOCKS: Final = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p")
_DATES: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")

_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "subject": frozenset({"id", "subject", "participant", "participantid", "subjectid", "pid"}),
    "date": frozenset({"date", "evening", "night", "nightof", "calendardate"}),
    "off": frozenset(
        {"lightsoff", "lightsout", "bedtime", "inbed", "tobed", "bedstart", "onset", "sleeponset"}
    ),
    "on": frozenset(
        {"lightson", "rising", "risetime", "outbed", "bedend", "wakeup", "waketime", "getuptime"}
    ),
    "up": frozenset({"getups", "getup", "outofbed", "awakenings"}),
    "worn": frozenset({"offwrist", "offbody", "nonwear", "notworn", "offankle"}),
}
"""What columns are called; GGIR's words (its vignette "Guiding sleep detection") among them."""


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
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, f"it cannot be read ({error})") from error
    head = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count)))
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise _wrong(path, "it has no row below its head")
    names = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in rows[0]]
    try:
        if sum("date" in name for name in names) >= 2:
            return tuple(_advanced(names, rows[1:]))
        if not _column(names, "date") and sum("wakeup" in name for name in names) >= 1:
            return tuple(_basic(names, rows[1:]))
        return tuple(_by_row(names, rows[1:]))
    except ValueError as error:
        raise _wrong(path, str(error)) from error


def _wrong(path: Path, why: str) -> CommandError:
    return CommandError(
        f"the diary {path} is not understood: {why}. One row a night, with the columns date (of "
        "the evening), lights_off and lights_on, or a basic or advanced sleep log of GGIR",
        exit_code=ExitCode.USAGE,
    )


def _column(names: Sequence[str], what: str) -> list[int]:
    return [at for at, name in enumerate(names) if name in _NAMES[what]]


def _by_row(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    place = {what: _column(names, what) for what in _NAMES}
    for what in ("date", "off", "on"):
        if len(place[what]) != 1:
            how = "no" if not place[what] else "more than one"
            raise ValueError(f"there is {how} column of {'/'.join(sorted(_NAMES[what]))}")
    dates = _dates([row[place["date"][0]] for row in rows if len(row) > place["date"][0]])

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
            lights_off=_clock(cell(row, "off"), with_row),
            lights_on=_clock(cell(row, "on"), with_row),
            out_of_bed=_spells(cell(row, "up"), with_row),
            off_body=_spells(cell(row, "worn"), with_row),
        )


def _basic(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    (subject,) = _column(names, "subject")[:1] or [0]
    nights = [at for at in range(len(names)) if at != subject]
    for number, row in enumerate(rows, start=2):
        for night, (off, on) in enumerate(zip(nights[::2], nights[1::2], strict=False), start=1):
            found = [
                _clock(row[at], f"row {number}: ") if at < len(row) else None for at in (off, on)
            ]
            yield DiaryNight(
                subject=_label(row[subject]), number=night, lights_off=found[0], lights_on=found[1]
            )


def _advanced(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    (subject,) = _column(names, "subject")[:1] or [0]
    heads = [at for at, name in enumerate(names) if "date" in name]
    days = [range(a, b) for a, b in zip(heads, [*heads[1:], len(names)], strict=True)]
    dates = _dates([row[at] for row in rows for at in heads if at < len(row)])
    for number, row in enumerate(rows, start=2):
        told: dict[date, dict[str, list[Clock | None]]] = {}
        for columns in days:
            if columns[0] >= len(row) or not row[columns[0]]:
                continue
            here = told.setdefault(dates(row[columns[0]], f"row {number}: "), {})
            for at in columns[1:]:
                for what in ("worn", "off", "on"):
                    if _is(names[at], what):
                        cell = row[at] if at < len(row) else ""
                        here.setdefault(what, []).append(_clock(cell, f"row {number}: "))
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


def _is(name: str, what: str) -> bool:
    if "nap" in name or "impute" in name:
        return False
    if "nonwear" in name:
        return what == "worn"
    return any(word in name for word in _NAMES[what] if len(word) > 2)


def _label(text: str) -> str | None:
    return re.sub(r"[^A-Za-z0-9]", "", text.removeprefix("sub-")) or None


def _dates(texts: Sequence[str]) -> Callable[[str, str], date]:
    """Read the dates of one file, all in one way; where two ways fit, neither is guessed."""
    given = [text for text in texts if text]
    fits = [form for form in _DATES if all(_parsed(text, form) for text in given)]

    def read(text: str, where: str) -> date:
        found = [day for form in fits if (day := _parsed(text, form)) is not None]
        if not found:
            raise ValueError(f"{where}{text!r} is no date; write it like 2026-03-14")
        if len(set(found)) > 1:
            raise ValueError(
                f"{where}{text!r} may be two dates, day or month first; write it like 2026-03-14"
            )
        return found[0]

    return read


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date, no moment
    except ValueError:
        return None


def _clock(text: str, where: str) -> Clock | None:
    if not text or text.upper() in {"NA", "N/A", "-"}:
        return None
    if "-" in text or "T" in text.upper().strip("AMPT "):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            pass
    for form in _CLOCKS:
        try:
            return datetime.strptime(text.upper(), form).time()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"{where}{text!r} is no time of day; write it like 22:50")


def _spells(text: str, where: str) -> tuple[Spell, ...]:
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;,]", text))):
        begin, _, end = part.replace("/", "-").replace(" to ", "-").partition("-")
        first, last = _clock(begin.strip(), where), _clock(end.strip(), where)
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
        return None if text is None else _clock(text, "")
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


def night_in(diary: Sequence[DiaryNight], evening: date, number: int) -> DiaryNight | None:
    """Find the night of an evening, which is so many-th of the recording."""
    for one in diary:
        if one.evening == evening or (one.evening is None and one.number == number):
            return one if (one.lights_off or one.lights_on or one.off_body) else None
    return None
