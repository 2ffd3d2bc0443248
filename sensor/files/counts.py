"""Files that tell no date and count from one second: how far apart their sensors begin."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from limbwatch.sensor.recording import Recording

SOON_S: Final = 60.0
"""A count of at most this many seconds at the first sample is one from the start of the recording,
which sensors have in common, and not of each sensor's own uptime; chosen."""

_TOLD_S: Final = 0.05
"""From this difference on it is told, seconds: more than a sample of most sensors."""


def by_one_count(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """Let sensors that count from one second begin when their counts say.

    Nothing tells when such files began, and one moment stands for all of them: taken as that of
    each first sample, the limbs of one movement would be apart by as much as their sensors began
    one after the other.

    Parameters
    ----------
    recordings : tuple of Recording
        As they were read, one for each placement of a night.

    Returns
    -------
    tuple of Recording
        The earliest as it was; all as they were where their counts tell nothing.
    """
    counts = [one.quality.counted_from for one in recordings]
    soon = [count for count in counts if count is not None and 0 <= count <= SOON_S]
    fresh = all(one.start == recordings[0].start and not one.runs[0].start for one in recordings)
    if len(recordings) < 2 or len(soon) < len(recordings) or not fresh:
        return recordings
    first = min(soon)
    return tuple(_later(one, count - first) for one, count in zip(recordings, soon, strict=True))


def _later(recording: Recording, seconds: float) -> Recording:
    if not seconds:
        return recording
    quality = recording.quality
    if seconds >= _TOLD_S:
        note = (
            f"Its times count from the same second as those of the other sensors: it begins "
            f"{seconds:.2f} s after the first of them."
        )
        quality = replace(quality, notes=(*quality.notes, note))
    start = recording.start + timedelta(seconds=seconds)
    return replace(recording, start=start, quality=quality)
