"""Decisions that a file does not settle: they stand, and are warnings."""


class Doubt(str):
    """A sentence about a decision that could have gone otherwise.

    It says what was taken, what was seen, and what to give to have it otherwise. Among the notes
    of a reader it is told from a plain note by its type: ``warnings_among`` finds it, and it is
    shown in the terminal, in ``night.json`` and in the report as a warning.
    """

    __slots__ = ()


def warnings_among(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Find the sentences that are warnings, each once."""
    return tuple(dict.fromkeys(str(note) for note in notes if isinstance(note, Doubt)))


def plain_among(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Find the sentences that only tell what was met and done."""
    return tuple(str(note) for note in notes if not isinstance(note, Doubt))
