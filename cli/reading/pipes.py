"""Recordings from a pipe, kept in a file while they are read."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import SensorError
from limbwatch.sensor.scratch import unpacking

_STEP: Final = 1 << 20
"""Size of the blocks copied, bytes."""
_STDIN: Final = Path("-")
"""Name of standard input, as in other programs, unless a file has it."""


@contextmanager
def pipes_as_files(sources: tuple[Source, ...]) -> Iterator[tuple[Source, ...]]:
    """Copy sources that are pipes, which can be read only once, into ordinary files.

    Pipes are such as ``ankle_left=/dev/stdin``, or a shell's ``<(zcat night.csv.gz)``.

    Raises
    ------
    SensorError
        As the body does, with the name that the person gave.
    """
    with out_of_pipes([source.path for source in sources]) as paths:
        yield tuple(source._replace(path=path) for source, path in zip(sources, paths, strict=True))


@contextmanager
def out_of_pipes(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """Copy pipes among other files, such as lists of nights, into ordinary files."""
    if not any(map(_is_pipe, paths)):
        yield paths
        return
    with unpacking() as folder:
        names: dict[str, str] = {}
        copies = []
        copied: dict[tuple[int, int], Path] = {}
        for number, path in enumerate(paths):
            copy = path
            if _is_pipe(path):
                # what is given for two placements can be read once only
                known = os.fstat(sys.stdin.fileno()) if path == _STDIN else path.stat()
                pipe = (known.st_dev, known.st_ino)
                if pipe in copied:
                    copies.append(copied[pipe])
                    continue
                copy = folder / f"{number}" / ("stdin" if path == _STDIN else path.name)
                copy.parent.mkdir()
                with _open(path) as read, copy.open("wb") as written:
                    shutil.copyfileobj(read, written, _STEP)
                names[str(copy)] = str(path)
                copied[pipe] = copy
            copies.append(copy)
        try:
            yield copies
        except (SensorError, CommandError) as error:
            message = str(error)
            for kept_as, name in names.items():
                message = message.replace(kept_as, name)
            raise type(error)(message) from error


def _is_pipe(path: Path) -> bool:
    return path.is_fifo() or (path == _STDIN and not path.exists())


def _open(path: Path) -> AbstractContextManager[BinaryIO]:
    # do not close standard input, which others may read
    return nullcontext(sys.stdin.buffer) if path == _STDIN else path.open("rb")
