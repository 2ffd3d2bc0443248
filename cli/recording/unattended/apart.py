"""A recording in a process of its own: it goes on when whoever started it is gone."""

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.origin import IMMOBILISATION
from limbwatch.cli.crash import log_folders
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.asked.until import time_of_day
from limbwatch.cli.recording.asked.worn import parse_worn

_BEGUN_WITHIN_S: Final = 120.0
"""Longer than a simulated night takes to make on a slow computer; chosen by us."""
_LOOK_EVERY_S: Final = 0.2
_SAID_BYTES: Final = 4000
"""Read from the end of what the recorder said."""
_WELL: Final = frozenset({ExitCode.OK, ExitCode.INTERRUPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingWish:
    """What is to be recorded.

    Raises
    ------
    CommandError
        If ``record`` would refuse it.
    """

    sensors: tuple[str, ...]
    devices: tuple[str, ...] = ()
    """`sensors` and `devices`: as ``record`` takes them after ``--sensor`` and ``--device``."""
    until: str = ""
    """``07:30``; empty to record until it is stopped."""
    speed: float | None = None
    """How much faster time runs with simulated sensors."""
    test: bool = False
    """Whether it is the immobilisation test and no night."""

    def __post_init__(self) -> None:
        worn = parse_worn(list(self.sensors), list(self.devices))
        if self.until:
            time_of_day(self.until, "the end")
        if self.speed is not None and any(one.scenario is None for one in worn):
            raise CommandError(
                "time runs faster with simulated sensors alone; a real night takes its time"
            )

    def options(self) -> list[str]:
        """Write it as options of ``record``; none can be taken for another one."""
        return [
            *(f"--sensor={one}" for one in self.sensors),
            *(f"--device={one}" for one in self.devices),
            *([f"--until={self.until}"] if self.until else []),
            *([] if self.speed is None else [f"--speed={self.speed:g}"]),
            *([f"--test={IMMOBILISATION}"] if self.test else []),
        ]


@dataclass(slots=True)
class ApartRecorder:
    """Starts recordings, one after the other, and hears why one ended."""

    nights: Path
    """Folder of the nights of the person."""
    _process: "subprocess.Popen[bytes] | None" = None
    _log: Path | None = None

    def start(self, evening: RecordingWish) -> str:
        """Start ``limbwatch record``, wait until it has begun, and name the night's folder.

        Raises
        ------
        CommandError
            If it ended at once, with what it said.
        """
        before = set(self._captures())
        command = [sys.executable, "-m", "limbwatch", "record", "--nights", str(self.nights)]
        self._log = _log()
        # the file is the child's alone: it stays when we are gone
        with self._log.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [*command, *evening.options(), "--no-bell", "--no-color"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                **_apart(),
            )
        end = time.monotonic() + _BEGUN_WITHIN_S
        while time.monotonic() < end:
            begun = [path for path in self._captures() if path not in before]
            if begun:
                return begun[0].parent.name
            if self._process.poll() is not None:
                raise CommandError(
                    self.trouble() or "the recording ended before it began",
                    exit_code=ExitCode.NO_DEVICE,
                )
            time.sleep(_LOOK_EVERY_S)
        raise CommandError(
            f"the recording has not begun within {_BEGUN_WITHIN_S:.0f} s; it is still tried, and "
            "the page of the running recording shows when it begins",
            exit_code=ExitCode.UNEXPECTED,
        )

    def trouble(self) -> str:
        """Tell what the last recording said when it ended badly; empty when it did not."""
        if self._process is None or self._log is None:
            return ""
        if self._process.poll() in (None, *_WELL):
            return ""
        lines = self._log.read_bytes()[-_SAID_BYTES:].decode("utf-8", "replace").splitlines()
        said = [line for line in lines if line.startswith("limbwatch: ")] or lines
        return said[-1].removeprefix("limbwatch: ").removeprefix("warning: ") if said else ""

    @property
    def running(self) -> bool:
        """Whether a recording that was started here goes on, or is being scored."""
        return self._process is not None and self._process.poll() is None

    def _captures(self) -> Sequence[Path]:
        with suppress(OSError):
            return list(self.nights.glob(f"*/{CAPTURE}"))
        return []


def _log() -> Path:
    """Find where a recorder says what it has to say; the last one's words are replaced."""
    for folder in log_folders():
        path = folder / "tonight.log"
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            return path
    raise CommandError(
        "no folder for the messages of a recording can be written; free some space",
        exit_code=ExitCode.UNEXPECTED,
    )


def _apart() -> dict[str, Any]:
    """Have the system not end the child with us: by Ctrl-C, a closed terminal, or a crash."""
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags}
    return {"start_new_session": True}
