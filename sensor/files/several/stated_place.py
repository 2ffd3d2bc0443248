"""Where a sensor was worn, and its serial number, as stated above a table or in a header."""

import re
from collections.abc import Iterable

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.worn_words import worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.placement import Placement

_PLACE = re.compile(
    r"^\W*(?:(?:device|sensor|body|wear|limb)[ _]?)?(?:placement|location|position|site|limb|side"
    r"|body part|worn (?:on|at)|attached to)(?:[ _]?code)?[\s\"']*[:=,;\t]+[\s\"']*([^\"\n]+?)"
    r"[\s\"',;\t]*$",
    re.IGNORECASE,
)
"""``Placement: right ankle``; GENEActiv's ``Device Location Code,right ankle``."""

_SERIAL = re.compile(
    r"^\W*(?:device |sensor )?(?:unique )?serial(?:[ _]?(?:number|code|no\.?|id))?"
    r"[\s\"']*[:=,;\t#]+[\s\"']*([\w-]+)",
    re.IGNORECASE,
)
"""``Serial Number: 1041``; GENEActiv's ``Device Unique Serial Code,012345``."""


def stated_place_doubt(lines: Iterable[str], placement: Placement) -> tuple[str, ...]:
    """Return a doubt if lines above a table, or header fields, contradict the placement.

    A code in a device is often left at its factory setting, so this is not an error.
    """
    for line in lines:
        match = _PLACE.match(line)
        if match is None:
            continue
        place = worn(words_of(match[1]))
        if place.parts_named() and not place.may_be(placement):
            return (
                Doubt(
                    f"The file says that the sensor was worn at '{match[1][:60]}'; it was given as "
                    f"the {placement.words}, and taken as that. If the file is right, give it as "
                    "what it says."
                ),
            )
    return ()


def serial_in(lines: Iterable[str]) -> str:
    """Return the sensor's serial number; empty if none is stated."""
    found = (match[1] for line in lines if (match := _SERIAL.match(line)))
    return next(found, "")
