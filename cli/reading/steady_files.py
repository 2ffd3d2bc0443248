"""Files that must not change while they are read.

A file is read several times: for its samples, for the hash that identifies it, and to be copied
beside the night. If it is written meanwhile, as during a download, each read sees another state,
and a night made from half a file would carry the hash of the whole one.
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
    """Metadata that differs when the content does."""

    size: int
    modified_ns: int
    inode: int


@contextmanager
def steady(paths: Sequence[Path]) -> Iterator[None]:
    """Raise an error if a file was changed during the body.

    Raises
    ------
    UnreadableFile
        If one was, even if the body itself raised a `SensorError`.
    """
    before = {path: _state(path) for path in paths}
    try:
        yield
    except SensorError as error:
        _require_unchanged(before, error)
        raise
    _require_unchanged(before)


def read_files(sources: Sequence[Source]) -> tuple[Path, ...]:
    """Return all files that sources are read from, including those beside them."""
    found: dict[Path, None] = {}
    for path in (path for one in sources for path in one.files):
        found |= dict.fromkeys((path, *map(path.with_name, files_beside(path))))
    return tuple(found)


def files_beside(path: Path) -> Iterator[str]:
    """Yield the names of the other files of a recording that lies in several."""
    for one in (*other_axes(path), *files_of_record(path), *files_of_measurement(path)):
        yield one.name


def _state(path: Path) -> _State | None:
    """Return the state of a file; None if it is not an ordinary file, such as a device."""
    if not path.is_file():
        return None
    about = path.stat()
    return _State(about.st_size, about.st_mtime_ns, about.st_ino)


def _require_unchanged(before: dict[Path, _State | None], cause: Exception | None = None) -> None:
    for path, state in before.items():
        now = _state(path)
        if now == state:
            continue
        was, size = (0 if one is None else one.size for one in (state, now))
        raise UnreadableFile(
            f"{path} was changed while it was read ({was} bytes before, {size} now): it is still "
            "being written, or copied. Nothing was made of it; wait until it is complete, and "
            "run the same again."
        ) from cause
