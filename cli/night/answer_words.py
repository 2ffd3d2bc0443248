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


def kept_word(text: str, words: Sequence[str]) -> str:
    """Find which word is meant, typed in any language that is spoken here.

    A household may have two languages, and a note may be typed in another than it is read in.

    Parameters
    ----------
    text : str
        As it was typed, in small letters or large.
    words : sequence of str
        In English, to choose from.

    Returns
    -------
    str
        One of the words; what was typed where it is none of them.
    """
    typed = _plain(text)
    return next((word for word in words if typed in _ways(word)), text)


def says_nothing(text: str) -> bool:
    """Whether a text says that there was nothing: "none", "keine", "nothing taken"."""
    return _plain(text) in _ways("none") | _ways("nothing taken")


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


def _plain(text: str) -> str:
    return " ".join(text.casefold().rstrip(".! ").split())
