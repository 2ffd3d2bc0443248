"""Recordings joined into one file, each behind a header among the rows with its own start."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.packed import STEP, opened
from limbwatch.sensor.files.recognition import ReadRequest, Recognised, recognised_part
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.tables.clock_columns.row_times import read_clock
from limbwatch.sensor.files.tables.heads.columns import Columns
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout, tells_date
from limbwatch.sensor.files.tables.parsed.parsed_rows import is_cut
from limbwatch.sensor.files.tables.parsed.table import parse
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
        run_together=sum(part.run_together for part, _ in parts),
        pauses_stated=True,
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


FEWEST_LETTERS = 4
"""Letters by which the first line of a header is known again. Chosen: rows have fewer in one
place."""

FURTHER_LINES = 3
"""Lines by which a later header may be longer than the first. Chosen."""

MOST = 500
"""Headers that are looked at, at most: ten a day in seven weeks. Chosen."""

_EPOCH_DIGITS = 4
"""First digits of Unix seconds that recordings of the same three weeks share."""


def later_headers(head: Head, layout: Layout, content: bytes) -> list[int]:
    """Find where, in bytes of the whole table, the header stands again.

    Only a file whose rows tell no date needs it: where its next recording begins is in its header.
    """
    mark = _mark(head, layout)
    found: list[int] = []
    at = content.find(mark, 1) if mark else -1
    while at > 0 and len(found) < MOST:
        if content[at - 1 : at] in (b"\n", b"\r") and _is_header(head, layout, content, at):
            found.append(at)
        at = content.find(mark, at + 1)
    return found


def may_have_later_headers(head: Head, layout: Layout) -> bool:
    """Tell, with only a piece of the file in memory, whether the mark of a header stands again."""
    mark = _mark(head, layout)
    if not mark:
        return False
    before, count = b"", 0
    for block in _blocks(head):
        # a mark that is cut by the end of a block is whole in the next
        count += (before + block).count(b"\n" + mark)
        before = block[-len(mark) :]
    return count > 0


def _mark(head: Head, layout: Layout) -> bytes:
    """Return the beginning by which the first line of a header is known; empty if there is none."""
    if tells_date(layout.time) or layout.anchor is not None or layout.start is None:
        return b""
    if isinstance(head.content, Columns):
        return b""  # no header stands among the rows of columns
    if layout.extra:
        return head.rows[0][0].strip()[:_EPOCH_DIGITS].encode()
    line = next((line for line in head.preamble if line.strip()), "")
    words = re.match(r"[^\d\r\n]*", line)
    if words is None or len(re.findall(r"[^\W\d_]", words[0])) < FEWEST_LETTERS:
        return b""
    if "16" in head.encoding:
        return b""  # line ends have two bytes there, and such files no preamble
    return words[0].encode(head.encoding).removeprefix(b"\xef\xbb\xbf")


def _is_header(head: Head, layout: Layout, content: bytes, at: int) -> bool:
    """Tell whether a header like the first begins at a byte."""
    text = content[at : at + BOUNDS.line_bytes].decode(head.encoding, errors="replace")
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", text)]
    if layout.extra:
        rows = [line.split(head.separator) for line in lines[: layout.extra]]
        return all(len(set(map(str.strip, cells))) == 1 and len(cells) == 3 for cells in rows)
    if not head.names:
        # without names all of it must be alike, for loggers write single lines in between
        above = [re.sub(r"\d+", "#", line.strip()) for line in head.preamble]
        return [re.sub(r"\d+", "#", line) for line in lines[: len(above)]] == above
    within = lines[: len(head.preamble) + 1 + FURTHER_LINES]
    cells = (
        [cell.strip(" \"'").casefold() for cell in re.split(r"[,;\t]", line)] for line in within
    )
    return any(tuple(row) == head.folded for row in cells)


def _blocks(head: Head) -> Iterator[bytes]:
    if head.content is not None:
        yield head.whole()
        return
    with opened(head.path, zipped=head.zipped) as stream:
        while block := stream.read(4 * STEP):
            yield block
