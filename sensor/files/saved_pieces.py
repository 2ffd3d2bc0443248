"""Device files with damaged places, made whole: every piece that is in order, without the others.

A decoder that meets a bad record of a .gt3x file stops there, and one that meets line ends within
a page of a GENEActiv file is out of step from there on. Both formats tell where a piece begins.
"""

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np

_SEPARATOR: Final = 0x1E
_HEADER: Final = 8
"""Bytes before the payload: separator, type, four of time, two of size (ActiGraph, GT3X format)."""

_PAGE: Final = b"Recorded Data"
_LINES: Final = 10
"""Lines of a page: its name, eight of text, and the samples (GENEActiv, .bin file format)."""

_TO_TEXT: Final = bytes(byte if byte < 128 else ord("?") for byte in range(256))
"""A name of a person in another code than UTF-8 must not cost the recording."""

_SAMPLES: Final = re.compile(rb"[0-9A-Fa-f]*[ \t]*")


def save_gt3x(damaged: Path, whole: Path) -> int:
    """Copy a .gt3x file without the bytes that are no record; counts where some were."""
    with zipfile.ZipFile(damaged) as old, zipfile.ZipFile(whole, "w") as new:
        records, places = _records(old.read("log.bin"))
        new.writestr("info.txt", old.read("info.txt"))
        new.writestr("log.bin", records)
    return places


def _records(log: bytes) -> tuple[bytes, int]:
    """Keep the records whose sums are right, also behind bytes that are none."""
    kept: list[bytes] = []
    at = places = 0
    lost = False
    while at < len(log):
        end = _end(log, at)
        if end is not None:
            kept.append(log[at:end])
            at, lost = end, False
            continue
        places += not lost
        lost = True
        after = log.find(_SEPARATOR, at + 1)
        at = after if after >= 0 else len(log)
    return b"".join(kept), places


def _end(log: bytes, at: int) -> int | None:
    """Find where a record ends; None where none begins, or its sum is wrong."""
    if log[at] != _SEPARATOR or at + _HEADER >= len(log):
        return None
    last = at + _HEADER + int.from_bytes(log[at + 6 : at + 8], "little")
    if last >= len(log):
        return None
    total = int(np.bitwise_xor.reduce(np.frombuffer(log, np.uint8, last - at, at)))
    return last + 1 if total ^ 0xFF == log[last] else None


def save_geneactiv(damaged: Path, whole: Path) -> int:
    """Copy a GENEActiv .bin file without the pages that are not whole, and count these."""
    head, *pages = damaged.read_bytes().split(_PAGE)
    # a damaged page may hold the name of a page: it is cut there, and both halves are not whole
    sizes = Counter(len(page.splitlines()[-1]) for page in pages if page)
    usual = max(sizes, key=sizes.__getitem__, default=0)
    # a recording ends within a page
    kept = [page for page in pages[:-1] if _is_page(page, usual)]
    kept += [page for page in pages[-1:] if page and _is_page(page, len(page.splitlines()[-1]))]
    whole.write_bytes(head.translate(_TO_TEXT) + b"".join(_PAGE + page for page in kept))
    return len(pages) - len(kept)


def _is_page(page: bytes, usual: int) -> bool:
    lines = page.splitlines()
    return (
        len(lines) == _LINES
        and len(lines[-1]) == usual
        and page.isascii()
        and _SAMPLES.fullmatch(lines[-1]) is not None
    )
