"""Files of other programs are refused with the program that writes a table of them."""

import gzip
from datetime import UTC
from pathlib import Path

import edfio
import numpy as np
import pytest

from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.files import read_recording


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_recording(path, placement=Placement.ANKLE, timezone=UTC)
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
