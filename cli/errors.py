"""Errors of a command and the exit codes of the program."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the program; scripts depend on these numbers."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    NO_DEVICE = 3
    UNREADABLE = 4
    DATA_LOST = 5
    INTERRUPTED = 130


class CommandError(Exception):
    """The command cannot do what was asked; the message is for the person at the keyboard.

    It says what happened, with which value, and what to do; its last line matters most. Most errors
    are errors of usage.
    """

    def __init__(self, message: str, *, exit_code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def reason_of(error: Exception) -> str:
    """Return why a file cannot be read or written, in the system's words if it has any."""
    return (getattr(error, "strerror", None) or str(error)).lower()
