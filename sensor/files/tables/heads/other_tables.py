"""Tables that lie beside recordings and are none: known by the names of their columns.

Such a table holds numbers and words, so that a word in each of its rows (a kind of movement, say)
might be taken for the name of a sensor. It is looked for only in what cannot be read anyway.
"""

import re
from typing import Final, NamedTuple

from limbwatch.sensor.files.tables.heads.spelling import parted

_LINES: Final = 40
"""Lines among which the names of columns are looked for: some programs write about themselves
first. Chosen."""
_AXIS: Final = re.compile(r"(?<!\w)[xyz](?!\w)|acc|beschl")
"""In the name of a column that may be acceleration after all."""
_LONGEST: Final = 4000
"""Letters of a line with names; none is longer in any file that is known."""


class _OtherTable(NamedTuple):
    """A kind of table: what it is, and groups of names of which it has one each."""

    what: str
    names: tuple[frozenset[str], ...]


def _any(*names: str) -> frozenset[str]:
    return frozenset(names)


_BEGIN: Final = _any(
    *("onset", "onset s", "start", "start s", "start sec", "start time", "begin", "begin s"),
    *("time", "timestamp", "date time", "datetime", "clock time", "from"),
)
_END: Final = _any(
    *("offset", "offset s", "end", "end s", "end sec", "end time", "stop", "stop s", "to"),
    *("duration", "duration s", "duration sec", "length", "length s"),
)
_LABEL: Final = _any(
    *("kind", "label", "labels", "type", "event", "event type", "trial type", "annotation"),
    *("description", "class", "category", "movement", "name", "value"),
)
_STAGE: Final = _any("stage", "stages", "sleep stage", "asleep", "hypnogram", "sleep")

OTHER_TABLES: Final = (
    # docs.sleep.urbandroid.org, "Sleep data": a night in a row, a column for each five minutes
    _OtherTable(
        "an export of Sleep as Android, which has a sum of movement for every few minutes",
        (_any("tz"), _any("sched"), _any("hours"), _any("framerate"), _any("cycles")),
    ),
    _OtherTable(
        "the truth of a simulated night, a list of its movements",
        (_any("onset s"), _any("offset s"), _any("kind"), _any("source")),
    ),
    _OtherTable(
        "the truth of a simulated night, the parts of its movements limb by limb",
        (_any("movement"), _any("placement"), _any("onset s"), _any("offset s")),
    ),
    _OtherTable(
        "the truth of a simulated night, when each sensor was worn",
        (_any("placement"), _any("start s"), _any("end s")),
    ),
    _OtherTable(
        "the truth of a simulated night, its sleep stages",
        (_any("start s"), _any("stage"), _any("asleep")),
    ),
    _OtherTable(
        "a list of the movements that limbwatch found in a night",
        (_any("onset"), _any("duration s"), _any("kind"), _any("reason")),
    ),
    _OtherTable("a list of corrections of a night", (_any("made at"), _any("change"))),
    _OtherTable(
        "a list of recordings, which study run takes",
        (_any("subject"), _any("placement"), _any("path")),
    ),
    _OtherTable("a sleep diary, which --diary takes", (_any("lights off"), _any("lights on"))),
    _OtherTable("a list of sleep stages, which --hypnogram takes", (_BEGIN | {"epoch"}, _STAGE)),
    _OtherTable(
        "a list of events or of true labels, as compare --with takes some", (_BEGIN, _END, _LABEL)
    ),
)
"""The kinds that are known, the most particular first."""


def other_table(text: str) -> str:
    """Say, by its beginning, what a table is that holds no samples.

    Empty when its columns tell nothing, or name an axis.
    """
    for line in text.splitlines()[:_LINES]:
        names = _names(line[:_LONGEST])
        if any(map(_AXIS.search, names)):
            return ""
        for kind in OTHER_TABLES:
            if all(names & group for group in kind.names):
                return kind.what
    return ""


def _names(line: str) -> set[str]:
    separator = max(",;\t|", key=line.count)
    return {_folded(cell) for cell in parted(line, separator)}


def _folded(cell: str) -> str:
    return re.sub(r"[\W_]+", " ", cell.casefold()).strip()
