"""A stored recording comes back equal to the last bit, and never half-written."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from limbwatch.sensor import Placement, Quality, Recording, Samples, UnreadableFile
from limbwatch.sensor.store import read_stored, write_recording


def recording() -> Recording:
    generator = np.random.default_rng(3)
    runs = []
    start = 0.0
    for rate, count in ((49.31, 700), (49.3100001, 1), (25.0, 90)):
        xyz = generator.normal(size=(count, 3)).astype(np.float32)
        runs.append(Samples(start=start, rate=rate, xyz=xyz))
        start = runs[-1].end + 1 / 3
    return Recording(
        start=datetime(2026, 3, 14, 22, 41, 0, 123457, timezone(timedelta(hours=1))),
        placement=Placement.ANKLE_LEFT,
        device="Polar Sense",
        rate_nominal=52.0,
        rate=49.31,
        runs=tuple(runs),
        quality=Quality(duplicated=2, held_s=1 / 7, drift_ppm=-3.3, notes=("a note", "ü")),
    )


def test_round_trip_is_exact(tmp_path: Path) -> None:
    written = recording()
    write_recording(written, tmp_path / "ankle_left.parquet")
    read = read_stored(tmp_path / "ankle_left.parquet")
    assert read.start == written.start
    assert read.start.utcoffset() == written.start.utcoffset()
    assert (read.placement, read.device) == (written.placement, written.device)
    assert (read.rate, read.rate_nominal) == (written.rate, written.rate_nominal)
    assert read.quality == written.quality
    assert len(read.runs) == len(written.runs)
    for back, run in zip(read.runs, written.runs, strict=True):
        assert (back.start, back.rate) == (run.start, run.rate)
        assert back.xyz.dtype == np.float32
        assert np.array_equal(back.xyz, run.xyz)


def test_other_tools_see_plain_columns(tmp_path: Path) -> None:
    path = tmp_path / "ankle_left.parquet"
    write_recording(recording(), path)
    table = pq.read_table(path)
    assert table.column_names == ["x", "y", "z"]
    assert table.num_rows == 791
    frame = pd.read_parquet(path)
    expected = np.concatenate([run.xyz for run in recording().runs])
    assert np.array_equal(frame.to_numpy(), expected)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    write_recording(recording(), tmp_path / "a.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.parquet"
    write_recording(recording(), path)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("limbwatch.sensor.store.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_recording(recording(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


def test_foreign_and_damaged_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_stored(tmp_path / "none.parquet")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    with pytest.raises(UnreadableFile, match="another kind"):
        read_stored(tmp_path / "other.parquet")
    write_recording(recording(), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match="cannot be read as Parquet"):
        read_stored(tmp_path / "cut.parquet")
