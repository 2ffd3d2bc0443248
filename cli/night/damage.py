"""Errors for unusable files of a night, with what to do about them."""

import csv
import json
import os
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.night.folder import CORRECTIONS, EVENTS, NOTES, RECORDING, SUMMARY, WEARER
from limbwatch.command_line import shell_word

_REPAIRS: Final = {
    NOTES: "Repair it, or move it away and enter the notes again",
    WEARER: "Repair it, or move it away and enter it again",
    CORRECTIONS: "Correct that line, or move the file away",
}
"""What to do about a file that a person wrote; files of the program are made again."""
_RESULTS: Final = (SUMMARY, EVENTS)
"""Files that a rescore makes again."""
_NIGHT_FILES: Final = (SUMMARY, EVENTS, RECORDING)
"""Files of which a night's folder has at least one."""


def without_place(error: CommandError, night: Path) -> str:
    """Return an error's message without the path of the night, for output given to others."""
    return str(error).replace(f"{night}{os.sep}", "")


def damaged(path: Path, why: object) -> CommandError:
    """Return the error for a file that cannot be used: why, and what to do."""
    if not path.parent.is_dir():
        # there is nothing to rescore in a folder that does not exist
        return CommandError(
            (
                f"{path.parent} is not a folder. Give the folder of a night, with {SUMMARY} "
                f"and {EVENTS}"
            ),
            exit_code=ExitCode.UNREADABLE,
        )
    if isinstance(why, OSError):
        why = reason_of(why)
    elif isinstance(why, UnicodeDecodeError):
        why = "it is not UTF-8 text"
    elif isinstance(why, (json.JSONDecodeError, RecursionError)):
        why = "it is not complete JSON"
    elif isinstance(why, csv.Error):
        why = "it is not a complete table"
    again = f"limbwatch rescore {shell_word(str(path.parent))}"
    made = f"If the samples are there, this makes it again: {again}"
    if path.name in _RESULTS and not any((path.parent / name).exists() for name in _NIGHT_FILES):
        # a folder without any file of a night never was one
        made = f"Give the folder of a night, with {SUMMARY} and {EVENTS}"
    mend = _REPAIRS.get(path.name, made)
    return CommandError(f"{path} cannot be read: {why}. {mend}", exit_code=ExitCode.UNREADABLE)
