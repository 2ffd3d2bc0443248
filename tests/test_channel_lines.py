"""Text of AcqKnowledge: names and units of the channels stand above the table."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 600, 50
LEFT, RIGHT = (
    np.round(np.random.default_rng(4).normal(rest, 0.004, (COUNT, 3)), 4)
    for rest in ((-0.9, -0.15, 0.4), (0.2, 0.95, -0.2))
)
AXES = ("Acc X", "Acc Y", "Acc Z")


def read(
    tmp_path: Path,
    called: tuple[str, ...],
    values: np.ndarray,
    *,
    unit: str = "g",
    sign: str = "\t",
    timed: bool = True,
    hidden: bool = True,
    placement: Placement = Placement.ANKLE_LEFT,
) -> Recording:
    above = ["night.acq", f"{1000 // RATE} msec/sample", f"{len(called)} channels"]
    above += [line for name in called for line in (name, unit)]
    columns = [f"CH{at}" for at in (1, *range(2 + hidden, len(called) + 1 + hidden))]
    rows = [[f"{value:.4f}" for value in row] for row in values]
    counts = [str(COUNT)] * len(called)
    if timed:
        columns, counts = ["min", *columns], ["", *counts]
        rows = [[f"{k / RATE / 60:.10g}", *row] for k, row in enumerate(rows)]
    lines = [sign.join([*cells, ""]) for cells in (columns, counts, *rows)]
    path = tmp_path / "night.txt"
    path.write_text("\r\n".join([*above, *lines, ""]), "utf-8")
    return read_recorded_file(path, placement=placement, timezone=UTC)


def require_same(recording: Recording, values: np.ndarray) -> None:
    found = np.concatenate([run.xyz for run in recording.runs])
    assert found.shape == values.shape
    assert np.abs(found - values).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize("sign", ["\t", ","])
@pytest.mark.parametrize("timed", [True, False])
def test_channels_have_the_names_and_units_above_the_table(
    sign: str, timed: bool, tmp_path: Path
) -> None:
    recording = read(tmp_path, AXES, LEFT * 1000, unit="mg", sign=sign, timed=timed)
    require_same(recording, LEFT)
    assert "length of gravity" not in " ".join(recording.quality.warnings)


@pytest.mark.parametrize(("placement", "values"), [("ankle_left", LEFT), ("ankle_right", RIGHT)])
def test_channels_of_two_limbs_are_told_apart(
    placement: str, values: np.ndarray, tmp_path: Path
) -> None:
    called = tuple(f"{side} ankle {axis}" for side in ("Left", "Right") for axis in AXES)
    both = np.column_stack([LEFT, RIGHT])
    require_same(read(tmp_path, called, both, placement=Placement(placement)), values)


def test_channels_of_one_name_keep_that_of_their_column(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="its columns: min, CH1, CH2, CH3"):
        read(tmp_path, ("Analog input",) * 3, LEFT, hidden=False)
