"""Connections to the memories of sensors that have one."""

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
"""Called with the share fetched so far, 0 to 1."""
_MEMORIES: Final[dict[str, Callable[[Connection, Path, _Progress], SensorMemory]]] = {
    "polar": lambda connection, _, __: PolarMemory(connection),
    "movesense": lambda connection, _, __: MovesenseMemory(connection),
    "metamotion": MetaMotionMemory,
}
"""Memory of each kind of sensor; the path is for data that a sensor forgets once it sent them."""


def memory_kind(found: Found) -> str:
    """Return the kind of a sensor that has a memory.

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
    progress: _Progress = lambda _share: None,
) -> AsyncIterator[tuple[SensorMemory, Found]]:
    """Connect to a sensor and open its memory while the body runs.

    ``progress`` is called with the share of a recording fetched so far, 0 to 1.

    Raises
    ------
    SensorError
        If the sensor is missing or has no memory.
    """
    found = await radio.find(sought, PATIENCE.scan)
    connection = await radio.connect(found, lost=lambda: None, seconds=PATIENCE.connect)
    try:
        kept = kept_file(nights, found.address)
        memory = _MEMORIES[memory_kind(found)](connection, kept, progress)
        await memory.open()
        yield memory, found
    finally:
        await connection.close()
