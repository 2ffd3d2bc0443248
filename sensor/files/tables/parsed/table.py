"""Columns of a file, parsed by pyarrow if it is text, or cell by cell where it cannot."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.csv

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import Unpacking, damaged_gzip
from limbwatch.sensor.files.tables.heads.columns import EMPTY, Columns, typed_column
from limbwatch.sensor.files.tables.heads.head import Head, RowChoice
from limbwatch.sensor.files.tables.parsed.parsed_rows import (
    Broken,
    Table,
    most_rows,
    with_rows_ending_quotes,
    without_comments,
    without_long_lines,
)
from limbwatch.sensor.files.tables.parsed.second_names import SHOWN, one_table, with_changed_columns
from limbwatch.sensor.files.times.writing.months import is_month_and_number

BLOCK = 1 << 22
"""Bytes parsed at a time: the fastest of 1, 4 and 16 MiB, and small beside a night."""

MANY = 10
"""Rows of another width, or with text for a number, that are no accident and are reported."""


def parse(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse some columns of a file, each as the type given for its position.

    A cell that is not of the type is empty in the result.

    Raises
    ------
    UnreadableFile
        If a gzip file is damaged, or the rows lack a column that is named.
    """
    chosen = dict.fromkeys((choice.column for choice in head.choices), pa.string())
    beyond = max((*types, *chosen))
    if beyond >= head.width:
        raise UnreadableFile(
            f"{head.path}: the names speak of {beyond + 1} columns and the rows have {head.width}. "
            "Export the recording again."
        )
    try:
        table = _parse_columns(head, {**types, **chosen})
    except (EOFError, OSError) as error:
        if head.zipped:
            raise damaged_gzip(head.path, error) from error
        raise UnreadableFile(f"{head.path} cannot be read: {error}.") from error
    return _select_rows(table, types, head.choices) if head.choices else table


def counted_texts(head: Head, column: int) -> Mapping[str, int]:
    """Count the different texts of a column, stripped, over all rows."""
    texts = parse(head, {column: pa.string()}).columns[column].combine_chunks()
    found: dict[str, int] = {}
    for entry in texts.value_counts().to_pylist():
        name = (entry["values"] or "").strip()
        found[name] = found.get(name, 0) + int(entry["counts"])
    return found


def _select_rows(
    table: Table, types: Mapping[int, pa.DataType], choices: Sequence[RowChoice]
) -> Table:
    """Keep the chosen rows of the wanted columns."""
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    mask = None
    for choice in choices:
        texts = pc.utf8_trim_whitespace(table.columns[choice.column])
        selected = pc.is_in(texts, value_set=pa.array(sorted(choice.values), pa.string()))
        mask = selected if mask is None else pc.and_(mask, selected)
    return replace(table, columns={at: table.columns[at].filter(mask) for at in types})


def _parse_columns(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    if head.separator == " ":
        return _parse_leniently(head, types)
    held = head.content if isinstance(head.content, Columns) else None
    try:
        return _parse_strictly(head, types) if held is None else _typed(head, held, types)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return _parse_leniently(head, types)


def _typed(head: Head, held: Columns, types: Mapping[int, pa.DataType]) -> Table:
    """Take columns as they are held; raise ArrowInvalid when a cell is not of its type."""
    rows = held.table.slice(max(head.skip - held.lines_above, 0))
    return Table(
        columns={
            at: typed_column(rows.column(at), kind, decimal=head.decimal)
            for at, kind in types.items()
        }
    )


def _parse_strictly(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse with pyarrow; raise ArrowInvalid when a cell is not of its type."""
    broken = Broken(head=head)
    with _open_source(head) as source:
        parsed = pyarrow.csv.read_csv(source, **_csv_options(head, types, broken))
    content, count = without_comments(head) if broken.commented else (None, 0)
    if count:
        table = _parse_strictly(replace(head, content=content, zipped=False), types)
        note = f"Comments stood behind the cells (rows: {count}); they were left out."
        return replace(table, notes=(note, *table.notes))
    if broken.quoted and not head.quoted:
        # a note typed during the night may hold separators in its quotes
        noted = _parse_strictly(replace(head, quoted=True), types)
        if len(noted) > parsed.num_rows:
            return noted
    if head.quoted and (closed := _close_quotes(head, types, parsed.num_rows + broken.rows)):
        return closed
    columns = {at: parsed.column(str(at)) for at in types}
    together = broken.run_together
    if broken.rows < MANY:
        return Table(columns=columns, broken=broken.rows, run_together=together)
    changed = with_changed_columns(head, types) if broken.named and head.names else None
    if changed is not None:
        moved, notes, lost = changed
        table = _parse_strictly(moved, types)
        return replace(table, reported=table.reported + lost, notes=(*notes, *table.notes))
    note = (
        f"{broken.rows} rows have another number of cells than the first rows (one has "
        f"{broken.first}); they were left out."
    )
    doubts = (Doubt(note),)
    return Table(columns=columns, reported=broken.rows, notes=doubts, run_together=together)


def _close_quotes(head: Head, types: Mapping[int, pa.DataType], rows: int) -> Table | None:
    """Parse again where open quotes swallowed rows; None where that gives no more rows."""
    with _open_source(head) as source:
        if most_rows(head, source) <= rows:
            return None
    ended, odd = with_rows_ending_quotes(head)
    table = _parse_strictly(ended, types) if odd else None
    if table is None or len(table) <= rows:
        return None
    note = f"Quotes were opened and not closed (rows: {odd}); each was taken to end with its row."
    return replace(table, notes=(note, *table.notes))


def batches(
    head: Head, types: Mapping[int, pa.DataType], broken: Broken
) -> Iterator[pa.RecordBatch]:
    """Parse some columns of a file of any length, with only one block in memory.

    ``broken`` counts the rows of another width.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a cell is not of its type.
    """
    with (
        _open_stream(head) as source,
        pyarrow.csv.open_csv(source, **_csv_options(head, types, broken)) as reader,
    ):
        yield from filter(len, reader)


def _csv_options(head: Head, types: Mapping[int, pa.DataType], broken: Broken) -> dict[str, Any]:
    """Return pyarrow's options for the format of the file and the wanted columns."""
    if sys.unraisablehook is not _ignore_undecodable_rows:
        sys.unraisablehook = _ignore_undecodable_rows
    return {
        "read_options": pyarrow.csv.ReadOptions(
            skip_rows=head.skip,
            column_names=[str(at) for at in range(head.width)],
            block_size=BLOCK,
            encoding=head.encoding,
        ),
        "parse_options": pyarrow.csv.ParseOptions(
            delimiter=head.separator,
            quote_char='"' if head.quoted else False,
            invalid_row_handler=broken,
        ),
        "convert_options": pyarrow.csv.ConvertOptions(
            include_columns=[str(at) for at in types],
            column_types={str(at): kind for at, kind in types.items()},
            null_values=EMPTY,
            decimal_point=head.decimal,
        ),
    }


def _ignore_undecodable_rows(what: Any) -> None:
    """Suppress one traceback: Arrow cannot pass `Broken` a row that is not UTF-8.

    Such a row is an error for Arrow, and the table is parsed again without its undecodable
    bytes.
    """
    if not isinstance(what.object, Broken) or not issubclass(what.exc_type, Exception):
        _previous_hook(what)


_previous_hook = sys.unraisablehook


def _open_source(head: Head) -> Any:
    # pass the name as bytes: Arrow encodes text as UTF-8, which a file name need not be
    if head.content is not None:
        return pa.BufferReader(head.whole())
    return _open_stream(head) if head.zipped else pa.memory_map(os.fsencode(head.path))


def _open_stream(head: Head) -> Any:
    """Open a file for streaming, so that only a block of it is in memory."""
    if head.zipped:
        unpacking = pa.input_stream(
            pa.OSFile(os.fsencode(head.path)), compression="gzip", buffer_size=BLOCK
        )
        return Unpacking(unpacking, head.path)
    return pa.OSFile(os.fsencode(head.path))


def _parse_leniently(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse as text, then cell by cell; cells that are not of their type are empty."""
    # imported late: pandas and Arrow's functions take longer to import than reading a night
    from limbwatch.sensor.files.tables.parsed.cells import converted, no_numbers, spaced_texts  # noqa: PLC0415

    if head.separator == " ":
        whole, together, others = without_long_lines(head)
        columns = spaced_texts(whole, types)
        text = Table(columns=columns, broken=others, run_together=together)
    else:
        text = _parse_texts(head, types)
    text = one_table(head, text)
    columns = {
        at: converted(text.columns[at], kind, decimal=head.decimal) for at, kind in types.items()
    }
    # where rows name their sensor, those of other sensors may hold words
    wrong, first = (0, "") if head.choices else no_numbers(text.columns, columns)
    if wrong < MANY:
        return replace(text, columns=columns)
    if wrong > len(text) / 2 and is_month_and_number(first):
        raise UnreadableFile(
            f"{head.path}: {wrong} of {len(text)} rows have dates such as {first[:SHOWN]!r} where "
            "numbers belong, as a spreadsheet makes them of 9.81 in the language of another "
            "country. The numbers are lost: give the file as the sensor or app wrote it."
        )
    note = (
        f"{wrong} rows hold some text where a number belongs (the first is {first[:SHOWN]!r}) and "
        "were left out. If they are samples, movements may be missing with them: write them as "
        "plain numbers."
    )
    return replace(text, columns=columns, notes=(*text.notes, Doubt(note)), texts=wrong)


def _parse_texts(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse all as text, without undecodable bytes if there are any."""
    texts = dict.fromkeys(types, pa.string())
    if isinstance(head.content, Columns):
        return _typed(head, head.content, texts)
    try:
        return _parse_strictly(head, texts)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        readable = head.whole().decode(head.encoding, errors="replace").replace("\x00", "")
        whole, together, others = without_long_lines(head.with_text(readable))
        text = _parse_strictly(whole, texts)
        return replace(text, broken=text.broken + others, run_together=together)
