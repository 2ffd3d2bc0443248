"""Recorded files in, recordings out: every raw-acceleration file that people are known to have."""

from limbwatch.sensor.files.explanation import Explanation, explain
from limbwatch.sensor.files.long_text import LongText, NotInPieces
from limbwatch.sensor.files.reading import open_long_text, read_recorded_file
from limbwatch.sensor.files.recognition import ReadRequest
from limbwatch.sensor.files.tables.table_options import NOTHING, TableOptions

__all__ = [
    "NOTHING",
    "Explanation",
    "LongText",
    "NotInPieces",
    "ReadRequest",
    "TableOptions",
    "explain",
    "open_long_text",
    "read_recorded_file",
]
