"""Words of limbwatch's own exports that list no leg movement, or one that another row lists."""

import re
from typing import Final

from limbwatch.sensor.placement import Placement

KINDS: Final = {
    "gross_movement": "posture change",
    "hypnic_jerk": "hypnic jerk",
    "foot_tremor": "foot tremor",
    "tremor": "tremor",
    "convulsive": "convulsive movement",
    "tonic": "sustained stiffening",
    "focal": "rhythmic jerking of one limb",
    "cramp": "cramp-like movement",
    "twitch": "twitch",
    "walking": "walking",
    "wake_movement": "movement while awake",
    "external": "carried by bed or breath",
    "uncertain": "uncertain",
}
"""Kinds of movement that are no leg movement, as tables and Luna have them, and in words (EDF+)."""
_BEFORE: Final = ("not the wearer's movement",)
"""What such kinds were called in words by exports of before: these are read as well."""
_LEGS: Final = frozenset(one.value for one in Placement if one.limb == "ankle")
_PLACES: Final = rf"(?:{'|'.join(one.value for one in Placement)})"
_LIMBS: Final = rf"{_PLACES}(?:\+{_PLACES})*"
# a leg movement has the standard text of EDF+ in a row before
_NAMES: Final = "|".join(["periodic", "isolated", *KINDS.values(), *_BEFORE])
_IN_WORDS: Final = re.compile(
    rf"(?:(?:{_NAMES})(?:, series \d+)?|Recording gap)"
    rf", {_LIMBS}|asleep, .+|simulated, nobody's night"
)
# those of legs are understood before: what is left is of arms
_IN_TABLES: Final = re.compile(rf"(?:{'|'.join(KINDS)}|plm|limb_movement|arm_movement|gap)")
_WORN: Final = re.compile(rf"{_LIMBS}(?: (?:\.|series\d+))?")
"""In Luna the series stands behind the limb."""
_OF_NO_LIMB: Final = frozenset({"asleep", "simulated"})


def is_own(text: str, place: str) -> bool:
    """Tell whether limbwatch wrote a row, by its words and the limb: others share some words."""
    if _IN_WORDS.fullmatch(text):
        return True
    if _IN_TABLES.fullmatch(text):
        return names_limbs(place)
    return text in _OF_NO_LIMB and not place.strip(". ")


def names_limbs(place: str) -> bool:
    """Tell whether limbwatch named limbs there: of one without a side no more can be known."""
    return _WORN.fullmatch(place) is not None


def legs_of(place: str) -> str:
    """Give the legs alone of limbs that limbwatch names together; any other place as it is."""
    legs = [limb for limb in place.split("+") if limb in _LEGS]
    return "+".join(legs) if legs and names_limbs(place) else place


def told_of_own(count: int) -> str:
    """Say how many rows are such."""
    if count == 1:
        return (
            "1 row is in limbwatch's own words, of no leg movement or of one that another row "
            "lists: it is not used here"
        )
    return (
        f"{count} rows are in limbwatch's own words, of no leg movement or of one that another row "
        "lists: they are not used here"
    )
