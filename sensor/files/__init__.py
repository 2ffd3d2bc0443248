"""Recorded files in, recordings out: every raw-acceleration file that people are known to have."""

from limbwatch.sensor.files.explanation import Explanation, explain
from limbwatch.sensor.files.reading import read_recording
from limbwatch.sensor.files.tables.said import NOTHING, Said

__all__ = ["NOTHING", "Explanation", "Said", "explain", "read_recording"]
