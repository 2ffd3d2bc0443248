"""Unisens measurements, as movisens sensors store them: unisens.xml, and signals beside it.

The format is described at unisens.org; its schema is that of version 2.0.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import Contained, Sheet, named, sheet_of_channels
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import unopened
from limbwatch.sensor.files.times.writing.zone import named_zone

WHAT: Final = "a measurement of Unisens (movisens)"

DESCRIPTION: Final = "unisens.xml"
"""Name of the file that describes the others."""

_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?unisens\b")
"""Root element of the description, perhaps with a namespace prefix."""

_TYPES: Final = {
    **{f"int{8 * size}": f"i{size}" for size in (1, 2, 4, 8)},
    **{f"uint{8 * size}": f"u{size}" for size in (1, 2, 4, 8)},
    "float": "f4",
    "double": "f8",
}
"""Formats of numpy for the names of the sample types."""

_ACCELERATION: Final = "acc"
"""Content class of acceleration."""

_SHORT_S: Final = 1.0
"""Time by which a file may be shorter than the measurement, seconds: more was cut off. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnisensSignal:
    """A signal with equally spaced samples, as described."""

    file: str
    content: str
    """Content class."""
    rate: float
    form: str
    """Format of numpy; empty if the samples are not binary numbers."""
    baseline: float
    """Code of 0 units."""
    step: float
    """Value of a code is ``(code - baseline) * step``; 0 if not stated."""
    unit: str
    channels: tuple[str, ...]


def unisens_of(path: Path, start: bytes) -> Path | None:
    """Return the description of a file's measurement: the file itself, or the one beside it."""
    if _ROOT.search(start[:4096]):
        return path
    beside = path.with_name(DESCRIPTION)
    if path.suffix.casefold() != ".bin" or not beside.is_file():
        return None
    # parse the XML, as names may have either quotes, and escapes
    told = (one.get("id") for one in _parse_xml(beside).iter() if _local_name(one) == "signalEntry")
    return beside if path.name in told else None


def read_unisens(description: Path, path: Path) -> Contained:
    """Read the signals of a measurement that may be acceleration, one sheet each.

    ``path`` is the description as well, or the file of the one signal to read.

    Raises
    ------
    UnreadableFile
        If the description is not understood, or a file of samples is missing or empty.
    WrongKind
        If it has no binary signal with three channels.
    """
    root = _parse_xml(description)
    found = [signal for signal in _signals(description, root) if len(signal.channels) >= 3]
    if path != description:
        found = [signal for signal in found if signal.file == path.name]
    told = [signal for signal in found if signal.content.casefold() == _ACCELERATION]
    binary = [signal for signal in (told or found) if signal.form]
    if not binary:
        shown = ", ".join(signal.file for signal in told or found) or "none"
        raise WrongKind(
            f"{path} is {WHAT} without a signal of three axes in binary numbers (its signals of "
            f"three channels: {shown}). Give the measurement of an accelerometer; a signal that is "
            "stored as CSV can be given as it is, with --rate and --start."
        )
    notes: list[str] = []
    begin = _begin(root, notes)
    sheets = [_sheet(description, signal, begin, root, notes) for signal in binary]
    return Contained(what=WHAT, sheets=tuple(sheets), notes=tuple(notes))


def files_of_measurement(path: Path) -> tuple[Path, ...]:
    """Return the other files of a measurement that are read with it, given one of them."""
    try:
        with path.open("rb") as file:
            description = unisens_of(path, file.read(4096))
        signals = () if description is None else _signals(description, _parse_xml(description))
    except (OSError, UnreadableFile):  # the reader of the file reports it
        return ()
    if description is None:
        return ()
    beside = {description, *(description.with_name(one.file) for one in signals)}
    return tuple(sorted(one for one in beside if one.name != path.name and one.is_file()))


def _parse_xml(path: Path) -> Element:
    # imported here, because most nights need no XML parser
    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(_bytes_of(path))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableFile(
            f"{path} describes {WHAT} and was cut or damaged ({error}). Copy it again."
        ) from error
    return root


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from error


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _signals(path: Path, root: Element) -> tuple[UnisensSignal, ...]:
    return tuple(_signal(path, one) for one in root.iter() if _local_name(one) == "signalEntry")


def _signal(path: Path, entry: Element) -> UnisensSignal:
    name = entry.get("id", "")
    binary = next((one for one in entry if _local_name(one) == "binFileFormat"), None)
    form = "" if binary is None else _TYPES.get(entry.get("dataType", ""), "")
    big = binary is not None and binary.get("endianess", "LITTLE").upper() == "BIG"
    rate = _number(path, name, entry, "sampleRate")
    if not name or Path(name).name != name or "\\" in name or rate <= 0:
        raise UnreadableFile(
            f"{path} describes {WHAT} with a signal that cannot be read: its file is {name!r} and "
            f"its rate {rate:g} Hz. The file must lie beside it, and the rate be more than 0; copy "
            "the measurement again."
        )
    return UnisensSignal(
        file=name,
        content=entry.get("contentClass", ""),
        rate=rate,
        form=form and (">" if big else "<") + form,
        baseline=_number(path, name, entry, "baseline"),
        step=_number(path, name, entry, "lsbValue"),
        unit=entry.get("unit", ""),
        channels=tuple(one.get("name", "") for one in entry if _local_name(one) == "channel"),
    )


def _number(path: Path, name: str, entry: Element, field: str) -> float:
    """Parse a number of an element; 0 if it states none."""
    text = entry.get(field, "").strip()
    if not text:
        return 0.0
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UnreadableFile(
            f"{path} describes {WHAT} whose signal {name!r} has {field}={text!r}, which is not a "
            "number. Copy it again."
        )
    return value


def _begin(root: Element, notes: list[str]) -> datetime | None:
    """Parse the start: local, unless the description states the zone."""
    text = root.get("timestampStart", "").strip()
    try:
        begin = datetime.fromisoformat(text)
    except ValueError:
        if text:
            notes.append(
                Doubt(f"The start that {DESCRIPTION} states is not a date and time: {text!r}.")
            )
        return None
    zone = named_zone(root.get("timeZoneStart", "").strip())
    return begin if zone is None or begin.tzinfo is not None else begin.replace(tzinfo=zone)


def _place(root: Element) -> str:
    """Return where the sensor was worn, from a custom attribute."""
    told = (one for one in root.iter() if _local_name(one) == "customAttribute")
    found = (one.get("value", "") for one in told if one.get("key") == "sensorLocation")
    return " ".join(next(found, "").replace('"', " ").split())[:60]


def _sheet(
    description: Path,
    signal: UnisensSignal,
    begin: datetime | None,
    root: Element,
    notes: list[str],
) -> Sheet:
    values, torn = _values(description, signal)
    length = len(values) / signal.rate
    stated = _number(description, signal.file, root, "duration")
    if stated > length + _SHORT_S:
        notes.append(
            Doubt(
                f"{signal.file} holds {length:.0f} s of the {stated:.0f} s that {DESCRIPTION} "
                "states: it is cut off. What is there was read; copy it again."
            )
        )
    elif torn:
        notes.append(
            Doubt(
                f"{signal.file} ends within a sample: it is cut off. What is there was read; copy "
                "it again."
            )
        )
    columns = dict(zip(_names(signal), values.T, strict=True))
    seconds = np.arange(len(values)) / signal.rate
    place = _place(root)
    above = (f"Sensor location: {place}",) if place else ()
    return sheet_of_channels(signal.file, columns, seconds=seconds, start=begin, above=above)


def _names(signal: UnisensSignal) -> Sequence[str]:
    """Name columns by their channels, with ``acc`` if only the content class tells it."""
    speaks = signal.content.casefold() == _ACCELERATION
    channels = signal.channels
    if len(set(channels)) < len(channels):
        # equal or empty names: number them
        channels = tuple(f"{name} {at}".strip() for at, name in enumerate(channels, start=1))
    unit = signal.unit if signal.step else ""  # uncalibrated codes have no unit
    return [
        named(
            f"acc {name}" if speaks and _ACCELERATION not in name.casefold() else name,
            unit,
        )
        for name in channels
    ]


def _values(description: Path, signal: UnisensSignal) -> tuple[Array, bool]:
    """Read the samples of a signal; return also whether the file ends within one."""
    beside = description.with_name(signal.file)
    if not beside.is_file():
        raise UnreadableFile(
            f"{description} describes {WHAT} whose samples lie in {signal.file}, and there is no "
            "such file beside it. Copy both into one folder, under these names."
        )
    content = _bytes_of(beside)
    width = len(signal.channels)
    form = np.dtype(signal.form)
    frames = len(content) // (form.itemsize * width)
    if frames < 2:
        raise UnreadableFile(
            f"{beside} holds {frames} samples of {width} channels. Copy the measurement again."
        )
    codes = np.frombuffer(content, form, frames * width).reshape(frames, width)
    torn = len(content) > frames * form.itemsize * width
    return (codes.astype(np.float64) - signal.baseline) * (signal.step or 1.0), torn
