"""Sentences that count what happened: parts of a file, each of which counts it, are added up."""

from collections.abc import Callable, Iterable

Words = Callable[[int], str]
"""Says how often something happened."""


class CountingNote(str):
    """A sentence that keeps how often something happened, and how that is said."""

    __slots__ = ("times", "words")

    times: int
    words: Words


def counted(count: int, words: Words) -> CountingNote:
    """Say how often something happened, at least once."""
    found = CountingNote(words(count))
    found.times, found.words = count, words
    return found


def counted_together(notes: Iterable[CountingNote]) -> list[str]:
    """Say once, in the order of the first of each, what parts of a file count."""
    totals: dict[str, int] = {}
    words: dict[str, Words] = {}
    for note in notes:
        kind = note.words(1)  # one sentence for all that is said alike
        words.setdefault(kind, note.words)
        totals[kind] = totals.get(kind, 0) + note.times
    return [words[kind](count) for kind, count in totals.items()]
