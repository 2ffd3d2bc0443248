"""What a column's name reveals about its time: that it is one, its unit, its zone."""

import re
from datetime import UTC, tzinfo

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.zone import offset_of

TIMELY = re.compile(
    r"time|stamp|epoc|date|elapsed|clock|^ts?$|^ts?[_ (\[]|seconds|^sec|millis|^ms$|unix|^utc|zeit"
    r"|datum|temps|tiempo|tempo(?![a-z])|^tij?d(?![a-z])|fecha|heure|ticks|minutes|nanos|micros"
)
"""Part of the name of a column of time."""

COUNTS = re.compile(
    r"(?:^|[^a-z])(?:frames?|count(?:er|s)?|cnt|index|idx|samples?|packets?|pkt|seq(?:uence)?|rows?|no|nr|num"
    r"(?:ber)?|id|n|i|steps?)(?:$|[^a-z])"
)
"""Names of columns that count something."""

PART_OF_SECOND = re.compile(
    r"1\s*/\s*(?P<of>[1-9]\d{0,5})\s*s(?:ec(?:onds?)?)?(?![a-z])"
    r"|(?<![a-z])s(?:ec)?\s*/\s*(?P<by>[1-9]\d{0,5})(?!\d)"
)
"""Ticks of a clock, such as `t (1/128 s)` or `time [s/256]`."""

ELAPSED = re.compile(r"elaps|durat|relativ|since|verstrich|écoul|transcurr|trascors|verlopen")
"""Names of times since a start, even where they are written as a clock."""

X_IS_TIME = re.compile(r"^\W*x_dimension\W+time\b", re.IGNORECASE)
"""A line above a table of LabVIEW by which its first column is the time, in seconds."""

ABSOLUTE_UTC = re.compile(r"(?<![a-z])(?:utc|gmt|zulu)(?![a-z])(?!\s*[+-]\s*\d)")
OFFSET_IN_NAME = re.compile(r"[\[(]\s*(?:utc|gmt)?\s*([+-]\s*\d{1,2}(?::?\d{2})?)\s*[\])]")

_UNIT_WORDS = (
    (1e-9, r"ns|nsecs?|nanos?|nanoseconds?|nanosecs?"),
    (1e-6, r"us|\u00b5s|\u03bcs|usecs?|micros?|microseconds?|microsecs?"),
    (1e-3, r"ms|msecs?|millis?|milliseconds?|millisecs?"),
    (1.0, r"s|sec|secs|seconds?"),
    (60.0, r"min|mins|minutes?"),
    (3600.0, r"h|hr|hrs|hours?"),
    (86400.0, r"d|days?"),
)


def is_timely(name: str) -> bool:
    """Tell whether a name is that of a column of time."""
    return TIMELY.search(name.casefold()) is not None


def column_name(head: Head, at: int) -> str:
    """Return the name of a column in lower case; empty where it has none."""
    return head.folded[at] if at < len(head.folded) else ""


def stated_step(head: Head, at: int) -> float | None:
    """Return the seconds per unit of a column as the units row or its name states it."""
    name = column_name(head, at)
    if at < len(head.units) and (step := unit_step(head.units[at])) is not None:
        return step
    part = PART_OF_SECOND.search(name)
    if part is not None:
        return 1 / int(part["of"] or part["by"])
    for step, words in _UNIT_WORDS:
        # single letters only where a unit is written: "time (s)", "t_s", "t [h]"
        if re.search(rf"(?:[\[(_\s.]|^)(?:{words})(?:[\])_]|$)", name):
            return step
    return 1.0 if "seconds" in name else None


def unit_step(unit: str) -> float | None:
    """Return the seconds of a unit of time, bare or in brackets; None for any other text."""
    bare = unit.strip("[]() ").casefold()
    return next((step for step, words in _UNIT_WORDS if re.fullmatch(words, bare)), None)


def zone_named(name: str) -> tzinfo | None:
    """Read the zone that the name of a column states: ``Timestamp UTC``, ``time (+01:00)``."""
    offset = OFFSET_IN_NAME.search(name)
    if offset is not None:
        return offset_of(offset[1])
    return UTC if ABSOLUTE_UTC.search(name.replace("_", " ")) else None
