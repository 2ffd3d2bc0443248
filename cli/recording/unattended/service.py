"""Recordings started by the system every evening: by systemd, launchd or Windows tasks."""

import os
import plistlib
import subprocess
import sys
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.recording.asked.until import time_of_day
from limbwatch.cli.screen.terminal import Terminal

_NAME: Final = "limbwatch-record"
"""Name of the service, timer or task."""
_LABEL: Final = "org.limbwatch.record"
"""Label of the job for launchd."""
_STOP_S: Final = 900
"""Time for scoring when the system ends the recording, seconds: a night of two sensors takes some
ten, so this is for slow computers. Chosen by us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EveningStart:
    """A command to start every evening."""

    start: time
    """Time of day."""
    command: tuple[str, ...]
    """Program and arguments."""

    @classmethod
    def of(cls, start: str | None, ends: bool, options: list[str]) -> "EveningStart":  # noqa: FBT001
        """Build it from the options of ``record``, its start, and whether anything ends it.

        Raises
        ------
        CommandError
            If the start is missing or invalid, or nothing ends the recording.
        """
        if start is None or not ends:
            raise CommandError(
                "--install-service needs to know when a night begins and ends: add --start 22:30 "
                "and --until 07:30"
            )
        command = (sys.executable, "-m", "limbwatch", "record", *options, "--no-color")
        return cls(start=time_of_day(start, "--start"), command=command)


def install_service(
    evening: EveningStart, terminal: Terminal, platform: str = sys.platform
) -> None:
    """Write the files that the system needs, and print how to switch it on and off.

    Raises
    ------
    CommandError
        If another file is in their place, they cannot be written, or the start has seconds but
        the system starts by the minute.
    """
    if platform in {"win32", "darwin"} and evening.start.second:
        raise CommandError(
            f"this system starts a recording by the minute, not at {evening.start}: give --start "
            f"{evening.start:%H:%M}"
        )
    if platform == "win32":
        terminal.say("Windows keeps such tasks itself. To have it record every evening:")
        terminal.show(_task(evening))
        return
    files = _launchd(evening) if platform == "darwin" else _systemd(evening)
    for path, text in files.items():
        write_new(path, text)
        terminal.show(str(path))
    for line in _LAUNCHD_WORDS if platform == "darwin" else _SYSTEMD_WORDS:
        terminal.say(line.format(path=next(iter(files))))


def write_new(path: Path, text: bytes) -> None:
    """Write a file, but never over one with another content.

    Raises
    ------
    CommandError
        If another file is in its place, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError:
        if path.read_bytes() != text:
            raise CommandError(
                f"{path} already exists with other contents; remove it first"
            ) from None
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {reason_of(error)}. Make room there, or give yourself "
            "write access",
            exit_code=ExitCode.UNEXPECTED,
        ) from error


def xdg_folder(variable: str, usual: str) -> Path:
    """Return a user's folder by the XDG Base Directory Specification; it ignores relative paths."""
    told = Path(os.environ.get(variable, ""))
    return told if told.is_absolute() else Path.home() / usual


_SYSTEMD_WORDS: Final = (
    f"Switch it on:  systemctl --user daemon-reload && systemctl --user enable --now {_NAME}.timer",
    f"Try it now:    systemctl --user start {_NAME}.service && journalctl --user -fu {_NAME}",
    f"Switch it off: systemctl --user disable --now {_NAME}.timer",
    "To have it run while you are not logged in:  loginctl enable-linger",
)
_LAUNCHD_WORDS: Final = (
    "Switch it on:  launchctl bootstrap gui/$(id -u) {path}",
    f"Try it now:    launchctl kickstart gui/$(id -u)/{_LABEL}",
    f"Switch it off: launchctl bootout gui/$(id -u)/{_LABEL}",
    "At that time the computer must be awake and you logged in.",
)


def _systemd(evening: EveningStart) -> dict[Path, bytes]:
    folder = xdg_folder("XDG_CONFIG_HOME", ".config") / "systemd/user"
    command = " ".join(map(_quoted, evening.command))
    service = (
        "[Unit]\nDescription=limbwatch records the night\n\n"
        f"[Service]\nType=exec\nExecStart={command}\n"
        "# a recording that is ended early is scored first, and says so by 130\n"
        f"TimeoutStopSec={_STOP_S}\nSuccessExitStatus=130\n"
    )
    timer = (
        "[Unit]\nDescription=limbwatch begins to record\n\n"
        f"[Timer]\nOnCalendar=*-*-* {evening.start:%H:%M:%S}\nAccuracySec=1s\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return {
        folder / f"{_NAME}.service": service.encode(),
        folder / f"{_NAME}.timer": timer.encode(),
    }


def _quoted(word: str) -> str:
    """Quote a word as in systemd.service(5), "Command lines"."""
    for char, instead in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$"), ("\n", "\\n")):
        word = word.replace(char, instead)
    return f'"{word}"'


def _launchd(evening: EveningStart) -> dict[Path, bytes]:
    log = str(Path.home() / "Library/Logs/limbwatch-record.log")
    job = {
        "Label": _LABEL,
        "ProgramArguments": list(evening.command),
        "StartCalendarInterval": {"Hour": evening.start.hour, "Minute": evening.start.minute},
        "ExitTimeOut": _STOP_S,
        "ProcessType": "Interactive",
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    path = Path.home() / "Library/LaunchAgents" / f"{_LABEL}.plist"
    return {path: plistlib.dumps(job)}


def _task(evening: EveningStart) -> str:
    action = subprocess.list2cmdline(evening.command)
    words = ["schtasks", "/Create", "/SC", "DAILY", "/ST", f"{evening.start:%H:%M}"]
    return subprocess.list2cmdline([*words, "/TN", _NAME, "/TR", action])
