"""One discovery for all sensors being searched: an absent one never delays another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio.transport import Found

Hear = Callable[[Found], None]
"""Called with each advertisement."""

_FAILED_FOR_ALL_S = 1.0
"""Time for which a failed start counts for others who wait, too, seconds."""


class SharedScan:
    """Scans while anybody listens, except while somebody connects.

    ``begin`` starts scanning and returns a function that ends it. Both end in time: they raise
    ``LinkLost`` if the adapter does not answer.

    Raises
    ------
    LinkLost, BluetoothUnavailable
        In `heard_by` and `renew`, if scanning cannot be started.
    """

    def __init__(self, begin: Callable[[Hear], Awaitable[Callable[[], Awaitable[None]]]]) -> None:
        self._begin = begin
        self._end: Callable[[], Awaitable[None]] | None = None
        self._ears: list[Hear] = []
        self._paused = 0
        self._failed_at = -_FAILED_FOR_ALL_S
        self._failure: LinkLost | BluetoothUnavailable | None = None
        self._changing = asyncio.Lock()

    @asynccontextmanager
    async def heard_by(self, hear: Hear) -> AsyncIterator[None]:
        """Call ``hear`` with every advertisement inside the body."""
        self._ears.append(hear)
        try:
            await self._settle()
            yield
        finally:
            self._ears.remove(hear)
            await self._settle_quietly()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Pause scanning inside the body; listeners are served again after it."""
        self._paused += 1
        try:
            await self._settle_quietly()
            yield
        finally:
            self._paused -= 1
            await self._settle_quietly()

    async def renew(self) -> None:
        """Restart scanning that ended silently, as when the adapter was switched off."""
        async with self._changing:
            await self._stop()
        await self._settle()

    async def _settle_quietly(self) -> None:
        # listeners then find nothing, and try again
        try:
            await self._settle()
        except (LinkLost, BluetoothUnavailable):
            return

    async def _settle(self) -> None:
        async with self._changing:
            wanted = bool(self._ears) and not self._paused
            if wanted and self._end is None:
                await self._start()
            elif not wanted:
                await self._stop()

    async def _start(self) -> None:
        now = asyncio.get_running_loop().time
        if self._failure is not None and now() - self._failed_at < _FAILED_FOR_ALL_S:
            raise type(self._failure)(*self._failure.args) from self._failure
        try:
            self._end = await self._begin(self._tell)
        except (LinkLost, BluetoothUnavailable) as error:
            self._failure, self._failed_at = error, now()
            raise
        self._failure = None

    async def _stop(self) -> None:
        if self._end is not None:
            end, self._end = self._end, None
            await end()

    def _tell(self, found: Found) -> None:
        for hear in tuple(self._ears):
            hear(found)
