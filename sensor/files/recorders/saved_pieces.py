"""Device files with damaged places, made whole: every piece that is in order, without the others.

A decoder that meets line ends within a page of a GENEActiv file is out of step from there on. The
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
"""A name of a person in another code than UTF-8 must not cost the recording."""

_SAMPLES: Final = re.compile(rb"[0-9A-Fa-f]*[ \t]*")


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
