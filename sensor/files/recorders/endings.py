"""Detecting files that end before their recording does.

Decoders return what is there, and do not report what is missing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from limbwatch.sensor.files.doubt import Doubt

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
