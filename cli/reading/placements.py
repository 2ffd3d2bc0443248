"""The words by which a person says where a sensor was worn."""

from difflib import get_close_matches

from limbwatch.cli.errors import CommandError
from limbwatch.sensor import Placement


def parse_placement(text: str) -> Placement:
    """Understand a placement as typed.

    Parameters
    ----------
    text : str
        Case, spaces around it, and ``-`` for ``_`` do not matter.

    Raises
    ------
    CommandError
        If it is none; says which there are, and which one was probably meant.
    """
    words = [placement.value for placement in Placement]
    typed = text.strip().lower().replace("-", "_")
    if typed in words:
        return Placement(typed)
    swapped = "_".join(reversed(typed.split("_")))
    close = [swapped] if swapped in words else get_close_matches(typed, words, n=1, cutoff=0.5)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise CommandError(f"{text!r} is not a placement; it is one of {', '.join(words)}.{hint}")
