"""Which of several sensors was worn at a placement: by its name, or as a person says."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from limbwatch.command_line import shell_word
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.several.worn_words import LIMBS, SIDES, WornWords, worn
from limbwatch.sensor.placement import Placement


class NotThere(UnreadableFile):
    """The file has several sensors, and which of them is asked for cannot be told."""


def chosen(
    names: Mapping[str, Sequence[str]],
    placement: Placement,
    *,
    told: str | None,
    path: Path,
    where: str,
    instead: str = "",
) -> str:
    """Choose a sensor by its name, or as a person told it, among names and the words of each.

    ``where`` says where the names stand: ``its columns``, or a column's name. ``instead`` is what
    can be done where it is likely that no name is to be chosen.

    Raises
    ------
    NotThere
        If none fits, or several do; the message lists what is there.
    """
    if told is not None:
        return _told(names, told, path, where)
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
    raise NotThere(
        f"{path} has {_counted(names)} ({where}: {_listed(places)}), and "
        f"{'none of them says' if not surest else 'more than one may be'} the {placement.words}. "
        f"{remedy}"
    )


def _surest(fitting: Mapping[str, WornWords]) -> list[str]:
    """Keep the names that say most, and something."""
    most = max((place.told() for place in fitting.values()), default=0)
    return [name for name, place in fitting.items() if most and place.told() == most]


def name_folded(name: str) -> str:
    """Give a name as it is compared: macOS writes letters and their signs apart."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def _told(names: Mapping[str, Sequence[str]], told: str, path: Path, where: str) -> str:
    wanted = name_folded(told)
    exact = [name for name in names if name_folded(name) == wanted]
    within = [name for name in names if wanted and wanted in name_folded(name)]
    if len(exact or within) == 1:
        return (exact or within)[0]
    raise NotThere(
        f"{path} has no sensor called {told!r}, or several; {where}: {', '.join(sorted(names))}. "
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
    """Advise a name that may be the sensor asked for, and never one that says another limb."""
    open_to = surest or [name for name, place in places.items() if place.may_be(placement)]
    if not open_to and all(place.limb == "elsewhere" for place in places.values()):
        # a placement that is none cannot be given
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
    sure = all(places[name].told() > 1 for name in open_to)
    # a word that is not known may be the other leg: no name is guessed
    guessed = len(open_to) > 1 and not sure and _may_say_a_place(open_to)
    name = "NAME" if guessed else shell_word(sorted(open_to)[proposed])
    said = f"Say which it is, such as --sensor {placement.value}={name}."
    return said if surest or len(places) > 1 else f"Give it as what it is, or say --sensor. {said}"


def _may_say_a_place(names: Sequence[str]) -> bool:
    """Tell whether names differ in a word of an unknown language, and not in numbers alone."""
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
"""Which of the names is proposed for a placement: the last where there are fewer. One name for both
legs would be one sensor given twice."""
