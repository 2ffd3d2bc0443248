"""A phone in the place of a sensor: a connection whose data arrive unasked."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Counts, Values
from limbwatch.sensor.devices import phone
from limbwatch.sensor.devices.device import BATTERY_LEVEL

_MOST_WAITING = 600
"""Most packets that wait for a listener: some minutes, longer than any pause between two tries."""


class AppSamples(NamedTuple):
    """Samples that came from an app."""

    time_ns: Counts
    """Times, rising; shape (n,)."""
    xyz: Values
    """Values by the convention; shape (n, 3)."""
    convention: phone.Convention


@dataclass(slots=True, eq=False)
class Relay:
    """Packets of a phone that wait for a listener; it outlives connections.

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
        """Whether packets wait for a listener."""
        return bool(self._waiting)

    def take(self, taken: AppSamples) -> None:
        """Pass samples on, or keep them until somebody listens."""
        if self.rate == 0.0 and len(taken.time_ns) > 1:
            self.rate = 1e9 / float(np.median(np.diff(taken.time_ns)))
        for packet in phone.encode(*taken):
            if self.listener is None:
                self._waiting.append(packet)
            else:
                self.listener(packet)
        self.came.set()

    def listen(self, listener: Callable[[bytes], None]) -> None:
        """Pass waiting packets, and all later ones, to a listener."""
        while self._waiting:
            listener(self._waiting.popleft())
        self.listener = listener
        self.heard.set()

    def leave(self) -> None:
        """Keep packets until somebody listens again."""
        self.listener = None
        self.heard.clear()


class RelayConnection:
    """A connection to a phone's relay.

    ``command`` starts or stops the app, or does nothing if that takes no commands; ``closed`` is
    called when the connection is closed.
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
        """Names of the values that can be read or subscribed to."""
        own = {phone.DATA, phone.CONTROL, phone.RATE}
        return frozenset(own if self._relay.battery is None else {*own, BATTERY_LEVEL})

    @property
    def packet_size(self) -> None:
        """None: the network sets no limit."""
        return

    async def read(self, characteristic: str) -> bytes:
        """Return the battery level, or the rate once samples have come."""
        if characteristic == BATTERY_LEVEL:
            return bytes([self._relay.battery or 0])
        while self._relay.rate == 0.0:
            self._relay.came.clear()
            await self._relay.came.wait()
        return phone.rate_value(self._relay.rate)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Start or stop the app."""
        del characteristic, response
        await self._command(data)

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive packets, waiting ones first."""
        del characteristic
        self._relay.listen(receive)

    async def close(self) -> None:
        """Stop listening; later packets wait."""
        self._relay.leave()
        await self._closed()
