"""Shared settings and builders: property tests are reproducible and not judged by the clock."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import settings

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Finding, Night, Series, Sleep
from limbwatch.dsp import Epochs, Movements, Track
from limbwatch.dsp.analysis import with_stillness
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.signal.calibration import UNCALIBRATED
from limbwatch.sensor import Placement

settings.register_profile("limbwatch", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("limbwatch")


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep crash logs and the list of files that were made out of the home of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


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
            peaks=np.empty(0, np.float32),
            threshold=0.005,
            floor=0.001,
        )

    return make


LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
START = datetime.fromisoformat("2026-03-14T22:41:00+01:00")
HOURS = 8


def _event(onset: float, kind: Kind, *limbs: Placement, **given: object) -> Event:
    values: dict[str, object] = {
        "duration": 2.0,
        "series": None,
        "asleep": True,
        "confidence": 0.9,
        "peak": 0.25,
        "reason": "2.0 s, 20.0 s after the one before",
    }
    return Event(onset=onset, kind=kind, limbs=limbs, **(values | given))  # type: ignore[arg-type]


def _coverage(placement: Placement, *gaps: tuple[float, float]) -> Coverage:
    lost = sum(end - start for start, end in gaps)
    return Coverage(
        placement=placement,
        recorded_s=HOURS * 3600.0 - lost,
        worn_s=HOURS * 3600.0 - lost,
        gaps=gaps,
        not_worn=(),
        rate=49.97,
        rate_nominal=50.0,
        drift_ppm=None,
        device="sensor",
        floor=0.002,
        threshold=0.012,
        notes=(),
    )


@pytest.fixture
def example_night() -> Night:
    """Eight hours in bed with 7 h of sleep: a series of 8 in sleep and one of 4 awake."""
    epoch = 30.0
    time = np.arange(int(HOURS * 3600 / epoch)) * epoch
    asleep = (time >= 1800) & (time < 27000)
    first = [3600.0 + 25 * k for k in range(8)]
    second = [27100.0 + 20 * k for k in range(4)]
    events = [
        _event(1750.0, Kind.HYPNIC_JERK, LEFT, RIGHT, WRIST, asleep=False, duration=0.4, peak=1.5),
        *(_event(t, Kind.PLM, LEFT, series=1) for t in first[:5]),
        *(_event(t, Kind.PLM, LEFT, RIGHT, series=1) for t in first[5:]),
        _event(9000.0, Kind.LIMB_MOVEMENT, RIGHT, reason="alone, 80 min from the next"),
        _event(9100.0, Kind.GROSS_MOVEMENT, LEFT, RIGHT, duration=14.0),
        *(_event(t, Kind.PLM, RIGHT, series=2, asleep=False) for t in second),
    ]
    return Night(
        start=START,
        end=START + timedelta(hours=HOURS),
        events=tuple(events),
        series=(
            Series(number=1, onsets=tuple(first), end=first[-1] + 2),
            Series(number=2, onsets=tuple(second), end=second[-1] + 2),
        ),
        sleep=Sleep(
            epoch=epoch,
            asleep=asleep,
            valid=np.ones(len(time), dtype=np.bool_),
            in_bed=(600.0, 28200.0),
            method="test",
        ),
        coverage=(_coverage(LEFT, (12000.0, 12041.0)), _coverage(RIGHT), _coverage(WRIST)),
        findings=(
            Finding(
                code="one_sided",
                title="Mostly one leg",
                evidence="5 of 8 movements were of the left leg alone.",
                advice="Note the side and compare other nights.",
            ),
        ),
        rules="wasm2016",
        age=None,
    )
