"""Lines of two bytes a letter above a table of one: two programs wrote into one file."""

from limbwatch.sensor.files.tables.rewriting import Rewriting

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and what they announce."""

LEAST = 200
"""Bytes without a zero behind the last of them, from which the rest is of one byte a letter: in two
bytes, such a stretch is a hundred letters of another script. Chosen."""


def two_encodings(start: bytes) -> Rewriting | None:
    """Tell whether a text begins with two bytes a letter and goes on with one.

    Returns
    -------
    Rewriting or None
        None when all of it is of one kind.
    """
    encoding = MARKS.get(start[:2])
    last = start.rfind(b"\x00")
    if encoding is None or last < 0:
        return None
    ends = last + (1 if encoding == "utf-16-le" else 2)
    rest = start[ends:]
    if len(rest) < LEAST or rest.count(b"\n") + rest.count(b"\r") < 2:
        return None
    return Rewriting(
        rewritten=lambda text: _in_one(text, ends, encoding),
        note="The first lines are written in UTF-16 and the table is not; each was read as such.",
    )


def _in_one(text: bytes, ends: int, encoding: str) -> bytes:
    """Write the first lines as the rest is."""
    above = text[2:ends].decode(encoding, errors="replace")
    return above.encode() + text[ends:]
