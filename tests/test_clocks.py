"""The clocks of the sensors, compared through what shook several of them at once."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.evidence.clocks import disagreement
from limbwatch.classify.scoring import Evidence
from limbwatch.dsp import analyse
from limbwatch.sensor import Placement, Recording, Samples

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


def shaken_bed(late):
    """Three sensors in a bed that is shaken every minute; the wrist's clock is behind."""
    random, rate = np.random.default_rng(4), 50.0
    time = np.arange(int(1500 * rate)) / rate
    tracks = []
    for placement in (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT):
        xyz = random.normal([0, 0, 1], 0.001, (len(time), 3))
        for at in np.arange(90.0, 1450.0, 60.0) + late * (placement is Placement.WRIST_LEFT):
            since = np.maximum(time - at, 0.0)
            xyz[:, 0] += 0.1 * np.exp(-since / 0.25) * np.sin(2 * np.pi * 5 * since)
        samples = Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32))
        tracks.append(
            analyse(
                Recording(
                    start=datetime.fromisoformat("2026-03-14T22:00:00+01:00"),
                    placement=placement,
                    device="",
                    rate_nominal=None,
                    rate=rate,
                    runs=(samples,),
                )
            )
        )
    return Evidence.of(tracks).features


@pytest.mark.parametrize("late", [0.0, 0.35])
def test_a_clock_that_is_behind_sets_no_limbs_apart(late):
    """A partner's shakes reached sensors .4 s apart on their clocks, and became the wearer's."""
    found = shaken_bed(late)
    assert len(found) == 23
    for name in ("lag", "delay", "begun_apart", "half_apart"):
        assert np.abs(getattr(found, name)).max() < 0.06, name
