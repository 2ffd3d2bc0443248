"""The layouts of sleep diaries: one row per night, and GGIR's basic and advanced sleep logs."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from limbwatch.cli.language.typed_clocks import Clock, read_clock
from limbwatch.cli.reading.diary_night import DiaryNight, Spell, evening_of
from limbwatch.cli.reading.diary_words import NAMES, columns_of, dates_apart, speaks_of

_COLUMNS: Final = {"date": "the date", "off": "lights off", "on": "lights on"}
"""Names of the columns in errors."""
Shape = Callable[[Sequence[str], Sequence[Sequence[str]]], Iterator[DiaryNight]]
"""Parser of a layout: takes the bare names of the columns and rows of full length."""


def shape_of(names: Sequence[str]) -> Shape:
    """Return the parser of a diary's layout, recognised by the bare names of its columns."""
    if dates_apart(names):
        return _parse_split_dates
    if sum("date" in name for name in names) >= 2:
        return _parse_advanced_log
    if not columns_of(names, "date") and any("wakeup" in name for name in names):
        return _parse_basic_log
    return _parse_rows


def _parse_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    place = {what: columns_of(names, what) for what in NAMES}
    for what in ("off", "on", "date"):
        if len(place[what]) != 1 and (what != "date" or len(place[what]) > 1):
            how = "no column" if not place[what] else "more than one column"
            raise ValueError(f"there is {how} of {_COLUMNS[what]}")

    def cell(row: Sequence[str], what: str) -> str:
        return row[place[what][0]] if place[what] else ""

    told = [cell(row, "date") for row in rows]
    counted = any(told) and all(re.fullmatch(r"\d{0,3}", text) for text in told)
    dates = read_dates([] if counted else told)
    for number, (row, evening) in enumerate(zip(rows, told, strict=True), start=2):
        with_row = f"row {number}: "
        off, on = (read_clock(cell(row, what), with_row) for what in ("off", "on"))
        dated = evening_of(off, on)
        if not evening and dated is None:
            if not place["date"]:
                raise ValueError(
                    f"there is no column of {_COLUMNS['date']}, and {with_row}no date stands "
                    "before a clock"
                )
            raise ValueError(f"{with_row}there is no date")
        if evening and not counted:
            dated = dates(evening, with_row)
        yield DiaryNight(
            subject=_clean_label(cell(row, "subject")),
            evening=dated,
            number=int(evening) if dated is None else None,
            lights_off=off,
            lights_on=on,
            out_of_bed=_parse_spells(cell(row, "up"), with_row),
            off_body=_parse_spells(cell(row, "worn"), with_row),
        )


def _parse_split_dates(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    """Parse one row per night, with lights off and on each in a date and a clock column."""
    place = dates_apart(names)
    subjects = columns_of(names, "subject")[:1]
    dates = read_dates([row[place[f"date {what}"]] for row in rows for what in ("off", "on")])
    for number, row in enumerate(rows, start=2):
        with_row = f"row {number}: "
        told: list[Clock | None] = []
        for what in ("off", "on"):
            clock, day = read_clock(row[place[what]], with_row), row[place[f"date {what}"]]
            if isinstance(clock, time) and not day:
                raise ValueError(f"{with_row}there is no date beside {row[place[what]]!r}")
            if isinstance(clock, time):
                clock = datetime.combine(dates(day, with_row), clock)
            told.append(clock)
        off, on = told
        if off is not None or on is not None:
            yield DiaryNight(
                subject=_clean_label(row[subjects[0]]) if subjects else None,
                evening=evening_of(off, on),
                lights_off=off,
                lights_on=on,
            )


def _parse_basic_log(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[DiaryNight]:
    (subject,) = columns_of(names, "subject")[:1] or [0]
    columns = [at for at in range(len(names)) if at != subject]
    nights = list(zip(columns[::2], columns[1::2], strict=False))
    for number, row in enumerate(rows, start=2):
        where = f"row {number}: "
        for place, (off, on) in enumerate(nights, start=1):
            counted = re.search(r"\d+$", names[off])
            yield DiaryNight(
                subject=_clean_label(row[subject]),
                number=int(counted[0]) if counted else place,
                lights_off=read_clock(row[off], where),
                lights_on=read_clock(row[on], where),
            )


def _parse_advanced_log(
    names: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[DiaryNight]:
    (subject,) = columns_of(names, "subject")[:1] or [0]
    heads = [at for at, name in enumerate(names) if "date" in name]
    days = [range(a, b) for a, b in zip(heads, [*heads[1:], len(names)], strict=True)]
    dates = read_dates([row[at] for row in rows for at in heads])
    for number, row in enumerate(rows, start=2):
        told: dict[date, dict[str, list[Clock | None]]] = {}
        for columns in days:
            if not row[columns[0]]:
                continue
            here = told.setdefault(dates(row[columns[0]], f"row {number}: "), {})
            for at in columns[1:]:
                what = next((one for one in ("worn", "off", "on") if speaks_of(names[at], one)), "")
                if what:
                    here.setdefault(what, []).append(read_clock(row[at], f"row {number}: "))
        for evening, here in told.items():
            morning = told.get(evening + timedelta(days=1), {}).get("on", [None])[0]
            spells = here.get("worn", [])
            pairs = zip(spells[::2], spells[1::2], strict=False)
            yield DiaryNight(
                subject=_clean_label(row[subject]),
                evening=evening,
                lights_off=here.get("off", [None])[0],
                lights_on=morning,
                off_body=tuple((a, b) for a, b in pairs if a is not None and b is not None),
            )


def _clean_label(text: str) -> str | None:
    return re.sub(r"[^A-Za-z0-9]", "", text.removeprefix("sub-")) or None


def _parse_spells(text: str, where: str) -> tuple[Spell, ...]:
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;,]", text))):
        begin, _, end = part.replace("/", "-").replace(" to ", "-").partition("-")
        first, last = read_clock(begin.strip(), where), read_clock(end.strip(), where)
        if first is None or last is None:
            raise ValueError(f"{where}{part!r} is not a span; write it like 02:10-02:20")
        found.append((first, last))
    return tuple(found)


_DATES: Final = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y"),
    *("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d-%b-%y", "%d. %B %Y"),
)
"""Formats of dates, as for ``strptime``."""
_WEEKDAY: Final = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
"""A weekday before a date."""


def read_dates(texts: Sequence[str]) -> Callable[[str, str], date]:
    """Return a function that reads the dates of a file, all in the same format.

    The function takes a text and the words for its place in the file; it raises a ValueError if
    the text is not a date, or if two formats fit the whole file and give different dates.
    """
    given = [text for text in texts if text]
    fits = [form for form in _DATES if all(_parse_date(text, form) for text in given)]

    def read(text: str, where: str) -> date:
        found = [day for form in fits if (day := _parse_date(text, form)) is not None]
        if not found:
            raise ValueError(f"{where}{text!r} is not a date; write it like 2026-03-14")
        if len(set(found)) > 1:
            raise ValueError(
                f"{where}{text!r} may be two dates, day or month first; write it like 2026-03-14"
            )
        return found[0]

    return read


def _parse_date(text: str, form: str) -> date | None:
    plain = _WEEKDAY.sub("", text.strip()).replace(",", " ")
    try:
        return datetime.strptime(" ".join(plain.split()), form).date()  # noqa: DTZ007 - no moment
    except ValueError:
        return None
