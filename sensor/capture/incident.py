"""Events of a recording other than samples."""

from enum import StrEnum


class Incident(StrEnum):
    """An event that the recorder notes besides samples."""

    CONNECTED = "connected"
    CONNECT_FAILED = "connect_failed"
    REFUSED = "refused"
    STALLED = "stalled"
    RESTARTED = "restarted"
    LOST = "lost"
    BATTERY = "battery"
    SILENCE = "silence"
    STOPPED = "stopped"
    DISK = "disk"
    SUSPENDED = "suspended"
    CLOCK_SET = "clock_set"
    NEW_ADDRESS = "new_address"
    BACK = "back"
    OVERFLOW = "overflow"
    TORN = "torn"
    ENDED_EARLY = "ended_early"
    BEGUN = "begun"
    RESUMED = "resumed"
    ENDED = "ended"
