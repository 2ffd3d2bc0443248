"""Rows that a spreadsheet saved in quotes, as a cell each, are rows."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.rewritten.foreign_signs import quoted_rows

VALUES = np.random.default_rng(4).normal(0, 0.004, (500, 3)) + np.array([-0.9, -0.15, 0.4])


def read(tmp_path: Path, rows: list[list[str]], form: str, mark: str, end: str) -> Recording:
    path = tmp_path / "f.csv"
    text = end.join(form.format(mark.join(row)) for row in rows) + end
    path.write_text("\ufeff" + text, encoding="utf-8", newline="")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("quote", "form", "mark"),
    [("", '"{}"', ","), ('""', '"{}"', ","), ("", '"{}";;', ";"), ("", '"{}"', "\t")],
)
def test_a_row_in_quotes_is_its_cells(
    quote: str, form: str, mark: str, end: str, tmp_path: Path
) -> None:
    """Quotes around the cells in it are doubled, and empty cells may stand behind."""
    rows = [["time", "x", "y", "z"]]
    for k, xyz in enumerate(VALUES.tolist()):
        rows.append([f"{1773526200 + k / 25:.3f}", *(f"{quote}{v:.4f}{quote}" for v in xyz)])
    recording = read(tmp_path, rows, form, mark, end)
    assert np.abs(recording.runs[0].xyz - VALUES).max() < 1e-3
    assert any("in quotes as a single cell" in note for note in recording.quality.notes)


@pytest.mark.parametrize("row", ['"0,122"', '"a","0.1","0.2","0.9"', '"note, with a comma"'])
def test_a_quoted_cell_that_is_no_row_keeps_its_quotes(row: str) -> None:
    assert quoted_rows(f"{row}\n".encode() * 40) is None
