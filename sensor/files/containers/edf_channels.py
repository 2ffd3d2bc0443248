"""EDF and BDF recordings with channels of acceleration, opened by edfio."""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import (
    BDF,
    Contained,
    library,
    named,
    sheet_of_channels,
)
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.axis_names import AXES, axis_in
from limbwatch.sensor.files.tables.heads.no_table import one_axis
from limbwatch.sensor.files.values.unit import unit_named


def read_edf(path: Path, start: bytes) -> Contained:
    """Read the channels of a polysomnogram that may be acceleration: one sheet per rate.

    Raises
    ------
    UnreadableFile
        If it is damaged, or interrupted (EDF+D).
    WrongKind
        If it has no three channels of one rate.
    """
    what = _kind_words(start)
    begin, found, notes = _channels(path, what)
    with _failure_as_damage(path, what):
        sheets = tuple(
            sheet_of_channels(
                f"{rate:g} Hz",
                {named(s.label, s.physical_dimension): s.data for s in signals},
                seconds=np.arange(len(signals[0].data)) / rate,
                start=begin,
            )
            for rate, signals in _groups(found).items()
        )
    otherwise = _without_acceleration(path, what, found)
    if not sheets:
        labels = ", ".join(dict.fromkeys(signal.label for signal in found))
        raise WrongKind(one_axis(path, labels) or otherwise)
    return Contained(what=what, sheets=sheets, notes=notes, otherwise=otherwise)


_OF_A_LABORATORY = re.compile(
    r"\b(?:eeg|eog|emg|chin\d?|tib(?:ialis)?|(?:[fco][1-4z]|e[12]|[lr]oc)-[am][12])\b",
    re.IGNORECASE,
)
"""Labels of a polysomnogram (EDF+, "Standard texts and polarity rules"), also without the kind of
signal: derivations as the AASM manual names them, and muscles."""


def _without_acceleration(path: Path, what: str, found: Sequence[Any]) -> str:
    """Return the error for a file without three channels of acceleration, and its possible uses."""
    labels = ", ".join(dict.fromkeys(signal.label for signal in found))
    measured = any(unit_named(signal.physical_dimension) is not None for signal in found)
    if _OF_A_LABORATORY.search(labels) and not measured:
        return (
            f"{path} is {what} without three channels of acceleration (its channels: {labels}). It "
            "is a polysomnogram: if it was scored, limbwatch score applies the rules to its leg "
            "movements, limbwatch compare holds a night against it, and --hypnogram of replay "
            "takes its sleep stages. For a night of sensors give the file with x, y and z of an "
            "accelerometer."
        )
    if not _groups(found):
        return (
            f"{path} is {what} without three channels of acceleration (its channels: "
            f"{labels or 'none'}). Export the channels x, y and z of an accelerometer."
        )
    return (
        f"{path} is {what} without three channels of acceleration (its channels: {labels}). Export "
        "the channels x, y and z of an accelerometer. If three of them are, of one rate, say "
        "which: --columns time=1,x=NAME,y=NAME,z=NAME."
    )


def read_edf_axes(paths: Sequence[Path], start: bytes) -> Contained:
    """Read the channels of x, y and z from three files.

    Raises
    ------
    UnreadableFile
        If one is damaged or interrupted, or they differ in start, rate or length.
    WrongKind
        If one has no channel, or several of which not exactly one is named for its axis.
    """
    what = _kind_words(start)
    told, columns, notes = [], {}, set[str]()
    for axis, path in zip(AXES, paths, strict=True):
        begin, found, said = _channels(path, what)
        notes.update(said)
        signal = _channel_of_axis(axis, path, found)
        label = signal.label if axis_in(signal.label) else f"{signal.label} {axis}"
        with _failure_as_damage(path, what):
            told.append((begin, float(signal.sampling_frequency), len(signal.data)))
            columns[named(label, signal.physical_dimension)] = signal.data
    begin, rate, count = told[0]
    if told.count(told[0]) < len(told) or len(columns) < len(told):
        raise UnreadableFile(
            f"{paths[0].name}, {paths[1].name} and {paths[2].name} hold one axis each, and are not "
            f"of one start, rate and length: {'; '.join(_shown(*one) for one in told)}. Export "
            "them again, of one stretch."
        )
    sheet = sheet_of_channels(f"{rate:g} Hz", columns, seconds=np.arange(count) / rate, start=begin)
    return Contained(what=f"{what} for each axis", sheets=(sheet,), notes=tuple(notes))


def _channel_of_axis(axis: str, path: Path, found: Sequence[Any]) -> Any:
    """Return the channel of an axis: the only one, or the only one with its name."""
    named_so = [one for one in found if (at := axis_in(one.label)) and at.axis == axis]
    left = found if len(found) == 1 else named_so
    if len(left) != 1:
        labels = ", ".join(signal.label for signal in found)
        raise WrongKind(
            f"{path} is the file of one axis by its name, but has no single channel of it (its "
            f"channels: {labels or 'none'}). Export the channels x, y and z of an accelerometer."
        )
    return left[0]


def _shown(begin: datetime | None, rate: float, count: int) -> str:
    return f"{begin or '-'}, {rate:g} Hz, {count}"


def _kind_words(start: bytes) -> str:
    return "a BDF recording" if start.startswith(BDF) else "an EDF recording"


def _channels(path: Path, what: str) -> tuple[datetime | None, Sequence[Any], tuple[str, ...]]:
    """Return the start and channels of a file without interruptions, and warnings."""
    edfio = library("edfio", path, what)
    with _failure_as_damage(path, what), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a cut file is reported below
        read = edfio.read_bdf if what == "a BDF recording" else edfio.read_edf
        recording = read(path, header_encoding="latin-1")
        continuous, begin = recording.is_continuous, _begin(recording, edfio)
        found: Sequence[Any] = recording.signals
    if not continuous:
        raise UnreadableFile(
            f"{path} is {what} with interruptions (EDF+D), whose times are not read. Export it "
            "without interruptions (EDF+C), or raw acceleration as CSV."
        )
    return begin, found, _cut_warning(path, recording.num_data_records)


_RECORDS: Final = slice(236, 244)
"""Header field with the number of data records; -1 while it is not closed (EDF)."""


def _cut_warning(path: Path, found: int) -> tuple[str, ...]:
    """Return a warning if a file holds less than its header states; edfio hides that."""
    with path.open("rb") as file:
        stated = file.read(_RECORDS.stop)[_RECORDS].strip()
    if not stated.isdigit() or int(stated) <= found:
        return ()
    told = (
        f"The file holds {found} of the {int(stated)} data records that its header states: it is "
        "cut off. What is there was read; copy or export it again."
    )
    return (Doubt(told),)


@contextmanager
def _failure_as_damage(path: Path, what: str) -> Iterator[None]:
    """Report any failure of the library as damage."""
    try:
        yield
    except Exception as error:
        raise UnreadableFile(
            f"{path} is {what} that cannot be read ({error}). Copy or export it again."
        ) from error


def _begin(recording: Any, edfio: Any) -> datetime | None:
    try:
        begin: datetime = recording.startdatetime
    except edfio.AnonymizedDateError:
        return None
    return begin


def _groups(signals: Any) -> dict[float, list[Any]]:
    groups: defaultdict[float, list[Any]] = defaultdict(list)
    for signal in signals:
        groups[float(signal.sampling_frequency)].append(signal)
    return {rate: group for rate, group in groups.items() if len(group) >= 3 and rate > 1}
