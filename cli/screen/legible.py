"""Characters that a terminal's encoding lacks, spelt in ASCII.

A terminal limited to ASCII or Latin-1 lacks dashes, ellipses or umlauts. Everything printed stays
readable there.
"""

import codecs
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, TextIO
from unicodedata import combining, normalize

_LEAST_BLANKS: Final = 2
"""Least blanks between columns."""
_BLANKS: Final = re.compile(rf"( {{{_LEAST_BLANKS},}})")
_ERRORS: Final = "limbwatch-legible"
"""Name of the error handler for encoding."""
_ALIKE: Final = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501",
    "'": "\u2018\u2019\u201a\u2039\u203a\u2032",
    '"': "\u201c\u201d\u201e\u00ab\u00bb\u2033",
    "#": "\u2588\u2587\u2586\u2585\u2593\u25a0",
    ".": "\u2584\u2583\u2582\u2581\u2592\u2591",
    "*": "\u00b7\u2022\u25cf",
    "/": "\u00f7\u2044",
    "u": "\u00b5\u03bc",
    "x": "\u00d7\u2714",
    "|": "\u2502",
    "~": "\u2248",
    "o": "\u00f8",
    "O": "\u00d8",
    "l": "\u0142",
    "L": "\u0141",
    "ae": "\u00e4\u00e6",
    "oe": "\u00f6\u0153",
    "ue": "\u00fc",
    "aa": "\u00e5",
    "ss": "\u00df",
    "Ae": "\u00c4\u00c6",
    "Oe": "\u00d6\u0152",
    "Ue": "\u00dc",
    "Aa": "\u00c5",
    "SS": "\u1e9e",
    "+-": "\u00b1",
    "<=": "\u2264",
    ">=": "\u2265",
    "!=": "\u2260",
    "<-": "\u2190",
    "->": "\u2192",
    " deg": "\u00b0",
    "EUR": "\u20ac",
}
"""Characters replaced by each ASCII spelling."""
_SPELT: Final = {letter: spelt for spelt, letters in _ALIKE.items() for letter in letters}
"""Spelling of each character; others lose their accents, or become a question mark."""


def legibly(text: str) -> str:
    """Spell a text in ASCII."""
    return "".join(map(_spell, text))


def _spell(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _SPELT:
        return _SPELT[letter]
    bare = "".join(one for one in normalize("NFKD", letter) if not combining(one))
    if bare.isascii():
        return bare
    return "".join(_SPELT.get(one, "?") if not one.isascii() else one for one in bare)


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return legibly(error.object[error.start : error.end]), error.end


def print_legibly() -> None:
    """Make stdout and stderr spell the characters that their encoding lacks."""
    codecs.register_error(_ERRORS, _replace_unencodable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with suppress(OSError, ValueError):  # closed: writing to it is reported elsewhere
                stream.reconfigure(errors=_ERRORS)


def as_printed(text: str, stream: TextIO | None = None) -> str:
    """Return a text as a stream would print it, for output that bypasses the stream's handler.

    The command-line library reopens an ASCII stream as UTF-8.
    """
    encoding = (stream or sys.stdout).encoding or "utf-8"
    try:
        return text.encode(encoding, _ERRORS).decode(encoding)
    except LookupError:  # `print_legibly` was not called, as for commands called from Python
        return text


def in_columns(text: str) -> str:
    """Spell what stdout lacks, and remove blanks where the spelling is longer.

    Columns of numbers stay aligned.
    """
    if can_print(text):
        return text
    return "\n".join(map(_line_in_columns, text.split("\n")))


def _line_in_columns(line: str) -> str:
    longer, parts = 0, []
    for part in _BLANKS.split(line):
        if part.isspace():
            less = min(longer, len(part) - _LEAST_BLANKS)
            longer -= less
            parts.append(part[less:])
        else:
            spelt = as_printed(part)
            longer += len(spelt) - len(part)
            parts.append(spelt)
    return "".join(parts)


def can_print(text: str) -> bool:
    """Tell whether stdout can encode every character of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
