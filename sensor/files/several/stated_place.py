"""The place where a sensor was worn, as the name of its file, or a line of it, tells."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.recording_endings import ends_as_recording
from limbwatch.sensor.files.several.worn_words import (
    LIMBS,
    SHORT_SIDES,
    SIDES,
    Limb,
    Side,
    WornWords,
    limb_named,
    next_to,
    spelled,
    worn,
)
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.placement import Placement

_ALONE: Final = frozenset(
    {
        way
        for word in (
            *("ankle", "ankles", "knöchel", "cheville", "tobillo", "kostka", "kostki", "nilkka"),
            *("nilkan", "caviglia", "wrist", "wrists", "handgelenk", "poignet", "muñeca", "polso"),
            *("nadgarstek", "nadgarstka", "ranne", "ranteen", "fotled", "fotleden", "ankel"),
            *("ankeln", "tornozelo", "handleden", "håndled", "håndledd"),
        )
        for way in spelled(word)
    }
)
"""Words that tell a place even without a side. Legs, feet and arms as often name a complaint or a
study (restless legs), and ``enkel`` is a grandchild."""

_NO_LIMB: Final = frozenset(
    {
        *("legs", "feet", "shoe", "hip", "neck", "pocket", "belt", "back", "head", "watch"),
        *("rightpocket", "leftpocket", "wr", "pols", "punho"),
    }
)
"""Words that tell a place in the name of a column, but in that of a file often something else: a
complaint, a surgery, a device, a copy, a pulse."""

_NO_SIDE: Final = frozenset({"der", "sol"})
"""Words for a side in one language that are an article and the sun in others."""

_LETTERS: Final[dict[str, Side]] = {"l": "left", "r": "right"}
_BESIDE: Final[dict[str, Side]] = _LETTERS | SHORT_SIDES
"""Short words for a side, valid beside a limb; beside an arm they may be an arm of a study."""

_OF_APPS: Final = ("wristmotion",)
"""Names that an app gives to files of a watch, wherever it was worn (Sensor Logger)."""


def without_ending(name: str) -> str:
    """Return a file's name without its extensions: ``P01.left`` of ``P01.left.csv.gz``."""
    while ends_as_recording(name):
        name = name[: -len(Path(name).suffix)]
    return name


def file_name_doubt(path: Path, placement: Placement, within: str = "") -> tuple[Doubt, ...]:
    """Return a doubt if the name of a file contradicts the placement; folders do not count.

    A name is often copied from another night, so this is not an error. If the name of the file
    ``within`` an archive tells a place, the archive's own name does not count.
    """
    if _place_in(without_ending(Path(within).name)).parts_named():
        return ()
    place = _place_in(without_ending(path.name))
    if place.may_be(placement):
        return ()
    return (
        Doubt(
            f"The name of the file, {path.name[:60]}, says that the sensor was worn elsewhere; it "
            f"was given as the {placement.words}, and taken as that. If the name is right, give it "
            "as what it says."
        ),
    )


def _place_in(name: str) -> WornWords:
    """Return the limb and side that a name tells; neither where it tells two."""
    if name.casefold().startswith(_OF_APPS):
        return WornWords(limb=None, side=None)
    words = words_of(name)
    limbs: set[Limb] = set()
    # a side on its own may be that of the writing hand, or the past tense of leave
    beside: set[Side] = set()
    for at, word in enumerate(words):
        if word in _compounds():
            side, limb = _compounds()[word]
            beside.add(side)
            limbs.add(limb)
        limb_there = limb_named(word, words)
        if limb_there is None or word in _NO_LIMB:
            continue
        told = {found for other in next_to(words, at) if (found := _side(other, word)) is not None}
        beside |= told
        if told or word in _ALONE:
            limbs.add(limb_there)
    sides = beside | {SIDES[word] for word in words if word in SIDES and word not in _NO_SIDE}
    return WornWords(
        limb=limbs.pop() if len(limbs) == 1 else None,
        side=beside.pop() if len(sides) == 1 and beside else None,
    )


def _side(word: str, limb_word: str) -> Side | None:
    if word in _BESIDE:
        return None if limb_word in {"arm", "hand"} else _BESIDE[word]
    return None if word in _NO_SIDE else SIDES.get(word)


@cache
def _compounds() -> dict[str, tuple[Side, Limb]]:
    """Map ``leftankle``, ``wristright`` and the like, and ``anklel`` for unambiguous limbs."""
    return {
        word: (side, LIMBS[limb_word])
        for limb_word in LIMBS.keys() - _NO_LIMB
        for side_word, side in (SIDES | _LETTERS).items()
        if side_word not in _NO_SIDE and (side_word not in _LETTERS or limb_word in _ALONE)
        for word in (side_word + limb_word, limb_word + side_word)
    }


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
