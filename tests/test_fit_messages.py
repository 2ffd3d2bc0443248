"""Messages of FIT files, as FitCSVTool writes them, are read as rows of samples."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

RATE, SECONDS = 25, 120
VALUES = np.random.default_rng(6).normal((0.2, -0.93, 0.3), 0.005, (RATE * SECONDS, 3)).round(4)
FIRST = 1_140_300_600
"""Seconds since 31 December 1989, UTC: of 2026-02-17 22:10 UTC."""
HEADER = "Type,Local Number,Message," + ",".join(
    f"Field {n},Value {n},Units {n}" for n in range(1, 10)
)


def field(name: str, values: object, unit: str) -> str:
    cells = np.atleast_1d(np.asarray(values))
    return f'{name},"{"|".join(map(str, cells.tolist()))}",{unit}'


def message(at: int, name: str, scale: float, unit: str) -> str:
    part = VALUES[RATE * at : RATE * (at + 1)] * scale
    if name != "calibrated_accel":
        part = part.round().astype(int)
    return ",".join(
        [
            "Data,3,accelerometer_data",
            field("timestamp", FIRST + at, "s"),
            field("timestamp_ms", 40, "ms"),
            field("sample_time_offset", np.arange(RATE) * 40, "ms"),
            *(field(f"{name}_{axis}", part[:, k], unit) for k, axis in enumerate("xyz")),
        ]
    )


def read(tmp_path: Path, lines: list[str]) -> Recording:
    path = tmp_path / "night.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return read_recorded_file(path, placement=Placement.WRIST, timezone=UTC)


OTHERS = [
    'Data,0,file_id,type,"4",,time_created,"1140300600",',
    'Data,4,record,timestamp,"1140300600",s,heart_rate,"52",bpm',
]


@pytest.mark.parametrize(
    ("name", "scale", "unit"),
    [
        ("calibrated_accel", 1.0, "g"),
        ("calibrated_accel", 1000.0, "g"),  # as watches write it, whatever the profile says
        ("compressed_calibrated_accel", 1000.0, "mG"),
    ],
)
def test_arrays_of_samples_become_rows_with_their_times(
    name: str, scale: float, unit: str, tmp_path: Path
) -> None:
    lines = [message(at, name, scale, unit) for at in range(SECONDS)]
    recording = read(tmp_path, [OTHERS[0], *lines[:60], OTHERS[1], *lines[60:]])
    assert recording.start == datetime(2026, 2, 17, 22, 10, 0, 40_000, tzinfo=UTC)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    (samples,) = recording.runs
    assert np.abs(samples.xyz - VALUES).max() < 1e-3


def test_a_message_whose_arrays_are_of_unlike_length_costs_its_samples_alone(
    tmp_path: Path,
) -> None:
    lines = [message(at, "calibrated_accel", 1.0, "g") for at in range(SECONDS)]
    lines[50] = lines[50].replace("|", "", 1)
    recording = read(tmp_path, lines)
    assert [len(run) for run in recording.runs] == [50 * RATE, (SECONDS - 51) * RATE]
    assert f"{RATE} rows had a missing" in " ".join(recording.quality.notes)


@pytest.mark.parametrize(
    ("old", "new"),
    [('timestamp_ms,"40"', 'timestamp_ms,""'), ("|", "|x|"), ("|40|", "|")],
)
def test_messages_that_are_not_whole_are_told_wherever_they_are(
    old: str, new: str, tmp_path: Path
) -> None:
    lines = [message(at, "calibrated_accel", 1.0, "g") for at in range(SECONDS)]
    lines[:30] = [line.replace(old, new, 1) for line in lines[:30]]
    recording = read(tmp_path, lines)
    assert sum(map(len, recording.runs)) == (SECONDS - 30) * RATE
    assert any("no acceleration" in one or "missing" in one for one in recording.quality.notes)


def test_a_file_cut_within_a_line_or_a_quote_keeps_the_rest(tmp_path: Path) -> None:
    lines = [message(at, "calibrated_accel", 1.0, "g") for at in range(SECONDS)]
    cut = read(tmp_path, [*lines[:-1], lines[-1][:-200]])
    assert sum(map(len, cut.runs)) == (SECONDS - 1) * RATE
    assert "missing" in " ".join(cut.quality.notes)
    lines[60] = lines[60].replace('"', "", 1)
    open_quote = read(tmp_path, [*lines, 'Data,3,accelerometer_data,timestamp,"' + "x" * 200_000])
    assert sum(map(len, open_quote.runs)) >= (SECONDS - 1) * RATE


def test_readings_of_the_converter_alone_are_refused(tmp_path: Path) -> None:
    raw = [message(at, "accel", 1000.0, "counts") for at in range(SECONDS)]
    shifted = []
    for line in raw:
        cells = line.split('"')
        cells[7::2] = ["|".join(str(int(v) + 32768) for v in c.split("|")) for c in cells[7::2]]
        shifted.append('"'.join(cells))
    with pytest.raises(UnreadableFile, match="whose 0 g is not 0"):
        read(tmp_path, shifted)


def test_a_file_without_acceleration_is_told_as_what_it_is(tmp_path: Path) -> None:
    lines = [
        f'Data,4,record,timestamp,"{FIRST + at}",s,heart_rate,"{50 + at % 5}",bpm,distance,"{at}",m'
        for at in range(60)
    ]
    with pytest.raises(UnreadableFile, match="FIT file of Garmin"):
        read(tmp_path, lines)
