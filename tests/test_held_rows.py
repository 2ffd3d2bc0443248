"""Rows that only repeat the one before are left out where they do so regularly."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recording

RATE, COUNT = 25, 3000
VALUES = np.random.default_rng(11).normal((0.2, -0.93, 0.3), 0.02, (COUNT, 3)).round(2)
SAID = "has new values, regularly"


def read(
    tmp_path: Path, values: np.ndarray, each: int, *, timed: bool, rate: float | None = None
) -> Recording:
    path = tmp_path / "night.csv"
    rows = [",".join(map(str, row)) for row in values.tolist()]
    if timed:
        rows = [f"{i / (RATE * each):.6f},{row}" for i, row in enumerate(rows)]
    path.write_text("\n".join(["seconds,x,y,z" if timed else "x,y,z", *rows, ""]), "utf-8")
    return read_recording(path, placement=Placement.ANKLE, timezone=UTC, rate=rate)


@pytest.mark.parametrize("each", [2, 3, 8])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("timed", [True, False])
def test_of_rows_that_repeat_each_other_regularly_one_is_a_sample(
    each: int, first: int, *, timed: bool, tmp_path: Path
) -> None:
    values = np.repeat(VALUES, each, axis=0)[first:]
    recording = read(tmp_path, values, each, timed=timed, rate=None if timed else RATE * each)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    kept = np.concatenate([run.xyz for run in recording.runs])
    assert np.abs(kept[-2000:] - VALUES[-2000:]).max() < 1e-3
    assert any(SAID in note for note in recording.quality.notes)


def test_a_stated_rate_of_all_rows_or_of_the_samples_goes_with_them(tmp_path: Path) -> None:
    values = np.repeat(VALUES, 2, axis=0)
    for rate in (RATE, 2 * RATE):
        assert read(tmp_path, values, 2, timed=True, rate=rate).rate == pytest.approx(
            RATE, rel=1e-3
        )


def test_a_row_that_was_lost_changes_little(tmp_path: Path) -> None:
    values = np.delete(np.repeat(VALUES, 2, axis=0), 2 * COUNT - 10, axis=0)
    assert any(SAID in one for one in read(tmp_path, values, 2, timed=True).quality.notes)


def test_rows_that_repeat_each_other_at_rest_are_samples(tmp_path: Path) -> None:
    coarse = VALUES.round(1)
    assert (coarse[1:] == coarse[:-1]).all(axis=1).mean() > 0.2
    recording = read(tmp_path, coarse, 1, timed=True)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert not any(SAID in note for note in recording.quality.notes)


def test_too_few_changes_tell_nothing(tmp_path: Path) -> None:
    values = np.repeat(VALUES[:190], 2, axis=0)
    values = np.vstack([values, np.repeat(values[-1:], 500, axis=0)])
    recording = read(tmp_path, values, 1, timed=True)
    assert not any(SAID in note for note in recording.quality.notes)
