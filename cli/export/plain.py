"""A night as CSV tables or as one JSON document."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.night.scored.event_columns import EVENT_COLUMNS, event_rows
from limbwatch.cli.night.scored.summary import as_mapping
from limbwatch.sensor import Recording
from limbwatch.version import __version__

UNITS: Final[Mapping[str, str]] = {
    "onset": "ISO 8601",
    "_s": "seconds from the recording's start, or lasting seconds",
    "_minutes": "minutes",
    "_g": "g, standard gravity",
    "_hz": "Hz",
    "_ppm": "parts per million",
    "_per_hour": "per hour of the state named in the key",
    "confidence": "0 to 1",
    "interval_s": "seconds; log_sd in natural logarithms",
}
"""Units by the ending of a key."""


def exported_rows(record: NightRecord) -> Iterator[dict[str, Any]]:
    """Yield the movements of a night as rows with `EVENT_COLUMNS`; None is unknown or none."""
    return event_rows(record.events, record.start, record.shown.was)


def csv_files(record: NightRecord, *, samples: bool) -> Iterator[tuple[Path, bytes]]:
    """Yield name and content of the CSV tables of a night; samples add one of each sensor.

    They have commas, UTF-8 and a header with units in its names; empty cells are unknown, zero is
    0.
    """
    names = tuple(column.name for column in EVENT_COLUMNS)
    events = [tuple(row.values()) for row in exported_rows(record)]
    yield Path("events.csv"), _table(names, events)
    yield Path("night.csv"), _table(("name", "value"), list(_flat(_figures(record))))
    asleep = record.summary.sleep.asleep_s
    rows = [(start, round(end - start, 3), "asleep") for start, end in asleep]
    yield Path("sleep.csv"), _table(("onset_s", "duration_s", "state"), rows)
    if record.corrections:
        lines = [tuple(asdict(line).values()) for line in record.corrections]
        yield Path("corrections.csv"), _table(tuple(asdict(record.corrections[0])), lines)
    if record.notes:
        yield Path("notes.csv"), _table(("name", "value"), list(record.notes.items()))
    if samples:
        for recording in record.recordings():
            name = f"acceleration_{recording.placement.value}.csv"
            yield Path(name), _acceleration(record, recording)


def json_document(record: NightRecord) -> bytes:
    """Return a night as one JSON document in UTF-8; null is unknown, zero is 0."""
    document = {
        "schema": "limbwatch.export/1",
        "generated_by": f"limbwatch {__version__}",
        "name": record.name,
        "units_by_ending_of_key": UNITS,
        "night": _figures(record),
        "events": list(exported_rows(record)),
        "corrections": [asdict(line) for line in record.corrections],
        "notes": record.notes,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _figures(record: NightRecord) -> dict[str, Any]:
    """Return the figures, whether they are corrected, and the program's own where they differ."""
    marks = {"corrected": bool(record.shown.applied), "by_program": record.shown.by_program}
    return as_mapping(record.summary) | marks


def _flat(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield names and values of nested figures, names joined by dots and indices."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, start=1):
            yield from _flat(part, f"{name}[{number}]")
    else:
        yield name, "" if value is None else value


def _table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> bytes:
    return csv_table(header, (map(defused, row) for row in rows))


def defused(cell: object) -> object:
    """Prefix a text that a spreadsheet would run as a formula with an apostrophe.

    Numbers stay as they are, negative ones too. See
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    is_formula = isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that turn a text into a formula; the last four are the wide forms of East Asian
input."""


def _acceleration(record: NightRecord, recording: Recording) -> bytes:
    seconds = sample_times(recording)
    xyz = np.concatenate([run.xyz for run in recording.runs])
    start = np.datetime64(record.start.astimezone(UTC).replace(tzinfo=None), "ms")
    moments = start + np.rint(seconds * 1000).astype("timedelta64[ms]")
    # pyarrow writes an aware time by a database of zones, which Windows may lack
    local = pa.array(moments).cast(pa.string())
    table = pa.table(
        {
            "time": pc.binary_join_element_wise(local, "Z", ""),
            "time_s": np.round(seconds, 4),
            "x_g": xyz[:, 0],
            "y_g": xyz[:, 1],
            "z_g": xyz[:, 2],
        }
    )
    out = io.BytesIO()
    out.write((",".join(f'"{name}"' for name in table.column_names) + "\n").encode())
    # without quotes around the times, which are the only text
    arrow_csv.write_csv(
        table, out, arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    )
    return out.getvalue()


def sample_times(recording: Recording) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the time of every sample of a recording, seconds from its start; a gap is a jump."""
    return np.concatenate([run.start + np.arange(len(run)) / run.rate for run in recording.runs])
