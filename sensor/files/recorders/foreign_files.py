"""Files that are recognised to be refused, each with what to give instead; tar archives, too."""

import tarfile
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.sensor.errors import UnreadableFile, WrongKind


class Foreign(NamedTuple):
    """A kind of file of another program."""

    magic: bytes
    """Its first bytes."""
    what: str
    """What it is, with its article."""
    writer: str = ""
    """Programs with which people can write a CSV of it, after a blank."""
    never: bool = False
    """Whether it never holds acceleration, so that a study passes it over."""


_SQLITE: Final = b"SQLite format 3"
_PICKLE: Final = "a pickle of Python (a kind that can run any program when it is opened)"
_PANDAS: Final = " with R or pandas (to_csv)"
_FROM_PYTHON: Final = " with Python (pandas, to_csv)"
_FROM_R: Final = " with R (write.csv)"
_FROM_SPSS: Final = " with SPSS (Save as), R (haven) or pandas (read_spss)"
_FROM_STATA: Final = " with Stata (export delimited), R (haven) or pandas (read_stata)"
_FEATHER: Final = "a Feather file of the first kind, as R and pandas wrote it before 2020"

_FOREIGN: Final = (
    Foreign(_SQLITE, "an SQLite database"),
    *(Foreign(b"\x80" + bytes([protocol]), _PICKLE, _FROM_PYTHON) for protocol in range(2, 6)),
    Foreign(b"\x89HDF", "an HDF5 file", " with h5py, R or MATLAB"),
    Foreign(b"\x93NUMPY", "an array of numpy", " with numpy (savetxt)"),
    Foreign(
        b"RIFF", "a WAV file that omconvert did not write, or another file of RIFF", never=True
    ),
    Foreign(b"$FL2", "a data file of SPSS", _FROM_SPSS),
    Foreign(b"$FL3", "a data file of SPSS", _FROM_SPSS),
    Foreign(b"FEA1", _FEATHER, _PANDAS),
    Foreign(b"RDX", "a data file of R", _FROM_R),
    Foreign(b"X\n\x00\x00\x00", "a data file of R", _FROM_R),
    Foreign(b"<stata_dta>", "a data file of Stata", _FROM_STATA),
    Foreign(b"%PDF", "a PDF document", never=True),
)

_PACKED = {
    b"BZh": "compressed with bzip2",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
    b"Rar!\x1a\x07": "a RAR archive",
}


def require_no_foreign(path: Path, start: bytes) -> None:
    """Refuse a file of a program whose files are not read, by its first bytes and its name.

    Raises
    ------
    UnreadableFile
        If it is one.
    WrongKind
        If it is one that never holds acceleration.
    """
    if start.startswith(_SQLITE) and (
        b"dataTimestamp" in start or path.suffix.casefold() == ".agd"
    ):
        raise WrongKind(
            f"{path} is an .agd of ActiLife: counts of an ActiGraph, one row an epoch, in which no "
            "movement can be seen by itself. Give the .gt3x of the same recording."
        )
    if path.suffix.casefold() == ".eeg" and path.with_suffix(".vhdr").is_file():
        raise UnreadableFile(
            f"{path} holds the samples of a BrainVision recording, which limbwatch does not read. "
            "Export it as EDF with the channels of the accelerometer, or as CSV: time, x, y, z."
        )
    _require_unpacked(path, start)
    for foreign in _FOREIGN:
        if start.startswith(foreign.magic):
            raise (WrongKind if foreign.never else UnreadableFile)(
                f"{path} is {foreign.what}, which limbwatch does not read. Export raw acceleration "
                f"as CSV{foreign.writer}: time, x, y, z."
            )
    if path.suffix.casefold() == ".dat" and b"\x00" in start:
        raise UnreadableFile(
            f"{path} is not text. If it holds the samples of a WFDB record (PhysioNet), put its "
            f"header {path.stem}.hea beside it; else export raw acceleration as CSV: time, x, y, z."
        )
    if path.name.casefold() == "acc.bin" and not start.isascii():
        raise UnreadableFile(
            f"{path} is not a file of a known device, by its first bytes. If it holds the samples "
            "of a movisens sensor (Unisens), put its unisens.xml beside it; else export raw "
            "acceleration as CSV: time, x, y, z."
        )
    if path.suffix.casefold() == ".mat" and b"\x00" in start:
        raise UnreadableFile(
            f"{path} is not a MATLAB file of version 5 to 7.2, which are read. If it is of "
            f"version 4, load it in MATLAB or GNU Octave and save it again: load('{path.name}'); "
            f"save('{path.name}', '-v7')."
        )


def _require_unpacked(path: Path, start: bytes) -> None:
    for magic, what in _PACKED.items():
        if start.startswith(magic):
            raise UnreadableFile(
                f"{path} is {what}, which limbwatch does not open, as it does gzip and ZIP. Unpack "
                "it and give the file with raw acceleration in it."
            )


HEADER_BYTES = 512
"""Length of a member's header (POSIX.1-1988, ustar)."""

SHOWN = 4
"""Members listed by name."""


def require_no_tar(path: Path, start: bytes) -> None:
    """Refuse a tar archive, given its first bytes, unpacked if they were compressed.

    Raises
    ------
    UnreadableFile
        If it is one, with the names of its first members.
    """
    if not _is_header(start[:HEADER_BYTES]):
        return
    names = _first_names(path)
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    raise UnreadableFile(
        f"{path} is a tar archive ({shown}), and limbwatch opens only ZIP archives. Unpack it, as "
        "tar -xf does, and give the files with raw acceleration, each with its placement."
    )


def _is_header(block: bytes) -> bool:
    """Check for a tar header by its checksum, which the oldest kind has too."""
    if len(block) < HEADER_BYTES:
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _first_names(path: Path) -> list[str]:
    """Return the names of the first files, one more than shown; fewer if the archive is damaged."""
    names: list[str] = []
    try:
        with tarfile.open(path, "r:") as archive:
            files = (one.name for one in archive if one.isfile())
            names.extend(islice(files, SHOWN + 1))
    except (tarfile.TarError, OSError, EOFError):
        pass
    # names may have any bytes, and are printed
    return [name.encode("utf-8", "replace").decode() for name in names]
