"""Answers chosen from a list: typed in any supported language, kept in English."""

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
"""Ways to write each word, comma-separated; a translation lists its own, not these one by one."""

NOT_TAKEN: Final = (
    "no, not, none, never, nothing, nil, without, didn't, stopped, forgot, forgotten, missed, "
    "skipped, pause, paused, n/a"
)
"""Words that say something was not taken; each language lists its own."""

NAMING_NOTHING: Final = (
    "a, an, any, the, my, it, them, this, that, i, did, do, was, were, have, had, to, take, took, "
    "taken, taking, for, at, all, of, medication, medications, medicine, medicines, meds, drug, "
    "drugs, tablet, tablets, pill, pills, dose, today, tonight, yesterday, morning, "
    "evening, night, day, more"
)
"""Words in such answers that name no medicine; each language lists its own."""

EXCEPTIONS: Final = "but, except, only, instead, just"
"""Words after which something was taken after all; each language lists its own."""


def kept_word(text: str, words: Sequence[str]) -> str:
    """Return the English word that a text means; the text itself if it means none.

    All languages are tried: a household may have two, and a note may be read in another language
    than it was typed in.
    """
    typed = _normalise(text)
    return next((word for word in words if typed in _spellings(word)), text)


def says_nothing(text: str) -> bool:
    """Tell whether a text says that there was nothing: "none", "keine", "forgot my tablets".

    It does if at least one word says so and no other word names a medicine, in any language.
    """
    plain = _normalise(text)
    if plain in _spellings("none") | _spellings("nothing taken"):
        return True
    words = frozenset(_split_words(plain))
    return bool(words & _in_all_languages(NOT_TAKEN)) and words <= (
        _in_all_languages(NOT_TAKEN) | _in_all_languages(NAMING_NOTHING)
    )


def was_taken(text: str) -> bool | None:
    """Tell whether a text says that something was taken.

    None if it begins or ends with something not taken, by name ("no iron", "iron forgotten"), or
    says that it is unknown: it then leaves open what else was taken.
    """
    if says_nothing(text):
        return False
    plain = _normalise(text)
    words = _split_words(plain)
    # words after a medicine may name none: "iron not taken today"
    telling = [word for word in words if word not in _in_all_languages(NAMING_NOTHING)]
    denied = not _in_all_languages(NOT_TAKEN).isdisjoint((*words[:1], *telling[-1:]))
    if denied and _in_all_languages(EXCEPTIONS).isdisjoint(words):
        return None
    # punctuation alone ("?") names nothing that was taken
    return None if plain in _spellings("unsure") or not any(map(str.isalnum, plain)) else True


def typed_words(words: Sequence[str]) -> str:
    """Return the accepted words in the chosen language: ``ja, nein, unsicher``."""
    return ", ".join(map(tr, words))


@cache
def _spellings(word: str) -> frozenset[str]:
    """Return all ways to type a word, in all languages."""
    found = {word}
    for code in LANGUAGES:
        with speaking(code):
            found |= {tr(word), *tr(TYPED.get(word, word)).split(", ")}
    return frozenset(map(_normalise, found))


@cache
def _in_all_languages(words: str) -> frozenset[str]:
    """Return all words of a list, in all languages."""
    found: set[str] = set()
    for code in LANGUAGES:
        with speaking(code):
            found |= set(tr(words).split(", "))
    return frozenset(map(_normalise, found))


def _split_words(plain: str) -> list[str]:
    return plain.translate(_SEPARATORS).split()


_SEPARATORS: Final = str.maketrans(",;:.!()\N{RIGHT SINGLE QUOTATION MARK}", "       '")
"""Marks replaced by blanks; the slash of "n/a" stays, a curled apostrophe becomes straight."""


def _normalise(text: str) -> str:
    return " ".join(text.casefold().rstrip(".! ").split())
