"""Rotation and gravity: what a limb feels follows from mechanics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.kinematics import LimbMotion, Shift, Turn, felt
from limbwatch.sample_data.body.trajectory import Shake, Step, Trajectory
from limbwatch.sensor.samples import STANDARD_GRAVITY

STEP = 0.005
FLEXION = np.array([0.0, 1.0, 0.0])
LEVEL = Rotation.identity()


def turned_by(angle, *, duration=1.0, lever=(0.3, 0.0, 0.0), axis=FLEXION):
    angle_path = Trajectory(steps=(Step(start=0.0, duration=duration, size=angle),))
    turn = Turn(axis=axis, lever=np.array(lever), angle=angle_path)
    return LimbMotion(onset=10.0, offset=10.0 + duration, turns=(turn,))


@given(st.floats(-1.5, 1.5))
def test_a_limb_turned_by_theta_feels_gravity_turned_by_theta(theta):
    end = felt(turned_by(theta), LEVEL, STEP).force[-1]
    assert end == pytest.approx([-np.sin(theta), 0.0, np.cos(theta)], abs=1e-9)


def test_a_turn_about_the_vertical_leaves_gravity_alone():
    end = felt(turned_by(1.0, axis=np.array([0.0, 0.0, 1.0])), LEVEL, STEP).force[-1]
    assert end == pytest.approx([0.0, 0.0, 1.0])


def test_a_movement_begins_and_ends_at_one_g():
    move = felt(turned_by(0.5), Rotation.from_euler("xyz", (0.3, 0.2, 1.0)), STEP)
    assert np.linalg.norm(move.force[[0, -1]], axis=1) == pytest.approx(1.0)


def test_tangential_and_centripetal_acceleration_at_the_end_of_a_lever():
    # a steady shake about the vertical keeps gravity out of the plane of the movement
    hertz, size, radius = 2.0, 0.1, 0.4
    shake = Shake(
        start=0.0,
        duration=8.0,
        frequency=hertz,
        frequency_end=hertz,
        size=size,
        size_end=size,
        phase=0.0,
        attack=1.0,
        release=1.0,
    )
    turn = Turn(
        axis=np.array([0.0, 0.0, 1.0]),
        lever=np.array([radius, 0.0, 0.0]),
        angle=Trajectory(shakes=(shake,)),
    )
    move = felt(LimbMotion(onset=0.0, offset=8.0, turns=(turn,)), LEVEL, STEP)
    middle = move.force[(move.time > 2.0) & (move.time < 6.0)]
    pace = 2 * np.pi * hertz
    assert np.abs(middle[:, 1]).max() == pytest.approx(
        size * pace**2 * radius / STANDARD_GRAVITY, rel=0.01
    )
    assert middle[:, 0].min() == pytest.approx(
        -((size * pace) ** 2) * radius / STANDARD_GRAVITY, rel=0.02
    )
    assert middle[:, 2] == pytest.approx(1.0)


def test_a_heave_is_felt_along_the_vertical_of_a_tilted_limb():
    rest = Rotation.from_euler("y", 90, degrees=True)
    path = Trajectory(
        steps=(
            Step(start=0.0, duration=0.5, size=0.02),
            Step(start=0.5, duration=0.5, size=-0.02),
        )
    )
    heave = Shift(direction=np.array([0.0, 0.0, 1.0]), path=path)
    move = felt(LimbMotion(onset=0.0, offset=1.0, shifts=(heave,)), rest, STEP)
    moved = move.force - move.force[0]
    assert np.abs(moved[:, 0]).max() > 0.02
    assert np.abs(moved[:, 1:]).max() == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=25)
@given(st.floats(0.02, 0.6))
def test_the_wanted_peak_is_reached(peak):
    angle = Trajectory(
        steps=(
            Step(start=0.0, duration=0.4, size=0.1),
            Step(start=0.4, duration=0.6, size=-0.1),
        )
    )
    turn = Turn(axis=FLEXION, lever=np.array([0.35, 0.0, 0.0]), angle=angle)
    motion = LimbMotion(onset=0.0, offset=1.0, turns=(turn,), peak_g=peak)
    assert felt(motion, LEVEL, STEP).peak_g == pytest.approx(peak, rel=0.1)


def test_a_target_orientation_is_reached_exactly():
    target = Rotation.from_euler("xyz", (100, 20, -40), degrees=True)
    motion = LimbMotion(
        onset=0.0,
        offset=4.0,
        target=target,
        progress=Trajectory(steps=(Step(start=0.0, duration=4.0, size=1.0),)),
    )
    assert (felt(motion, LEVEL, STEP).rest * target.inv()).magnitude() < 1e-9


def test_a_step_with_exponents_three_is_the_minimum_jerk_path():
    share = np.linspace(0, 1, 101)
    path = Step(start=0.0, duration=1.0, size=1.0).at(share)
    assert path == pytest.approx(10 * share**3 - 15 * share**4 + 6 * share**5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Step(start=0.0, duration=0.0, size=1.0),
        lambda: Step(start=0.0, duration=1.0, size=1.0, early=1.5),
        lambda: LimbMotion(onset=1.0, offset=1.0),
        lambda: LimbMotion(onset=0.0, offset=1.0, target=LEVEL),
    ],
)
def test_impossible_movements_are_refused(wrong):
    with pytest.raises(ValueError, match=r"takes time|exceed 2|ends after|progress"):
        wrong()
