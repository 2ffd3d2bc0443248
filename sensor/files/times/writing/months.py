"""Names of months in several languages."""

import re
from datetime import date

_WEST = (
    "jan gen ene", "feb fev f\u00e9v", "mar m\u00e4r mrz mae maa m\u00e5r", "apr avr abr",
    "may mai mei mag maj", "jun juin giu", "jul juil lug", "aug ao\u00fb aou ago", "sep set",
    "oct okt ott out", "nov", "dec dez d\u00e9c dic des",
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
} | {"j\u00e4n": 1}
"""Month number by the first letters of its name, in English, German, French, Spanish, Italian,
Portuguese, Dutch, the Scandinavian languages, Polish, Turkish, Finnish and Russian."""


WHOLE_MONTHS = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "sept", "september",
    "october", "november", "december", "januar", "j\u00e4nner", "februar", "m\u00e4rz", "maerz",
    "mai", "juni", "juli", "oktober", "dezember", "janvier", "f\u00e9vrier", "fevrier", "mars",
    "avril", "juin", "juillet", "ao\u00fbt", "aout", "septembre", "octobre", "novembre",
    "d\u00e9cembre", "decembre", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "setiembre", "octubre", "noviembre", "diciembre", "gennaio",
    "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
    "janeiro", "fevereiro", "mar\u00e7o", "marco", "maio", "junho", "julho", "setembro",
    "outubro", "novembro", "dezembro", "januari", "februari", "maart", "mei", "augustus", "marts",
    "maj", "augusti", "desember", "stycze\u0144", "stycznia", "luty", "lutego", "marzec", "marca",
    "kwiecie\u0144", "kwietnia", "maja", "czerwiec", "czerwca", "lipiec", "lipca",
    "sierpie\u0144", "sierpnia", "wrzesie\u0144", "wrze\u015bnia", "pa\u017adziernik",
    "pa\u017adziernika", "listopad", "listopada", "grudzie\u0144", "grudnia", "ocak",
    "\u015fubat", "mart", "nisan", "may\u0131s", "haziran", "temmuz", "a\u011fustos",
    "eyl\u00fcl", "ekim", "kas\u0131m", "aral\u0131k", "\u044f\u043d\u0432\u0430\u0440\u044c",
    "\u044f\u043d\u0432\u0430\u0440\u044f", "\u0444\u0435\u0432\u0440\u0430\u043b\u044c",
    "\u0444\u0435\u0432\u0440\u0430\u043b\u044f", "\u043c\u0430\u0440\u0442",
    "\u043c\u0430\u0440\u0442\u0430", "\u0430\u043f\u0440\u0435\u043b\u044c",
    "\u0430\u043f\u0440\u0435\u043b\u044f", "\u0438\u044e\u043d\u044c",
    "\u0438\u044e\u043d\u044f", "\u0438\u044e\u043b\u044c", "\u0438\u044e\u043b\u044f",
    "\u0430\u0432\u0433\u0443\u0441\u0442", "\u0430\u0432\u0433\u0443\u0441\u0442\u0430",
    "\u0441\u0435\u043d\u0442\u044f\u0431\u0440\u044c",
    "\u0441\u0435\u043d\u0442\u044f\u0431\u0440\u044f",
    "\u043e\u043a\u0442\u044f\u0431\u0440\u044c", "\u043e\u043a\u0442\u044f\u0431\u0440\u044f",
    "\u043d\u043e\u044f\u0431\u0440\u044c", "\u043d\u043e\u044f\u0431\u0440\u044f",
    "\u0434\u0435\u043a\u0430\u0431\u0440\u044c", "\u0434\u0435\u043a\u0430\u0431\u0440\u044f",
))  # fmt: skip
"""Full names of months in the same languages; Finnish ones end in `kuu`."""


_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def date_in_words(when: date) -> str:
    """Write a date in English, as messages tell it: ``1 January 2000``.

    Not by ``strftime``: the codes that drop the zero before a day are those of one system's C
    library, and others refuse them.
    """
    day, month, year = when.day, _ENGLISH[when.month - 1], when.year
    return f"{day} {month} {year}"


def is_month(word: str) -> bool:
    """Tell whether a word is the name of a month or its usual short form: Mar, not Mario."""
    folded = word.casefold()
    known = folded in MONTHS or folded in WHOLE_MONTHS or folded.endswith(("kuu", "kuuta"))
    return known and month_named(word) is not None


def month_named(name: str) -> int | None:
    """Return the number of a month, given its name or the first letters of it."""
    folded = name.casefold()
    return MONTHS.get(folded[:4]) or MONTHS.get(folded[:3])


_WITH_NUMBER = re.compile(r"\s*(?:\d{1,2}[\W_]{0,2})?([^\W\d_]{3,9})\.?(?:[\W_]{0,2}\d{2,4})?\s*")


def is_month_and_number(text: str) -> bool:
    """Tell whether a text is what a spreadsheet makes of 9.81 or 1.04: Sep 81, 01. Apr."""
    found = _WITH_NUMBER.fullmatch(text)
    return found is not None and text.strip() != found[1] and month_named(found[1]) is not None
