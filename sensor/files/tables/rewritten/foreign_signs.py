"""Rare characters for quotes, line ends and letters in otherwise usual tables.

``rdsamp -p`` of PhysioNet writes ``'0:00.020',0.2,-0.9,0.3`` below names and units in apostrophes;
some programs end their lines in semicolons that separate nothing, or in Unicode line ends; and
where two programs wrote into one file, UTF-16 lines stand above a table of single bytes.
"""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import LAST, SHARE, Rewriting, last_lines

_CELL = re.compile(rb"(^|[,;\t|])[ ]*'([^'\r\n]*)'[ ]*(?=[,;\t|\r\n]|\Z)", re.MULTILINE)
"""A cell between two apostrophes: one within a number (``1'012``) stands between digits."""

_ENDED = re.compile(rb"[^;]*[,\t| ][^;]*;+[ \t]*\r?")
"""A line of several cells whose semicolons are all at its end."""

_ENDS = re.compile(rb"[ \t]*;+[ \t]*(?=\r?(?:\n|\Z))")

STRANGE = {
    "U+2028": "\u2028".encode(),
    "U+2029": "\u2029".encode(),
    "U+0085": "\x85".encode(),
    "NEL": b"\x85",
}
"""Line ends of Unicode (UAX 14, classes BK and NL) in UTF-8, and that of mainframes in single-byte
encodings."""

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and the encodings they announce."""

LEAST = 200
"""Bytes after the last zero byte from which the rest is single-byte text: in UTF-16, such a stretch
is a hundred letters of another script. Chosen."""


def apostrophes(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose cells are in apostrophes, judged by its beginning.

    None if there are quotes as well, as then nothing is certain.
    """
    lines = last_lines(start)
    if not lines or any(b'"' in line for line in lines):
        return None
    if sum(_CELL.search(line) is not None for line in lines) < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _CELL.sub(rb'\1"\2"', text),
        note="The apostrophes around cells were taken for quotes.",
    )


def line_ends(start: bytes) -> Rewriting | None:
    """Return how to rewrite lines that end in semicolons which separate nothing."""
    lines = last_lines(start)
    ended = sum(_ENDED.fullmatch(line) is not None for line in lines)
    if not lines or ended < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _ENDS.sub(b"", text),
        note="The semicolons that end the lines part nothing; they were left out.",
    )


def strange_line_ends(start: bytes) -> Rewriting | None:
    """Return how to rewrite a text whose only line ends are those of Unicode or of mainframes."""
    if b"\n" in start or b"\r" in start:
        return None
    for name, sign in STRANGE.items():
        if start.count(sign) >= LAST:
            return _replacing(name, sign)
    return None


def _replacing(name: str, sign: bytes) -> Rewriting:
    return Rewriting(
        rewritten=lambda text: text.replace(sign, b"\n"),
        note=f"The lines end in {name}, which few programs know; each was taken for a line end.",
    )


def two_encodings(start: bytes) -> Rewriting | None:
    """Return how to rewrite a text that begins in UTF-16 and goes on in single bytes."""
    encoding = MARKS.get(start[:2])
    last = start.rfind(b"\x00")
    if encoding is None or last < 0:
        return None
    ends = last + (1 if encoding == "utf-16-le" else 2)
    rest = start[ends:]
    if len(rest) < LEAST or rest.count(b"\n") + rest.count(b"\r") < 2:
        return None
    return Rewriting(
        rewritten=lambda text: _join_encodings(text, ends, encoding),
        note="The first lines are written in UTF-16 and the table is not; each was read as such.",
    )


def _join_encodings(text: bytes, ends: int, encoding: str) -> bytes:
    """Recode the first lines like the rest."""
    above = text[2:ends].decode(encoding, errors="replace")
    return above.encode() + text[ends:]
