"""WAV files of omconvert, laid out as its ``wav.c`` and ``omconvert.c`` write them."""

import struct
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

COUNT = 3000
PCM = struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
"""KSDATAFORMAT_SUBTYPE_PCM."""
START = "2014-08-01 10:00:00.250"
NAMES = ("Accel-X", "Accel-Y", "Accel-Z", "Gyro-X", "Gyro-Y", "Gyro-Z")


def steps(count: int, others: int = 0) -> np.ndarray:
    """Return a limb at rest that turns, in steps of 8 g, other channels, and no auxiliary data."""
    angle = 0.4 + 0.3 * np.sin(np.maximum(0, np.arange(count) - count // 2) / 40)
    noise = np.arange(count) * 7919 % 13 - 6
    axes = np.stack([np.sin(angle) * 4096 + noise, 490 - noise, -np.cos(angle) * 4096], axis=1)
    gyroscope = np.full((count, others), 7)
    return np.column_stack([axes.round(), gyroscope, np.zeros(count)]).astype("<i2")


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content


def text(name: bytes, lines: str) -> bytes:
    """Ended by one or two bytes of zero, so that its length is even."""
    return chunk(name, lines.encode() + b"\0" * (2 - len(lines) % 2))


def wav(
    path: Path,
    rows: np.ndarray,
    *,
    scale: int = 8,
    names: tuple[str, ...] = NAMES,
    rate: int = 100,
    configured: str = "Config-A: 100,8",
    session_start: str = "2014-08-01 09:59:50.000",
    stated: int | None = None,
    extensible: bool = True,
    aux: str = "",
    time: str = START,
    device: str = "Id: 1234\n",
) -> Path:
    channels = rows.shape[1]
    form = struct.pack("<HIIHH", channels, rate, rate * 2 * channels, 2 * channels, 16)
    if extensible:
        form = b"\xfe\xff" + form + struct.pack("<HHI", 22, 16, 0) + PCM
    else:
        form = b"\x01\x00" + form + bytes(2)
    comment = f"Time: {time}\n"
    for number, name in enumerate(names[: channels - 1], start=1):
        comment += f"Channel-{number}: {name}\nScale-{number}: {scale if number < 4 else 2000}\n"
    recording = f"Session: 1\nStart: {session_start}\nStop: 2014-08-08 10:00:00.000\n{configured}\n"
    info = text(b"INAM", recording + "Metadata: \n")
    info += text(b"IART", device + "Device: CWA\nRevision: 17\nFirmware: 44\n")
    info += text(b"ICMT", comment + aux) + text(b"ICRD", START)
    head = b"WAVE" + chunk(b"fmt ", form) + chunk(b"LIST", b"INFO" + info)
    head += chunk(b"JUNK", bytes(1024 - 8 - len(head) - 16))
    body = head + b"data" + struct.pack("<I", rows.nbytes if stated is None else stated)
    assert len(body) == 1016, "the samples begin at byte 1024"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body) + rows.nbytes) + body + rows.tobytes())
    return path


def read(path: Path) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)


@pytest.mark.parametrize("scale", [8, 16])
@pytest.mark.parametrize("others", [0, 3], ids=["AX3", "AX6"])
def test_samples_are_steps_of_the_scale_from_the_time_in_the_comment(
    tmp_path: Path, scale: int, others: int
) -> None:
    rows = steps(COUNT, others)
    rows[:, :3] //= scale // 8
    found = read(wav(tmp_path / "a.wav", rows, scale=scale))
    (run,) = found.runs
    expected = rows[:, :3].astype(np.float64) * scale / 32768
    np.testing.assert_array_equal(run.xyz, expected.astype(np.float32))
    assert found.start == datetime(2014, 8, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    assert (found.rate, found.device) == (pytest.approx(100), "Axivity 1234")
    assert found.quality.warnings == ()


@pytest.mark.parametrize(
    "aux", ["", "Channel-4: Aux\n"], ids=["as written", "as the README has it"]
)
@pytest.mark.parametrize("others", [0, 3], ids=["AX3", "AX6"])
def test_rows_without_data_are_a_gap_and_clipped_ones_are_samples(
    tmp_path: Path, others: int, aux: str
) -> None:
    rows = steps(COUNT, others)
    rows[1000:2000, -1] = np.int16(-32768)  # n: not available
    rows[1000:2000, :3] = 0
    rows[2400:2500, -1] = 0x4000  # c: clipped
    rows[::100, -1] |= 0x0400 | 0x3FF  # battery
    found = read(wav(tmp_path / "a.wav", rows, aux=aux if not others else ""))
    before, after = found.runs
    assert (len(before.xyz), len(after.xyz)) == (1000, 1000)
    assert after.start - before.start == pytest.approx(20.0, abs=0.001)


def test_a_plain_format_is_read_as_the_extensible_one(tmp_path: Path) -> None:
    (run,) = read(wav(tmp_path / "a.wav", steps(COUNT), extensible=False)).runs
    assert len(run.xyz) == COUNT


@pytest.mark.parametrize(
    ("stated", "configured", "rate"),
    [
        (13, "Config-A: 12,8", 12.5),
        (6, "Config-A: 6,8", 6.25),
        (13, "Rate-A: 12,8", 12.5),
        (13, "Config-A: 100,8", 13),
        (25, "Config-A: 12,8", 25),
        (13, "Other: 12,8", 13),
    ],
)
def test_a_rate_that_the_program_rounded_is_that_of_the_sensor(
    tmp_path: Path, stated: int, configured: str, rate: float
) -> None:
    path = wav(tmp_path / "a.wav", steps(COUNT), rate=stated, configured=configured)
    assert read(path).rate == pytest.approx(rate, rel=1e-4)


@pytest.mark.parametrize(("start", "doubted"), [(START, True), ("2014-08-01 10:00:00.000", False)])
def test_a_first_time_that_the_program_may_have_moved_is_doubted(
    tmp_path: Path, start: str, doubted: bool
) -> None:
    """It takes the start that was set for the recording if the first sample is within 15 s."""
    found = read(wav(tmp_path / "a.wav", steps(COUNT), session_start=start))
    assert any("up to 15 s from the first" in one for one in found.quality.warnings) == doubted


def test_a_file_that_was_cut_says_how_much_is_there(tmp_path: Path) -> None:
    found = read(wav(tmp_path / "a.wav", steps(COUNT), stated=8 * 9000))
    assert "3000 of the 9000 samples" in " ".join(found.quality.warnings)


def test_other_channels_are_refused(tmp_path: Path) -> None:
    names = ("Accel-X", "Gyro-Y", "Accel-Z")
    with pytest.raises(UnreadableFile, match=r"the first are Accel-X, Gyro-Y, Accel-Z.*\.cwa"):
        read(wav(tmp_path / "a.wav", steps(COUNT), names=names))


def test_a_damaged_file_is_to_be_converted_again_not_copied_from_a_device(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", steps(COUNT), time="2014-08-01 77:00:00.250")
    with pytest.raises(UnreadableFile, match=r"convert the \.cwa again, or give the \.cwa itself"):
        read(path)


@pytest.mark.parametrize("device", ["", "Id: \n"])
def test_a_device_whose_number_is_not_stated_is_named_without_one(
    tmp_path: Path, device: str
) -> None:
    assert read(wav(tmp_path / "a.wav", steps(COUNT), device=device)).device == "Axivity"


@pytest.mark.parametrize("end", [600, 40])
def test_a_file_that_ends_in_its_head_is_damaged(tmp_path: Path, end: int) -> None:
    path = wav(tmp_path / "a.wav", steps(COUNT))
    path.write_bytes(path.read_bytes()[:end])
    with pytest.raises(UnreadableFile, match=r"damaged or cut off|omconvert did not write"):
        read(path)
