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


def test_intervals_cover_what_they_should() -> None:
    """92 to 97 of 100 studies of 20 persons with one to five nights hold the truth."""
    spread = np.hypot(BETWEEN, WITHIN)
    truth = {
        "bias": BIAS,
        "sd": spread,
        "lower": BIAS - LIMIT_Z * spread,
        "upper": BIAS + LIMIT_Z * spread,
    }
    held = dict.fromkeys(truth, 0)
    studies = 1000
    for seed in range(studies):
        found = repeated_limits(persons_of(seed))
        assert found is not None
        for name, value in truth.items():
            ci = getattr(found, name).ci
            held[name] += ci[0] <= value <= ci[1]
    print({name: count / studies for name, count in held.items()})
    assert all(0.92 <= count / studies <= 0.97 for count in held.values())


def test_without_a_second_night_or_five_persons_nothing_is_told() -> None:
    assert repeated_limits([np.array([1.0]), *[np.array([float(k)]) for k in range(8)]]) is None
    assert repeated_limits([np.array([1.0, 2.0])] * 4) is None
    unknown = [np.array([1.0, np.nan])] * 8
    assert repeated_limits(unknown) is None


def test_nights_that_are_all_alike_have_no_spread() -> None:
    found = repeated_limits([np.array([2.0, 2.0])] * 5)
    assert found is not None
    assert found.sd.value == 0
    assert found.upper.ci == (2.0, 2.0)
