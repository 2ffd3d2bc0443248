"""Raw data of Empatica's EmbracePlus: scale, start and zone as its schema says them."""

import dataclasses
import datetime as dt
import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind, bounds
from limbwatch.sensor.files import read_recorded_file

fastavro = pytest.importorskip("fastavro")

BEGIN_US = 1_773_180_600_000_000
"""2026-03-10 22:10 UTC."""

RATE, COUNT = 64.0, 1920
STEPS = 2048


def steps() -> np.ndarray:
    angle = 0.4 + 0.3 * np.sin(np.arange(COUNT) / 70)
    noise = np.random.default_rng(3).normal(0, 0.01, (COUNT, 3))
    g = np.column_stack([0.3 * np.sin(angle), np.sin(angle), np.cos(angle)]) + noise
    return np.round(g * STEPS).astype(int)


def record(name: str, **fields: object) -> dict[str, object]:
    told = [{"name": key, "type": kind} for key, kind in fields.items()]
    return {"type": "record", "name": name, "fields": told}


INTS = {"type": "array", "items": "int"}
RANGE = {"physicalMin": "int", "physicalMax": "int", "digitalMin": "int", "digitalMax": "int"}
OLD = {"physicalMin": -16, "physicalMax": 16, "digitalMin": -32768, "digitalMax": 32767}
NEW = {"conversionFactor": 1 / STEPS}


def session(params: dict[str, float], at: int = 0, **other: Any) -> dict[str, Any]:
    x, y, z = steps().T.tolist()
    measured = {
        "timestampStart": BEGIN_US + at * 1_000_000,
        "samplingFrequency": RATE,
        "imuParams": params,
        "x": x,
        "y": y,
        "z": z,
    }
    return {
        "deviceSn": "3YK3K152F5",
        "deviceModel": "EMBRACEPLUS",
        "timezone": 3600,
        "rawData": {"accelerometer": measured | other},
    }


def write(path: Path, *sessions: dict[str, Any]) -> Path:
    params = sessions[0]["rawData"]["accelerometer"]["imuParams"]
    kinds = {"conversionFactor": "double"} if "conversionFactor" in params else RANGE
    measured = record(
        "Accelerometer",
        timestampStart="long",
        samplingFrequency="float",
        imuParams=record("ImuParams", **kinds),
        **dict.fromkeys("xyz", INTS),
    )
    whole = record(
        "empatica.format.avro.Session",
        deviceSn="string",
        deviceModel="string",
        timezone="int",
        rawData=record("RawData", accelerometer=measured),
    )
    with path.open("wb") as file:
        # a block for each session
        fastavro.writer(file, whole, sessions, codec="deflate", sync_interval=1)
    return path


def read(path: Path) -> Recording:
    return read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=ZoneInfo("America/New_York")
    )


def test_figures_a_minute_beside_raw_data_in_an_archive_are_no_recording(tmp_path: Path) -> None:
    raw = write(tmp_path / "1-1-P07_1773180600.avro", session(NEW))
    figures = "digital_biomarkers/aggregated_per_minute/1-1-P07_2026-03-10_accelerometers-std.csv"
    with zipfile.ZipFile(tmp_path / "participant_data.zip", "w") as packed:
        packed.write(raw, f"2026-03-10/raw_data/v6/{raw.name}")
        packed.writestr(f"2026-03-10/{figures}", "timestamp_unix,accelerometers_std_g\n1,0.02\n")
    assert np.array_equal(samples(read(tmp_path / "participant_data.zip")), samples(read(raw)))


def samples(recording: Recording) -> np.ndarray:
    return np.concatenate([one.xyz for one in recording.runs])


@pytest.mark.parametrize(
    ("params", "step"), [(OLD, 32 / 65535), (NEW, 1 / STEPS)], ids=["before 6.5", "from 6.5 on"]
)
def test_each_version_of_the_schema_is_read_in_g(
    params: dict[str, float], step: float, tmp_path: Path
) -> None:
    found = read(write(tmp_path / "1-1-P07_1773180600.avro", session(params)))
    assert np.array_equal(samples(found), (steps() * step).astype(np.float32))
    assert found.start == dt.datetime(2026, 3, 10, 22, 10, tzinfo=dt.UTC)
    assert found.start.utcoffset() == dt.timedelta(hours=1)
    assert found.rate == pytest.approx(RATE, rel=1e-4)
    assert found.device == "EMBRACEPLUS 3YK3K152F5"
    assert found.quality.warnings == ()


def test_a_zone_behind_utc_is_read(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.avro", session(NEW) | {"timezone": -12_600}))
    assert found.start.utcoffset() == -dt.timedelta(hours=3, minutes=30)
    assert found.start == dt.datetime(2026, 3, 10, 22, 10, tzinfo=dt.UTC)


def test_sessions_of_one_file_keep_their_times(tmp_path: Path) -> None:
    empty = session(NEW, at=60, x=[], y=[], z=[])
    found = read(write(tmp_path / "a.avro", session(NEW), empty, session(NEW, at=90)))
    assert [len(run) for run in found.runs] == [COUNT, COUNT]
    assert found.runs[1].start == pytest.approx(90.0, abs=0.02)


def test_a_session_that_is_damaged_costs_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.avro", session(NEW), session(NEW, at=90))
    path.write_bytes(path.read_bytes()[:-400])
    found = read(path)
    assert len(samples(found)) == COUNT
    assert any("damaged behind its session 1" in text for text in found.quality.warnings)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"imuParams": dict.fromkeys(RANGE, 0)}, "do not say how many steps are one g"),
        ({"samplingFrequency": 0.0}, "samplingFrequency is 0"),
        ({"z": [1, 2]}, "cannot be decoded"),
    ],
)
def test_what_no_sample_can_be_taken_from_is_refused_with_why(
    other: dict[str, Any], says: str, tmp_path: Path
) -> None:
    params = other.get("imuParams", OLD)
    with pytest.raises(UnreadableFile, match=says):
        read(write(tmp_path / "a.avro", session(params, **other)))


def test_a_file_that_is_cut_off_is_told_as_such(tmp_path: Path) -> None:
    path = write(tmp_path / "a.avro", session(NEW))
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadableFile, match=r"looks like Empatica EmbracePlus .*damaged or cut"):
        read(path)


def test_a_file_without_samples_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="without acceleration: no session"):
        read(write(tmp_path / "a.avro", session(NEW, x=[], y=[], z=[])))


def test_an_avro_file_of_another_program_is_refused_with_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.avro"
    with path.open("wb") as file:
        fastavro.writer(file, record("Other", user="string", heart="int"), [])
    with pytest.raises(UnreadableFile, match=r"its fields: user, heart\)"):
        read(path)


def test_a_block_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = dataclasses.replace(bounds.BOUNDS, archive_times=2, archive_bytes=20_000)
    monkeypatch.setattr(bounds, "BOUNDS", small)
    still = {axis: [1] * 60_000 for axis in "xyz"}
    with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes"):
        read(write(tmp_path / "a.avro", session(NEW), session(NEW, **still)))


EMPTY = record("E")


@pytest.mark.parametrize(
    "nothing",
    ["null", {"type": "fixed", "name": "F", "size": 0}, record("R", a="null"), EMPTY, "E"],
    ids=["null", "fixed", "record of null", "record", "record by its name"],
)
def test_a_list_of_nothing_is_not_counted_out(nothing: object, tmp_path: Path) -> None:
    measured = record("A", x=INTS, **({"e": EMPTY} if nothing == "E" else {}))
    many = {"type": "array", "items": nothing}
    whole = record("S", rawData=record("R0", accelerometer=measured), many=many)
    path = tmp_path / "a.avro"
    with path.open("wb") as file:
        fastavro.writer(file, whole, [])
    content = path.read_bytes()
    # a record without samples that claims a thousand of nothing in one byte more
    claimed = b"\x00\xd0\x0f\x00"
    path.write_bytes(content + b"\x02" + bytes([2 * len(claimed)]) + claimed + content[-16:])
    with pytest.raises(UnreadableFile, match="its fields: rawData, many"):
        read(path)


def test_without_its_library_the_way_of_empatica_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.avro", session(NEW))
    monkeypatch.setitem(__import__("sys").modules, "fastavro", None)
    with pytest.raises(UnreadableFile, match=r"limbwatch\[files\].*accelerometer\.csv"):
        read(path)
