"""A leg that is held tilted, or that jerks and is walked off, is cramped and does not jerk."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.evidence.bouts import Bouts
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.cramps import cramps_of, held_cramps_of
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.scoring import Evidence
from limbwatch.sensor import Placement

LEFT, WRIST = Placement.ANKLE_LEFT, Placement.WRIST_LEFT

LEG = {
    "duration": 60.0,
    "limbs": 1.0,
    "moving_legs": 1.0,
    "leg_held": 20.0,
    "leaning": 1.0,
    "still_after": 600.0,
}


def measured(*events: dict[str, float]) -> Features:
    """Measure events of one leg, of which little else is known."""
    rows = [LEG | event for event in events]
    columns = {f.name: np.full(len(rows), np.nan) for f in fields(Features)}
    columns |= {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return Features(**columns)


def labels(*probability: dict[Kind, float]) -> Labels:
    kinds = tuple(dict.fromkeys(kind for row in probability for kind in row))
    return Labels(
        hypotheses=kinds,
        probability=np.array([[row.get(kind, 0.0) for kind in kinds] for row in probability]),
        support=np.zeros((len(probability), len(GROUPS))),
    )


def bout(rest_after: float, *, events: int = 1) -> Bouts:
    """Return one bout of some events, with so long a rest after it."""
    names = [f.name for f in fields(Bouts) if f.name not in ("number", "count", "weight")]
    columns = {name: np.zeros(1) for name in names} | {"rest_after": np.array([rest_after])}
    number = np.zeros(events, np.intp)
    return Bouts(number=number, count=np.array([events]), weight=np.ones(events), **columns)


def cramped(
    *, likely: float = 0.8, part: float = 0.2, rest_after: float = 9.9, arm: float = 0.0
) -> bool:
    """Ask of one leg that jerks, with a part of a cramp in it, and perhaps moves on."""
    both = labels({Kind.FOCAL: likely - part, Kind.CRAMP: part, Kind.WAKE_MOVEMENT: 1 - likely})
    one = measured({"limbs": 1.0 + (arm > 0), "still_after": rest_after, "leg_held": 20.0})
    one = replace(one, arms_over_legs=np.array([arm]))
    return bool(cramps_of(both, bout(rest_after), one)[0])


def held(*, either: float = 0.6, part: float = 0.2, **event: float) -> bool:
    """Ask of one leg that is held tilted all the time, and may jerk there."""
    both = labels({Kind.FOCAL: either - part, Kind.CRAMP: part, Kind.TREMOR: 0.3})
    return bool(held_cramps_of(both, measured({"leg_held": 54.0} | event))[0])


CASES = {
    "sure": lambda: (cramped(), cramped(likely=0.79)),
    "maybe": lambda: (cramped(likely=0.95, part=0.05), cramped(likely=0.95, part=0.049)),
    "likely": lambda: (held(), held(either=0.59)),
    "held": lambda: (held(), held(leg_held=53.9)),
    "leaning": lambda: (held(leaning=0.5), held(leaning=0.49)),
    "held_s": lambda: (
        held(duration=20.0, leg_held=20.0),
        held(duration=19.9, leg_held=19.9),
    ),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def test_a_leg_that_jerks_and_lies_still_afterwards_has_jerked() -> None:
    """Three nights of an outsider's cramps were alarms: a leg held hard sways as it jerks."""
    assert cramped(rest_after=9.9)
    assert not cramped(rest_after=10.0)


def test_what_an_arm_does_more_than_a_leg_is_no_cramp() -> None:
    assert not cramped(arm=1.1)
    assert not held(limbs=2.0)


def test_what_is_no_cramp_at_all_is_none_however_it_is_held() -> None:
    """A stiffening of which one limb showed most, and who fidgets, were cramps."""
    assert held(part=0.05)
    assert not held(part=0.049)


@pytest.mark.parametrize(
    ("rest", "follows", "cramp"),
    [
        (9.9, Kind.WALKING, True),
        (9.9, Kind.WAKE_MOVEMENT, True),
        (9.9, Kind.GROSS_MOVEMENT, True),
        (9.9, Kind.LIMB_MOVEMENT, False),
        (10.0, Kind.WALKING, False),
    ],
)
def test_a_cramp_that_is_walked_off_is_one_whatever_the_rest_after_the_walk(
    rest, follows, cramp
) -> None:
    """Two cramps of a stranger's night went on into a walk, and into a long rest after that."""
    both = labels({Kind.FOCAL: 0.6, Kind.CRAMP: 0.3, follows: 0.1}, {Kind.CRAMP: 0.1, follows: 0.9})
    found = cramps_of(both, bout(600.0, events=2), measured({"still_after": rest}, {}))
    assert found.tolist() == [cramp, False]


def test_what_leads_as_a_cramp_needs_no_second_look() -> None:
    both = labels({Kind.FOCAL: 0.4, Kind.CRAMP: 0.6})
    assert not cramps_of(both, bout(1.0), measured({"still_after": 1.0})).any()


def test_a_leg_that_is_held_is_what_it_is_about_though_a_hand_does_more(make_track) -> None:
    """Who rubs a cramped calf moves the arm harder than the leg."""
    leg = make_track(LEFT, [(100.0, 60.0)], held=48.0)
    evidence = Evidence.of([leg, make_track(WRIST, [(100.0, 60.0)])])
    rubbed = replace(evidence.features, arms_over_legs=np.array([3.0]))
    brief = replace(rubbed, leg_held=np.array([47.9]))
    assert rubbed.leg_held == pytest.approx([48.0])
    assert rubbed.held_by_leg.tolist() == [True]
    assert brief.held_by_leg.tolist() == [False]
