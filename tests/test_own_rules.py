"""Rules and limits that somebody made are checked at once, and called by another name."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

import limbwatch
from limbwatch.classify.rules.published import AASM_3, WASM_2016, rules_by_name
from limbwatch.dsp import LIMITS
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"short_interval": "foo"}, "short_interval is 'foo'; it must be end or ignore"),
        ({"bilateral_from": "foo"}, "bilateral_from is 'foo'; it must be offset or onset"),
        ({"same_leg_gap": -5}, "same_leg_gap is -5; it must be a whole number and not below 0"),
        ({"interval_shortest": 5.0, "interval_longest": 90.0}, "milliseconds: 5 s are 5000"),
        (
            {"interval_shortest": 5, "interval_longest": 90},
            "shorter than the shortest leg",
        ),
        ({"interval_shortest": "5"}, "interval_shortest is '5'"),
        ({"bilateral_longest": True}, "bilateral_longest is True"),
        ({"longest": None}, "longest is None"),
        ({"sleep_required": "no"}, "sleep_required is 'no'; it must be True or False"),
        ({"name": ""}, "name is ''; rules need one"),
    ],
)
def test_rules_that_no_rule_can_be_are_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(WASM_2016, **change)


def test_rules_with_a_published_name_are_those_rules():
    changed = replace(WASM_2016, series_shortest=200)
    assert (changed.name, changed.title) == ("wasm2016-changed", "WASM 2016, changed")
    assert rules_by_name("aasm", short_interval="end").name == "aasm-changed"
    assert replace(WASM_2016, bilateral_parts=4) == WASM_2016
    assert replace(WASM_2016, series_shortest=200, name="mine").name == "mine"
    assert replace(AASM_3, bilateral_parts=np.int64(3)).name == "aasm-changed"
    assert pickle.loads(pickle.dumps(changed)) == changed  # noqa: S301 - made above


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"high_minimum": float("nan")}, "high_minimum is nan; it must be a number above 0"),
        ({"high_minimum": -1}, "high_minimum is -1"),
        ({"grid_rate": 0}, "grid_rate is 0"),
        ({"high_minimum": "0.1"}, "high_minimum is '0.1'"),
        ({"high_minimum": 0.001}, "low_minimum is 0.0018 and above high_minimum, which is 0.001"),
        ({"floor_quantile": 1}, "must be below 1"),
    ],
)
def test_limits_that_find_nothing_or_all_are_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(LIMITS, **change)


@pytest.fixture(scope="module")
def ankle():
    worn = (Placement.ANKLE_LEFT,)
    return simulate("plm_mild", seed=3, hours=0.5, rate=25.0, placements=worn).recordings[0]


def test_a_night_by_rules_of_ones_own_says_so_and_has_its_figures(ankle):
    own = replace(WASM_2016, name="mine", series_shortest=3)
    night = limbwatch.score_night([ankle], rules=own)
    assert (night.rules, night.own_rules) == ("mine", own)
    assert limbwatch.summarise(night).rules == "mine"
    changed = limbwatch.score_night([ankle], rules=replace(WASM_2016, series_shortest=200))
    assert limbwatch.summarise(changed).rules == "wasm2016-changed"
    assert not changed.series


def test_equal_nights_are_equal(ankle):
    night, again = (limbwatch.score_night([ankle]) for _ in range(2))
    assert night == again
    assert hash(night) == hash(again)
    assert pickle.loads(pickle.dumps(night)) == night  # noqa: S301 - made above
    assert replace(night, age=30.0) != night
    turned = replace(night.sleep, asleep=~night.sleep.asleep)
    assert replace(night, sleep=turned) != night
    assert night != night.events


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: limbwatch.analyse(np.zeros((9, 3))), "not ndarray; detect_movements takes an arr"),
        (lambda: limbwatch.summarise([1]), "summarise takes a night of score_night, not list"),
        (lambda: limbwatch.detect_movements(np.zeros((0, 3)), "50"), "rate must be a number"),
        (lambda: limbwatch.detect_movements(np.zeros((0, 3)), 50, start="22:00"), "start must be"),
        (
            lambda: limbwatch.detect_movements(np.zeros((0, 3)), 50, limits={"high_minimum": 0.03}),
            r"limits must be Limits, not dict; .*replace\(limbwatch.LIMITS",
        ),
        (
            lambda: limbwatch.Samples(start=0.0, rate="50", xyz=np.zeros((9, 3))),
            "rate must be a",
        ),
        (lambda: limbwatch.score_night([], age="6"), "age must be a number, not '6'"),
        (lambda: limbwatch.score_night([], lights_off=22.45), "lights_off must be a time of day"),
    ],
)
def test_a_wrong_kind_is_refused_with_the_right_one(call, said):
    with pytest.raises(TypeError, match=said):
        call()


@pytest.mark.parametrize("kind", [np.float64, np.float16, np.int64, ">f8", list])
def test_samples_are_taken_from_any_array_of_numbers(kind):
    plain = np.tile([0.0, 0.0, 1.0], (9, 1))
    xyz = plain.tolist() if kind is list else plain.astype(kind)
    found = limbwatch.Samples(start=0.0, rate=50, xyz=xyz).xyz
    assert found.dtype == np.float32
    assert found.tolist() == plain.tolist()


@pytest.mark.parametrize(
    ("xyz", "said"),
    [
        (["a", "b"], "no array of numbers"),
        (np.full((9, 3), 1e300), "xyz must be finite"),
        (np.ma.masked_array(np.ones((9, 3)), mask=np.eye(9, 3)), "xyz has masked samples"),
        ([0.0, 0.0, 1.0], "must have the shape"),
    ],
)
def test_what_is_no_array_of_samples_is_refused(xyz, said):
    with pytest.raises(ValueError, match=said):
        limbwatch.Samples(start=0.0, rate=50.0, xyz=xyz)


def test_a_recording_takes_the_word_of_a_placement_and_one_run(ankle):
    one = ankle.runs[0]
    found = replace(ankle, placement="ankle_right", runs=one)
    assert found.placement is limbwatch.Placement.ANKLE_RIGHT
    assert found.runs == (one,)
    assert repr(found).startswith("Recording(ankle_right")
    with pytest.raises(ValueError, match="placement is 'knee'; it must be one of ankle_left, ank"):
        replace(ankle, placement="knee")
    with pytest.raises(TypeError, match="a run must be Samples, not ndarray"):
        replace(ankle, runs=[one.xyz])


def test_a_rate_that_its_runs_do_not_have_is_told(ankle):
    with pytest.warns(UserWarning, match="rate is 50 Hz, and the runs of .* the runs are believed"):
        limbwatch.score_night([replace(ankle, rate=50)])


def test_columns_may_be_given_by_number(tmp_path):
    rows = "".join(f"{k / 50:.2f},0.0,0.0{k % 2},1.0\n" for k in range(500))
    path = tmp_path / "left.csv"
    path.write_text(f"t,a,b,c\n{rows}", encoding="utf-8")
    found = limbwatch.read_recording(
        path,
        placement="ankle_left",
        timezone="UTC",
        start=datetime(2026, 3, 14, 22, tzinfo=UTC),
        columns={"time": 1, "x": 2, "y": 3, "z": 4},
    )
    assert sum(map(len, found.runs)) == 500
