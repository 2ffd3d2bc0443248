"""All nights as one Parquet table, one row per movement."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.export.plain import exported_rows
from limbwatch.cli.export.typed_rows import typed_parquet
from limbwatch.cli.night.scored.event_columns import EVENT_COLUMNS

_NIGHT_COLUMNS: Final[dict[str, tuple[pa.DataType, Callable[[NightRecord], Any]]]] = {
    "night": (pa.string(), lambda record: record.name),
    "subject": (pa.string(), lambda record: record.summary.subject),
    "session": (pa.string(), lambda record: record.summary.session),
    "night_start": (pa.string(), lambda record: record.time(0)),
    "rules": (pa.string(), lambda record: record.summary.rules),
    "scored_by": (pa.string(), lambda record: f"limbwatch {record.summary.version}"),
    "simulated": (pa.bool_(), lambda record: record.summary.simulated),
    "hours_of_sleep": (pa.float64(), lambda record: record.summary.plm.hours_of_sleep),
    "corrected": (pa.bool_(), lambda record: bool(record.shown.applied)),
}
"""Columns of the night in which a movement is: their types and how they are read."""
_USUAL: Final = {int: "int64", float: "float64", str: "string"}
"""Types of columns of movements."""
_SCHEMA: Final = pa.schema(
    [
        *(pa.field(name, kind) for name, (kind, _) in _NIGHT_COLUMNS.items()),
        *(
            pa.field(column.name, pa.type_for_alias(column.arrow or _USUAL[column.kind]))
            for column in EVENT_COLUMNS
        ),
    ]
)


def cohort_table(records: Sequence[NightRecord]) -> bytes:
    """Return the movements of many nights as one table: Parquet, zstd.

    A night without movements has no row.
    """
    return typed_parquet([row for record in records for row in _rows(record)], _SCHEMA)


def _rows(record: NightRecord) -> Iterator[dict[str, Any]]:
    shared = {name: value_of(record) for name, (_, value_of) in _NIGHT_COLUMNS.items()}
    return (shared | row for row in exported_rows(record))
