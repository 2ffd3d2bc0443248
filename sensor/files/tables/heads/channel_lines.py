"""Names and units of channels in lines of their own above a table: AcqKnowledge's."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_COUNT = re.compile(r"\s*(\d{1,3}) channels?[\s,]*", re.IGNORECASE)
_NUMBERED = re.compile(r"ch ?\d{1,3}", re.IGNORECASE)
"""Column names that AcqKnowledge writes below them: `CH1`, and `CH3` where 2 is hidden."""


class Channels(NamedTuple):
    """Names and units of all columns of a table, from its channel lines."""

    names: tuple[str, ...]
    units: tuple[str, ...]


def channels_above(lines: Sequence[str], names: tuple[str, ...]) -> Channels | None:
    """Find the names of the channels of a table in the lines above its line of names.

    `3 channels` is followed by three pairs of lines, a name and its unit. A name that several
    channels share says nothing: their columns keep their own.
    """
    places = [at for at, name in enumerate(names) if _NUMBERED.fullmatch(name.strip())]
    for at, line in enumerate(lines):
        count = _COUNT.fullmatch(line)
        if count is None or int(count[1]) != len(places):
            continue
        entries = [entry.strip(" \t,;\"'") for entry in lines[at + 1 : at + 1 + 2 * len(places)]]
        if len(entries) < 2 * len(places):
            return None
        renamed, units = list(names), [""] * len(names)
        channel_names = entries[::2]
        for place, name, unit in zip(places, channel_names, entries[1::2], strict=True):
            renamed[place] = name if channel_names.count(name) == 1 and name else names[place]
            units[place] = unit
        return Channels(tuple(renamed), tuple(units))
    return None


def counts_samples(cells: Sequence[str]) -> bool:
    """Tell whether a line beneath the names gives the number of samples of each channel."""
    first, *others = (cell.strip() for cell in cells)
    counts = {cell for cell in (first, *others) if cell}
    return len(counts) == 1 and all(map(str.isdigit, counts)) and len(counts.pop()) > 1
