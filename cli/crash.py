"""The log of an unexpected error."""

import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from limbwatch.version import __version__


def write_crash(error: Exception) -> str:
    """Write the traceback to a log file and return one line that says where it is."""
    what = f"unexpected {type(error).__name__}: {error}".splitlines()[0]
    now = datetime.now(tz=UTC)
    content = f"limbwatch {__version__}, Python {sys.version}\n{now.isoformat()}\n" + "".join(
        traceback.format_exception(error)
    )
    for path in log_files(f"crash-{now:%Y%m%dT%H%M%S%f}.log"):
        with suppress(OSError):
            # names of files that are not UTF-8 bring lone surrogates into the text
            path.write_text(content, encoding="utf-8", errors="backslashreplace")
            return f"{what}. Please report it with this log: {path}"
    return f"{what}. Please report it."


def log_files(name: str) -> Iterator[Path]:
    """Yield a log in each folder that can hold it; only its owner may read it.

    It may name a night's files.
    """
    for folder in log_folders():
        path = folder / name
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError:
            continue
        yield path


def log_folders() -> tuple[Path, ...]:
    """Return the folders to try for a log: the user's own, then the temporary folder."""
    from platformdirs import user_log_path

    return user_log_path("limbwatch", appauthor=False), Path(tempfile.gettempdir())
