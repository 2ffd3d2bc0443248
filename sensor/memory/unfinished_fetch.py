"""What was fetched from one sensor and is in no night yet, kept on this computer.

A night takes half an hour by Bluetooth, and the link, another sensor or this program may fail
before it is stored. So each file is kept as soon as it is whole, and each part of a log as it
comes, in a hidden folder among the nights.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from limbwatch.sensor.open_elsewhere import replace_file

_FOLDER: Final = ".fetching-"
_EVENING: Final = "evening.json"
_HALF_WRITTEN: Final = ".half"


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunRecording:
    """When a recording was begun from this computer, and ended by it."""

    begun: float
    """Unix time, seconds."""
    ended: float | None
    """Unix time, seconds; None if this computer did not end it."""


class UnfinishedFetch:
    """The folder of one sensor; with None nothing outlives the program.

    Whatever the disk refuses is left out: it is still on the sensor.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.unlisted: dict[int, bytes] = {}
        """Logs read in this run of the program that the sensor's list does not name."""

    def place(self, name: str) -> Path | None:
        """Return where a file is kept."""
        return None if self.folder is None else self.folder / name

    def read(self, name: str, size: int) -> bytes | None:
        """Return a kept file; None if there is none of this size."""
        path = self.place(name)
        if path is None:
            return None
        try:
            content = path.read_bytes()
        except OSError:
            return None
        return content if len(content) == size else None

    def keep(self, name: str, content: bytes) -> None:
        """Keep a whole file."""
        path = self.place(name)
        if path is None:
            return
        half = path.with_name(name + _HALF_WRITTEN)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            replace_file(half, path)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)

    @property
    def evening(self) -> BegunRecording | None:
        """The recording that was begun last; None if none is known."""
        path = self.place(_EVENING)
        if path is None:
            return None
        try:
            content = json.loads(path.read_bytes())
            ended = content["ended"]
            return BegunRecording(
                begun=float(content["begun"]), ended=None if ended is None else float(ended)
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @evening.setter
    def evening(self, evening: BegunRecording) -> None:
        content = {"begun": evening.begun, "ended": evening.ended}
        self.keep(_EVENING, json.dumps(content).encode("ascii"))

    def forget_evening(self) -> None:
        """Forget the recording that was begun, as it is stored; remove the folder if empty."""
        path = self.place(_EVENING)
        if path is not None:
            remove_kept(path)


def remove_kept(path: Path) -> None:
    """Remove a kept file, whose recording is stored, and its folder if that is empty then."""
    path.unlink(missing_ok=True)
    if path.parent.name.startswith(_FOLDER):
        with suppress(OSError):
            path.parent.rmdir()


def unfinished_folder(nights: Path, address: str) -> Path:
    """Return the folder of a sensor among the nights."""
    sensor = "".join(one for one in address if one.isalnum()) or "sensor"
    return nights / f"{_FOLDER}{sensor}"
