"""Units of turning above a table: its numbers are angles or rates of turn, no acceleration."""

import re

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import Refusal

_TURNING = re.compile(
    r"(?<!\w)(?:deg(?:rees?)?|rad(?:ians?)?)(?:\s*/\s*s(?:ec)?|\s*s-1|\s+per\s+second)?(?!\w)"
    r"|(?<!\w)dps(?!\w)|\N{DEGREE SIGN}(?!\s*[CF])",
    re.IGNORECASE,
)
"""Degrees and radians, and these in a second."""

_ACCELERATION = re.compile(
    r"acc|beschl|gravity|m/\(?s|m\s*s-2|(?<![^\W\d])(?<![.])[m\N{MICRO SIGN}]?g(?!\w)",
    re.IGNORECASE,
)
"""Words and units of acceleration."""

_OTHER_DEGREES = re.compile(
    r"temp|celsius|fahrenheit|\bdeg\w*\s*[cf]\b|latitude|longitude|\bgps\b|phase", re.IGNORECASE
)
"""What else is told in degrees."""


def turning_table(head: Head) -> Refusal | None:
    """Refuse a table whose preamble names a unit of turning and none of acceleration.

    Returns
    -------
    Refusal or None
        None also where a column is named for acceleration.
    """
    lines = [line for line in head.preamble if not _OTHER_DEGREES.search(line)]
    if any(map(_ACCELERATION.search, (*lines, *head.names, *head.units))):
        return None
    found = next(filter(None, map(_TURNING.search, lines)), None)
    if found is None:
        return None
    return Refusal(
        what="a table of another kind of sensor, such as a gyroscope or an orientation: the lines "
        f"above it name {found[0]!r}, a unit of turning, and none of acceleration",
        remedy="Give the file of acceleration. If these are acceleration after all, say which "
        "columns: --columns time=NAME,x=NAME,y=NAME,z=NAME.",
    )
