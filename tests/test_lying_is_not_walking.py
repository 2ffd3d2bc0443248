"""Walking is upright, on legs."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import outside


def walk(**measures: float) -> Features:
    """One event with steps, upright."""
    steps = Features(**{field.name: np.full(1, np.nan) for field in fields(Features)})
    given = {"duration": 45.0, "stride": 0.8, "moving_legs": 2.0, "posture_share": 0.02} | measures
    return replace(steps, **{name: np.array([value]) for name, value in given.items()})


def test_steps_of_upright_legs_may_be_a_walk() -> None:
    assert not outside(walk(), Kind.WALKING)[0]


@pytest.mark.parametrize(
    "measures", [{"posture_share": 0.34}, {"moving_legs": 0.0}, {"stride": 0.0}, {"duration": 2.0}]
)
def test_shaking_while_lying_and_an_arm_alone_are_no_walk(measures: dict[str, float]) -> None:
    """A tonic-clonic pattern of all limbs, lying, was called walking with 0.96."""
    assert outside(walk(**measures), Kind.WALKING)[0]
