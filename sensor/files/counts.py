"""Files without a date that count from a common second: how far apart their sensors begin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, Self, TypeVar

from limbwatch.sensor.quality import Quality

SOON_S: Final = 60.0
"""Largest count at the first sample, seconds, that starts with the recording, and is common to the
sensors, rather than with each sensor's power-up; chosen."""

_REPORTED_S: Final = 0.05
"""Difference from which it is reported, seconds: more than a sample of most sensors."""


class Counted(Protocol):
    """A recording, in memory or on disk, that may count from one second with others."""

    @property
    def start(self) -> datetime:
        """Aware time of second 0."""

    @property
    def span(self) -> tuple[float, float]:
        """Start of the first run and end of the last, seconds."""

    @property
    def quality(self) -> Quality:
        """What its reader found."""

    def later(self, seconds: float, note: str) -> Self:
        """Return a copy that begins later, with a note on why."""


_Sensor = TypeVar("_Sensor", bound=Counted)


def by_one_count(sensors: Sequence[_Sensor]) -> tuple[_Sensor, ...]:
    """Shift sensors of a night that count from one second to where their counts say they begin.

    Such files do not tell when they began, so one moment was assumed for all first samples: the
    limbs of one movement would be as far apart as their sensors' beginnings. Nothing changes if
    the counts tell nothing.
    """
    counts = [one.quality.counted_from for one in sensors]
    soon = [count for count in counts if count is not None and 0 <= count <= SOON_S]
    fresh = all(one.start == sensors[0].start and not one.span[0] for one in sensors)
    if len(sensors) < 2 or len(soon) < len(sensors) or not fresh:
        return tuple(sensors)
    first = min(soon)
    return tuple(
        one.later(count - first, _offset_note(count - first)) if count > first else one
        for one, count in zip(sensors, soon, strict=True)
    )


def _offset_note(seconds: float) -> str:
    """Return a note on how much later a sensor begins, if that is more than a sample of most."""
    if seconds < _REPORTED_S:
        return ""
    return (
        "Its times count from the same second as those of the other sensors: it begins "
        f"{seconds:.2f} s after the first of them."
    )
