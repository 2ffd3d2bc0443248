"""Two lists on two clocks: the clocks are brought together, and the movements paired."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchmarks.agreement import onset_trains
from limbwatch.classify.agreement.clock_fit import fit_clock, fit_taps, shifted
from limbwatch.classify.agreement.clock_line import CLOCK_FIT
from limbwatch.classify.agreement.matching import match_onsets, match_overlaps


# 9013: medians of times and of differences are of other pairs, 0.24 s apart
@pytest.mark.parametrize("seed", [3, 4, 9013])
def test_offset_within_a_tenth_of_a_second_and_drift_within_5_ppm(seed: int) -> None:
    """A quarter of the movements missing in each list, as many false ones, jitter 0.1 s."""
    ours, reference, offset, drift = onset_trains(seed)
    fit = fit_clock(ours, reference)
    assert fit.certain
    assert fit.offset_s == pytest.approx(offset, abs=0.1)
    assert fit.drift_ppm == pytest.approx(drift, abs=5)
    assert fit.drift_ci_ppm is not None
    assert fit.residual_sd_s == pytest.approx(0.1, abs=0.1)
    back = fit.to_ours(ours * (1 + drift * 1e-6) + offset)
    assert np.abs(back - ours).max() < 0.15


def test_whole_seconds_are_taken_as_rounded() -> None:
    ours, reference, offset, _ = onset_trains(3, whole_seconds=True)
    fit = fit_clock(ours, reference, resolution=1.0)
    assert fit.certain
    assert fit.offset_s == pytest.approx(offset, abs=0.25)


def test_trains_with_nothing_in_common_are_not_believed() -> None:
    for seed in (1, 2):
        ours, _, _, _ = onset_trains(seed)
        _, reference, _, _ = onset_trains(seed + 50)
        fit = fit_clock(ours, reference)
        assert not fit.certain
        assert fit.offset_s is None
        assert fit.drift_ppm is None


def test_trains_that_never_meet_are_not_believed() -> None:
    """Two recordings hours apart: no offset within reach brings any two movements together."""
    ours, _, _, _ = onset_trains(1)
    fit = fit_clock(ours, ours + 100_000)
    assert not fit.certain
    assert fit.offset_s is None


def test_a_metronome_has_no_offset_of_its_own() -> None:
    """Strictly even movements fit as well one interval later: that is no answer."""
    train = np.arange(0, 20_000, 30.0)
    fit = fit_clock(train, train + 5)
    assert not fit.certain
    assert fit.runner_up is not None
    assert fit.runner_up > 0.9


def test_too_few_movements_are_no_fit() -> None:
    assert not fit_clock(np.arange(5.0) * 97, np.arange(5.0) * 97).certain
    assert fit_clock(np.empty(0), np.empty(0)).pairs == 0


def test_a_short_recording_tells_no_drift() -> None:
    train = np.cumsum(np.random.default_rng(5).lognormal(np.log(24), 0.3, 60))
    fit = fit_clock(train, train + 123.4)
    assert fit.certain
    assert fit.offset_s == pytest.approx(123.4, abs=0.05)
    assert fit.drift_ppm is None


def test_taps_tell_offset_and_drift() -> None:
    ours = np.array([10.0, 28_000.0])
    fit = fit_taps(ours, ours * (1 + 40e-6) + 7.5)
    assert fit.offset_s == pytest.approx(7.5)
    assert fit.drift_ppm == pytest.approx(40)
    assert fit.origin == "taps"
    one = fit_taps(ours[:1], ours[:1] - 3)
    assert one.offset_s == pytest.approx(-3)
    assert one.drift_ppm is None
    with pytest.raises(ValueError, match="0 taps"):
        fit_taps(ours[:0], ours[:0])
    assert shifted(4.0).to_ours(np.array([10.0])) == pytest.approx([6.0])


def test_as_many_pairs_as_can_be_had() -> None:
    """Nearest first would take 10.4 for 10.3 and leave 10.0 and 10.8 alone."""
    pairs = match_onsets(np.array([10.0, 10.4]), np.array([10.3, 10.8]), tolerance=0.5)
    assert len(pairs) == 2
    assert pairs.reference.tolist() == [0, 1]


def test_of_equal_numbers_of_pairs_the_nearest_are_taken() -> None:
    pairs = match_onsets(np.array([10.0]), np.array([10.4, 9.9]), tolerance=0.5)
    assert pairs.reference.tolist() == [1]
    assert pairs.only_reference.tolist() == [0]
    assert match_onsets(np.array([1.0]), np.array([1.6]), tolerance=0.5).only_ours.tolist() == [0]


def test_the_tolerance_is_inclusive_in_decimal_fractions() -> None:
    assert len(match_onsets(np.array([100.1]), np.array([100.6]), tolerance=0.5)) == 1
    assert len(match_onsets(np.array([100.1]), np.array([100.602]), tolerance=0.5)) == 0


def test_overlaps_share_the_most_time() -> None:
    ours = np.array([10.0, 20.0]), np.array([14.0, 21.0])
    reference = np.array([9.0, 13.0, 21.0]), np.array([10.5, 16.0, 23.0])
    pairs = match_overlaps(ours, reference)
    assert pairs.ours.tolist() == [0]
    assert pairs.reference.tolist() == [1]
    assert pairs.only_reference.tolist() == [0, 2]


_TIMES = hnp.arrays(np.float64, st.integers(0, 25), elements=st.floats(0, 30, width=32))


@given(_TIMES, _TIMES)
def test_pairs_are_one_to_one_within_the_tolerance_and_most(a: np.ndarray, b: np.ndarray) -> None:
    pairs = match_onsets(a, b, tolerance=0.5)
    assert len(set(pairs.ours.tolist())) == len(pairs) == len(set(pairs.reference.tolist()))
    assert (np.abs(a[pairs.ours] - b[pairs.reference]) <= 0.5 + 1e-6).all()
    assert len(pairs) + len(pairs.only_ours) == len(a)
    assert len(match_onsets(b, a, tolerance=0.5)) == len(pairs)
    # sweeping both lists in order gives as many pairs as there can be
    one, other, most = sorted(a), sorted(b), 0
    while one and other:
        if abs(one[0] - other[0]) <= 0.5 + 1e-9:
            most, one, other = most + 1, one[1:], other[1:]
        elif one[0] < other[0]:
            one = one[1:]
        else:
            other = other[1:]
    assert len(pairs) == most


def test_drift_is_told_from_an_hour_of_pairs_on() -> None:
    random = np.random.default_rng(2)
    train = np.cumsum(random.lognormal(np.log(60), 0.4, 200))
    for span, told in ((3500.0, False), (3900.0, True)):
        part = train[train < span]
        fit = fit_clock(part, part + 10 + random.normal(0, 0.02, len(part)))
        assert fit.certain
        assert (fit.drift_ppm is not None) is told


def test_eight_pairs_are_the_fewest_that_are_believed() -> None:
    random = np.random.default_rng(3)
    train = np.cumsum(random.uniform(200, 1500, 8))
    assert fit_clock(train, train + 33.0).certain
    assert not fit_clock(train[:7], train[:7] + 33.0).certain


def test_ten_minutes_are_looked_for_and_no_more() -> None:
    train, _, _, _ = onset_trains(3)
    assert fit_clock(train, train + 599.0).certain
    assert not fit_clock(train, train + 640.0).certain


def test_a_drift_of_140_ppm_is_within_what_is_looked_for() -> None:
    train, _, _, _ = onset_trains(5)
    fit = fit_clock(train, train * (1 + 140e-6) + 12.0)
    assert fit.certain
    assert fit.drift_ppm == pytest.approx(140, abs=1)
    assert fit.to_ours(train * (1 + 140e-6) + 12.0) == pytest.approx(train, abs=0.05)


def test_an_answer_that_is_not_much_better_than_the_next_is_none() -> None:
    """A third of the movements at uneven times would tell the offset; the even ones do not."""
    random = np.random.default_rng(6)
    even = np.arange(0, 9000.0, 30.0)
    train = np.sort(np.concatenate([even, random.uniform(0, 9000, 90)]))
    fit = fit_clock(train, train + 20)
    assert fit.runner_up is not None
    assert 0.67 < fit.runner_up < 0.95
    assert fit.chance is not None
    assert fit.chance < 1e-4
    assert not fit.certain


def test_pairs_that_chance_would_give_are_not_believed() -> None:
    """Ten movements in common among so many that as many meet anywhere."""
    limits = replace(CLOCK_FIT, runner_up=1.0)
    random = np.random.default_rng(7)
    common = random.uniform(0, 3600, 10)
    ours, reference = (np.sort(np.append(common, random.uniform(0, 3600, 90))) for _ in range(2))
    fit = fit_clock(ours, reference, limits=limits)
    assert fit.pairs >= 10
    assert fit.chance is not None
    assert fit.chance > 1e-4
    assert not fit.certain


def test_rounding_does_not_shift_the_clock() -> None:
    """Rounded to whole seconds, the offset stays true on the average."""
    errors = []
    for seed in range(6):
        ours, reference, offset, _ = onset_trains(seed, whole_seconds=True)
        found = fit_clock(ours, reference, resolution=1.0)
        assert found.offset_s is not None
        errors.append(found.offset_s - offset)
    assert abs(float(np.mean(errors))) < 0.06


def test_a_day_of_a_clock_as_fast_as_is_looked_for() -> None:
    """140 ppm smear a day over 12 s: no offset alone brings it together."""
    random = np.random.default_rng(8)
    train = np.cumsum(random.lognormal(np.log(240), 0.4, 360))
    coarser = replace(CLOCK_FIT, bin=0.5, blur=0.6)  # a day in fewer steps
    fit = fit_clock(train, train * (1 + 140e-6) + 12.0, limits=coarser)
    assert fit.certain
    assert fit.drift_ppm == pytest.approx(140, abs=1)


def test_the_next_best_offset_may_lie_ten_seconds_away() -> None:
    """Movements in fours, 10 s apart: three of four meet one interval later as well."""
    random = np.random.default_rng(9)
    train = np.sort((random.uniform(0, 9000, 40)[:, None] + np.arange(4) * 10.0).ravel())
    fit = fit_clock(train, train + 20)
    assert fit.runner_up is not None
    assert fit.runner_up > 0.67
    assert not fit.certain


def test_what_chance_gives_once_in_a_hundred_times_is_not_believed() -> None:
    """Eight movements in common among forty in an hour."""
    random = np.random.default_rng(10)
    common = random.uniform(0, 3600, 8)
    ours, reference = (np.sort(np.append(common, random.uniform(0, 3600, 32))) for _ in range(2))
    fit = fit_clock(ours, reference, limits=replace(CLOCK_FIT, runner_up=1.0))
    assert fit.pairs >= CLOCK_FIT.fewest
    assert fit.chance is not None
    assert 1e-4 < fit.chance < 0.5
    assert not fit.certain


def test_rounding_hides_a_small_jitter() -> None:
    """Were whole seconds taken for sharp, these two drifts would lie outside their intervals."""
    for seed in (20, 23):
        ours, reference, _, drift = onset_trains(seed, whole_seconds=True)
        fit = fit_clock(ours, reference, resolution=1.0)
        assert fit.drift_ci_ppm is not None
        assert fit.drift_ci_ppm[0] <= drift <= fit.drift_ci_ppm[1]
