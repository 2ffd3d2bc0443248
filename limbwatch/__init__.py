"""Movements of sleep from worn accelerometers.

The names below are the public interface; each is imported when it is first used, so that the
command line starts quickly.

Examples
--------
>>> from pathlib import Path
>>> from zoneinfo import ZoneInfo
>>> import limbwatch
>>> from limbwatch.sample_data import sample_night
>>> recordings = limbwatch.aligned(
...     tuple(
...         limbwatch.read_recording(path, placement=placement, timezone=ZoneInfo("UTC"))
...         for placement, path in sample_night().items()
...     )
... )
>>> night = limbwatch.score_night(
...     [limbwatch.analyse(recording) for recording in recordings],
...     recordings,
...     rules=limbwatch.rules_by_name("wasm2016"),
...     age=None,
... )
>>> len(night.series) > 0
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from limbwatch.version import __version__

if TYPE_CHECKING:
    from limbwatch.classify.kind import Kind
    from limbwatch.classify.night import Night
    from limbwatch.classify.rules.published import rules_by_name
    from limbwatch.classify.scoring import score_night
    from limbwatch.classify.summary import summarise
    from limbwatch.detection import detect_movements
    from limbwatch.dsp import LIMITS, Detector, Limits, Movements, Track, analyse
    from limbwatch.sensor import Placement, Recording, Samples, aligned
    from limbwatch.sensor.files import read_recording

__all__ = [
    "LIMITS",
    "Detector",
    "Kind",
    "Limits",
    "Movements",
    "Night",
    "Placement",
    "Recording",
    "Samples",
    "Track",
    "__version__",
    "aligned",
    "analyse",
    "detect_movements",
    "read_recording",
    "rules_by_name",
    "score_night",
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
    "Samples": "limbwatch.sensor",
    "Track": "limbwatch.dsp",
    "aligned": "limbwatch.sensor",
    "analyse": "limbwatch.dsp",
    "detect_movements": "limbwatch.detection",
    "read_recording": "limbwatch.sensor.files",
    "rules_by_name": "limbwatch.classify.rules.published",
    "score_night": "limbwatch.classify.scoring",
    "summarise": "limbwatch.classify.summary",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'limbwatch' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
