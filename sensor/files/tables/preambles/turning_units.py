"""Units of rotation above a table: its numbers are angles or angular rates, not acceleration."""

import re

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Refusal

_UNIT = r"(?:deg(?:rees?)?|rad(?:ians?)?|\N{DEGREE SIGN})"
_A_SECOND = r"(?:\s*/\s*s(?:ec)?|\s*s-1|\s+per\s+second)"
_TURNING = re.compile(
    rf"(?<!\w)(?:{_UNIT}{_A_SECOND}|dps)(?!\w)"
    # an angle counts only where it stands as a unit of columns: a sensor may be mounted at 90
    # degrees, and someone may be called Rad
    rf"|(?<=[(\[]){_UNIT}(?=[)\]])|\bunits?\b[\s\"'=:,;]*{_UNIT}(?!\w)"
    rf"|(?<!\w)in\s+{_UNIT}(?!\w)",
    re.IGNORECASE,
)
"""Units of columns: degrees and radians, alone and per second."""

_ACCELERATION = re.compile(
    r"acc|beschl|gravity|m/\(?s|m\s*s-2|(?<![^\W\d])(?<![.])[m\N{MICRO SIGN}]?g(?!\w)",
    re.IGNORECASE,
)
"""Words and units of acceleration."""

_OTHER_DEGREES = re.compile(
    r"temp|celsius|fahrenheit|\bdeg\w*\s*[cf]\b|latitude|longitude|\bgps\b|phase"
    r"|range|full.?scale|sensitivity",
    re.IGNORECASE,
)
"""Other quantities in degrees, and settings of a gyroscope that may be on as well."""


def turning_table(head: Head) -> Refusal | None:
    """Refuse a table whose preamble names a unit of rotation and none of acceleration.

    A table with a column named for acceleration is not refused.
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
