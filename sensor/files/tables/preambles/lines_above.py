"""The lines above a table, those of one object in JSON written as one line for each value."""

from collections.abc import Iterator

from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.tables.heads.head import Head

DEEPEST = 4
"""Objects within each other that are looked into: devices, and what is told of each. Chosen."""


def lines_above(head: Head) -> list[str]:
    """Give the lines above a table that state something, without empty ones.

    Instead of a line that holds an object in JSON, as OpenSignals writes it, come its values as
    ``name: value``. The wide colon of Chinese programs is a colon.
    """
    found: list[str] = []
    for line in head.preamble:
        values = _object(line)
        if values is not None:
            found.extend(_named_values(values, DEEPEST))
        elif line.strip():
            found.append(line.replace("\N{FULLWIDTH COLON}", ":"))
    return found


def _object(line: str) -> dict[str, object] | None:
    """Read the object that a line holds behind the sign of a comment."""
    text = line.strip().lstrip("#%/; ")
    return json_object(text.encode()) if text.startswith("{") else None


def _named_values(values: dict[str, object], deepest: int) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            if deepest > 1:
                yield from _named_values(value, deepest - 1)
        elif isinstance(value, str | int | float):
            yield f"{name}: {value}"
