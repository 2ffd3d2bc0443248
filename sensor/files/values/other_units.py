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
OTHER_UNIT: Final = (
    rf"(?:{_DEGREE} ?[cf]|celsius|m?(?:{ANGLE}|{_DEGREE})(?:{A_SECOND}{_SQUARED})?|m?dps|rpm"
    # in capitals it is a direction, from back to front
    rf"|{FIELD}|[hk]pa|(?-i:Pa)|m?bar)"
)
"""Expression of units of turning, of magnetic fields, of pressure and of temperature."""

_OTHER: Final = re.compile(OTHER_UNIT, re.IGNORECASE)
_BRACKETED: Final = re.compile(r"[\[(]([^\[(]+)[\])]\s*$")
_LAST_WORD: Final = re.compile(
    rf"[_\s](deg(?:rees?)?(?: ?[cf])?|(?:deg|rad)/s|m?dps|rad|rpm|{FIELD}|[hk]pa|mbar|celsius)$",
    re.IGNORECASE,
)
"""Units at the end of a name without brackets. Without them ``bar`` may be a mean."""


def is_other_unit(text: str) -> bool:
    """Tell whether a text is a unit of another quantity, and nothing else."""
    return _OTHER.fullmatch(text.strip()) is not None


def unit_of_other(name: str) -> str:
    """Return the unit of another quantity that is, or ends, a text; empty if there is none.

    In a name such as ``gx (deg/s)`` it stands in brackets, or is a last word, as in ``x_uT``.
    """
    inside, last = _BRACKETED.search(name), _LAST_WORD.search(name)
    for found in (name, inside and inside[1], last and last[1]):
        if found and is_other_unit(found):
            return found.strip()
    return ""
