"""What the recorder asks of a radio, real or simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sensor in range.

    Parameters
    ----------
    address : str
        Bluetooth address, or what the system gives in its place (macOS).
    name : str
        Advertised name; empty without one.
    services : frozenset of str
        Advertised service UUIDs, lower case.
    rssi : int or None
        Strength of its advertisement, dBm.
    handle : object
        The transport's own.
    """

    address: str
    name: str
    services: frozenset[str]
    rssi: int | None
    handle: object


class Connection(Protocol):
    """One connection; a new one is made for every attempt.

    Methods raise ``LinkLost`` when the connection is gone.
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
    """A radio."""

    @property
    def adapter(self) -> str | None:
        """Name of the adapter that only one recorder may use; None when many may."""
        ...

    async def scan(self, seconds: float) -> tuple[Found, ...]:
        """List the sensors in range, strongest first.

        Raises ``BluetoothUnavailable`` when there is no radio.
        """
        ...

    async def find(self, target: str, seconds: float) -> Found:
        """Wait for one sensor by address or name.

        Raises ``LinkLost`` when it does not show, ``BluetoothUnavailable`` without a radio.
        """
        ...

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> Connection:
        """Connect and learn the characteristics; ``lost`` is called once when the link breaks.

        Raises ``LinkLost`` when it does not work, ``BluetoothUnavailable`` without a radio.
        """
        ...
