"""Which rows of a table are read: those with certain words in a column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChoice:
    """Rows that have one of some texts in a column."""

    column: int
    values: frozenset[str]

    def takes(self, row: tuple[str, ...]) -> bool:
        """Tell whether a row of cells is among them."""
        return len(row) > self.column and row[self.column].strip() in self.values
