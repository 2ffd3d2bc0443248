"""Recorded files in, recordings out: every raw-acceleration file that people are known to have."""

from limbwatch.sensor.files.reading import Explanation, explain, read_recording

__all__ = ["Explanation", "explain", "read_recording"]
