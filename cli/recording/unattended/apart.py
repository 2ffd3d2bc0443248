"""A recording in its own process, which continues when the one that started it is gone."""

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from limbwatch.classify.origin import IMMOBILISATION
from limbwatch.cli.crash import log_files
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.asked.until import time_of_day
from limbwatch.cli.recording.asked.worn import parse_worn
from limbwatch.cli.recording.child_group import own_group

_BEGUN_WITHIN_S: Final = 120.0
"""Longest wait for the start, seconds: more than a slow computer takes to simulate a night; chosen
by us."""
_LOOK_EVERY_S: Final = 0.2
"""Interval between looks for the start, seconds."""
_SAID_BYTES: Final = 4000
"""Bytes read from the end of the recorder's messages."""
_STOPPED_BY_MAC: Final = frozenset({-6, -9})
"""Exit codes of a process that macOS ended: SIGABRT and SIGKILL."""
_ENDED_WELL: Final = frozenset({ExitCode.OK, ExitCode.INTERRUPTED})
"""Exit codes of a recording that ended well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingWish:
    """Settings of a recording to start.

    Raises
    ------
    CommandError
        If ``record`` would refuse them.
    """

    sensors: tuple[str, ...]
    """Sensors, as ``record`` takes them after ``--sensor``."""
    devices: tuple[str, ...] = ()
    """Kinds of sensors, as ``record`` takes them after ``--device``."""
    until: str = ""
    """``07:30``; empty to record until it is stopped."""
    speed: float | None = None
    """Speed of time with simulated sensors, as a multiple of real time."""
    test: bool = False
    """Whether to record the immobilisation test instead of a night."""

    def __post_init__(self) -> None:
        worn = parse_worn(list(self.sensors), list(self.devices))
        if self.until:
            time_of_day(self.until, "the end")
        if self.speed is not None and any(one.scenario is None for one in worn):
            raise CommandError(
                "time runs faster only with simulated sensors; a real night cannot be sped up"
            )

    def options(self) -> list[str]:
        """Return the settings as options of ``record``, each one word, so that none is misread."""
        return [
            *(f"--sensor={one}" for one in self.sensors),
            *(f"--device={one}" for one in self.devices),
            *([f"--until={self.until}"] if self.until else []),
            *([] if self.speed is None else [f"--speed={self.speed:g}"]),
            *([f"--test={IMMOBILISATION}"] if self.test else []),
        ]


@dataclass(slots=True)
class DetachedRecorder:
    """Starts recordings, one at a time, and reports why one ended."""

    nights: Path
    """Folder of one person's nights."""
    _process: "subprocess.Popen[bytes] | None" = None
    _log: Path | None = None

    def start(self, evening: RecordingWish) -> str:
        """Start ``limbwatch record``, wait until it has begun, and return the night's name.

        Raises
        ------
        CommandError
            If it ended at once, with its message.
        """
        before = set(self._captures())
        command = [sys.executable, "-m", "limbwatch", "record", "--nights", str(self.nights)]
        self._log = next(log_files("tonight.log"), None)  # each recording overwrites it
        if self._log is None:
            raise CommandError(
                "no folder for the messages of a recording can be written; free some space",
                exit_code=ExitCode.UNEXPECTED,
            )
        # only the child keeps the file open, also when this process is gone
        with self._log.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [*command, *evening.options(), "--no-bell", "--no-color"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                **own_group(detached=True),
            )
        end = time.monotonic() + _BEGUN_WITHIN_S
        while time.monotonic() < end:
            begun = [path for path in self._captures() if path not in before]
            if begun:
                return begun[0].parent.name
            if self._process.poll() is not None:
                raise CommandError(
                    stopped_by_mac(self._process.returncode, sys.platform)
                    or self.trouble()
                    or "the recording ended before it began",
                    exit_code=ExitCode.NO_DEVICE,
                )
            time.sleep(_LOOK_EVERY_S)
        raise CommandError(
            f"the recording has not begun within {_BEGUN_WITHIN_S:.0f} s; it is still tried, and "
            "the page of the running recording shows when it begins",
            exit_code=ExitCode.UNEXPECTED,
        )

    def trouble(self) -> str:
        """Return the last message of a recording that failed; empty if none did."""
        if self._process is None or self._log is None:
            return ""
        if self._process.poll() in (None, *_ENDED_WELL):
            return ""
        lines = self._log.read_bytes()[-_SAID_BYTES:].decode("utf-8", "replace").splitlines()
        said = [line for line in lines if line.startswith("limbwatch: ")] or lines
        return said[-1].removeprefix("limbwatch: ").removeprefix("warning: ") if said else ""

    @property
    def running(self) -> bool:
        """Whether a recording started here is running or being scored."""
        return self._process is not None and self._process.poll() is None

    def _captures(self) -> Sequence[Path]:
        with suppress(OSError):
            return list(self.nights.glob(f"*/{CAPTURE}"))
        return []


def stopped_by_mac(code: int, platform: str) -> str | None:
    """Say what to do where macOS ended a recording for its wish to use Bluetooth; else None.

    macOS ends it without a message if the program that started it does not say what it uses
    Bluetooth for (github.com/hbldh/bleak/issues/761).
    """
    if platform != "darwin" or code not in _STOPPED_BY_MAC:
        return None
    return (
        "macOS ended the recording, as it does where the program that started it may not use "
        "Bluetooth. Start limbwatch tonight from Terminal, and allow Bluetooth when macOS asks"
    )
