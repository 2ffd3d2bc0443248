"""Acceleration without gravity is refused, whatever the names of the columns or the format say."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.values.signal import Expected, choose_unit
from limbwatch.sensor.files.values.unit import G

COUNT, RATE = 1000, 50
NOISE = np.random.default_rng(3).normal(0, 0.003, (COUNT, 3))
LIMB = NOISE + np.array((0.25, -0.93, 0.28))
HOME, STUDY = "timestamp,accX,accY,accZ,gyroX,gyroY,gyroZ", "TimeStamp,AccX,AccY,AccZ,GyroX"


def read(folder: Path, names: str, values: NDArray[np.float64], form: str) -> Recording:
    path = folder / "imu.csv"
    beside = ",0.1" * (names.count(",") - 3)
    rows = [
        f"{1773180600000 + 20 * k}," + ",".join(format(value, form) for value in row) + beside
        for k, row in enumerate(values.tolist())
    ]
    path.write_text("\n".join([names, *rows, ""]), "utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("scale", [1.0, 9.80665])
@pytest.mark.parametrize(("names", "form"), [(HOME, ".5f"), (STUDY, "e")])
def test_no_names_of_columns_put_gravity_into_values(
    names: str, form: str, scale: float, tmp_path: Path
) -> None:
    with pytest.raises(WrongKind, match="acceleration without gravity"):
        read(tmp_path, names, scale * NOISE, form)


@pytest.mark.parametrize("scale", [1.0, 1000.0, 9.80665, 2048.0])
def test_a_home_made_recorder_states_no_unit_by_its_names(scale: float, tmp_path: Path) -> None:
    """It was taken for a file of a study in g, and m/s2 in it for a fault of what it states."""
    recording = read(tmp_path, HOME, scale * LIMB, ".4f" if scale < 1000 else ".0f")
    assert recording.device == ""
    assert not recording.quality.warnings
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 2e-3


def test_the_study_is_known_by_how_it_writes_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, STUDY, LIMB, "e").device == "emory-plm"
    assert read(tmp_path, STUDY, LIMB, ".4f").device == ""


@pytest.mark.parametrize(("rest", "read_so"), [(0.34, False), (0.51, True), (1.9, True)])
def test_a_format_with_gravity_excuses_a_bad_calibration_and_no_more(
    rest: float, *, read_so: bool
) -> None:
    """Below 0.35 g there is none in the values; the person is told of what is off 1 g."""
    values = (rest * LIMB / np.linalg.norm(LIMB, axis=1)[:, None] + NOISE).astype(np.float32)
    expected = Expected(unit=G, given=None, has_gravity=True)
    if read_so:
        unit, notes = choose_unit(Path("a.csv"), values, RATE, expected)
        assert unit == G
        assert "badly calibrated or was never at rest" in notes[0]
    else:
        with pytest.raises(WrongKind, match="acceleration without gravity"):
            choose_unit(Path("a.csv"), values, RATE, expected)


def test_a_format_with_gravity_has_it_in_a_limb_that_is_never_still() -> None:
    swings = np.random.default_rng(4).normal(0, 1.5, (COUNT, 3)) + np.array((0.5, -1.0, 0.6))
    swings *= 0.9 / np.linalg.norm(swings.mean(axis=0))
    expected = Expected(unit=G, given=None, has_gravity=True)
    unit, _ = choose_unit(Path("a.csv"), swings.astype(np.float32), RATE, expected)
    assert unit == G
