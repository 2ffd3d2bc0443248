"""A binary file that was cut is read as far as it goes, and that is said: decoders say nothing."""

import re
import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import edfio
import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files import read_recorded_file

RNG = np.random.default_rng(5)
HEAD = (
    "Device Identity", "Device Unique Serial Code:012345", "Device Type:GENEActiv",
    "Device Model:1.1", "Device Firmware Version:Ver05.08a", "Calibration Date:2019-05-01", "",
    "Device Capabilities", "Accelerometer Range:-8 to 8", "Accelerometer Resolution:0.0039",
    "Accelerometer Units:g", "Light Meter Range:0 to 5000", "Light Meter Resolution:1.22",
    "Light Meter Units:lux", "Temperature Sensor Range:0 to 70",
    "Temperature Sensor Resolution:0.25", "Temperature Sensor Units:deg. C", "",
    "Configuration Info", "Measurement Frequency:50 Hz", "Measurement Period:24 Hours",
    "Start Time:2026-03-14 22:00:00:000", "Time Zone:GMT +01:00", "", "Trial Info",
    "Study Centre:", "Study Code:", "Investigator ID:", "Exercise Type:", "Config Operator ID:",
    "Config Time:2026-03-14 20:00:00:000", "Config Notes:", "Extract Operator ID:",
    "Extract Time:2026-03-15 12:00:00:000", "Extract Notes:", "", "Subject Info",
    "Device Location Code:left ankle", "Subject Code:1", "Date of Birth:1980-1-1", "Sex:male",
    "Height:180", "Weight:80", "Handedness Code:right", "Subject Notes:", "", "Calibration Data",
    "x gain:25600", "x offset:0", "y gain:25600", "y offset:0", "z gain:25600", "z offset:0",
    "Volts:300", "Lux:800", "", "Memory Status", "Number of Pages:20", "",
)  # fmt: skip
"""Header of GENEActiv's .bin, of 59 lines."""


def lying(count: int) -> np.ndarray:
    """Samples of a limb at rest, g."""
    return np.array([0.3, 0.0, 0.954]) + RNG.normal(0, 0.004, (count, 3))


def geneactiv(last: int = 300) -> bytes:
    """A file of twenty pages, the last of which the recording may have ended within."""
    lines = list(HEAD)
    for page in range(20):
        at = datetime(2026, 3, 14, 22) + timedelta(seconds=6 * page)  # noqa: DTZ001 - as the file
        codes = np.round(lying(last if page == 19 else 300) * 256).astype(int) & 0xFFF
        lines += [
            "Recorded Data", "Device Unique Serial Code:012345", f"Sequence Number:{page}",
            f"Page Time:{at:%Y-%m-%d %H:%M:%S}:000", "Unassigned:", "Temperature:30.1",
            "Battery voltage:4.1", "Device Status:Recording", "Measurement Frequency:50.0",
            "".join(f"{x << 36 | y << 24 | z << 12:012X}" for x, y, z in codes.tolist()),
        ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n").encode()


def cwa() -> bytes:
    """An AX3 file of twenty sectors of 80 samples (cwa.md)."""
    sectors = [bytes(bytearray(b"MD" + struct.pack("<H", 1020)).ljust(1024, b"\0"))]
    for number in range(20):
        values = np.round(lying(80) * 256).astype("<i2")
        second = -(-16 * number // 5)
        packed = 26 << 26 | 3 << 22 | 14 << 17 | 22 << 12 | second // 60 << 6 | second % 60
        offset = 25 * second - 80 * number
        fields = (b"AX", 508, 0, 1, number, packed, 0, 0, 0, 0, 0x48, 0x32, offset, 80)
        sector = (struct.pack("<2sHHIIIHHBBBbhH", *fields) + values.tobytes()).ljust(510, b"\0")
        words = int(np.frombuffer(sector, "<u2").astype(np.int64).sum())
        sectors.append(sector + struct.pack("<H", -words & 0xFFFF))
    return b"".join(sectors)


def edf() -> bytes:
    """Twenty records of a second."""
    signals = [
        edfio.EdfSignal(axis, 25, label=f"Acc {name}", physical_dimension="g")
        for axis, name in zip(lying(500).T, "XYZ", strict=True)
    ]
    recording = edfio.Recording(startdate=date(2026, 3, 14))
    return edfio.Edf(signals, recording=recording, starttime=time(22)).to_bytes()


def xdf() -> bytes:
    """A stream of twenty chunks of samples (XDF 1.0)."""

    def chunk(tag: int, content: bytes) -> bytes:
        return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content

    ident = struct.pack("<I", 1)
    channels = "".join(f"<channel><label>ACC_{a}</label><unit>g</unit></channel>" for a in "XYZ")
    head = (
        "<info><name>LeftAnkle</name><type>ACC</type><channel_count>3</channel_count>"
        "<nominal_srate>25</nominal_srate><channel_format>float32</channel_format>"
        f"<created_at>0</created_at><desc><channels>{channels}</channels></desc></info>"
    )
    when = "<info><version>1.0</version><datetime>2026-03-14T22:00:00+01:00</datetime></info>"
    data = b"XDF:" + chunk(1, when.encode()) + chunk(2, ident + head.encode())
    for part in range(20):
        rows = enumerate(lying(50), 50 * part)
        samples = b"".join(b"\x08" + struct.pack("<d3f", 1000 + k / 25, *row) for k, row in rows)
        data += chunk(3, ident + b"\x04" + struct.pack("<I", 50) + samples)
    return data + chunk(6, ident + b"<info></info>")


def unisens(folder: Path, content: bytes) -> Path:
    """A measurement whose description states no duration."""
    channels = "".join(f'<channel name="acc{axis}"/>' for axis in "XYZ")
    (folder / "unisens.xml").write_text(
        '<unisens timestampStart="2026-03-14T22:00:00.000" version="2.0">'
        '<signalEntry contentClass="ACC" dataType="int16" id="acc.bin" lsbValue="0.00048828125" '
        f'sampleRate="64" unit="g"><binFileFormat endianess="LITTLE"/>{channels}</signalEntry>'
        "</unisens>"
    )
    (folder / "acc.bin").write_bytes(content)
    return folder / "acc.bin"


def told(path: Path) -> tuple[Recording, list[str]]:
    """The recording, and what its warnings say of its end."""
    recording = read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=ZoneInfo("Europe/Berlin")
    )
    return recording, [one for one in recording.quality.warnings if "cut off" in one]


FILES = {
    "a.cwa": (cwa, "ends within a sector of 512 bytes"),
    "a.bin": (geneactiv, r"holds 1\d of the 20 pages"),
    "a.xdf": (xdf, "was cut off or never closed"),
    "a.edf": (edf, r"holds \d+ of the 20 data records"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.52, 0.77])
def test_a_file_that_was_cut_is_read_and_told(name: str, share: float, tmp_path: Path) -> None:
    if name == "a.xdf":
        pytest.importorskip("pyxdf")
    make, said = FILES[name]
    path, whole = tmp_path / name, make()
    path.write_bytes(whole)
    complete, none = told(path)
    assert none == []
    path.write_bytes(whole[: int(share * len(whole)) // 512 * 512 + 77])
    recording, warned = told(path)
    assert 0 < sum(map(len, recording.runs)) < sum(map(len, complete.runs))
    assert len(warned) == 1
    assert re.search(said, warned[0])
    assert re.search("[Cc]opy (?:it|or export it)", warned[0])


def test_a_recording_of_geneactiv_that_ended_within_a_page_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(geneactiv(last=170))
    recording, warned = told(tmp_path / "a.bin")
    assert sum(map(len, recording.runs)) == 19 * 300 + 170
    assert warned == []


def test_a_damaged_page_is_no_end(tmp_path: Path) -> None:
    whole = geneactiv()
    page = whole.index(b"Sequence Number:7")
    (tmp_path / "a.bin").write_bytes(whole[: page + 300] + b"\r\nX" + whole[page + 303 :])
    recording, warned = told(tmp_path / "a.bin")
    assert warned == []
    assert any("damaged piece" in one for one in recording.quality.warnings)


def test_a_measurement_of_unisens_that_ends_within_a_sample_is_cut(tmp_path: Path) -> None:
    codes = np.round(lying(640) * 2048).astype("<i2").tobytes()
    assert told(unisens(tmp_path, codes))[1] == []
    assert "ends within a sample" in "".join(told(unisens(tmp_path, codes[:-3]))[1])


def test_a_torn_gzip_is_saved_under_the_end_of_what_is_in_it(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "a.cwa.gz"
    path.write_bytes(gzip.compress(cwa())[:-200])
    with pytest.raises(UnreadableFile, match=r"a\.cwa\.gz > part\.cwa, and replay that file"):
        told(path)
