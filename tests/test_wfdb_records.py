"""Records of WFDB (PhysioNet): a header and files of samples beside it."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.cli.study.sessions.session_recordings import inputs_of
from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers.wfdb_header import files_of_record

COUNT, RATE, GAIN = 1200, 25, 500
BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
CODES = np.random.default_rng(4).normal((0.2 * GAIN, -0.93 * GAIN, 0.3 * GAIN), 3, (COUNT, 3))
CODES = CODES.round().astype(np.int32)
LABELS = ("acc_x", "acc_y", "acc_z")


def two_bytes(codes: np.ndarray) -> bytes:
    return codes.astype("<i2").tobytes()


def three_bytes(codes: np.ndarray) -> bytes:
    return b"".join(int(one).to_bytes(3, "little", signed=True) for one in codes.ravel())


def twelve_bits(codes: np.ndarray) -> bytes:
    found = bytearray()
    flat = [int(one) & 0xFFF for one in codes.ravel()]
    for low, high in zip(flat[::2], [*flat[1::2], 0], strict=False):
        found += bytes([low & 0xFF, low >> 8 | high >> 8 << 4, high & 0xFF])
    return bytes(found)


STORED: dict[int, Callable[[np.ndarray], bytes]] = {
    16: two_bytes,
    24: three_bytes,
    32: lambda codes: codes.astype("<i4").tobytes(),
    61: lambda codes: codes.astype(">i2").tobytes(),
    80: lambda codes: (codes + 128).astype("u1").tobytes(),
    160: lambda codes: (codes + 2**15).astype("<u2").tobytes(),
    212: twelve_bits,
}
MISSING = {16: -(2**15), 24: -(2**23), 32: -(2**31), 61: -(2**15), 80: -128, 160: -(2**15)}
MISSING[212] = -2048


def record(
    tmp_path: Path,
    codes: np.ndarray = CODES,
    *,
    form: int = 16,
    modifier: str = "",
    gain: str = f"{GAIN}/g",
    zero: int = 0,
    times: str = f"{COUNT} 23:10:00 10/03/2026",
    before: bytes = b"",
    labels: tuple[str, ...] = LABELS,
    checksums: bool = True,
) -> Path:
    sums = [(int(one.sum()) + 2**15) % 2**16 - 2**15 if checksums else 0 for one in codes.T]
    lines = [f"plm07 {len(labels)} {RATE} {times}"]
    lines += [
        f"plm07.dat {form}{modifier} {gain} 12 {zero} 0 {total} 0 {label}"
        for label, total in zip(labels, sums, strict=True)
    ]
    (tmp_path / "plm07.dat").write_bytes(before + STORED[form](codes))
    path = tmp_path / "plm07.hea"
    path.write_text("# a comment\n" + "\r\n".join(lines) + "\r\n# age: 70\n", encoding="utf-8")
    return path


def read(path: Path, placement: Placement = Placement.ANKLE, **said: object) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=UTC, **said)  # type: ignore[arg-type]


def xyz(recording: Recording) -> np.ndarray:
    return np.concatenate([run.xyz for run in recording.runs])


def require_same(recording: Recording, codes: np.ndarray = CODES, gain: float = GAIN) -> None:
    assert np.abs(xyz(recording) - codes / gain).max() < 1e-4
    assert recording.rate == pytest.approx(RATE, rel=1e-6)
    assert recording.start == BEGIN


def refused(path: Path, kind: type[Exception] = UnreadableFile) -> str:
    with pytest.raises(kind) as error:
        read(path)
    return str(error.value)


@pytest.mark.parametrize("form", STORED)
@pytest.mark.parametrize("ending", ["hea", "dat"])
def test_every_format_of_whole_amplitudes_is_read(form: int, ending: str, tmp_path: Path) -> None:
    small = form == 80
    codes = CODES // 5 if small else CODES
    gain = GAIN // 5 if small else GAIN
    path = record(tmp_path, codes, form=form, gain=f"{gain}(0)/g").with_suffix(f".{ending}")
    recording = read(path)
    require_same(recording, codes, gain)
    assert recording.quality.warnings == ()


@pytest.mark.parametrize("form", STORED)
def test_a_sample_that_was_not_taken_is_a_gap(form: int, tmp_path: Path) -> None:
    codes = CODES // 5 if form == 80 else CODES.copy()
    codes[300:400] = MISSING[form]
    gain = GAIN // 5 if form == 80 else GAIN
    recording = read(record(tmp_path, codes, form=form, gain=f"{gain}/g"))
    assert [len(run) for run in recording.runs] == [300, 800]
    assert np.abs(xyz(recording)).max() < 1.2


def test_a_record_may_begin_with_samples_that_were_not_taken(tmp_path: Path) -> None:
    codes = CODES.copy()
    codes[:600] = MISSING[16]
    recording = read(record(tmp_path, codes))
    assert (recording.start - BEGIN).total_seconds() == pytest.approx(24)
    assert len(xyz(recording)) == 600


def test_the_baseline_is_the_zero_of_the_converter_where_none_is_told(tmp_path: Path) -> None:
    require_same(read(record(tmp_path, CODES + 1024, zero=1024)))
    require_same(read(record(tmp_path, CODES + 7, gain=f"{GAIN}(7)/g", zero=1024)))


def test_bytes_before_the_samples_are_passed_over(tmp_path: Path) -> None:
    require_same(read(record(tmp_path, modifier="+513", before=bytes(513))))


def test_frames_before_the_first_are_passed_over(tmp_path: Path) -> None:
    require_same(read(record(tmp_path, modifier=":5")), CODES[5:])


def test_samples_of_a_frame_stand_together(tmp_path: Path) -> None:
    frames = CODES.reshape(-1, 4, 3).transpose(0, 2, 1).reshape(-1, 12)
    path = record(tmp_path, modifier="x4")
    (tmp_path / "plm07.dat").write_bytes(two_bytes(frames))
    text = path.read_text("utf-8").replace(f" {RATE} {COUNT} ", f" {RATE / 4} {COUNT // 4} ")
    path.write_text(text, "utf-8")
    require_same(read(path))


def test_slower_signals_of_other_kinds_stand_beside_acceleration(tmp_path: Path) -> None:
    path = record(tmp_path)
    (tmp_path / "ecg.dat").write_bytes(two_bytes(np.repeat(np.arange(COUNT), 4)))
    text = (
        path.read_text("utf-8")
        .replace("plm07 3", "plm07 4")
        .replace("# age", "ecg.dat 16x4 200 12 0 0 0 0 ECG\n# age")
    )
    path.write_text(text, "utf-8")
    require_same(read(path))


@pytest.mark.parametrize(
    "times", ["1200 23:10:00 10/03/2026", "1200 10/03/2026 23:10:00.000", "0 23:10:0 10/3/2026"]
)
def test_time_of_day_and_date_come_in_either_order(times: str, tmp_path: Path) -> None:
    recording = read(record(tmp_path, times=times))
    require_same(recording)
    assert recording.quality.warnings == ()


def test_a_time_of_day_without_a_date_asks_for_the_date(tmp_path: Path) -> None:
    recording = read(record(tmp_path, times="1200 23:10:00"), start=BEGIN.replace(hour=22))
    require_same(recording)


@pytest.mark.parametrize("times", ["", "1200", "1200 0:0:0"])
def test_a_record_without_a_start_has_none(times: str, tmp_path: Path) -> None:
    recording = read(record(tmp_path, times=times))
    assert any("does not give the time of day" in said for said in recording.quality.warnings)
    require_same(read(record(tmp_path, times=times), start=BEGIN))


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("1200 23:10:00 2026-03-10", "'2026-03-10' in the first line"),
        ("1200 23:10:00 31/02/2026", "'31/02/2026' in the first line"),
        ("1200 24:10:00 10/03/2026", "'24:10:00' in the first line"),
        ("1200 10/03/2026", "no time of day"),
    ],
)
def test_a_start_that_is_none_is_told(times: str, said: str, tmp_path: Path) -> None:
    found = read(record(tmp_path, times=times), start=BEGIN).quality.warnings
    assert any(said in one for one in found)


def test_a_record_without_a_rate_says_which_was_taken(tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_text(path.read_text("utf-8").replace("3 25 1200 23:10:00 10/03/2026", "3"), "utf-8")
    recording = read(path)
    assert recording.rate == pytest.approx(250)
    assert any("states no rate: 250 Hz" in said for said in recording.quality.warnings)


def test_two_limbs_in_one_record_are_told_apart_by_their_labels(tmp_path: Path) -> None:
    labels = tuple(f"{side}_ankle_acc_{axis}" for side in ("left", "right") for axis in "xyz")
    path = record(tmp_path, np.hstack([CODES, CODES[:, ::-1]]), labels=labels)
    require_same(read(path, Placement.ANKLE_LEFT))
    require_same(read(path, Placement.ANKLE_RIGHT), CODES[:, ::-1])


def test_acceleration_stands_beside_turning_as_in_ltmm(tmp_path: Path) -> None:
    labels = ("v-acceleration", "ml-acceleration", "ap-acceleration")
    labels += ("yaw-velocity", "pitch-velocity", "roll-velocity")
    require_same(read(record(tmp_path, np.hstack([CODES, 50 + 0 * CODES]), labels=labels)))


def test_codes_that_nobody_calibrated_are_raw_codes(tmp_path: Path) -> None:
    recording = read(record(tmp_path, gain="0/g"))
    assert np.linalg.norm(np.median(xyz(recording), axis=0)) == pytest.approx(1, abs=0.05)


def test_a_cut_off_file_of_samples_is_told(tmp_path: Path) -> None:
    path = record(tmp_path)
    data = (tmp_path / "plm07.dat").read_bytes()
    (tmp_path / "plm07.dat").write_bytes(data[: 1000 * 6 + 3])
    recording = read(path)
    assert len(xyz(recording)) == 1000
    assert any("1000 of the 1200 samples" in said for said in recording.quality.warnings)


def test_samples_beyond_those_that_the_header_states_are_told(tmp_path: Path) -> None:
    path = record(tmp_path, times="1000 23:10:00 10/03/2026", checksums=False)
    recording = read(path)
    assert len(xyz(recording)) == 1000
    assert any("header states 1000" in said for said in recording.quality.warnings)


def test_samples_that_were_changed_are_told(tmp_path: Path) -> None:
    path = record(tmp_path)
    data = bytearray((tmp_path / "plm07.dat").read_bytes())
    data[600] ^= 4
    (tmp_path / "plm07.dat").write_bytes(data)
    assert any("checksum" in said for said in read(path).quality.warnings)


def test_a_missing_partner_is_told_by_name(tmp_path: Path) -> None:
    path = record(tmp_path)
    (tmp_path / "plm07.dat").rename(tmp_path / "other.dat")
    assert "plm07.dat" in refused(path)
    assert "other.hea" in refused(tmp_path / "other.dat")


@pytest.mark.parametrize("name", ["/etc/hostname", "../plm07.dat", "a\\plm07.dat"])
def test_samples_are_looked_for_beside_the_header_alone(name: str, tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_text(path.read_text("utf-8").replace("plm07.dat", name), "utf-8")
    assert "another folder" in refused(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("plm07.dat 16", "plm07.dat 8"), "format 8"),
        (("plm07.dat 16", "plm07.dat 16x99999999"), "0 frames"),
        (("plm07.dat 16", "plm07.dat 16+99999999"), "0 frames"),
        (("500/g 12 0", "500/g 12 zero"), "not understood"),
        (("500/g", "5..0/g"), "not understood"),
        (("plm07 3 25 ", "plm07 9 25 "), "lines for 3 of them"),
        (("plm07 3 25 ", "plm07 3 0 "), "not understood"),
        (("plm07 3 25 ", "plm07 3 9e999 "), "not understood"),
    ],
)
def test_a_header_that_cannot_be_followed_says_why(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    path = record(tmp_path)
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    assert said in refused(path)


def test_the_segments_of_a_record_are_named(tmp_path: Path) -> None:
    path = tmp_path / "long.hea"
    path.write_text("long/2 3 25 2400\nplm07 1200\nplm08 1200\n", "utf-8")
    said = refused(path)
    assert "2 segments (plm07, plm08)" in said
    assert "those without a time are put right behind each other" in said


def test_a_record_without_a_start_is_of_no_app_by_the_names_of_its_columns(tmp_path: Path) -> None:
    assert read(record(tmp_path, times=str(COUNT))).device == ""


def test_a_record_without_three_signals_of_one_rate_names_them(tmp_path: Path) -> None:
    path = record(tmp_path, CODES[:, :2], labels=("ECG", "resp"))
    assert "ECG, resp" in refused(path, WrongKind)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_record_is_read_or_refused_in_words(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    path = record(tmp_path)
    whole = path.read_bytes()
    for _ in range(12):
        text = bytearray(whole)
        for at in rng.integers(0, len(text), 3):
            text[at] = rng.integers(32, 127)
        path.write_bytes(bytes(text[: rng.integers(20, len(text) + 1)]))
        try:
            read(path)
        except (UnreadableFile, WrongKind) as error:
            assert str(path) in str(error)  # noqa: PT017 - either way is right


def test_a_study_looks_at_both_files_of_a_record(tmp_path: Path) -> None:
    path = record(tmp_path)
    assert files_of_record(path) == (path.with_suffix(".dat"),)
    assert files_of_record(path.with_suffix(".dat")) == (path,)
    row = SimpleNamespace(placement="ankle_left", path="plm07.dat")
    session = SimpleNamespace(rows=[row], place=str(tmp_path), stated=lambda _: "")
    assert [one.path for one in inputs_of(session)] == ["plm07.dat", "plm07.hea"]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["made by hand\n", "plm07 3 25 100\nplm07.dat sixteen\n"])
def test_a_file_of_no_record_has_no_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plm07.hea"
    path.write_text(text, "utf-8")
    assert files_of_record(path) == files_of_record(tmp_path / "none.dat") == ()


@pytest.mark.parametrize("folder", ["", "ltmm/"])
def test_a_record_in_an_archive_is_its_header_and_its_samples(folder: str, tmp_path: Path) -> None:
    path = record(tmp_path)
    archive = tmp_path / "records.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for one in (path.with_suffix(".dat"), path):
            packed.write(one, folder + one.name)
        packed.writestr(f"{folder}README.md", "of a study")
    require_same(read(archive))


def test_what_physionet_packs_with_a_record_is_no_recording(tmp_path: Path) -> None:
    path = record(tmp_path)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        # the samples are those that the header names
        packed.write(path, "study/night.HEA")
        packed.write(path.with_suffix(".dat"), "study/plm07.dat")
        for name in ("RECORDS", "ANNOTATORS", "SHA256SUMS.txt", "night.atr"):
            packed.writestr(f"study/{name}", "plm07\n")
    require_same(read(archive))


def test_a_header_in_an_archive_that_names_itself_is_there_all_the_same(tmp_path: Path) -> None:
    header = "one 3 25 9\n" + "one.hea 16 1/g\n" * 3
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("one.hea", header)
    assert "a.zip (one.hea)" in refused(tmp_path / "a.zip")


def test_a_header_in_an_archive_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    path = record(tmp_path)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(path, path.name)
        packed.write(path.with_suffix(".dat"), "plm07.dat")
    content = bytearray(archive.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags] |= 1
    archive.write_bytes(content)
    assert "with a password" in refused(archive)


def test_a_table_called_dat_beside_a_header_of_another_kind_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "night.hea").write_text("made at night\nby hand\n", "utf-8")
    rows = [f"{i / RATE:.2f},{a},{b},{c}" for i, (a, b, c) in enumerate(CODES / GAIN)]
    (tmp_path / "night.dat").write_text("\n".join(["time,x,y,z", *rows, ""]), "utf-8")
    require_same(read(tmp_path / "night.dat", start=BEGIN))
