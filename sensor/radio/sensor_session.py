"""One sensor for a whole night: find, connect, stream, and start over, for ever."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised
from limbwatch.sensor.devices.device import WEAK_PERCENT
from limbwatch.sensor.errors import (
    BluetoothUnavailable,
    DeviceRefused,
    LinkLost,
    NeverStreams,
    SensorError,
    ServicesLacking,
)
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.radio.streaming import Arrived, Equipment, Streaming
from limbwatch.sensor.radio.transport import Connection, Found, Sought, Transport

_LACKS = 3
"""Connections in a row without the services of its kind before a sensor that never streamed is
given up. A system may call services complete before it shows them, or after a link broke during
their discovery (github.com/bluez/bluez/issues/1489), and mostly the next connection has them; three
are chosen by us."""
_STALE = 2
"""Such connections in a row before the system is made to forget the sensor. BlueZ caches the
services of a firmware that was updated since, and shows those until it reads anew; the first
connection may lack them for another reason, which the next one mends."""
_UNFORESEEN = "something unexpected went wrong; trying again"
"""Shown to a person for an unexpected exception; its own message stands in the capture only."""


_TO_BE_NAMED = ("text", "phyphoxboard")
"""Kinds that a person must name, as their characteristic does not tell what is sent by it."""


class Session:
    """Keeps one sensor streaming into the capture until stopped.

    The equipment is shared with the other sessions of the night; ``taken`` returns the addresses of
    their sensors.
    """

    def __init__(
        self,
        target: Target,
        *,
        transport: Transport,
        equipment: Equipment,
        taken: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self.status = Status(
            target=target, device=target.device, since_ns=equipment.clock.now_ns(), name=target.name
        )
        self.fresh: list[Arrived] = []
        self._transport = transport
        self._equipment = equipment
        self._taken = taken
        self._stop = asyncio.Event()
        self._absent = False
        self._lacks = 0
        self._called = target.sensor
        self._at = ""

    def stop(self) -> None:
        """Ask for a clean end."""
        self._stop.set()

    async def run(self) -> None:
        """Stream until `stop`; note whatever goes wrong, and try again if it may help."""
        work = asyncio.create_task(self._forever())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if self.status.state not in (SessionState.STREAMING, SessionState.STALLED):
            work.cancel()
        await asyncio.wait({work}, timeout=4 * self._equipment.patience.answer)
        work.cancel()
        stopping.cancel()
        await asyncio.gather(work, stopping, return_exceptions=True)
        if self.status.state is not SessionState.GIVEN_UP:
            self._enter(SessionState.STOPPED)

    async def _forever(self) -> None:
        attempt = 0
        while not self._stop.is_set():
            connects = self.status.connects
            try:
                await self._attempt()
            except ServicesLacking as error:
                self._lacks += 1
                if not self._has_streamed and self._lacks > _LACKS:
                    self._give_up(error)
                    return
                said: SensorError = error
                if self._has_streamed or self._lacks < _STALE:
                    said = self._reconnect_error()
                    said.__cause__ = error
                self._note_failure(Incident.CONNECT_FAILED, said)
                self._enter(SessionState.WAITING)
            except NeverStreams as error:
                if not self._has_streamed:
                    self._give_up(error)
                    return
                self._note_failure(Incident.REFUSED, error)
                self._enter(SessionState.REFUSED)
            except DeviceRefused as error:
                self._note_failure(Incident.REFUSED, error)
                self._enter(SessionState.REFUSED)
            except (LinkLost, BluetoothUnavailable) as error:
                self._lacks = 0
                self._note_failure(Incident.CONNECT_FAILED, error)
                self._enter(SessionState.WAITING)
            except Exception as error:  # noqa: BLE001 - one broken attempt must not end a night
                self._note_failure(Incident.CONNECT_FAILED, error, _UNFORESEEN)
                self._enter(SessionState.WAITING)
            attempt = 0 if self.status.connects > connects else attempt + 1
            back_off = self._equipment.patience.back_off
            with suppress(TimeoutError):
                async with asyncio.timeout(back_off[min(attempt, len(back_off) - 1)]):
                    await self._stop.wait()

    async def _attempt(self) -> None:
        lost = asyncio.Event()
        patience = self._equipment.patience
        self._enter(SessionState.SEARCHING)
        found = await self._find(patience.scan)
        self._called, self._at = found.name or found.address, found.address
        if self._absent:
            # that it was absent is no longer true; other troubles hold until it streams
            self.status.trouble = ""
        self._enter(SessionState.CONNECTING)
        connection = await self._transport.connect(found, lost=lost.set, seconds=patience.connect)
        try:
            device = self._device(found, connection)
            await Streaming(
                self.status,
                self._equipment,
                connection,
                device=device,
                found=found,
                lost=lost,
                stop=self._stop,
                fresh=self.fresh,
            ).run()
        finally:
            await connection.close()

    async def _find(self, seconds: float) -> Found:
        """Wait for the sensor; if it does not show, mention a weak battery."""
        try:
            return await self._transport.find(self._sought(), seconds)
        except LinkLost as error:
            battery = self.status.battery
            if battery is None or battery.charging or battery.percent is None:
                raise
            if battery.percent > WEAK_PERCENT:
                raise
            raise LinkLost(
                f"{error}. Its battery was at {battery.percent:.0f} % when it was last heard"
            ) from error

    def _sought(self) -> Sought:
        status = self.status
        return Sought(
            sensor=status.target.sensor,
            address=status.address,
            name=status.name,
            taken=self._taken(),
            stale=self._at if self._lacks >= _STALE else "",
        )

    def _device(self, found: Found, connection: Connection) -> Device:
        """Find the kind: as named, else by what it advertises, else by what it offers."""
        offered = connection.characteristics
        device = self._kind(found, offered)
        if device is None:
            said = (
                f"{self._called} is not a kind of sensor that limbwatch knows; a board that can "
                "be programmed becomes one by docs/open-profile.md"
            )
            for kind in _TO_BE_NAMED:
                if device_of_kind(kind).data in offered:
                    said = (
                        f"{said}. If it sends x, y and z of an accelerometer, give --device {kind}"
                    )
            if device_of_kind("bangle").data in offered:
                said = (
                    f"{said}. If it is a Bangle.js or Puck.js of another name, give --device "
                    "bangle or --device puck"
                )
            raise ServicesLacking(said)
        if device.data not in offered:
            if found.connected:
                # the system may have cached old services: the next connection reads them anew
                raise self._reconnect_error()
            other = _kind_by_characteristics(offered)
            if other is not None:
                raise NeverStreams(
                    f"{self._called} is not a sensor of the kind {device.kind}; it looks like "
                    f"--device {other.kind}"
                )
            raise ServicesLacking(
                f"{self._called} does not show what sensors of the kind {device.kind} have: it may "
                "be of another kind, or have a firmware that limbwatch does not know; update that, "
                "or switch sensor and Bluetooth off and on"
            )
        self.status.device = device
        return device

    def _kind(self, found: Found, offered: frozenset[str]) -> Device | None:
        before = self.status.device
        if self.status.target.device or (before is not None and before.data in offered):
            # a recognised kind holds all night: what a sensor is known to advertise changes, as the
            # system adds services that it met in a connection
            return before
        recognised_kind = recognised(found.name, found.services)
        if recognised_kind is None or recognised_kind.shared:
            return _kind_by_characteristics(offered) or recognised_kind
        return recognised_kind

    @property
    def _has_streamed(self) -> bool:
        """Whether it streamed tonight: such a sensor is not given up, whatever it answers."""
        return self.status.connects > 0

    def _reconnect_error(self) -> LinkLost:
        return LinkLost(f"{self._called} does not show its services; it is connected again")

    def _give_up(self, error: DeviceRefused) -> None:
        self._note_failure(Incident.REFUSED, error)
        self._enter(SessionState.GIVEN_UP)

    def _enter(self, state: SessionState) -> None:
        self.status.enter(state, self._equipment.clock.now_ns())

    def _note_failure(self, kind: Incident, error: Exception, why: str = "") -> None:
        self.status.trouble = why or str(error) or type(error).__name__
        self._absent = self.status.state is SessionState.SEARCHING
        self._equipment.capture.event(
            kind,
            self._equipment.clock.now_ns(),
            sensor=self.status.number,
            detail={
                "placement": self.status.target.placement.value,
                "why": self.status.trouble,
                "error": type(error).__name__,
                "raw": str(error if why else error.__cause__ or ""),
            },
        )


def _kind_by_characteristics(characteristics: frozenset[str]) -> Device | None:
    """Find the kind by characteristics that no other kind has."""
    kinds = (
        one
        for one in DEVICES
        if (one.together <= characteristics if one.together else not one.shared)
        and one.data in characteristics
    )
    return next(kinds, None)
