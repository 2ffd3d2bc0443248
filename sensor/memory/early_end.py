"""Whether a recording in a sensor's memory ended before it was to."""

from enum import StrEnum
from typing import Final

from limbwatch.sensor.memory.memory_contents import RecordingEnd
from limbwatch.sensor.memory.unfinished_fetch import BegunRecording

_LATE_S: Final = 60.0
"""Time from the last sample to the end of a recording from which something ended it before,
seconds: a sensor writes its samples out every few seconds; our choice."""


class EarlyEnd(StrEnum):
    """What ended a recording, as far as the sensor shows it."""

    RESTARTED = "restarted"
    """The sensor restarted."""
    STILL_ON = "still_on"
    """Nothing by its own account: it called the recording running, and added no samples."""
    UNKNOWN = "unknown"


def early_end(
    end: RecordingEnd, evening: BegunRecording, last: float, now: float
) -> EarlyEnd | None:
    """Return why a recording ended before this computer ended it; None if it did not.

    ``last`` is the time of the newest sample, Unix seconds, and ``evening`` how the recording was
    begun. Without that nobody knows whether one that does not run was ended on purpose.
    """
    if last < evening.begun - _LATE_S:
        return None  # the newest recording is an older one
    if end.ran is False and evening.ended is None:
        return EarlyEnd.RESTARTED if end.restarted else EarlyEnd.UNKNOWN
    stopped = (now if evening.ended is None else evening.ended) - last > _LATE_S
    if not stopped:
        return None
    return EarlyEnd.UNKNOWN if end.ran is None else EarlyEnd.STILL_ON
