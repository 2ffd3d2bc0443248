"""Typed words: case, surrounding spaces, and ``-`` for ``_`` do not matter."""

from collections.abc import Iterable


def typed(text: str) -> str:
    """Normalise a typed word for comparison."""
    return text.strip().lower().replace("-", "_")


def meant(text: str, words: Iterable[str]) -> str | None:
    """Return the word that a person typed, or None if it is not among ``words``."""
    wanted = typed(text)
    return next((word for word in words if typed(word) == wanted), None)
