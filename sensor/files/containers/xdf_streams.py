"""Streams of the lab streaming layer (.xdf), opened by pyxdf."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import (
    Contained,
    Sheet,
    library,
    named,
    sheet_of_channels,
)
from limbwatch.sensor.files.doubt import Doubt

WHAT = "an XDF recording"


def read_xdf(path: Path) -> Contained:
    """Read the streams of three channels or more, each as a sheet.

    Their clock is that of the recording computer. The date comes from the file's header, which
    states when the recording began.

    Raises
    ------
    UnreadableFile
        If the library is missing or the file is damaged.
    WrongKind
        If no stream has three channels of numbers.
    """
    pyxdf = library("pyxdf", path, WHAT)
    said = _DamageCounter()
    try:
        with said.heard():
            streams, header = pyxdf.load_xdf(str(path), dejitter_timestamps=False, verbose=False)
        usable = [stream for stream in streams if _usable(stream)]
        begin = _begin(header)
        origin = min((float(s["time_stamps"][0]) for s in usable), default=0.0)
        sheets = tuple(_sheet(stream, begin, origin) for stream in usable)
    except Exception as error:
        raise UnreadableFile(
            f"{path} is {WHAT} that cannot be read ({error}). Copy it again."
        ) from error
    if not sheets:
        shown = ", ".join(_info(stream, "name") for stream in streams) or "none"
        raise WrongKind(
            f"{path} is {WHAT} without a stream of three channels of numbers (its streams: "
            f"{shown}). Record the accelerometer's stream."
        )
    return Contained(what=WHAT, sheets=sheets, notes=said.damage(usable))


class _DamageCounter(logging.Handler):
    """Counts damage that pyxdf reports in its log only, while it reads on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count messages of damage."""
        text = record.getMessage()
        self._lost += "corrupt" in text or "Error reading chunk" in text

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Receive pyxdf's log, and keep it from other handlers."""
        log = logging.getLogger("pyxdf")
        before, log.propagate = log.propagate, False
        log.addHandler(self)
        try:
            yield
        finally:
            log.removeHandler(self)
            log.propagate = before

    def damage(self, streams: Sequence[Any]) -> tuple[str, ...]:
        """Return a warning on damage; a stream without a footer was cut off."""
        if not self._lost and all(stream.get("footer") is not None for stream in streams):
            return ()
        told = (
            "The file is damaged, was cut off or never closed: what is there was read. Copy it "
            "again if you can."
        )
        return (Doubt(told),)


def _usable(stream: Any) -> bool:
    values = stream["time_series"]
    return (
        isinstance(values, np.ndarray)
        and values.ndim == 2
        and values.shape[1] >= 3
        and len(values) > 1
    )


def _sheet(stream: Any, begin: datetime | None, origin: float) -> Sheet:
    labels = _labels(stream)
    columns = {
        label: stream["time_series"][:, at].astype(np.float64) for at, label in enumerate(labels)
    }
    seconds = np.asarray(stream["time_stamps"], dtype=np.float64) - origin
    return sheet_of_channels(_info(stream, "name"), columns, seconds=seconds, start=begin)


def _info(stream: Any, key: str) -> str:
    found = stream["info"].get(key) or [""]
    return str(found[0] or "")


def _labels(stream: Any) -> list[str]:
    count = stream["time_series"].shape[1]
    try:
        channels = stream["info"]["desc"][0]["channels"][0]["channel"]
        told = [named(str(c["label"][0]), str((c.get("unit") or [""])[0] or "")) for c in channels]
    except (LookupError, TypeError):
        told = []
    if len(told) == count and len(set(told)) == count:
        return told
    kind = _info(stream, "type")
    if count == 3 and re.search(r"acc", kind, re.IGNORECASE):
        return ["acc_x", "acc_y", "acc_z"]
    return [f"channel {at + 1}" for at in range(count)]


def _begin(header: Any) -> datetime | None:
    text = str((header.get("info", {}).get("datetime") or [""])[0] or "")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
