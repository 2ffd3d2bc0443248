"""Words that are chosen from, typed in any language that is spoken here, and kept in English."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from limbwatch.cli.language.spoken import LANGUAGES, speaking, tr

TYPED: Final[Mapping[str, str]] = {
    "none": "none, no, nothing, nil, without, 0, -",
    "nothing taken": "no medication, no medicine, no drugs, none taken, nothing taken",
    "yes": "yes, y",
    "no": "no, n",
    "unsure": "unsure, not sure, don't know",
    "morning": "morning, mornings, in the morning",
    "afternoon": "afternoon, afternoons, in the afternoon",
    "evening": "evening, evenings, in the evening",
    "female": "female, f, woman",
    "male": "male, m, man",
}
"""How people write a word; each language has its own ways, no translation of these one by one."""

NOT_TAKEN: Final = (
    "no, not, none, never, nothing, nil, without, didn't, stopped, forgot, forgotten, missed, "
    "skipped, pause, paused, n/a"
)
"""Words by which something was not taken; each language has its own."""

NAMING_NOTHING: Final = (
    "a, an, any, the, my, it, them, this, that, i, did, do, was, were, have, had, to, take, took, "
    "taken, taking, for, at, all, of, medication, medications, medicine, medicines, meds, drug, "
    "drugs, tablet, tablets, pill, pills, dose, today, tonight, yesterday, morning, "
    "evening, night, day, more"
)
"""Words beside them that name no medicine; each language has its own."""

EXCEPTIONS: Final = "but, except, only, instead, just"
"""Words after which something was taken after all; each language has its own."""


def kept_word(text: str, words: Sequence[str]) -> str:
    """Find which of some English words is meant; else what was typed.

    A household may have two languages, and a note may be typed in another than it is read in.
    """
    typed = _plain(text)
    return next((word for word in words if typed in _ways(word)), text)


def says_nothing(text: str) -> bool:
    """Whether a text says that there was nothing: "none", "keine", "forgot my tablets".

    It does when each of its words says so or names no medicine, in one language or several.
    """
    plain = _plain(text)
    if plain in _ways("none") | _ways("nothing taken"):
        return True
    words = frozenset(_in_order(plain))
    return bool(words & _listed(NOT_TAKEN)) and words <= (
        _listed(NOT_TAKEN) | _listed(NAMING_NOTHING)
    )


def was_taken(text: str) -> bool | None:
    """Whether a text tells that something was taken.

    None where it begins or ends with what was not taken, by name ("no iron", "iron forgotten"), or
    not known: what else was taken it does not tell.
    """
    if says_nothing(text):
        return False
    plain = _plain(text)
    words = _in_order(plain)
    # what follows a medicine may name none: "iron not taken today"
    telling = [word for word in words if word not in _listed(NAMING_NOTHING)]
    denied = not _listed(NOT_TAKEN).isdisjoint((*words[:1], *telling[-1:]))
    if denied and _listed(EXCEPTIONS).isdisjoint(words):
        return None
    # a mark alone ("?") names nothing that was taken
    return None if plain in _ways("unsure") or not any(map(str.isalnum, plain)) else True


def typed_words(words: Sequence[str]) -> str:
    """List what may be typed, in the language that is spoken: ``ja, nein, unsicher``."""
    return ", ".join(map(tr, words))


@cache
def _ways(word: str) -> frozenset[str]:
    """Every way to type a word, in every language."""
    found = {word}
    for code in LANGUAGES:
        with speaking(code):
            found |= {tr(word), *tr(TYPED.get(word, word)).split(", ")}
    return frozenset(map(_plain, found))


@cache
def _listed(words: str) -> frozenset[str]:
    """Every word of a list, in every language."""
    found: set[str] = set()
    for code in LANGUAGES:
        with speaking(code):
            found |= set(tr(words).split(", "))
    return frozenset(map(_plain, found))


def _in_order(plain: str) -> list[str]:
    return plain.translate(_APART).split()


_APART: Final = str.maketrans(",;:.!()\N{RIGHT SINGLE QUOTATION MARK}", "       '")
"""Marks between words; the slash of "n/a" is none, nor is an apostrophe, curled or not."""


def _plain(text: str) -> str:
    return " ".join(text.casefold().rstrip(".! ").split())
