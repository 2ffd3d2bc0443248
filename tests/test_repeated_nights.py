"""Figures of all nights of persons who have several: persons are drawn, never their nights."""

from dataclasses import replace

import numpy as np
import pytest

from limbwatch.classify.agreement.clustered import (
    mean_over_persons,
    over_persons,
    sums_over_persons,
)
from limbwatch.classify.agreement.detection import Detection, figures, share_of_sums
from limbwatch.classify.agreement.estimates import over_nights


def nights_of(seed: int, persons: int = 20) -> "tuple[np.ndarray, np.ndarray, list[str]]":
    """Hits and misses of one to five nights a person, whose own recall differs."""
    random = np.random.default_rng(seed)
    hits, misses, whose = [], [], []
    for person in range(persons):
        recall = random.beta(16, 4)
        for _ in range(random.integers(1, 6)):
            count = random.poisson(60) + 1
            found = random.binomial(count, recall)
            hits.append(found)
            misses.append(count - found)
            whose.append(f"p{person}")
    return np.array(hits, float), np.array(misses, float), whose


def test_the_interval_is_that_of_persons_drawn_again_one_by_one() -> None:
    """Held against a plain percentile bootstrap: draw persons, take all their nights, pool."""
    hits, misses, whose = nights_of(1)
    found = sums_over_persons([hits, misses], whose, share_of_sums)
    names = sorted(set(whose))
    rows = {name: [k for k, one in enumerate(whose) if one == name] for name in names}
    random = np.random.default_rng(2)
    drawn = []
    for _ in range(2000):
        taken = [k for name in random.choice(names, len(names)) for k in rows[name]]
        drawn.append(hits[taken].sum() / (hits[taken].sum() + misses[taken].sum()))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert found.value == pytest.approx(hits.sum() / (hits.sum() + misses.sum()))
    assert found.n == len(names)
    assert found.ci == pytest.approx((low, high), abs=0.012)
    as_if_apart = over_nights([hits, misses], share_of_sums).ci
    assert as_if_apart is not None
    assert high - low > 1.2 * (as_if_apart[1] - as_if_apart[0])


def test_intervals_over_persons_cover_what_they_should() -> None:
    """Of studies of 20 persons at least 85 of 100 hold the true recall; as nights apart, fewer."""
    truth, studies = 0.8, 60
    held = apart = 0
    for seed in range(studies):
        hits, misses, whose = nights_of(seed)
        sums = [
            [c[np.array(whose) == p].sum() for p in dict.fromkeys(whose)] for c in (hits, misses)
        ]
        over = over_nights([np.array(one) for one in sums], share_of_sums, resamples=300).ci
        every = over_nights([hits, misses], share_of_sums, resamples=300).ci
        assert over is not None
        assert every is not None
        held += over[0] <= truth <= over[1]
        apart += every[0] <= truth <= every[1]
    print(held / studies, apart / studies)
    assert held / studies >= 0.85
    assert apart / studies < held / studies - 0.1


def test_any_statistic_may_be_drawn_over_persons() -> None:
    hits, misses, whose = nights_of(3)
    sums = sums_over_persons([hits, misses], whose, share_of_sums)
    same = over_persons([hits, misses], whose, lambda a, b: a.sum() / (a + b).sum())
    assert same.value == pytest.approx(sums.value)
    assert same.ci == pytest.approx(sums.ci, abs=1e-9)
    assert (same.n, same.method) == (20, "BCa bootstrap over persons")


def test_unknown_nights_are_left_out_and_few_persons_have_no_interval() -> None:
    values, whose = np.array([1.0, np.nan, 3.0, 5.0]), ["a", "a", "b", "b"]
    found = mean_over_persons(values, whose)
    assert (found.value, found.n, found.ci) == (3.0, 2, None)
    assert mean_over_persons(np.array([np.nan]), ["a"]).value is None
    assert over_persons([np.array([np.nan])], ["a"], np.mean).value is None


def test_detection_of_all_nights_pools_them_and_counts_persons() -> None:
    hits, misses, whose = nights_of(4, persons=8)
    night = Detection(tolerance_s=0.5, tp=0, fp=0, fn=0)
    nights = [
        replace(night, tp=int(tp), fn=int(fn), fp=3, onset_bias_s=0.1)
        for tp, fn in zip(hits, misses, strict=True)
    ]
    found = figures(nights, whose)
    assert found.recall.value == pytest.approx(hits.sum() / (hits.sum() + misses.sum()))
    assert (found.tp, found.recall.n, found.onset_bias_s.n) == (int(hits.sum()), 8, 8)
    assert found.onset_bias_s.value == pytest.approx(0.1)
    assert found.recall.ci is not None
    assert found.recall.ci != figures(nights).recall.ci
