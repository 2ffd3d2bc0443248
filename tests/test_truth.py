"""The truth of a simulated night agrees with its signal and with the published figures."""

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.hard_nights import NIGHTS
from limbwatch.sample_data.plan.night_plan import make_plan
from limbwatch.sample_data.sensor_model import SensorModel
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement

CLEAN = SensorModel(
    range_g=16.0,
    counts_per_g=1e4,
    noise_mg_rthz=(0.0, 0.0),
    offset_mg=0.0,
    gain_error=0.0,
    warm_up_mg=0.0,
    clock_offset_s=0.0,
    clock_drift_ppm=0.0,
)
ORDINARY = {"flexion", "hold", "kick", "doublet", "clonic"}
KINDS = {
    "limb_movement",
    "hypnic_jerk",
    "gross_movement",
    "foot_tremor",
    "tremor",
    "convulsive",
    "cramp",
    "twitch",
    "wake_movement",
}


@pytest.fixture(scope="module")
def moving():
    return simulate("both", seed=11, hours=1.0, sensor=CLEAN)


def slices(night, part, before=1.0, after=0.0):
    recording = next(r for r in night.recordings if r.placement == part.placement)
    run = recording.runs[0]
    first, last = ((t - run.start) * run.rate for t in (part.onset - before, part.offset + after))
    return run.xyz[round(first) : round(last)].astype(float), round(before * run.rate)


def leg_parts(night):
    return [
        part
        for movement in night.truth.movements
        if movement.kind == "limb_movement"
        for part in movement.parts
        if part.peak_g > 0.03
    ]


def test_a_limb_is_still_before_the_onset_and_moves_after_it(moving):
    parts = leg_parts(moving)
    assert len(parts) > 10
    for part in parts:
        xyz, first = slices(moving, part)
        away = np.linalg.norm(xyz - xyz[: first // 2].mean(axis=0), axis=1)
        # breath, pulse and the echo of another limb stay far below the movement
        assert away[: first - 3].max() < 0.5 * part.peak_g
        assert away[first:].max() > 0.6 * part.peak_g


def test_the_signal_leaves_rest_within_a_tenth_of_a_second_of_the_onset(moving):
    delays = []
    for part in leg_parts(moving):
        xyz, first = slices(moving, part)
        away = np.linalg.norm(xyz - xyz[: first - 5].mean(axis=0), axis=1)
        started = np.flatnonzero(away > 0.1 * part.peak_g)
        delays.append((started[0] - first) / 50)
    assert abs(np.median(delays)) < 0.1


def test_a_returning_limb_comes_back_to_where_it_was(moving):
    for part in leg_parts(moving):
        xyz, first = slices(moving, part, after=0.5)
        before, after = xyz[: first - 5].mean(axis=0), xyz[-10:].mean(axis=0)
        assert np.linalg.norm(after - before) < max(0.02, 0.1 * part.peak_g)


def test_a_posture_change_turns_gravity(moving):
    turns = [m for m in moving.truth.movements if m.source == "posture"]
    change = []
    for part in (part for movement in turns for part in movement.parts):
        xyz, _ = slices(moving, part, after=0.5)
        change.append(np.linalg.norm(xyz[-10:].mean(axis=0) - xyz[:10].mean(axis=0)))
    assert np.median(change) > 0.2


def test_a_still_sensor_feels_one_g(moving):
    for recording in moving.recordings:
        length = np.linalg.norm(recording.runs[0].xyz, axis=1)
        assert np.median(length) == pytest.approx(1.0, abs=0.005)


@pytest.mark.parametrize("scenario", ["plm_severe", "slow_rhythm"])
@pytest.mark.parametrize("seed", [1, 2])
def test_intervals_within_a_series_are_log_normal_about_the_night_s_rhythm(scenario, seed):
    plan = make_plan(NIGHTS[scenario], 3.0, np.random.default_rng(seed))
    onsets = np.array([a.onset for a in plan.actions if a.source in ORDINARY])
    intervals = np.diff(onsets)
    logs = np.log(intervals[(intervals >= 10) & (intervals <= 90)])
    low, high = np.log(NIGHTS[scenario].periodic.interval_s)
    assert low - 0.1 < np.median(logs) < high + 0.1
    assert 0.08 < np.subtract(*np.percentile(logs, (75, 25))) / 1.35 < 0.4


def test_hypnic_jerks_are_short_and_of_several_limbs_at_once():
    plan = make_plan(NIGHTS["hypnic"], 8.0, np.random.default_rng(3))
    jerks = [a for a in plan.actions if a.kind == "hypnic_jerk"]
    assert len(jerks) >= 3
    for jerk in jerks:
        onsets = [motion.onset for motion in jerk.motions.values()]
        assert len(onsets) >= 3
        assert np.ptp(onsets) <= 0.15
        assert all(0.15 < m.offset - m.onset < 1.25 for m in jerk.motions.values())


@pytest.mark.parametrize("scenario", NIGHTS)
def test_movements_have_known_kinds_and_never_overlap(scenario):
    plan = make_plan(NIGHTS[scenario], 1.0, np.random.default_rng(4))
    assert {action.kind for action in plan.actions} <= KINDS
    for before, after in pairwise(plan.actions):
        assert before.offset < after.onset
    for action in plan.actions:
        if action.source in ORDINARY:
            assert all(0.5 <= m.offset - m.onset <= 10 for m in action.motions.values())


# an urge to move makes periodic movements in wake, so those nights are left out
WITHOUT = [
    name
    for name, scenario in NIGHTS.items()
    if scenario.periodic is None and scenario.restless_per_min[1] == 0
]


@pytest.mark.parametrize("scenario", WITHOUT)
def test_nights_without_periodic_movements_have_no_long_runs(scenario):
    plan = make_plan(NIGHTS[scenario], 2.0, np.random.default_rng(5))
    legs = [a.onset for a in plan.actions if set(a.motions) & {"leg_left", "leg_right"}]
    onsets = [time for time in legs if plan.architecture.stage_at(time) != "W"]
    good = (np.diff(onsets) >= 10) & (np.diff(onsets) <= 90)
    runs = "".join("x" if ok else " " for ok in good).split()
    assert max((len(run) for run in runs), default=0) < 9


@pytest.mark.parametrize("name", sorted({e for s in NIGHTS.values() for e in s.episodes}))
def test_every_episode_is_given_a_place(name):
    nights = [s for s in NIGHTS.values() if s.episodes.get(name, (0.0, 0.0))[0] >= 1]
    plan = make_plan(nights[0], 2.0, np.random.default_rng(6))
    assert any(action.source == name for action in plan.actions)


def test_one_asleep_is_asleep_and_the_first_sleep_is_the_onset():
    worn = (Placement.ANKLE_LEFT,)
    truth = simulate("healthy", seed=1, hours=0.5, placements=worn).truth
    assert truth.asleep_at(truth.sleep_onset + 1.0)
    assert not truth.asleep_at(truth.sleep_onset - 1.0)
    assert truth.sleep_s == 30.0 * truth.asleep.sum()


def test_a_sensor_off_the_limb_feels_no_movement():
    night = simulate("not_worn", seed=3, hours=1.0)
    off = next(p for p, spans in night.truth.worn.items() if len(spans) == 2)
    (_, taken), (put_on, _) = night.truth.worn[off]
    inside = [
        part
        for movement in night.everything.movements
        for part in movement.parts
        if part.placement == off and taken < part.onset < put_on
    ]
    assert inside
    assert all(np.isnan(part.peak_g) for part in inside)


def test_limbs_without_a_sensor_are_left_out_of_the_truth():
    night = simulate("healthy", seed=2, hours=0.5, placements=(Placement.ANKLE_LEFT,))
    assert not any("wrist_right" in m.limbs for m in night.truth.movements)
    assert any("wrist_right" in m.limbs for m in night.everything.movements)
