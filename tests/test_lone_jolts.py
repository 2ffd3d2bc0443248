"""A jolt that goes on for too long to stand alone is another movement."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import SPASM
from limbwatch.classify.labels.labelling import Labels, weigh
from limbwatch.classify.labels.lone_jolts import lone_jolts
from tests.test_embedded_jolts import KICK
from tests.test_labels import STILL_SLEEPER


def alone(*, compact: float = 0.5, company: int = 0, away: float = 10.0) -> bool:
    """Tell whether a jolt is too long to stand alone, with others before it at one distance."""
    onset = 1000.0 - np.array([away] * company + [0.0])
    share = np.array([1.0] * company + [compact])
    found = lone_jolts(onset, jolts=np.ones(len(onset), np.bool_), compact=share)
    assert not found[:-1].any()
    return bool(found[-1])


CASES = {
    "compact": lambda: (alone(compact=0.699), alone(compact=0.7)),
    "company": lambda: (alone(company=1), alone(company=2)),
    "near_s": lambda: (alone(company=2, away=45.1), alone(company=2, away=45.0)),
}
"""For each limit a jolt that is just too long, and one that is not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def test_company_after_a_jolt_counts_like_that_before() -> None:
    onset, compact = np.array([0.0, 40.0, 80.0, 500.0]), np.array([0.5, 0.5, 0.5, 0.5])
    found = lone_jolts(onset, jolts=np.ones(4, np.bool_), compact=compact)
    assert found.tolist() == [True, False, True, True]


def test_only_jolts_are_company_and_only_jolts_are_judged() -> None:
    onset, compact = np.array([0.0, 10.0, 20.0]), np.full(3, 0.1)
    found = lone_jolts(onset, jolts=np.array([False, True, False]), compact=compact)
    assert found.tolist() == [False, True, False]


def test_a_jolt_whose_energy_is_unknown_is_left_as_it_is() -> None:
    assert not lone_jolts(np.zeros(1), jolts=np.ones(1, np.bool_), compact=np.full(1, np.nan)).any()


def weighed(step: float, *, compact: float) -> Labels:
    """Weigh three kicks out of any rhythm, a step apart, the middle one of this compactness."""
    kick = STILL_SLEEPER | KICK | {"rhythmic": 0.1, "running": 0.1, "pace": np.nan}
    columns = {field.name: np.full(3, kick[field.name]) for field in fields(Features)}
    features = Features(**columns | {"onset": 1000.0 + step * np.arange(3)})
    return weigh(replace(features, swing_share=np.array([0.95, compact, 0.95])))


def test_a_long_kick_alone_is_weighed_as_another_movement() -> None:
    """An outsider's restless sleeper, who kicks off and stops short, had 40 sleep starts."""
    starts = (Kind.HYPNIC_JERK, SPASM)
    assert weighed(50.0, compact=0.71).led_by(*starts).tolist() == [True, True, True]
    lone, near = weighed(50.0, compact=0.69), weighed(40.0, compact=0.69)
    assert lone.led_by(*starts).tolist() == [True, False, True]
    assert near.led_by(*starts).tolist() == [True, True, True]
    np.testing.assert_allclose(lone.probability.sum(axis=1), 1.0)
    assert lone.of(Kind.HYPNIC_JERK)[1] == lone.of(SPASM)[1] == 0.0
