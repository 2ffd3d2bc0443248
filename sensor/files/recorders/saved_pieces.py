"""Damaged device files, rewritten without their damaged pieces.

A decoder that meets line ends within a page of a GENEActiv file is out of step from there on; the
format tells where a page begins.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Final

_PAGE: Final = b"Recorded Data"
_LINES: Final = 10
"""Lines of a page: its name, eight of text, and the samples (GENEActiv, .bin file format)."""

_TO_TEXT: Final = bytes(byte if byte < 128 else ord("?") for byte in range(256))
"""Replaces non-ASCII bytes: a person's name in another code must not cost the recording."""

_SAMPLES: Final = re.compile(rb"[0-9A-Fa-f]*[ \t]*")


def save_geneactiv(damaged: Path, whole: Path) -> int:
    """Copy a GENEActiv .bin file without its damaged pages; return their number."""
    head, *pages = damaged.read_bytes().split(_PAGE)
    # a damaged page may contain the page name: it is cut there, and both halves are damaged
    sizes = Counter(len(page.splitlines()[-1]) for page in pages if page)
    usual = max(sizes, key=sizes.__getitem__, default=0)
    # a recording may end within a page
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
