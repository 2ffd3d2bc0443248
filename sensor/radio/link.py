"""A device's set-up talking over one connection."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.devices.device import Settings
from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.bounded import bounded, one_done
from limbwatch.sensor.radio.transport import Connection

T = TypeVar("T")

STIRS_S = 1.0
"""Time in which a moving sensor that sends only changes, ten or more a second, sends again,
seconds; chosen by us."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sensor's original settings, stored in the capture."""

    capture: Capture
    number: int
    """The sensor's number in the capture."""

    async def first(self, name: str, value: int) -> int:
        """Store a value on disk unless one is stored; return the stored one."""
        key = f"found.{self.number}.{name}"
        if key not in self.capture.facts:
            self.capture.about(key, str(value))
            await asyncio.to_thread(self.capture.flush)
        return int(self.capture.facts[key])


@dataclass(slots=True, eq=False)
class SessionLink:
    """A device's view of a connection; every notification is stamped and queued first."""

    connection: Connection
    received: Callable[[str, bytes], None]
    """Called with characteristic and bytes of each notification."""
    answer_s: float
    """Time to wait for an answer, seconds."""
    before: Settings | None = None
    """Settings of an earlier connection of this recording."""
    kept: Kept | None = None
    """None if nothing is recorded."""
    memory: dict[str, int] = field(default_factory=dict)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _answers: "asyncio.Queue[bytes] | None" = None
    _subscribed: set[str] = field(default_factory=set)
    _heard: "asyncio.Queue[tuple[float, bytes]] | None" = None
    _last: dict[str, bytes] = field(default_factory=dict)
    _arrived_meanwhile: list[bytes] | None = None
    """Notifications that arrive while a value is read."""

    def has(self, characteristic: str) -> bool:
        """Return whether the sensor offers this characteristic."""
        return characteristic in self.connection.characteristics

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        return await self._in_time(self.connection.read(characteristic), "a read")

    async def write(self, characteristic: str, data: bytes, *, response: bool = True) -> None:
        """Write a value."""
        await self._in_time(
            self.connection.write(characteristic, data, response=response), "a write"
        )

    async def subscribe(self, characteristic: str) -> None:
        """Subscribe to notifications; a second call does nothing."""
        if characteristic in self._subscribed:
            return  # a double subscription delivers everything twice on Windows

        def receive(data: bytes) -> None:
            self._last[characteristic] = data
            if self._arrived_meanwhile is not None:
                self._arrived_meanwhile.append(data)
            self.received(characteristic, data)
            if self._answers is not None:
                self._answers.put_nowait(data)
            if self._heard is not None:
                self._heard.put_nowait((asyncio.get_running_loop().time(), data))

        self._subscribed.add(characteristic)
        await self._in_time(self.connection.subscribe(characteristic, receive), "a subscription")

    async def request(
        self,
        characteristic: str,
        data: bytes,
        *,
        accept: Callable[[bytes], bool],
        response: bool = True,
    ) -> bytes:
        """Write, and return the first notification that ``accept`` accepts; one at a time."""
        async with self._asking:
            self._answers = asyncio.Queue()
            try:
                await self.write(characteristic, data, response=response)
                answer = asyncio.ensure_future(_accepted(self._answers, accept))
                try:
                    if not await one_done({answer}, self.answer_s):
                        raise LinkLost(
                            f"the sensor gave no answer to a command in {self.answer_s:.0f} s"
                        )
                    return answer.result()
                finally:
                    answer.cancel()
            finally:
                self._answers = None

    async def listen(self, seconds: float, *, most: int = 0) -> list[tuple[float, bytes]]:
        """Collect notifications until the time is over or there are enough."""
        begun = asyncio.get_running_loop().time()
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        heard: list[tuple[float, bytes]] = []
        self._heard = queue
        try:
            async with asyncio.timeout(seconds):
                while not most or len(heard) < most:
                    at, data = await queue.get()
                    heard.append((at - begun, data))
        except TimeoutError:
            pass
        finally:
            self._heard = None
        return heard

    async def still(self, characteristic: str) -> bool:
        """Return whether a characteristic that is sent only on change still has its last value.

        If so, the value is received as if it had been sent again.
        """
        last = self._last.get(characteristic)
        meanwhile: list[bytes] = []
        self._arrived_meanwhile = meanwhile
        try:
            value = await self.read(characteristic)
        except LinkLost:
            return False
        finally:
            self._arrived_meanwhile = None
        if meanwhile not in ([], [value]):
            return True
        if value != last:
            # BlueZ reports a read value like a notification; a sensor that moves sends more
            return bool(meanwhile and await self.listen(STIRS_S, most=1))
        if not meanwhile:
            self.received(characteristic, value)
        return True

    async def keep(self, name: str, value: int) -> int:
        """Store a value for the rest of the recording; return the one stored first."""
        first = value if self.kept is None else await self.kept.first(name, value)
        return self.memory.setdefault(name, first)

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _in_time(self, work: Coroutine[Any, Any, T], what: str) -> T:
        return await bounded(work, self.answer_s, f"the sensor, asked for {what},")


async def _accepted(answers: "asyncio.Queue[bytes]", accept: Callable[[bytes], bool]) -> bytes:
    while not accept(answer := await answers.get()):
        pass
    return answer
