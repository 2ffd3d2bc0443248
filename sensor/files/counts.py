"""Files that tell no date and count from one second: how far apart their sensors begin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, Self, TypeVar

from limbwatch.sensor.quality import Quality

SOON_S: Final = 60.0
"""A count of at most this many seconds at the first sample is one from the start of the recording,
which sensors have in common, and not of each sensor's own uptime; chosen."""

_TOLD_S: Final = 0.05
"""From this difference on it is told, seconds: more than a sample of most sensors."""


class Counted(Protocol):
    """What may count from one second with others: a recording, whole or on the disk."""

    @property
    def start(self) -> datetime:
        """Aware time of second 0."""

    @property
    def span(self) -> tuple[float, float]:
        """Seconds of the first sample, and of the end of the last."""

    @property
    def quality(self) -> Quality:
        """What its reader met."""

    def later(self, seconds: float, note: str) -> Self:
        """Return it as one that began later, and why."""


_Sensor = TypeVar("_Sensor", bound=Counted)


def by_one_count(sensors: Sequence[_Sensor]) -> tuple[_Sensor, ...]:
    """Let sensors of a night that count from one second begin when their counts say.

    Nothing tells when such files began, and one moment stands for all of them: taken as that of
    each first sample, the limbs of one movement would be apart by as much as their sensors
    began one after the other. All stay as they were where their counts tell nothing.
    """
    counts = [one.quality.counted_from for one in sensors]
    soon = [count for count in counts if count is not None and 0 <= count <= SOON_S]
    fresh = all(one.start == sensors[0].start and not one.span[0] for one in sensors)
    if len(sensors) < 2 or len(soon) < len(sensors) or not fresh:
        return tuple(sensors)
    first = min(soon)
    return tuple(
        one.later(count - first, _said(count - first)) if count > first else one
        for one, count in zip(sensors, soon, strict=True)
    )


def _said(seconds: float) -> str:
    """Say how much later a sensor begins, if that is more than a sample of most."""
    if seconds < _TOLD_S:
        return ""
    return (
        "Its times count from the same second as those of the other sensors: it begins "
        f"{seconds:.2f} s after the first of them."
    )
