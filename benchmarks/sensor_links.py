"""The links of a stand-in's sensors: made, broken and changed, as the message bus shows it."""

from dbus_fast import Variant

from benchmarks.bluez_objects import CHARACTERISTIC, DEVICE, SERVICE, gatt, shown_name, uuids
from benchmarks.fake_device import FakeDevice
from benchmarks.service_bus import ServiceBus


class SensorLinks:
    """What befalls sensors and their links.

    Parameters
    ----------
    service : ServiceBus
        On which it is shown.
    """

    def __init__(self, service: ServiceBus) -> None:
        self._service = service

    def drop(self, device: FakeDevice) -> None:
        """Break the link, as a supervision time-out does."""
        if not device.connected:
            return
        self._forget_link(device)
        self._service.changed(
            device.path,
            DEVICE,
            {"Connected": Variant("b", False), "ServicesResolved": Variant("b", False)},
        )
        self._hide_services(device)

    def rearrange(self, device: FakeDevice) -> None:
        """Have the services change under a living link (Service Changed): subscriptions are gone.

        Source: Bluetooth Core Specification, volume 3, part G, 7.1.
        """
        self._service.changed(device.path, DEVICE, {"ServicesResolved": Variant("b", False)})
        self._hide_services(device)
        device.rearrange()
        device.notifying.clear()
        self._show_services(device)

    def hear_name(self, device: FakeDevice) -> None:
        """Hear the scan response of a sensor, with its name."""
        device.named = True
        self._service.changed(device.path, DEVICE, shown_name(device))

    def _hide_services(self, device: FakeDevice) -> None:
        for path in device.paths:
            self._service.removed(path, CHARACTERISTIC)
        for path in sorted({path.rpartition("/")[0] for path in device.paths}):
            self._service.removed(path, SERVICE)

    def _show_services(self, device: FakeDevice) -> None:
        if device.unshown > 0:
            device.unshown -= 1
        elif not device.stale:
            for path, interfaces in gatt(device).items():
                self._service.added(path, interfaces)
        self._service.changed(
            device.path,
            DEVICE,
            {
                "ServicesResolved": Variant("b", True),
                "UUIDs": Variant("as", sorted(uuids(device))),
            },
        )

    def forget(self, device: FakeDevice) -> None:
        """Remove a device, as a person does with bluetoothctl; it shows again when it is heard."""
        self.drop(device)
        self._service.removed(device.path, DEVICE)

    def orphan(self, device: FakeDevice, *, resolved: bool = True) -> None:
        """Have a link that nobody uses: its program was killed, or the desktop made it."""
        device.connected, device.resolved = True, resolved

    def _forget_link(self, device: FakeDevice) -> None:
        device.connected = False
        device.resolved = True
        device.notifying.clear()
        device.held.clear()
        device.peripheral.disconnected()

    def notify(self, device: FakeDevice, uuid: str, data: bytes) -> None:
        """Have a sensor send a notification, if somebody listens."""
        path = device.path_of(uuid)
        if path not in device.notifying:
            return
        for _ in range(2 if device.double else 1):
            self._service.changed(path, CHARACTERISTIC, {"Value": Variant("ay", data)})
        device.double = False
