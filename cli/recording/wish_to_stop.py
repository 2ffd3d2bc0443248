"""A request that a recording end, left as a file in its night's folder.

A signal needs a process number, which another program may have by now, and on Windows does not
reach a process of another group. Only the recording of that folder sees the file, whoever left it,
and even after the program that started the recording is gone.
"""

from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.whole_files import writing
from limbwatch.sensor.capture.disk.lock import is_held

STOP: Final = "stop"
"""Name of the file; the recording removes it."""
LOCK: Final = "capture.lock"
"""Name of the lock that is held while a recording runs."""


def ask_to_stop(folder: Path) -> None:
    """Ask the recording of a night to end well, as Ctrl-C does.

    Raises
    ------
    CommandError
        If nothing is recorded there, or the folder cannot be written.
    """
    if not is_held(folder / LOCK):
        raise CommandError(f"nothing is being recorded in {folder.name}; there is nothing to stop")
    with writing(folder, option=None):
        (folder / STOP).touch()


def is_asked(folder: Path) -> bool:
    """Tell whether the recording of a night was asked to end."""
    return (folder / STOP).exists()


def forget(folder: Path) -> None:
    """Remove the request: it was followed, or meant for a recording that is over."""
    (folder / STOP).unlink(missing_ok=True)
