"""Tables of which a spreadsheet quoted each row as a single cell."""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import SHARE, Rewriting, last_lines

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
        rewritten=lambda text: _ROW.sub(_unquote, text),
        note="Each row stood in quotes as a single cell; these quotes were left out.",
    )


def _unquote(row: re.Match[bytes]) -> bytes:
    return row[1] + row[2].replace(b'""', b'"')
