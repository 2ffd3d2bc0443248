"""Records of WFDB, PhysioNet's format: a header, and the codes of samples in files beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import Contained, named, sheet_of_channels
from limbwatch.sensor.files.containers.wfdb_header import WfdbHeader, WfdbSignal, read_header
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import unopened
from limbwatch.sensor.files.tables.heads.no_table import one_axis


@dataclass(frozen=True, slots=True, kw_only=True)
class WfdbForm:
    """A format of samples."""

    missing: int
    """Code of a missing sample (``WFDB_INVALID_SAMPLE`` within its range)."""
    decode: Callable[[bytes], NDArray[np.int32]]
    """Converts bytes to codes."""


def _whole_bytes(kind: str, zero: int = 0) -> Callable[[bytes], NDArray[np.int32]]:
    size = np.dtype(kind).itemsize

    def decode(data: bytes) -> NDArray[np.int32]:
        codes = np.frombuffer(data, kind, count=len(data) // size).astype(np.int32)
        return codes - np.int32(zero) if zero else codes

    return decode


def _three_bytes(data: bytes) -> NDArray[np.int32]:
    bytes_of = np.frombuffer(data, np.uint8, count=len(data) // 3 * 3).reshape(-1, 3)
    wide = np.zeros((len(bytes_of), 4), np.uint8)
    wide[:, 1:] = bytes_of
    # shifting back extends the sign
    return np.asarray(wide.view("<i4").ravel() >> 8, np.int32)


def _twelve_bits(data: bytes) -> NDArray[np.int32]:
    count = len(data) * 8 // 12
    padded = data + bytes(-len(data) % 3)
    trios = np.frombuffer(padded, np.uint8).reshape(-1, 3).astype(np.int32)
    codes = np.empty((len(trios), 2), np.int32)
    codes[:, 0] = trios[:, 0] | ((trios[:, 1] & 0x0F) << 8)
    codes[:, 1] = trios[:, 2] | ((trios[:, 1] & 0xF0) << 4)
    codes[codes > 2047] -= 4096
    return codes.ravel()[:count]


FORMS = {
    16: WfdbForm(missing=-(2**15), decode=_whole_bytes("<i2")),
    24: WfdbForm(missing=-(2**23), decode=_three_bytes),
    32: WfdbForm(missing=-(2**31), decode=_whole_bytes("<i4")),
    61: WfdbForm(missing=-(2**15), decode=_whole_bytes(">i2")),
    80: WfdbForm(missing=-(2**7), decode=_whole_bytes("u1", 128)),
    160: WfdbForm(missing=-(2**15), decode=_whole_bytes("<u2", 2**15)),
    212: WfdbForm(missing=-(2**11), decode=_twelve_bits),
}
"""Formats by their numbers in a header ("signal (5)" of the WFDB Applications Guide)."""


WHAT = "a WFDB record"

_NOWHERE = "~"
"""File name of a signal without samples."""

Channel = tuple[WfdbSignal, Array]


def read_wfdb(path: Path) -> Contained:
    """Read the signals of a record that may be acceleration, given its header: a sheet per rate.

    Raises
    ------
    UnreadableFile
        If its header is not understood, or a file of samples is missing, empty or in
        a format that is not read.
    WrongKind
        If it has no three signals of one rate.
    """
    header = read_header(path)
    notes = list(header.notes)
    rates: defaultdict[int, list[Channel]] = defaultdict(list)
    for file, signals in groupby(header.signals, key=lambda signal: signal.file):
        if file != _NOWHERE:
            for signal, values in _read_group(header, file, list(signals), notes):
                rates[signal.per].append((signal, values))
    sheets = []
    for per, channels in rates.items():
        if len(channels) < 3:
            continue
        length = min(len(values) for _, values in channels)
        rate = header.rate * per
        sheets.append(
            sheet_of_channels(
                f"{rate:g} Hz",
                dict(zip(_names(channels), (v[:length] for _, v in channels), strict=True)),
                seconds=np.arange(length) / rate,
                start=header.begin,
            )
        )
    if not sheets:
        labels = ", ".join(dict.fromkeys(signal.label for signal in header.signals))
        if alone := one_axis(path, labels):
            raise WrongKind(alone)
        raise WrongKind(
            f"{path} is {WHAT} without three signals of acceleration (its signals: "
            f"{labels or 'none'}). Give the record with x, y and z of an accelerometer."
        )
    return Contained(what=WHAT, sheets=tuple(sheets), notes=tuple(dict.fromkeys(notes)))


def _names(channels: list[Channel]) -> list[str]:
    """Name columns by their labels, numbered if several signals share one."""
    labels = [signal.label for signal, _ in channels]
    distinct = [
        label if labels.count(label) == 1 else f"{label} {at}" for at, label in enumerate(labels, 1)
    ]
    return [
        # without a gain, a unit is that of uncalibrated values
        named(label, signal.unit if signal.gain else "")
        for label, (signal, _) in zip(distinct, channels, strict=True)
    ]


def _read_group(
    header: WfdbHeader, file: str, signals: list[WfdbSignal], notes: list[str]
) -> Iterator[Channel]:
    """Read the interleaved signals of one file."""
    first = signals[0]
    form = FORMS.get(first.form)
    if form is None or any(one.form != first.form for one in signals):
        stem = header.path.stem
        raise UnreadableFile(
            f"{header.path} is {WHAT} whose file {file} is stored in format {first.form}, and read "
            f"are {', '.join(map(str, FORMS))}. Write it as CSV: rdsamp -r {stem} -c -v -pd "
            f"> {stem}.csv"
        )
    codes = form.decode(_read_samples(header.path, file)[first.offset :])
    width = sum(one.per for one in signals)
    frames = len(codes) // width if width else 0
    if frames < 2:
        raise UnreadableFile(
            f"{header.path} is {WHAT} of {width} samples a frame, and {file} holds {frames} frames "
            "of them. Copy it again."
        )
    whole = frames == header.frames
    if header.frames > frames:
        notes.append(
            Doubt(
                f"{file} holds {frames} of the {header.frames} samples of each signal that the "
                "header states: it is cut off. What is there was read; copy it again."
            )
        )
    elif 0 < header.frames < frames:
        notes.append(
            Doubt(
                f"{file} holds {frames} samples of each signal and the header states "
                f"{header.frames}: those beyond were left out. If they are of the recording, write "
                "0 for their number in the first line of the header."
            )
        )
        frames, whole = header.frames, True
    table = codes[: frames * width].reshape(frames, width)
    at = 0
    for signal in signals:
        readings = table[:, at : at + signal.per].reshape(-1)
        at += signal.per
        if (
            whole
            and signal.checksum
            and (int(readings.sum(dtype=np.int64)) - signal.checksum) % 2**16
        ):
            notes.append(
                Doubt(
                    f"The samples of {signal.label} in {file} are not those whose checksum the "
                    "header states: one of the files was changed or damaged. Copy both again."
                )
            )
        kept = readings[signal.skew * signal.per :]
        values = np.asarray(kept - float(signal.baseline), np.float64) / (signal.gain or 1.0)
        values[kept == form.missing] = np.nan
        yield signal, values


def _read_samples(path: Path, file: str) -> bytes:
    """Read a file of samples beside a header, and in no other folder, whatever the header says."""
    beside = path.with_name(file) if Path(file).name == file and "\\" not in file else None
    if beside is None:
        raise UnreadableFile(
            f"{path} is {WHAT} whose samples lie in another folder ({file!r}). Put both files "
            "into one folder and write only the name into the header."
        )
    if not beside.is_file():
        raise UnreadableFile(
            f"{path} is {WHAT} whose samples lie in {file}, and there is no such file beside it. "
            "Copy both into one folder, under these names."
        )
    try:
        return beside.read_bytes()
    except OSError as error:
        raise unopened(beside, error) from error
