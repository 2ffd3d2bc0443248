"""Tables that were read without a word as nights of a sensor that never was.

Each is made after a public report: axes exported twice (seermedical/seer-py#146), sensors merged by
time (knarfS/smuview#58), decimal commas between commas (DreamSourceLab/DSView#788), milliseconds
behind a comma (``asctime`` of Python's logging), a lost sign (jarzebski/Arduino-MPU6050#7,
sparkfun/SparkFun_ADXL345_Arduino_Library#14), R's row numbers without a name (``write.table``),
zones by their abbreviations, hours that count to 24, and two sensors in one file.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.values.plausible import require_one_sensor
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording

COUNT = 6000
RATE = 50.0
BEGIN = datetime(2026, 3, 14, 21, 41, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SECONDS = np.arange(COUNT) / RATE


def limb(seed: int = 1) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    direction = random.normal(size=3)
    still = np.tile(direction / np.linalg.norm(direction), (COUNT, 1))
    return np.round(still + random.normal(0, 0.004, still.shape), 4)


LEFT, RIGHT = limb(), -limb(2)
UNIX = BEGIN.timestamp() + SECONDS


def text(*columns: NDArray[np.float64], names: str = "time,x,y,z") -> str:
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return "\n".join([names, *(",".join(f"{cell:.4f}" for cell in row) for row in rows), ""])


def read(tmp_path: Path, content: str, rate: float | None = None) -> Recording:
    path = tmp_path / "night.csv"
    path.write_text(content, encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=BERLIN, rate=rate)


def values(recording: Recording) -> NDArray[np.float32]:
    return np.concatenate([run.xyz for run in recording.runs])


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_axes_that_are_copies_are_refused(one: int, other: int, tmp_path: Path) -> None:
    copied = LEFT.copy()
    copied[:, other] = copied[:, one]
    copied /= np.linalg.norm(copied.mean(axis=0))
    with pytest.raises(UnreadableFile, match="equal in each of 6000 samples"):
        read(tmp_path, text(UNIX, *np.round(copied, 4).T))


def test_rows_of_other_sensors_in_a_merged_table_are_left_out(tmp_path: Path) -> None:
    mine = [f"{t:.3f},{x},{y},{z}," for t, (x, y, z) in zip(UNIX, LEFT.tolist(), strict=True)]
    others = [f"{t + 0.007:.3f},,,,21.5" for t in UNIX]
    rows = [row for pair in zip(mine, others, strict=True) for row in pair]
    recording = read(tmp_path, "\n".join(["time,acc_x,acc_y,acc_z,temp", *rows, ""]))
    assert len(recording.runs) == 1
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert np.abs(values(recording) - LEFT).max() < 1e-6
    assert "Acceleration stands in one row of 2" in "".join(recording.quality.notes)


def test_cells_without_a_name_are_refused(tmp_path: Path) -> None:
    decimal = text(SECONDS, *LEFT.T).replace(".", ",")
    logged = "\n".join(
        ["time,x,y,z"]
        + [
            f"{(BEGIN + timedelta(seconds=t)):%Y-%m-%d %H:%M:%S},{k % 50 * 20:03},{x},{y},{z}"
            for k, (t, (x, y, z)) in enumerate(zip(SECONDS, LEFT.tolist(), strict=True))
        ]
    )
    for content, named in ((decimal, "names 4 columns, and its rows have 8"), (logged, "have 5")):
        with pytest.raises(UnreadableFile, match=named):
            read(tmp_path, content)
        # a rate does not make them right
        with pytest.raises(UnreadableFile, match=named):
            read(tmp_path, content, rate=RATE)


def test_row_numbers_of_r_have_no_name(tmp_path: Path) -> None:
    rows = [
        f'"{k + 1}" {t:.2f} {x} {y} {z}'
        for k, (t, (x, y, z)) in enumerate(zip(SECONDS, LEFT.tolist(), strict=True))
    ]
    recording = read(tmp_path, "\n".join(['"time" "x" "y" "z"', *rows, ""]))
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    assert np.abs(values(recording) - LEFT).max() < 1e-6


def test_a_lost_sign_is_given_back_and_told(tmp_path: Path) -> None:
    codes = np.round(RIGHT * 16384)
    recording = read(tmp_path, text(UNIX, *(codes % 65536).T))
    assert np.abs(values(recording) - RIGHT).max() < 1e-3
    assert any("without their sign" in warning for warning in recording.quality.warnings)
    # half of the range is a force of more than 1 g, where 16384 is 1 g, and no lost sign
    forced = np.abs(codes)
    forced[::50] = [30, 60, 20_000]
    warnings = read(tmp_path, text(UNIX, *forced.T)).quality.warnings
    assert not any("without their sign" in warning for warning in warnings)
    signed = read(tmp_path, text(UNIX, *codes.T))
    assert not signed.quality.warnings
    assert np.array_equal(values(signed), values(recording))


def test_two_sensors_in_turns_are_refused(tmp_path: Path) -> None:
    both = np.stack([LEFT, RIGHT], axis=1).reshape(-1, 3)
    with pytest.raises(UnreadableFile, match="2 sensors in turns"):
        read(tmp_path, text(np.repeat(UNIX, 2), *both.T))


@pytest.mark.parametrize("length", [2, 3, 4, 8, 12])
def test_packets_of_two_sensors_in_turns_are_refused(length: int, tmp_path: Path) -> None:
    moved = RIGHT.copy()
    moved[1000:1100] = moved[1000:1100] @ np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1.0]])
    both = np.stack([LEFT.reshape(-1, length, 3), moved.reshape(-1, length, 3)], axis=1)
    stamps = UNIX[0] + np.arange(2 * COUNT) / (2 * RATE)
    with pytest.raises(UnreadableFile, match=f"in turns, {length} at a time"):
        read(tmp_path, text(stamps, *both.reshape(-1, 3).T))


def test_one_sensor_that_jumps_is_not_several(tmp_path: Path) -> None:
    # rows of zeros between packets are no second sensor, nor is a limb that is turned in bed
    zeros = LEFT.copy()
    zeros[::9] = 0
    require_one_sensor(tmp_path, zeros.astype(np.float32))
    turned = LEFT.copy()
    edges = np.cumsum(np.random.default_rng(3).integers(4, 80, COUNT // 40))
    for begin, end in zip(edges[::2], edges[1::2], strict=False):
        turned[begin:end] = RIGHT[begin:end]
    require_one_sensor(tmp_path, turned.astype(np.float32))


def test_two_sensors_one_behind_the_other_are_refused(tmp_path: Path) -> None:
    both = np.concatenate([LEFT, RIGHT])
    with pytest.raises(UnreadableFile, match="covers the same time 2 times"):
        read(tmp_path, text(np.tile(UNIX, 2), *both.T))
    # a clock that was set back is none: it does not end where it ended
    set_back = np.where(np.arange(COUNT) < 4500, UNIX, UNIX - 60)
    assert len(values(read(tmp_path, text(set_back, *LEFT.T)))) == COUNT


@pytest.mark.parametrize(("zone", "warned"), [("CET", False), ("CEST", False), ("EST", True)])
def test_a_zone_by_its_letters_is_that_of_the_wearer_or_told(
    zone: str, *, warned: bool, tmp_path: Path
) -> None:
    begin = BEGIN.astimezone(BERLIN)
    rows = [
        f"{begin + timedelta(seconds=t):%Y-%m-%d %H:%M:%S.%f} {zone},{x},{y},{z}"
        for t, (x, y, z) in zip(SECONDS, LEFT.tolist(), strict=True)
    ]
    recording = read(tmp_path, "\n".join(["time,x,y,z", *rows, ""]))
    assert recording.start == BEGIN
    assert any(f"The times say {zone}" in one for one in recording.quality.warnings) is warned


def test_many_rows_that_are_not_understood_are_a_warning(tmp_path: Path) -> None:
    begin = BEGIN.replace(tzinfo=None)
    rows = [
        f"{begin + timedelta(seconds=t):%Y-%m-%d} {t_hour}:{begin + timedelta(seconds=t):%M:%S.%f}"
        f",{x},{y},{z}"
        for t, t_hour, (x, y, z) in zip(
            SECONDS,
            [f"{begin:%H}"] * (COUNT // 2) + ["noon"] * (COUNT // 2),
            LEFT.tolist(),
            strict=True,
        )
    ]
    recording = read(tmp_path, "\n".join(["time,x,y,z", *rows, ""]))
    assert len(values(recording)) == COUNT // 2
    assert any("50% of the file" in warning for warning in recording.quality.warnings)


def test_jumps_after_any_number_of_rows_are_no_packets(tmp_path: Path) -> None:
    """A limb that is thrown to and fro, or a loose wire, keeps no length."""
    lengths = np.random.default_rng(8).integers(2, 10, COUNT)
    other = np.repeat(np.arange(COUNT) % 2 == 1, lengths)[:COUNT]
    require_one_sensor(tmp_path, np.where(other[:, None], RIGHT, LEFT).astype(np.float32))
