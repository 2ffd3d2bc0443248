"""What the recorder asks of a radio, real or simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sensor in range."""

    address: str
    """Bluetooth address, or what the system gives in its place (macOS)."""
    name: str
    """Advertised name; empty without one."""
    services: frozenset[str]
    """Advertised service UUIDs, lower case."""
    rssi: int | None
    """Strength of its advertisement, dBm; None when it does not advertise."""
    handle: object
    """The transport's own."""
    connected: bool = False
    """Whether the system holds a link to it already; such a sensor does not advertise."""
    lasting: bool = False
    """Whether its address is known to be no private one: it does not come back under another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which sensor is looked for."""

    sensor: str
    """Address or name, as the person gave it."""
    address: str = ""
    name: str = ""
    """`address` and `name`: where it was found last, and what it called itself then; empty
    before."""
    taken: frozenset[str] = frozenset()
    """Addresses of the night's other sensors, in any case of letters."""
    stale: str = ""
    """Address where it lacked its services again and again; empty when it did not. What the system
    remembers of them, which may be of an earlier firmware, is forgotten before the search."""

    def is_at(self, address: str) -> bool:
        """Whether this is its address beyond doubt: the one given, or the last one."""
        return address.casefold() in {self.sensor.casefold(), self.address.casefold()} - {""}

    def is_called(self, found: Found) -> bool:
        """Whether it may be the sensor by its name; many sensors of one kind share theirs.

        A sensor with a private address comes back under another one, so the name it had counts
        too. What the night's other sensors are is none of it, nor is a namesake.
        """
        if found.address.casefold() in {one.casefold() for one in self.taken}:
            return False
        return self._bears_name(found) and not self.is_namesake(found)

    def is_namesake(self, found: Found) -> bool:
        """Whether it has the name and is another sensor beyond doubt.

        The sensor was found before, this one is at another address, and that is no private one,
        which alone changes (Bluetooth Core Specification, volume 6, part B, 1.3).
        """
        elsewhere = bool(self.address) and not self.is_at(found.address)
        return elsewhere and found.lasting and self._bears_name(found)

    def _bears_name(self, found: Found) -> bool:
        names = {self.sensor.casefold(), self.name.casefold()} - {""}
        return found.name.casefold() in names


class Connection(Protocol):
    """One connection; a new one is made for every attempt.

    Methods raise ``LinkLost`` when the connection is gone or does not answer in time, and
    ``PairingNeeded`` when the sensor talks to paired computers only.
    """

    @property
    def characteristics(self) -> frozenset[str]:
        """UUIDs of the characteristics, lower case."""
        ...

    @property
    def packet_size(self) -> int | None:
        """Largest value that one packet carries, bytes; None when unknown."""
        ...

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        ...

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value."""
        ...

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Call ``receive`` with each notification, in the loop's thread."""
        ...

    async def close(self) -> None:
        """End the connection; never raises."""
        ...


class Transport(Protocol):
    """A radio. Several sensors may be looked for, and connected, at once."""

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Wait for one sensor by address or name.

        Raises ``LinkLost`` when it does not show, ``BluetoothUnavailable`` without a radio, and
        ``DeviceRefused`` when its name belongs to several.
        """
        ...

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> Connection:
        """Connect and learn the characteristics; ``lost`` is called once when the link breaks.

        Raises ``LinkLost`` when it does not work, ``BluetoothUnavailable`` without a radio.
        """
        ...
