"""The words for placements."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.sensor import Placement
from limbwatch.sensor.files.several.worn_words import WornWords, worn
from limbwatch.sensor.placement import placement_of
from limbwatch.sensor.typed_words import typed

_WORD: Final = re.compile(r"[a-zß-ÿ]+", re.IGNORECASE)
_CLOSE: Final = 0.7
"""Similarity from which a word is taken for a misspelling: ``ankl_left``, but not ``left``."""
_CAMEL_CASE: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Boundary between words in camel case."""


def parse_placement(text: str) -> Placement:
    """Parse a placement as `placement_of` does.

    Raises
    ------
    CommandError
        If it is none; the message lists all and suggests the most likely.
    """
    with suppress(ValueError):
        return placement_of(text)
    words = [placement.value for placement in Placement]
    likely = likely_placements(text)
    close = get_close_matches(typed(text), likely or words, n=1, cutoff=_CLOSE) or likely
    hint = f" Did you mean {', '.join(close)}?" if close else ""
    if not close:
        hint = (
            " A device that lies in the bed or is worn elsewhere has none: it cannot tell whose "
            "movements it feels, so put it on an ankle or a wrist."
        )
    raise CommandError(f"{text!r} is not a placement; it is one of {', '.join(words)}.{hint}")


def placement_by_words(name: str, beside: Sequence[str] = ()) -> str:
    """Return the placement that the words of a name tell; empty if they do not tell a limb."""
    found = _read_words(name, beside)
    if found.limb in {None, "elsewhere"}:
        return ""
    return Placement(f"{found.limb}_{found.side}" if found.side else str(found.limb)).value


def likely_placements(name: str, beside: Sequence[str] = ()) -> list[str]:
    """Return the placements that the words of a name allow; empty if they tell nothing."""
    found = _read_words(name, beside)
    if not found.parts_named():
        return []
    return [one.value for one in Placement if found.may_be(one) and (one.side or not found.side)]


def _read_words(name: str, beside: Sequence[str]) -> WornWords:
    name = unicodedata.normalize("NFC", name)
    beside = [unicodedata.normalize("NFC", other) for other in beside]
    return max(
        (
            # ``wristL`` is one word that tells limb and side, ``leftAnkle`` is two
            worn(split(name), beside=[split(other) for other in beside])
            for split in (_words, _camel_case_words)
        ),
        key=WornWords.parts_named,
    )


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _camel_case_words(name: str) -> list[str]:
    return _words(_CAMEL_CASE.sub(" ", name))
