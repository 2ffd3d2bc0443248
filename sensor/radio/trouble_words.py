"""What can be the matter with a sensor's connection, in the same words on every system."""

from typing import Final

POWERED_OFF: Final = "Bluetooth is off; turn it on (Linux: bluetoothctl power on) and try again"
UNEXPLAINED: Final = "the Bluetooth service reported an error that it did not explain"
BROKEN: Final = "the connection broke"
ABORTED: Final = (
    "the connection broke while it was being made; there is radio interference, or the sensor is "
    "far away"
)
SILENT: Final = "the sensor did not answer: it is out of reach, switched off, or talks to a phone"
REFUSED: Final = "the sensor refused the connection; close its app on every phone nearby"
NO_ROOM: Final = (
    "the adapter has no room for one more sensor; disconnect something, or add an adapter"
)
BUSY: Final = "the Bluetooth service is still busy with an earlier request"
FORGOTTEN: Final = "the system has forgotten the sensor; it is looked for again"
NOT_MADE: Final = (
    "the connection could not be made, and the Bluetooth service does not say why; bring the "
    "sensor nearer, or switch it off and on"
)
NOT_OFFERED: Final = "the sensor does not offer this"
