"""Files that somebody compressed: unpacked for as long as they are read."""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.packed import STEP, damaged_gzip, gunzipped
from limbwatch.sensor.scratch import unpacking


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a gzip file for as long as it is read.

    Yields
    ------
    Path
        Of the same name without ``.gz``, in a folder of its own that is removed afterwards.

    Raises
    ------
    UnreadableFile
        If the compressed file is damaged; and as the reader of it says, with this file's name.
    """
    with unpacking() as folder:
        inner = folder / path.name.removesuffix(".gz")
        try:
            with gunzipped(path) as packed, inner.open("wb") as plain:
                shutil.copyfileobj(packed, plain, STEP)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise damaged_gzip(path, error) from error
        try:
            yield inner
        except UnreadableFile as error:
            # whoever reads the message knows the file by its own name
            raise type(error)(str(error).replace(str(inner), str(path))) from error
