"""The choice among this machine's Bluetooth adapters, and what to do when one is stuck."""

import asyncio
from dataclasses import dataclass

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio import bluez
from limbwatch.sensor.radio.service_words import NO_ADAPTER, NO_SERVICE
from limbwatch.sensor.radio.surroundings import guest_words
from limbwatch.sensor.radio.trouble_words import POWERED_OFF, UNEXPLAINED

_STUCK_BEFORE_POWER = 2
"""Refused or unanswered discoveries in a row before the adapter is power-cycled."""
_POWER_AGAIN_S = 600.0
"""Least time between two power cycles, seconds: if one did not help, another half a minute later
does not either, and each cuts the adapter's other links; chosen by us."""


@dataclass(slots=True, kw_only=True)
class AdapterChoice:
    """The one adapter of a night: the one asked for, or else the first that is on."""

    asked: str | None = None
    """Name (``hci1``) or address; None for the first one."""
    _used: bluez.Adapter | None = None
    _others: tuple[bluez.Adapter, ...] = ()
    _stuck: int = 0
    _switched_s: float | None = None
    """Loop time of the last power cycle, seconds."""

    async def name(self) -> str | None:
        """Choose the adapter, if possible the same as before; None if the system chooses.

        Raises
        ------
        BluetoothUnavailable
            If there is none, it is off, or the service does not run.
        """
        if not bluez.ON_LINUX:
            return None
        try:
            adapters = (await bluez.inventory()).adapters
        except LinkLost as error:
            if str(error) == UNEXPLAINED:
                raise BluetoothUnavailable(guest_words() or NO_SERVICE) from error
            raise BluetoothUnavailable(guest_words() or str(error)) from error
        self._used = self._choose(adapters)
        self._others = tuple(one for one in adapters if one.address != self._used.address)
        return self._used.name

    def _choose(self, adapters: tuple[bluez.Adapter, ...]) -> bluez.Adapter:
        if not adapters:
            raise BluetoothUnavailable(guest_words() or NO_ADAPTER)
        used = "" if self._used is None else self._used.address
        if self.asked is not None:
            # an adapter that was unplugged and plugged in again may have another name
            again = [one for one in adapters if one.address == used]
            fitting = again or [one for one in adapters if self._matches_asked(one)]
            if not fitting:
                there = ", ".join(map(str, adapters))
                raise BluetoothUnavailable(
                    f"there is no Bluetooth adapter {self.asked} (--adapter); there is {there}"
                )
            if not fitting[0].powered:
                raise BluetoothUnavailable(f"{POWERED_OFF} (adapter {fitting[0]})")
            return fitting[0]
        powered = [one for one in adapters if one.powered]
        if not powered:
            raise BluetoothUnavailable(POWERED_OFF)
        return next((one for one in powered if one.address == used), powered[0])

    def _matches_asked(self, adapter: bluez.Adapter) -> bool:
        return (self.asked or "").casefold() in (adapter.name, adapter.address.casefold())

    @property
    def words(self) -> str | None:
        """Which adapter is used and which are not; None if there is only one."""
        if self._used is None or not self._others:
            return None
        others = ", ".join(map(str, self._others))
        return (
            f"Bluetooth adapter: {self._used}. There is {others} as well; --adapter chooses, "
            "and an address stays the same from day to day."
        )

    def answered(self) -> None:
        """Note that the adapter works."""
        self._stuck = 0

    async def is_stuck(self, *, in_use: bool) -> str:
        """Note that the adapter failed; power-cycle it if nobody is hurt by that.

        ``in_use`` tells whether a sensor streams through it. Return what was done about it, or what
        a person can do.
        """
        self._stuck += 1
        where = "the Bluetooth adapter" if self._used is None else f"adapter {self._used}"
        by_hand = (
            "switch Bluetooth off and on (Linux: bluetoothctl power off; bluetoothctl power on), "
            "or sudo systemctl restart bluetooth"
        )
        if self._used is None or self._stuck < _STUCK_BEFORE_POWER:
            return f"{where} does not answer; it is asked again"
        if in_use:
            return (
                f"{where} does not look for sensors any more, and is not switched off and on while "
                f"another sensor streams through it. To find this one now, {by_hand}"
            )
        now_s = asyncio.get_running_loop().time()
        if self._switched_s is not None and now_s - self._switched_s < _POWER_AGAIN_S:
            return (
                f"{where} does not answer, and was switched off and on less than "
                f"{_POWER_AGAIN_S / 60:.0f} min ago; it is asked again. If it stays so, {by_hand}"
            )
        try:
            if await self._is_linked():
                return (
                    f"{where} does not look for sensors any more, and is not switched off and on "
                    f"while another device is connected to it. To find this sensor now, {by_hand}"
                )
            await bluez.power_cycle(self._used.name)
        except LinkLost:
            return f"{where} does not answer and cannot be switched off and on from here; {by_hand}"
        self._switched_s = now_s
        return f"{where} did not answer and was switched off and on"

    async def _is_linked(self) -> bool:
        """Return whether any device is connected: a mouse, or a headset in use."""
        if self._used is None:
            return False
        own_prefix = f"/{self._used.name}/"
        devices = (await bluez.inventory()).devices
        return any(one.connected and own_prefix in one.path for one in devices)
