"""Numbers typed by a person, with a decimal point or the decimal comma of German."""

import re
from typing import Final

_COMMA: Final = re.compile(r"(-?\d+),(\d+)")
_THOUSANDS: Final = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""A comma that separates thousands in English but is a decimal comma in German."""
_NUMBER: Final = re.compile(r"-?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})")


def with_point(name: str, text: str) -> str:
    """Return a number with a decimal point instead of a comma; other texts are unchanged.

    An error names what the number is for.

    Raises
    ------
    ValueError
        If it is ambiguous, like 1,500.
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
    """Parse a number that was typed into a field; a whole number becomes an int.

    Raises
    ------
    ValueError
        If it is not a number, or ambiguous.
    """
    written = with_point(name, text.strip())
    if not _NUMBER.fullmatch(written):
        raise ValueError(f"{name} is a number as 2 or 1.5, not {text[:40]!r}")
    number = float(written)
    return int(number) if number.is_integer() else number
