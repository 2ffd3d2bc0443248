"""Headers of WFDB, PhysioNet's record format: which signals are in which file of samples."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES
from limbwatch.sensor.files.tables.heads.no_table import is_wfdb_header

DEFAULT_RATE = 250.0
"""Rate if a header states none, Hz ("header (5)" of the WFDB Applications Guide)."""

_RECORD = re.compile(
    r"(?P<record>[^\s/]+)(?:/(?P<segments>\d{1,9}))?\s+(?P<signals>\d{1,9})"
    r"(?:\s+(?P<rate>[\d.eE+]+)(?:/\S+)?(?P<rest>\s.*)?)?\s*"
)
_SIGNAL = re.compile(
    r"(?P<file>\S+)\s+(?P<form>\d{1,9})(?:x(?P<per>\d{1,9}))?"
    r"(?::(?P<skew>\d{1,9}))?(?:\+(?P<offset>\d{1,12}))?"
    r"(?:\s+(?P<rest>\S.*))?"
)
_GAIN = re.compile(
    r"(?P<gain>[-+]?[\d.]+(?:[eE][-+]?\d+)?)(?:\((?P<baseline>[-+]?\d{1,12})\))?(?:/(?P<unit>\S+))?"
)
_COUNT = re.compile(r"\d{1,15}", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6})\d*)?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class WfdbSignal:
    """A signal of a record, from a line of its header."""

    file: str
    form: int
    """Number of its sample format."""
    per: int
    """Samples per frame."""
    skew: int
    """Frames of it before the first common one."""
    offset: int
    """Bytes of its file before the first frame."""
    gain: float
    """Codes per unit; 0 if uncalibrated."""
    baseline: int
    """Code of 0 units."""
    unit: str
    checksum: int | None
    """Sum of all its codes, 16 bits; None if not stated."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WfdbHeader:
    """The content of a header."""

    path: Path
    rate: float
    """Frames per second, Hz."""
    frames: int
    """Number of frames; 0 if not stated."""
    begin: datetime | time | None
    """Naive; a time of day if no date is stated."""
    signals: tuple[WfdbSignal, ...]
    notes: tuple[str, ...] = ()


def wfdb_header_of(path: Path, start: bytes) -> Path | None:
    """Return the header of a file: the file itself, or that of the same name beside a ``.dat``."""
    if path.suffix.casefold() != ".dat":
        return path if _is_header(path, start) else None
    beside = path.with_suffix(".hea")
    try:
        return beside if _is_header(beside, _read_start(beside)) else None
    except OSError:
        return None


def files_of_record(path: Path) -> tuple[Path, ...]:
    """Return the other files of a record, given one of them: its header, or a file it names.

    Only existing files are returned; none if the file belongs to no record.
    """
    try:
        header = wfdb_header_of(path, _read_start(path))
        signals = () if header is None else read_header(header).signals
    except OSError:
        return ()
    except UnreadableFile:  # the reader of the file reports it
        signals = ()
    if header is None:
        return ()
    plain = {one.file for one in signals if Path(one.file).name == one.file}
    beside = {header, *map(header.with_name, plain)}
    return tuple(sorted(one for one in beside if one.name != path.name and one.is_file()))


def files_named_in(start: bytes) -> frozenset[str]:
    """Return the files of samples named in the first bytes of a header; none if it is not one."""
    record, *lines = _lines(start)
    found = _RECORD.fullmatch(record)
    signal_lines = map(_SIGNAL.fullmatch, lines if found and not found["segments"] else ())
    return frozenset(one["file"] for one in signal_lines if one)


def read_header(path: Path) -> WfdbHeader:
    """Parse a header.

    Raises
    ------
    UnreadableFile
        If a line is not understood, or the samples are in other records.
    """
    record, *lines = _lines(_read_start(path))
    found = _RECORD.fullmatch(record)
    if found is None:
        raise _not_understood(path, record)
    if found["segments"]:
        names = ", ".join(line.split()[0] for line in lines[:4])
        raise UnreadableFile(
            f"{path} is the header of a WFDB record in {found['segments']} segments ({names}"
            f"{', ...' if len(lines) > 4 else ''}), which are not put together here. Give the "
            "headers of the segments one after the other, such as ankle=A.hea ankle=B.hea: their "
            "times say how far they are apart, and those without a time are put right behind each "
            "other."
        )
    count = int(found["signals"])
    if len(lines) < count:
        raise UnreadableFile(
            f"{path} is the header of a WFDB record of {count} signals and has lines for "
            f"{len(lines)} of them. Copy it again."
        )
    notes: list[str] = []
    rate = DEFAULT_RATE if found["rate"] is None else _decimal(found["rate"])
    if found["rate"] is None:
        notes.append(
            Doubt(
                f"The header of the record states no rate: {DEFAULT_RATE:g} Hz was taken, as WFDB "
                "does. If it is another, write it behind the number of signals."
            )
        )
    elif not 0 < rate < math.inf:
        raise _not_understood(path, record)
    frames, begin = _parse_begin((found["rest"] or "").split(), notes)
    signals = tuple(_signal(path, at, line) for at, line in enumerate(lines[:count], 1))
    return WfdbHeader(
        path=path, rate=rate, frames=frames, begin=begin, signals=signals, notes=tuple(notes)
    )


def _read_start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _lines(start: bytes, most: int | None = None) -> list[str]:
    lines = (line.strip() for line in TextIOWrapper(BytesIO(start), "utf-8-sig", "replace"))
    return list(islice((line for line in lines if line and line[0] != "#"), most)) or [""]


def _is_header(path: Path, start: bytes) -> bool:
    if b"\x00" in start:
        return False
    lines = _lines(start, 2)  # only two, as every text is checked
    if is_wfdb_header(lines):
        return True
    # other texts may also have a first line like that of a header
    record = _RECORD.fullmatch(lines[0]) if path.suffix.casefold() == ".hea" else None
    if record is None or len(lines) < 2:
        return False
    return bool(record["segments"]) or _SIGNAL.fullmatch(lines[1]) is not None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _parse_begin(fields: list[str], notes: list[str]) -> tuple[int, datetime | time | None]:
    """Parse frames, time of day and date, in any order: some write the date first."""
    frames, day, clock = 0, None, None
    for field in fields:
        found = None
        if _COUNT.fullmatch(field) and not frames:
            frames = int(field)
        elif found := _CLOCK.fullmatch(field):
            clock = _valid_clock(found)
        elif found := _DATE.fullmatch(field):
            day = _valid_date(found)
        if not (_COUNT.fullmatch(field) or (found and (clock if ":" in field else day))):
            notes.append(
                Doubt(
                    f"{field!r} in the first line of the header is not a time as WFDB writes one "
                    "(HH:MM:SS, DD/MM/YYYY) and was not used. --start gives the start."
                )
            )
    if day is not None and clock is None:
        notes.append(
            Doubt(
                f"The header states the date {day} and no time of day, so when the record begins "
                "is not known. --start gives it."
            )
        )
        return frames, None
    if day is not None and clock is not None:
        return frames, datetime.combine(day, clock)
    # 0:0:0 without a date is WFDB's default for an unknown time
    return frames, clock if clock != time() else None


def _valid_clock(found: re.Match[str]) -> time | None:
    try:
        return time(
            int(found[1]), int(found[2]), int(found[3]), int((found[4] or "").ljust(6, "0"))
        )
    except ValueError:
        return None


def _valid_date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _signal(path: Path, number: int, line: str) -> WfdbSignal:
    found = _SIGNAL.fullmatch(line)
    if found is None:
        raise _not_understood(path, line)
    fields = (found["rest"] or "").split(None, 6)
    gain = _GAIN.fullmatch(fields[0]) if fields else None
    if fields and (gain is None or math.isnan(_decimal(gain["gain"]))):
        raise _not_understood(path, line)
    try:
        zero = int(fields[2]) if len(fields) > 2 else 0
        checksum = int(fields[4]) if len(fields) > 4 else None
    except ValueError as error:
        raise _not_understood(path, line) from error
    baseline = gain["baseline"] if gain is not None else None
    return WfdbSignal(
        file=found["file"],
        form=int(found["form"]),
        per=int(found["per"] or 1) or 1,
        skew=int(found["skew"] or 0),
        offset=int(found["offset"] or 0),
        gain=float(gain["gain"]) if gain is not None else 0.0,
        baseline=int(baseline) if baseline is not None else zero,
        unit=(gain["unit"] or "") if gain is not None else "",
        checksum=checksum,
        label=fields[6].strip() if len(fields) > 6 else f"signal {number}",
    )


def _not_understood(path: Path, line: str) -> UnreadableFile:
    return UnreadableFile(
        f"{path} is the header of a WFDB record with a line that is not understood "
        f"({line[:60]!r}). Copy it again, or write the record as CSV: rdsamp -r {path.stem} -c -v "
        f"-pd > {path.stem}.csv"
    )
