"""What can go wrong with a source of samples because of the world.

``SensorError`` is the root.

Files: ``UnreadableFile`` (no samples can be taken from it); below it ``WrongKind`` (understood, but
not raw acceleration), with ``ColumnsNotStated`` (it may be, but nothing tells which columns), and
``NoTable`` (text without rows of samples).

Worn sensors: ``DeviceRefused`` (the sensor is there and refuses), with ``NeverStreams`` (and always
will), ``ServicesLacking`` (it lacks services of its kind), ``PairingNeeded`` (it refuses computers
it is not paired with) and ``SensorRestarts`` (it was restarted to mend that); ``LinkLost`` (it
cannot be reached any more), with ``PartMissing`` (a part of what it sent is lost);
``BluetoothUnavailable`` (this machine has no usable Bluetooth), ``NetworkUnavailable`` (phones
cannot push to it) and ``AlreadyRecording`` (another recorder holds the folder or the adapter).
"""

import os


class SensorError(Exception):
    """A source cannot give samples. The message is written for the person at the keyboard."""


class UnreadableFile(SensorError):  # noqa: N818 - read aloud: "unreadable file"
    """The file is empty, damaged, unknown or has no usable sample."""


def forbidden(path: object, *, system: str = os.name) -> UnreadableFile:
    """Return the error for a file or folder without read permission, and its remedy."""
    if system == "nt":
        return UnreadableFile(
            f"{path} cannot be read: no permission, or another program has it open. Close it "
            "there, have its owner or an administrator let you read it, or give a copy of your own."
        )
    return UnreadableFile(
        f"{path} cannot be read: no permission. Have its owner or an administrator let you read it "
        "(chmod a+rX), or give a copy of your own."
    )


class WrongKind(UnreadableFile):
    """The file is understood but does not hold raw acceleration."""


class ColumnsNotStated(WrongKind):
    """The file may hold raw acceleration; a person must say in which columns."""


class NoTable(UnreadableFile):
    """The file is text without rows of three numbers."""


class DeviceRefused(SensorError):  # noqa: N818 - read aloud: "device refused"
    """The sensor answers and will not stream; the message says why and what helps."""


class NeverStreams(DeviceRefused):
    """The sensor will never stream as asked: trying again is of no use."""


class ServicesLacking(DeviceRefused):
    """The sensor lacks services of its kind: it is another kind, or does not show all yet."""


class PairingNeeded(DeviceRefused):
    """The sensor talks only to computers it is paired with; the message says how."""


class SensorRestarts(DeviceRefused):
    """The sensor refused, and was restarted as its maker advises: connect and ask again."""


class LinkLost(SensorError):  # noqa: N818 - read aloud: "link lost"
    """The connection is gone or the sensor does not answer; trying again may help."""


class PartMissing(LinkLost):
    """A part of what the sensor sent did not arrive; the link stands."""


class BluetoothUnavailable(SensorError):  # noqa: N818 - read aloud: "bluetooth unavailable"
    """Bluetooth cannot be used on this machine now; the message says how to mend it."""


class NetworkUnavailable(SensorError):  # noqa: N818 - read aloud: "network unavailable"
    """Phones cannot push to this machine now; the message says how to mend it."""


class AlreadyRecording(SensorError):  # noqa: N818 - read aloud: "already recording"
    """Another recorder holds the night folder or the Bluetooth adapter."""
