"""Numbers that a person types, with a decimal point or with the decimal comma of German."""

import re
from typing import Final

_COMMA: Final = re.compile(r"(-?\d+),(\d+)")
_THOUSANDS: Final = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""A comma that stands before a thousand in English, and is a decimal one in German."""
_NUMBER: Final = re.compile(r"-?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})")


def with_point(name: str, text: str) -> str:
    """Write a number with a decimal point where it has a comma; what is none stays as it is.

    Parameters
    ----------
    name : str
        What the number is of, for the error.
    text : str
        As typed: ``1,5`` or ``1.5``.

    Raises
    ------
    ValueError
        If it may be meant in two ways, as 1,500.
    """
    found = _COMMA.fullmatch(text)
    if found is None:
        return text
    if _THOUSANDS.fullmatch(text):
        raise ValueError(
            f"{name} {text} may be {found[1]}.{found[2]} or {found[1]}{found[2]}: write it "
            "with a decimal point, or without the comma"
        )
    return f"{found[1]}.{found[2]}"


def typed_number(name: str, text: str) -> float:
    """Read a number that was typed into a field; a whole one is an int.

    Raises
    ------
    ValueError
        If it is none, or may be meant in two ways.
    """
    written = with_point(name, text.strip())
    if not _NUMBER.fullmatch(written):
        raise ValueError(f"{name} is a number as 2 or 1.5, not {text[:40]!r}")
    number = float(written)
    return int(number) if number.is_integer() else number
