"""Files that another program has open, which Windows lets nobody move or replace.

Excel keeps the table that it shows; virus scanners and indexers look into new files for a moment.
Elsewhere an open file can be moved like any other.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

SHARING_CODES: Final = frozenset({32, 33})
"""Windows' codes for a file that is open or locked elsewhere: ERROR_SHARING_VIOLATION and
ERROR_LOCK_VIOLATION (winerror.h)."""
DENIED_CODE: Final = 5
"""Windows' code for what may not be done, and for a file whose place an open file holds:
ERROR_ACCESS_DENIED (winerror.h)."""
CLOSED_WITHIN_S: Final = 2.0
"""Longest wait for another program to close a file, seconds: scanners look into a new file for
some tenths of one, and a person should not wait longer for an error. Chosen by us."""
_PAUSE_S: Final = 0.05
"""Wait between attempts, seconds; chosen by us."""

_Result = TypeVar("_Result")


def is_open_elsewhere(error: OSError) -> bool:
    """Tell whether the system says that another program has the file open."""
    return getattr(error, "winerror", None) in SHARING_CODES


def may_be_open_elsewhere(error: OSError, *, system: str = os.name) -> bool:
    """Tell whether a refused permission may mean that another program has the file open."""
    code = getattr(error, "winerror", None)
    # the C library of Windows gives no code, and the same errno for both
    return code in {*SHARING_CODES, DENIED_CODE} or (
        system == "nt" and code is None and isinstance(error, PermissionError)
    )


def once_closed(action: Callable[[], _Result]) -> _Result:
    """Move, replace or remove a file, again while another program may have it open.

    Raises
    ------
    OSError
        If it is still refused after `CLOSED_WITHIN_S`, or for another reason.
    """
    end = time.monotonic() + CLOSED_WITHIN_S
    while True:
        try:
            return action()
        except OSError as error:
            waited_for = getattr(error, "winerror", None) in {*SHARING_CODES, DENIED_CODE}
            if not waited_for or time.monotonic() >= end:
                raise
        time.sleep(_PAUSE_S)


def replace_file(source: Path, target: Path) -> None:
    """Put a file in another's place, once no other program has either open.

    Raises
    ------
    OSError
        As `once_closed`.
    """
    once_closed(lambda: source.replace(target))
