"""Detection: what is found, where it begins and ends, and what it must not depend on."""

from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from limbwatch.dsp import LIMITS, Detector
from limbwatch.dsp.signal.calibration import UNCALIBRATED
from limbwatch.dsp.signal.envelope import envelope_of
from limbwatch.dsp.signal.floor import medians
from limbwatch.dsp.signal.grid import Grid
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.shaking import shaking_of
from limbwatch.sensor import Samples

RATE = 50.0


def smooth_step(u):
    """Minimum jerk from 0 to 1 (Flash and Hogan 1985)."""
    u = np.clip(u, 0.0, 1.0)
    return 10 * u**3 - 15 * u**4 + 6 * u**5


def sampled(xyz, *, rate=RATE, start=0.0):
    return Samples(start=start, rate=rate, xyz=np.ascontiguousarray(xyz, np.float32))


def limb(*, seconds, moves, noise=0.001, rate=RATE, seed=1):
    """A limb that turns in the gravity field about a joint 0.35 m away.

    ``moves`` holds (onset, degrees, rise, hold, fall); a fall of None leaves the limb there.
    """
    time = np.arange(round(seconds * rate)) / rate
    angle = np.zeros(len(time))
    for onset, degrees, rise, hold, fall in moves:
        back = 0.0 if fall is None else smooth_step((time - onset - rise - hold) / fall)
        angle += np.radians(degrees) * (smooth_step((time - onset) / rise) - back)
    swing = np.gradient(np.gradient(angle, 1 / rate), 1 / rate) * 0.35 / 9.81
    xyz = np.stack([np.sin(angle) + swing, np.zeros(len(time)), np.cos(angle)], axis=1)
    xyz += np.random.default_rng(seed).normal(0, noise, xyz.shape)
    return sampled(xyz, rate=rate)


BUSY = limb(
    seconds=400,
    moves=[
        (30, 8, 0.5, 0.1, 0.6),
        (52, 5, 0.4, 2.0, 0.8),
        (75, 20, 0.3, 0.0, 0.4),
        (90, 40, 1.5, 0.0, None),
        (120, 3, 0.6, 3.0, 0.7),
        (131, 2, 0.2, 0.0, 0.2),
        (133.5, 4, 0.3, 0.2, 0.3),
        (180, 1, 0.5, 0.5, 0.5),
        (260, 30, 0.2, 5.0, 0.5),
        (300, 6, 0.4, 0.2, 0.5),
    ],
)


@cache
def busy(detect):
    return detect(BUSY, sizes=())


LOUD = np.random.default_rng(5).uniform(-16, 16, (15000, 3)).astype(np.float32)
"""Sustained shaking between the ends of a range of 16 g: sums are at their largest."""
LOUD[::3] = np.sign(LOUD[::3]) * 16
LOUD[:1500] = LOUD[9000:10500] = LOUD[-1500:] = (0, 0, 1)


class TestPartitions:
    """Every case here goes through `detect`, which compares the usual partitions."""

    @settings(max_examples=50)
    @given(st.lists(st.integers(0, len(BUSY)), max_size=12, unique=True))
    def test_any_partition_gives_equal_movements(self, detect, cuts):
        detect(BUSY, sizes=(), cuts=cuts)

    @settings(max_examples=20)
    @given(st.lists(st.integers(0, len(LOUD)), max_size=12, unique=True))
    def test_at_full_scale(self, detect, cuts):
        assert len(detect(sampled(LOUD), sizes=(), cuts=cuts)) > 0

    @pytest.mark.parametrize("size", [2, 3, 37, 4096])
    def test_in_chunks_at_full_scale(self, detect, size):
        detect(sampled(LOUD[7500:12000]), sizes=(), cuts=range(0, 4500, size))

    def test_every_sample_by_itself(self, detect):
        assert len(detect(sampled(BUSY.xyz[1400:3400]), sizes=(), cuts=range(2000))) == 2

    @pytest.mark.parametrize("rate", [26.0, 31.25, 49.7, 99.9, 104.0])
    def test_at_any_rate(self, detect, rate):
        assert len(detect(sampled(BUSY.xyz, rate=rate))) > 3

    @pytest.mark.parametrize("times", [1, 2.5, 60])
    def test_shaking_at_any_scale_is_what_it_is(self, times):
        """Above 64 g its sums went beyond 64 bits."""
        at_full_scale = np.rint(LOUD.T * 1e6).astype(np.int32)[:, 7500:12000]
        near = Neighbourhood.of(47.0, LIMITS)
        measure = partial(shaking_of, near=near, calibration=UNCALIBRATED)
        larger = measure(np.rint(at_full_scale * times).astype(np.int32))
        assert larger == pytest.approx(times * measure(at_full_scale), rel=1e-4, abs=1e-3)

    def test_a_single_value_beyond_34_g_shakes_as_the_same_at_34_g_does(self):
        """Values so large are summed in steps, and only those near them."""
        near = Neighbourhood.of(47.0, LIMITS)
        found = []
        for micro_g in (1 << 25, (1 << 25) + 64):
            values = np.zeros((3, 400), np.int32)
            values[0, 200] = micro_g
            found.append(shaking_of(values, near=near, calibration=UNCALIBRATED))
        assert found[0].max() > 1
        assert found[1] == pytest.approx(found[0], rel=1e-4)

    @pytest.mark.parametrize("of", [envelope_of, shaking_of])
    @pytest.mark.parametrize("size", [1, 2, 3, 37, 4096])
    @pytest.mark.parametrize("times", [1, 3])
    def test_a_measure_is_equal_in_every_piece(self, of, size, times):
        values = np.rint(LOUD.T * times * 1e6).astype(np.int32)[:, :12000]
        near = Neighbourhood.of(RATE, LIMITS)
        measure = partial(of, near=near, calibration=UNCALIBRATED)
        whole = measure(values)
        assert whole.max() > 4
        for first in range(0, len(whole), max(size, 111)):
            piece = measure(values[:, first : first + size + 2 * near.margin])
            assert np.array_equal(piece, whole[first : first + size])


class TestExtent:
    @pytest.mark.parametrize("degrees", [2, 5, 10, 30])
    def test_onset_and_offset_are_within_a_tenth_of_a_second(self, detect, degrees):
        found = detect(limb(seconds=60, moves=[(30.0, degrees, 0.5, 0.2, 0.6)]))
        assert len(found) == 1
        assert found.onset[0] == pytest.approx(30.0, abs=0.1)
        assert found.offset[0] == pytest.approx(31.3, abs=0.15)

    @pytest.mark.parametrize("hold", [0.6, 1.5, 4.0])
    def test_flexion_hold_and_return_are_one_movement(self, detect, hold):
        found = detect(limb(seconds=60, moves=[(30.0, 8, 0.4, hold, 0.6)]))
        assert len(found) == 1
        assert found.duration[0] == pytest.approx(1.0 + hold, abs=0.2)
        assert found.active[0] < (1.3 if hold > 1 else 1.8)
        assert found.turn[0] < 1.0

    def test_two_movements_with_rest_between_are_two(self, detect):
        found = detect(limb(seconds=60, moves=[(30, 8, 0.4, 0, 0.5), (33, 8, 0.4, 0, 0.5)]))
        assert len(found) == 2

    def test_a_change_of_posture_ends_with_the_turn(self, detect):
        found = detect(limb(seconds=60, moves=[(30.0, 50, 1.5, 0, None)]))
        assert len(found) == 1
        assert found.duration[0] == pytest.approx(1.5, abs=0.3)
        assert found.turn[0] == pytest.approx(50, abs=1)

    def test_the_turn_of_a_movement_after_a_change_of_posture_is_its_own(self, detect):
        found = detect(limb(seconds=90, moves=[(30, 50, 1.5, 0, None), (40, 5, 0.4, 0.1, 0.5)]))
        assert found.turn[1] < 1.0


class TestFloor:
    def test_a_faint_movement_over_a_quiet_sensor_is_found(self, detect):
        xyz = limb(seconds=120, moves=[(60, 0.6, 0.4, 0.2, 0.5)], noise=0.0004)
        assert len(detect(xyz)) == 1

    @pytest.mark.parametrize("noise", [0.0005, 0.002, 0.006, 0.02])
    def test_noise_alone_gives_no_movement(self, detect, noise):
        assert len(detect(limb(seconds=1200, moves=[], noise=noise, rate=25.0))) == 0

    def test_a_movement_over_a_noisy_sensor_is_found(self, detect):
        xyz = limb(seconds=120, moves=[(60, 10, 0.4, 0.2, 0.5)], noise=0.006)
        assert len(detect(xyz)) == 1


class TestInvariance:
    @settings(max_examples=30)
    @given(st.integers(0, 10_000))
    def test_orientation_of_the_sensor_does_not_matter(self, detect, seed):
        turned = sampled(BUSY.xyz @ Rotation.random(rng=seed).as_matrix().T)
        found, reference = detect(turned, sizes=(4096,)), busy(detect)
        assert len(found) == len(reference)
        assert found.onset == pytest.approx(reference.onset, abs=0.05)
        assert found.peak == pytest.approx(reference.peak, rel=0.02)

    @pytest.mark.parametrize("rate", [25.0, 31.25, 52.0, 64.0, 100.0, 104.0])
    def test_rate_changes_little(self, detect, rate):
        moves = [(30, 8, 0.5, 0.1, 0.6), (52, 5, 0.4, 2.0, 0.8), (75, 20, 0.3, 0.0, 0.4)]
        found = detect(limb(seconds=100, moves=moves, rate=rate))
        reference = detect(limb(seconds=100, moves=moves), sizes=())
        assert found.onset == pytest.approx(reference.onset, abs=0.08)
        assert found.duration == pytest.approx(reference.duration, abs=0.15)
        assert found.peak == pytest.approx(reference.peak, rel=0.15)

    def test_a_shift_in_time_shifts_the_movements(self, detect):
        found = detect(sampled(BUSY.xyz, start=3600.0))
        assert found.onset == pytest.approx(busy(detect).onset + 3600.0)


class TestGaps:
    def test_movements_before_and_after_a_gap_are_kept_and_none_is_invented(self, detect):
        one = limb(seconds=60, moves=[(30, 8, 0.4, 0.2, 0.5)])
        other = limb(seconds=60, moves=[(20, 8, 0.4, 0.2, 0.5)]).xyz[:, [2, 0, 1]]
        found = detect(one, sampled(other, start=100.0))
        assert found.onset == pytest.approx([30.0, 120.0], abs=0.1)

    def test_a_movement_cut_by_a_gap_does_not_reach_across_it(self, detect):
        xyz = limb(seconds=60, moves=[(30, 8, 0.4, 2.0, 0.5)]).xyz
        found = detect(sampled(xyz[:1550]), sampled(xyz[1575:], start=31.5))
        assert len(found) > 0
        assert np.all(found.duration < 1.5)


class TestDegenerate:
    @pytest.mark.parametrize("count", [0, 1, 2, 24, 25, 26, 60])
    def test_very_short_runs_give_nothing(self, detect, count):
        assert len(detect(sampled(np.ones((count, 3))))) == 0

    def test_constant_samples_give_nothing(self, detect):
        assert len(detect(sampled(np.ones((5000, 3))))) == 0

    def test_flushing_without_samples_gives_nothing(self):
        assert len(Detector().flush()) == 0


@pytest.mark.parametrize("width", [1, 2, 3, 124, 125])
def test_medians_are_those_of_numpy(width: int) -> None:
    cells = np.random.default_rng(width).normal(size=(7, width))
    assert np.array_equal(medians(cells), np.median(cells, axis=1))


def test_noise_at_a_lower_rate_is_no_movement(detect):
    # fewer samples in each mean leave more of the noise: the floor of 50 Hz would be too low
    fast = limb(seconds=300, moves=(), noise=0.004)
    slow = limb(seconds=300, moves=(), noise=0.004, rate=10.0)
    assert len(detect(fast, sampled(slow.xyz, rate=10.0, start=300.0))) == 0


@pytest.mark.parametrize("rate", [25.0, 50.0, 100.0])
@pytest.mark.parametrize("missing", [0.1, 0.11])
def test_a_dropout_as_long_as_one_may_be_is_one_however_it_is_cut(
    rate: float, missing: float
) -> None:
    """The end of a chunk is a sum of floats: 5 samples lost at 50 Hz are 0.1 s in any partition."""
    still = np.tile(np.float32([0, 0, 1]), (301, 1))
    for start in np.arange(30) * 37.123:
        run = Samples(start=start, rate=rate, xyz=still)
        behind = Samples(start=run.end + missing, rate=rate, xyz=still[:1])
        for size in (1, 37, 301) if start < 100 else (37, 301):
            grid = Grid(run, limits=LIMITS)
            for first in range(0, 301, size):
                part = still[first : first + size]
                grid.push(Samples(start=start + first / rate, rate=rate, xyz=part))
            assert grid.continues(behind) == (missing <= LIMITS.dropout)
