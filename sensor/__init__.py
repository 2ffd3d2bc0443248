"""Devices and files in, recordings out."""

from limbwatch.sensor.common_start import aligned
from limbwatch.sensor.errors import SensorError, UnreadableFile, WrongKind
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import SIMULATED, SLOW, Recording
from limbwatch.sensor.samples import RATE_CHANGE, Samples, main_rate

__all__ = [
    "RATE_CHANGE",
    "SIMULATED",
    "SLOW",
    "Placement",
    "Quality",
    "Recording",
    "Samples",
    "SensorError",
    "UnreadableFile",
    "WrongKind",
    "aligned",
    "main_rate",
]
