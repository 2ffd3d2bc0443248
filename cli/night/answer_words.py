"""Words that are chosen from, typed in the language that is spoken, and kept in English."""

from collections.abc import Sequence

from limbwatch.cli.language.spoken import tr


def kept_word(text: str, words: Sequence[str]) -> str:
    """Find which word is meant, typed in the language that is spoken or in English.

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
    meant = {tr(word).casefold(): word for word in words} | {word: word for word in words}
    return meant.get(text.strip().casefold(), text)


def typed_words(words: Sequence[str]) -> str:
    """List what may be typed, in the language that is spoken: ``ja, nein, unsicher``."""
    return ", ".join(map(tr, words))
