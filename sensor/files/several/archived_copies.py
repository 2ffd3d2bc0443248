"""Members of an archive with the same content: copies of one recording."""

import zipfile
from collections import defaultdict
from collections.abc import Mapping

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.worn_words import WornWords, worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of


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
