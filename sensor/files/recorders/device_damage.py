"""Damaged device files: rewritten without their damaged pieces, or found to be cut off.

A decoder that meets line ends within a page of a GENEActiv file is out of step from there on; the
format tells where a page begins. Decoders return what is there, and do not report what is missing.
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from limbwatch.sensor.files.doubt import Doubt

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


_SECTOR: Final = 512
"""Bytes of a sector of Axivity's .cwa, whose header takes two of them (cwa.md)."""
_BEGIN: Final = b"MD"
"""First bytes of a .cwa."""


def cut_off(path: Path, content: Mapping[str, Any], *, left_out: int) -> tuple[str, ...]:
    """Return a warning if a decoded .cwa or GENEActiv .bin is cut off.

    A .cwa that ends with a sector, and a last page of GENEActiv that is shorter than the others,
    may be the end of the recording. ``left_out`` counts pieces that are there but damaged.
    """
    with path.open("rb") as file:
        sectors = file.read(len(_BEGIN)) == _BEGIN
    pages, stated = _pages(content), _stated_pages(content)
    if sectors and path.stat().st_size % _SECTOR:
        what = f"ends within a sector of {_SECTOR} bytes"
    elif pages + left_out < stated:
        what = f"holds {pages} of the {stated} pages that its header states"
    else:
        return ()
    warning = (
        f"The file {what}: it is cut off. What is there was read; copy it from the device again."
    )
    return (Doubt(warning),)


def _pages(content: Mapping[str, Any]) -> int:
    """Count pages by a series with one value per page, such as the temperature."""
    slow = (one for one in content["timeseries"].values() if "acceleration" not in one)
    return max((len(one["datetime"]) for one in slow), default=0)


def _stated_pages(content: Mapping[str, Any]) -> int:
    text = str(content["metadata"].get("Memory Status", {}).get("Number of Pages", "")).strip()
    return int(text) if text.isascii() and text.isdecimal() else 0
