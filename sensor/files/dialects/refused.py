"""Common files that hold no raw acceleration."""

import re

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Dialect, Refusal
from limbwatch.sensor.files.tables.rewritten.fit_messages import HEADER
from limbwatch.sensor.files.values.unit import A_SECOND, ANGLE, OTHER_UNIT, unit_of_other


def _actilife_counts(head: Head) -> Refusal | None:
    preamble = "\n".join(head.preamble[:14])
    counts = re.compile(r"axis ?[123x]|vm|steps|activity( counts)?")
    names = sum(counts.fullmatch(name) is not None for name in head.folded)
    epoch = re.search(r"Epoch Period \(hh:mm:ss\) (\d\d:\d\d:\d\d)", preamble)
    summed = epoch is not None and epoch[1] != "00:00:00"
    if names < 3 and not ("Data Table File" in preamble or summed):
        return None
    period = f" of {epoch[1]}" if epoch is not None and summed else ""
    return Refusal(
        what=f"activity counts per epoch{period}, as ActiLife exports them, not raw acceleration",
        remedy="In ActiLife choose File > Export > Raw data (CSV), or give the .gt3x file itself.",
    )


def _actiware(head: Head) -> Refusal | None:
    if not any("Actiware" in line for line in head.preamble[:3]):
        return None
    return Refusal(
        what="an Actiware export: activity per epoch, not raw acceleration",
        remedy="An Actiwatch keeps no raw acceleration; use a sensor that does.",
    )


def _dot_without_gravity(head: Head) -> Refusal | None:
    if head.column("FreeAcc_X") is None or head.column("Acc_X") is not None:
        return None
    return Refusal(
        what="an Xsens DOT export of free acceleration, from which gravity has been removed",
        remedy="Record with a payload that has Acc_X, Acc_Y, Acc_Z, such as Custom Mode 5.",
    )


def _fit_without_acceleration(head: Head) -> Refusal | None:
    if not any(line.startswith(HEADER) for line in (*head.preamble, ",".join(head.names))):
        return None
    return Refusal(
        what="a FIT file of Garmin as FitCSVTool writes it, without samples of acceleration "
        "(messages accelerometer_data with times in seconds)",
        remedy="Record with an app that keeps raw acceleration, and write its .fit as CSV.",
    )


_TURNING = re.compile(
    rf"(?<!\w)(?:{ANGLE}{A_SECOND}|dps)(?!\w)"
    # an angle counts only where it stands as a unit of columns: a sensor may be mounted at 90
    # degrees, and someone may be called Rad
    rf"|(?<=[(\[]){ANGLE}(?=[)\]])|(?<!\w)in\s+{ANGLE}(?!\w)",
    re.IGNORECASE,
)
"""Units of turning that need no word before them: degrees and radians, alone and per second."""

_UNIT_IS = rf"(?:units?|uom)\b[\s\"'=:,;(\[]*{OTHER_UNIT}(?!\w)"

_STATED_UNIT = re.compile(rf"(?<![^\W_]){_UNIT_IS}", re.IGNORECASE)
"""A unit of another quantity that is stated as such."""

_UNIT_OF_OTHER_SENSOR = re.compile(
    r"(?<![^\W_])(?:gyro|mag|angle|angular|rot|turn|tilt|incl|orient|attitude|euler|roll|pitch|yaw"
    r"|head|compass|azimuth|quat|baro|press|temp|therm|humid|light|alt)"
    rf"[^\W_]*[\s_.-]*{_UNIT_IS}",
    re.IGNORECASE,
)
"""A unit that is stated for another sensor by its name, such as ``gyro_unit: deg/s``."""

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


def table_of_other_sensor(head: Head) -> Refusal | None:
    """Refuse a table with a unit of another quantity stated above it, and none of acceleration.

    Units of turning, magnetic fields, pressure and temperature count; those stated for another
    sensor by its name do not. A table with a column named for acceleration is not refused.
    """
    plain = (line for line in head.preamble if not _OTHER_DEGREES.search(line))
    if any(map(_ACCELERATION.search, (*plain, *head.names, *head.units))):
        return None
    lines = [_UNIT_OF_OTHER_SENSOR.sub("", line) for line in head.preamble]
    found = next(filter(None, map(_unit_in, lines)), "")
    if not found:
        return None
    return Refusal(
        what="a table of another kind of sensor, such as a gyroscope, an orientation or a compass: "
        f"it states {found!r}, and no unit of acceleration",
        remedy=_IF_ACCELERATION,
    )


def _unit_in(line: str) -> str:
    """Return the words of a line that state a unit of another quantity; empty if none do."""
    stated = _STATED_UNIT.search(line)
    if stated is not None and not _OTHER_DEGREES.search(line.replace(stated[0], "")):
        return stated[0]
    found = None if _OTHER_DEGREES.search(line) else _TURNING.search(line)
    return "" if found is None else found[0]


_IF_ACCELERATION = (
    "Give the file of acceleration. If these are acceleration after all, say which columns: "
    "--columns time=NAME,x=NAME,y=NAME,z=NAME."
)


def other_unit(head: Head, axes: tuple[int, int, int]) -> str:
    """Return the unit of another quantity that a column of three states; empty if none does."""
    below = (head.units[at] for at in axes if at < len(head.units))
    names = (head.names[at] for at in axes if at < len(head.names))
    return next(filter(None, map(unit_of_other, (*below, *names))), "")


def other_quantity(head: Head, axes: tuple[int, int, int]) -> Refusal:
    """Refuse a table whose x, y and z are in a unit of another quantity."""
    shown, unit = ", ".join(head.names[at] for at in axes), other_unit(head, axes)
    return Refusal(
        what="a table of another kind of sensor, such as a gyroscope, an orientation or a compass: "
        f"its columns {shown} are in {unit}",
        remedy=_IF_ACCELERATION,
    )


REFUSED = (
    Dialect(
        "ActiLife counts", "columns of counts or an epoch period in the preamble", _actilife_counts
    ),
    Dialect("Actiware", "its first line", _actiware),
    Dialect(
        "Xsens DOT free acceleration", "FreeAcc columns and no Acc columns", _dot_without_gravity
    ),
    Dialect(
        "FIT without acceleration",
        "the columns Type, Local Number, Message",
        _fit_without_acceleration,
    ),
)
