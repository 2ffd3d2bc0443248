"""The lines above a table, with JSON objects expanded to one line per value."""

from collections.abc import Iterator

from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.tables.heads.head import Head

DEEPEST = 4
"""Depth to which nested objects are read: devices, and the properties of each. Chosen."""


def lines_above(head: Head) -> list[str]:
    """Return the non-empty lines above a table.

    A line that holds a JSON object, as OpenSignals writes it, is replaced by its values as ``name:
    value``. The wide colon of Chinese programs becomes a colon.
    """
    found: list[str] = []
    for line in head.preamble:
        values = _read_object(line)
        if values is not None:
            found.extend(_named_values(values, DEEPEST))
        elif line.strip():
            found.append(line.replace("\N{FULLWIDTH COLON}", ":"))
    return found


def _read_object(line: str) -> dict[str, object] | None:
    """Read the JSON object of a line, behind a comment sign."""
    text = line.strip().lstrip("#%/; ")
    return json_object(text.encode()) if text.startswith("{") else None


def _named_values(values: dict[str, object], deepest: int) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            if deepest > 1:
                yield from _named_values(value, deepest - 1)
        elif isinstance(value, str | int | float):
            yield f"{name}: {value}"
