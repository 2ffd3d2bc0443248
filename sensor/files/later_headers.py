"""Headers among the rows: recordings that were joined into one file, each with its own."""

import re
from collections.abc import Iterator

from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.packed import STEP, gunzipped
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout, tells_date

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
        yield head.content
        return
    with gunzipped(head.path) if head.zipped else head.path.open("rb") as stream:
        while block := stream.read(4 * STEP):
            yield block
