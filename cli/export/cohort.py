"""All nights as one Parquet table, one row per movement."""

import io
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.export.plain import event_row
from limbwatch.version import __version__

_SCHEMA: Final = pa.schema(
    [
        pa.field("night", pa.string()),
        pa.field("subject", pa.string()),
        pa.field("session", pa.string()),
        pa.field("night_start", pa.string()),
        pa.field("rules", pa.string()),
        pa.field("scored_by", pa.string()),
        pa.field("simulated", pa.bool_()),
        pa.field("hours_of_sleep", pa.float64()),
        pa.field("corrected", pa.bool_()),
        pa.field("onset", pa.string()),
        pa.field("onset_s", pa.float64()),
        pa.field("duration_s", pa.float64()),
        pa.field("kind", pa.string()),
        pa.field("kind_by_program", pa.string()),
        pa.field("limbs", pa.string()),
        pa.field("series", pa.int32()),
        pa.field("asleep", pa.int8()),
        pa.field("confidence", pa.float64()),
        pa.field("peak_g", pa.float64()),
        pa.field("reason", pa.string()),
    ]
)


def cohort_table(records: Sequence[NightRecord]) -> bytes:
    """Return the movements of many nights as one table: Parquet, zstd.

    A night without movements has no row.
    """
    rows = [row for record in records for row in _rows(record)]
    table = pa.Table.from_pylist(rows, schema=_SCHEMA)
    table = table.replace_schema_metadata({"generated_by": f"limbwatch {__version__}"})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _rows(record: NightRecord) -> list[dict[str, Any]]:
    shared = {
        "night": record.name,
        "subject": record.summary.subject,
        "session": record.summary.session,
        "night_start": record.time(0),
        "rules": record.summary.rules,
        "scored_by": f"limbwatch {record.summary.version}",
        "simulated": record.summary.simulated,
        "corrected": bool(record.shown.applied),
        "hours_of_sleep": record.summary.plm.hours_of_sleep,
    }
    return [shared | event_row(record, number) for number in range(len(record.events))]
