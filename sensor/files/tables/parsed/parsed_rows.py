"""Rows of a text file, parsed: those that are a table, and those that are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.torn_cells import is_commented


@dataclass(slots=True, kw_only=True)
class Broken:
    """Counts the rows without the right number of cells, and sees what some may be.

    One may be a line of names, or have quotes; where ``head`` is given, a comment behind its cells.
    """

    head: Head | None = None
    rows: int = 0
    first: str = ""
    named: bool = False
    commented: bool = False
    quoted: bool = False

    def __call__(self, row: Any) -> str:
        """Leave out a row, as pyarrow asks."""
        self.first = self.first or f"{row.actual_columns} cells instead of {row.expected_columns}"
        self.rows += 1
        # a first letter, so that the lines of a table that changes its columns are looked at
        self.named = self.named or row.text[:1].isalpha() or row.text[:1] in ('"', "#", "%")
        self.quoted = self.quoted or '"' in row.text
        if self.head is not None and row.actual_columns > row.expected_columns:
            self.commented = self.commented or is_commented(row.text, self.head)
        return "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Parsed columns."""

    columns: Mapping[int, pa.ChunkedArray]
    """By position in the file."""
    broken: int = field(default=0)
    """Rows left out because they have too few or too many cells."""
    told: int = 0
    """Rows left out of which the notes tell."""
    notes: tuple[str, ...] = ()
    """What a person should know of them."""
    texts: int = 0
    """Rows with text where a number belongs, where the notes tell of them."""

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)
