"""The package called from Python: on arrays, and on nights."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

import limbwatch
from limbwatch.sample_data import sample_night
from limbwatch.sensor import Placement
from limbwatch.sensor.files import read_recording

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def ankle():
    return read_recording(
        sample_night()[Placement.ANKLE_LEFT], placement=Placement.ANKLE_LEFT, timezone=BERLIN
    )


def part(recording, seconds):
    run = recording.runs[0]
    return run.xyz[: round(seconds * run.rate)], run.rate


def still(seconds=60.0, rate=50.0):
    return np.tile([0.0, 0.0, 1.0], (round(seconds * rate), 1))


def test_an_array_gives_the_movements_of_its_recording(ankle):
    assert len(ankle.runs) == 1, "the whole sample recording is one stretch"
    run = ankle.runs[0]
    found = limbwatch.detect_movements(run.xyz, run.rate, start=run.start)
    wanted = limbwatch.analyse(ankle).movements
    assert np.array_equal(found.onset, wanted.onset)
    assert np.array_equal(found.peak, wanted.peak)


def test_times_count_from_the_start_that_was_given(ankle):
    xyz, rate = part(ankle, 3600)
    plain = limbwatch.detect_movements(xyz, rate)
    later = limbwatch.detect_movements(xyz.tolist(), rate, start=1.7e9)
    assert len(plain) > 0
    for name in ("onset", "offset", "peak_time"):
        assert np.allclose(getattr(later, name) - 1.7e9, getattr(plain, name), atol=1e-6)
    assert np.array_equal(later.still_before, plain.still_before, equal_nan=True)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_a_few_samples_hold_no_movement(count):
    assert len(limbwatch.detect_movements(still()[:count], 50)) == 0


@pytest.mark.parametrize(
    ("xyz", "rate", "said"),
    [
        (still().T, 50, r"shape \(3, 3000\).*\(n, 3\): transpose it"),
        (still()[:, :2], 50, r"shape \(3000, 2\)"),
        (still()[:, 0], 50, r"shape \(3000,\)"),
        ("walk", 50, "no array of numbers"),
        (np.vstack([still(), [[0, np.nan, 1]]]), 50, "not finite, the first at row 3000"),
        (still() * 9.81, 50, "looks like m/s2: divide by 9.80665"),
        (still() * 1000, 50, "looks like mg: divide by 1000"),
        (still() * 0, 50, "gravity was taken out"),
        (still(), 4.9, "rate is 4.9 Hz; it must be 5 to 1000 Hz"),
        (still(), 1001, "5 to 1000 Hz"),
        (still(), float("nan"), "5 to 1000 Hz"),
    ],
)
def test_what_is_no_acceleration_in_g_is_refused(xyz, rate, said):
    with pytest.raises(ValueError, match=said):
        limbwatch.detect_movements(xyz, rate)


def test_a_start_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="start is nan s"):
        limbwatch.detect_movements(still(), 50, start=float("nan"))


def test_movements_become_a_data_frame_with_the_time_of_day(ankle):
    xyz, rate = part(ankle, 3600)
    found = limbwatch.detect_movements(xyz, rate)
    plain = found.to_dataframe()
    timed = found.to_dataframe(start=ankle.start)
    assert "time" not in plain
    assert "shape" not in plain
    assert plain["onset"].tolist() == found.onset.tolist()
    assert plain["duration"].tolist() == found.duration.tolist()
    first = timed["time"].iloc[0].to_pydatetime()
    assert first.utcoffset() == ankle.start.utcoffset()
    assert (first - ankle.start).total_seconds() == pytest.approx(found.onset[0], abs=1e-6)
    with pytest.raises(ValueError, match="must have a time zone"):
        found.to_dataframe(start=ankle.start.replace(tzinfo=None))


def test_epochs_become_a_data_frame(ankle):
    epochs = limbwatch.analyse(ankle).epochs
    frame = epochs.to_dataframe(start=ankle.start)
    assert len(frame) == len(epochs)
    assert np.array_equal(frame["gravity_z"], epochs.gravity[:, 2], equal_nan=True)
    assert frame["time"].iloc[60] - frame["time"].iloc[0] == np.timedelta64(60, "s")


def test_a_representation_fits_a_line(ankle):
    assert repr(ankle).startswith("Recording(ankle_left, 20")
    xyz, rate = part(ankle, 600)
    assert repr(limbwatch.detect_movements(still(), 50)) == "Movements(none)"
    for thing in (ankle, limbwatch.detect_movements(xyz, rate)):
        assert len(repr(thing)) < 90


def test_the_names_are_listed():
    assert set(limbwatch.__all__) <= set(dir(limbwatch))
