"""A quote that a hand opened and never closed loses no row; a note over two lines stays a note."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file

COUNT = 2000
VALUES = np.random.default_rng(5).normal((0.2, -0.93, 0.3), 0.005, (COUNT, 3)).round(4)


def read(
    tmp_path: Path,
    notes: dict[int, str],
    *,
    line: str = "\n",
    encoding: str = "utf-8",
    first: str = '"begun"',
) -> Recording:
    rows = ['"time","x_g","y_g","z_g","note"']
    rows += [
        f"{i / 25:.2f},{x},{y},{z},{notes.get(i, '')}"
        for i, (x, y, z) in enumerate(VALUES.tolist())
    ]
    rows[1] += first
    path = tmp_path / "night.csv"
    path.write_bytes((line.join(rows) + line).encode(encoding))
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def samples(recording: Recording) -> np.ndarray:
    return np.concatenate([run.xyz for run in recording.runs])


@pytest.mark.parametrize("line", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("at", [(500,), (500, 900), (500, 900, 1700)])
def test_a_quote_that_is_not_closed_ends_with_its_row(
    at: tuple[int, ...], line: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, dict.fromkeys(at, '"turned'), line=line)
    assert np.abs(samples(recording) - VALUES).max() < 1e-6
    assert len(recording.runs) == 1
    said = f"Quotes were opened and not closed (rows: {len(at)})"
    assert sum(note.startswith(said) for note in recording.quality.notes) == 1


def test_one_in_the_last_row_costs_none(tmp_path: Path) -> None:
    assert np.abs(samples(read(tmp_path, {COUNT - 1: '"turned'})) - VALUES).max() < 1e-6


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_nor_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    recording = read(tmp_path, {500: '"drehte sich, müde', 700: '"ü'}, encoding=encoding)
    assert len(samples(recording)) == COUNT - 1  # one has a cell too many


def test_a_note_over_two_lines_is_no_open_quote(tmp_path: Path) -> None:
    recording = read(tmp_path, {500: '"turned\nand slept on"'})
    assert np.abs(samples(recording) - VALUES).max() < 1e-6
    assert not any("Quotes" in said for said in recording.quality.notes)


@pytest.mark.parametrize("note", ['"up, toilet"', '"said ""hm, yes"""', '"up,\nand down, again"'])
@pytest.mark.parametrize("rows", [1, 300])
def test_a_quoted_note_with_commas_costs_no_row_wherever_it_stands(
    rows: int, note: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, dict.fromkeys(range(600, 600 + rows), note), first="")
    assert np.abs(samples(recording) - VALUES).max() < 1e-6
    assert not any("cells" in said for said in recording.quality.warnings)


def test_a_quote_that_is_not_closed_beside_quoted_notes_costs_no_row(tmp_path: Path) -> None:
    notes = {600: '"up, toilet"', 900: '"turned', 1200: 'slept" on', 1500: '"up, toilet"'}
    recording = read(tmp_path, notes, first="")
    assert np.abs(samples(recording) - VALUES).max() < 1e-6


def test_commas_without_quotes_still_cost_their_row_beside_quoted_notes(tmp_path: Path) -> None:
    recording = read(tmp_path, {600: "up, toilet", 700: '"up, toilet"'}, first="")
    assert len(samples(recording)) == COUNT - 1
