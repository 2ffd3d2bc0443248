"""Which container of another program a file is, by its first bytes, and how it is opened."""

import zipfile
from pathlib import Path

from limbwatch.sensor.files.containers.contained import Contained
from limbwatch.sensor.files.containers.edf_channels import is_edf, read_edf
from limbwatch.sensor.files.containers.json_rows import are_lines, read_json_lines
from limbwatch.sensor.files.containers.parquet_table import read_parquet
from limbwatch.sensor.files.containers.spreadsheet import read_spreadsheet
from limbwatch.sensor.files.containers.xdf_streams import XDF, read_xdf

PARQUET = b"PAR1"
OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of the documents that Office wrote before 2007."""


def opened(path: Path, start: bytes, *, zipped: bool) -> Contained | None:
    """Open a container.

    Parameters
    ----------
    path : Path
    start : bytes
        The first bytes, decompressed.
    zipped : bool
        Whether the file is compressed with gzip; of containers only JSON lines are read so.

    Returns
    -------
    Contained or None
        None when it is none that is known.

    Raises
    ------
    UnreadableFile
        If it is damaged, holds nothing that can be read, or its library is missing.
    """
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and are_lines(start):
        return read_json_lines(path, zipped=zipped)
    if zipped:
        return None
    if start.startswith(PARQUET):
        return read_parquet(path)
    if start.startswith(OLE) or (start.startswith(b"PK\x03\x04") and _is_workbook(path)):
        return read_spreadsheet(path)
    if is_edf(start):
        return read_edf(path, start)
    return read_xdf(path) if start.startswith(XDF) else None


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return bool(
        names & {"xl/workbook.xml", "xl/workbook.bin"} or {"mimetype", "content.xml"} <= names
    )
