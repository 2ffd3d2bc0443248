"""The interface between the recorder and a radio, real or simulated."""

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
    """Strength of its advertisement, dBm; None if it does not advertise."""
    handle: object
    """Private to the transport."""
    connected: bool = False
    """Whether the system already has a link to it; such a sensor does not advertise."""
    lasting: bool = False
    """Whether its address is known not to be private, and so does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The sensor being searched."""

    sensor: str
    """Address or name, as the person gave it."""
    address: str = ""
    """Address where it was found last; empty before."""
    name: str = ""
    """Its own name then; empty before."""
    taken: frozenset[str] = frozenset()
    """Addresses of the night's other sensors, in upper or lower case."""
    stale: str = ""
    """Address where it repeatedly lacked its services, otherwise empty. Before the search the
    system is made to forget them, as they may be those of an earlier firmware."""

    def is_at(self, address: str) -> bool:
        """Return whether this surely is its address: the one given, or the last one."""
        return address.casefold() in {self.sensor.casefold(), self.address.casefold()} - {""}

    def is_called(self, found: Found) -> bool:
        """Return whether it may be the sensor by its name; sensors of one kind may share theirs.

        A sensor with a private address returns under another one, so the name it had counts
        too. The night's other sensors and namesakes are excluded.
        """
        if found.address.casefold() in {one.casefold() for one in self.taken}:
            return False
        return self._bears_name(found) and not self.is_namesake(found)

    def is_namesake(self, found: Found) -> bool:
        """Return whether it has the name but surely is another sensor.

        The sensor was found before, and this one has another address, which is not private: only
        private addresses change (Bluetooth Core Specification, volume 6, part B, 1.3).
        """
        elsewhere = bool(self.address) and not self.is_at(found.address)
        return elsewhere and found.lasting and self._bears_name(found)

    def _bears_name(self, found: Found) -> bool:
        names = {self.sensor.casefold(), self.name.casefold()} - {""}
        return found.name.casefold() in names


class Connection(Protocol):
    """One connection; a new one is made for every attempt.

    Methods raise ``LinkLost`` if the connection is gone or does not answer in time, and
    ``PairingNeeded`` if the sensor talks to paired computers only.
    """

    @property
    def characteristics(self) -> frozenset[str]:
        """UUIDs of the characteristics, lower case."""

    @property
    def packet_size(self) -> int | None:
        """Largest value that fits into one packet, bytes; None if unknown."""

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value."""

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Call ``receive`` with each notification, in the loop's thread."""

    async def close(self) -> None:
        """End the connection; never raises."""


class Transport(Protocol):
    """A radio. Several sensors may be looked for, and connected, at once."""

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Wait for one sensor by address or name.

        Raises ``LinkLost`` if it does not show, ``BluetoothUnavailable`` without a radio, and
        ``DeviceRefused`` if several sensors have its name.
        """

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> Connection:
        """Connect and discover the characteristics; call ``lost`` once when the link breaks.

        Raises ``LinkLost`` on failure, ``BluetoothUnavailable`` without a radio.
        """
