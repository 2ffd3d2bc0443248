"""Units of time as tables name them: ``Duration[ms]``, ``Dauer (s)``, ``onset_ms``, ``1500 ms``."""

import math
import re
from typing import Final

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
