"""Rows of a text file, parsed: those of the table, and those that are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.torn_cells import is_commented


@dataclass(slots=True, kw_only=True)
class Broken:
    """Counts rows of another width, and remembers what some of them may be.

    A row may be a line of names, have quotes or, where ``head`` is given, a comment behind its
    cells.
    """

    head: Head | None = None
    """Head of the table; None to skip the search for comments."""
    rows: int = 0
    """Number of such rows."""
    first: str = ""
    """Width of the first of them, in words."""
    named: bool = False
    """Whether one may be a line of names."""
    commented: bool = False
    """Whether one has a comment behind its cells."""
    quoted: bool = False
    """Whether one has quotes."""

    def __call__(self, row: Any) -> str:
        """Skip a row, as a callback of pyarrow."""
        self.first = self.first or f"{row.actual_columns} cells instead of {row.expected_columns}"
        self.rows += 1
        # a letter may begin a line of names, with which the table changes its columns
        self.named = self.named or row.text[:1].isalpha() or row.text[:1] in ('"', "#", "%")
        self.quoted = self.quoted or '"' in row.text
        if self.head is not None and row.actual_columns > row.expected_columns:
            self.commented = self.commented or is_commented(row.text, self.head)
        return "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Parsed columns."""

    columns: Mapping[int, pa.ChunkedArray]
    """Columns by position in the file."""
    broken: int = field(default=0)
    """Rows left out because they have too few or too many cells."""
    reported: int = 0
    """Rows left out that the notes report."""
    notes: tuple[str, ...] = ()
    """Sentences for the person."""
    texts: int = 0
    """Rows with text in place of a number, where the notes report them."""

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)
