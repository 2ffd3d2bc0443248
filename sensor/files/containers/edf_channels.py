"""EDF and BDF recordings with channels of acceleration, opened by edfio."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.channels import named, sheet_of_channels
from limbwatch.sensor.files.containers.contained import Contained, library
from limbwatch.sensor.files.tables.no_table import one_axis

BDF = b"\xffBIOSEMI"


def read_edf(path: Path, start: bytes) -> Contained:
    """Read the channels of a polysomnogram that may be acceleration.

    Parameters
    ----------
    path : Path
    start : bytes
        The first bytes.

    Returns
    -------
    Contained
        A sheet for each sampling rate.

    Raises
    ------
    UnreadableFile
        If it is damaged, or interrupted (EDF+D).
    WrongKind
        If it has no three channels of one rate.
    """
    what = "a BDF recording" if start.startswith(BDF) else "an EDF recording"
    edfio = library("edfio", path, what)
    try:
        read = edfio.read_bdf if start.startswith(BDF) else edfio.read_edf
        recording = read(path, header_encoding="latin-1")
        continuous, begin = recording.is_continuous, _begin(recording, edfio)
        groups = _groups(recording.signals)
        sheets = tuple(
            sheet_of_channels(
                f"{rate:g} Hz",
                {named(s.label, s.physical_dimension): s.data for s in signals},
                seconds=np.arange(len(signals[0].data)) / rate,
                start=begin,
            )
            for rate, signals in groups.items()
        )
    except Exception as error:
        raise UnreadableFile(
            f"{path} is {what} that cannot be read ({error}). Copy or export it again."
        ) from error
    if not continuous:
        raise UnreadableFile(
            f"{path} is {what} with interruptions (EDF+D), whose times are not read. Export it "
            "without interruptions (EDF+C), or raw acceleration as CSV."
        )
    if not sheets:
        labels = ", ".join(dict.fromkeys(signal.label for signal in recording.signals))
        if alone := one_axis(path, labels):
            raise WrongKind(alone)
        raise WrongKind(
            f"{path} is {what} without three channels of acceleration (its channels: "
            f"{labels or 'none'}). Export the channels x, y and z of an accelerometer."
        )
    return Contained(what=what, sheets=sheets)


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
