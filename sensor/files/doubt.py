"""Sentences of a reader: doubts, which become warnings, and counts, which are added up."""

from collections.abc import Callable, Iterable


class Doubt(str):
    """A sentence about a decision that could have gone otherwise.

    It says what was chosen, why, and how to ask for something else. Its type distinguishes it from
    plain notes of a reader: ``warnings_among`` finds it, and the terminal, ``night.json`` and the
    report show it as a warning.
    """

    __slots__ = ()


def warnings_among(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sentences that are warnings, each once."""
    return tuple(dict.fromkeys(str(note) for note in notes if isinstance(note, Doubt)))


def plain_among(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sentences that only report what was found and done."""
    return tuple(str(note) for note in notes if not isinstance(note, Doubt))


Words = Callable[[int], str]
"""Makes the sentence for a count."""


class CountingNote(str):
    """A sentence that keeps its count, and the function that makes it."""

    __slots__ = ("times", "words")

    times: int
    words: Words


def counted(count: int, words: Words) -> CountingNote:
    """Make a sentence for a count of at least 1."""
    found = CountingNote(words(count))
    found.times, found.words = count, words
    return found


def merge_counts(notes: Iterable[CountingNote]) -> list[str]:
    """Add up equal sentences of the parts of a file, in the order of their first occurrence."""
    totals: dict[str, int] = {}
    words: dict[str, Words] = {}
    for note in notes:
        kind = note.words(1)  # sentences are equal if they are for a count of 1
        words.setdefault(kind, note.words)
        totals[kind] = totals.get(kind, 0) + note.times
    return [words[kind](count) for kind, count in totals.items()]
