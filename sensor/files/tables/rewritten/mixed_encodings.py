"""UTF-16 text that is another encoding further down.

PowerShell 5.1 writes UTF-16 by ``>``, and its ``Add-Content`` appends single bytes. A byte that was
lost or added shifts all that follow it.
"""

from pathlib import Path

import numpy as np

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import STEP, gunzipped
from limbwatch.sensor.files.tables.heads.beginning import decoded
from limbwatch.sensor.files.tables.rewritten.foreign_signs import MARKS
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting

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
    with gunzipped(path) if zipped else path.open("rb") as file:
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
