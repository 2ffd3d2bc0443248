"""``classify/labels/prior.py``: a night's own frequency of knocks (Saerens et al. 2002)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.labels.prior import adapt_prior

DOUBTFUL = 0.5


def knock_of_the_last(*others: float) -> float:
    """Probability that a doubtful jolt is a knock, in a night with others of these ones."""
    knock = np.array([*others, DOUBTFUL])
    return float(adapt_prior(1 - knock, knock, learned=0.4, expected=0.4, weight=3.0)[1][-1])


def test_among_clear_knocks_a_doubtful_jolt_is_one():
    assert knock_of_the_last(*[0.99] * 20) > 0.9


def test_among_clear_sleep_starts_it_is_none():
    assert knock_of_the_last(*[0.01] * 20) < 0.2


def test_alone_it_stays_in_doubt():
    assert knock_of_the_last() == pytest.approx(DOUBTFUL, abs=0.1)


@given(st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), max_size=30))
def test_no_probability_is_made_or_lost(events):
    jerk, knock = np.array(events, float).reshape(-1, 2).T
    new_jerk, new_knock = adapt_prior(jerk, knock, learned=0.4, expected=0.4, weight=3.0)
    assert new_jerk + new_knock == pytest.approx(jerk + knock)
    assert np.all(new_jerk >= -1e-12)
    assert np.all(new_knock >= -1e-12)
