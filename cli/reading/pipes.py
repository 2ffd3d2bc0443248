"""Recordings that come through a pipe: kept in a file for as long as they are read."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import SensorError
from limbwatch.sensor.scratch import unpacking

_STEP: Final = 1 << 20


@contextmanager
def kept(sources: tuple[Source, ...]) -> Iterator[tuple[Source, ...]]:
    """Copy what comes through pipes, for it can be read only once, into ordinary files.

    It is such as ``ankle_left=/dev/stdin``, or what a shell makes of ``<(zcat night.csv.gz)``.

    Raises
    ------
    SensorError
        As the body does, with the name that the person gave.
    """
    with out_of_pipes([source.path for source in sources]) as paths:
        yield tuple(source._replace(path=path) for source, path in zip(sources, paths, strict=True))


@contextmanager
def out_of_pipes(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """Do so with files that are no sources, such as a list of nights."""
    if not any(path.is_fifo() for path in paths):
        yield paths
        return
    with unpacking() as folder:
        names: dict[str, str] = {}
        copies = []
        for number, path in enumerate(paths):
            copy = path
            if path.is_fifo():
                copy = folder / f"{number}" / path.name
                copy.parent.mkdir()
                with path.open("rb") as read, copy.open("wb") as written:
                    shutil.copyfileobj(read, written, _STEP)
                names[str(copy)] = str(path)
            copies.append(copy)
        try:
            yield copies
        except SensorError as error:
            said = str(error)
            for kept_as, name in names.items():
                said = said.replace(kept_as, name)
            raise type(error)(said) from error
