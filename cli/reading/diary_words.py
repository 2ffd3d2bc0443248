"""Names of the columns of sleep diaries."""

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
"""Names by content, bare: GGIR's (its vignette "Guiding sleep detection") and those in English,
German, French, Dutch, Spanish, Italian and Danish diaries."""


def bare(name: str) -> str:
    """Reduce a column's name to letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def columns_of(names: Sequence[str], what: str) -> list[int]:
    """Return the columns whose names stand for this content."""
    return [at for at, name in enumerate(names) if name in NAMES[what]]


_SPLIT_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "off": NAMES["off"] | {"off", "bed", "sleep", "start", "asleep", "aus"},
    "on": NAMES["on"] | {"on", "wake", "getup", "rise", "up", "end", "out", "an", "auf"},
}
"""Names of split date and clock columns, without the words for date and clock."""


def dates_apart(names: Sequence[str]) -> dict[str, int]:
    """Return the columns of split dates: ``off``, ``on``, ``date off`` and ``date on``.

    Empty unless all four exist.
    """
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        rest = re.sub(r"date|datum|time|clock|uhrzeit|zeit", "", name)
        dated = "date " if re.search("date|datum", name) else ""
        for what, words in _SPLIT_NAMES.items():
            if rest in words or (not dated and name in words):
                found.setdefault(f"{dated}{what}", at)
    return found if len(found) == 4 else {}


def speaks_of(name: str, what: str) -> bool:
    """Tell whether a column of GGIR's advanced log has this content; naps and imputed have none."""
    if "nap" in name or "impute" in name:
        return False
    if "nonwear" in name:
        return what == "worn"
    return any(word in name for word in NAMES[what] if len(word) > 2)
