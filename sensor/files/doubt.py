"""Decisions that a file does not settle; they become warnings."""


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
