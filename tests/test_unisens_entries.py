"""Measurements of Unisens (movisens): unisens.xml, and signals in files beside it."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers.unisens_entries import files_of_measurement

COUNT, RATE, STEP = 1280, 64, 1 / 2048
BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
CODES = np.random.default_rng(4).normal((0.2 / STEP, -0.93 / STEP, 0.3 / STEP), 6, (COUNT, 3))
CODES = CODES.round().astype(np.int16)
XYZ = CODES * STEP
CHANNELS = ("accX", "accY", "accZ")


def entry(
    name: str = "acc.bin",
    *,
    told: str = f'lsbValue="{STEP}" dataType="int16"',
    kind: str = "ACC",
    unit: str = "g",
    form: str = '<binFileFormat endianess="LITTLE"/>',
    channels: tuple[str, ...] = CHANNELS,
) -> str:
    named = "".join(f'<channel name="{one}"/>' for one in channels)
    return (
        f'<signalEntry contentClass="{kind}" id="{name}" sampleRate="{RATE}" unit="{unit}" {told}>'
        f"{form}{named}</signalEntry>"
    )


def measurement(
    tmp_path: Path,
    *entries: str,
    codes: np.ndarray = CODES,
    start: str = 'timestampStart="2026-03-10T23:10:00.000"',
    place: str = "left_ankle",
) -> Path:
    (tmp_path / "acc.bin").write_bytes(codes.tobytes())
    (tmp_path / "unisens.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<unisens xmlns="http://www.unisens.org/unisens2.0"'
        f' duration="{COUNT / RATE}" measurementId="m" {start} version="2.0"><customAttributes>'
        f'<customAttribute key="sensorLocation" value="{place}"/></customAttributes>'
        f"{''.join(entries or [entry()])}</unisens>",
        "utf-8",
    )
    return tmp_path / "acc.bin"


def read(path: Path, placement: Placement = Placement.ANKLE_LEFT) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=UTC)


def require_same(recording: Recording, values: np.ndarray = XYZ) -> None:
    found = np.concatenate([run.xyz for run in recording.runs])
    assert found.shape == values.shape
    assert np.abs(found - values).max() < 1e-4
    assert recording.rate == pytest.approx(RATE, rel=1e-6)
    assert recording.start == BEGIN


@pytest.mark.parametrize("name", ["acc.bin", "unisens.xml"])
def test_either_file_of_a_measurement_is_read_with_the_other(name: str, tmp_path: Path) -> None:
    recording = read(measurement(tmp_path).with_name(name))
    require_same(recording)
    assert recording.quality.warnings == ()


def test_a_measurement_is_read_in_an_archive_beside_other_signals(tmp_path: Path) -> None:
    gyro = entry("angularrate.bin", kind="ANGULARRATE", unit="dps", channels=("rX", "rY", "rZ"))
    path = measurement(tmp_path, entry(), gyro)
    (tmp_path / "angularrate.bin").write_bytes(CODES[:, ::-1].copy().tobytes())
    packed = tmp_path / "left ankle.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("unisens.xml", "acc.bin", "angularrate.bin"):
            archive.write(path.with_name(name), f"night/{name}")
    require_same(read(packed))
    require_same(read(path.with_name("unisens.xml")))


@pytest.mark.parametrize(
    ("form", "told", "order"),
    [
        ("<i2", f'lsbValue="{STEP}" dataType="int16"', "LITTLE"),
        (">i2", f'lsbValue="{STEP}" dataType="int16"', "BIG"),
        ("<i4", f'lsbValue="{STEP}" dataType="int32" baseline="100"', "LITTLE"),
        ("<f4", 'lsbValue="1" dataType="float"', "LITTLE"),
        (">f8", 'lsbValue="1" dataType="double"', "BIG"),
    ],
)
def test_every_type_of_sample_is_read_as_described(
    form: str, told: str, order: str, tmp_path: Path
) -> None:
    values = XYZ if "f" in form else CODES + (100 if "baseline" in told else 0)
    own = entry(told=told, form=f'<binFileFormat endianess="{order}"/>')
    require_same(read(measurement(tmp_path, own, codes=values.astype(form))))


def test_channels_without_a_kind_in_their_names_are_acceleration_by_their_class(
    tmp_path: Path,
) -> None:
    require_same(read(measurement(tmp_path, entry(channels=("x", "y", "z")))))


@pytest.mark.parametrize(
    ("zone", "begin"),
    [
        ("", "2026-03-10 23:10:00+00:00"),
        ('timeZoneStart="America/New_York"', "2026-03-11 03:10:00+00:00"),
    ],
)
def test_a_start_is_local_unless_its_zone_is_told(zone: str, begin: str, tmp_path: Path) -> None:
    start = f'timestampStart="2026-03-10T23:10:00.000" {zone}'
    assert str(read(measurement(tmp_path, start=start)).start.astimezone(UTC)) == begin


def test_a_sensor_that_was_worn_elsewhere_is_told(tmp_path: Path) -> None:
    recording = read(measurement(tmp_path, place="right_wrist"))
    assert "says that the sensor was worn at 'right_wrist'" in recording.quality.warnings[0]


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    recording = read(measurement(tmp_path, codes=CODES[: COUNT // 2]))
    require_same(recording, XYZ[: COUNT // 2])
    assert "acc.bin holds 10 s of the 20 s" in recording.quality.warnings[0]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (entry("../acc.bin"), "its file is '../acc.bin'"),
        (entry(""), "its file is ''"),
        (entry(told='lsbValue="a" dataType="int16"'), "lsbValue='a', which is not a number"),
        (entry("gone.bin"), "samples lie in gone.bin, and there is no such file"),
    ],
)
def test_a_description_that_cannot_be_followed_says_why(
    own: str, said: str, tmp_path: Path
) -> None:
    path = measurement(tmp_path, own).with_name("unisens.xml")
    with pytest.raises(UnreadableFile, match=said):
        read(path)


@pytest.mark.parametrize(
    "own", [entry(form="<csvFileFormat/>"), entry("ecg.bin", channels=("ecg",), kind="ECG")]
)
def test_a_measurement_without_three_binary_axes_is_refused(own: str, tmp_path: Path) -> None:
    path = measurement(tmp_path, own).with_name("unisens.xml")
    with pytest.raises(WrongKind, match="without a signal of three axes in binary numbers"):
        read(path)


@pytest.mark.parametrize("cut", [40, 300])
def test_a_description_that_is_cut_is_told_as_such(cut: int, tmp_path: Path) -> None:
    path = measurement(tmp_path).with_name("unisens.xml")
    path.write_bytes(path.read_bytes()[:cut] + b"<unisens")
    with pytest.raises(UnreadableFile, match="cut or damaged"):
        read(path)


def test_samples_without_their_description_say_what_to_lay_beside_them(tmp_path: Path) -> None:
    path = measurement(tmp_path)
    path.with_name("unisens.xml").unlink()
    with pytest.raises(UnreadableFile, match=r"put its unisens\.xml beside it"):
        read(path)


def test_the_other_files_of_a_measurement_are_known(tmp_path: Path) -> None:
    path = measurement(tmp_path)
    assert files_of_measurement(path) == (path.with_name("unisens.xml"),)
    assert files_of_measurement(path.with_name("unisens.xml")) == (path,)
    other = tmp_path / "other.csv"
    other.write_text("x\n", "utf-8")
    assert files_of_measurement(other) == ()


@pytest.mark.parametrize(
    ("written", "otherwise"), [('"', "'"), ("<unisens ", "<u:unisens "), ("acc.bin", "a&amp;b.bin")]
)
def test_a_description_may_be_written_in_every_way_of_xml(
    written: str, otherwise: str, tmp_path: Path
) -> None:
    samples, description = measurement(tmp_path), tmp_path / "unisens.xml"
    text = description.read_text("utf-8").replace(written, otherwise)
    if otherwise.startswith("<"):
        text = text.replace("</unisens", "</u:unisens").replace("xmlns=", "xmlns:u=")
    description.write_text(text, "utf-8")
    if otherwise.startswith("a"):
        samples = samples.rename(tmp_path / "a&b.bin")
    for path in (samples, description):
        require_same(read(path))


@pytest.mark.parametrize("name", ["acc", ""])
def test_channels_of_one_name_are_axes_in_their_order(name: str, tmp_path: Path) -> None:
    require_same(read(measurement(tmp_path, entry(channels=(name,) * 3))))
