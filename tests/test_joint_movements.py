"""Movements of single limbs become movements of the person."""

import numpy as np
import pytest

from limbwatch.classify.evidence.joint_movements import join
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def events_of(joint):
    """Tracks that take part in each event."""
    return [sorted(joint.track[joint.event == event].tolist()) for event in range(len(joint))]


@pytest.mark.parametrize(
    ("gap", "together"), [(-1.0, True), (0.0, True), (0.49, True), (0.5, False), (2.0, False)]
)
def test_legs_join_when_they_overlap_or_follow_within_half_a_second(make_track, gap, together):
    tracks = [make_track(LEFT, [(100.0, 2.0)]), make_track(RIGHT, [(102.0 + gap, 2.0)])]
    assert events_of(join(tracks)) == ([[0, 1]] if together else [[0], [1]])


def test_an_arm_joins_the_leg_it_moves_with(make_track):
    tracks = [make_track(LEFT, [(100.0, 2.0)]), make_track(WRIST, [(100.1, 2.5)])]
    assert events_of(join(tracks)) == [[0, 1]]


def test_a_long_arm_movement_does_not_join_two_leg_movements_into_one(make_track):
    tracks = [
        make_track(LEFT, [(100.0, 2.0), (120.0, 2.0)]),
        make_track(WRIST, [(95.0, 40.0)]),
    ]
    joint = join(tracks)
    legs = joint.event[joint.track == 0]
    assert len(set(legs.tolist())) == 2


def test_an_arm_that_moves_alone_is_an_event_of_its_own(make_track):
    tracks = [make_track(LEFT, [(100.0, 2.0)]), make_track(WRIST, [(110.0, 2.0)])]
    assert events_of(join(tracks)) == [[0], [1]]


def test_events_are_in_order_of_onset_and_hold_every_movement_once(make_track):
    generator = np.random.default_rng(3)
    moves = [
        sorted((float(t), 1.0) for t in generator.choice(np.arange(0, 3000, 3), 60, replace=False))
        for _ in range(3)
    ]
    tracks = [make_track(p, m) for p, m in zip((LEFT, RIGHT, WRIST), moves, strict=True)]
    joint = join(tracks)
    onset = joint.column(tracks, "onset")
    first = np.minimum.reduceat(onset, joint.head)
    assert np.all(np.diff(first) >= 0)
    assert len(onset) == 180
    assert len({*zip(joint.track.tolist(), joint.row.tolist(), strict=True)}) == 180


def test_without_movements_there_are_no_events(make_track):
    assert len(join([make_track(LEFT, []), make_track(WRIST, [])])) == 0
