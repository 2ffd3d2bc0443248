"""What a device's own file holds, decoded: samples in g, their times, the fields beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.doubt import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSamples:
    """A device's file, decoded."""

    begin: datetime
    """Naive time of second 0, by the device's clock."""
    seconds: Array
    """Shape (n,)."""
    xyz: Values
    """In g; shape (n, 3)."""
    metadata: Mapping[str, Any]
    """Fields of its header, in groups."""
    rate: float | None = None
    """Hz; None where only the header tells it."""
    utc: bool = False
    """Whether the device's clock keeps UTC, and not local time."""
    notes: tuple[str, ...] = ()
    """What was met in decoding; a ``Doubt`` becomes a warning."""


def pieces_left_out(count: int, first: str = "") -> tuple[str, ...]:
    """Say how many damaged pieces of a file are gaps; nothing where there is none.

    ``first`` says what is wrong with the first of them, where that is known.
    """
    if count == 0:
        return ()
    if count == 1:
        piece = "One damaged piece was left out"
        piece = f"One damaged piece was left out ({first})" if first else piece
        said = f"{piece}; it is a gap. Copy the file from the device again if you can."
    else:
        pieces = f"{count} damaged pieces were left out"
        pieces = f"{count} damaged pieces were left out (the first: {first})" if first else pieces
        said = f"{pieces}; they are gaps. Copy the file from the device again if you can."
    return (Doubt(said),)
