"""Simulated nights as files, and the samples that ship."""

import csv
import gzip
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from limbwatch.classify.origin import Origin
from limbwatch.sample_data import polar_snippet, sample_night
from limbwatch.sample_data.make_sample import sample
from limbwatch.sample_data.simulator import simulate
from limbwatch.sample_data.writing import write_night
from limbwatch.sensor import Placement
from limbwatch.sensor.files import TableOptions, explain, read_recorded_file


@pytest.fixture(scope="module")
def night():
    return simulate("both", seed=9, hours=0.25, rate=25)


def test_a_written_recording_holds_the_samples_and_their_times(night, tmp_path):
    paths = write_night(night, tmp_path / "night")
    for path, recording in zip(paths, night.recordings, strict=True):
        run = recording.runs[0]
        table = pd.read_csv(path, parse_dates=["time"])
        assert path.name == f"{recording.placement}.csv"
        assert np.abs(table[["x", "y", "z"]].to_numpy() - run.xyz).max() < 1e-6
        since = (table["time"] - recording.start).dt.total_seconds().to_numpy()
        assert np.abs(since - run.start - np.arange(len(run)) / run.rate).max() < 0.0006


def test_a_written_recording_says_that_nobody_lived_it(night, tmp_path):
    """Also cut, joined with others, and where a person says what its columns are."""
    path = write_night(night, tmp_path / "night")[0]
    table = pd.read_csv(path)
    assert (table["simulated"] == 1).all()
    cut = tmp_path / "cut.csv"
    table[3000:9000].to_csv(cut, index=False)
    told = {"placement": Placement.ANKLE_LEFT, "timezone": UTC}
    columns = TableOptions(columns={name: name for name in ("time", "x", "y", "z")})
    for recording in (
        read_recorded_file(path, **told),
        read_recorded_file(cut, **told),
        read_recorded_file(path, options=columns, **told),
    ):
        assert Origin().of([recording]).simulated
    assert "device: simulated" in explain(path).lines


@pytest.mark.parametrize("cells", ["0", "", "yes"])
def test_a_column_that_does_not_say_so_makes_no_night_nobodys(night, tmp_path, cells):
    path = write_night(night, tmp_path / "night")[0]
    table = pd.read_csv(path).assign(simulated=cells)
    table.to_csv(path, index=False)
    recording = read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)
    assert not Origin().of([recording]).simulated


def test_the_truth_is_written_beside_it(night, tmp_path):
    write_night(night, tmp_path)
    with (tmp_path / "truth.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(night.truth.movements)
    assert [row["kind"] for row in rows] == [m.kind for m in night.truth.movements]
    assert float(rows[0]["onset_s"]) == pytest.approx(night.truth.movements[0].onset, abs=0.001)
    with (tmp_path / "truth_parts.csv").open(newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == sum(
            len(m.parts) for m in night.truth.movements
        )
    with (tmp_path / "sleep.csv").open(newline="") as file:
        assert [row["stage"] for row in csv.DictReader(file)] == list(night.truth.stages)


def test_nothing_is_overwritten(night, tmp_path):
    keep = tmp_path / "truth.csv"
    keep.write_text("mine")
    with pytest.raises(FileExistsError, match=r"already holds truth\.csv"):
        write_night(night, tmp_path)
    assert keep.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["truth.csv"]


def test_equal_nights_are_equal_files(night, tmp_path):
    one, other = (write_night(night, tmp_path / name, compress=True) for name in "ab")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]


def test_the_sample_night_ships_small_and_with_its_truth():
    paths = sample_night()
    assert list(paths) == ["ankle_left", "ankle_right", "wrist_left"]
    folder = paths["ankle_left"].parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
    with gzip.open(paths["wrist_left"], "rt") as file:
        assert file.readline() == "time,x,y,z,simulated\n"
        datetime.fromisoformat(file.readline().split(",")[0])
    with (folder / "truth.csv").open(newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    assert kinds.count("hypnic_jerk") >= 2
    assert kinds.count("limb_movement") >= 40
    assert "gross_movement" in kinds


def test_the_real_snippet_ships_with_its_licence():
    path = polar_snippet()
    assert path.stat().st_size < 300_000
    assert "MIT License" in (path.parent / "LICENSE").read_text()
    assert "BIOBSS" in (path.parent / "NOTICE").read_text()


def test_the_sample_night_is_the_one_that_its_script_makes(tmp_path):
    # the recordings are not compared, and took twice as long to write as all of it to make
    write_night(replace(sample(), recordings=()), tmp_path)
    shipped = sample_night()["ankle_left"].parent
    for name in ("truth.csv", "truth_parts.csv", "sleep.csv", "worn.csv"):
        assert (tmp_path / name).read_text() == (shipped / name).read_text()
