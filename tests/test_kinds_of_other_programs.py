"""Files of other programs are refused with the program that writes a table of them."""

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

import edfio
import numpy as np
import pytest

from limbwatch.sensor import Placement, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    return str(caught.value)


@pytest.mark.parametrize(
    ("begin", "what", "program"),
    [
        (b"$FL2@(#) SPSS DATA FILE", "SPSS", "SPSS (Save as)"),
        (b"$FL3@(#) SPSS DATA FILE", "SPSS", "pandas (read_spss)"),
        (b"FEA1", "Feather", "R or pandas"),
        (b"RDX3\n", "R", "R (write.csv)"),
        (b"X\n\x00\x00\x00", "R", "R (write.csv)"),
        (b"<stata_dta><header>", "Stata", "Stata (export delimited)"),
        (b"\x89HDF\r\n", "HDF5", "h5py"),
        (
            b"\x80\x02}q\x00",
            "a pickle of Python (a kind that can run any program",
            "Python (pandas",
        ),
        *(
            (bytes((128, version, 149)), "a pickle of Python", "Python (pandas")
            for version in (3, 4, 5)
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_of_another_program_names_what_writes_a_table_of_it(
    begin: bytes, what: str, program: str, tmp_path: Path, *, packed: bool
) -> None:
    content = begin + bytes(range(256)) * 20
    path = tmp_path / ("left.gz" if packed else "left.bin")
    path.write_bytes(gzip.compress(content) if packed else content)
    said = refused(path)
    assert what in said
    assert f"as CSV with {program}" in said or f" {program}" in said.partition("as CSV")[2]


@pytest.mark.parametrize("name", ["MOS2D60sec.agd", "MOS2D60sec.AGD", "copy.db"])
def test_counts_of_actilife_are_called_so_and_no_acceleration(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with closing(sqlite3.connect(path)) as base:
        axes = ", ".join(f"axis{axis} integer" for axis in (1, 2, 3))
        base.execute(f"create table data (dataTimestamp integer primary key, {axes})")
        base.commit()
    with pytest.raises(WrongKind, match=r"counts of an ActiGraph.*Give the \.gt3x"):
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def test_any_other_database_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "night.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("create table samples (t real, x real, y real, z real)")
        base.commit()
    assert "an SQLite database" in refused(path)


def test_each_file_of_a_brainvision_recording_says_how_to_export_it(tmp_path: Path) -> None:
    head = (
        "Brain Vision Data Exchange Header File Version 1.0\n; made\n\n[Common Infos]\n"
        "DataFile=night.eeg\nDataFormat=BINARY\n\n[Channel Infos]\nCh1=x_dir,,1,mg\n"
    )
    (tmp_path / "night.vhdr").write_text(head, encoding="utf-8")
    marks = "Brain Vision Data Exchange Marker File, Version 1.0\n\n[Marker Infos]\n"
    (tmp_path / "night.vmrk").write_text(f"{marks}Mk1=New Segment,,1,1,0\n", encoding="utf-8")
    (tmp_path / "night.eeg").write_bytes(np.zeros((3000, 3), "<i2").tobytes())
    for end in ("vhdr", "vmrk", "eeg"):
        said = refused(tmp_path / f"night.{end}")
        assert "BrainVision" in said
        assert "Export" in said
        assert "as EDF with the channels of the accelerometer" in said
        assert "holds no acceleration" not in said


@pytest.mark.parametrize("name", ["left.npy", "left.npz"])
def test_arrays_of_numpy_are_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith("npz"):
        np.savez(path, acc=np.zeros((100, 3)))
    else:
        np.save(path, np.zeros((100, 3)))
    assert "with numpy (savetxt)" in refused(path)


@pytest.mark.parametrize("comments", ["", "# made at night\n"])
def test_a_packed_header_of_wfdb_is_to_be_unpacked(comments: str, tmp_path: Path) -> None:
    text = (
        f"{comments}CO001 3 100 270000 23:10:00 17/02/2026\n"
        "CO001.dat 16 8192/g 16 0 1635 0 0 v-acceleration\n"
        "CO001.dat 16 8192/g 16 0 -7621 0 0 ml-acceleration\n"
        "CO001.dat 16 8192/g 16 0 2458 0 0 ap-acceleration\n"
    )
    (tmp_path / "CO001.hea.gz").write_bytes(gzip.compress(text.encode()))
    assert "header of a WFDB record, packed" in refused(tmp_path / "CO001.hea.gz")


@pytest.mark.parametrize("name", ["acceleration_X.csv", "P07_X_AC.txt", "dX.csv", "left x.csv"])
@pytest.mark.parametrize("row", ["{t:.2f},{v}", "23:10:{t:06.3f}; {v}"])
def test_a_file_of_one_axis_says_that_the_three_belong_into_one_table(
    name: str, row: str, tmp_path: Path
) -> None:
    rows = [row.format(t=i / 25, v=200 + i % 7) for i in range(500)]
    (tmp_path / name).write_text("\n".join(["time;value", *rows, ""]), "utf-8")
    said = refused(tmp_path / name)
    assert "holds one axis (x" in said
    assert "into one table: time, x, y, z" in said


@pytest.mark.parametrize("name", ["heart_rate.csv", "xy.csv", "x_y.csv", "exam.csv"])
def test_a_file_whose_name_tells_no_one_axis_is_not_said_to_hold_one(
    name: str, tmp_path: Path
) -> None:
    rows = [f"{i / 25:.2f},{200 + i % 7}" for i in range(500)]
    (tmp_path / name).write_text("\n".join(["time,value", *rows, ""]), "utf-8")
    assert "holds one axis" not in refused(tmp_path / name)


def test_numbers_that_are_written_oddly_are_told_before_the_axis_of_a_name(tmp_path: Path) -> None:
    rows = [f"0x{i:03X},0x{i + 7:03X},0x{i + 9:03X}" for i in range(500)]
    (tmp_path / "left_x.csv").write_text("\n".join(["a,b,c", *rows, ""]), "utf-8")
    said = refused(tmp_path / "left_x.csv")
    assert "plain numbers" in said
    assert "holds one axis" not in said


def test_pictures_that_windows_keeps_are_no_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    assert "Windows" in refused(tmp_path / "Thumbs.db")


def test_an_edf_of_one_axis_says_that_the_three_belong_into_one_table(tmp_path: Path) -> None:
    data = np.random.default_rng(1).normal(0.2, 0.01, 500)
    signal = edfio.EdfSignal(data, 25, label="dX", physical_dimension="g")
    edfio.Edf([signal]).write(tmp_path / "dX.edf")
    assert "holds one axis (x, as 'dX' says)" in refused(tmp_path / "dX.edf")
