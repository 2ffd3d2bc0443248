"""Files that stay as they are while they are read.

A file is read more than once: for its samples, for the hash that a night knows it by, to be copied
beside the night. Where somebody writes it meanwhile, as where it is still being downloaded, each of
these would be of another state, and a night of half a file would be known as that of the whole one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from limbwatch.cli.reading.sources import Source
from limbwatch.sensor.errors import SensorError, UnreadableFile
from limbwatch.sensor.files.axes_apart import other_axes
from limbwatch.sensor.files.containers.unisens_entries import files_of_measurement
from limbwatch.sensor.files.containers.wfdb_header import files_of_record


class _State(NamedTuple):
    """What a file shows from outside that another content does not have."""

    size: int
    modified_ns: int
    inode: int


@contextmanager
def steady(paths: Sequence[Path]) -> Iterator[None]:
    """Refuse what was made of files in the body where one of them was changed meanwhile.

    Raises
    ------
    UnreadableFile
        If one was, also where the body raises that it cannot be read.
    """
    before = {path: _state(path) for path in paths}
    try:
        yield
    except SensorError as error:
        _require(before, error)
        raise
    _require(before)


def read_files(sources: Sequence[Source]) -> tuple[Path, ...]:
    """List all files that sources are read from, with those that lie beside them for that."""
    found: dict[Path, None] = {}
    for path in (path for one in sources for path in one.files):
        beside = (*other_axes(path), *files_of_record(path), *files_of_measurement(path))
        found |= dict.fromkeys((path, *(path.with_name(one.name) for one in beside)))
    return tuple(found)


def _state(path: Path) -> _State | None:
    """Look at an ordinary file; None of what is none, such as a device."""
    if not path.is_file():
        return None
    about = path.stat()
    return _State(about.st_size, about.st_mtime_ns, about.st_ino)


def _require(before: dict[Path, _State | None], cause: Exception | None = None) -> None:
    for path, state in before.items():
        now = _state(path)
        if now == state:
            continue
        was, size = (0 if one is None else one.size for one in (state, now))
        raise UnreadableFile(
            f"{path} was changed while it was read ({was} bytes before, {size} now): it is still "
            "being written, or copied. Nothing was made of it; wait until it is complete, and say "
            "the same again."
        ) from cause
