"""Recordings too long to be read at once: read one sensor, then one night at a time."""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from limbwatch.cli.night.whole_files import writing
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.recordings import Clocks, by_wall_clock, read_sources
from limbwatch.cli.reading.sources import Source, require_different_sensors
from limbwatch.cli.reading.unread import combined_error
from limbwatch.sensor import Placement, Recording, scratch
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files import NotInPieces, ReadRequest, open_long_text
from limbwatch.sensor.files.counts import by_one_count
from limbwatch.sensor.freed import give_back
from limbwatch.sensor.long_recording import AnyRecording, LongRecording, open_stored
from limbwatch.sensor.placement import by_placement
from limbwatch.sensor.store import is_stored, write_pieces, write_recording

LARGE_BYTES: Final = 200_000_000
"""Total size above which files are read one sensor at a time, bytes: a night of three sensors at 50
Hz has 180 MB as text, and 20 to 50 MB as binary. Chosen."""

_COMPARED_S: Final = 6 * 3600.0
"""Length compared between two sensors, seconds: both have moved within it. Copies are recognised by
movement, and a minute on the bedside table shows none."""


def are_large(sources: Sequence[Source]) -> bool:
    """Tell whether files are to be read one sensor at a time."""
    return sum(_unpacked_size(one.path) for one in sources if one.path.is_file()) > LARGE_BYTES


def _unpacked_size(path: Path) -> int:
    """Return the size of a file; of a gzip file, the unpacked size stated at its end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < _LEAST_GZIP or file.read(2) != b"\x1f\x8b":
            return size
        file.seek(-4, os.SEEK_END)
        # stated for the last member only, and modulo 4 GiB: at least the size on disk
        return max(size, int.from_bytes(file.read(4), "little"))


_LEAST_GZIP: Final = 18
"""Size of an empty gzip file, bytes (RFC 1952)."""


@contextmanager
def read_sensors(
    sources: tuple[Source, ...], clocks: Clocks, room: Path
) -> Iterator[Sequence[AnyRecording]]:
    """Read files: small ones at once, others as `stored_one_by_one` does."""
    if are_large(sources):
        with stored_one_by_one(sources, clocks, room) as kept:
            yield kept
        return
    read = read_sources(sources, clocks)
    yield one_per_placement(read, tuple(source.path.name for source in sources))


@contextmanager
def stored_one_by_one(
    sources: Sequence[Source], clocks: Clocks, room: Path
) -> Iterator[tuple[LongRecording, ...]]:
    """Read files one sensor at a time, keeping the samples in a folder until the body ends.

    Files that limbwatch stored are read in place.
    """
    groups: defaultdict[Placement, list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.placement].append(source)
    with writing(room):
        room.mkdir(parents=True, exist_ok=True)
    with scratch.unpacking(room) as aside:
        kept: list[LongRecording] = []
        faults: list[UnreadableFile] = []
        for placement, group in groups.items():
            try:
                kept.append(_store_sensor(group, aside / f"{placement.value}.parquet", clocks))
            except UnreadableFile as error:
                faults.append(error)
        if faults:
            raise combined_error(faults, {source.path for source in sources})
        give_back()
        _reject_copies(groups, kept)
        yield by_one_count(by_placement(kept))


def _store_sensor(group: Sequence[Source], path: Path, clocks: Clocks) -> LongRecording:
    """Store the files of one sensor at a path, unless they are stored already."""
    if len(group) == 1 and is_stored(group[0].path):
        return _open_on_wearers_clock(group[0], group[0].path, clocks)
    if len(group) == 1 and _store_in_pieces(group[0], path, clocks):
        return _open_on_wearers_clock(group[0], path, clocks)
    read = read_sources(tuple(group), clocks)
    (one,) = one_per_placement(read, tuple(source.path.name for source in group))
    del read
    write_recording(one, path)
    del one
    return open_stored(path)


def _store_in_pieces(source: Source, path: Path, clocks: Clocks) -> bool:
    """Store a text file day by day; return False if only the whole file tells how to read it."""
    told = ReadRequest(
        placement=source.placement,
        zone=clocks.clock or clocks.zone,
        start=clocks.start or source.start,
        rate=source.rate,
        unit=source.unit,
        options=source.options,
    )
    try:
        pieces = open_long_text(source.path, told)
        write_pieces(pieces, lambda: pieces.quality, path)
    except NotInPieces:
        return False
    return True


def _open_on_wearers_clock(source: Source, path: Path, clocks: Clocks) -> LongRecording:
    """Open a stored recording on the wearer's clock."""
    stored = open_stored(path)
    start = by_wall_clock(stored.start, clocks.zone, clocks.clock)
    told = {"placement": source.placement.value, "start": start.isoformat()}
    return LongRecording(path=stored.path, facts=stored.facts | told, rows=stored.rows)


def _reject_copies(groups: dict[Placement, list[Source]], kept: Sequence[LongRecording]) -> None:
    """Raise an error if one file of a single sensor was given for two placements."""
    heads = [one.between(one.span[0], one.span[0] + _COMPARED_S) for one in kept]
    pairs = [(groups[head.placement][0], head) for head in heads if head is not None]
    require_different_sensors([source for source, _ in pairs], [head for _, head in pairs])


def all_read(sensors: Sequence[AnyRecording]) -> tuple[Recording, ...]:
    """Read each sensor as a whole, leaving out those without samples."""
    read = (one if isinstance(one, Recording) else one.between(*one.span) for one in sensors)
    return tuple(one for one in read if one is not None)


def begin_of(sensors: Sequence[AnyRecording]) -> datetime:
    """Return the time of the first sample of any sensor."""
    return min(one.begin for one in sensors)


def end_of(sensors: Sequence[AnyRecording]) -> datetime:
    """Return the time at which the last sample of any sensor ends."""
    return max(one.end for one in sensors)
