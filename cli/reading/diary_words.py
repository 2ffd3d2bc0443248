"""What people call the columns of a sleep diary."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

NAMES: Final[Mapping[str, frozenset[str]]] = {
    "subject": frozenset(
        {
            *("id", "subject", "participant", "participantid", "subjectid", "pid"),
            *("proband", "teilnehmer", "person", "sujet", "sujeto", "deelnemer"),
        }
    ),
    "date": frozenset(
        {
            *("date", "evening", "night", "nightof", "calendardate", "nightdate", "dateofnight"),
            *("datum", "abend", "nacht", "nachtvom", "soir", "fecha", "noche", "data", "dato"),
        }
    ),
    "off": frozenset(
        {
            *("lightsoff", "lightoff", "lightsout", "lightout", "bedtime", "inbed", "tobed"),
            *("bedstart", "onset", "sleeponset", "timetobed", "wenttobed", "gotobed"),
            *("lichtaus", "lichteraus", "lichtloschen", "zubett", "insbett", "bettzeit"),
            *("zubettgehzeit", "extinction", "coucher", "heuredecoucher", "lichtuit", "naarbed"),
            *("apagarluz", "lucesapagadas", "horadeacostarse", "lucispente", "slukketlys"),
        }
    ),
    "on": frozenset(
        {
            *("lightson", "lighton", "rising", "risetime", "outbed", "bedend", "wakeup"),
            *("waketime", "wakeuptime", "wakingtime", "getuptime", "outofbedtime", "uptime"),
            *("lichtan", "lichteran", "aufgestanden", "aufstehen", "aufstehzeit", "aufwachzeit"),
            *("lever", "heuredelever", "reveil", "lichtaan", "opgestaan", "opstaan"),
            *("encenderluz", "lucesencendidas", "horadelevantarse", "luciaccese", "taendtlys"),
        }
    ),
    "up": frozenset({"getups", "getup", "outofbed", "awakenings", "aufgestandenvonbis"}),
    "worn": frozenset({"offwrist", "offbody", "nonwear", "notworn", "offankle", "nichtgetragen"}),
}
"""GGIR's words (its vignette "Guiding sleep detection") and what English, German, French, Dutch,
Spanish, Italian and Danish diaries say, without marks and spaces."""


def bare(name: str) -> str:
    """Take the letters and digits of a column's name, without what stands over them."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def columns_of(names: Sequence[str], what: str) -> list[int]:
    """Find the columns that are called so."""
    return [at for at, name in enumerate(names) if name in NAMES[what]]


_APART: Final[Mapping[str, frozenset[str]]] = {
    "off": NAMES["off"] | {"off", "bed", "sleep", "start", "asleep", "aus"},
    "on": NAMES["on"] | {"on", "wake", "getup", "rise", "up", "end", "out", "an", "auf"},
}
"""What a date and a clock in columns of their own are called, without the words for these."""


def dates_apart(names: Sequence[str]) -> dict[str, int]:
    """Find the columns ``off`` and ``on`` of clocks, and ``date off`` and ``date on``.

    There are none where one of the four is not there.
    """
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        rest = re.sub(r"date|datum|time|clock|uhrzeit|zeit", "", name)
        dated = "date " if re.search("date|datum", name) else ""
        for what, words in _APART.items():
            if rest in words or (not dated and name in words):
                found.setdefault(f"{dated}{what}", at)
    return found if len(found) == 4 else {}


def speaks_of(name: str, what: str) -> bool:
    """Tell whether a column of GGIR's advanced log is of this; naps are of nothing here."""
    if "nap" in name or "impute" in name:
        return False
    if "nonwear" in name:
        return what == "worn"
    return any(word in name for word in NAMES[what] if len(word) > 2)
