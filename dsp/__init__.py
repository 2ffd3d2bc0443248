"""Samples in, movements out: numpy and scipy, no input or output, no clock, no clinical word."""

from limbwatch.dsp.analysis import analyse, posture_of, track_of
from limbwatch.dsp.detector import Detector
from limbwatch.dsp.limits import LIMITS, Limits
from limbwatch.dsp.movements import Movements
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import Gridded, gridded
from limbwatch.dsp.signal.peaks import PEAK_RATE, undetected_peaks
from limbwatch.dsp.track import Track

__all__ = [
    "LIMITS",
    "PEAK_RATE",
    "Calibration",
    "Detector",
    "Epochs",
    "Gridded",
    "Limits",
    "Movements",
    "Track",
    "analyse",
    "gridded",
    "posture_of",
    "track_of",
    "undetected_peaks",
]
