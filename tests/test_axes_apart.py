"""One axis a file: three files of one recording are put side by side, and it is said."""

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import edfio
import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.sources import Source, parse_sources
from limbwatch.cli.replaying.scored_before import hashed_sources
from limbwatch.cli.study.manifests.discovery import by_folders
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.cli.study.sessions.checking import check_rows
from limbwatch.cli.study.sessions.session_recordings import inputs_of
from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import NotInPieces, ReadRequest, open_long_text, read_recorded_file
from limbwatch.sensor.files.axes_apart import axis_files

COUNT, RATE = 900, 25.0
BEGIN = datetime(2026, 2, 17, 23, 10, tzinfo=UTC)
ANGLE = 0.4 + 0.3 * np.sin(np.arange(COUNT) / 40)
LIMB = np.round(
    np.column_stack([np.sin(ANGLE), 0 * ANGLE + 0.02, np.cos(ANGLE)])
    + np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)),
    3,
)
Row = Callable[[int, float], str]


def moment(k: int) -> datetime:
    return BEGIN + timedelta(seconds=k / RATE)


def written(folder: Path, name: str, above: str, row: Row, counts: Sequence[int] = ()) -> Path:
    for at, axis in enumerate("XYZ"):
        count = counts[at] if counts else COUNT
        rows = [row(k, LIMB[k, at]) for k in range(count)]
        text = "\n".join([*above.replace("%", axis).splitlines(), *rows, ""])
        path = folder / name.replace("%", axis)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return folder / name.replace("%", "Y")


def read(path: Path, **told: object) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, **told)


def require_limb(recording: Recording, count: int = COUNT) -> None:
    xyz = np.concatenate([run.xyz for run in recording.runs])
    assert xyz.shape == (count, 3)
    assert np.abs(xyz - LIMB[:count]).max() < 2e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


WRITTEN: dict[str, tuple[str, str, Row]] = {
    "Hexoskin": (
        "acceleration_%.csv",
        "time [s](/api/),acceleration_% [g](/api/datatype/4145/)",
        lambda k, v: f"{moment(k).timestamp():.5f},{v:.3f}",
    ),
    "DOMINO": (
        "P07 % AC.txt",
        "Signal ID: Acc %\\Acc %\nStart Time: 17.02.2026 23:10:00\nUnit: g\n\nData:",
        lambda k, v: f"{moment(k):%d.%m.%Y %H:%M:%S,%f}"[:-3] + "; " + f"{v:.3f}".replace(".", ","),
    ),
    "times and values of one name, packed": (
        "left_acc_%.csv.gz",
        "time\tvalue (mg)",
        lambda k, v: f"{moment(k).isoformat()}\t{1000 * v:.0f}",
    ),
    "blanks without names": (
        "acc%.txt",
        "",
        lambda k, v: f"{moment(k):%Y-%m-%d %H:%M:%S.%f} {v:.3f}",
    ),
    "value before the time": (
        "% axis.csv",
        "g,when",
        lambda k, v: f"{v:.3f},{moment(k).isoformat()}",
    ),
}


@pytest.mark.parametrize(("name", "above", "row"), WRITTEN.values(), ids=WRITTEN.keys())
def test_three_files_of_one_axis_each_are_put_side_by_side_by_any_of_them(
    name: str, above: str, row: Row, tmp_path: Path
) -> None:
    path = written(tmp_path, name, above, row)
    names = [name.replace("%", axis) for axis in "XYZ"]
    assert [one.name for one in axis_files(path)] == names
    recording = read(path)
    require_limb(recording)
    assert recording.start == BEGIN
    said = f"{names[0]}, {names[1]} and {names[2]} hold one axis each; they were put side by side."
    assert said in recording.quality.notes


def test_values_alone_of_one_count_need_a_rate(tmp_path: Path) -> None:
    path = written(tmp_path, "acc_%.txt", "", lambda _, v: f"{v:.3f}".replace(".", ","))
    require_limb(read(path, rate=RATE, start=BEGIN))


def test_values_alone_of_other_counts_are_no_samples(tmp_path: Path) -> None:
    counts = (COUNT, COUNT, COUNT - 1)
    path = written(tmp_path, "acc_%.txt", "", lambda _, v: f"{v:.3f}", counts)
    with pytest.raises(UnreadableFile, match=r"one has 899 rows and another 900"):
        read(path, rate=RATE)


def test_the_end_that_not_all_three_have_is_left_out_and_said(tmp_path: Path) -> None:
    name, above, row = WRITTEN["Hexoskin"]
    recording = read(written(tmp_path, name, above, row, (COUNT, COUNT - 7, COUNT)))
    require_limb(recording, COUNT - 7)
    assert any("the last rows, 7 of them" in one for one in recording.quality.warnings)


def test_rows_of_other_times_are_refused_with_the_row(tmp_path: Path) -> None:
    name, above, row = WRITTEN["Hexoskin"]
    path = written(tmp_path, name, above, row)
    lines = path.read_text("utf-8").splitlines()
    del lines[501]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(UnreadableFile, match=r"not of one time: row 501 is"):
        read(path)


def test_three_that_begin_at_other_times_are_told_to_be_of_other_rows(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], *lines[100:]]), "utf-8")
    said = r"acceleration_X.csv and acceleration_Z.csv beside it are not of the same rows"
    with pytest.raises(UnreadableFile, match=said):
        read(path)


def test_one_that_lacks_a_neighbour_says_where_they_belong(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    (tmp_path / "acceleration_Z.csv").unlink()
    with pytest.raises(
        UnreadableFile, match=r"into one folder, with names that differ in x, y and"
    ):
        read(path)


def test_whole_recordings_named_x_y_and_z_are_left_apart(tmp_path: Path) -> None:
    for at, name in enumerate("xyz"):
        rows = [f"{k / RATE:.2f},{','.join(map(str, np.roll(LIMB[k], at)))}" for k in range(COUNT)]
        (tmp_path / f"night_{name}.csv").write_text("\n".join(["time,x,y,z", *rows]), "utf-8")
    assert axis_files(tmp_path / "night_x.csv") == ()
    require_limb(read(tmp_path / "night_x.csv"))


def test_recordings_of_still_limbs_named_x_y_and_z_are_left_apart(tmp_path: Path) -> None:
    for above in ("time,acc1,acc2,acc3\n", "time,x,y,z\n", ""):
        for shift, name in enumerate("xyz"):
            rows = (
                f"{k / RATE:.2f},0.02,-0.01,{0.98 + (k + shift) % 4 / 100:.2f}"
                for k in range(COUNT)
            )
            (tmp_path / f"{name}.csv").write_text(above + "\n".join(rows), "utf-8")
        assert axis_files(tmp_path / "x.csv") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_axis_a_file_longer_than_its_beginning_is_known_in_any_encoding(
    encoding: str, tmp_path: Path
) -> None:
    for at, axis in enumerate("XYZ"):
        rows = (f"{moment(k).isoformat()},{LIMB[k % COUNT, at]:.3f}" for k in range(2500))
        text = "\n".join([f"time (°),{axis} [g]²", *rows, ""])
        (tmp_path / f"acc_{axis}.csv").write_text(text, encoding)
    assert len(axis_files(tmp_path / "acc_X.csv")) == 3


def test_a_value_that_is_missing_in_one_axis_is_one_row(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    lines = path.read_text("utf-8").splitlines()
    lines[700] = lines[700].partition(",")[0] + ","
    path.write_text("\n".join(lines), "utf-8")
    recording = read(path)
    assert sum(len(run.xyz) for run in recording.runs) == COUNT - 1


def test_a_torn_last_row_of_one_axis_costs_that_row(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    path.write_text(path.read_text("utf-8")[:-12], "utf-8")
    recording = read(path)
    require_limb(recording, COUNT - 1)
    assert any("the last row is not in all" in one for one in recording.quality.warnings)


def test_values_alone_with_empty_lines_at_other_places_are_no_samples(tmp_path: Path) -> None:
    path = written(tmp_path, "acc_%.txt", "", lambda _, v: f"{v:.3f}")
    for axis, at in (("X", 100), ("Y", 300), ("Z", 500)):
        lines = (tmp_path / f"acc_{axis}.txt").read_text("utf-8").splitlines()
        lines[at] = ""
        (tmp_path / f"acc_{axis}.txt").write_text("\n".join(lines), "utf-8")
    with pytest.raises(UnreadableFile, match=r"an empty line stands before row 101"):
        read(path, rate=RATE)


def edf(folder: Path, axis: str, *, rate: float = RATE, begin: datetime = BEGIN) -> Path:
    signal = edfio.EdfSignal(
        LIMB[:, "XYZ".index(axis)], rate, label=f"d{axis}", physical_dimension="g"
    )
    day = edfio.Recording(startdate=begin.date())
    edfio.Edf([signal], starttime=begin.time(), recording=day).write(folder / f"d{axis}.edf")
    return folder / f"d{axis}.edf"


def test_three_edf_of_one_channel_each_are_put_side_by_side(tmp_path: Path) -> None:
    paths = [edf(tmp_path, axis) for axis in "XYZ"]
    recording = read(paths[2])
    require_limb(recording)
    assert recording.start == BEGIN
    assert any(one.startswith("dX.edf, dY.edf and dZ.edf hold") for one in recording.quality.notes)


def test_of_two_channels_beside_each_other_the_one_of_the_axis_is_taken(tmp_path: Path) -> None:
    heat = edfio.EdfSignal(0 * LIMB[:, 0] + 30, RATE, label="heat", physical_dimension="C")
    paths = [edf(tmp_path, axis) for axis in "XYZ"]
    for path in paths:
        own = edfio.read_edf(path)
        begun = {"recording": own.recording, "starttime": own.starttime}
        edfio.Edf([heat, *own.signals], **begun).write(path)
    require_limb(read(paths[0]))
    edfio.Edf([heat, heat]).write(paths[2])
    with pytest.raises(
        UnreadableFile, match=r"no single channel of it \(its channels: heat, heat\)"
    ):
        read(paths[0])


def test_edf_of_other_starts_are_refused(tmp_path: Path) -> None:
    edf(tmp_path, "X")
    edf(tmp_path, "Y", begin=BEGIN + timedelta(seconds=1))
    with pytest.raises(UnreadableFile, match=r"not of one start, rate and length: .*23:10:01"):
        read(edf(tmp_path, "Z"))


def sources(*arguments: str) -> tuple[Source, ...]:
    return parse_sources(list(arguments))


def test_all_three_files_of_a_placement_are_one_source(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    names = [str(path).replace("_Y", f"_{axis}") for axis in "YXZ"]
    (one,) = sources(*(f"ankle_left={name}" for name in names))
    assert (one.path, one.axes) == (path, axis_files(path))
    (alone,) = sources(f"ankle_left={path}")
    assert alone.files == one.files == axis_files(path)


def test_the_files_of_all_axes_are_what_a_night_is_made_of(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    names = [one.name for one in hashed_sources(sources(f"ankle_left={path}"))]
    assert names == [f"acceleration_{axis}.csv" for axis in "XYZ"]


def test_two_axes_of_one_recording_are_no_two_sensors(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    other = str(path).replace("_Y", "_Z")
    with pytest.raises(CommandError, match="two axes of one recording, of one sensor"):
        sources(f"ankle_left={path}", f"ankle_right={other}")


def test_a_study_has_one_row_for_the_three_files_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "01").mkdir()
    name, above, row = WRITTEN["Hexoskin"]
    written(tmp_path / "01", f"ankle_left_{name}", above, row)
    found = by_folders(tmp_path)
    assert [one.path for one in found.rows] == ["01/ankle_left_acceleration_X.csv"]
    assert found.remarks == (
        "1 recording lies in three files of one axis each: its row names one of them",
    )
    (session,) = check_rows(found.rows, tmp_path, timezone="UTC").sessions
    assert [Path(one.path).name[-5] for one in inputs_of(session)] == ["X", "Y", "Z"]


def test_a_second_row_for_the_same_three_files_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, *WRITTEN["Hexoskin"])
    rows = [
        ManifestRow(line=line, subject="1", placement="ankle", path=f"acceleration_{axis}.csv")
        for line, axis in ((2, "X"), (3, "Z"))
    ]
    (fault,) = check_rows(rows, tmp_path, timezone="UTC").faults
    assert "belongs to the recording of line 2" in fault.reason


def test_a_long_text_of_one_axis_is_not_read_in_pieces(tmp_path: Path) -> None:
    path = written(tmp_path, *WRITTEN["Hexoskin"])
    with pytest.raises(NotInPieces, match="three files"):
        open_long_text(path, ReadRequest(placement=Placement.ANKLE, zone=UTC))


def zipped(folder: Path, names: Sequence[str]) -> Path:
    with ZipFile(folder / "night.zip", "w") as archive:
        for name in names:
            archive.write(folder / name, f"export/{name}")
    return folder / "night.zip"


def test_the_three_files_of_an_archive_are_put_side_by_side(tmp_path: Path) -> None:
    written(tmp_path, *WRITTEN["Hexoskin"])
    recording = read(zipped(tmp_path, [f"acceleration_{axis}.csv" for axis in "YZX"]))
    require_limb(recording)
    assert any("hold one axis each" in one for one in recording.quality.notes)


def test_whole_recordings_of_an_archive_named_x_y_and_z_are_asked_for(tmp_path: Path) -> None:
    for at, name in enumerate("xyz"):
        rows = [f"{k / RATE:.2f},{','.join(map(str, LIMB[k - at]))}" for k in range(COUNT)]
        (tmp_path / f"night_{name}.csv").write_text("\n".join(["time,x,y,z", *rows]), "utf-8")
    with pytest.raises(UnreadableFile, match="as files in it"):
        read(zipped(tmp_path, [f"night_{name}.csv" for name in "xyz"]))


def test_equal_axes_in_an_archive_are_no_copies_of_each_other(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "night.zip", "w") as archive:
        for axis, values in zip("xyz", (0 * ANGLE, 0 * ANGLE, 1 + LIMB[:, 0] / 50), strict=True):
            rows = [f"{k / RATE:.2f},{value:.4f}" for k, value in enumerate(values)]
            archive.writestr(f"acceleration_{axis}.csv", "\n".join(["time,value", *rows, ""]))
    recording = read(tmp_path / "night.zip")
    assert sum(len(run) for run in recording.runs) == COUNT
    assert not any("same content" in one for one in recording.quality.warnings)
