"""Trains of the feet: many, of either leg, are no attack of one (Wichniak et al. 2001)."""

import numpy as np
import pytest

from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.overrides import trains_of

LEFT, RIGHT, WRIST = [True, False, False], [False, True, False], [False, False, True]
LEG = np.array([True, True, False])
JERKS = (0.1, 0.7, 0.2)


def labels_of(probability):
    return Labels(
        hypotheses=(Kind.FOOT_TREMOR, Kind.FOCAL, Kind.WAKE_MOVEMENT),
        probability=np.array(probability),
        support=np.zeros((len(probability), len(GROUPS))),
    )


def found(moved, *, probability=JERKS, apart=600.0, leg=LEG):
    onset = apart * np.arange(len(moved))
    labels = labels_of([probability] * len(moved))
    return trains_of(labels, onset, np.array(moved), leg=leg).tolist()


@pytest.mark.parametrize(("trains", "feet"), [(3, False), (4, True)])
def test_it_takes_four(trains, feet):
    assert found([LEFT, RIGHT, LEFT, RIGHT][:trains]) == [feet] * trains


def test_jerking_that_keeps_to_its_side_is_none():
    assert not any(found([LEFT] * 6))


def test_a_train_of_both_legs_is_of_both():
    assert all(found([[True, True, False]] * 4))


@pytest.mark.parametrize(("apart", "feet"), [(895.0, True), (905.0, False)])
def test_they_come_within_an_hour(apart, feet):
    """The middle ones have three others within half an hour."""
    assert found([LEFT, RIGHT, LEFT, RIGHT], apart=apart)[1] is feet


@pytest.mark.parametrize("leads", [(0.5, 0.0, 0.5), (0.23, 0.23, 0.22)])
def test_both_together_have_to_be_likely_and_one_to_lead(leads):
    assert all(found([LEFT, RIGHT, LEFT, RIGHT], probability=leads))


@pytest.mark.parametrize("leads", [(0.2, 0.2, 0.6), (0.22, 0.22, 0.2)])
def test_what_is_unlikely_or_led_by_another_is_none(leads):
    assert not any(found([LEFT, RIGHT, LEFT, RIGHT], probability=leads))


def test_an_arm_that_takes_part_is_no_foot():
    both = [one or other for one, other in zip(LEFT, WRIST, strict=True)]
    assert not any(found([LEFT, RIGHT, both, both]))


def test_one_ankle_tells_nothing_of_the_other():
    assert not any(found([[True]] * 6, leg=np.array([True])))


def test_of_nothing_there_are_none():
    assert (
        trains_of(labels_of(np.empty((0, 3))), np.empty(0), np.empty((0, 3), bool), leg=LEG).size
        == 0
    )


def test_what_is_something_else_counts_for_none():
    labels, onset = labels_of([JERKS] * 4), 600.0 * np.arange(4)
    moved = np.array([LEFT, RIGHT, LEFT, RIGHT])
    attack = np.array([True, False, False, False])
    assert not trains_of(labels, onset, moved, leg=LEG, other=attack).any()
