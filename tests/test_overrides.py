"""What a rule calls an event is as sure as the rule, not as what the event resembles."""

from dataclasses import fields

import numpy as np
import pytest

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels import overrides
from limbwatch.classify.labels.attacks import Attacks
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.overrides import Override, overridden, overrides_of
from limbwatch.sensor.arrays import Mask

GIVEN = {
    Kind.CONVULSIVE: 0.5,
    Kind.TONIC: 0.2,
    Kind.FOCAL: 0.15,
    Kind.CRAMP: 0.1,
    Kind.FOOT_TREMOR: 0.043,
    Kind.WALKING: 0.007,
}
"""What the evidence gives each kind of one event, which convulses if it is anything."""

YES, NO = np.ones(1, np.bool_), np.zeros(1, np.bool_)


def told(*, stiff: Mask = NO, flails: bool = False) -> tuple[Override, ...]:
    """Ask the rules of that event, perhaps as an attack that is too brief for a convulsion."""
    labels = Labels(
        hypotheses=tuple(GIVEN),
        probability=np.array([list(GIVEN.values())]),
        support=np.zeros((1, len(GROUPS))),
    )
    bouts = Bouts(**{field.name: np.zeros(1, np.intp) for field in fields(Bouts)})
    return overrides_of(
        labels,
        Features(**{field.name: np.full(1, np.nan) for field in fields(Features)}),
        Attacks(
            kinds={0: Kind.CONVULSIVE} if flails else {},
            sure=np.zeros(1),
            brief=YES if flails else NO,
            bouts=bouts,
        ),
        stiff=stiff,
        moved=YES[:, None],
        leg=YES,
    )


@pytest.mark.parametrize(
    ("rule", "kind", "sure"),
    [
        ("afoot_of", Kind.WALKING, 0.007),
        ("trains_of", Kind.FOOT_TREMOR, 0.15 + 0.043),
        ("clonic_of", Kind.CONVULSIVE, 0.5 + 0.2),
        ("cramps_of", Kind.CRAMP, 0.15 + 0.1),
        ("held_cramps_of", Kind.CRAMP, 0.15 + 0.1),
        ("rising_of", Kind.WALKING, 0.8),
    ],
)
def test_a_rule_is_as_sure_as_what_it_decides_between(monkeypatch, rule, kind, sure) -> None:
    """What all limbs shook on the way back from a walk was a walk as sure as the convulsion."""
    monkeypatch.setattr(overrides, rule, lambda *_, **__: YES)
    named = overridden([Kind.UNCERTAIN], np.array([0.5]), told(), counted=NO)
    assert named.kinds == [kind]
    assert named.sure[0] == pytest.approx(sure)


def test_who_gets_up_walks_as_sure_as_that_afoot_or_not(monkeypatch) -> None:
    for rule in ("afoot_of", "rising_of"):
        monkeypatch.setattr(overrides, rule, lambda *_: YES)
    named = overridden([Kind.UNCERTAIN], np.array([0.5]), told(), counted=NO)
    assert (named.kinds, named.sure.tolist()) == ([Kind.WALKING], [0.8])


def test_a_train_is_named_whatever_leads() -> None:
    train = Override(Kind.FOOT_TREMOR, np.array([False, True]), 0.7)
    named = overridden([Kind.FOCAL] * 2, np.full(2, 0.9), [train], counted=np.zeros(2, bool))
    assert named.kinds == [Kind.FOCAL, Kind.FOOT_TREMOR]
    assert named.sure.tolist() == [0.9, 0.7]
    assert named.by_rule.tolist() == [False, True]


def test_a_member_of_a_series_stays_one_whatever_a_rule_calls_it() -> None:
    named = overridden(
        [Kind.PLM], np.array([0.9]), [Override(Kind.FOOT_TREMOR, YES, 0.7)], counted=YES
    )
    assert (named.kinds, named.sure.tolist()) == ([Kind.PLM], [0.9])
    assert named.by_rule.tolist() == [True]


def test_a_leg_that_is_held_with_all_other_limbs_is_no_cramp(monkeypatch) -> None:
    monkeypatch.setattr(overrides, "held_cramps_of", lambda *_: YES)
    named = overridden([Kind.UNCERTAIN], np.array([0.5]), told(stiff=YES), counted=NO)
    assert named.kinds == [Kind.TONIC]


@pytest.mark.parametrize(("clonic", "kind"), [(NO, Kind.UNCERTAIN), (YES, Kind.CONVULSIVE)])
def test_a_brief_attack_is_uncertain_but_where_one_movement_convulses(
    monkeypatch, clonic, kind
) -> None:
    monkeypatch.setattr(overrides, "clonic_of", lambda *_: clonic)
    named = overridden([Kind.FOCAL], np.array([0.5]), told(flails=True), counted=NO)
    assert named.kinds == [kind]


def test_of_several_rules_the_last_counts() -> None:
    both = [Override(Kind.FOCAL, YES, np.array([0.6])), Override(Kind.WALKING, YES, 0.2)]
    named = overridden([Kind.CONVULSIVE], np.array([0.9]), both, counted=NO)
    assert (named.kinds, named.sure.tolist()) == ([Kind.WALKING], [0.2])
