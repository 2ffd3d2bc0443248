"""A device's own file, decoded: samples in g, their times, and header fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.doubt import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSamples:
    """The decoded content of a device's file."""

    begin: datetime
    """Naive time of second 0, by the device's clock."""
    seconds: Array
    """Time of each sample, seconds; shape (n,)."""
    xyz: Values
    """Acceleration, g; shape (n, 3)."""
    metadata: Mapping[str, Any]
    """Header fields, in groups."""
    rate: float | None = None
    """Sampling rate, Hz; None if only the header tells it."""
    utc: bool = False
    """Whether the device's clock keeps UTC instead of local time."""
    notes: tuple[str, ...] = ()
    """What was found in decoding; a ``Doubt`` becomes a warning."""


def pieces_left_out(count: int, first: str = "") -> tuple[str, ...]:
    """Return a warning on damaged pieces, which became gaps; none without any.

    ``first`` describes the damage of the first one, if known.
    """
    if count == 0:
        return ()
    if count == 1:
        piece = "One damaged piece was left out"
        piece = f"One damaged piece was left out ({first})" if first else piece
        sentence = f"{piece}; it is a gap. Copy the file from the device again if you can."
    else:
        pieces = f"{count} damaged pieces were left out"
        pieces = f"{count} damaged pieces were left out (the first: {first})" if first else pieces
        sentence = f"{pieces}; they are gaps. Copy the file from the device again if you can."
    return (Doubt(sentence),)
