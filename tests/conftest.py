"""Shared settings and builders: property tests are reproducible and not judged by the clock."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import settings

from limbwatch.dsp import Epochs, Movements, Track
from limbwatch.dsp.analysis import with_stillness
from limbwatch.dsp.calibration import UNCALIBRATED
from limbwatch.dsp.limits import LIMITS
from limbwatch.sensor import Placement

settings.register_profile("limbwatch", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("limbwatch")

_TYPICAL = {
    "peak": 0.15,
    "rms": 0.06,
    "jerk": 4.0,
    "rise": 0.3,
    "width": 0.3,
    "bursts": 2.0,
    "frequency": 1.5,
    "rhythm": 0.3,
    "displacement": 0.1,
    "excursion": 5.0,
    "turn": 0.2,
    "floor": 0.001,
}


@pytest.fixture
def make_track() -> Callable[..., Track]:
    """Build the track of one limb from (onset, duration) pairs; other measures are typical."""

    def make(
        placement: Placement,
        moves: list[tuple[float, float]],
        *,
        end: float = 3600.0,
        spans: list[tuple[float, float]] | None = None,
        **measures: float,
    ) -> Track:
        onset = np.array([a for a, _ in moves], float)
        offset = np.array([a + d for a, d in moves], float)
        columns = {f.name: np.full(len(moves), np.nan) for f in fields(Movements)}
        columns |= {
            name: np.full(len(moves), value) for name, value in (_TYPICAL | measures).items()
        }
        columns |= {
            "onset": onset,
            "offset": offset,
            "peak_time": onset + 0.2,
            "active": offset - onset,
            "shape": np.tile(np.hanning(LIMITS.shape_values), (len(moves), 1)),
        }
        recorded = np.array(spans or [(0.0, end)])
        count = int(end)
        epochs = Epochs(
            length=1.0,
            valid=np.ones(count),
            gravity=np.tile([0.0, 0.0, 1.0], (count, 1)),
            spread=np.full((count, 3), 0.001),
        )
        return Track(
            placement=placement,
            rate=50.0,
            spans=recorded,
            worn=recorded,
            calibration=UNCALIBRATED,
            movements=with_stillness(Movements(**columns), spans=recorded),
            epochs=epochs,
            threshold=0.005,
            floor=0.001,
        )

    return make
