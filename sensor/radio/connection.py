"""One connection through bleak."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from limbwatch.sensor.devices.device import within
from limbwatch.sensor.errors import SensorError, ServicesLacking
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.translation import translated
from limbwatch.sensor.radio.transport import Found


class BleConnection:
    """A connected bleak client, used for this connection only: reused ones deliver twice or refuse.

    ``paired`` is whether the system considers the sensor so; ``closed`` is called when the
    connection is closed, which may take ``close_s`` seconds.
    """

    def __init__(
        self, client: Any, found: Found, *, paired: bool, closed: Callable[[], None], close_s: float
    ) -> None:
        self._client = client
        self._found = found
        self._paired = paired
        self._closed = closed
        self._close_s = close_s
        self._by_uuid = {
            name: characteristic
            for service in client.services
            for characteristic in service.characteristics
            for name in (
                characteristic.uuid.lower(),
                within(service.uuid.lower(), characteristic.uuid.lower()),
            )
        }

    @property
    def characteristics(self) -> frozenset[str]:
        """UUIDs of the characteristics, plain and `within` their service."""
        return frozenset(self._by_uuid)

    @property
    def packet_size(self) -> int | None:
        """Largest value that fits into one packet, bytes."""
        sizes = [one.max_write_without_response_size for one in self._by_uuid.values()]
        return max(sizes, default=None)

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        async with translated("reading", self._found, paired=self._paired):
            return bytes(await self._client.read_gatt_char(self._resolve(characteristic)))

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value."""
        async with translated("writing", self._found, paired=self._paired):
            await self._client.write_gatt_char(
                self._resolve(characteristic), data, response=response
            )

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive notifications."""
        if characteristic not in self._by_uuid:
            raise self._lacking_error()
        async with translated("subscribing", self._found, paired=self._paired):
            await self._client.start_notify(
                characteristic, lambda _sender, data: receive(bytes(data))
            )

    def _resolve(self, characteristic: str) -> Any:
        """Return what bleak accepts: the UUID, or the characteristic if several share it."""
        if characteristic not in self._by_uuid:
            raise self._lacking_error()
        return self._by_uuid[characteristic] if "/" in characteristic else characteristic

    def _lacking_error(self) -> ServicesLacking:
        return ServicesLacking(
            f"{self._found.name or self._found.address} lacks what sensors of this kind have; "
            "is it of the kind named with --device?"
        )

    async def close(self) -> None:
        """Disconnect; the connection is not used again even if that fails."""
        self._closed()
        with suppress(SensorError):
            async with translated("disconnecting"):
                await bounded(self._client.disconnect(), self._close_s, "the sensor")
