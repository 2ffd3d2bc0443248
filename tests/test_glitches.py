"""What jumps and is back within a sample or two is left out and said; what a limb does stays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.sensor_faults import glitches, note_on_glitches

Array = np.ndarray


def still(count: int = 2000, seed: int = 0) -> Array:
    rng = np.random.default_rng(seed)
    return rng.normal((0.3, -0.5, 0.81), 0.003, (count, 3)).astype(np.float32)


@settings(max_examples=30)
@given(st.sets(st.integers(5, 1990), min_size=1, max_size=60), st.sampled_from([0.0, 16.0]))
def test_bits_all_one_and_samples_too_big_are_found(at: set[int], times: float) -> None:
    xyz = still()
    rows = sorted(at)
    # no run longer than two
    rows = [row for row in rows if not {row - 1, row - 2} <= at]
    xyz[rows] = xyz[rows] * np.float32(times) if times else np.float32(-1 / 256)
    assert set(glitches(xyz, 31.25).tolist()) <= set(rows)
    apart = [row for row in rows if not at & {row - 4, row - 3, row - 2, row - 1, row + 1}]
    alone = [row for row in apart if not at & {row + 2, row + 3, row + 4}]
    assert set(alone) <= set(glitches(xyz, 31.25).tolist())


@pytest.mark.parametrize("rate", [25.0, 50.0, 100.0])
def test_a_jolt_of_a_tenth_of_a_second_stays(rate: float) -> None:
    xyz = still()
    width = round(0.1 * rate)
    xyz[1000 : 1000 + width, 0] += 2 * np.hanning(width + 2)[1:-1].astype(np.float32)
    # a limb goes on swinging
    xyz[1000 + width : 1000 + 2 * width, 0] -= np.float32(0.2)
    assert not len(glitches(xyz, rate))


def test_shaking_at_half_the_rate_stays() -> None:
    xyz = still()
    xyz[500:900:2] += np.float32(0.8)
    assert not len(glitches(xyz, 25.0))


def test_a_turn_stays() -> None:
    xyz = still()
    xyz[1000:] = xyz[1000:, [1, 0, 2]]
    assert not len(glitches(xyz, 50.0))


@pytest.mark.parametrize(("height", "count"), [(0.55, 1), (0.45, 0)])
def test_a_glitch_jumps_by_more_than_half_a_g(height: float, count: int) -> None:
    xyz = np.tile(np.float32([0, 0, 1]), (100, 1))
    xyz[50, 0] = height
    assert len(glitches(xyz, 50.0)) == count


@pytest.mark.parametrize(("large", "found"), [(10, True), (9, False)])
def test_faint_glitches_are_such_beside_ten_large_ones(large: int, found: bool) -> None:
    xyz = np.tile(np.float32([0, 0, 1]), (1000, 1))
    xyz[10 : 10 + 20 * large : 20, 0] = 3.0
    xyz[500, 1] = 0.16
    xyz[600, 1] = 0.14
    assert (500 in glitches(xyz, 50.0)) == found
    assert 600 not in glitches(xyz, 50.0)


@pytest.mark.parametrize(("off", "count"), [(0.055, 0), (0.045, 1)])
@pytest.mark.parametrize("beside", [48, 52])
def test_around_a_glitch_it_is_quiet_to_a_twentieth_of_a_g(
    off: float, count: int, beside: int
) -> None:
    xyz = np.tile(np.float32([0, 0, 1]), (100, 1))
    xyz[50, 0] = 3.0
    xyz[beside, 1] = off
    assert len(glitches(xyz, 50.0)) == count


@pytest.mark.parametrize(("rows", "count"), [(2, 2), (3, 0)])
def test_two_samples_may_be_wrong_together(rows: int, count: int) -> None:
    xyz = still()
    xyz[1000 : 1000 + rows] = 0.0
    assert len(glitches(xyz, 50.0)) == count


@pytest.mark.parametrize(("rate", "count"), [(19.0, 1), (18.9, 0)])
def test_slow_sensors_may_have_a_start_in_one_sample(rate: float, count: int) -> None:
    xyz = still()
    xyz[1000] = 3.0
    assert len(glitches(xyz, rate)) == count


@pytest.mark.parametrize(("count", "doubt"), [(1, False), (9, False), (10, True)])
def test_ten_are_a_doubt(count: int, doubt: bool) -> None:
    assert isinstance(note_on_glitches(count), Doubt) == doubt
    assert note_on_glitches(count).startswith(
        "1 sample jumps" if count == 1 else f"{count} samples jump"
    )


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_short_recordings_have_none(count: int) -> None:
    assert not len(glitches(still(count), 50.0))
