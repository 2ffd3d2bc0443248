"""Recognising containers of other programs by their first bytes, and opening them."""

import zipfile
from pathlib import Path

from limbwatch.sensor.errors import WrongKind
from limbwatch.sensor.files.containers.contained import BDF, EDF, Contained
from limbwatch.sensor.files.containers.spreadsheet import read_spreadsheet
from limbwatch.sensor.files.containers.unisens_entries import read_unisens, unisens_of
from limbwatch.sensor.files.containers.wfdb_header import wfdb_header_of
from limbwatch.sensor.files.json_text import is_message
from limbwatch.sensor.files.packed import ZIP_DAMAGE
from limbwatch.sensor.store import PARQUET

XDF = b"XDF:"
MATLAB = b"MATLAB"
ARROW = (PARQUET, b"ARROW1", b"\xff\xff\xff\xff")
"""First bytes of Parquet, and of an Arrow file and stream ("IPC File Format" and "Encapsulated
message format")."""

OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of the documents that Office wrote before 2007."""


def opened(path: Path, start: bytes, *, zipped: bool) -> Contained | None:
    """Open a container, given its first bytes; None if it is not a known one.

    Only JSON lines are also read if compressed with gzip.

    Raises
    ------
    UnreadableFile
        If it is damaged, holds nothing readable, or its library is missing.
    """
    # import each reader only for its kind: most nights are text
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or is_message(start):
        from limbwatch.sensor.files.containers.json_rows import (  # noqa: PLC0415
            are_lines,
            read_json_lines,
        )

        return read_json_lines(path, zipped=zipped) if are_lines(start) else None
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        from limbwatch.sensor.files.containers.flat_records import (  # noqa: PLC0415
            read_flat_records,
        )

        return read_flat_records(path, start, zipped=zipped)
    return None if zipped else _open_binary(path, start)


def _open_binary(path: Path, start: bytes) -> Contained | None:
    if start.startswith(ARROW):
        from limbwatch.sensor.files.containers.arrow_files import read_arrow  # noqa: PLC0415

        return read_arrow(path, start)
    if start.startswith(OLE) and path.name.casefold() == "thumbs.db":
        raise WrongKind(
            f"{path} holds the small pictures that Windows keeps of a folder, and no recording. "
            "Give the file that the sensor wrote."
        )
    if start.startswith(OLE) or (start.startswith(b"PK\x03\x04") and _is_workbook(path)):
        return read_spreadsheet(path)
    if start.startswith((EDF, BDF)):
        from limbwatch.sensor.files.containers.edf_channels import read_edf  # noqa: PLC0415

        return read_edf(path, start)
    if start.startswith(XDF):
        from limbwatch.sensor.files.containers.xdf_streams import read_xdf  # noqa: PLC0415

        return read_xdf(path)
    return _open_other(path, start)


def _open_other(path: Path, start: bytes) -> Contained | None:
    if start.startswith(MATLAB):
        from limbwatch.sensor.files.containers.mat_file import read_mat  # noqa: PLC0415

        return read_mat(path, start)
    description = unisens_of(path, start)
    if description is not None:
        return read_unisens(description, path)
    header = wfdb_header_of(path, start)
    if header is None:
        return None
    from limbwatch.sensor.files.containers.wfdb_record import read_wfdb  # noqa: PLC0415

    return read_wfdb(header)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except ZIP_DAMAGE:
        return False
    return bool(
        names & {"xl/workbook.xml", "xl/workbook.bin"} or {"mimetype", "content.xml"} <= names
    )
