"""How a command ends when it does not end well."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell gets; scripts depend on these numbers."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    NO_DEVICE = 3
    UNREADABLE = 4
    DATA_LOST = 5
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what was asked; the message is written for the person.

    Parameters
    ----------
    message : str
        What happened, with which value, and what to do. Its last line is the one that counts.
    exit_code : ExitCode
        What the shell gets; most often what was asked for is what is wrong.
    """

    def __init__(self, message: str, *, exit_code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def reason_of(error: Exception) -> str:
    """Say why a file cannot be read or written: the system's own words where it has any."""
    return (getattr(error, "strerror", None) or str(error)).lower()
