"""Movements of sleep from worn accelerometers.

The names below are the public interface. Each is imported when it is first used, so that the
command line starts quickly.

Examples
--------
>>> import limbwatch
>>> from limbwatch.sample_data import sample_night
>>> night = limbwatch.score_night(sample_night(), timezone="Europe/Berlin")
>>> len(night.series) > 0
True
>>> night.events.to_dataframe().columns[:4].tolist()
['time', 'onset', 'duration', 'kind']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from limbwatch.version import __version__

if TYPE_CHECKING:
    from limbwatch.classify.kind import Kind
    from limbwatch.classify.night import Night
    from limbwatch.classify.rules.published import rules_by_name
    from limbwatch.classify.rules.rule_set import Rules
    from limbwatch.classify.summary import summarise
    from limbwatch.detection import detect_movements
    from limbwatch.dsp import LIMITS, Detector, Limits, Movements, Track, analyse
    from limbwatch.nights import load_night, score_night, split_nights
    from limbwatch.plotting import plot
    from limbwatch.recorded_file import read_recording
    from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile, aligned

__all__ = [
    "LIMITS",
    "Detector",
    "Kind",
    "Limits",
    "Movements",
    "Night",
    "Placement",
    "Recording",
    "Rules",
    "Samples",
    "Track",
    "UnreadableFile",
    "__version__",
    "aligned",
    "analyse",
    "detect_movements",
    "load_night",
    "plot",
    "read_recording",
    "rules_by_name",
    "score_night",
    "split_nights",
    "summarise",
]

_HOME = {
    "LIMITS": "limbwatch.dsp",
    "Detector": "limbwatch.dsp",
    "Kind": "limbwatch.classify.kind",
    "Limits": "limbwatch.dsp",
    "Movements": "limbwatch.dsp",
    "Night": "limbwatch.classify.night",
    "Placement": "limbwatch.sensor",
    "Recording": "limbwatch.sensor",
    "Rules": "limbwatch.classify.rules.published",
    "Samples": "limbwatch.sensor",
    "Track": "limbwatch.dsp",
    "UnreadableFile": "limbwatch.sensor",
    "aligned": "limbwatch.sensor",
    "analyse": "limbwatch.dsp",
    "detect_movements": "limbwatch.detection",
    "load_night": "limbwatch.nights",
    "plot": "limbwatch.plotting",
    "read_recording": "limbwatch.recorded_file",
    "rules_by_name": "limbwatch.classify.rules.published",
    "score_night": "limbwatch.nights",
    "split_nights": "limbwatch.nights",
    "summarise": "limbwatch.classify.summary",
}
"""Module that defines each public name."""


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'limbwatch' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    # hide what this module itself imports
    return sorted(__all__)
