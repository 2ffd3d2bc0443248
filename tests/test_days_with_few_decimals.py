"""Days of a spreadsheet that show fewer decimals than the samples need."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.clock_columns.time_cells import half_of_last

BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
RATE, COUNT = 25, 6000
LIMB = np.round(np.random.default_rng(4).normal((-0.9, -0.15, 0.4), 0.004, (COUNT, 3)), 4)


@pytest.mark.parametrize("decimals", [4, 5, 6])
def test_days_that_were_rounded_are_the_middle_of_their_last_decimal(
    decimals: int, tmp_path: Path
) -> None:
    days = 46091 + (23 * 3600 + 600 + np.arange(COUNT) / RATE) / 86400
    rows = [
        f"{day:.{decimals}f};{';'.join(f'{value:.4f}' for value in row)}".replace(".", ",")
        for day, row in zip(days, LIMB, strict=True)
    ]
    path = tmp_path / "night.csv"
    path.write_text("\n".join(["Tid;X (g);Y (g);Z (g)", *rows, ""]), "utf-8")
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert abs((recording.start - BEGIN).total_seconds()) < 0.05
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize(("gap_s", "back_s"), [(6 * 3600.0, 0.0), (0.0, 60.0)])
def test_a_gap_or_a_step_back_is_not_the_spacing_of_days(gap_s: float, back_s: float) -> None:
    seconds = np.arange(3000) / RATE
    seconds[1500:] += gap_s - back_s
    days = np.round(46091 + seconds / 86400, 6)
    assert half_of_last(["46091.965278"], days - days[0]) == pytest.approx(5e-7)


@pytest.mark.parametrize(
    ("cells", "half"),
    [
        (["46091,96528", "46091,9653"], 5e-6),
        (["46091.96"], 0.005),
        (["46091.965277778"], 0.0),  # as many as the rows need
        (["46091"], 0.0),
    ],
)
def test_half_of_the_last_decimal_is_that_of_the_longest_cell(
    cells: list[str], half: float
) -> None:
    assert half_of_last(cells, np.arange(100) / RATE / 86400) == pytest.approx(half)
