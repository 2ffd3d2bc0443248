"""Limits of agreement over several nights a person: held against a direct analysis of variance."""

import numpy as np
import pytest

from limbwatch.classify.agreement.bland_altman import LIMIT_Z
from limbwatch.classify.agreement.repeated_limits import repeated_limits

BIAS, BETWEEN, WITHIN = -3.0, 4.0, 5.0


def persons_of(seed: int, count: int = 20) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [
        random.normal(BIAS, BETWEEN) + random.normal(0, WITHIN, random.integers(1, 6))
        for _ in range(count)
    ]


def test_components_are_those_of_a_one_way_analysis_of_variance() -> None:
    """Six persons of four nights each, by sums of squares over a table."""
    table = np.random.default_rng(1).normal(0, 2, (6, 4)) + np.arange(6.0)[:, None]
    found = repeated_limits([*table])
    assert found is not None
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum() / (6 * 3)
    between = 4 * ((table.mean(axis=1) - table.mean()) ** 2).sum() / 5
    spread = np.sqrt((between - within) / 4 + within)
    assert found.within_sd == pytest.approx(np.sqrt(within))
    assert found.between_sd == pytest.approx(np.sqrt((between - within) / 4))
    assert found.sd.value == pytest.approx(spread)
    assert found.bias.value == pytest.approx(table.mean())
    assert found.upper.value == pytest.approx(table.mean() + LIMIT_Z * spread)
    assert found.lower.value == pytest.approx(table.mean() - LIMIT_Z * spread)
    assert (found.nights, found.bias.n) == (24, 6)


PUBLISHED = (
    [(7.83, 6.57), (7.42, 5.62), (7.89, 6.90), (7.12, 6.57), (7.88, 6.35)],
    [(6.16, 4.06), (7.26, 4.29), (6.71, 4.26), (6.54, 4.09)],
    [(4.75, 4.71), (5.24, 5.50), (4.86, 5.08), (4.78, 5.02), (6.05, 6.01), (5.42, 5.67)],
    [(4.21, 4.14), (3.61, 4.20), (3.72, 4.61), (3.87, 4.68), (3.92, 5.04)],
)
"""Cardiac output of four persons by two methods, l/min: a part of the table of Bland and Altman
1999, of which limits and their intervals by Zou's method are published."""


def test_limits_and_intervals_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("limbwatch.classify.agreement.repeated_limits.FEWEST", 4)
    found = repeated_limits([np.subtract(*np.transpose(person)) for person in PUBLISHED])
    assert found is not None
    values = [found.bias.value, found.lower.value, found.upper.value]
    assert values == pytest.approx([0.7255, -2.14, 3.59], abs=0.002)
    assert found.lower.ci == pytest.approx((-9.83, -0.33), abs=0.01)
    assert found.upper.ci == pytest.approx((1.77, 11.27), abs=0.015)


@pytest.mark.parametrize("persons", [5, 20])
def test_intervals_cover_what_they_should(persons: int) -> None:
    """92 to 97 of 100 studies of 20 persons with one to five nights hold the truth.

    Of five persons, the fewest, 98 at most: the method errs on the safe side there.
    """
    spread = np.hypot(BETWEEN, WITHIN)
    truth = {
        "bias": BIAS,
        "sd": spread,
        "lower": BIAS - LIMIT_Z * spread,
        "upper": BIAS + LIMIT_Z * spread,
    }
    held = dict.fromkeys(truth, 0)
    studies = 1000 if persons == 20 else 300
    for seed in range(studies):
        found = repeated_limits(persons_of(seed, persons))
        assert found is not None
        for name, value in truth.items():
            ci = getattr(found, name).ci
            held[name] += ci[0] <= value <= ci[1]
    print({name: count / studies for name, count in held.items()})
    most = 0.97 if persons == 20 else 0.985
    assert all(0.92 <= count / studies <= most for count in held.values())


def test_without_a_second_night_or_five_persons_nothing_is_told() -> None:
    assert repeated_limits([np.array([1.0]), *[np.array([float(k)]) for k in range(8)]]) is None
    assert repeated_limits([np.array([1.0, 2.0])] * 4) is None
    unknown = [np.array([1.0, np.nan])] * 8
    assert repeated_limits(unknown) is None


def test_nights_that_are_all_alike_have_no_spread() -> None:
    found = repeated_limits([np.array([2.0, 2.0])] * 5)
    assert found is not None
    assert found.sd.value == 0
    assert (found.upper.value, found.upper.ci) == (2.0, None)
