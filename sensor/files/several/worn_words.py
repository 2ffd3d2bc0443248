"""Words in the names of columns and devices that tell where a sensor was worn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from limbwatch.sensor.placement import Placement

Limb = Literal["ankle", "wrist", "elsewhere"]
Side = Literal["left", "right"]

_SIDES: dict[str, Side] = {
    **dict.fromkeys(("left", "lft", "links", "linke", "linker", "linkes", "gauche"), "left"),
    **dict.fromkeys(("izquierda", "izquierdo", "izq", "sinistra", "sinistro"), "left"),
    **dict.fromkeys(("lewa", "lewy", "lewe", "lewej", "vasen", "vasemman", "sol"), "left"),
    **dict.fromkeys(("vänster", "vänstra", "venstre", "esquerda", "esquerdo"), "left"),
    **dict.fromkeys(("höger", "högra", "højre", "høyre", "direita", "direito"), "right"),
    **dict.fromkeys(("prawa", "prawy", "prawe", "prawej", "oikea", "oikean"), "right"),
    **dict.fromkeys(("right", "rgt", "rechts", "rechte", "rechter", "rechtes", "droite"), "right"),
    **dict.fromkeys(("droit", "derecha", "derecho", "der", "destra", "destro"), "right"),
}
_LIMBS: dict[str, Limb] = {
    **dict.fromkeys(
        ("ankle", "shank", "shin", "tibia", "calf", "foot", "leg", "lowerleg"), "ankle"
    ),
    **dict.fromkeys(("ankles", "legs", "feet", "shoe", "bein", "fuß", "knöchel"), "ankle"),
    **dict.fromkeys(("unterschenkel", "cheville", "pied", "jambe", "tobillo", "pierna"), "ankle"),
    **dict.fromkeys(("kostka", "kostki", "nilkka", "nilkan", "enkel", "caviglia"), "ankle"),
    **dict.fromkeys(("fotled", "fotleden", "ankel", "ankeln", "tornozelo"), "ankle"),
    **dict.fromkeys(("nadgarstek", "nadgarstka", "ranne", "ranteen", "pols", "polso"), "wrist"),
    **dict.fromkeys(("wrist", "wrists", "hand", "arm", "forearm", "lowerarm", "watch"), "wrist"),
    **dict.fromkeys(("handgelenk", "unterarm", "poignet", "bras", "muñeca"), "wrist"),
    **dict.fromkeys(("handled", "handleden", "håndled", "håndledd", "punho"), "wrist"),
    **dict.fromkeys(("mano", "brazo", "wr"), "wrist"),
    **dict.fromkeys(("chest", "waist", "hip", "thigh", "back", "trunk", "torso"), "elsewhere"),
    **dict.fromkeys(("head", "pocket", "rightpocket", "leftpocket", "sternum"), "elsewhere"),
    **dict.fromkeys(("lumbar", "pelvis", "neck", "upperarm", "upperleg", "belt"), "elsewhere"),
    **dict.fromkeys(("brust", "hüfte", "oberschenkel", "oberarm", "sacrum"), "elsewhere"),
}
_INSTEAD = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "n", "ß": "ss"}
"""Digraphs that stand for letters missing from a keyboard or a file system."""
_BARE = {"ä": "a", "ö": "o", "ü": "u", "å": "a", "ø": "o", "ñ": "n", "ß": "ss"}
"""Base letters that stand for them."""


def spelled(word: str) -> tuple[str, ...]:
    """Return the spellings of a word: `knöchel`, `knoechel`, `knochel`."""
    ways = (str.maketrans(letters) for letters in ({"ß": "ss"}, _INSTEAD, _BARE))
    return tuple(dict.fromkeys(word.translate(way) for way in ways))


SIDES: dict[str, Side] = {way: side for word, side in _SIDES.items() for way in spelled(word)}
LIMBS: dict[str, Limb] = {way: limb for word, limb in _LIMBS.items() for way in spelled(word)}
SHORT_SIDES: dict[str, Side] = {"li": "left", "re": "right", "sx": "left", "dx": "right"}
"""German and Italian abbreviations of sides; they count where a single letter does."""
_LETTERS: dict[str, Side] = {"l": "left", "lt": "left", "r": "right", "rt": "right"}
_BESIDE = _LETTERS | SHORT_SIDES
_INITIALS: dict[str, Limb] = {**dict.fromkeys("asfl", "ankle"), **dict.fromkeys("wh", "wrist")}
"""Second letters of ``la`` (left ankle), ``rs`` (shank), ``lf``, ``rl`` (leg), ``lw``, ``rh``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WornWords:
    """Where a name says that a sensor was worn; None for what it does not tell."""

    limb: Limb | None
    side: Side | None

    def parts_named(self) -> int:
        """Return how much the name tells: 0, 1 (limb or side) or 2."""
        return (self.limb is not None) + (self.side is not None)

    def may_be(self, placement: Placement) -> bool:
        """Return whether the name may mean a placement."""
        limb = self.limb is None or self.limb == placement.limb
        side = self.side is None or placement.side is None or self.side == placement.side
        return limb and side


def worn(words: Sequence[str], *, beside: Sequence[Sequence[str]] = ()) -> WornWords:
    """Parse where a sensor was worn from the words of its name, in lower case.

    ``beside`` are those of the other sensors in the file: single letters and initials (``L``,
    ``la``) tell a side only beside a limb (``R_ANKLE``), or if another sensor has the other side;
    alone, ``r`` may be anything. Of two sides, the one beside a limb counts
    (``left_handed_right_leg``), and none if both or neither are.
    """
    limb: Limb | None = None
    near: set[Side] = set()
    far: set[Side] = set()
    for at, word in enumerate(words):
        by_limb = any(limb_named(other, words) is not None for other in next_to(words, at))
        sided = by_limb or _has_other_side(word, words, beside)
        side = SIDES.get(word) or (_BESIDE.get(word) if sided else None)
        limb = limb or limb_named(word, words)
        compound = _compounds().get(word)
        if compound is not None:
            limb, by_limb = limb or compound[1], True
            side = side or compound[0]
        elif _initials(word) and any(map(_initials, _all_words(beside))):
            side = side or _LETTERS[word[0]]
            limb = limb or _initial_limb(word, [word, *filter(_initials, _all_words(beside))])
        if side is not None:
            (near if by_limb else far).add(side)
    told = near or far
    return WornWords(limb=limb, side=next(iter(told)) if len(told) == 1 else None)


def limb_named(word: str, words: Sequence[str]) -> Limb | None:
    """Return the limb that a word of a name means; ``handled`` is also an English word."""
    if word == "handled" and not any(other in _NORDIC_SIDES for other in words):
        return None
    return LIMBS.get(word)


_NORDIC_SIDES = {
    way
    for word in ("vänster", "vänstra", "venstre", "höger", "högra", "højre", "høyre")
    for way in spelled(word)
}
"""Words for sides in languages in which `handled` and `håndled`, without its ring, are wrists."""


def next_to(words: Sequence[str], at: int) -> tuple[str, ...]:
    """Return the words before and after a position."""
    return (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])


def only_initials(words: Sequence[str], *, beside: Sequence[Sequence[str]]) -> bool:
    """Return whether a name says a side by initials that leave open which limb is meant."""
    place = worn(words, beside=beside)
    return place.limb is None and place.side is not None and any(map(_initials, words))


def _all_words(beside: Sequence[Sequence[str]]) -> list[str]:
    return [word for words in beside for word in words]


def _has_other_side(word: str, words: Sequence[str], beside: Sequence[Sequence[str]]) -> bool:
    if word not in _BESIDE:
        return False
    opposite = {letter for letter, side in _BESIDE.items() if side != _BESIDE[word]}
    at = words.index(word)
    return any(len(other) > at and other[at] in opposite for other in beside) or any(
        other and other[0] in opposite for other in beside if at == 0
    )


@cache
def _compounds() -> dict[str, tuple[Side, Limb]]:
    """Map ``leftankle``, ``anklel``, ``rshank`` and the like; the first of two meanings wins."""
    found: dict[str, tuple[Side, Limb]] = {}
    for limb_word, limb in LIMBS.items():
        for side_word, side in (SIDES | _LETTERS).items():
            for word in {side_word + limb_word, limb_word + side_word} - LIMBS.keys():
                found.setdefault(word, (side, limb))
    return found


def _initials(word: str) -> bool:
    return len(word) == 2 and word[0] in "lr" and word[1] in _INITIALS


def _initial_limb(word: str, all_initials: Sequence[str]) -> Limb | None:
    """Tell ankle from arm: beside wrists ``la`` is an ankle, beside legs an arm."""
    second = {other[1] for other in all_initials}
    if word[1] == "a":
        if second & {"l", "f", "s"}:
            return "wrist"
        return "ankle" if second & {"w", "h"} else None
    if word[1] == "h" and "w" in second:
        return "elsewhere"  # wrists and hips: PhysioNet, accelerometry-walk-climb-drive
    return _INITIALS[word[1]]
