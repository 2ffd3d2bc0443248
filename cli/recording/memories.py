"""The memories of sensors: which kinds have one, and a way to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from limbwatch.sensor.devices import recognised
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.memory.memory_contents import SensorMemory
from limbwatch.sensor.memory.metamotion_memory import MetaMotionMemory, kept_file
from limbwatch.sensor.memory.movesense_memory import MovesenseMemory
from limbwatch.sensor.memory.polar_memory import PolarMemory
from limbwatch.sensor.radio.patience import PATIENCE
from limbwatch.sensor.radio.transport import Connection, Found, Sought, Transport

_Progress = Callable[[float], None]
"""Takes the share that was fetched, 0 to 1."""
_MEMORIES: Final[dict[str, Callable[[Connection, Path, _Progress], SensorMemory]]] = {
    "polar": lambda connection, _, __: PolarMemory(connection),
    "movesense": lambda connection, _, __: MovesenseMemory(connection),
    "metamotion": MetaMotionMemory,
}
"""By kind; the file is for what a sensor forgets once it has given it."""


def memory_kind(found: Found) -> str:
    """Tell the kind of a sensor that has a memory.

    Raises
    ------
    DeviceRefused
        If it has none.
    """
    device = recognised(found.name, found.services)
    if device is None or device.kind not in _MEMORIES:
        raise DeviceRefused(
            f"{found.name or found.address} has no memory that limbwatch can fetch from; a Polar "
            "Verity Sense, 360 and Loop have one, a Movesense and a MetaMotion"
        )
    return device.kind


@asynccontextmanager
async def opened_memory(
    sought: Sought,
    radio: Transport,
    nights: Path,
    told: _Progress = lambda _share: None,
) -> AsyncIterator[tuple[SensorMemory, Found]]:
    """Connect to a sensor, as it was found, and open its memory till the end of the body.

    The share of a recording that was fetched, 0 to 1, is told.

    Raises
    ------
    SensorError
        If it is not there, or has none.
    """
    found = await radio.find(sought, PATIENCE.scan)
    connection = await radio.connect(found, lost=lambda: None, seconds=PATIENCE.connect)
    try:
        kept = kept_file(nights, found.address)
        memory = _MEMORIES[memory_kind(found)](connection, kept, told)
        await memory.open()
        yield memory, found
    finally:
        await connection.close()
