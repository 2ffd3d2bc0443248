"""Feather files, which are Arrow's own (its IPC files and streams), read by Arrow."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.arrow_columns import sheet_of_arrow
from limbwatch.sensor.files.containers.contained import Contained


def read_feather(path: Path) -> Contained:
    """Read a Feather file.

    Raises
    ------
    UnreadableFile
        If it is damaged, or unpacks to more than any recording.
    """
    try:
        with _opened(path) as source:
            file = pyarrow.ipc.open_file(source)
            batches = (file.get_batch(at) for at in range(file.num_record_batches))
            table = _whole(path, file.schema, batches)
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Feather ({error}). Copy or export it again."
        ) from error
    return Contained(what="a Feather file", sheets=(sheet_of_arrow(table),))


def read_arrow_stream(path: Path) -> Contained | None:
    """Read a stream of Arrow's messages; None when the file is of another kind.

    Raises
    ------
    UnreadableFile
        If it is damaged, or unpacks to more than any recording.
    """
    with _opened(path) as source:
        try:
            stream = pyarrow.ipc.open_stream(source)
        except (OSError, pa.ArrowException):
            return None  # many files begin with these bytes: erased memory of a chip, for one
        try:
            table = _whole(path, stream.schema, stream)
        except (OSError, pa.ArrowException) as error:
            raise UnreadableFile(
                f"{path} cannot be read as a stream of Arrow ({error}). Copy or export it again."
            ) from error
    return Contained(what="a stream of Arrow", sheets=(sheet_of_arrow(table),))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # by bytes, as the system names files: Arrow takes texts for UTF-8
    with pa.OSFile(os.fsencode(path)) as source:
        yield source


def _whole(path: Path, schema: pa.Schema, batches: Any) -> pa.Table:
    """Put batches together, each of which may unpack to much more than it takes on the disk.

    Arrow believes the lengths and places that a file states: of damaged ones it ends the process.
    """
    kept, room = [], 0
    for batch in batches:
        batch.validate(full=True)
        room += batch.nbytes
        require_modest(str(path), path.stat().st_size, room)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema)
