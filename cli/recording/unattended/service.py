"""Recordings started by the system every evening: by systemd, launchd or Windows tasks."""

import os
import plistlib
import sys
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.recording.asked.until import time_of_day
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import shell_line, shell_word

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
    if platform == "darwin" and evening.start.second:
        raise CommandError(
            f"this system starts a recording by the minute, not at {evening.start}: give --start "
            f"{evening.start:%H:%M}"
        )
    files, words = {
        "win32": (_windows_task, _TASK_WORDS),
        "darwin": (_launchd, _LAUNCHD_WORDS),
    }.get(platform, (_systemd, _SYSTEMD_WORDS))
    made = files(evening)
    for path, text in made.items():
        write_new(path, text)
        terminal.show(str(path))
    system = "nt" if platform == "win32" else "posix"
    first = shell_word(str(next(iter(made))), system=system)
    for line in words:
        terminal.say(line.format(path=first, name=_NAME))


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
_MAC_PERMISSION: Final = (
    "Try it before the first night. If macOS asks for Bluetooth, allow it. If the recording ends "
    "at once, macOS lets no such job use Bluetooth: record from Terminal."
)
_LAUNCHD_WORDS: Final = (
    "Switch it on:  launchctl bootstrap gui/$(id -u) {path}",
    f"Try it now:    launchctl kickstart gui/$(id -u)/{_LABEL}",
    f"Switch it off: launchctl bootout gui/$(id -u)/{_LABEL}",
    "At that time the computer must be awake and you logged in.",
    _MAC_PERMISSION,
)
_TASK_WORDS: Final = (
    "Switch it on:  schtasks /Create /TN {name} /XML {path}",
    "Try it now:    schtasks /Run /TN {name}",
    "Switch it off: schtasks /Delete /TN {name} /F",
    "At that time the computer must be on, or asleep and allowed to wake, and you logged in.",
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


_TASK: Final = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>limbwatch records the night</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{first}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <WakeToRun>true</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
"""A task of Windows as its schema has it (Task Scheduler Schema, version 1.2). Without these
settings it would not start on battery, and be ended once the plug is out."""
_FIRST_DAY: Final = "2026-01-01"
"""Day from which a task runs every evening; any that is past."""


def _windows_task(evening: EveningStart) -> dict[Path, bytes]:
    """Describe the task in a file: what is typed has room for few sensors, this for any number."""
    from xml.sax.saxutils import escape

    from platformdirs import user_data_path

    program, *arguments = evening.command
    text = _TASK.format(
        first=f"{_FIRST_DAY}T{evening.start:%H:%M:%S}",
        program=escape(program),
        arguments=escape(shell_line(arguments, system="nt")),
    )
    path = user_data_path("limbwatch", appauthor=False) / f"{_NAME}.xml"
    # with the byte order mark that its declaration asks for
    return {path: text.replace("\n", "\r\n").encode("utf-16")}
