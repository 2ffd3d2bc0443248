"""Recordings too long to be read at once: one sensor after the other, then night by night."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final, Protocol

from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.recordings import on_the_wall, read_sources
from limbwatch.cli.reading.sources import Source, Spanning, check_apart
from limbwatch.sensor import Placement, Quality, Recording
from limbwatch.sensor.store import LongRecording, is_stored, open_stored, write_recording

LARGE_BYTES: Final = 200_000_000
"""Files of more bytes are read one after the other: a night of three sensors at 50 Hz has 180 MB as
text, and 20 to 50 MB as binary. Chosen."""

_SAME_S: Final = 60.0
"""Seconds of two sensors of one file that are compared; no two are alike for so long."""


class Stretches(Spanning, Protocol):
    """A recording that gives stretches of itself: in memory, or on disk."""

    @property
    def quality(self) -> Quality:
        """What its reader met."""

    def between(self, begin: float, end: float) -> Recording | None:
        """Give the samples of a stretch, seconds from the start; None without any."""


def are_large(sources: Sequence[Source]) -> bool:
    """Tell whether files are to be read one after the other."""
    return sum(one.path.stat().st_size for one in sources if one.path.is_file()) > LARGE_BYTES


@contextmanager
def read_sensors(
    sources: tuple[Source, ...],
    *,
    zone: tzinfo,
    clock: tzinfo | None,
    start: datetime | None,
    room: Path,
) -> Iterator[Sequence[Stretches]]:
    """Read files, at once where they are small and else one after the other.

    Parameters
    ----------
    sources, zone, clock, start, room
        As for `stored_apart`.

    Yields
    ------
    sequence of Stretches
        One for each placement.
    """
    if are_large(sources):
        with stored_apart(sources, zone=zone, clock=clock, start=start, room=room) as kept:
            yield kept
        return
    read = read_sources(sources, zone=zone, clock=clock, start=start, rate=None, unit=None)
    yield one_per_placement(read, tuple(source.path.name for source in sources))


@contextmanager
def stored_apart(
    sources: Sequence[Source],
    *,
    zone: tzinfo,
    clock: tzinfo | None,
    start: datetime | None,
    room: Path,
) -> Iterator[tuple[LongRecording, ...]]:
    """Read files one sensor after the other, and keep the samples on disk.

    Parameters
    ----------
    sources : sequence of Source
    zone, clock, start
        As for `read_sources`.
    room : Path
        Folder that the samples lie in meanwhile; what limbwatch stored itself is read where it is.

    Yields
    ------
    tuple of LongRecording
        One for each placement.
    """
    groups: defaultdict[Placement, list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.placement].append(source)
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".limbwatch-reading-", dir=room) as aside:
        kept = []
        for placement, group in groups.items():
            if len(group) == 1 and is_stored(group[0].path):
                kept.append(_in_place(group[0], zone=zone, clock=clock))
                continue
            read = read_sources(
                tuple(group), zone=zone, clock=clock, start=start, rate=None, unit=None
            )
            (one,) = one_per_placement(read, tuple(source.path.name for source in group))
            del read
            path = Path(aside, f"{placement.value}.parquet")
            write_recording(one, path)
            del one
            kept.append(open_stored(path))
        _check_apart(groups, kept)
        yield tuple(kept)


def _in_place(source: Source, *, zone: tzinfo, clock: tzinfo | None) -> LongRecording:
    stored = open_stored(source.path)
    begin = stored.start if clock is None else stored.start.astimezone(zone)
    told = {
        "placement": source.placement.value,
        "start": on_the_wall(begin, zone).isoformat(),
    }
    return LongRecording(path=stored.path, facts=stored.facts | told, rows=stored.rows)


def _check_apart(groups: dict[Placement, list[Source]], kept: Sequence[LongRecording]) -> None:
    """Refuse one file that was given for two placements and has one sensor."""
    heads = [one.between(one.span[0], one.span[0] + _SAME_S) for one in kept]
    pairs = [(groups[head.placement][0], head) for head in heads if head is not None]
    check_apart([source for source, _ in pairs], [head for _, head in pairs])


def begin_of(sensors: Sequence[Stretches]) -> datetime:
    """Tell when the first sample of any sensor was."""
    return min(one.start + timedelta(seconds=one.span[0]) for one in sensors)


def end_of(sensors: Sequence[Stretches]) -> datetime:
    """Tell when the last sample of any sensor ends."""
    return max(one.start + timedelta(seconds=one.span[1]) for one in sensors)
