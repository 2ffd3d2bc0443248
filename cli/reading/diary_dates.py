"""Dates as people write them."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

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
