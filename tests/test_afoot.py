"""Who has just walked and has not lain down since does not convulse: they walk back."""

from dataclasses import fields

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.walks import afoot_of


def afoot(*, walked: float = 0.9, after: float = 100.0, posture: float = 0.04, fit: float = 0.8):
    """Ask of a walk of 20 s, and of what shakes all limbs some time after its end."""
    measures = {
        "onset": [600.0, 620.0 + after],
        "duration": [20.0, 33.0],
        "posture_share": [0.01, posture],
    }
    columns = {f.name: np.full(2, np.nan) for f in fields(Features)}
    columns |= {name: np.array(values) for name, values in measures.items()}
    labels = Labels(
        hypotheses=(Kind.WALKING, Kind.WAKE_MOVEMENT, Kind.CONVULSIVE),
        probability=np.array([[walked, 1 - walked, 0.0], [0.0, 1 - fit, fit]]),
        support=np.zeros((2, len(GROUPS))),
    )
    return afoot_of(labels, Features(**columns)).tolist()


def test_a_walk_back_to_bed_is_no_convulsion() -> None:
    """Two of 45 nights of an outsider's had one, after half a minute in the bathroom."""
    assert afoot() == [False, True]


@pytest.mark.parametrize(
    "otherwise",
    [{"walked": 0.89}, {"after": 180.1}, {"posture": 0.26}, {"fit": 0.4}],
    ids=["nobody surely walked", "long before", "lying as for hours", "something else leads"],
)
def test_it_takes_a_sure_walk_just_before_and_an_upright_limb(otherwise) -> None:
    assert afoot(**otherwise) == [False, False]


def test_the_walk_may_end_three_minutes_before() -> None:
    assert afoot(after=180.0, posture=0.25) == [False, True]


def test_what_comes_between_ends_no_walk() -> None:
    columns = {f.name: np.full(3, np.nan) for f in fields(Features)}
    columns |= {"onset": np.array([600.0, 625.0, 640.0]), "duration": np.array([20.0, 1.0, 33.0])}
    labels = Labels(
        hypotheses=(Kind.WALKING, Kind.WAKE_MOVEMENT, Kind.CONVULSIVE),
        probability=np.array([[0.9, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, 0.2, 0.8]]),
        support=np.zeros((3, len(GROUPS))),
    )
    told = afoot_of(labels, Features(**{**columns, "posture_share": np.full(3, 0.04)}))
    assert told.tolist() == [False, False, True]


def test_of_a_night_without_events_nothing_is_said() -> None:
    none = Features(**{f.name: np.empty(0) for f in fields(Features)})
    labels = Labels(
        hypotheses=(Kind.WALKING, Kind.CONVULSIVE),
        probability=np.empty((0, 2)),
        support=np.empty((0, len(GROUPS))),
    )
    assert afoot_of(labels, none).tolist() == []
