"""Who shivers trembles many times; one who stiffens does not."""

from dataclasses import fields

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels import overrides
from limbwatch.classify.labels.stiffenings import shivers_of
from tests.test_overrides import NO, YES, told


def shivers(
    *, trembles: int = 3, away: float = 600.0, lasting: float = 20.0, limbs: int = 3
) -> bool:
    """Tell whether a stiffening is a shiver that has trembles before it, at one distance."""
    onset = 9000.0 - np.array([away] * trembles + [0.0])
    row = {field.name: np.full(len(onset), np.nan) for field in fields(Features)}
    features = Features(
        **row
        | {
            "onset": onset,
            "duration": np.array([lasting] * trembles + [20.0]),
            "limbs": np.array([limbs] * trembles + [3.0]),
        }
    )
    stiff = onset == 9000.0
    found = shivers_of(features, stiff=stiff, trembling=~stiff)
    assert not found[:-1].any()
    return bool(found[-1])


CASES = {
    "fewest": lambda: (shivers(trembles=3), shivers(trembles=2)),
    "around_s": lambda: (shivers(away=1800.0), shivers(away=1800.1)),
    "lasting_s": lambda: (shivers(lasting=5.0), shivers(lasting=4.9)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def test_the_tremor_of_a_hand_is_no_company() -> None:
    assert shivers(limbs=2)
    assert not shivers(limbs=1)


def test_trembles_afterwards_count_and_stiffenings_do_not() -> None:
    onset = np.array([0.0, 100.0, 200.0, 300.0])
    row = {field.name: np.full(4, np.nan) for field in fields(Features)}
    features = Features(
        **row | {"onset": onset, "duration": np.full(4, 20.0), "limbs": np.full(4, 3.0)}
    )
    stiff = np.array([True, False, False, False])
    assert shivers_of(features, stiff=stiff, trembling=~stiff).tolist() == [True] + [False] * 3
    every = np.ones(4, np.bool_)
    assert not shivers_of(features, stiff=every, trembling=every).any()


def test_a_shiver_is_tremor_as_sure_as_both_kinds_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cold sleeper who shivered for an hour had seven stiffenings."""
    monkeypatch.setattr(overrides, "shivers_of", lambda *_, **__: YES)
    monkeypatch.setattr(overrides, "clonic_of", lambda *_: NO)
    named = overrides.overridden([Kind.TONIC], np.array([0.9]), told(stiff=YES), counted=NO)
    assert named.kinds == [Kind.TREMOR]
    assert named.sure[0] == pytest.approx(0.2)
