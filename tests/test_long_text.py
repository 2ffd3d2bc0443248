"""A long text file is read day by day, as it would be read whole, or else whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from pyarrow.csv import WriteOptions, write_csv

from limbwatch.cli.interruption import discard_made
from limbwatch.cli.reading.long_recordings import stored_apart
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import NotInPieces, Told, open_long_text, read_recording
from limbwatch.sensor.store import read_stored, write_pieces

RATE, HOURS = 5.0, 9.0
BEGIN = datetime(2026, 3, 13, 4, tzinfo=UTC)
"""Five in the morning in Berlin: the first piece ends seven hours later."""
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.tables.table.BLOCK", 1 << 18)


@pytest.fixture(scope="module")
def xyz() -> NDArray[np.float64]:
    rng = np.random.default_rng(1)
    rows = np.array([0.0, 0.6, 0.8]) + rng.normal(0, 0.003, (int(HOURS * 3600 * RATE), 3))
    rows[::97] += 0.5
    return np.round(rows, 3)


def stamps(count: int, begin: datetime = BEGIN) -> NDArray[np.float64]:
    return begin.timestamp() + np.arange(count) / RATE


def written(path: Path, xyz: NDArray[np.float64], time: Any, name: str = "time") -> Path:
    columns = {} if time is None else {name: time}
    columns |= {axis: xyz[:, at] for at, axis in enumerate("xyz")}
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        write_csv(pa.table(columns), file, WriteOptions(include_header=False, quoting_style="none"))
    return path


def texts(count: int, form: str, zone: Any, begin: datetime = BEGIN) -> list[str]:
    times = (datetime.fromtimestamp(at, zone) for at in stamps(count, begin).tolist())
    return [f"{at:{form}}" for at in times]


def in_pieces(path: Path, **told: Any) -> Recording:
    pieces = open_long_text(path, Told(placement=Placement.ANKLE, zone=BERLIN, **told))
    write_pieces(pieces, lambda: pieces.quality, path.with_suffix(".parquet"))
    return read_stored(path.with_suffix(".parquet"))


def times(recording: Recording) -> NDArray[np.float64]:
    return np.concatenate([run.start + np.arange(len(run)) / run.rate for run in recording.runs])


def require_same(path: Path, *, least: int = 2, **told: Any) -> Recording:
    found = in_pieces(path, **told)
    whole = read_recording(path, placement=Placement.ANKLE, timezone=BERLIN, **told)
    assert (found.start, found.device) == (whole.start, whole.device)
    assert found.quality == whole.quality
    samples = [np.concatenate([run.xyz for run in one.runs]) for one in (found, whole)]
    assert np.array_equal(*samples)
    assert np.abs(times(found) - times(whole)).max() < 1e-6
    assert len(found.runs) >= len(whole.runs) + least - 1, "read in pieces"
    return found


@pytest.mark.parametrize("way", ["unix", "iso", "local", "steady"])
def test_pieces_are_what_the_whole_is(tmp_path: Path, xyz: NDArray[np.float64], way: str) -> None:
    told: dict[str, Any] = {}
    time: Any = stamps(len(xyz))
    if way == "iso":
        time = texts(len(xyz), "%Y-%m-%dT%H:%M:%S.%f+00:00", UTC)
    if way == "local":
        time = texts(len(xyz), "%Y-%m-%d %H:%M:%S.%f", BERLIN)
    if way == "steady":
        time, told = None, {"rate": RATE, "start": BEGIN}
    require_same(written(tmp_path / "a.csv", xyz, time), **told)


def test_what_is_missing_is_counted_over_all_pieces(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    path = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    lines = path.read_text().splitlines()
    for at in (100, 90_000, 150_000):
        lines[at] = lines[at].rpartition(",")[0] + ","
    del lines[70_000:75_000]
    lines[-1] = lines[-1].rpartition(",")[0]  # cut off in the last row
    path.write_text("\n".join(lines))
    found = require_same(path)
    assert found.quality.invalid == 4
    assert "The recording is in 5 runs." in found.quality.notes


def test_a_piece_ends_about_noon_or_when_it_is_large(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a night lies in one piece."""
    found = require_same(written(tmp_path / "a.csv", xyz, stamps(len(xyz))))
    begins = [found.start + timedelta(seconds=run.start) for run in found.runs[1:]]
    assert [at.astimezone(BERLIN).hour for at in begins] == [12]
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 50_000)
    assert len(require_same(tmp_path / "a.csv").runs) == 4


def backwards(lines: list[str]) -> None:
    lines[140_000:140_500], lines[140_500:141_000] = lines[140_500:141_000], lines[140_000:140_500]


def milli_g(lines: list[str]) -> None:
    for at in range(140_000, len(lines)):
        time, *axes = lines[at].split(",")
        lines[at] = ",".join([time, *(f"{1000 * float(value):.0f}" for value in axes)])


def torn(lines: list[str]) -> None:
    for at in range(100_000, 100_020):
        lines[at] = lines[at].rpartition(",")[0]


def wordy(lines: list[str]) -> None:
    lines[140_000] = "paused,,,"


@pytest.mark.parametrize("fault", [backwards, milli_g, torn, wordy])
def test_what_only_the_whole_tells_is_read_whole(
    tmp_path: Path, xyz: NDArray[np.float64], fault: Any
) -> None:
    path = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    lines = path.read_text().splitlines()
    fault(lines)
    path.write_text("\n".join(lines))
    with pytest.raises(NotInPieces):
        in_pieces(path)
    whole = read_recording(path, placement=Placement.ANKLE, timezone=BERLIN)
    source = Source(Placement.ANKLE, path)
    with stored_apart([source], zone=BERLIN, clock=None, start=None, room=tmp_path) as (kept,):
        found = kept.between(*kept.span)
        assert found is not None
        assert np.array_equal(times(found), times(whole))
        assert kept.quality == whole.quality


def test_a_date_that_only_a_later_day_settles_is_read_whole(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """12/03 may be of December; 13/03, in the morning, is of March."""
    evening = datetime(2026, 3, 12, 22, tzinfo=UTC)
    path = written(
        tmp_path / "a.csv", xyz[:60_000], texts(60_000, "%d/%m/%Y %H:%M:%S.%f", UTC, evening)
    )
    with pytest.raises(NotInPieces, match="which is the day"):
        in_pieces(path)


def test_a_process_that_ends_leaves_no_samples_behind(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    path = written(tmp_path / "a.csv", xyz[:60_000], stamps(60_000))
    room = tmp_path / "nights"
    asked = {"zone": BERLIN, "clock": None, "start": None, "room": room}
    with stored_apart([Source(Placement.ANKLE, path)], **asked):
        assert list(room.iterdir())
        discard_made()  # as the last thing that an interrupted process does
        assert not list(room.iterdir())


def test_a_start_is_by_the_clock_on_the_wall(tmp_path: Path, xyz: NDArray[np.float64]) -> None:
    clock = UTC
    path = written(tmp_path / "a.csv", xyz, texts(len(xyz), "%Y-%m-%d %H:%M:%S.%f", clock))
    asked = {"zone": BERLIN, "clock": clock, "start": None, "room": tmp_path}
    with stored_apart([Source(Placement.ANKLE, path)], **asked) as (kept,):
        assert kept.start.isoformat() == "2026-03-13T05:00:00+01:00"
        assert kept.span[1] == pytest.approx(HOURS * 3600, abs=0.01)


def test_an_hour_that_the_clock_skips_is_read_whole(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """Summer time in Berlin begins at two on 29 March."""
    evening = datetime(2026, 3, 28, 21, tzinfo=UTC)
    stamped = texts(60_000, "%Y-%m-%d %H:%M:%S.%f", BERLIN, evening)
    path = written(tmp_path / "a.csv", xyz[:60_000], stamped)
    asked = {"zone": BERLIN, "clock": None, "start": None, "room": tmp_path}
    with stored_apart([Source(Placement.ANKLE, path)], **asked) as (kept,):
        assert kept.span[1] == pytest.approx(60_000 / RATE, abs=0.01)
