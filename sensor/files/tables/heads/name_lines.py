"""Lines of names above the rows of a table, with units and types below them or between them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from limbwatch.sensor.files.values.unit import is_other_unit, unit_named

NAME_LINES = 4
"""Lines right above the rows among which names, units and types of columns are searched. Chosen."""

_SEEN_ROWS = 20
"""Rows that show which trailing cells are always empty. Chosen."""

_TYPES = re.compile(
    r"(?:big|small)?int(?:eger)?(?:\d\d)?|float(?:\d\d)?|double(?: precision)?|real|decimal"
    r"|num(?:ber|eric)?|char|varchar\d?|text|string|date|time|datetime|timestamp|bool(?:ean)?"
)
"""Types of columns, as some exports write them under the names."""

_LINK = re.compile(r"\]\([^()\s]*/[^()\s]*\)$")
"""An address behind a unit, as Hexoskin writes it: ``acceleration_X [g](/api/datatype/4145/)``."""

_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d.*)?")

_VALUE = re.compile(r"[-+]?\d[-+\d.,:/eE]*(?:\s+(?!\S*[xyzXYZ]$)\S{1,6})?")
"""A number, date or time, with a unit or without."""

LABELS = {"channeltitle=": "Time"}
"""Words before a line of names, by the column name they replace: LabChart's."""


def name_line(table: list[list[str]], first: int) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Find the column names above the line of the first row.

    Gives the line where the preamble ends, the names, and the units under them.
    """
    above = [at for at in range(first) if any(cell.strip() for cell in table[at])]
    width = len(table[first])
    # spreadsheets add empty columns after the last; a named column may be empty as well
    filled = max(map(filled_cells, table[first : first + _SEEN_ROWS]))
    # date and clock separated by a blank often share one name
    spare = 1 + filled // 8 + any(map(is_moment, pairwise(table[first])))
    fitting = range(max(3, filled - spare), width + spare + 1)
    units: tuple[str, ...] = ()
    name_rows = [at for at in above if not _is_rule(table[at]) and not _states_values(table[at])]
    index = ""
    for at in reversed(name_rows[-NAME_LINES:]):
        cells = cleaned_names(table[at])
        if at == name_rows[-1] and len(cells) == 1 and len(table[at]) == width:
            index = cells[0]  # pandas names the index in a line of its own, under the columns
            continue
        if len(cells) not in fitting:
            break
        if sum(unit_named(cell) is not None or is_other_unit(cell) for cell in cells) >= 3:
            units = units or cells
        elif _are_names(cells):
            cells = (index or labelled_name(cells[0]), *cells[1:])
            beyond = max((up for up in name_rows if up < at), default=None)
            if beyond is not None:
                title_cells = ["", *table[beyond][1:]] if index else table[beyond]
                cells = _with_block_titles(cells, title_cells)
            return at, cells, units
    last = cleaned_names(table[name_rows[-1]]) if name_rows else ()
    if len(last) not in fitting:
        return first, (), ()
    return name_rows[-1], last, ()


def filled_cells(cells: Sequence[str]) -> int:
    """Count the cells up to the last that is filled."""
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip(' "')), 0)


def is_moment(cells: tuple[str, str]) -> bool:
    """Tell whether two cells are a date and a clock."""
    return bool(_DAY.fullmatch(cells[0]) and _CLOCK.fullmatch(cells[1]))


def labelled_name(cell: str) -> str:
    """Return the name of a column in place of a word that precedes a line of names."""
    return LABELS.get(cell.casefold(), cell)


def _states_values(cells: list[str]) -> bool:
    """Tell whether a line is a word and values: `BottomValue=, -2, -2, -2` names no columns."""
    first, *rest = (cell.strip(" \"'") for cell in cells)
    values = [cell for cell in rest if cell]
    return first[:1].isalpha() and len(values) >= 3 and all(map(_VALUE.fullmatch, values))


def _is_rule(cells: list[str]) -> bool:
    """Tell whether a line is a rule between names and rows, as databases draw it."""
    return re.fullmatch(r"[-=+_\s]+", "".join(cells)) is not None


def _are_names(cells: tuple[str, ...]) -> bool:
    """Tell whether cells are names, not types or titles over several columns."""
    different = {cell.casefold() for cell in cells if cell}
    return len(different) >= 3 and not all(map(_TYPES.fullmatch, different))


def _with_block_titles(names: tuple[str, ...], above: list[str]) -> tuple[str, ...]:
    """Prefix names that recur in each block of columns with the title of their block."""
    titles = [cell.strip().strip('"') for cell in above]
    named = [name for name in names if name]
    if len(set(named)) == len(named) or sum(map(bool, titles)) < 2:
        return names
    last, found = "", []
    for at, name in enumerate(names):
        last = titles[at] if at < len(titles) and titles[at] else last
        found.append(f"{last} {name}" if last and name else name)
    return tuple(found)


def cleaned_names(cells: list[str]) -> tuple[str, ...]:
    """Clean a line of names: no comment sign, no quotes, no empty cell at the end."""
    names = [_LINK.sub("]", cell.strip().strip('"').strip()) for cell in cells]
    if len(names) > 1 and names[0] and not names[0].strip("#%/;"):
        del names[0]  # the sign of a comment, with a blank behind it
    if names:
        names[0] = names[0].lstrip("#%/; ")
    while names and not names[-1]:
        names.pop()
    return tuple(names)


_COUNT = re.compile(r"\s*(\d{1,3}) channels?[\s,]*", re.IGNORECASE)
_NUMBERED = re.compile(r"ch ?\d{1,3}", re.IGNORECASE)
"""Column names that AcqKnowledge writes below them: `CH1`, and `CH3` where 2 is hidden."""


def channels_above(
    lines: Sequence[str], names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Find names and units of all columns of a table in its channel lines, above that of names.

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
        return tuple(renamed), tuple(units)
    return None


def counts_samples(cells: Sequence[str]) -> bool:
    """Tell whether a line beneath the names gives the number of samples of each channel."""
    first, *others = (cell.strip() for cell in cells)
    counts = {cell for cell in (first, *others) if cell}
    return len(counts) == 1 and all(map(str.isdigit, counts)) and len(counts.pop()) > 1
