"""The table of limits: sizes that a stamp, a header or an archive claims are refused in words."""

import gzip
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from limbwatch.cli.reading.sources import check_one_night
from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile
from limbwatch.sensor.bounds import BOUNDS, unpacked_bytes
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.values.signal import Expected

START = datetime(2026, 3, 14, 22, tzinfo=UTC)
DAY_S = 86_400.0


def short(placement: Placement, *starts: float) -> Recording:
    """Record ten seconds at each of some starts, seconds."""
    xyz = np.tile(np.float32([0, 0, 1]), (500, 1))
    return Recording(
        start=START,
        placement=placement,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=tuple(Samples(start=start, rate=50.0, xyz=xyz) for start in starts),
    )


def test_a_recording_ends_within_35_days_whatever_its_stamps_say() -> None:
    inside, outside = BOUNDS.recording_s - 10.0, BOUNDS.recording_s - 9.0
    check_one_night((short(Placement.ANKLE, 0.0, inside),))
    with pytest.raises(
        UnreadableFile, match=r"this recording lasts 35 days .* at most 35 .* Cut it"
    ):
        check_one_night((short(Placement.ANKLE, 0.0, outside),))


def test_all_sensors_together_end_within_35_days() -> None:
    early = short(Placement.ANKLE, 0.0, 20 * DAY_S)
    late = short(Placement.WRIST, 19 * DAY_S, 40 * DAY_S)
    with pytest.raises(UnreadableFile, match="this recording lasts 40 days"):
        check_one_night((early, late))


def test_a_file_of_months_is_refused() -> None:
    # ten minutes of every fourth hour, at 5 Hz
    hour = np.arange(3000) / 5
    seconds = (np.arange(9 * 24)[:, None] * 4 * 3600.0 + hour).ravel()
    random = np.random.default_rng(1)
    xyz = random.normal([0, 0, 1], 0.02, (len(seconds), 3)).astype(np.float32)
    source = StampedRows(
        path=Path("months.csv"),
        seconds=seconds,
        xyz=xyz,
        start=START - timedelta(days=60),
        clocked=True,
        rate=None,
        device="",
        expected=Expected(unit=None, given=None),
    )
    with pytest.raises(UnreadableFile, match=r"months.csv lasts 36 days"):
        assemble(source, Placement.ANKLE)


def rows(count: int = 3000, separator: str = ",") -> bytes:
    """Write a table of a minute at 50 Hz, and then one row that repeats as often as wanted."""
    random = np.random.default_rng(2)
    text = "".join(
        f"{k / 50:.2f},0.01,0.02,{1 + 0.01 * random.standard_normal():.4f}\n" for k in range(count)
    )
    return text.replace(",", separator).encode()


def read(path: Path) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limit of archives: all else takes as long as a night."""
    low = replace(BOUNDS, archive_bytes=2**20)
    monkeypatch.setattr("limbwatch.sensor.bounds.BOUNDS", low)


def swell(path: Path, start: bytes, line: bytes) -> None:
    """Pack a table that unpacks to a little more than is allowed."""
    many = line * (2**16 // len(line))
    with gzip.open(path, "wb") as file:
        file.write(start)
        for _ in range(2**23 // len(many)):
            file.write(many)
    assert unpacked_bytes(path.stat().st_size) < 2**23 - 2**16


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("name", "separator", "start"),
    [
        ("table.csv.gz", ",", b"time,x,y,z\n"),
        ("spaced.txt.gz", "  ", b"time  x  y  z\n"),
        ("mixed.csv.gz", ",", b"time,x,y,z\n0.00,one,2,3\n"),  # parsed again, cell by cell
    ],
)
def test_a_packed_table_unpacks_no_further_than_a_recording(
    name: str, separator: str, start: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    swell(path, start + rows(500, separator), b"9,9,9,9\n".replace(b",", separator.encode()))
    with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes.*Unpack it yourself"):
        read(path)


@pytest.mark.usefixtures("small")
def test_packed_json_unpacks_no_further_than_a_recording(tmp_path: Path) -> None:
    for name, start in (("log.json.gz", b'{"Samples": ['), ("lines.jsonl.gz", b'{"x": 1}\n' * 3)):
        swell(tmp_path / name, start, b" " * 64)
        with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes"):
            read(tmp_path / name)


def test_a_packed_table_that_is_honest_is_read(tmp_path: Path) -> None:
    (tmp_path / "night.csv.gz").write_bytes(gzip.compress(b"time,x,y,z\n" + rows()))
    assert len(read(tmp_path / "night.csv.gz").runs[0]) == 3000


def archive(path: Path, size: int, *, claim: int | None = None) -> None:
    """Make an archive like ActiGraph's with a log of zeros, which may claim another size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("info.txt", "Serial Number: X\nSample Rate: 30\n")
        with written.open("log.bin", "w") as member:
            member.write(bytes(size))
        if claim is not None:
            written.getinfo("log.bin").file_size = claim


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("claim", [None, 1000])
def test_a_member_of_an_archive_is_measured_not_believed(claim: int | None, tmp_path: Path) -> None:
    path = tmp_path / "big.gt3x"
    archive(path, 2**21, claim=claim)
    with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes"):
        read(path)
    archive(tmp_path / "small.gt3x", 2**19)
    with pytest.raises(UnreadableFile, match=r"without acceleration|cannot be decoded"):
        read(tmp_path / "small.gt3x")


@pytest.mark.usefixtures("small")
def test_a_parquet_file_that_swells_is_refused_by_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "still.parquet"
    column = pa.array(np.zeros(100_000, np.float32))
    pq.write_table(pa.table(dict.fromkeys("xyz", column)), path, compression="zstd")
    with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes"):
        read(path)


@pytest.mark.parametrize(
    "content",
    ["[" * 50_000 + "]" * 50_000, '{"a":' + "[" * 50_000 + "1" + "]" * 50_000 + "}\n"],
)
def test_json_that_is_nested_without_end_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text(content)
    with pytest.raises(UnreadableFile, match="nested more deeply"):
        read(tmp_path / "deep.json")


def test_a_line_of_json_that_is_nested_without_end_is_a_damaged_line(tmp_path: Path) -> None:
    lines = [json.dumps({"t": k / 50, "x": 0.01 * (k % 3), "y": 0, "z": 1}) for k in range(3000)]
    lines[700] = '{"a":' + "[" * 50_000 + "]" * 50_000 + "}"
    (tmp_path / "deep.jsonl").write_text("\n".join(lines))
    notes = read(tmp_path / "deep.jsonl").quality.notes
    assert any("1 of 3000 lines are damaged" in note for note in notes)


def test_a_line_of_megabytes_costs_that_line(tmp_path: Path) -> None:
    table = b"time,x,y,z\n" + rows() + b"7" * 5_000_000 + b"\n"
    (tmp_path / "line.csv").write_bytes(table)
    recording = read(tmp_path / "line.csv")
    assert (len(recording.runs[0]), recording.quality.invalid) == (3000, 1)


def test_a_first_line_without_end_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "line.csv").write_bytes(b"7," * 2_500_000 + b"\n" + rows())
    with pytest.raises(UnreadableFile, match="a first line of more than 65536 bytes"):
        read(tmp_path / "line.csv")


@pytest.mark.parametrize(("year", "taken"), [(1899, 0), (1900, 1), (2199, 1), (2200, 0)])
def test_a_recording_is_of_a_year_that_a_night_can_have(year: int, taken: int) -> None:
    def made() -> Recording:
        return Recording(
            start=datetime(year, 6, 1, tzinfo=UTC),
            placement="ankle_left",
            device="",
            rate_nominal=None,
            rate=50.0,
            runs=[Samples(start=0.0, rate=50.0, xyz=np.tile([0.0, 0.0, 1.0], (10, 1)))],
        )

    if taken:
        assert made().start.year == year
        return
    with pytest.raises(ValueError, match=f"in the year {year}; .* from 1900 to 2199"):
        made()
