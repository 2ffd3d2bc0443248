"""The memory of a sensor, reached by radio as often as it takes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from limbwatch.sensor.devices import recognised
from limbwatch.sensor.errors import DeviceRefused, SensorRestarts
from limbwatch.sensor.memory.memory_contents import SensorMemory, StoredRecording
from limbwatch.sensor.memory.metamotion_memory import MetaMotionMemory, kept_file
from limbwatch.sensor.memory.movesense_memory import MovesenseMemory
from limbwatch.sensor.memory.polar_memory import PolarMemory
from limbwatch.sensor.memory.unfinished_fetch import UnfinishedFetch, unfinished_folder
from limbwatch.sensor.radio.patience import PATIENCE
from limbwatch.sensor.radio.transport import Found, Sought, Transport

STARTS_S: Final = 5.0
"""Time that a sensor takes to restart, seconds; others measured some four on a Movesense
(``gsp-protocol.md``)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReachedMemory:
    """The memory of one connected sensor."""

    memory: SensorMemory
    found: Found
    unfinished: UnfinishedFetch

    def file_name(self, stored: StoredRecording, number: int) -> str:
        """Return the name that a file of a recording has in a night's folder."""
        sensor = "".join(one for one in self.found.address if one.isalnum()) or "sensor"
        return f"{sensor}-{stored.label}-{number}.{self.memory.suffix}"


class MemoryRadio:
    """The way to the memories of sensors; ``nights`` is the folder of one person's nights."""

    def __init__(self, radio: Transport, nights: Path) -> None:
        self._radio = radio
        self._nights = nights
        self._unfinished: dict[str, UnfinishedFetch] = {}

    @asynccontextmanager
    async def reach(
        self, sought: Sought, progress: Callable[[float], None] = lambda _share: None
    ) -> AsyncIterator[ReachedMemory]:
        """Connect to a sensor and open its memory while the body runs.

        ``progress`` is called with the share of a recording fetched so far, 0 to 1.

        Raises
        ------
        SensorError
            If the sensor is missing or has no memory.
        """
        found = await self._radio.find(sought, PATIENCE.scan)
        connection = await self._radio.connect(found, lost=lambda: None, seconds=PATIENCE.connect)
        try:
            unfinished = self._unfinished.setdefault(
                found.address, UnfinishedFetch(unfinished_folder(self._nights, found.address))
            )
            memory: SensorMemory
            match memory_kind(found):
                case "metamotion":
                    kept = kept_file(self._nights, found.address)
                    memory = MetaMotionMemory(connection, kept, progress)
                case "polar":
                    memory = PolarMemory(connection, unfinished)
                case _:
                    memory = MovesenseMemory(connection, unfinished)
            await memory.open()
            yield ReachedMemory(memory, found, unfinished)
        finally:
            await connection.close()

    async def work(
        self,
        sought: Sought,
        work: Callable[[ReachedMemory], Awaitable[T]],
        *,
        progress: Callable[[float], None] = lambda _share: None,
        gained: Callable[[], int] = lambda: 0,
    ) -> T:
        """Do something with a memory; again if the sensor had to be restarted for it.

        ``gained`` counts what was achieved: the sensor is restarted again only if that grew.

        Raises
        ------
        SensorError
            As `reach`, or whatever the work raises.
        """
        before = -1
        while True:
            try:
                async with self.reach(sought, progress) as reached:
                    found = reached.found  # names may repeat, the address does not
                    sought = replace(sought, address=found.address, name=found.name)
                    return await work(reached)
            except SensorRestarts:
                if gained() <= before:
                    raise
                before = gained()
            await self.wait_for_start()

    async def wait_for_start(self) -> None:
        """Wait until a sensor has restarted."""
        await asyncio.sleep(STARTS_S)

    @property
    def unlisted(self) -> int:
        """Number of logs read so far that no sensor's list names."""
        return sum(len(one.unlisted) for one in self._unfinished.values())

    def forget_evening(self, address: str) -> None:
        """Forget when a sensor's recording was begun, as all of it is stored."""
        if address in self._unfinished:
            self._unfinished[address].forget_evening()


def memory_kind(found: Found) -> str:
    """Return the kind of a sensor that has a memory.

    Raises
    ------
    DeviceRefused
        If it has none.
    """
    device = recognised(found.name, found.services)
    if device is None or device.kind not in ("polar", "movesense", "metamotion"):
        raise DeviceRefused(
            f"{found.name or found.address} has no memory that limbwatch can fetch from; a Polar "
            "Verity Sense, 360 and Loop have one, a Movesense and a MetaMotion"
        )
    return device.kind
