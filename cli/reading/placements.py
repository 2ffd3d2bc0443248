"""The words by which a person says where a sensor was worn."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.sensor import Placement
from limbwatch.sensor.files.several.worn_words import WornWords, worn

_WORD: Final = re.compile(r"[a-zß-ÿ]+", re.IGNORECASE)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def parse_placement(text: str) -> Placement:
    """Understand a placement as typed: case, spaces around it, and ``-`` for ``_`` do not matter.

    Raises
    ------
    CommandError
        If it is none; says which there are, and which one was probably meant.
    """
    words = [placement.value for placement in Placement]
    typed = text.strip().lower().replace("-", "_")
    if typed in words:
        return Placement(typed)
    swapped = "_".join(reversed(typed.split("_")))
    close = [swapped] if swapped in words else get_close_matches(typed, words, n=1, cutoff=0.5)
    hint = f" Did you mean {close[0]}?" if close else ""
    if not close:
        hint = (
            " A device that lies in the bed or is worn elsewhere has none: it does not tell whose "
            "movements it feels, so put it on an ankle or a wrist."
        )
    raise CommandError(f"{text!r} is not a placement; it is one of {', '.join(words)}.{hint}")


def placement_by_words(name: str, beside: Sequence[str] = ()) -> str:
    """Tell where a sensor was worn by the words of a name; empty when they do not tell a limb."""
    name = unicodedata.normalize("NFC", name)
    beside = [unicodedata.normalize("NFC", other) for other in beside]
    found = max(
        (
            # ``wristL`` is a word that tells both, ``leftAnkle`` is two
            worn(split(name), beside=[split(other) for other in beside])
            for split in (_words, _humped_words)
        ),
        key=WornWords.told,
    )
    if found.limb in {None, "elsewhere"}:
        return ""
    return Placement(f"{found.limb}_{found.side}" if found.side else str(found.limb)).value


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _humped_words(name: str) -> list[str]:
    return _words(_HUMP.sub(" ", name))
