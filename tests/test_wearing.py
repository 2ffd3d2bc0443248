"""Sensors bear witness to each other's wear."""

from dataclasses import replace

import numpy as np
import pytest

from limbwatch.classify.observation.witnesses import witnessed
from limbwatch.dsp import Track
from limbwatch.dsp.movements import no_movements
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.posture.wear import doubtful_spans
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.sensor import Placement

HOUR = 3600
LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def track(placement, turns=(), still=(0, 0)):
    """Three hours of a restless limb that lies as dead as a table from and to the given epoch."""
    rng = np.random.default_rng(3)
    count = 3 * HOUR
    gravity = np.array([0.5, 0.6, 0.62]) + rng.normal(0, 0.0002, (count, 3))
    spread = 0.001 * np.sqrt(rng.chisquare(24, (count, 3)) / 24)
    spread[::50] += 0.05
    first, last = still
    spread[first:last] = 0.001 * np.sqrt(rng.chisquare(24, (last - first, 3)) / 24)
    onset = np.array(sorted(turns), dtype=float)
    empty = no_movements(75)
    moves = replace(
        empty,
        **{name: np.zeros(len(onset)) for name in empty.__slots__ if name != "shape"}
        | {"onset": onset, "offset": onset + 5, "turn": np.full(len(onset), 40.0)},
        shape=np.zeros((len(onset), 75)),
    )
    spans = np.array([[0.0, count]])
    return Track(
        placement=placement,
        rate=50.0,
        spans=spans,
        worn=spans,
        calibration=Calibration(
            offset=np.zeros(3), gain=np.ones(3), error_before=0, error_after=0, still_epochs=0
        ),
        movements=moves,
        epochs=Epochs(length=1.0, valid=np.ones(count), gravity=gravity, spread=spread),
        peaks=np.empty(0, np.float32),
        threshold=0.01,
        floor=0.001,
    )


CHARGED = track(LEFT, still=(HOUR, 2 * HOUR))


@pytest.mark.parametrize(
    ("after", "apart", "degrees", "off"),
    [
        (1400.0, 4.9, 10.1, True),
        (1400.0, 5.1, 10.1, False),  # not one turn of a body
        (1400.0, 4.9, 9.9, False),  # no change of posture
        (121.0, 0.0, 10.1, True),
        (119.0, 0.0, 10.1, False),  # whoever takes a sensor off moves other limbs too
    ],
)
def test_two_limbs_turn_by_ten_degrees_within_five_seconds_two_minutes_after_the_edge(
    after, apart, degrees, off
):
    ((start, _),) = doubtful_spans(CHARGED.epochs)
    others = track(RIGHT, turns=[start + after]), track(WRIST, turns=[start + after + apart])
    for other in others:
        other.movements.turn[:] = degrees
    left, *_ = witnessed([CHARGED, *others])
    assert (len(left.worn) == 2) == off


def test_two_limbs_that_turn_tell_that_the_third_sensor_is_off():
    left, right, wrist = witnessed(
        [CHARGED, track(RIGHT, turns=[5000]), track(WRIST, turns=[5001.5])]
    )
    assert left.worn == pytest.approx(np.array([[0, HOUR], [2 * HOUR, 3 * HOUR]]), abs=60)
    assert right.worn.tolist() == wrist.worn.tolist() == [[0, 3 * HOUR]]


@pytest.mark.parametrize(
    ("right", "wrist"),
    [
        ([], []),
        ([5000], []),
        ([5000], [5030]),
        ([9000], [9001]),
        ([3650], [3651]),
    ],
    ids=["nobody moved", "one limb", "not together", "another time", "taking it off"],
)
def test_without_two_witnesses_it_stays_worn(right, wrist):
    found = witnessed([CHARGED, track(RIGHT, turns=right), track(WRIST, turns=wrist)])
    assert found[0].worn.tolist() == [[0, 3 * HOUR]]


def test_a_sensor_that_is_off_itself_is_no_witness():
    off = replace(track(RIGHT, turns=[5000]), worn=np.array([[0.0, HOUR]]))
    assert witnessed([CHARGED, off, track(WRIST, turns=[5001])])[0] is CHARGED


def test_two_sensors_are_too_few():
    tracks = (CHARGED, track(RIGHT, turns=[5000]))
    assert witnessed(tracks) == tracks


def test_a_limb_that_moves_is_worn_whatever_the_others_do():
    turning = [track(RIGHT, turns=[5000]), track(WRIST, turns=[5001])]
    assert witnessed([track(LEFT), *turning])[0].worn.tolist() == [[0, 3 * HOUR]]
