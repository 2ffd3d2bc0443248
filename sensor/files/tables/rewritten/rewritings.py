"""The formats in which a text that is no table is rewritten as one."""

from limbwatch.sensor.files.tables.rewritten.axis_rows import axis_rows
from limbwatch.sensor.files.tables.rewritten.clocked_lines import bracketed_cells, clocked_lines
from limbwatch.sensor.files.tables.rewritten.dependent_rows import (
    alternating_rows,
    time_differences,
)
from limbwatch.sensor.files.tables.rewritten.fit_messages import fit_messages
from limbwatch.sensor.files.tables.rewritten.foreign_signs import (
    apostrophes,
    line_ends,
    quoted_rows,
    strange_line_ends,
    two_encodings,
)
from limbwatch.sensor.files.tables.rewritten.grouped_cells import grouped_cells
from limbwatch.sensor.files.tables.rewritten.named_above import open_signals, stacked_names
from limbwatch.sensor.files.tables.rewritten.nested_cells import bracketed_lines, nested_cells
from limbwatch.sensor.files.tables.rewritten.prefixed_lines import (
    android_lines,
    espidf_lines,
    influx_lines,
)
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting
from limbwatch.sensor.files.tables.rewritten.serial_lines import serial_lines
from limbwatch.sensor.files.tables.rewritten.unit_cells import timed_cells, unit_cells


def rewriting_of(start: bytes) -> Rewriting | None:
    """Return how to rewrite a text that is no table; None if no known format fits."""
    ways = (
        two_encodings,
        strange_line_ends,
        quoted_rows,
        stacked_names,
        fit_messages,
        android_lines,
        espidf_lines,
        influx_lines,
        serial_lines,
        bracketed_cells,
        clocked_lines,
        alternating_rows,
        time_differences,
        nested_cells,
        bracketed_lines,
        axis_rows,
        apostrophes,
        grouped_cells,
        timed_cells,
        unit_cells,
        open_signals,
        line_ends,
    )
    return next((found for way in ways if (found := way(start)) is not None), None)
