"""Rare characters for digits, quotes, line ends and letters in otherwise usual tables.

``rdsamp -p`` of PhysioNet writes ``'0:00.020',0.2,-0.9,0.3`` below names and units in apostrophes;
a spreadsheet quotes each row as a single cell; some programs end their lines in semicolons that
separate nothing, or in Unicode line ends; and where two programs wrote into one file, UTF-16 lines
stand above a table of single bytes. PowerShell 5.1 writes UTF-16 by ``>``, and its ``Add-Content``
appends single bytes. A byte that was lost or added shifts all that follow it.
"""

import re
import unicodedata
from pathlib import Path

import numpy as np

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import STEP, opened, read_unpacked
from limbwatch.sensor.files.tables.heads.beginning import decoded
from limbwatch.sensor.files.tables.rewritten.rewriting import (
    LAST,
    SHARE,
    Rewriting,
    last_lines,
    mostly,
)

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
    if any(b'"' in line for line in lines) or not mostly(lines, _CELL.search):
        return None
    return Rewriting(
        rewritten=lambda text: _CELL.sub(rb'\1"\2"', text),
        note="The apostrophes around cells were taken for quotes.",
    )


def line_ends(start: bytes) -> Rewriting | None:
    """Return how to rewrite lines that end in semicolons which separate nothing."""
    if not mostly(last_lines(start), _ENDED.fullmatch):
        return None
    return Rewriting(
        rewritten=lambda text: _ENDS.sub(b"", text),
        note="The semicolons that end the lines part nothing; they were left out.",
    )


def strange_line_ends(start: bytes) -> Rewriting | None:
    """Return how to rewrite a text whose only line ends are those of Unicode or of mainframes."""
    found = [(name, sign) for name, sign in STRANGE.items() if start.count(sign) >= LAST]
    if b"\n" in start or b"\r" in start or not found:
        return None
    name, sign = found[0]
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


_ROW = re.compile(rb'^((?:\xef\xbb\xbf)?)"((?:[^"\r\n]|"")*)"[,;\t]*(?=\r?$)', re.MULTILINE)
"""Line that is one quoted cell, with the quotes in it doubled, and perhaps empty cells behind."""

_FEWEST_MARKS = 2
"""Fewest separators in such a cell for it to be a row: those between three axes."""


def quoted_rows(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose rows are a quoted cell each, judged by its beginning.

    So a spreadsheet saves a table that it opened without parting its columns.
    """
    lines = last_lines(start)
    found = [match[2] for line in lines if (match := _ROW.match(line)) is not None]
    if not found or len(found) < SHARE * len(lines):
        return None
    if not any(min(cell.count(mark) for cell in found) >= _FEWEST_MARKS for mark in b",;\t|"):
        return None
    return Rewriting(
        rewritten=lambda text: _ROW.sub(lambda row: row[1] + row[2].replace(b'""', b'"'), text),
        note="Each row stood in quotes as a single cell; these quotes were left out.",
    )


_SIGNS = {
    "\u066b": ".",
    "\u066c": "",
    "\N{MINUS SIGN}": "-",
    "\u200e": "",
    "\u200f": "",
    "\u061c": "",
}
"""Replacements of Arabic decimal and thousands separators, minus, and direction marks."""


def in_plain_digits(path: Path, start: bytes, *, zipped: bool) -> bytes | None:
    """Rewrite a text in UTF-8 with the digits 0 to 9, whatever the script of its own.

    None where its beginning, decompressed, has no digits of another script.
    """
    text, encoding = decoded(start, path)
    if not any(_digit(sign) for sign in set(text)):
        return None
    content = read_unpacked(path, zipped=zipped)
    text = content.decode("utf-8-sig" if encoding == "utf8" else encoding, errors="replace")
    digits = {sign: _digit(sign) for sign in set(text)}
    plain = {sign: digit for sign, digit in digits.items() if digit} | _SIGNS
    return text.translate({ord(sign): digit for sign, digit in plain.items()}).encode()


def _digit(sign: str) -> str:
    """Return the plain digit for one of another script; empty for other characters."""
    value = None if sign.isascii() else unicodedata.decimal(sign, None)
    return "" if value is None else str(value)


BLOCK = 1 << 12
"""Bytes that are judged together: about 40 rows in UTF-16."""

PLAIN = 0.1
"""Least share of characters below U+0100 in a block of UTF-16, in which they have a zero byte at a
known place. Chosen: rows are digits for the most part, other encodings have no such byte there."""


def mixed_encodings(path: Path, start: bytes, *, zipped: bool) -> Rewriting | None:
    """Return how to rewrite a text that begins in UTF-16 and does not go on so; else None.

    ``start`` is the beginning of the file, decompressed. A file that begins in UTF-16 is read to
    its end for this, a step at a time.
    """
    if b"\x00" not in start[:BLOCK]:
        return None
    encoding = MARKS.get(start[:2]) or decoded(start, path)[1]
    if not encoding.startswith("utf-16"):
        return None
    change = _find_change(path, high=int(encoding == "utf-16-le"), zipped=zipped)
    if change is None:
        return None
    return Rewriting(
        rewritten=_without_zeros,
        note=Doubt(
            f"The file is in UTF-16, but not from {change:.0%} of its length on: another program "
            "went on writing, or a byte was lost. All of it was read; a sample at that place may "
            "be wrong. Save the file in one encoding if it matters."
        ),
    )


def _find_change(path: Path, *, high: int, zipped: bool) -> float | None:
    """Find where UTF-16 ends, as a share of the bytes; ``high`` is the place of the high byte."""
    first, count = None, 0
    with opened(path, zipped=zipped) as file:
        while step := file.read(STEP):
            blocks = np.frombuffer(step, np.uint8, len(step) // BLOCK * BLOCK)
            plain = (blocks.reshape(-1, BLOCK // 2, 2)[..., high] == 0).mean(axis=1)
            if first is None and (plain < PLAIN).any():
                first = count + int(np.argmax(plain < PLAIN)) * BLOCK
            count += len(step)
    return None if first is None else first / count


def _without_zeros(text: bytes) -> bytes:
    """Write a text in single bytes, whatever the encoding of each of its parts."""
    for mark in MARKS:
        text = text.replace(mark, b"")
    return text.replace(b"\x00", b"")
