"""Standard output, which may be closed, full or gone: no reason for a command to break off.

Who reads no more, as ``head``, has all that is wanted; a full disk is told at the end, when all
else is done.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from limbwatch.cli.errors import reason_of

_failed: list[OSError] = []


def closed_output() -> TextIO:
    """Stand in for a standard output that was closed: what is written there fails, and is told.

    On Windows a program without a console has none, and nobody misses it.
    """
    if sys.platform == "win32":
        return Path(os.devnull).open("w", encoding="utf-8")
    # not open for writing: the system refuses as it does of one that is closed
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123


def put(text: str) -> None:
    """Print a result, which has its line end."""
    with heeding():
        sys.stdout.write(text)


def flush() -> None:
    """Write out what waits."""
    with heeding():
        sys.stdout.flush()


@contextmanager
def heeding() -> Iterator[None]:
    """Note what fails in the body; all that is printed from then on is lost."""
    try:
        yield
    except OSError as error:
        _failed.append(error)
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


def trouble() -> str:
    """Say why a result was not printed; empty when it was, or when nobody wanted to read more."""
    if not _failed or isinstance(_failed[0], BrokenPipeError):
        return ""
    return reason_of(_failed[0])
