"""The numbers within the statistics of agreement, each by a way of its own: by hand or by scipy."""

import statistics

import numpy as np
import pytest

from benchmarks.agreement import onset_trains
from limbwatch.classify.agreement.bland_altman import bland_altman
from limbwatch.classify.agreement.categories import screening
from limbwatch.classify.agreement.clock_fit import fit_clock
from limbwatch.classify.agreement.detection import Detection, figures
from limbwatch.classify.agreement.lab_scale import fit_scale
from limbwatch.classify.agreement.passing_bablok import passing_bablok
from limbwatch.classify.agreement.reliability import icc_2_1
from limbwatch.classify.nights.cutting import DayCourse

DIFFERENCES = np.array([2.1, -0.4, 1.3, 3.0, -1.2, 0.5, 1.9, 0.2, -0.8, 2.4])


def test_spread_and_bias_of_ten_nights_with_their_intervals() -> None:
    """Chi-squared of nine degrees of freedom: 2.700 and 19.023, from the tables."""
    from scipy.stats import ttest_1samp  # dear to import

    found = bland_altman(DIFFERENCES + 10.0, np.full(10, 10.0))
    spread = statistics.stdev(DIFFERENCES)
    assert found.sd.value == pytest.approx(spread)
    expected = [spread * (9 / 19.023) ** 0.5, spread * (9 / 2.700) ** 0.5]
    assert found.sd.ci == pytest.approx(expected, rel=1e-3)
    interval = ttest_1samp(DIFFERENCES, 0.0).confidence_interval(0.95)
    assert found.bias.ci == pytest.approx((interval.low, interval.high))


def test_the_spread_about_a_sloping_bias_loses_two_degrees_of_freedom() -> None:
    mean = np.arange(1.0, 13)
    difference = 0.5 * mean + np.tile([0.4, -0.2, -0.3, 0.1, 0.2, -0.2], 2)
    limits = bland_altman(mean + difference / 2, mean - difference / 2).regression
    assert limits is not None
    assert limits.spread_slope == 0.0
    left = difference - np.polyval(np.polyfit(mean, difference, 1), mean)
    assert limits.spread_intercept == pytest.approx((left @ left / (12 - 2)) ** 0.5)


def test_a_likelihood_ratio_has_the_interval_of_simel() -> None:
    """90 of 100 found and 20 of 100 false: 4.5, and SE(ln) = sqrt(1/90-1/100+1/20-1/100)."""
    reference = np.repeat([20.0, 10.0], 100)
    ours = np.concatenate([np.repeat([20.0, 10.0], [90, 10]), np.repeat([20.0, 10.0], [20, 80])])
    found = screening(ours, reference, 15.0).positive_ratio
    assert found.value == pytest.approx(4.5)
    assert found.ci == pytest.approx((3.024, 6.696), abs=1e-3)


def test_f1_of_a_study_counts_a_miss_and_a_false_one_by_half() -> None:
    nights = [
        Detection(tolerance_s=0.5, tp=10 * k, fp=k, fn=2 * k, onset_bias_s=0.0) for k in range(1, 9)
    ]
    assert figures(nights).f1.value == pytest.approx(2 * 360 / (2 * 360 + 36 + 72))


def test_the_interval_of_the_drift_is_196_standard_errors() -> None:
    squares = []
    for seed in range(60, 68):
        ours, reference, _, drift = onset_trains(seed)
        fit = fit_clock(ours, reference)
        assert fit.drift_ppm is not None
        assert fit.drift_ci_ppm is not None
        error = (fit.drift_ci_ppm[1] - fit.drift_ci_ppm[0]) / (2 * 1.96)
        squares.append(((fit.drift_ppm - drift) / error) ** 2)
    assert 0.25 < np.mean(squares) < 2.0


def test_the_spread_of_a_scale_loses_two_degrees_of_freedom() -> None:
    root = np.arange(1.0, 13)
    emg = 2 * root + np.tile([0.3, -0.3, -0.3, 0.3], 3)
    scale = fit_scale(root**2, emg**2, name="lab", rules="wasm2016")
    left = emg - np.polyval(np.polyfit(root, emg, 1), root)
    assert scale.residual_sd == pytest.approx((left @ left / (12 - 2)) ** 0.5)


def test_a_slope_that_chance_may_give_is_no_scale() -> None:
    root = np.arange(1.0, 13)
    emg = 5 + np.tile([2.0, -2.0, -2.0, 2.0], 3) + 0.05 * root
    with pytest.raises(ValueError, match=r"does not predict .*slope 0\.05, p 0\.[1-9]"):
        fit_scale(root**2, emg**2, name="lab", rules="wasm2016")


def test_the_interval_of_a_passing_bablok_slope_is_no_wider_than_it_must_be() -> None:
    """The paper's ranks for n = 12: C = 1.96 sqrt(12 * 11 * 29 / 18) = 28.6, so 19 and 48 of 66."""
    random = np.random.default_rng(4)
    reference = np.sort(random.uniform(5, 50, 12))
    ours = 1.1 * reference + random.normal(0, 0.2, 12)
    first, second = np.triu_indices(12, 1)
    slopes = np.sort((ours[second] - ours[first]) / (reference[second] - reference[first]))
    assert slopes[0] > -1, "none is beyond, so that ranks are not shifted"
    assert passing_bablok(ours, reference).slope.ci == pytest.approx((slopes[18], slopes[47]))


def test_icc_of_six_nights_has_the_interval_of_pingouin() -> None:
    """``pingouin.intraclass_corr`` 0.7.0, row ``ICC(A,1)``: 0.125654 [-0.02, 0.6]."""
    ours, reference = np.array([9.0, 6, 8, 7, 10, 6]), np.array([2.0, 1, 4, 1, 5, 2])
    found = icc_2_1(ours, reference)
    assert found.value == pytest.approx(0.125654, abs=1e-6)
    assert found.ci == pytest.approx((-0.0237, 0.5999), abs=1e-4)


def course(*rests: tuple[int, int], minutes: int = 1440) -> DayCourse:
    found = DayCourse.empty(minutes)
    found.worn[:] = True
    found.moved[:] = True
    for begin, end in rests:
        found.moved[begin:end] = False
    return found


def test_blocks_of_half_an_hour_join_over_less_than_an_hour() -> None:
    """HDCZA: blocks longer than 30 min, joined where less than 60 min lie between."""
    assert course((100, 145), (195, 500)).main_sleep[100:500].all()
    assert not course((100, 145), (215, 500)).main_sleep[100:215].any()
    assert not course((100, 125), (175, 500)).main_sleep[100:175].any()


def test_activity_is_that_of_the_hour_around() -> None:
    given = course((0, 700), (701, 1440))
    assert given.activity[700] == pytest.approx(1 / 61)
    assert given.activity[671] > 0.0
    assert given.activity[669] == 0.0
