"""Words of limbwatch's own exports for rows that are no leg movement, or that repeat one."""

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
"""Kinds that are not leg movements, with their words in EDF+; the keys stand in tables and Luna."""
_EARLIER_NAMES: Final = ("not the wearer's movement",)
"""Earlier words for such kinds, still found in old exports."""
_LEGS: Final = frozenset(one.value for one in Placement if one.limb == "ankle")
_PLACES: Final = rf"(?:{'|'.join(one.value for one in Placement)})"
_LIMBS: Final = rf"{_PLACES}(?:\+{_PLACES})*"
# in EDF+, a leg movement has a row with the standard text before its own
_NAMES: Final = "|".join(["periodic", "isolated", *KINDS.values(), *_EARLIER_NAMES])
_IN_WORDS: Final = re.compile(
    rf"(?:(?:{_NAMES})(?:, series \d+)?|Recording gap)"
    rf", {_LIMBS}|asleep, .+|simulated, nobody's night"
)
# leg rows of tables were understood before: these are of arms
_IN_TABLES: Final = re.compile(rf"(?:{'|'.join(KINDS)}|plm|limb_movement|arm_movement|gap)")
_WORN: Final = re.compile(rf"{_LIMBS}(?: (?:\.|series\d+))?")
"""Limbs, perhaps followed by a series, as in Luna."""
_OF_NO_LIMB: Final = frozenset({"asleep", "simulated"})


def is_own(text: str, place: str) -> bool:
    """Return whether limbwatch wrote a row, by its words and limb; other programs share words."""
    if _IN_WORDS.fullmatch(text):
        return True
    if _IN_TABLES.fullmatch(text):
        return names_limbs(place)
    return text in _OF_NO_LIMB and not place.strip(". ")


def names_limbs(place: str) -> bool:
    """Return whether a place names limbs as limbwatch does; without a side no more is known."""
    return _WORN.fullmatch(place) is not None


def legs_of(place: str) -> str:
    """Return only the legs of limbs named by limbwatch; any other place unchanged."""
    legs = [limb for limb in place.split("+") if limb in _LEGS]
    return "+".join(legs) if legs and names_limbs(place) else place


def own_rows_note(count: int) -> str:
    """Return a note on the number of such rows."""
    if count == 1:
        return (
            "1 row is in limbwatch's own words, of no leg movement or of one that another row "
            "lists: it is not used here"
        )
    return (
        f"{count} rows are in limbwatch's own words, of no leg movement or of one that another row "
        "lists: they are not used here"
    )
