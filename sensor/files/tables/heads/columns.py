"""A table that a container of another program holds as columns: its first lines, and its types."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Columns of numbers, times or texts, as they stood in the file."""

    table: pa.Table
    """All of them, none nested."""
    named: bool = True
    """Whether the names of the table are those of the file; otherwise they mean nothing."""
    above: tuple[str, ...] = ()
    """Lines with facts about the table."""

    @property
    def lines_above(self) -> int:
        """Number of lines above the rows of the text."""
        return len(self.above) + self.named

    def fits(self, separator: str, width: int, text: bytes) -> bool:
        """Tell whether a text that begins with ``text`` has a row for each of the table."""
        alike = separator == "," and width == self.table.num_columns
        return alike and b"\n" not in b"".join(
            quoted for at, quoted in enumerate(text.split(b'"')) if at % 2
        )

    def text(self, stop: int | None = None) -> bytes:
        """Write the rows before ``stop``, or all, as comma-separated UTF-8 under their names."""
        table = self.table.slice(0, stop)
        text = io.StringIO()
        text.writelines(f"{line}\n" for line in self.above)
        rows = csv.writer(text, lineterminator="\n")
        if self.named:
            rows.writerow(table.column_names)
        rows.writerows(zip(*(texts(one).to_pylist() for one in table.columns), strict=True))
        return text.getvalue().encode("utf-8", "replace")


def fact_lines(facts: Sequence[str]) -> tuple[str, ...]:
    """Return facts as lines above a table, none of which looks like names of columns."""
    # as one with several commas would
    plain = (fact.replace(",", ";") if fact.count(",") > 1 else fact for fact in facts)
    return tuple(f"# {' '.join(fact.split())}" for fact in plain)


def texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the cells of a column as text; those without a value are empty."""
    if pa.types.is_binary(column.type):
        cells = (cell and cell.decode(errors="replace") for cell in column.to_pylist())
        column = pa.chunked_array([pa.array(cells, pa.string())])
    return column.cast(pa.string()).fill_null("")


EMPTY = ["", "NaN", "nan", "NAN", "NA", "N/A", "#N/A", "null", "NULL", "None", "-", "?", "."]
"""Cells without a value; a point alone is SAS's."""


def typed_column(column: pa.ChunkedArray, kind: pa.DataType, *, decimal: str) -> pa.ChunkedArray:
    """Convert a column to a type; cells without a value are empty.

    A number keeps the digits that it was written with: a float of 32 bits becomes the float of 64
    bits that its shortest digits make.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a cell is not of that type.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    held = column.type
    if pa.types.is_string(kind):
        return texts(column)
    if pa.types.is_timestamp(kind) and pa.types.is_timestamp(held):
        return column.cast(kind)
    if not (pa.types.is_integer(held) or pa.types.is_float64(held) or held == kind):
        written = pc.utf8_trim_whitespace(texts(column))
        lacking = pc.is_in(written, value_set=pa.array(EMPTY))
        column = pc.if_else(lacking, pa.scalar(None, pa.string()), written)
        if decimal != "." and pa.types.is_floating(kind):
            column = pc.replace_substring(column, ".", "?")  # no decimal mark here
            column = pc.replace_substring(column, decimal, ".")
    elif pa.types.is_floating(held):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, held), column)
    return column.cast(kind, safe=not pa.types.is_floating(kind))
