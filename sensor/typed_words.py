"""Words that a person types: case, spaces around them, and ``-`` for ``_`` do not matter."""

from collections.abc import Iterable


def typed(text: str) -> str:
    """Write a word as words that may be typed are compared."""
    return text.strip().lower().replace("-", "_")


def meant(text: str, words: Iterable[str]) -> str | None:
    """Find which of some words a person typed; None when it is none of them."""
    wanted = typed(text)
    return next((word for word in words if typed(word) == wanted), None)
