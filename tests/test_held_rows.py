"""Rows that only repeat the one before are left out where they do so regularly."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.rows.own_rows import held_rows

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
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, rate=rate)


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


@pytest.mark.parametrize("timed", [True, False])
def test_rows_that_were_lost_anywhere_cost_no_other_sample(tmp_path: Path, *, timed: bool) -> None:
    lost = 2 * np.array([300, 777, 1500, 2222]) + 1
    values = np.delete(np.repeat(VALUES, 2, axis=0), lost, axis=0)
    recording = read(tmp_path, values, 2, timed=timed, rate=None if timed else 2 * RATE)
    assert any(SAID in note for note in recording.quality.notes)
    kept = np.concatenate([run.xyz for run in recording.runs])
    assert len(kept) == COUNT
    assert np.abs(kept - VALUES).max() < 1e-3


def test_no_row_with_new_values_is_left_out_between_rows_that_are_held() -> None:
    values = np.repeat(VALUES, 2, axis=0)
    values[2001] += (0, 0.5, 0)
    held = held_rows(values.astype(np.float32))
    assert held is not None
    assert held[0][2001]


@pytest.mark.parametrize("rate", [25, 100])
def test_hours_of_rest_keep_their_rate_and_all_their_rows(rate: int) -> None:
    coarse = np.random.default_rng(3).normal((0, 0, 1), 0.02, (3600 * rate, 3)).round(1)
    assert held_rows(coarse.astype(np.float32)) is None
    still = np.full((3600 * rate, 3), (0.0, 0.0, 1.0))
    still[: 60 * rate] = coarse[: 60 * rate]
    assert held_rows(still.astype(np.float32)) is None


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


def rising(count: int) -> np.ndarray:
    """Values of which each is another."""
    return np.column_stack([np.arange(count)] * 3).astype(np.float32)


@pytest.mark.parametrize(("samples", "told"), [(201, True), (200, False)])
def test_two_hundred_changes_tell(samples: int, *, told: bool) -> None:
    assert (held_rows(np.repeat(rising(samples), 2, axis=0)) is not None) == told


@pytest.mark.parametrize(("odd", "told"), [(8, True), (15, False)])
def test_one_change_in_a_hundred_may_be_out_of_step(odd: int, *, told: bool) -> None:
    """Of 999: there a row more stands."""
    rows = np.full(1000, 2)
    rows[20 : 20 + 60 * odd : 60] = 3
    assert (held_rows(np.repeat(rising(1000), rows, axis=0)) is not None) == told
