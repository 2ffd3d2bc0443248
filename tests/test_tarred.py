"""Tar archives, which are no tables."""

import gzip
import io
import tarfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.files import read_recorded_file


def table(minute: int = 0) -> str:
    rows = (f"{1773180000 + 60 * minute + k / 50:.2f},0.01,0.02,0.9{k % 7}" for k in range(500))
    return "\n".join(["time,x,y,z", *rows, ""])


def read(path: Path) -> None:
    read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)


def tarred(members: dict[str, str], form: int = tarfile.USTAR_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, text in members.items():
            one = tarfile.TarInfo(name)
            one.size = len(text)
            archive.addfile(one, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_the_files_of_a_tar_archive_never_become_one_recording(
    packed: Callable[[bytes], bytes], form: int, tmp_path: Path
) -> None:
    path = tmp_path / "night.tar.gz"
    path.write_bytes(packed(tarred({"P07/left.csv": table(1), "P08/left.csv": table(2)}, form)))
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    said = str(refused.value)
    assert said.startswith(f"{path} is a tar archive (P07/left.csv, P08/left.csv)")
    assert "Unpack it" in said


def test_a_tar_archive_without_a_magic_number_or_cut_off_is_told_as_one(tmp_path: Path) -> None:
    content = bytearray(tarred({"a.csv": table()}))
    # before POSIX.1-1988 the rest of a header was empty
    content[257:500] = bytes(243)
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\x00 " % sum(content[:512])
    path = tmp_path / "old.tar"
    for size in (len(content), 3000):
        path.write_bytes(content[:size])
        with pytest.raises(UnreadableFile, match=r"is a tar archive \(a.csv\)"):
            read(path)
