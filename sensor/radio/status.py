"""The state of each sensor, and where it is worn."""

from dataclasses import dataclass
from enum import StrEnum

from limbwatch.sensor.devices import Battery, Device, Settings
from limbwatch.sensor.placement import Placement


class SessionState(StrEnum):
    """State of a sensor's session; the words are shown to the person."""

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
    """A sensor to be recorded, and where it is worn."""

    placement: Placement
    sensor: str
    """Address or advertised name."""
    device: Device | None
    """Its kind; None to recognise it."""
    name: str = ""
    """Its own name in an earlier part of the recording; empty for a new night."""


@dataclass(slots=True)
class Status:
    """Current state of a sensor; the session writes it, others only read."""

    target: Target
    state: SessionState = SessionState.SEARCHING
    since_ns: int = 0
    """Host time of the last change of state, nanoseconds."""
    last_data_ns: int | None = None
    """Host time of the last notification with samples, nanoseconds."""
    notifications: int = 0
    """Notifications with samples."""
    connects: int = 0
    """Connections made."""
    losses: int = 0
    """Connections broken."""
    stalls: int = 0
    """Streams that fell silent."""
    battery: Battery | None = None
    settings: Settings | None = None
    """Settings of the present stream."""
    device: Device | None = None
    """Its kind, once known."""
    trouble: str = ""
    """The last problem, for the person; empty when all is well."""
    number: int | None = None
    """Its number in the capture, once found."""
    address: str = ""
    """Address where it was found last; empty before."""
    name: str = ""
    """Its own name; empty before it is found."""

    def enter(self, state: SessionState, now_ns: int) -> None:
        """Change the state and note the time, if it is another one."""
        if state is not self.state:
            self.state = state
            self.since_ns = now_ns
