"""A wish that a recording end, left in its night's folder.

A signal would need the number of a process, which another program may have by now, and does not
reach a process of its own group on Windows. A file is seen by the recording of that folder alone,
whoever left it, and also after the program that started it is gone.
"""

from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.whole_files import writing
from limbwatch.sensor.capture.disk.lock import is_held

STOP: Final = "stop"
"""Name of the file; the recording takes it away."""
LOCK: Final = "capture.lock"
"""Held as long as a recording runs."""


def ask_to_stop(folder: Path) -> None:
    """Ask the recording of a night to end well, as Ctrl-C does.

    Raises
    ------
    CommandError
        If nothing records there, or the folder cannot be written.
    """
    if not is_held(folder / LOCK):
        raise CommandError(f"nothing is being recorded in {folder.name}; there is nothing to stop")
    with writing(folder, option=None):
        (folder / STOP).touch()


def is_asked(folder: Path) -> bool:
    """Tell whether the recording of a night was asked to end."""
    return (folder / STOP).exists()


def forget(folder: Path) -> None:
    """Take the wish away: it was heeded, or meant for a recording that is over."""
    (folder / STOP).unlink(missing_ok=True)
