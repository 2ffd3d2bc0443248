"""A sensor as the stand-in for bluetoothd sees it."""

from typing import TYPE_CHECKING

from benchmarks.peripherals import Peripheral

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeDevice:
    """A peripheral as BlueZ shows it."""

    def __init__(self, peripheral: Peripheral, adapter: str = "hci0") -> None:
        self.peripheral = peripheral
        self.adapter = f"/org/bluez/{adapter}"
        self.path = f"{self.adapter}/dev_{peripheral.address.replace(':', '_')}"
        self.visible = True
        self.connected = False
        self.resolved = True
        self.paired = False
        self.wants_pairing = False
        self.passkey: int | None = None
        self.asks = ""
        """Method of the agent by which its passkey is exchanged; empty for none."""
        self.connect_errors: list[str] = []
        self.notifying: set[str] = set()
        self.met: set[str] = set()
        """Services found in a connection: the system goes on telling them after its end."""
        self.double = False
        self.resolves = True
        self.unshown = 0
        """Connections whose services are called resolved and not shown (bluez/bluez#1489)."""
        self.stale = False
        """Whether the system shows none of its services until it has forgotten the sensor."""
        self.named = True
        """Whether its name was heard: it may stand in the scan response alone."""
        self.forgot = False
        """Whether it lost the keys of this computer, as after a reset."""
        self.altered: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]] = list
        """What the radio makes of notifications that are sent together."""
        self.hold_until = 0.0
        self.held: list[tuple[str, bytes]] = []
        self.dropped: Callable[[FakeDevice], None] | None = None
        """What the stand-in that shows it does when its link breaks."""
        self.paths = self._laid_out(10)

    def _laid_out(self, first: int) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {
            f"{self.path}/service{first + 32 * i:04x}/char{first + 1 + 32 * i + 2 * j:04x}": (
                uuid,
                flags,
            )
            for i, characteristics in enumerate(self.peripheral.services.values())
            for j, (uuid, flags) in enumerate(characteristics.items())
        }

    def service_of(self, path: str) -> str:
        """Tell the service that a characteristic belongs to."""
        parents = list(dict.fromkeys(one.rpartition("/")[0] for one in self.paths))
        return list(self.peripheral.services)[parents.index(path.rpartition("/")[0])]

    def rearrange(self) -> None:
        """Give every service and characteristic another handle, as another firmware does."""
        self.paths = self._laid_out(0x500)

    def bluez_drop(self) -> None:
        """Break the link to this sensor."""
        if self.dropped is not None:
            self.dropped(self)

    def readdress(self, address: str) -> None:
        """Show the sensor under another private address: to BlueZ another device."""
        self.peripheral.address = address
        self.move(self.adapter)

    def move(self, adapter: str) -> None:
        """Show the sensor at another adapter."""
        address = self.peripheral.address
        self.adapter = adapter
        before, self.path = self.path, f"{adapter}/dev_{address.replace(':', '_')}"
        self.paths = {path.replace(before, self.path): what for path, what in self.paths.items()}

    def path_of(self, uuid: str) -> str:
        return next(path for path, (known, _) in self.paths.items() if known == uuid)
