"""The end of a table: a row cut within a number, or the line limit of a spreadsheet."""

from collections.abc import Iterator

from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table

LOOKED_AT = 200
"""Lines among which a cut last one is the shortest. Chosen: among numbers of any length the last is
the shortest once in so many files."""

SHEET_LINES = (2**20, 2**16)
"""Lines of a sheet of Excel since 2007, and before; anything beyond is not saved."""


def is_cut(head: Head) -> bool:
    """Tell whether the last row of an uncompressed file ends in the middle of a number.

    The last line has no line end, all cells, and is shorter than those before it: the rest of a cut
    number is a number too.
    """
    if head.zipped or head.content is not None:
        return False
    with head.path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - BOUNDS.line_bytes))
        end = file.read()
    if end.endswith((b"\n", b"\r")) or b"\x00" in end:
        return False
    *before, last = end.splitlines()[-LOOKED_AT:]
    # the first may be cut
    before = [line for line in before[1:] if line.strip()]
    separators = [line.count(head.separator.encode()) for line in (*before, last)]
    alike = len(before) >= LOOKED_AT // 2 and len(set(separators)) == 1
    return alike and len(last) < min(map(len, before))


def sheet_is_full(head: Head, table: Table) -> Iterator[Doubt]:
    """Warn of a table that ends at the line limit of a spreadsheet."""
    lines = head.skip + len(table) + table.broken + table.reported
    if lines in SHEET_LINES:
        yield Doubt(
            f"The file has {lines} lines, as many as a spreadsheet holds: if it was saved in one, "
            "what came after them is lost. Give the file that the sensor or app wrote."
        )
