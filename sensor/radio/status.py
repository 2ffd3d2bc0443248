"""Which sensor is worn where, and what can be said about it now."""

from dataclasses import dataclass
from enum import StrEnum

from limbwatch.sensor.devices import Battery, Device, Settings
from limbwatch.sensor.placement import Placement


class SessionState(StrEnum):
    """What a sensor's session is doing; the words are shown to the person."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    STARTING = "starting"
    STREAMING = "streaming"
    STALLED = "stalled"
    WAITING = "waiting"
    REFUSED = "refused"
    GIVEN_UP = "given up"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which sensor is worn where."""

    placement: Placement
    sensor: str
    """Address or advertised name."""
    device: Device | None
    """Its kind; recognised when None."""
    name: str = ""
    """What it called itself when it was recorded before; empty for a new night."""


@dataclass(slots=True)
class Status:
    """What can be said about a sensor now; the session writes it, others only read."""

    target: Target
    state: SessionState = SessionState.SEARCHING
    since_ns: int = 0
    """Host time of the last change of state."""
    last_data_ns: int | None = None
    """Host time of the last notification with samples."""
    notifications: int = 0
    """Notifications with samples."""
    connects: int = 0
    losses: int = 0
    stalls: int = 0
    """`connects`, `losses` and `stalls`: connections made, connections broken, streams fallen
    silent."""
    battery: Battery | None = None
    settings: Settings | None = None
    """Of the present stream."""
    device: Device | None = None
    """Once known."""
    trouble: str = ""
    """The last thing that went wrong, for the person; empty when all is well."""
    number: int | None = None
    """The sensor's number in the capture, once it was found."""
    address: str = ""
    name: str = ""
    """`address` and `name`: where it was found, and what it calls itself; empty before."""

    def enter(self, state: SessionState, now_ns: int) -> None:
        """Change the state and note when; the same state again is no change."""
        if state is not self.state:
            self.state = state
            self.since_ns = now_ns
