"""One phone as the recorder sees a sensor: a connection whose data come by themselves."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.devices import phone
from limbwatch.sensor.devices.device import BATTERY_LEVEL

_MOST_WAITING = 600
"""Packets that wait for a listener: some minutes, longer than any pause between two tries."""


class Taken(NamedTuple):
    """Samples that an app gave."""

    time_ns: NDArray[np.int64]
    """Rising; shape (n,)."""
    xyz: NDArray[np.float32]
    """Shape (n, 3)."""
    convention: phone.Convention


@dataclass(slots=True, eq=False)
class Relay:
    """What has come from a phone and is not listened to yet; it outlives connections.

    All of it runs in the recorder's loop.
    """

    rate: float = 0.0
    battery: int | None = None
    listener: Callable[[bytes], None] | None = None
    came: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: deque[bytes] = field(default_factory=lambda: deque(maxlen=_MOST_WAITING))

    @property
    def waits(self) -> bool:
        """Whether something waits for a listener."""
        return bool(self._waiting)

    def take(self, taken: Taken) -> None:
        """Hand samples on, or keep them until somebody listens."""
        if self.rate == 0.0 and len(taken.time_ns) > 1:
            self.rate = 1e9 / float(np.median(np.diff(taken.time_ns)))
        for packet in phone.encode(*taken):
            if self.listener is None:
                self._waiting.append(packet)
            else:
                self.listener(packet)
        self.came.set()

    def listen(self, listener: Callable[[bytes], None]) -> None:
        """Give a listener what has waited, and all that comes."""
        while self._waiting:
            listener(self._waiting.popleft())
        self.listener = listener
        self.heard.set()

    def leave(self) -> None:
        """Keep what comes until somebody listens again."""
        self.listener = None
        self.heard.clear()


class RelayConnection:
    """A phone's relay as a connection.

    Parameters
    ----------
    command : callable
        Has the app start, or stop; does nothing where it cannot be told to.
    closed : callable
        Called at the end.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        command: Callable[[bytes], Awaitable[None]],
        closed: Callable[[], Awaitable[None]],
    ) -> None:
        self._relay = relay
        self._command = command
        self._closed = closed

    @property
    def characteristics(self) -> frozenset[str]:
        """Names of what can be read and listened to."""
        own = {phone.DATA, phone.CONTROL, phone.RATE}
        return frozenset(own if self._relay.battery is None else {*own, BATTERY_LEVEL})

    @property
    def packet_size(self) -> None:
        """The network sets no limit."""
        return

    async def read(self, characteristic: str) -> bytes:
        """Read battery or rate; the rate once samples have come."""
        if characteristic == BATTERY_LEVEL:
            return bytes([self._relay.battery or 0])
        while self._relay.rate == 0.0:
            self._relay.came.clear()
            await self._relay.came.wait()
        return phone.rate_value(self._relay.rate)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Have the app measure, or stop."""
        del characteristic, response
        await self._command(data)

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive packets, those that have waited first."""
        del characteristic
        self._relay.listen(receive)

    async def close(self) -> None:
        """Listen no more; what comes meanwhile waits."""
        self._relay.leave()
        await self._closed()
