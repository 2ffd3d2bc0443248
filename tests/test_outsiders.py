"""What is kept of simulators that others made (`benchmarks.outsiders`)."""

import json
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from benchmarks import outsiders
from benchmarks.lesson import Lesson
from benchmarks.world_lessons import measured
from limbwatch.classify.evidence.features import Features

RATE, SECONDS = 25.0, 1500


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """Make a night of one kick of the left leg, and one shake of the bed."""
    folder = tmp_path_factory.mktemp("theirs") / "007"
    folder.mkdir()
    random = np.random.default_rng(5)
    stamps = pd.date_range("2026-03-14T22:00:00+01:00", periods=int(SECONDS * RATE), freq="40ms")
    written = [stamp.isoformat(timespec="milliseconds") for stamp in stamps]
    for placement, kicks in (("ankle_left", 0.5), ("ankle_right", 0.0), ("wrist_left", 0.0)):
        xyz = random.normal([0, 0, 1], 0.002, (len(stamps), 3))
        time = np.arange(len(stamps)) / RATE
        xyz[:, 0] += kicks * ((time > 700) & (time < 701)) * np.sin(20 * time)
        xyz[:, 1] += 0.05 * ((time > 900) & (time < 901)) * np.sin(30 * time)
        table = pd.DataFrame(xyz.round(5), columns=list("xyz"))
        table.insert(0, "time", written)
        table.to_csv(folder / f"{placement}.csv", index=False)
    told = {
        "asleep": [[300.0, 1500.0]],
        "movements": [
            {
                "onset_s": 900.0,
                "duration_s": 1.0,
                "kind": "external",
                "limb": "external",
                "peak_by_sensor_g": [0.05, 0.05, 0.05],
            },
            {
                "onset_s": 700.0,
                "duration_s": 1.0,
                "kind": "isolated",
                "limb": "ankle_left",
                "peak_by_sensor_g": [0.5, 0.0, 0.0],
            },
        ],
    }
    (folder / "truth.json").write_text(json.dumps(told))
    return outsiders.night_of(folder, "theirs")


def test_a_night_is_read_with_its_truth_in_order(night):
    assert (night.world, night.scenario, night.sleep) == ("theirs", "007", [(300.0, 1500.0)])
    assert [(truth.kind, truth.source, truth.limbs) for truth in night.truth] == [
        ("limb_movement", "self", ("ankle_left",)),
        ("external", "bed", ()),
    ]
    assert set(night.tracks) == {"ankle_left", "ankle_right", "wrist"}


def test_its_events_are_measured_and_kept_to_a_tenth_of_a_percent(night, tmp_path):
    table = measured(night)
    kinds = dict(table[table["set"] == "three"].groupby("kind").size())
    assert kinds["limb_movement"] == 1
    assert kinds["external"] >= 1
    outsiders.kept(table, "theirs", tmp_path)
    again = outsiders.outsiders_events(tmp_path)
    assert sorted(again["kind"]) == sorted(table["kind"])
    for name in ("duration", "peak", "frequency"):
        values = [np.sort(each[name].to_numpy(float)) for each in (table, again)]
        np.testing.assert_allclose(*values, rtol=1e-3)


def test_events_of_other_measures_are_refused(tmp_path):
    pd.DataFrame({"onset": [1.0]}).to_parquet(tmp_path / "old.parquet")
    with pytest.raises(ValueError, match=r"old.parquet was measured before there were .*duration"):
        outsiders.outsiders_events(tmp_path)


def test_what_is_kept_can_be_learned_from():
    """Each outsider's events have every measure, a known kind and a weight."""
    table = outsiders.outsiders_events()
    assert {field.name for field in fields(Features)} <= set(table.columns)
    lesson = Lesson.of(table, even=True)
    assert len(lesson.target) > 20_000
    assert np.isfinite(lesson.design).all()
    assert (table["weight"] >= 1).all()
