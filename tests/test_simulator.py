"""The simulated night as a whole."""

import numpy as np
import pytest

from benchmarks.hard_nights import NIGHTS
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement


def test_equal_arguments_give_equal_nights():
    first = simulate("both", seed=3, hours=0.25)
    second = simulate("both", seed=3, hours=0.25)
    assert first.truth == second.truth
    for one, other in zip(first.recordings, second.recordings, strict=True):
        assert one.start == other.start
        assert np.array_equal(one.runs[0].xyz, other.runs[0].xyz)


def test_other_seeds_give_other_nights():
    one, other = (
        simulate("both", seed=seed, hours=0.5, placements=(Placement.ANKLE_LEFT,)).truth.movements
        for seed in (3, 4)
    )
    assert one != other


@pytest.mark.parametrize("scenario", NIGHTS)
def test_every_scenario_makes_a_night(scenario):
    night = simulate(
        NIGHTS[scenario], seed=1, hours=0.25, rate=20, placements=(Placement.ANKLE_LEFT,)
    )
    assert [r.placement for r in night.recordings] == ["ankle_left"]
    assert min(r.runs[0].start for r in night.recordings) == 0.0
    assert len(night.truth.stages) == 30
    onsets = [movement.onset for movement in night.truth.movements]
    assert onsets == sorted(onsets)


def test_a_sensor_may_be_left_on_the_table_for_nearly_all_of_the_night():
    # the longest of sixty such nights: there was no room left for where it begins
    night = simulate("not_worn", seed=56, hours=0.25)
    worn = [sum(b - a for a, b in spans) for spans in night.truth.worn.values()]
    assert min(worn) < 0.1 * 0.25 * 3600


def test_the_same_night_is_felt_by_other_sensors():
    three = simulate("plm_severe", seed=2, hours=0.5)
    one = simulate("plm_severe", seed=2, hours=0.5, placements=(Placement.ANKLE_RIGHT,), rate=25)
    assert one.recordings[0].rate == pytest.approx(25, rel=0.02)
    shift = three.everything.movements[0].onset - one.everything.movements[0].onset
    for mine, theirs in zip(one.everything.movements, three.everything.movements, strict=True):
        assert theirs.onset - mine.onset == pytest.approx(shift)
    assert all(m.limbs == ("ankle_right",) for m in one.truth.movements)


def test_a_twitch_shorter_than_a_slow_sensors_filter_is_felt_faintly():
    placements = (Placement.ANKLE_LEFT,)
    slow, fast = (
        simulate("twitches", seed=3, hours=0.5, rate=rate, placements=placements)
        for rate in (10, 50)
    )
    worn = slow.recordings[0]
    assert worn.rate == pytest.approx(10, rel=0.02)
    assert np.isfinite(worn.runs[0].xyz).all()
    assert len(slow.everything.movements) == len(fast.everything.movements)


def test_a_resting_sensor_feels_one_g():
    night = simulate("healthy", seed=5, hours=0.25)
    for recording in night.recordings:
        length = np.linalg.norm(recording.runs[0].xyz, axis=1)
        assert np.median(length) == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "nonsense"},
        {"seed": -1},
        {"hours": 0.0},
        {"rate": 1.0},
        {"placements": ()},
        {"placements": (Placement.ANKLE, Placement.ANKLE_LEFT)},
    ],
)
def test_impossible_arguments_are_refused(wrong):
    with pytest.raises(ValueError, match=r"there is no scenario|must"):
        simulate(**({"scenario": "healthy", "seed": 1, "hours": 0.5} | wrong))
