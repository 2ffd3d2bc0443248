"""The statistics of agreement, held against other programs, against publications and by simulation.

Expected numbers come from pingouin 0.7.0 and statsmodels 0.15.0 on the nights of `pairs_of`:
``pingouin.intraclass_corr(long, "night", "method", "value")`` (row ``ICC(A,1)``, interval to two
decimals), ``statsmodels.stats.inter_rater.cohens_kappa(table)`` and ``(table, wt="linear")``,
``statsmodels.stats.proportion.proportion_confint(n // 3, n, method="wilson")``.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.agreement import limits_coverage
from limbwatch.classify.agreement.bland_altman import LIMIT_Z, bland_altman
from limbwatch.classify.agreement.categories import (
    category_kappa,
    index_categories,
    kappa,
    pabak,
    screening,
)
from limbwatch.classify.agreement.detection import Detection, figures, share_of_sums
from limbwatch.classify.agreement.estimates import by_both, over_nights, proportion
from limbwatch.classify.agreement.passing_bablok import passing_bablok
from limbwatch.classify.agreement.reliability import icc_2_1, night_to_night

ORACLE = {
    1: {
        "icc": (0.846969, 0.55, 0.95),
        "kappa": (0.294118, 0.423077),
        "wilson": (0.138120, 0.609378),
    },
    2: {
        "icc": (0.956959, 0.91, 0.98),
        "kappa": (0.667722, 0.761905),
        "wilson": (0.192305, 0.512199),
    },
    3: {
        "icc": (0.960745, 0.91, 0.98),
        "kappa": (0.741634, 0.821853),
        "wilson": (0.237082, 0.445826),
    },
}


def pairs_of(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ours and the reference's index of some nights."""
    random = np.random.default_rng(seed)
    nights = {1: 12, 2: 30, 3: 75}[seed]
    reference = random.gamma(1.5, 12, nights).round(2)
    slope, shift = {1: (1.0, 0.0), 2: (0.8, 3.0), 3: (1.2, -2.0)}[seed]
    ours = (reference * slope + random.normal(shift, 4, nights)).clip(0).round(2)
    return ours, reference


@pytest.mark.parametrize("seed", ORACLE)
def test_figures_are_those_of_pingouin_and_statsmodels(seed: int) -> None:
    ours, reference = pairs_of(seed)
    expected = ORACLE[seed]
    icc = icc_2_1(ours, reference)
    assert icc.ci is not None
    assert icc.value == pytest.approx(expected["icc"][0], abs=1e-6)
    assert icc.ci == pytest.approx(expected["icc"][1:], abs=0.0051)
    table = index_categories(ours, reference)
    found = kappa(table), kappa(table, weighted=True)
    assert found == pytest.approx(expected["kappa"], abs=1e-6)
    assert category_kappa(ours, reference).value == pytest.approx(found[1])
    share = proportion(len(ours) // 3, len(ours))
    assert share.ci == pytest.approx(expected["wilson"], abs=1e-6)


def test_icc_is_that_of_shrout_and_fleiss() -> None:
    """Their table 2, first two judges: ICC(2,1) by their formulas, worked by hand."""
    ours, reference = np.array([9.0, 6, 8, 7, 10, 6]), np.array([2.0, 1, 4, 1, 5, 2])
    both = np.stack([ours, reference])
    targets = 2 * ((both.mean(axis=0) - both.mean()) ** 2).sum() / 5
    judges = 6 * ((both.mean(axis=1) - both.mean()) ** 2).sum()
    total = ((both - both.mean()) ** 2).sum()
    error = (total - 5 * targets - judges) / 5
    expected = (targets - error) / (targets + error + 2 * (judges - error) / 6)
    assert icc_2_1(ours, reference).value == pytest.approx(expected)


def test_what_cannot_be_said_is_refused() -> None:
    two = np.array([10.0, 20.0])
    assert icc_2_1(two, two + 1).value is None
    assert icc_2_1(np.arange(4.0), np.arange(4.0) + 1).ci is None
    found = bland_altman(two, two + 1)
    assert found.lower.value is None
    assert "2 nights" in found.refused
    assert "10 or more" in passing_bablok(two, two).refused
    assert proportion(0, 0).value is None
    assert over_nights([two], np.mean).ci is None


def test_limits_of_agreement_are_bias_and_196_sd() -> None:
    ours, reference = pairs_of(2)
    found = bland_altman(ours, reference)
    difference = ours - reference
    assert found.bias.value == pytest.approx(difference.mean())
    assert found.upper.value == pytest.approx(
        difference.mean() + 1.96 * difference.std(ddof=1), 1e-4
    )
    assert found.lower.value == pytest.approx(
        difference.mean() - 1.96 * difference.std(ddof=1), 1e-4
    )


def test_intervals_of_bias_and_limits_cover_what_they_should() -> None:
    """Between 92 and 97 % of 200 studies of 30 nights with a known error."""
    found = limits_coverage(studies=200, first_seed=0)
    assert 0.92 <= found.bias <= 0.97
    assert 0.92 <= found.lower <= 0.97
    assert 0.92 <= found.upper <= 0.97


def test_exact_limits_are_those_of_carkeet() -> None:
    """Quantiles of the noncentral t, here drawn by its definition."""
    difference = np.random.default_rng(2).normal(0, 1, 20)
    difference = (difference - difference.mean()) / difference.std(ddof=1)
    found = bland_altman(difference, np.zeros(20)).upper
    random = np.random.default_rng(5)
    normal = random.standard_normal(400_000) + LIMIT_Z * np.sqrt(20)
    t = normal / np.sqrt(random.chisquare(19, 400_000) / 19) / np.sqrt(20)
    assert found.ci == pytest.approx(np.quantile(t, [0.025, 0.975]), abs=0.01)


def test_differences_that_are_not_normal_get_drawn_intervals() -> None:
    random = np.random.default_rng(7)
    reference = random.gamma(2, 10, 40)
    found = bland_altman(reference + random.exponential(8, 40) ** 1.5, reference)
    assert found.normal_p is not None
    assert found.normal_p < 0.05
    assert "BCa" in found.upper.method
    assert found.upper.ci is not None
    assert found.upper.ci[0] < (found.upper.value or 0) < found.upper.ci[1]


def test_limits_follow_a_difference_that_grows_with_the_mean() -> None:
    random = np.random.default_rng(11)
    reference = random.uniform(0, 60, 2000)
    ours = reference * 0.7 + random.normal(0, 1, 2000) * (1 + 0.1 * reference)
    line = bland_altman(ours, reference).regression
    assert line is not None
    low, bias, high = line.at(40.0)
    mean = (ours + reference) / 2
    near = (np.abs(mean - 40) < 4).nonzero()[0]
    inside = ((ours - reference)[near] > low) & ((ours - reference)[near] < high)
    assert inside.mean() > 0.9
    assert bias == pytest.approx((ours - reference)[near].mean(), abs=1.5)
    spread = (ours - reference)[near].std(ddof=1)
    assert (high - low) / 2 / 1.96 == pytest.approx(spread, rel=0.12)
    assert line.at(40.0)[2] - line.at(40.0)[0] > 2 * (line.at(5.0)[2] - line.at(5.0)[0])
    level = bland_altman(reference[:60] + random.normal(2, 3, 60), reference[:60])
    assert level.regression is None


def test_passing_bablok_finds_an_exact_line() -> None:
    reference = np.linspace(1, 60, 20)
    line = passing_bablok(3 + 0.5 * reference, reference)
    assert line.slope.value == pytest.approx(0.5)
    assert line.intercept.value == pytest.approx(3)


@given(st.integers(0, 10_000))
def test_passing_bablok_does_not_care_which_method_is_which(seed: int) -> None:
    random = np.random.default_rng(seed)
    one = random.gamma(2, 10, 25)
    other = one * 1.3 + random.normal(0, 3, 25)
    there, back = passing_bablok(other, one), passing_bablok(one, other)
    assert there.slope.value is not None
    assert back.slope.value is not None
    assert there.slope.ci is not None
    assert back.slope.ci is not None
    # an even number of slopes has two in its middle, whose mean is not exactly inverted
    assert there.slope.value * back.slope.value == pytest.approx(1, rel=0.01)
    assert there.slope.ci[0] * back.slope.ci[1] == pytest.approx(1)


def test_the_interval_of_the_line_holds_the_truth() -> None:
    held = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        true = random.gamma(2, 10, 30)
        line = passing_bablok(true + random.normal(0, 3, 30), true + random.normal(0, 3, 30))
        assert line.slope.ci is not None
        held += line.slope.ci[0] <= 1 <= line.slope.ci[1]
    assert 0.91 <= held / 200 <= 0.99


def test_pabak_of_two_categories_is_twice_the_agreement_less_one() -> None:
    table = np.array([[80.0, 5], [10, 5]])
    assert pabak(table) == pytest.approx(2 * 0.85 - 1)
    assert np.isnan(pabak(np.zeros((2, 2))))
    assert np.isnan(kappa(np.array([[5.0, 0], [0, 0]])))


def test_screening_counts_above_the_limit() -> None:
    ours = np.array([20.0, 16, 15, 14, 30, 3, 2, np.nan])
    reference = np.array([25.0, 14, 16, 3, 18, 15, 2, 40])
    found = screening(ours, reference, 15.0)
    assert (found.tp, found.fp, found.fn, found.tn) == (2, 1, 1, 3)
    assert found.sensitivity.value == pytest.approx(2 / 3)
    assert found.specificity.value == pytest.approx(3 / 4)
    assert found.ppv.value == pytest.approx(2 / 3)
    assert found.npv.value == pytest.approx(3 / 4)
    assert found.positive_ratio.value == pytest.approx((2 / 3) / (1 / 4))
    assert found.negative_ratio.value == pytest.approx((1 / 3) / (3 / 4))
    assert screening(ours, reference, np.array([5.0] * 8)).limit == 5.0
    assert screening(ours, reference, np.array([5.0] * 4 + [15.0] * 4)).limit is None


def test_a_study_pools_counts_and_a_night_has_no_interval() -> None:
    nights = [
        Detection(tolerance_s=0.5, tp=10 * k, fp=k, fn=2 * k, onset_bias_s=0.01 * k)
        for k in range(1, 9)
    ]
    study = figures(nights)
    assert (study.tp, study.fp, study.fn) == (360, 36, 72)
    assert study.recall.value == pytest.approx(360 / 432)
    assert study.f1.n == 8
    assert study.onset_bias_s.ci is not None
    single = figures(nights[:1])
    assert single.f1.ci is None
    assert single.f1.value == pytest.approx(20 / 23)
    assert (single.precision.n, single.recall.n) == (11, 12)


def test_drawn_intervals_are_over_nights_and_not_over_movements() -> None:
    """Four hundred movements in six unlike nights tell no more than six nights do."""
    tp = np.array([400.0, 10, 10, 10, 10, 10])
    fn = np.array([0.0, 40, 40, 40, 40, 40])
    found = over_nights([tp, fn], share_of_sums)
    assert found.ci is not None
    assert found.ci[1] - found.ci[0] > 0.3
    assert found == over_nights([tp, fn], share_of_sums)


def test_spread_from_night_to_night() -> None:
    """Analysis of variance worked by hand: within 2.5, between 500 over five nights each."""
    nights = np.array([8.0, 9, 10, 11, 12])
    found = night_to_night([nights, nights + 10, np.array([1.0, 2.0])])
    assert found.within_sd.value == pytest.approx(np.sqrt(2.5))
    assert found.within_sd.n == 10
    assert found.icc.value == pytest.approx((250 - 2.5) / (250 + 4 * 2.5))
    assert found.icc.n == 2
    assert found.icc.ci is not None
    assert found.icc.ci[0] < 0.95 < found.icc.ci[1]
    assert found.minimal_detectable_change == pytest.approx(1.96 * np.sqrt(2) * np.sqrt(2.5), 1e-4)
    assert "two persons" in night_to_night([nights]).refused
    assert "no person" in night_to_night([nights[:4]]).refused


def test_categories_begin_at_5_15_and_30() -> None:
    ours = np.array([4.99, 5, 14.99, 15, 29.99, 30])
    assert index_categories(ours, ours).diagonal().tolist() == [1, 2, 2, 1]


@pytest.mark.parametrize(("nights", "told"), [(4, False), (5, True)])
def test_below_five_nights_there_is_no_interval(nights: int, told: bool) -> None:
    values = np.arange(float(nights)) ** 2
    assert (over_nights([values], np.mean).ci is not None) is told
    assert (bland_altman(values, values * 0.9 + 1).lower.value is not None) is told
    assert (icc_2_1(values, values * 0.9 + 1).ci is not None) is told


@pytest.mark.parametrize(("nights", "told"), [(9, False), (10, True)])
def test_below_ten_nights_there_is_no_line(nights: int, told: bool) -> None:
    values = np.arange(float(nights)) ** 2
    assert (passing_bablok(values, values).slope.value is not None) is told


def test_a_night_that_either_does_not_know_is_left_out_of_both():
    ours, reference = np.array([1.0, np.nan, 3.0, 4.0]), np.array([5.0, 6.0, np.nan, 8.0])
    first, second = by_both(ours, reference)
    assert (first.tolist(), second.tolist()) == ([1.0, 4.0], [5.0, 8.0])
