"""One connection to one sensor, from set-up to end, supervised by its data."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import HostClock
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import Decoder, Device, Settings, Wish
from limbwatch.sensor.devices.packet import cut_data_words
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.radio.bounded import one_done
from limbwatch.sensor.radio.link import Kept, SessionLink
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.status import SessionState, Status
from limbwatch.sensor.radio.transport import Connection, Found

FIRMWARE = "00002a26-0000-1000-8000-00805f9b34fb"
"""Bluetooth SIG assigned number: Firmware Revision String."""


T = TypeVar("T")


class Arrived(NamedTuple):
    """A data notification for live display."""

    stream: int
    """Stream in the capture; a new one needs a new decoder."""
    settings: Settings | None
    """None while the stream is being set up."""
    host_ns: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What all sessions of a night share."""

    capture: Capture
    clock: HostClock
    wish: Wish
    patience: Patience
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Numbers of the sensors in the capture, by placement, kind and address."""


class Streaming:
    """A connection that is set up, supervised, restarted once if it falls silent, and ended.

    The status is kept up to date. The transport sets ``lost`` when the link breaks; ``stop`` is set
    when the night is over. ``fresh`` receives data notifications once the capture has them.
    """

    def __init__(
        self,
        status: Status,
        equipment: Equipment,
        connection: Connection,
        *,
        device: Device,
        found: Found,
        lost: asyncio.Event,
        stop: asyncio.Event,
        fresh: list[Arrived],
    ) -> None:
        self._status = status
        self._capture = equipment.capture
        self._clock = equipment.clock
        self._wish = equipment.wish
        self._patience = equipment.patience
        self._connection = connection
        self._device = device
        self._lost = lost
        self._stop = stop
        self._fresh = fresh
        self._link = SessionLink(connection, self._received, self._patience.answer)
        self._stream = 0
        self._settings: Settings | None = None
        self._decoder: Decoder | None = None
        self._undecoded: list[tuple[int, bytes]] = []
        self._data = asyncio.Event()
        self._begun_ns = 0
        self._frames = 0
        self._length = 0
        status.number = self._sensor_number(equipment, found)
        self._link.kept = Kept(self._capture, status.number)

    async def run(self) -> None:
        """Stream until the link breaks, data stay away, or the night is over.

        Raises
        ------
        LinkLost
            If the link broke or the stream stayed silent after a restart.
        DeviceRefused
            If the sensor will not stream.
        """
        self._note(Incident.CONNECTED)
        self._enter(SessionState.STARTING)
        firmware = await self._firmware()
        await self._start(firmware)
        battery = asyncio.create_task(self._watch_battery())
        try:
            await self._watch(firmware)
        except LinkLost as error:
            self._status.losses += 1
            self._note(Incident.LOST, why=str(error))
            raise
        finally:
            battery.cancel()
            await asyncio.gather(battery, return_exceptions=True)
        with suppress(LinkLost, DeviceRefused):
            await self._device.stop(self._link)
            self._note(Incident.STOPPED)

    async def _start(self, firmware: str) -> None:
        """Start a new stream; its notifications are kept from the first one on."""
        self._settings = None
        self._stream = self._capture.stream(
            self._status.number or 0,
            self._clock.now_ns(),
            firmware=firmware,
            mtu=self._connection.packet_size,
        )
        self._data.clear()
        self._frames = 0
        self._decoder = None
        self._undecoded.clear()
        self._link.before = self._status.settings
        settings = await self._until_lost(self._device.start(self._link, self._wish))
        self._settings = self._status.settings = settings
        self._capture.settings(self._stream, settings)
        self._decoder = self._device.decoder(settings)
        for host_ns, data in self._undecoded:
            self._count(host_ns, data)
        await self._until_lost(self._first_data())
        self._status.connects += 1
        self._status.trouble = ""
        self._enter(SessionState.STREAMING)

    async def _first_data(self) -> None:
        first = asyncio.ensure_future(self._data.wait())
        try:
            if not await one_done({first}, self._patience.first_data):
                raise LinkLost(self._explain_no_data())
        finally:
            first.cancel()

    def _explain_no_data(self) -> str:
        """Explain why there are no samples: nothing came, or only damaged notifications."""
        tally = None if self._decoder is None else self._decoder.tally
        if tally is not None and tally.truncated:
            return cut_data_words(tally.truncated)
        if tally is not None and tally.malformed:
            return (
                f"connected, but none of its data are what the kind {self._device.kind} sends "
                f"({tally.malformed} notifications so far, the last of {self._length} bytes): its "
                "firmware may be another than limbwatch knows, or it is another kind of sensor; "
                "name that with --device"
            )
        return f"connected, but no data in {self._patience.first_data:.0f} s. {self._device.advice}"

    async def _watch(self, firmware: str) -> None:
        restarted_at = -1
        while not self._stop.is_set():
            self._data.clear()
            if await self._data_in_time() or self._stop.is_set():
                continue
            changes = self._settings is not None and self._device.changes(self._settings)
            if changes and await self._link.still(self._device.data):
                continue
            if self._frames == restarted_at:
                raise LinkLost("the stream fell silent again after a restart")
            self._enter(SessionState.STALLED)
            self._status.stalls += 1
            self._note(Incident.STALLED)
            with suppress(LinkLost):
                await self._until_lost(self._device.stop(self._link))
            await self._start(firmware)
            self._note(Incident.RESTARTED)
            restarted_at = self._frames

    async def _data_in_time(self) -> bool:
        """Wait for a notification, as long as a healthy stream may take."""
        waits = [
            asyncio.ensure_future(event.wait()) for event in (self._data, self._lost, self._stop)
        ]
        try:
            await one_done(waits, self._allowed_silence())
        finally:
            for wait in waits:
                wait.cancel()
        if self._lost.is_set():
            raise LinkLost("the connection broke")
        return self._data.is_set()

    def _allowed_silence(self) -> float:
        usual = self._device.silence_s
        if self._frames > 5:
            since = (self._clock.now_ns() - self._begun_ns) / 1e9
            usual = min(usual, since / self._frames)
        return self._patience.stall_frames * usual + self._patience.stall_extra

    async def _until_lost(self, work: Coroutine[Any, Any, T]) -> T:
        """Await work, but raise LinkLost at once if the link breaks."""
        task = asyncio.ensure_future(work)
        broken = asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait({task, broken}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise LinkLost("the connection broke")
            return task.result()
        finally:
            task.cancel()
            broken.cancel()
            await asyncio.gather(task, broken, return_exceptions=True)

    def _received(self, characteristic: str, data: bytes) -> None:
        now = self._clock.now_ns()
        self._capture.notification(self._stream, characteristic, now, data)
        if characteristic != self._device.data:
            return
        self._fresh.append(Arrived(self._stream, self._settings, now, data))
        if self._decoder is None:
            self._undecoded.append((now, data))
        else:
            self._count(now, data)

    def _count(self, host_ns: int, data: bytes) -> None:
        """Count samples as a sign of life; a sensor may answer commands and send nothing else."""
        assert self._decoder is not None  # noqa: S101 - who calls has one
        self._length = len(data)
        if not self._decoder.push(data):
            return
        if self._frames == 0:
            self._begun_ns = host_ns
        self._frames += 1
        self._status.last_data_ns = host_ns
        self._status.notifications += 1
        self._data.set()

    async def _firmware(self) -> str:
        if not self._link.has(FIRMWARE):
            return ""
        value = await self._until_lost(self._link.read(FIRMWARE))
        return value.decode("utf-8", "replace").strip("\0 ")

    async def _watch_battery(self) -> None:
        while True:
            with suppress(LinkLost, DeviceRefused):
                battery = await self._device.battery(self._link)
                if battery is not None:
                    self._status.battery = battery
                    self._note(
                        Incident.BATTERY,
                        percent=battery.percent,
                        volts=battery.volts,
                        charging=battery.charging,
                    )
            await asyncio.sleep(self._patience.battery)

    def _sensor_number(self, equipment: Equipment, found: Found) -> int:
        """Return the sensor's number in the capture; a new address does not change it.

        A number stands for one kind, by which everything under it is decoded.
        """
        status = self._status
        placement = status.target.placement
        key = (placement.value, self._device.kind, found.address)
        if key not in equipment.known:
            before = (placement.value, self._device.kind, status.address)
            known = equipment.known.get(before) if found.name == status.name != "" else None
            equipment.known[key] = known or equipment.capture.sensor(
                placement, kind=self._device.kind, address=found.address, name=found.name
            )
            if status.address and status.address != found.address:
                self._note(Incident.NEW_ADDRESS, before=status.address, now=found.address)
        status.address, status.name = found.address, found.name or status.name
        return equipment.known[key]

    def _enter(self, state: SessionState) -> None:
        self._status.enter(state, self._clock.now_ns())

    def _note(self, kind: Incident, **detail: object) -> None:
        self._capture.event(kind, self._clock.now_ns(), sensor=self._status.number, detail=detail)
