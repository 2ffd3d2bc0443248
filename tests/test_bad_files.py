"""Bad input: a message for people with what, why and what to do; nothing lost in silence."""

import bz2
import contextlib
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from limbwatch.sensor import Placement, Recording, SensorError, UnreadableFile, WrongKind
from limbwatch.sensor.files import explain, read_recorded_file

START = 1_770_000_000


def told(recording: Recording) -> tuple[str, ...]:
    return recording.quality.notes + recording.quality.warnings


def rows(count: int = 2000, rate: float = 50.0) -> list[str]:
    generator = np.random.default_rng(1)
    noise = generator.normal(0, 0.01, (count, 3))
    return [
        f"{START + i / rate:.4f},{0.3 + n[0]:.4f},{n[1]:.4f},{0.954 + n[2]:.4f}"
        for i, n in enumerate(noise)
    ]


def read(path: Path, unit: str | None = None) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, unit=unit)


def text(path: Path, lines: list[str], head: str = "time,x,y,z") -> Path:
    path /= "f.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def stored(recording: Recording) -> int:
    return sum(len(run) for run in recording.runs)


def misnamed(member: str) -> bytes:
    """Return an archive of two files, of which one has a name that is no UTF-8, as it claims."""
    packed, accented = io.BytesIO(), "\u00e9\u00e9"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{accented}.csv", "x")
        archive.writestr(member, "time,x,y,z")
    return packed.getvalue().replace(accented.encode(), b"\xff\xfe\xff\xfe")


CONTENT = {
    "empty": (b"", "is empty"),
    "one line": (b"time,x,y,z\n", "too short"),
    "header and one row": (b"time,x,y,z\n1,0,0,1\n", "not have two rows"),
    "words": (b"Dear diary,\nI slept badly.\nAgain.\nAnd again.\n", "no acceleration"),
    "noise": (
        bytes(np.random.default_rng(2).integers(0, 256, 5000, dtype=np.uint8)),
        "neither text",
    ),
    "cut gzip": (gzip.compress("\n".join(rows(9000)).encode())[:60_000], "damaged or cut-off gzip"),
    "gzip of nothing": (gzip.compress(b""), "holds nothing"),
    "parquet": (b"PAR1" + bytes(100), "Parquet"),
    "avro": (b"Obj\x01" + bytes(100), "EmbracePlus"),
    "edf": (b"0       X" + b" " * 300, "EDF"),
    "cut axivity": (b"MD" + bytes(3000), "cannot be decoded|without acceleration"),
    "broken archive": (b"PK\x03\x04" + bytes(100), "damaged or cut-off ZIP"),
    "archive with a broken name": (misnamed("left.csv"), "damaged or cut-off ZIP"),
    ".gt3x with a broken name": (misnamed("info.txt"), "damaged or cut-off ZIP"),
    "workbook with a broken name": (misnamed("xl/workbook.xml"), "damaged or cut-off ZIP"),
}


@pytest.mark.parametrize(("content", "words"), CONTENT.values(), ids=CONTENT.keys())
def test_content_that_is_no_recording(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_archive_says_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("TotalAcceleration.csv", "x")
    with pytest.raises(UnreadableFile, match=r"TotalAcceleration\.csv"):
        read(path)


def test_missing_folder_and_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read(tmp_path)
    path = text(tmp_path, rows())

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UnreadableFile, match=r"no permission\. Have its owner"):
        explain(path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([f"{START + i / 50:.3f},nan,nan,nan" for i in range(500)], "three numbers"),
        ([f"{START + i / 50:.3f},0.1,0.2,0.9" for i in range(500)], "all 500 samples are"),
        ([f"{START + i / 50:.3f},0,0,0" for i in range(500)], "three numbers"),
        (rows(500, rate=1.0), "1 samples per second"),
        ([f"{START},0.1,{i % 7},0.9" for i in range(500)], "same time|without|no column of time"),
        (rows(5), "at least 10"),
        (["1,2"] * 50, "a magnitude"),
    ],
)
def test_values_that_cannot_be_used(lines: list[str], words: str, tmp_path: Path) -> None:
    with pytest.raises(SensorError, match=words):
        read(text(tmp_path, lines))


def test_unit_nobody_knows(tmp_path: Path) -> None:
    lines = [f"{START + i / 50:.3f},0.1,{4 + i % 3 / 100},0.1" for i in range(500)]
    with pytest.raises(UnreadableFile, match="Write the values in g"):
        read(text(tmp_path, lines))
    with pytest.raises(ValueError, match="allowed are g, mg, m/s2"):
        read(text(tmp_path, lines), unit="furlong")


@pytest.mark.parametrize(("rest", "unit"), [(1.9, "g"), (1.9e3, "mg"), (0.6, "g")])
def test_a_unit_that_was_given_is_doubted_up_to_2_g_at_rest(
    rest: float, unit: str, tmp_path: Path
) -> None:
    lines = [f"{START + i / 50:.3f},0.1,{rest * (1 + i % 3 / 1000)},0.1" for i in range(500)]
    assert any("as asked" in note for note in told(read(text(tmp_path, lines), unit=unit)))


@pytest.mark.parametrize(("rest", "unit"), [(2.1, "g"), (3550, "mg"), (56_000, "mg")])
def test_a_unit_that_was_given_is_refused_beyond_2_g_at_rest(
    rest: float, unit: str, tmp_path: Path
) -> None:
    """Read so, all movements of a night were too large to be a limb's, without an error."""
    lines = [f"{START + i / 50:.3f},0.1,{rest * (1 + i % 3 / 1000)},0.1" for i in range(500)]
    with pytest.raises(UnreadableFile, match=r"as asked; .* more than 2 g is .* Write the values"):
        read(text(tmp_path, lines), unit=unit)


@pytest.mark.parametrize(("zero", "leads"), [(2048, ""), (34000, ""), (700, "mg")])
def test_a_unit_is_offered_only_where_it_leads_to_some_1_g(
    zero: int, leads: str, tmp_path: Path
) -> None:
    lines = [f"{START + i / 50:.3f},{zero + i % 3},{zero + 30},{zero + 100}" for i in range(500)]
    with pytest.raises(UnreadableFile, match="whose 0 g is not 0") as caught:
        read(text(tmp_path, lines))
    said = str(caught.value)
    assert (f"--unit {leads}" in said) if leads else ("--unit" not in said)


@pytest.mark.parametrize(("size", "unit", "right"), [(1, "mg", "g"), (1000, "g", "mg")])
def test_a_unit_that_cannot_be_is_refused_where_another_is_right(
    size: float, unit: str, right: str, tmp_path: Path
) -> None:
    """Read so, a night had no movement at all, and an index of 0.0."""
    lines = [f"{START + i / 50:.3f},{size * (1 + i % 3 / 100)},0.001,0.001" for i in range(500)]
    with pytest.raises(UnreadableFile, match=f"give --unit {right}\\."):
        read(text(tmp_path, lines), unit=unit)


@pytest.mark.parametrize(("unit", "scale"), [("mg", 1000.0), ("m/s2", 9.80665), ("g", 1.0)])
def test_unit_is_found_at_rest(unit: str, scale: float, tmp_path: Path) -> None:
    values = np.loadtxt(rows(), delimiter=",")
    lines = [f"{t:.3f},{x * scale:.4f},{y * scale:.4f},{z * scale:.4f}" for t, x, y, z in values]
    silent = read(text(tmp_path, lines))
    told = read(text(tmp_path, lines), unit=unit)
    assert np.array_equal(silent.runs[0].xyz, told.runs[0].xyz)
    assert np.abs(silent.runs[0].xyz - values[:, 1:]).max() < 1e-3


def test_raw_counts_are_scaled(tmp_path: Path) -> None:
    values = np.loadtxt(rows(), delimiter=",")
    lines = [f"{t:.3f},{x * 4096:.0f},{y * 4096:.0f},{z * 4096:.0f}" for t, x, y, z in values]
    assert np.abs(read(text(tmp_path, lines)).runs[0].xyz - values[:, 1:]).max() < 1e-3


def test_linear_acceleration_without_a_unit_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(0, 0.02, (2000, 3))
    lines = [f"{START + i / 50:.3f},{x:.4f},{y:.4f},{z:.4f}" for i, (x, y, z) in enumerate(noise)]
    with pytest.raises(WrongKind, match="without gravity"):
        read(text(tmp_path, lines))


def test_broken_rows_are_counted(tmp_path: Path) -> None:
    lines = rows()
    lines[700] = lines[700][:14]
    lines[900] += ",7,7"
    lines[1200] = f"{START + 1200 / 50:.4f},oops,0.1,0.9"
    lines[1500] = "time,x,y,z"
    recording = read(text(tmp_path, lines))
    assert recording.quality.invalid == 3
    assert any("column names stands again" in note for note in recording.quality.notes)
    assert stored(recording) == 1996
    assert recording.runs[-1].end == pytest.approx(40.0, abs=1e-3)


def test_held_zero_and_saturated_samples_are_told(tmp_path: Path) -> None:
    lines = rows(4000)
    values = [line.split(",") for line in lines]
    for i in range(1000, 1800):
        values[i][1:] = ["0.3", "0.1", "0.95"]
    for i in range(2500, 2600):
        values[i][1:] = ["0", "0", "0"]
    for i in range(3000, 3005):
        values[i][1] = "-2.0"
    recording = read(text(tmp_path, [",".join(v) for v in values]))
    assert recording.quality.held_s == pytest.approx(16.0, abs=0.1)
    assert recording.quality.invalid == 100
    assert recording.quality.saturated == 5
    assert len(recording.runs) == 2
    assert stored(recording) == 3900
    assert len(recording.quality.notes) >= 3


@pytest.mark.parametrize(("reached", "expected"), [(1.5, 40), (10.0, 40), (1.1, 0)])
def test_the_end_of_a_range_that_no_maker_states_is_told(
    reached: float, expected: int, tmp_path: Path
) -> None:
    values = [line.split(",") for line in rows(4000)]
    for i in range(1000, 1040):
        values[i][1] = f"{reached}"
    recording = read(text(tmp_path, [",".join(v) for v in values]))
    assert recording.quality.saturated == expected


def test_the_strongest_movement_of_a_coarse_sensor_is_no_end_of_a_range(tmp_path: Path) -> None:
    values = [line.split(",") for line in rows(4000)]
    for i in range(1000, 1100):
        # in 64ths of a g the crest of a slow wave holds for 12 samples
        value = round(64 * (1.3 + 0.4 * np.sin(i / 16))) / 64
        values[i][1] = f"{value:.4f}"
    recording = read(text(tmp_path, [",".join(v) for v in values]))
    assert recording.quality.saturated == 0


def test_irregular_recorder_gives_a_usable_recording(tmp_path: Path) -> None:
    generator = np.random.default_rng(4)
    when = START + np.cumsum(generator.uniform(0.09, 0.15, 6000))
    angle = 0.3 * np.sin((when - START) / 5)
    lines = [
        f"{t:.3f},{np.sin(a):.4f},0.01,{np.cos(a):.4f}" for t, a in zip(when, angle, strict=True)
    ]
    recording = read(text(tmp_path, lines))
    assert any("irregular" in note for note in told(recording))
    assert len(recording.runs) == 1
    run = recording.runs[0]
    seconds = np.arange(len(run)) / run.rate + (recording.start.timestamp() - START)
    assert np.abs(run.xyz[:, 0] - np.sin(0.3 * np.sin(seconds / 5))).max() < 0.01


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    missing=st.sets(st.integers(0, 1999), max_size=4),
    repeated=st.sets(st.integers(0, 1998), max_size=4),
    lost=st.sets(st.integers(10, 1990), max_size=3),
)
def test_every_row_is_stored_or_counted(
    missing: set[int], repeated: set[int], lost: set[int], tmp_path: Path
) -> None:
    lines = rows()
    for at in missing:
        lines[at] = lines[at].rsplit(",", 1)[0] + ","
    kept = [
        line
        for at, line in enumerate(lines)
        if at not in lost
        for _ in range(2 if at in repeated and at not in missing else 1)
    ]
    recording = read(text(tmp_path, kept))
    quality = recording.quality
    assert stored(recording) + quality.invalid + quality.duplicated == len(kept)
    assert quality.invalid == len(missing - lost)
    for run in recording.runs:
        first = (recording.start.timestamp() - START + run.start) * 50
        assert abs(first - round(first)) < 0.01


def test_any_prefix_of_a_file_is_read_or_refused(tmp_path: Path) -> None:
    whole = ("time,x,y,z\n" + "\n".join(rows(40))).encode()
    path = tmp_path / "f.csv"
    for length in range(0, len(whole), 37):
        path.write_bytes(whole[:length])
        with contextlib.suppress(SensorError):
            assert read(path).start.date() == datetime.fromtimestamp(START, UTC).date()


def test_a_torn_first_time_that_is_beyond_any_date_is_told(tmp_path: Path) -> None:
    ticks = [f"{START * 256 + 10 * i}," + row.partition(",")[2] for i, row in enumerate(rows())]
    ticks[0] = f"{START}{ticks[0]}"
    with pytest.raises(UnreadableFile, match="far beyond any date"):
        read(text(tmp_path, ticks, "time [s/256],x,y,z"))


@pytest.mark.parametrize(
    ("pack", "what"), [(bz2.compress, "with bzip2"), (lzma.compress, "with xz")]
)
def test_what_is_packed_otherwise_is_to_be_unpacked(
    pack: Callable[[bytes], bytes], what: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(pack("\n".join(["time,x,y,z", *rows()]).encode()))
    with pytest.raises(UnreadableFile, match=f"{what}.*Unpack it"):
        read(path)


@pytest.mark.parametrize(
    ("encoding", "time", "axis"),
    [
        ("gb18030", "时间", "加速度"),
        ("big5", "時間", "加速度"),
        ("cp932", "時刻", "加速度"),
        ("cp949", "시간", "가속도"),
    ],
)
def test_names_in_the_letters_of_windows_there_are_read(
    encoding: str, time: str, axis: str, tmp_path: Path
) -> None:
    # one column more, which cp1252 makes the letters of another sensor of
    names = f"{time},{axis}X(g),{axis}Y(g),{axis}Z(g),{axis[:2]}"
    path = tmp_path / "f.csv"
    path.write_bytes("\n".join([names, *(f"{row},1" for row in rows())]).encode(encoding))
    explained = explain(path, placement=Placement.ANKLE, timezone=UTC)
    assert f"{axis}X(g)" in str(explained)
    assert len(read(path).runs[0]) == 2000


@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_lists_within_cells_are_told_as_such(brackets: str, tmp_path: Path) -> None:
    opening, closing = brackets
    lines = [
        f'{time},"{opening}{cells.replace(",", ", ")}, 0.5{closing}"'
        for time, cells in (row.split(",", 1) for row in rows())
    ]
    with pytest.raises(UnreadableFile, match="several numbers in one cell"):
        read(text(tmp_path, lines, head="time,acc"))
