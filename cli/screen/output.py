"""Standard output that may be closed, full or gone without breaking off the command.

A reader that stops, such as ``head``, has all it wants; a full disk is reported at the end, when
all else is done.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from limbwatch.cli.errors import reason_of

_failed: list[OSError] = []
"""Errors of writing so far."""


def closed_output() -> TextIO:
    """Return a stand-in for a closed stdout, to which writing fails and is reported.

    On Windows a program without a console has no stdout, and writing is silently ignored.
    """
    if sys.platform == "win32":
        return Path(os.devnull).open("w", encoding="utf-8")
    # opened read-only, so that writing fails as on a closed stream
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123


def print_result(text: str) -> None:
    """Print a result, which includes its line end."""
    with guarded_output():
        sys.stdout.write(text)


def flush() -> None:
    """Flush stdout."""
    with guarded_output():
        sys.stdout.flush()


@contextmanager
def guarded_output() -> Iterator[None]:
    """Record a failure to write in the body; all later output is dropped."""
    try:
        yield
    except OSError as error:
        _failed.append(error)
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


def output_failure() -> str:
    """Return why a result was not printed; empty if it was, or if the reader stopped."""
    if not _failed or isinstance(_failed[0], BrokenPipeError):
        return ""
    return reason_of(_failed[0])
