"""Rows as the bytes of a CSV file, for every table that is written."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_table(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a table: comma, UTF-8, decimal points, a line feed after each row; None is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
