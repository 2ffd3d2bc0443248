"""Tables that accompany recordings but are none, recognised by their column names.

Such a table holds numbers and words, so that a word in each of its rows (a kind of movement, say)
might be mistaken for the name of a sensor. It is searched for only in files that cannot be read
anyway.
"""

import re
from typing import Final, NamedTuple

from limbwatch.sensor.files.tables.heads.spelling import split_line

_LINES: Final = 40
"""Lines that may hold the column names: some programs write about themselves first. Chosen."""
_AXIS: Final = re.compile(r"(?<!\w)[xyz](?!\w)|acc|beschl")
"""Part of a column name that may mean acceleration after all."""
_LONGEST: Final = 4000
"""Longest line of names, in characters; no known file has a longer one."""


class _OtherTable(NamedTuple):
    """A kind of table that is no recording."""

    what: str
    """What it is, for people."""
    names: tuple[frozenset[str], ...]
    """Groups of column names; the table has one name of each."""


def _one_of(*names: str) -> frozenset[str]:
    return frozenset(names)


def _all_of(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(map(_one_of, names))


_BEGIN: Final = _one_of(
    *("onset", "onset s", "start", "start s", "start sec", "start time", "begin", "begin s"),
    *("time", "timestamp", "date time", "datetime", "clock time", "from"),
)
_END: Final = _one_of(
    *("offset", "offset s", "end", "end s", "end sec", "end time", "stop", "stop s", "to"),
    *("duration", "duration s", "duration sec", "length", "length s"),
)
_LABEL: Final = _one_of(
    *("kind", "label", "labels", "type", "event", "event type", "trial type", "annotation"),
    *("description", "class", "category", "movement", "name", "value"),
)
_STAGE: Final = _one_of("stage", "stages", "sleep stage", "asleep", "hypnogram", "sleep")

OTHER_TABLES: Final = (
    # docs.sleep.urbandroid.org, "Sleep data": a night in a row, a column for each five minutes
    _OtherTable(
        "an export of Sleep as Android, which has a sum of movement for every few minutes",
        _all_of("tz", "sched", "hours", "framerate", "cycles"),
    ),
    _OtherTable(
        "the truth of a simulated night, a list of its movements",
        _all_of("onset s", "offset s", "kind", "source"),
    ),
    _OtherTable(
        "the truth of a simulated night, the parts of its movements limb by limb",
        _all_of("movement", "placement", "onset s", "offset s"),
    ),
    _OtherTable(
        "the truth of a simulated night, when each sensor was worn",
        _all_of("placement", "start s", "end s"),
    ),
    _OtherTable(
        "the truth of a simulated night, its sleep stages",
        _all_of("start s", "stage", "asleep"),
    ),
    _OtherTable(
        "a list of the movements that limbwatch found in a night",
        _all_of("onset", "duration s", "kind", "reason"),
    ),
    _OtherTable("a list of corrections of a night", _all_of("made at", "change")),
    _OtherTable(
        "a list of recordings, which study run takes",
        _all_of("subject", "placement", "path"),
    ),
    _OtherTable("a sleep diary, which --diary takes", _all_of("lights off", "lights on")),
    _OtherTable("a list of sleep stages, which --hypnogram takes", (_BEGIN | {"epoch"}, _STAGE)),
    _OtherTable(
        "a list of events or of true labels, as compare --with takes some", (_BEGIN, _END, _LABEL)
    ),
)
"""The known kinds, the most specific first."""


def other_table(text: str) -> str:
    """Describe, by its beginning, a table that holds no samples.

    Empty when its columns say nothing, or name an axis.
    """
    for line in text.splitlines()[:_LINES]:
        names = _column_names(line[:_LONGEST])
        if any(map(_AXIS.search, names)):
            return ""
        for kind in OTHER_TABLES:
            if all(names & group for group in kind.names):
                return kind.what
    return ""


def _column_names(line: str) -> set[str]:
    separator = max(",;\t|", key=line.count)
    return {re.sub(r"[\W_]+", " ", cell.casefold()).strip() for cell in split_line(line, separator)}
