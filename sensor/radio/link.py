"""A device's set-up talking over one connection."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.devices.device import Settings
from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.attention import one_done
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.transport import Connection

T = TypeVar("T")

STIRS_S = 1.0
"""Who sends what changes, ten times a second and more, has sent once more by then when it moves,
seconds; chosen by us."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a sensor was set when its recording met it first."""

    capture: Capture
    number: int
    """The sensor's, in the capture."""

    async def first(self, name: str, value: int) -> int:
        """Keep a number on the disk, unless there is one; give what was kept."""
        key = f"found.{self.number}.{name}"
        if key not in self.capture.facts:
            self.capture.about(key, str(value))
            await asyncio.to_thread(self.capture.flush)
        return int(self.capture.facts[key])


@dataclass(slots=True, eq=False)
class SessionLink:
    """A device's view of a connection: every notification is stamped and queued first."""

    connection: Connection
    received: Callable[[str, bytes], None]
    """Takes characteristic and bytes of each notification."""
    answer_s: float
    """Seconds to wait for an answer."""
    before: Settings | None = None
    """How the sensor was set in an earlier connection."""
    kept: Kept | None = None
    """None where nothing is recorded."""
    memory: dict[str, int] = field(default_factory=dict)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _answers: "asyncio.Queue[bytes] | None" = None
    _subscribed: set[str] = field(default_factory=set)
    _heard: "asyncio.Queue[tuple[float, bytes]] | None" = None
    _last: dict[str, bytes] = field(default_factory=dict)
    _came: list[bytes] | None = None
    """What comes while a value is read."""

    def has(self, characteristic: str) -> bool:
        """Whether the sensor offers this characteristic."""
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
        """Have notifications sent from now on; a second time does nothing."""
        if characteristic in self._subscribed:
            return  # a double subscription delivers everything twice on Windows

        def receive(data: bytes) -> None:
            self._last[characteristic] = data
            if self._came is not None:
                self._came.append(data)
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
        """Write, and wait for a notification that ``accept`` takes; one request at a time."""
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
        """Wait for notifications, until the time is over or there are enough."""
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
        """Tell whether what is sent only where it changes is what was sent last.

        Then it is taken as if it had been sent again.
        """
        last = self._last.get(characteristic)
        came: list[bytes] = []
        self._came = came
        try:
            value = await self.read(characteristic)
        except LinkLost:
            return False
        finally:
            self._came = None
        if came not in ([], [value]):
            return True
        if value != last:
            # Linux tells what is read as if it had been sent; who moves again sends more
            return bool(came and await self.listen(STIRS_S, most=1))
        if not came:
            self.received(characteristic, value)
        return True

    async def keep(self, name: str, value: int) -> int:
        """Keep a number for as long as the recording lasts."""
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
