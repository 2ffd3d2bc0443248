"""Who turns, steps and turns again has left the bed, whether or not the steps look like steps."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels import overrides
from limbwatch.classify.labels.walks import outings_of
from tests.test_overrides import NO, YES, told

COUNT = 4
"""A turn, two pieces of a bout, a turn."""


def night(*, turn: float = 90.0, before: float = 30.0, after: float = 30.0) -> Features:
    """Turn for 4 s, rest, shake from second 1000 to 1200 with a pause, rest, and turn again."""
    columns = {field.name: np.full(COUNT, np.nan) for field in fields(Features)}
    return Features(
        **columns
        | {
            "onset": np.array([1000.0 - before - 4.0, 1000.0, 1100.0, 1200.0 + after]),
            "duration": np.array([4.0, 98.0, 100.0, 4.0]),
            "turn": np.array([turn, 10.0, 10.0, turn]),
        }
    )


def bouts() -> Bouts:
    columns = {field.name: np.zeros(3) for field in fields(Bouts)}
    return Bouts(
        **columns
        | {
            "number": np.array([0, 1, 1, 2]),
            "onset": np.array([900.0, 1000.0, 1300.0]),
            "length": np.array([4.0, 200.0, 4.0]),
        }
    )


def outing(**measures: float) -> bool:
    found = outings_of(bouts(), night(**measures))
    assert found[1] == found[2]
    return bool(found[1])


CASES = {
    "turn": lambda: (outing(turn=45.0), outing(turn=44.9)),
    "within_s": lambda: (outing(before=60.0, after=60.0), outing(before=60.1)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def test_there_must_be_a_turn_on_either_side() -> None:
    assert not outing(after=60.1)
    assert not outings_of(bouts(), replace(night(), turn=np.array([90.0, 10.0, 10.0, 0.0]))).any()
    assert not outings_of(bouts(), replace(night(), turn=np.array([0.0, 10.0, 10.0, 90.0]))).any()


def test_a_turn_within_the_bout_is_none_of_these() -> None:
    """A convulsion may begin with a turn."""
    for others in ((0.0, 0.0), (0.0, 90.0), (90.0, 0.0)):
        within = replace(night(), turn=np.array([others[0], 90.0, 90.0, others[1]]))
        assert not outings_of(bouts(), within).any()


@pytest.mark.parametrize("attack", [True, False])
def test_shaking_between_two_turns_is_a_movement_while_awake(
    monkeypatch: pytest.MonkeyPatch, *, attack: bool
) -> None:
    """A walk to the bathroom whose ankles were recorded apart was a convulsion of 200 s."""
    monkeypatch.setattr(overrides, "outings_of", lambda *_: YES)
    named = overrides.overridden(
        [Kind.CONVULSIVE], np.array([0.84]), told(flails=attack), counted=NO
    )
    assert (named.kinds, named.sure.tolist()) == ([Kind.WAKE_MOVEMENT], [0.6])
