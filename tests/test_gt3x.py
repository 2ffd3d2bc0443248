"""Files of ActiGraph's monitors: each kind of record, scale and clock that they have."""

import datetime as dt
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import actfast
import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.actigraph.gt3x_archive import read_gt3x
from limbwatch.sensor.files.actigraph.log_records import twelve_bits, whole_records
from limbwatch.sensor.files.actigraph.steps_per_g import ssp_float

BEGIN = 1_773_184_200
"""2026-03-10 23:10, as a monitor counts that sets its clock to local time."""

START = dt.datetime(2026, 3, 10, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))

RATE, SECONDS = 30, 40
INFO = {"Serial Number": "TAS1H30200115", "Device Type": "Link", "Sample Rate": "30"}
ANKLE = {"Limb": "Ankle", "Side": "Left", "TimeZone": "01:00:00"}
SCALE_256 = 0x09400000


def steps(per_g: float = 256.0, rate: int = RATE, seconds: int = SECONDS) -> np.ndarray:
    angle = 0.4 + 0.3 * np.sin(np.arange(rate * seconds) / 40)
    noise = np.random.default_rng(7).normal(0, 0.01, (len(angle), 3))
    g = np.column_stack([0.3 * np.sin(angle), np.sin(angle), np.cos(angle)]) + noise
    return np.round(g * per_g).astype(np.int16)


def record(kind: int, time: int, payload: bytes) -> bytes:
    told = struct.pack("<BBIH", 0x1E, kind, time, len(payload)) + payload
    return told + bytes([int(np.bitwise_xor.reduce(np.frombuffer(told, np.uint8))) ^ 0xFF])


def packed(samples: np.ndarray) -> bytes:
    """Twelve bits a value, the highest first."""
    bits = (samples.astype(np.int64) & 0xFFF)[..., None] >> np.arange(11, -1, -1) & 1
    return np.packbits(bits.astype(np.uint8).ravel()).tobytes()


PAYLOADS: dict[int, Callable[[np.ndarray], bytes]] = {
    0x00: lambda xyz: packed(xyz[:, [1, 0, 2]]),
    0x1A: lambda xyz: xyz.astype("<i2").tobytes(),
    0x1B: packed,
}


def activity(kind: int, xyz: np.ndarray, rate: int = RATE) -> list[bytes]:
    return [
        record(kind, BEGIN + second, PAYLOADS[kind](xyz[second * rate : (second + 1) * rate]))
        for second in range(len(xyz) // rate)
    ]


def pairs(*found: tuple[int, int, int]) -> bytes:
    return record(0x15, BEGIN, b"".join(struct.pack("<HHI", *one) for one in found))


SCALED = pairs((0, 55, SCALE_256), (1, 10, RATE))


def write(path: Path, log: bytes, info: dict[str, str] | None = None, **more: bytes) -> Path:
    told = INFO | ANKLE if info is None else info
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("info.txt", "".join(f"{k}: {v}\r\n" for k, v in told.items()))
        if log:
            archive.writestr("log.bin", log)
        for name, content in more.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def read(path: Path) -> Recording:
    return read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=ZoneInfo("Europe/Berlin")
    )


def samples(recording: Recording) -> np.ndarray:
    return np.concatenate([one.xyz for one in recording.runs])


@pytest.mark.parametrize("kind", PAYLOADS)
def test_each_kind_of_activity_record_is_read(kind: int, tmp_path: Path) -> None:
    xyz = steps()
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(activity(kind, xyz))))
    assert np.array_equal(samples(found), (xyz / 256).astype(np.float32))
    assert found.start == dt.datetime(
        2026, 3, 10, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))
    )
    assert found.rate == pytest.approx(RATE)
    assert found.device == "Link TAS1H30200115"
    assert found.quality.warnings == ()


@pytest.mark.parametrize("rate", [30, 50, 100])
def test_what_another_decoder_reads_is_read_as_it_does(rate: int, tmp_path: Path) -> None:
    xyz = steps(rate=rate)
    log = pairs((0, 55, SCALE_256), (1, 10, rate)) + b"".join(activity(0, xyz, rate))
    path = write(tmp_path / "a.gt3x", log, INFO | ANKLE | {"Sample Rate": str(rate)})
    other = actfast.read(path)["timeseries"]["acceleration"]
    found = read_gt3x(path)
    assert np.array_equal(found.xyz, other["acceleration"])
    since = (other["datetime"] - other["datetime"][0]) * 1e-9
    assert np.abs(found.seconds - since).max() < 2e-8
    assert found.begin == dt.datetime(1970, 1, 1) + dt.timedelta(  # noqa: DTZ001 - a local clock
        seconds=int(other["datetime"][0]) / 1e9
    )


def test_the_values_of_the_published_example() -> None:
    # ActiGraph, GT3X-File-Format, "Activity", Example
    data = np.frombuffer(bytes.fromhex("006008EBD007009EBF007008EBF0"), np.uint8)
    expected = [[6, 8, -323], [7, 9, -321], [7, 8, -321]]
    assert twelve_bits(data[None])[0].tolist() == expected


@pytest.mark.parametrize(
    ("code", "value"), [(0x09400000, 256.0), (0x09554000, 341.0), (0, 0.0), (0xFF800000, -0.5)]
)
def test_a_number_of_the_parameters_is_decoded(code: int, value: float) -> None:
    assert ssp_float(code) == value


@pytest.mark.parametrize("samples_of_a_second", [29, 31])
def test_an_odd_record_keeps_its_second(samples_of_a_second: int, tmp_path: Path) -> None:
    records = activity(0, steps())
    odd = np.tile(np.array([[0, 0, 256]]), (samples_of_a_second, 1))
    records[10] = record(0, BEGIN + 10, PAYLOADS[0](odd))
    found = read_gt3x(write(tmp_path / "a.gt3x", SCALED + b"".join(records)))
    within = (found.seconds >= 10) & (found.seconds < 11)
    assert within.sum() == samples_of_a_second
    assert np.all(np.diff(found.seconds) > 0)
    assert found.seconds[-1] == pytest.approx(SECONDS - 1 / RATE)


def test_a_plug_of_usb_is_no_sample(tmp_path: Path) -> None:
    records = activity(0x1A, steps())
    records[20] = record(0x1A, BEGIN + 20, b"\x01")
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(records)))
    assert len(samples(found)) == RATE * (SECONDS - 1)
    assert [len(run) for run in found.runs] == [20 * RATE, (SECONDS - 21) * RATE]


def test_seconds_without_a_record_are_a_gap(tmp_path: Path) -> None:
    records = activity(0x1A, steps())
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(records[:15] + records[22:])))
    assert [len(run) for run in found.runs] == [15 * RATE, (SECONDS - 22) * RATE]
    assert found.runs[1].start == pytest.approx(22.0, abs=0.01)


def test_idle_sleep_is_a_gap_and_told(tmp_path: Path) -> None:
    records = activity(0x1A, steps())
    asleep, awake = (
        record(0x03, BEGIN + at, payload) for at, payload in ((15, b"\x08"), (22, b"\x09"))
    )
    log = [*records[:15], asleep, record(0x03, BEGIN + 16, b"\x08"), awake, *records[22:], asleep]
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(log)))
    assert [len(run) for run in found.runs] == [15 * RATE, (SECONDS - 22) * RATE]
    assert any("idle sleep mode), for 7 s in all" in text for text in found.quality.warnings)


def test_idle_sleep_before_the_first_sample_is_no_gap(tmp_path: Path) -> None:
    asleep, awake = (
        record(0x03, BEGIN + at, payload) for at, payload in ((-4000, b"\x08"), (0, b"\x09"))
    )
    log = [asleep, awake, *activity(0x1A, steps())]
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(log)))
    assert not found.quality.warnings


def test_damaged_records_are_gaps_each(tmp_path: Path) -> None:
    records = activity(0x1A, steps())
    for at in (3, 9):
        records[at] = records[at][:-1] + bytes([records[at][-1] ^ 1])
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(records)))
    assert any(
        "2 damaged pieces were left out; they are gaps." in text for text in found.quality.warnings
    )


def test_a_clock_that_was_set_after_the_first_record_dates_the_recording(tmp_path: Path) -> None:
    first, *rest = activity(0x1A, steps())
    log = [record(0x1A, 3, first[8:-1]), *rest]
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(log)))
    assert (
        found.start.timestamp()
        == read(write(tmp_path / "b.gt3x", SCALED + b"".join([first, *rest]))).start.timestamp()
    )
    assert not any("not credible" in text for text in found.quality.warnings)
    told = read_recorded_file(
        tmp_path / "a.gt3x",
        placement=Placement.ANKLE_LEFT,
        timezone=dt.UTC,
        start=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )
    assert any("starts at 2026" in text for text in told.quality.warnings)


def test_counts_beside_samples_in_an_archive_are_no_recording(tmp_path: Path) -> None:
    raw = write(tmp_path / "TAS1.gt3x", SCALED + b"".join(activity(0x1A, steps())))
    with zipfile.ZipFile(tmp_path / "night.zip", "w") as packed:
        packed.write(raw, raw.name)
        packed.writestr("TAS160sec.agd", b"SQLite format 3\x00")
    assert np.array_equal(samples(read(tmp_path / "night.zip")), samples(read(raw)))


def test_a_damaged_record_costs_itself_and_is_told(tmp_path: Path) -> None:
    records = activity(0x1A, steps())
    bad = bytearray(records[12])
    bad[40] ^= 0x10
    records[12] = bytes(bad)
    found = read(write(tmp_path / "a.gt3x", SCALED + b"".join(records)))
    assert len(samples(found)) == RATE * (SECONDS - 1)
    assert any("One damaged piece was left out" in text for text in found.quality.warnings)


@pytest.mark.parametrize("how", ["stored", "deflated"])
def test_a_damaged_archive_costs_the_records_that_are_damaged(how: str, tmp_path: Path) -> None:
    log = SCALED + b"".join(activity(0x1A, steps()))
    path = tmp_path / "a.gt3x"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("info.txt", "".join(f"{k}: {v}\r\n" for k, v in INFO.items()))
        kind = zipfile.ZIP_STORED if how == "stored" else zipfile.ZIP_DEFLATED
        archive.writestr("log.bin", log, kind)
        member = archive.getinfo("log.bin")
    content = bytearray(path.read_bytes())
    content[member.header_offset + 37 + member.compress_size // 2] ^= 0x55
    path.write_bytes(bytes(content))
    found = read(path)
    assert len(samples(found)) >= RATE * (SECONDS - 1 if how == "stored" else 10)
    assert len(samples(found)) < RATE * SECONDS
    assert any("The log.bin in the archive is damaged" in text for text in found.quality.warnings)


@pytest.mark.parametrize("place", [("PK\x01\x02", 6, 160), ("PK\x05\x06", 16, 255)])
def test_an_archive_whose_list_is_damaged_is_told_as_such(
    place: tuple[str, int, int], tmp_path: Path
) -> None:
    mark, behind, byte = place
    path = write(tmp_path / "a.gt3x", SCALED + b"".join(activity(0x1A, steps())))
    content = bytearray(path.read_bytes())
    content[content.index(mark.encode()) + behind] = byte
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableFile, match="damaged or cut-off ZIP archive"):
        read(path)


SCALES = {
    "its parameters": (SCALED, {}, 256.0, ""),
    "its parameters before info.txt": (
        SCALED,
        {"Acceleration Scale": "341,0"},
        256.0,
        "parameters",
    ),
    "info.txt": (b"", {"Acceleration Scale": "341.0"}, 341.0, ""),
    "its serial number": (b"", {"Serial Number": "NEO1D30200115"}, 341.0, "NEO1D30200115"),
    "other serial numbers": (pairs((1, 10, 30)), {}, 256.0, "does not say how many steps"),
    "no scale that can be": (b"", {"Acceleration Scale": "1"}, 256.0, "does not say how many"),
}


@pytest.mark.parametrize(("head", "info", "scale", "says"), SCALES.values(), ids=SCALES)
def test_the_scale_is_found_where_the_file_tells_it(
    head: bytes, info: dict[str, str], scale: float, says: str, tmp_path: Path
) -> None:
    xyz = steps(scale)
    path = write(tmp_path / "a.gt3x", head + b"".join(activity(0, xyz)), INFO | ANKLE | info)
    found = read(path)
    assert np.array_equal(samples(found), xyz.astype(np.float32) / np.float32(scale))
    said = " ".join((*found.quality.notes, *found.quality.warnings))
    assert says in said
    assert bool(says) == ("steps" in said)


def calibration() -> dict[str, object]:
    """One axis half as sensitive as the others, and 20 steps off; none sees another."""
    own = {"XX": 25600, "YY": 12800, "ZZ": 25600, "XY": 0, "XZ": 0, "YZ": 0}
    return {
        "isCalibrated": False,
        "calibrationMethod": 2,
        **{f"sensitivity{pair}_30": value for pair, value in own.items()},
        **{f"offset{axis}_30": value for axis, value in {"X": 0, "Y": 20, "Z": 0}.items()},
    }


def test_steps_that_want_their_calibration_get_it(tmp_path: Path) -> None:
    xyz = steps()
    raw = np.round(xyz * [1, 0.5, 1] + [0, 20, 0]).astype(np.int16)
    path = write(
        tmp_path / "a.agdc",
        b"".join(activity(0x1B, raw)),
        INFO | ANKLE | {"Acceleration Scale": "1"},
        calibration_json=json.dumps(calibration()).encode("utf-8-sig"),
    )
    found = read_gt3x(path)
    assert np.abs(found.xyz - xyz / 256).max() <= 1 / 256
    assert found.notes == ()


def test_sensitivity_across_axes_is_that_of_actigraphs_reader(tmp_path: Path) -> None:
    own = calibration() | {"sensitivityXY_30": -600, "sensitivityYY_30": 25600, "offsetY_30": 0}
    log = b"".join(activity(0x1B, np.tile(np.array([[0, 256, 0]]), (RATE * 2, 1))))
    path = write(tmp_path / "a.agdc", log, calibration_json=json.dumps(own).encode())
    across = 256 * (1 / (250 - 6) - 1 / 250)
    assert read_gt3x(path).xyz[0] == pytest.approx([across, 1.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(
    "content", [b"[", b"{}", b'{"isCalibrated": true}', b'{"isCalibrated": false}', b"null"]
)
def test_a_calibration_that_is_none_is_not_used(content: bytes, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.gt3x", SCALED + b"".join(activity(0x1A, steps())), calibration_json=content
    )
    assert np.array_equal(read_gt3x(path).xyz, (steps() / 256).astype(np.float32))


@pytest.mark.parametrize("how", ["its record", "its serial number"])
def test_a_clock_that_centrepoint_set_keeps_utc(how: str, tmp_path: Path) -> None:
    # wadpac/GGIR#551: CentrePoint's files are in UTC, with the offset in info.txt
    told = json.dumps({"UsedUtc": True, "MetadataType": "LocalTimeLog"}, separators=(",", ":"))
    head = record(0x06, BEGIN, told.encode()) if how == "its record" else b""
    own = {} if how == "its record" else {"Serial Number": "CPW1C48210013"}
    path = write(
        tmp_path / "a.gt3x",
        head + SCALED + b"".join(activity(0x1A, steps())),
        INFO | ANKLE | own | {"TimeZone": "-05:00:00"},
    )
    found = read(path)
    assert found.start == dt.datetime(2026, 3, 10, 23, 10, tzinfo=dt.UTC)
    assert found.start.utcoffset() == dt.timedelta(hours=-5)
    assert any("are UTC" in text for text in found.quality.notes)


@pytest.mark.parametrize("stated", ["", "60"])
def test_the_rate_is_that_of_its_records(stated: str, tmp_path: Path) -> None:
    info = INFO | ANKLE | {"Sample Rate": stated}
    log = pairs((0, 55, SCALE_256)) + b"".join(activity(0x1A, steps()))
    found = read(write(tmp_path / "a.gt3x", log, info))
    assert found.rate == pytest.approx(RATE)
    told = [text for text in found.quality.warnings if "states 60 samples per second" in text]
    assert len(told) == bool(stated)


def test_the_old_kind_is_read(tmp_path: Path) -> None:
    xyz = steps(341)
    info = INFO | ANKLE | {"Start Date": "639087810000000000", "Serial Number": "NEO1F09120035"}
    path = write(tmp_path / "a.gt3x", b"", info, activity_bin=packed(xyz[:, [1, 0, 2]]))
    found = read(path)
    assert np.array_equal(samples(found), xyz.astype(np.float32) / np.float32(341))
    assert found.start == dt.datetime(
        2026, 3, 10, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))
    )
    assert found.rate == pytest.approx(RATE)


@pytest.mark.parametrize(
    ("left_out", "says"), [("Start Date", "the start date"), ("Sample Rate", "the sample rate")]
)
def test_the_old_kind_without_its_times_is_refused_with_that(
    left_out: str, says: str, tmp_path: Path
) -> None:
    info = INFO | {"Start Date": "639087810000000000"}
    del info[left_out]
    path = write(tmp_path / "a.gt3x", b"", info, activity_bin=packed(steps()))
    with pytest.raises(UnreadableFile, match=rf"of the old kind.*{says}.*Raw data \(CSV\)"):
        read(path)


def test_an_old_recording_without_samples_is_told(tmp_path: Path) -> None:
    info = INFO | {"Start Date": "639087810000000000"}
    with pytest.raises(WrongKind, match="holds no sample"):
        read(write(tmp_path / "a.gt3x", b"", info, activity_bin=b""))


def test_records_that_cannot_be_decoded_are_named(tmp_path: Path) -> None:
    log = SCALED + record(0x19, BEGIN, bytes(60)) + record(0x02, BEGIN, bytes(2))
    with pytest.raises(UnreadableFile, match=r"limbwatch cannot decode \(of kind 0x19\).*Raw data"):
        read(write(tmp_path / "a.gt3x", log))


def test_a_log_without_acceleration_is_told_as_such(tmp_path: Path) -> None:
    log = SCALED + record(0x02, BEGIN, bytes(2)) + record(0x1A, BEGIN, b"\x01")
    with pytest.raises(WrongKind, match=r"acceleration: none of the 3 records.*Record with"):
        read(write(tmp_path / "a.gt3x", log))


RECORDS = [
    record(0, 1_700_000_000 + number, np.random.default_rng(number).bytes(30))
    for number in range(40)
]
LOG = b"".join(RECORDS)


def kept(log: bytes) -> tuple[bytes, int]:
    found = whole_records(log)
    ends = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    return b"".join(log[start:end] for start, end in ends), found.places


@pytest.mark.parametrize(
    ("junk", "damage"),
    [(b"", 0), (b"\0" * 512, 1), (b"\0" * 3, 0), (b"\x1e" * 7, 1), (bytes(range(256)), 1)],
)
def test_bytes_between_records_are_left_out(junk: bytes, damage: int) -> None:
    at = len(LOG) // 2 // len(RECORDS[0]) * len(RECORDS[0])
    assert kept(LOG[:at] + junk + LOG[at:]) == (LOG, damage)
    assert kept(LOG + junk) == (LOG, damage)


@pytest.mark.parametrize("byte", [0, 1, 5, 6, 20, -1])
def test_a_wrong_byte_costs_its_record(byte: int) -> None:
    bad = bytearray(RECORDS[20])
    bad[byte] ^= 0x41
    log = b"".join([*RECORDS[:20], bytes(bad), *RECORDS[21:]])
    assert kept(log) == (b"".join(RECORDS[:20] + RECORDS[21:]), 1)


@pytest.mark.parametrize("lacks", [1, 5, 30, 38])
def test_a_record_that_is_cut_off_is_left_out(lacks: int) -> None:
    assert kept(LOG[:-lacks]) == (b"".join(RECORDS[:-1]), 1)


@pytest.mark.parametrize("log", [b"", b"\x1e", b"\x1e" * 5000, b"\0" * 9])
def test_a_log_without_a_record_has_none(log: bytes) -> None:
    assert len(whole_records(log).starts) == 0
