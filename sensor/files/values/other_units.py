"""Units of quantities other than acceleration that have three axes, too."""

import re
from typing import Final

ANGLE: Final = r"(?:deg(?:rees?)?|rad(?:ians?)?|\N{DEGREE SIGN})"
"""Expression of units of angles."""

A_SECOND: Final = r"(?:\s*/\s*s(?:ec)?|\s*s-1|\s+per\s+second)"
"""Expression of a second below the line."""

FIELD: Final = r"(?:[um\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}]T|(?:micro|milli)?teslas?|m?gauss)"
"""Expression of units of magnetic fields."""

_SQUARED: Final = r"(?:\^?2|\N{SUPERSCRIPT TWO})?"
_DEGREE: Final = r"(?:deg(?:rees?)?|\N{DEGREE SIGN}|\N{MASCULINE ORDINAL INDICATOR})"
_OTHER: Final = re.compile(
    rf"m?(?:{ANGLE}|{_DEGREE})(?:{A_SECOND}{_SQUARED})?|m?dps|rpm"
    rf"|{FIELD}|[hk]?pa|m?bar|{_DEGREE} ?[cf]|celsius",
    re.IGNORECASE,
)
"""Units of turning, of magnetic fields, of pressure and of temperature."""

_BRACKETED: Final = re.compile(r"[\[(]([^\[(]+)[\])]\s*$")
_LAST_WORD: Final = re.compile(r"[_\s](deg(?:rees?)?|dps|rads?)$", re.IGNORECASE)
"""Units of turning at the end of a name without brackets."""


def is_other_unit(text: str) -> bool:
    """Tell whether a text is a unit of another quantity, and nothing else."""
    return _OTHER.fullmatch(text.strip()) is not None


def unit_of_other(name: str) -> str:
    """Return the unit of another quantity that is, or ends, a text; empty if there is none.

    In a name such as ``gx (deg/s)`` it stands in brackets, or is a last word such as ``dps``.
    """
    inside, last = _BRACKETED.search(name), _LAST_WORD.search(name)
    for found in (name, inside and inside[1], last and last[1]):
        if found and is_other_unit(found):
            return found.strip()
    return ""
