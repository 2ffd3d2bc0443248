"""Choosing one of several sensors for a placement: by its name, or as a person says."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from limbwatch.command_line import shell_word
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.worn_words import (
    LIMBS,
    SIDES,
    WornWords,
    only_initials,
    worn,
)
from limbwatch.sensor.placement import Placement


class SensorNotFound(UnreadableFile):
    """The file has several sensors, and the requested one cannot be determined."""


def chosen(
    names: Mapping[str, Sequence[str]],
    placement: Placement,
    *,
    named: str | None,
    path: Path,
    where: str,
    instead: str = "",
) -> str:
    """Choose a sensor by its name, or the one that a person named.

    ``names`` maps each name to its words. ``where`` says where the names stand: ``its columns``, or
    a column's name. ``instead`` is the remedy if probably no name should be chosen.

    Raises
    ------
    SensorNotFound
        If none fits, or several do; the message lists the names.
    """
    if named is not None:
        return _named_by_person(names, named, path, where)
    places = {
        name: worn(words, beside=[other for key, other in names.items() if key != name])
        for name, words in names.items()
    }
    fitting = {name: place for name, place in places.items() if place.may_be(placement)}
    if len(names) == 1 and fitting:
        return next(iter(names))
    surest = _surest(fitting)
    if len(surest) == 1:
        return surest[0]
    remedy = instead or _remedy(places, placement, surest)
    raise SensorNotFound(
        f"{path} has {_counted(names)} ({where}: {_listed(places)}), and "
        f"{'none of them says' if not surest else 'more than one may be'} the {placement.words}. "
        f"{remedy}"
    )


def doubts_of(
    name: str, names: Mapping[str, Sequence[str]], placement: Placement, *, named: bool
) -> tuple[Doubt, ...]:
    """Return a doubt on a sensor whose name says another place, or may mean another limb.

    ``names`` are those of all sensors that are there, with the words of each. Only a person who
    ``named`` the sensor can have chosen one that says another place.
    """
    words = names[name]
    others = [other for key, other in names.items() if key != name]
    # a letter that a person names tells a side also where no other sensor has one
    beside = [*others, *_LETTERS] if named else others
    if named and not worn(words, beside=beside).may_be(placement):
        return (
            Doubt(
                f"The sensor {name!r} was taken for the {placement.words}, as --sensor says, "
                "and by its name it was worn elsewhere."
            ),
        )
    if placement.limb == "wrist" and only_initials(words, beside=beside):
        return (
            Doubt(
                f"The sensor {name!r} was taken for the {placement.words}, and its initials may be "
                "those of an ankle as well as of an arm. If it was worn on an ankle, give it as "
                "that."
            ),
        )
    return ()


_LETTERS = (("l",), ("r",))


def _surest(fitting: Mapping[str, WornWords]) -> list[str]:
    """Return the names that tell most, if they tell anything."""
    most = max((place.parts_named() for place in fitting.values()), default=0)
    return [name for name, place in fitting.items() if most and place.parts_named() == most]


def name_folded(name: str) -> str:
    """Normalise a name for comparison: macOS separates letters from their accents."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def any_named(named: str, names: Iterable[str]) -> bool:
    """Return whether what a person gave as a sensor's name is part of any of the names."""
    return any(name_folded(named) in name_folded(name) for name in names)


def _named_by_person(names: Mapping[str, Sequence[str]], named: str, path: Path, where: str) -> str:
    wanted = name_folded(named)
    exact = [name for name in names if name_folded(name) == wanted]
    within = [name for name in names if wanted and wanted in name_folded(name)]
    if len(exact or within) == 1:
        return (exact or within)[0]
    raise SensorNotFound(
        f"{path} has no sensor called {named!r}, or several; {where}: {', '.join(sorted(names))}. "
        "Give --sensor one of these names."
    )


def _counted(names: Mapping[str, object]) -> str:
    return "one sensor" if len(names) == 1 else f"{len(names)} sensors"


def _listed(places: Mapping[str, WornWords]) -> str:
    shown = [
        f"{name} ({worn_at})" if (worn_at := _words(place)) and worn_at != name else name
        for name, place in sorted(places.items())
    ]
    return ", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")


def _words(place: WornWords) -> str:
    limb = {"elsewhere": "neither ankle nor wrist", None: ""}.get(place.limb, place.limb)
    return " ".join(part for part in (place.side or "", limb or "") if part)


def _remedy(places: Mapping[str, WornWords], placement: Placement, surest: list[str]) -> str:
    """Suggest a name that may be the requested sensor, and never one of another limb."""
    open_to = surest or [name for name, place in places.items() if place.may_be(placement)]
    if not open_to and all(place.limb == "elsewhere" for place in places.values()):
        # the sensor's true place is not among the placements
        return (
            "Nothing in the file was at an ankle or a wrist. If one of them may stand for it, as a "
            f"thigh for the ankle of its leg, name it: --sensor {placement.value}=NAME."
        )
    if not open_to:
        return (
            "All of them say that they were worn elsewhere: give the file as what it is, or, if a "
            f"name is wrong, name the sensor: --sensor {placement.value}=NAME."
        )
    proposed = min(_EXAMPLE_AT[placement], len(open_to) - 1)
    sure = all(places[name].parts_named() > 1 for name in open_to)
    # an unknown word may mean the other leg: suggest no name
    guessed = len(open_to) > 1 and not sure and _may_say_a_place(open_to)
    name = "NAME" if guessed else shell_word(sorted(open_to)[proposed])
    said = f"Say which it is, such as --sensor {placement.value}={name}."
    return said if surest or len(places) > 1 else f"Give it as what it is, or say --sensor. {said}"


def _may_say_a_place(names: Sequence[str]) -> bool:
    """Return whether names differ in a word of an unknown language, not only in numbers."""
    words = [set(re.findall(r"[^\W\d_]{2,}", name_folded(name))) for name in names]
    differing = set.union(*words) - set.intersection(*words)
    return not all(re.fullmatch("[a-f]+", word) for word in differing - SIDES.keys() - LIMBS.keys())


_EXAMPLE_AT = {
    Placement.ANKLE: 0,
    Placement.ANKLE_LEFT: 0,
    Placement.ANKLE_RIGHT: 1,
    Placement.WRIST: 2,
    Placement.WRIST_LEFT: 2,
    Placement.WRIST_RIGHT: 3,
}
"""Index of the name that is suggested for a placement; the last one if there are fewer. One name
for both legs would give one sensor twice."""
