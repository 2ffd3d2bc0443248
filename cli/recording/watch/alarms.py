"""Alarms for a person, or a program of theirs, while a night is recorded, and its command."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PureWindowsPath
from typing import Final

from limbwatch.cli.recording.child_group import own_group
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import run_as_typed
from limbwatch.sensor.placement import Placement


class Alarm(StrEnum):
    """Kind of alarm; a command gets the word in ``LIMBWATCH_EVENT``."""

    SILENCE = "silence"
    BACK = "back"
    BATTERY = "battery"
    DISK = "disk"


@dataclass(slots=True, kw_only=True)
class Alarms:
    """Gives alarms: prints, rings, and runs the person's command."""

    terminal: Terminal
    bell: bool
    """Whether to ring the terminal's bell, except for good news."""
    command: str | None
    """Command of ``--on-silence``. It gets the kind of alarm in ``LIMBWATCH_EVENT`` and, if it
    concerns one sensor, its placement in ``LIMBWATCH_PLACEMENT``."""
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def tell(self, alarm: Alarm, words: str, placement: Placement | None = None) -> None:
        """Give an alarm."""
        if alarm is Alarm.BACK:
            self.terminal.say(words)
        else:
            self.terminal.warn(words)
            if self.bell and sys.stderr.isatty():
                sys.stderr.write("\a")
                sys.stderr.flush()
        if self.command:
            self._run(self.command, alarm, placement)

    def _run(self, command: str, alarm: Alarm, placement: Placement | None) -> None:
        """Start the command without waiting for it; forget those that ended."""
        self._running = [running for running in self._running if running.poll() is None]
        about = {"LIMBWATCH_EVENT": alarm.value}
        if placement is not None:
            about["LIMBWATCH_PLACEMENT"] = placement.value
        try:
            started = subprocess.Popen(  # noqa: S603 - the person's own command
                run_as_typed(command),
                stdin=subprocess.DEVNULL,
                **own_group(),
                env={**os.environ, **about},
            )
        except (OSError, ValueError) as error:
            self.terminal.warn(f"--on-silence {command!r} cannot be run: {error}")
        else:
            self._running.append(started)


_STARTED: Final = frozenset({".exe", ".com"})
"""Suffixes of programs that Windows starts by a name without one."""
_BLANK: Final = re.compile(r"\s+|\Z")


def trouble_with(command: str, *, system: str = os.name) -> str | None:
    """Return why a command cannot be run; None if its program is there.

    It is looked for as the system will: on Windows a path with blanks needs no quotes if only one
    program fits.
    """
    if not command.strip():
        return "it is empty"
    try:
        words = run_as_typed(command, system=system)
    except ValueError:
        return "a quote in it is not closed, or nothing follows its last backslash"
    programs = list(_programs(words)) if isinstance(words, str) else [words[0]]
    if any(map(_is_started if system == "nt" else shutil.which, programs)):
        return None
    return f"there is no program {programs[0]} here. Give its whole path"


def _programs(line: str) -> Iterator[str]:
    """Yield what Windows takes for the program of a command line, in its order."""
    if line.startswith('"'):
        yield line[1:].partition('"')[0]
        return
    yield from (line[: blank.start()] for blank in _BLANK.finditer(line))


def _is_started(program: str) -> bool:
    found = shutil.which(program)
    named = PureWindowsPath(program).suffix != ""
    return found is not None and (named or PureWindowsPath(found).suffix.lower() in _STARTED)
