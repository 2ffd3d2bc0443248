"""Sentences with a count, which are added up over the parts of a file."""

from collections.abc import Callable, Iterable

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
