"""What BlueZ shows of adapters, devices, services and characteristics on the message bus."""

from dbus_fast import Variant

from benchmarks.fake_device import FakeDevice

ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
SERVICE, CHARACTERISTIC = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"


def adapter_properties(path: str, *, powered: bool, looks: bool) -> dict[str, dict[str, Variant]]:
    """Show an adapter."""
    return {
        ADAPTER: {
            "Address": Variant("s", f"00:11:22:33:44:5{path[-1]}"),
            "Name": Variant("s", "fake"),
            "Alias": Variant("s", "fake"),
            "Powered": Variant("b", powered),
            "Discovering": Variant("b", looks),
            "UUIDs": Variant("as", []),
            "Roles": Variant("as", ["central"]),
        }
    }


def device_properties(device: FakeDevice) -> dict[str, dict[str, Variant]]:
    """Show a device."""
    peripheral = device.peripheral
    return {
        DEVICE: {
            "Address": Variant("s", peripheral.address),
            "AddressType": Variant("s", "random"),
            **shown_name(device),
            "Paired": Variant("b", device.paired),
            "Bonded": Variant("b", device.paired),
            "Trusted": Variant("b", False),
            "Blocked": Variant("b", False),
            "LegacyPairing": Variant("b", False),
            "RSSI": Variant("n", -55),
            "Connected": Variant("b", device.connected),
            "ServicesResolved": Variant("b", device.connected and device.resolved),
            "UUIDs": Variant("as", sorted(uuids(device))),
            "Adapter": Variant("o", device.adapter),
        }
    }


def shown_name(device: FakeDevice) -> dict[str, Variant]:
    """Show its name; until it is heard there is none, and the address stands for the alias."""
    name = device.peripheral.name
    if device.named:
        return {"Name": Variant("s", name), "Alias": Variant("s", name)}
    return {"Alias": Variant("s", device.peripheral.address.replace(":", "-"))}


def uuids(device: FakeDevice) -> set[str]:
    """Give what it advertises and the services that were found, in this connection or before."""
    if device.connected and device.resolved:
        device.met |= set(device.peripheral.services)
    return device.met | device.peripheral.advertised


def gatt(device: FakeDevice) -> dict[str, dict[str, dict[str, Variant]]]:
    """Show the services and characteristics of a device, by path."""
    objects: dict[str, dict[str, dict[str, Variant]]] = {}
    services = list(device.peripheral.services)
    for path, (uuid, flags) in device.paths.items():
        parent = path.rpartition("/")[0]
        if parent not in objects:
            service = services[len([one for one in objects if "/char" not in one])]
            objects[parent] = {
                SERVICE: {
                    "UUID": Variant("s", service),
                    "Primary": Variant("b", True),
                    "Device": Variant("o", device.path),
                    "Includes": Variant("ao", []),
                }
            }
        objects[path] = {
            CHARACTERISTIC: {
                "UUID": Variant("s", uuid),
                "Service": Variant("o", parent),
                "Value": Variant("ay", b""),
                "Flags": Variant("as", list(flags)),
                "MTU": Variant("q", 247),
                "Notifying": Variant("b", False),
                "NotifyAcquired": Variant("b", False),
            }
        }
    return objects
