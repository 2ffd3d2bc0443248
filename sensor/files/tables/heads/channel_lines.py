"""Names and units of channels that stand above a table in lines of their own: AcqKnowledge's."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_COUNT = re.compile(r"\s*(\d{1,3}) channels?[\s,]*", re.IGNORECASE)
_NUMBERED = re.compile(r"ch ?\d{1,3}", re.IGNORECASE)
"""Names of the columns beneath, as AcqKnowledge writes them: `CH1`, and `CH3` where 2 is hidden."""


class Channels(NamedTuple):
    """Names and units of all columns of a table, by its lines of channels."""

    names: tuple[str, ...]
    units: tuple[str, ...]


def channels_above(lines: Sequence[str], names: tuple[str, ...]) -> Channels | None:
    """Find what the channels of a table are called, in the lines above its line of names.

    After `3 channels` come three times two lines, a name and its unit. A name that several of them
    have tells nothing: then the columns keep their own.
    """
    places = [at for at, name in enumerate(names) if _NUMBERED.fullmatch(name.strip())]
    for at, line in enumerate(lines):
        count = _COUNT.fullmatch(line)
        if count is None or int(count[1]) != len(places):
            continue
        texts = [one.strip(" \t,;\"'") for one in lines[at + 1 : at + 1 + 2 * len(places)]]
        if len(texts) < 2 * len(places):
            return None
        own, units = list(names), [""] * len(names)
        channel_names = texts[::2]
        for place, name, unit in zip(places, channel_names, texts[1::2], strict=True):
            own[place] = name if channel_names.count(name) == 1 and name else names[place]
            units[place] = unit
        return Channels(tuple(own), tuple(units))
    return None


def counts_samples(cells: Sequence[str]) -> bool:
    """Tell the line beneath the names that says how many samples each channel has."""
    first, *others = (cell.strip() for cell in cells)
    counts = {cell for cell in (first, *others) if cell}
    return len(counts) == 1 and all(map(str.isdigit, counts)) and len(counts.pop()) > 1
