"""Where the name of a file says that its sensor was worn."""

from pathlib import Path
from typing import Final

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.worn_words import WornWords, worn
from limbwatch.sensor.files.tables.axes import words_of
from limbwatch.sensor.placement import Placement

_OTHERWISE: Final = frozenset({"watch", "back", "head", "der", "sol", "hand", "arm"})
"""Words that tell a place in the name of a column, and in that of a file as often something else: a
device, a copy, an article, the sun, what was done by hand, an arm of a study."""

_OF_APPS: Final = ("wristmotion",)
"""Names that an app gives to the file of a watch, wherever that was worn (Sensor Logger)."""


def named_elsewhere(path: Path, placement: Placement) -> tuple[Doubt, ...]:
    """Doubt a placement that the name of a file contradicts.

    A name is often copied from another night, so this is no refusal.

    Parameters
    ----------
    path : Path
        Its folders do not count.
    placement : Placement
        As it was given.

    Returns
    -------
    tuple of Doubt
        One sentence, or nothing.
    """
    place = _told(path.name.partition(".")[0])
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
    words = [word for word in words_of(name) if word not in _OTHERWISE]
    each = [worn([word]) for word in words]
    both = worn(words)
    limbs = {one.limb for one in each} - {None}
    sides = {one.side for one in each} - {None}
    return WornWords(
        limb=both.limb if len(limbs) < 2 else None, side=both.side if len(sides) < 2 else None
    )
