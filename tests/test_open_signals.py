"""OpenSignals (biosignalsplux, BITalino): names in a line of JSON above columns without names."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import TableOptions, read_recorded_file
from limbwatch.sensor.files.tables.rewritten.named_above import open_signals

COUNT, RATE = 1500, 25
ANGLE = 0.4 + 0.3 * np.sin(np.arange(COUNT) / 40)
LIMB = np.round(np.column_stack([np.sin(ANGLE), 0 * ANGLE + 0.02, np.cos(ANGLE)]), 4)
LIMB += np.round(np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)), 4)
CODES = np.round(5000 * LIMB + [32900, 33100, 32500]).astype(int)
ADDRESS = "00:07:80:46:E5:A1"


def header(sensors: list[str], **other: Any) -> dict[str, Any]:
    channels = [f"CH{at + 1}" for at in range(len(sensors))]
    return {
        "sensor": sensors,
        "column": ["nSeq", "DI", *channels],
        "time": "23:10:0.0",
        "date": "2026-2-17",
        "device": "biosignalsplux",
        "sampling rate": RATE,
        "resolution": [16] * len(sensors),
        **other,
    }


def text(devices: dict[str, Any], values: np.ndarray) -> str:
    rows = [f"{k % 16}\t0\t" + "\t".join(map(str, row)) + "\t" for k, row in enumerate(values)]
    above = [
        "# OpenSignals Text File Format. Version 1",
        "# " + json.dumps(devices),
        "# EndOfHeader",
    ]
    return "\n".join([*above, *rows, ""])


def read(folder: Path, devices: dict[str, Any], values: np.ndarray, **told: Any) -> Recording:
    (folder / "night.txt").write_text(text(devices, values), "utf-8")
    return read_recorded_file(
        folder / "night.txt", placement=Placement.ANKLE_LEFT, timezone=UTC, **told
    )


@pytest.mark.parametrize("sensor", ["XYZ", "ACC", "ACC_%"])
def test_the_channels_of_the_accelerometer_are_its_axes(sensor: str, tmp_path: Path) -> None:
    muscle = np.random.default_rng(1).normal(0, 0.2, (COUNT, 1)).round(4)
    devices = {ADDRESS: header(["EMG", *(sensor.replace("%", axis) for axis in "XYZ")])}
    recording = read(tmp_path, devices, np.column_stack([muscle, LIMB]))
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-4
    assert recording.rate == pytest.approx(RATE)
    assert recording.start.isoformat() == "2026-02-17T23:10:00+00:00"
    assert any("nSeq, DI, CH1, acc_x, acc_y, acc_z" in one for one in recording.quality.notes)


def test_raw_codes_are_refused_with_the_way_to_convert_them(tmp_path: Path) -> None:
    """The counter, the digital input and one axis were taken for x, y and z."""
    with pytest.raises(UnreadableFile, match="halfway between those with the axis straight up"):
        read(tmp_path, {ADDRESS: header(["XYZ"] * 3)}, CODES)


def test_of_two_accelerometers_the_one_that_is_named_is_taken(tmp_path: Path) -> None:
    devices = {ADDRESS: header(["XYZ"] * 6)}
    values = np.column_stack([LIMB[:, ::-1], LIMB])
    recording = read(tmp_path, devices, values, options=TableOptions(sensor="4"))
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-4


def test_two_accelerometers_of_one_posture_are_no_samples_of_one(tmp_path: Path) -> None:
    values = np.column_stack([LIMB, LIMB + np.random.default_rng(5).normal(0, 0.004, LIMB.shape)])
    with pytest.raises(UnreadableFile, match="has 2 sensors"):
        read(tmp_path, {ADDRESS: header(["XYZ"] * 6)}, values.round(4))


@pytest.mark.parametrize("sensor", ["RAW", "CUSTOM/0.5/1.0/V", ""])
def test_channels_of_which_no_sensor_is_said_are_told_by_gravity(
    sensor: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, {ADDRESS: header([sensor] * 3)}, LIMB)
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-4
    with pytest.raises(UnreadableFile, match="halfway between those with the axis straight up"):
        read(tmp_path, {ADDRESS: header([sensor] * 3)}, CODES)


@pytest.mark.parametrize(
    "devices",
    [
        {ADDRESS: header(["XYZ"] * 3), "00:07:80:46:E5:A2": header(["XYZ"] * 3)},
        {ADDRESS: header(["XYZ"] * 4)},
        {ADDRESS: header(["XYZ"] * 3, column="nSeq")},
        {ADDRESS: [1, 2]},
        {},
    ],
)
def test_a_header_that_does_not_fit_the_columns_names_none(devices: dict[str, Any]) -> None:
    assert open_signals(text(devices, LIMB).encode()) is None


def test_a_header_that_is_no_json_names_none() -> None:
    for line in ("{broken}", '{"a":' * 9000 + "}"):
        start = f"# OpenSignals Text File Format\n# {line}\n# EndOfHeader\n1\t2\t3\n"
        assert open_signals(start.encode()) is None
