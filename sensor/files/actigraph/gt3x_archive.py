"""ActiGraph's archive (.gt3x, .agdc): info.txt and a log of records, or only packed samples."""

import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.actigraph.log_records import (
    LogRecords,
    Steps,
    activity_steps,
    idle_seconds,
    twelve_bits,
    undecoded,
    whole_records,
)
from limbwatch.sensor.files.actigraph.steps_per_g import (
    SAMPLE_RATE,
    parameter_pairs,
    positive_number,
    scale_of,
)
from limbwatch.sensor.files.device_samples import DeviceSamples, pieces_left_out
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import saved_member
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970

_METADATA: Final = 0x06
"""Kind of the records of names and settings, as JSON."""

_IN_UTC: Final = re.compile(rb'"UsedUtc"\s*:\s*true')
"""Mark of CentrePoint's hub for a monitor clock set to UTC; ActiLife sets local time."""

_IN_UTC_BY_NAME: Final = ("CPW",)
"""First letters of Insight Watch serials, which only CentrePoint sets up, without that record."""

_TICKS_1970: Final = 621_355_968_000_000_000
"""1970 in ticks of .NET: tenths of a microsecond from the year 1 (GT3X-File-Format, info.txt)."""

_AT_ONCE: Final = 9 << 16
"""Bytes of packed samples unpacked at a time: whole pairs of samples. Chosen."""

_EXPORT: Final = "Open it in ActiLife and choose File > Export > Raw data (CSV)."


def read_gt3x(path: Path) -> DeviceSamples:
    """Decode an archive of an ActiGraph monitor.

    Only damaged records are lost, and seconds without a record are a gap. If info.txt does not
    state the rate, or states another than the records have, theirs is used.

    Raises
    ------
    UnreadableFile
        If it holds records that cannot be decoded, or does not tell when samples were taken.
    WrongKind
        If its log has no record of acceleration.
    zipfile.BadZipFile, OSError
        If the archive is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        info = _fields(archive.read("info.txt"))
        if "log.bin" not in archive.namelist():
            return _read_packed(path, archive.read("activity.bin"), info)
        calibration = _calibration(archive)
        log, damage = _log(path, archive)
        records = whole_records(log)
    pairs = parameter_pairs(records)
    stated = positive_number(info.get("Sample Rate", "")) or pairs.get(SAMPLE_RATE) or None
    found = activity_steps(records, stated)
    if found is None:
        raise _without_samples(path, records)
    scale = scale_of(info, pairs, calibration)
    notes = [*(damage or pieces_left_out(records.places)), *scale.notes]
    if stated is not None and found.rate != stated:
        notes.append(
            Doubt(
                f"The file states {stated:g} samples per second, and its records, one for each "
                f"second, hold {found.usual}: the latter was taken."
            )
        )
    idle = idle_seconds(records, found.first)
    if idle:
        notes.append(
            Doubt(
                f"The monitor stopped its sensor while it lay still (idle sleep mode), for "
                f"{idle} s in all, which are gaps. Switch that mode off for the next night."
            )
        )
    utc = _keeps_utc(records, info)
    if utc:
        notes.append(
            "The times of this file are UTC, as CentrePoint sets a monitor's clock, and were read "
            "as that."
        )
    return DeviceSamples(
        begin=LOCAL_1970 + timedelta(seconds=found.first),
        seconds=found.seconds,
        xyz=scale.in_g(found.steps),
        metadata={"info": info},
        rate=found.rate,
        utc=utc,
        notes=tuple(notes),
    )


def _log(path: Path, archive: zipfile.ZipFile) -> tuple[bytes, tuple[str, ...]]:
    """Unpack the log, up to any damage; this is safe, as each record has its own checksum."""
    try:
        return archive.read("log.bin"), ()
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        warning = Doubt(
            f"The log.bin in the archive is damaged ({error}): the records of it that are whole "
            "were read, and more may be lost. Copy the file from the device again if you can."
        )
        return saved_member(path, archive.getinfo("log.bin")), (warning,)


def _without_samples(path: Path, records: LogRecords) -> UnreadableFile | WrongKind:
    if len(records.starts) == 0:
        return UnreadableFile(
            f"{path} looks like ActiGraph .gt3x but cannot be decoded (no record of its log.bin is "
            "whole). It is damaged or cut off; copy it from the device again."
        )
    kinds = undecoded(records)
    if kinds:
        return UnreadableFile(
            f"{path} is ActiGraph .gt3x and holds records that limbwatch cannot decode (of kind "
            f"{', '.join(f'0x{kind:02X}' for kind in kinds)}), and none of acceleration that it "
            f"can. {_EXPORT}"
        )
    return WrongKind(
        f"{path} is ActiGraph .gt3x without acceleration: none of the "
        f"{len(records.starts)} records of its log is of samples. Record with raw data enabled."
    )


def _read_packed(path: Path, packed: bytes, info: Mapping[str, str]) -> DeviceSamples:
    """Read a file of firmware 2.5 or before: consecutive samples from the start on."""
    rate, begin = positive_number(info.get("Sample Rate", "")), _date(info.get("Start Date", ""))
    if rate is None or begin is None:
        raise UnreadableFile(
            f"{path} is a .gt3x file of the old kind (activity.bin), and its info.txt does not say "
            f"the {'sample rate' if rate is None else 'start date'}. {_EXPORT}"
        )
    steps = _unpack(packed)
    if len(steps) == 0:
        raise WrongKind(
            f"{path} is a .gt3x file of the old kind and its activity.bin holds no sample. Give "
            "the file of a recording."
        )
    # this kind has no parameter records, and a single scale (NHANES-GT3X-File-Format)
    scale = scale_of({"Serial Number": "NEO", **info}, {}, None)
    return DeviceSamples(
        begin=begin,
        seconds=np.arange(len(steps)) / rate,
        xyz=scale.in_g(steps),
        metadata={"info": info},
        rate=rate,
    )


def _unpack(packed: bytes) -> Steps:
    data = np.frombuffer(packed, np.uint8)
    blocks = [
        twelve_bits(data[None, at : at + _AT_ONCE])[0] for at in range(0, len(data), _AT_ONCE)
    ]
    steps = np.concatenate(blocks) if blocks else np.empty((0, 3), np.int16)
    return steps[:, (1, 0, 2)]


def _fields(text: bytes) -> dict[str, str]:
    """Parse info.txt; a person's name in another code than UTF-8 must not cost the recording."""
    lines = text.decode("utf-8-sig", errors="replace").splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, mark, value in pairs if mark}


def _calibration(archive: zipfile.ZipFile) -> Any:
    try:
        return json.loads(archive.read("calibration.json").decode("utf-8-sig"))
    except (KeyError, ValueError, RecursionError):
        return None


def _keeps_utc(records: LogRecords, info: Mapping[str, str]) -> bool:
    if info.get("Serial Number", "").upper().startswith(_IN_UTC_BY_NAME):
        return True
    return any(_IN_UTC.search(payload) for payload in records.payloads(_METADATA))


def _date(ticks: str) -> datetime | None:
    try:
        return LOCAL_1970 + timedelta(microseconds=(int(ticks) - _TICKS_1970) // 10)
    except (ValueError, OverflowError):
        return None
