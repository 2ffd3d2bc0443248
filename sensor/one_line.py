"""The ``repr`` of a value: its fields, as far as one line has room."""

from collections.abc import Iterator, Sized
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from numbers import Real
from typing import Any

LONGEST = 88
"""Longest line, characters: a terminal of 100 has room for it behind its prompt. Chosen."""

LONGEST_TEXT = 40
"""Characters shown of a text field. Chosen."""


def one_line(thing: Any) -> str:
    """Return the ``repr`` of a value in one line: its first fields, and the lengths of columns.

    Classes set it as their ``__repr__``. Fields with their default value are left out; an ellipsis
    stands for fields without room.
    """
    name = type(thing).__name__
    if not is_dataclass(thing):
        return f"{name}({len(thing)})"
    line = f"{name}("
    for part in _shown_fields(thing):
        joint = "" if line.endswith("(") else ", "
        if len(line) + len(joint) + len(part) + len(", ...)") > LONGEST:
            return f"{line}{joint}...)"
        line += joint + part
    return f"{line})"


def _shown_fields(thing: Any) -> Iterator[str]:
    for field in fields(thing):
        value = getattr(thing, field.name)
        usual = field.default if field.default_factory is MISSING else field.default_factory()
        if type(value) is not type(usual) or value != usual:
            yield f"{field.name}={_shown_value(value)}"


def _shown_value(value: Any) -> str:
    match value:
        case Enum():
            text = str(value.value)
        case str() if len(value) > LONGEST_TEXT:
            text = repr(f"{value[: LONGEST_TEXT - 3]}...")
        case None | bool() | int() | str():
            text = repr(value)
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M:%S}"
        case Real():
            text = f"{float(value):.6g}"
        case (Enum(), *_):
            text = "+".join(map(_shown_value, value))
        case Sized() if not is_dataclass(value):
            text = f"[{len(value)}]"
        case _:
            text = type(value).__name__
    return text
