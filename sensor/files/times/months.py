"""Names of months in several languages."""

import re

_WEST = (
    "jan gen ene", "feb fev f\u00e9v", "mar m\u00e4r mrz maa m\u00e5r", "apr avr abr",
    "may mai mei mag maj", "jun juin giu", "jul juil lug", "aug ao\u00fb aou ago", "sep set",
    "oct okt ott out", "nov", "dec dez d\u00e9c dic",
)  # fmt: skip
_POLISH = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "pa\u017a", "lis", "gru")
_TURKISH = (
    "oca", "\u015fub", "mar", "nis", "may", "haz", "tem", "a\u011fu", "eyl", "eki", "kas", "ara",
)  # fmt: skip
_FINNISH = ("tam", "hel", "maa", "huh", "tou", "kes", "hei", "elo", "syy", "lok", "marr", "jou")
_RUSSIAN = (
    "\u044f\u043d\u0432", "\u0444\u0435\u0432", "\u043c\u0430\u0440", "\u0430\u043f\u0440",
    "\u043c\u0430\u0439 \u043c\u0430\u044f", "\u0438\u044e\u043d", "\u0438\u044e\u043b",
    "\u0430\u0432\u0433", "\u0441\u0435\u043d", "\u043e\u043a\u0442", "\u043d\u043e\u044f",
    "\u0434\u0435\u043a",
)  # fmt: skip
MONTHS = {
    start: number
    for places in (_WEST, _POLISH, _TURKISH, _FINNISH, _RUSSIAN)
    for number, starts in enumerate(places, start=1)
    for start in starts.split()
}
"""First letters of the months in English, German, French, Spanish, Italian, Portuguese, Dutch,
the Scandinavian languages, Polish, Turkish, Finnish and Russian."""


def month_named(name: str) -> int | None:
    """Give the number of a month by its name or the first letters of it."""
    folded = name.casefold()
    return MONTHS.get(folded[:4]) or MONTHS.get(folded[:3])


_WITH_NUMBER = re.compile(r"\s*(?:\d{1,2}[\W_]{0,2})?([^\W\d_]{3,9})\.?(?:[\W_]{0,2}\d{2,4})?\s*")


def is_month_and_number(text: str) -> bool:
    """Tell whether a text is what a spreadsheet makes of 9.81 or 1.04: Sep 81, 01. Apr."""
    found = _WITH_NUMBER.fullmatch(text)
    return found is not None and text.strip() != found[1] and month_named(found[1]) is not None
