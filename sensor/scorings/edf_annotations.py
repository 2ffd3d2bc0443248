"""Annotations of EDF+ and BDF+, opened by edfio."""

import io
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import edfio

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import UNKNOWN_DAY
from limbwatch.sensor.scorings.rows import scoring_of

BDF: Final = b"\xffBIOSEMI"
EDF: Final = b"0       "
_RECORDS: Final = slice(236, 244)
"""Header field that counts data records (EDF specification, Kemp 1992); -1 while recording."""
_HEADER_BYTES: Final = slice(184, 192)
_ASCII_ONLY: Final = bytes(one if one < 0x80 else ord("?") for one in range(256))


def read_edf_scoring(path: Path, start: bytes) -> Scoring:
    """Read a polysomnogram's annotations; ``start`` has its first 256 bytes; second 0 is its start.

    Raises
    ------
    UnreadableFile
        If it is damaged or was cut, even where it could be repaired, or has no annotations.
    """
    read = edfio.read_bdf if start.startswith(BDF) else edfio.read_edf
    doubts: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            recording = read(path, header_encoding="latin-1")
            try:
                annotations = recording.annotations
            except UnicodeDecodeError:
                recording = read(io.BytesIO(_ascii(path)), header_encoding="latin-1")
                annotations = recording.annotations
                doubts.append("its annotations are not UTF-8: other letters were read as ?")
            begin = _begin(recording)
        except Exception as error:
            raise UnreadableFile(
                f"{path} is an EDF recording that cannot be read ({error}). Copy or export it "
                "again."
            ) from error
    stated = start[_RECORDS].decode("latin-1").strip()
    messages = [str(one.message) for one in caught]
    if any("data" in message and "record" in message for message in messages):
        if stated != "-1" or any("truncated" in message for message in messages):
            raise UnreadableFile(
                f"{path} was cut: its header states {stated} data records, and the file has "
                f"{recording.num_data_records} whole ones. Copy or export it again."
            )
        doubts.append("its recording was never closed (the header counts -1 data records)")
    if not annotations:
        raise UnreadableFile(
            f"{path} is an EDF recording without annotations, so nothing is scored in it. Name the "
            "file of the scored events, or export them as EDF+ annotations."
        )
    rows = [
        ListedRow(one.onset, float("nan") if one.duration is None else one.duration, one.text)
        for one in annotations
    ]
    found = scoring_of(rows, source="EDF+", start=begin, doubts=doubts)
    return replace(found, from_recording=True)


def _ascii(path: Path) -> bytes:
    content = path.read_bytes()
    header = int(content[_HEADER_BYTES])
    return content[:header] + content[header:].translate(_ASCII_ONLY)


def _begin(recording: edfio.Edf | edfio.Bdf) -> datetime:
    try:
        begin: datetime = recording.startdatetime
    except edfio.AnonymizedDateError:
        return datetime.combine(UNKNOWN_DAY.date(), recording.starttime)
    return begin
