"""Devices and files in, recordings out."""

from limbwatch.sensor.errors import SensorError, UnreadableFile, WrongKind
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import (
    RATE_CHANGE,
    SIMULATED,
    SLOW,
    Quality,
    Recording,
    aligned,
    main_rate,
)
from limbwatch.sensor.samples import Samples

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
