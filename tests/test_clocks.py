"""The clocks of the sensors, compared through what shook several of them at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.evidence.clocks import disagreement

OFFSETS = np.array([0.0, 0.08, -0.12])
DRIFTS = np.array([0.0, 6e-6, -9e-6])


def compared(shakes, *, scatter=0.006, seed=3):
    """Each shake is seen by sensor 0 and compared with sensors 1 and 2, whose clocks are off."""
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(shakes), 2)
    other = np.tile([1, 2], shakes)
    time = np.repeat(np.sort(rng.uniform(0, 28800, shakes)), 2)
    true = OFFSETS[other] + DRIFTS[other] * time
    return {
        "one": np.zeros(len(event), np.intp),
        "other": other,
        "event": event,
        "time": time,
        "behind": true + rng.normal(0, scatter, len(true)),
    }, true


def of(rows, same_cause=None):
    every = np.ones(len(rows["time"]), np.bool_)
    return disagreement(
        rows["one"],
        rows["other"],
        event=rows["event"],
        time=rows["time"],
        behind=rows["behind"],
        same_cause=every if same_cause is None else same_cause,
    )


def test_offset_and_drift_of_each_clock_are_found_within_ten_milliseconds():
    rows, true = compared(40)
    assert np.abs(of(rows) - true).max() < 0.01


def test_limbs_that_jerk_one_after_the_other_do_not_move_the_clocks():
    rows, true = compared(40)
    rng = np.random.default_rng(1)
    jerk = np.isin(rows["event"], [3, 11, 19, 27, 35])
    rows["behind"] = rows["behind"] + jerk * rng.uniform(0.05, 0.15, len(jerk))
    found = of(rows)
    assert np.abs(found - true).max() < 0.015
    left = rows["behind"] - found
    assert left[jerk].min() > 0.03


def test_what_an_event_tells_is_not_held_against_itself():
    rows, _ = compared(40)
    first = rows["event"] == 0
    otherwise = rows | {"behind": rows["behind"] + np.where(first, 0.3, 0.0)}
    assert of(otherwise)[first] == pytest.approx(of(rows)[first])


@given(st.integers(0, 3))
def test_a_few_comparisons_are_not_trusted(known):
    rows, _ = compared(20)
    same_cause = np.arange(len(rows["time"])) < known
    assert not of(rows, same_cause).any()


def test_the_two_ways_round_are_opposite():
    rows, _ = compared(30)
    there = rows | {"one": rows["other"], "other": rows["one"], "behind": -rows["behind"]}
    assert of(there) == pytest.approx(-of(rows))
