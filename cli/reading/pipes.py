"""Recordings that come through a pipe: kept in a file for as long as they are read."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import SensorError
from limbwatch.sensor.scratch import unpacking

_STEP: Final = 1 << 20


@contextmanager
def kept(sources: tuple[Source, ...]) -> Iterator[tuple[Source, ...]]:
    """Copy what comes through pipes, for it can be read only once.

    Parameters
    ----------
    sources : tuple of Source
        Such as ``ankle_left=/dev/stdin``, or what a shell makes of ``<(zcat night.csv.gz)``.

    Yields
    ------
    tuple of Source
        The same, of ordinary files where they were pipes.

    Raises
    ------
    SensorError
        As the body does, with the name that the person gave.
    """
    if not any(source.path.is_fifo() for source in sources):
        yield sources
        return
    with unpacking() as folder:
        names: dict[str, str] = {}
        copies = []
        for number, source in enumerate(sources):
            if source.path.is_fifo():
                copy = folder / f"{number}" / source.path.name
                _copy(source.path, copy)
                names[str(copy)] = str(source.path)
                source = source._replace(path=copy)  # noqa: PLW2901 - where it is read from
            copies.append(source)
        try:
            yield tuple(copies)
        except SensorError as error:
            raise type(error)(_said(str(error), names)) from error


@contextmanager
def kept_file(path: Path) -> Iterator[Path]:
    """Copy a file that comes through a pipe.

    Yields
    ------
    Path
        The same where it is none.

    Raises
    ------
    SensorError
        As the body does, with the name that the person gave.
    """
    if not path.is_fifo():
        yield path
        return
    with unpacking() as folder:
        copy = folder / "pipe" / path.name
        _copy(path, copy)
        try:
            yield copy
        except SensorError as error:
            raise type(error)(_said(str(error), {str(copy): str(path)})) from error


def _copy(pipe: Path, copy: Path) -> None:
    copy.parent.mkdir()
    with pipe.open("rb") as read, copy.open("wb") as written:
        shutil.copyfileobj(read, written, _STEP)


def _said(message: str, names: dict[str, str]) -> str:
    for copy, name in names.items():
        message = message.replace(copy, name)
    return message
