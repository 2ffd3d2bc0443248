"""A file of a night that cannot be used: one sentence everywhere, with the mend."""

import csv
import json
import os
import shlex
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.night.folder import CORRECTIONS, EVENTS, NOTES, RECORDING, SUMMARY, WEARER

_MENDS: Final = {
    NOTES: "Mend it, or move it away and tell the notes again",
    WEARER: "Mend it, or move it away and tell it again",
    CORRECTIONS: "Mend that line, or move the file away",
}
"""How what a person wrote is mended; what the program made is made again."""
_RESULTS: Final = (SUMMARY, EVENTS)
_HAS: Final = (SUMMARY, EVENTS, RECORDING)
"""What tells that a folder is one of a night."""


def without_place(error: CommandError, night: Path) -> str:
    """Write an error without where on this computer a night lies: for what is given to others."""
    return str(error).replace(f"{night}{os.sep}", "")


def damaged(path: Path, why: object) -> CommandError:
    """Say that a file in the folder of its night cannot be used, why, and what to do."""
    if not path.parent.is_dir():
        # nothing can be made again where nothing is
        return CommandError(
            f"{path.parent} is no folder. Give the folder of a night, with {SUMMARY} and {EVENTS}",
            exit_code=ExitCode.UNREADABLE,
        )
    if isinstance(why, OSError):
        why = reason_of(why)
    elif isinstance(why, UnicodeDecodeError):
        why = "it is no text in UTF-8"
    elif isinstance(why, (json.JSONDecodeError, RecursionError)):
        why = "it is not complete JSON"
    elif isinstance(why, csv.Error):
        why = "it is no whole table"
    again = f"limbwatch rescore {shlex.quote(str(path.parent))}"
    made = f"If the samples are there, this makes it again: {again}"
    if path.name in _RESULTS and not any((path.parent / name).exists() for name in _HAS):
        # a folder that holds nothing of a night never was one
        made = f"Give the folder of a night, with {SUMMARY} and {EVENTS}"
    mend = _MENDS.get(path.name, made)
    return CommandError(f"{path} cannot be read: {why}. {mend}", exit_code=ExitCode.UNREADABLE)
