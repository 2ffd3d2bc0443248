"""Where the name of a file says that its sensor was worn."""

from functools import cache
from pathlib import Path
from typing import Final

from limbwatch.sensor.files.doubt import Doubt
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
)
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.placement import Placement

ENDINGS: Final = frozenset(
    {
        *(".csv", ".txt", ".tsv", ".dat", ".log", ".json", ".parquet", ".edf", ".bdf", ".xdf"),
        *(".cwa", ".gt3x", ".agdc", ".avro", ".bin", ".xlsx", ".xls", ".ods", ".gz", ".zip"),
        *(".feather", ".arrow", ".mat"),
    }
)
"""Ends of the names of recordings. Other points part words, numbers and times of a name."""

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
"""Words that tell a place also without a side. Legs, feet and arms name a complaint or a study as
often (restless legs), and ``enkel`` is a grandchild."""

_NO_LIMB: Final = frozenset(
    {
        *("legs", "feet", "shoe", "hip", "neck", "pocket", "belt", "back", "head", "watch"),
        *("rightpocket", "leftpocket", "wr", "pols", "punho"),
    }
)
"""Words that tell a place in the name of a column, and in that of a file as often something else: a
complaint, a surgery, a device, a copy, a pulse."""

_NO_SIDE: Final = frozenset({"der", "sol"})
"""Sides in one language, an article and the sun in others."""

_LETTERS: Final[dict[str, Side]] = {"l": "left", "r": "right"}
_BESIDE: Final[dict[str, Side]] = _LETTERS | SHORT_SIDES
"""Sides beside a limb; beside an arm they may be an arm of a study."""

_OF_APPS: Final = ("wristmotion",)
"""Names that an app gives to the file of a watch, wherever that was worn (Sensor Logger)."""


def without_ending(name: str) -> str:
    """Leave of a file's name what stands before its kind: ``P01.left`` of ``P01.left.csv.gz``."""
    while (ending := Path(name).suffix) and ending.casefold() in ENDINGS:
        name = name[: -len(ending)]
    return name


def named_elsewhere(path: Path, placement: Placement, within: str = "") -> tuple[Doubt, ...]:
    """Doubt a placement that the name of a file contradicts; its folders do not count.

    A name is often copied from another night, so this is no refusal. Where the name of what was
    read ``within`` an archive says a place, the archive's own name does not count.
    """
    if _told(without_ending(Path(within).name)).told():
        return ()
    place = _told(without_ending(path.name))
    if place.may_be(placement):
        return ()
    return (
        Doubt(
            f"The name of the file, {path.name[:60]}, says that the sensor was worn elsewhere; it "
            f"was given as the {placement.words}, and taken as that. If the name is right, give it "
            "as what it says."
        ),
    )


def _told(name: str) -> WornWords:
    """Tell limb and side of a name; neither where it says two of them."""
    if name.casefold().startswith(_OF_APPS):
        return WornWords(limb=None, side=None)
    words = words_of(name)
    limbs: set[Limb] = set()
    # a side that stands alone may be of a hand that writes, or what somebody left
    beside: set[Side] = set()
    for at, word in enumerate(words):
        if word in _glued():
            side, limb = _glued()[word]
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
def _glued() -> dict[str, tuple[Side, Limb]]:
    """Give ``leftankle``, ``wristright`` and their like, and ``anklel`` of the surest limbs."""
    return {
        word: (side, LIMBS[limb_word])
        for limb_word in LIMBS.keys() - _NO_LIMB
        for side_word, side in (SIDES | _LETTERS).items()
        if side_word not in _NO_SIDE and (side_word not in _LETTERS or limb_word in _ALONE)
        for word in (side_word + limb_word, limb_word + side_word)
    }
