"""Several nights: only what they carry, and right."""

import numpy as np
import pytest

from limbwatch.classify.nights.comparison import (
    compare,
    corrected_for_many,
    nights_needed,
    smallest_chance,
    trend,
    worth_testing,
)


def test_fewer_nights_than_carry_a_claim_give_none() -> None:
    enough = [1.0] * 6
    assert compare(enough[1:], enough) is None
    assert compare(enough, enough[1:]) is None
    assert compare(enough, enough) is not None
    assert trend(range(13), range(13)) is None
    assert trend(range(14), range(14)) is not None


@pytest.mark.parametrize(("first", "second"), [(6, 6), (7, 9), (12, 15)])
def test_chance_agrees_with_another_permutation_test(first: int, second: int) -> None:
    from scipy.stats import permutation_test  # dear to import

    random = np.random.default_rng(first)
    one, two = random.gamma(3, 4, first), random.gamma(2, 4, second)
    found = compare(one, two)
    assert found is not None
    other = permutation_test(
        (one, two),
        lambda x, y, axis: np.abs(x.mean(axis=axis) - y.mean(axis=axis)),
        vectorized=True,
        alternative="greater",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    )
    assert found.chance == pytest.approx(other.pvalue, abs=0.01)


def test_the_most_extreme_split_of_six_and_six() -> None:
    found = compare([10, 11, 12, 13, 14, 15], [1, 2, 3, 4, 5, 6])
    assert found is not None
    assert found.chance == pytest.approx(2 / 924)
    assert (found.shift, found.median_with, found.median_without) == (9, 12.5, 3.5)
    assert found.low <= found.shift <= found.high


def test_equal_nights_show_nothing_and_chance_is_never_zero() -> None:
    same = compare([5.0] * 8, [5.0] * 8)
    assert same is not None
    assert (same.chance, same.shift, same.low, same.high) == (1, 0, 0, 0)
    far = compare(range(100, 140), range(40))
    assert far is not None
    assert far.chance == 1 / 10_000


def test_chance_and_interval_hold_what_they_promise() -> None:
    random = np.random.default_rng(2)
    found = [compare(random.normal(3, 4, 8), random.normal(0, 4, 9)) for _ in range(120)]
    covered = np.mean([one is not None and one.low <= 3 <= one.high for one in found])
    assert 0.89 < covered <= 1
    null = [compare(random.normal(0, 4, 7), random.normal(0, 4, 7)) for _ in range(120)]
    assert 0.0 < np.mean([one is not None and one.chance < 0.05 for one in null]) < 0.11


def test_many_comparisons_at_once_are_held_to_more() -> None:
    assert corrected_for_many([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert corrected_for_many([]) == []
    assert corrected_for_many([0.9, 0.8]) == [1, 1]


def test_a_rise_is_found_and_noise_is_not() -> None:
    random = np.random.default_rng(3)
    days = np.arange(28.0)
    rising = trend(days, 5 + 0.5 * days + random.normal(0, 2, 28))
    assert rising is not None
    assert rising.low < 3.5 < rising.high
    assert rising.chance < 0.001
    flat = trend(days, random.normal(10, 3, 28))
    assert flat is not None
    assert flat.chance > 0.05
    assert trend(days, [1.0] * 28) is None


@pytest.mark.parametrize("size", [(6, 6), (6, 8), (7, 7)])
def test_no_nights_give_less_than_the_smallest_chance(size: tuple[int, int]) -> None:
    skewed = [100.0 * 2**night for night in range(size[0])]
    most_extreme = compare(skewed, [0.0] * (size[1] - 1) + [1.0])
    assert most_extreme is not None
    assert most_extreme.chance == pytest.approx(smallest_chance(*size))


def test_comparisons_that_no_result_could_carry_are_not_made() -> None:
    assert worth_testing([(6, 6)] * 23) == [True] * 23
    assert worth_testing([(6, 6)] * 24) == [False] * 24
    # the many small ones do not take the large one with them
    assert worth_testing([(5, 60)] * 50 + [(20, 20)]) == [False] * 50 + [True]
    assert worth_testing([]) == []


@pytest.mark.parametrize("comparisons", [1, 23, 24, 63, 5000])
def test_as_many_nights_as_are_asked_for_are_enough_and_one_less_is_not(comparisons: int) -> None:
    nights = nights_needed(comparisons)
    assert nights >= 6
    if comparisons < 500:  # more cannot be told apart by 9999 shuffles
        assert all(worth_testing([(nights, nights)] * comparisons))
        assert not any(worth_testing([(nights - 1, nights - 1)] * comparisons))
