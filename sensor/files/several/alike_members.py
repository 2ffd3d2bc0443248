"""Members of an archive that are alike: copies by their content, perhaps pieces by their names."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.worn_words import WornWords, worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.files.times.writing.in_names import moment_in
from limbwatch.sensor.files.times.writing.scales import credible
from limbwatch.sensor.placement import Placement

_UNIX_SECONDS = re.compile(r"(?<!\d)\d{10}(?!\d)", re.ASCII)

SHOWN = 4
"""Files listed by name."""


def pieces_beside(name: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the other pieces of a recording among all members, given the name of one.

    None if the name tells neither limb nor time: sensors are numbered too.
    """
    place = PurePosixPath(name)
    if not worn(words_of(place.stem)).parts_named() and not _dated(place.stem):
        return ()
    # folders that differ in a number belong to other persons or nights
    beside = (one for one in names if one != name and PurePosixPath(one).parent == place.parent)
    return tuple(sorted(one for one in beside if _without_numbers(one) == _without_numbers(name)))


def _dated(stem: str) -> bool:
    """Return whether a name has a time, also in Unix seconds, as Empatica's cloud writes it."""
    unix = (datetime.fromtimestamp(int(one), UTC) for one in _UNIX_SECONDS.findall(stem))
    return moment_in(stem) is not None or any(map(credible, unix))


def _without_numbers(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def unread_pieces_doubt(name: str, others: Collection[str]) -> Doubt:
    """Return a doubt that only one of several pieces was read, and how to read them all."""
    shown = ", ".join(list(others)[:SHOWN]) + (", ..." if len(others) > SHOWN else "")
    return Doubt(
        f"Only {name} was read: in the archive lie other files whose names differ from it in "
        f"numbers alone ({shown}). If they are pieces of one recording, unpack the archive and "
        "give each of them with this placement."
    )


def remedy_for_pieces(names: Collection[str], placement: Placement) -> str:
    """Return the remedy for several pieces, instead of choosing one; empty without pieces.

    Names that tell another place do not count.
    """
    may_be = [name for name in names if worn(words_of(PurePosixPath(name).stem)).may_be(placement)]
    if not any(pieces_beside(name, may_be) for name in may_be):
        return ""
    return (
        "Files whose names differ in numbers alone may be pieces of one recording: then unpack the "
        "archive and give each of them with this placement. If each is of a sensor of its own, say "
        f"which it is: --sensor {placement.value}=NAME."
    )


def copies_among(members: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Map members that have the content of another, by length and checksum, to that other.

    Equal files whose names tell different places are not copies: which name is right is unknown.
    """
    alike: defaultdict[tuple[int, int, WornWords], list[str]] = defaultdict(list)
    for name, one in members.items():
        # the place may stand in the name of a folder
        alike[one.file_size, one.CRC, worn(words_of(name))].append(name)
    found: dict[str, str] = {}
    for names in alike.values():
        # systems and people append what marks a copy
        first, *others = sorted(names, key=lambda name: (len(name), name))
        found |= dict.fromkeys(others, first)
    return found


def copies_doubt(name: str, copies: tuple[str, ...]) -> Doubt:
    """Return a doubt that files of an archive have the same content as the one that was read."""
    return Doubt(
        f"{', '.join(copies)} in the archive has the same content as {name}, and was left out."
        if len(copies) == 1
        else f"{len(copies)} files in the archive have the same content as {name}, and were left "
        "out."
    )
