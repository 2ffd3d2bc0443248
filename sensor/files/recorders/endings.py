"""Where a recorder's file ends: with the recording, or before it.

Decoders give what is there and say nothing of what is not.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from limbwatch.sensor.files.doubt import Doubt

_SECTOR: Final = 512
"""Bytes of a sector of Axivity's .cwa, whose header takes two of them (cwa.md)."""
_BEGIN: Final = b"MD"
"""What a .cwa begins with."""


def cut_off(path: Path, content: Mapping[str, Any], *, left_out: int) -> tuple[str, ...]:
    """Say of a decoded .cwa or GENEActiv .bin that there was more of it.

    A .cwa that ends with a sector, and a page of GENEActiv that is shorter than the others, may be
    the end of the recording. ``left_out`` pieces are there and damaged.
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
    told = f"The file {what}: it is cut off. What is there was read; copy it from the device again."
    return (Doubt(told),)


def _pages(content: Mapping[str, Any]) -> int:
    """Count what stands once a page, such as the temperature."""
    slow = (one for one in content["timeseries"].values() if "acceleration" not in one)
    return max((len(one["datetime"]) for one in slow), default=0)


def _stated_pages(content: Mapping[str, Any]) -> int:
    text = str(content["metadata"].get("Memory Status", {}).get("Number of Pages", "")).strip()
    return int(text) if text.isascii() and text.isdecimal() else 0
