"""Devices and files in, recordings out."""

from limbwatch.sensor.errors import SensorError, UnreadableFile, WrongKind
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import SIMULATED, SLOW, Quality, Recording, aligned
from limbwatch.sensor.samples import Samples

__all__ = [
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
]
