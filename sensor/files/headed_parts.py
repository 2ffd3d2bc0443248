"""Recordings joined into one file, each behind a header with its own start."""

import itertools
from dataclasses import replace
from datetime import datetime

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.later_headers import later_headers, may_have_later_headers
from limbwatch.sensor.files.recognition import ReadRequest, Recognised, recognised_part
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.tables.clock_columns.row_times import read_clock
from limbwatch.sensor.files.tables.parsed.table import parse
from limbwatch.sensor.files.tables.parsed.table_ends import is_cut
from limbwatch.sensor.files.text import resolve_start_and_rate, stamped_rows, types_of

SHOWN = 3
"""Most starts that a note lists."""


def headed_parts(found: Recognised, request: ReadRequest) -> StampedRows | None:
    """Read a file in which the header stands again, each part from the start that its header says.

    None where no header stands among the rows.

    Raises
    ------
    UnreadableFile, WrongKind
        If a part has no samples, or its header no start.
    """
    if not may_have_later_headers(found.head, found.layout):
        return None
    content = found.head.whole()
    offsets = [0, *later_headers(found.head, found.layout, content), len(content)]
    texts = [content[a:b] for a, b in itertools.pairwise(offsets)]
    if len(texts) < 2:
        return None
    parts: list[tuple[StampedRows, datetime]] = []
    for at, text in enumerate(texts):
        line = content.count(b"\n", 0, offsets[at]) + 1
        parts.append(_part(found, text, request, line))
        if at and parts[at][1] == parts[0][1]:
            raise _startless(found, line)
    if is_cut(found.head):
        parts[-1][0].xyz[-1] = np.nan
    first, begin = parts[0]
    times = [_times(part) + (start - begin).total_seconds() for part, start in parts]
    starts = [f"{at.astimezone(request.zone):%Y-%m-%d %H:%M:%S}" for _, at in parts[1:]]
    shown = ", ".join(starts[:SHOWN]) + (", ..." if len(starts) > SHOWN else "")
    note = (
        f"The file has {len(starts)} more headers among its rows: the recordings behind them were "
        f"placed at the starts that they say ({shown})."
        if len(starts) > 1
        else "The file has another header among its rows: the recording behind it was placed at "
        f"the start that it says ({shown})."
    )
    said = dict.fromkeys(note for part, _ in parts for note in part.notes)
    return replace(
        first,
        seconds=np.concatenate(times),
        xyz=np.concatenate([part.xyz for part, _ in parts]),
        broken=sum(part.broken for part, _ in parts),
        reported=sum(part.reported for part, _ in parts),
        notes=(*said, note),
    )


def _part(
    found: Recognised, text: bytes, request: ReadRequest, line: int
) -> tuple[StampedRows, datetime]:
    """Read the rows behind one header, and the start that it says."""
    try:
        part = recognised_part(found, text, request)
        part = resolve_start_and_rate(part, request.rate)
        table = parse(part.head, types_of(part.head, part.layout))
        clock = read_clock(part.head, table, part.layout, zone=request.zone, start=request.start)
        rows = stamped_rows(part, table, request, clock=clock)
    except UnreadableFile as error:
        raise type(error)(
            f"{found.head.path}: a header stands at line {line}, and what is behind it cannot be "
            f"read: {error} Cut the file there, and give the parts that are recordings."
        ) from error
    if clock.start is None or (rows.seconds is None and rows.rate is None):
        raise _startless(found, line)
    return rows, clock.start


def _startless(found: Recognised, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{found.head.path}: a header stands at line {line}, and it says no start of its own, or "
        "no rate, of the recording behind it. Cut the file there, and give each part with its "
        "--start."
    )


def _times(part: StampedRows) -> Array:
    if part.seconds is not None:
        return part.seconds
    return np.arange(len(part.xyz)) / (part.rate or 1.0)  # `_part` requires a rate
