"""Compressed files, unpacked up to the size of a recording."""

import gzip
import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from limbwatch.sensor.bounds import BOUNDS, require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scratch import unpacking

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STEP = 1 << 20
"""Bytes unpacked at a time."""

ZIP_DAMAGE: Final = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
"""Exceptions of `zipfile` for an archive whose list of members cannot be read: a name outside its
encoding is a ValueError."""

_SMALL_STEP = 1 << 12
"""The same near damage, which loses everything that was read in the same step."""


class Unpacking(io.RawIOBase):
    """A stream of unpacked bytes that yields no more than a recording in ``path`` can hold."""

    def __init__(self, stream: Any, path: Path) -> None:
        self._stream, self._path = stream, path
        self._packed, self._room = path.stat().st_size, 0

    def readable(self) -> bool:
        """Return True, as Arrow requires."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer with the next bytes, and return their number; 0 at the end.

        Raises
        ------
        UnreadableFile
            If more was unpacked than any recording of its size holds.
        """
        size: int = self._stream.readinto(buffer)
        self._room += size
        require_modest(str(self._path), self._packed, self._room)
        return size

    def close(self) -> None:
        """Close the underlying stream too."""
        self._stream.close()
        super().close()


def gunzipped(path: Path) -> Unpacking:
    """Open a gzip file for unpacking; the caller closes it."""
    return Unpacking(gzip.open(path, "rb"), path)


def opened(path: Path, *, zipped: bool) -> Unpacking | BinaryIO:
    """Open a file to read its bytes, unpacked if it is compressed with gzip."""
    return gunzipped(path) if zipped else path.open("rb")


def last_bytes(path: Path, *, zipped: bool) -> bytes:
    """Read the end of a file, unpacked if needed: as many bytes as a head has."""
    if zipped:
        return read_unpacked(path, zipped=True)[-BOUNDS.line_bytes :]
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - BOUNDS.line_bytes))
        return file.read()


def read_unpacked(path: Path, *, zipped: bool) -> bytes:
    """Read a whole file, unpacked if it is compressed with gzip.

    Raises
    ------
    UnreadableFile
        If it holds more than a recording of its size can, or is damaged gzip.
    """
    if not zipped:
        return path.read_bytes()
    try:
        with gunzipped(path) as stream:
            return stream.read()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise damaged_gzip(path, error) from error


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a gzip file while it is read, under its name without ``.gz``.

    Raises
    ------
    UnreadableFile
        If the compressed file is damaged; and if its reader raises it, with this file's name.
    """
    with unpacking() as folder:
        inner = folder / path.name.removesuffix(".gz")
        try:
            with gunzipped(path) as packed, inner.open("wb") as plain:
                shutil.copyfileobj(packed, plain, STEP)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise damaged_gzip(path, error) from error
        with shown_as(inner, str(path)):
            yield inner


@contextmanager
def shown_as(inner: Path, shown: str) -> Iterator[None]:
    """Name an unpacked file in its reader's errors as the person knows it."""
    try:
        yield
    except UnreadableFile as error:
        raise type(error)(str(error).replace(str(inner), shown)) from error


def unopened(path: Path, error: OSError) -> UnreadableFile:
    """Return the error for a file that cannot be opened, with the system's reason."""
    return UnreadableFile(
        f"{path} cannot be opened: {error.strerror or error}. Copy it again, or check the disk."
    )


def damaged_gzip(path: Path, error: BaseException) -> UnreadableFile:
    """Return the error for a cut or damaged gzip file, and how to save what is left."""
    end = Path(path.stem).suffix or ".csv"
    return UnreadableFile(
        f"{path} is a damaged or cut-off gzip file ({error}). Copy it again; to save what is left, "
        f"run: gzip -dc {path.name} > part{end}, and replay that file."
    )


def require_modest_members(path: Path) -> None:
    """Refuse a ZIP archive whose members unpack to more than a recording can have.

    Members compressed otherwise than by deflate are left to their reader, which cannot unpack them.

    Raises
    ------
    UnreadableFile
        If they do; sizes are measured, as those that an archive states are only claims.
    """
    packed, room = path.stat().st_size, 0
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for member in archive.infolist():
            deflated = member.compress_type == zipfile.ZIP_DEFLATED
            sizes = map(len, _inflated(file, member, STEP)) if deflated else (member.file_size,)
            for size in sizes:
                room += size
                require_modest(str(path), packed, room)


def saved_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    """Unpack a damaged member of a ZIP archive, whatever its checksum, up to the damage.

    Raises
    ------
    UnreadableFile
        If the archive holds more than any recording of its size.
    """
    require_modest_members(path)
    with path.open("rb") as file:
        if member.compress_type == zipfile.ZIP_DEFLATED:
            return b"".join(_inflated(file, member, _SMALL_STEP))
        _seek_content(file, member)
        return file.read(member.compress_size)


def _seek_content(file: IO[bytes], member: zipfile.ZipInfo) -> None:
    file.seek(member.header_offset + 26)
    lengths = file.read(4)
    name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    file.seek(name + extra, io.SEEK_CUR)


def _inflated(file: IO[bytes], member: zipfile.ZipInfo, step: int) -> Iterator[bytes]:
    """Yield the content of a member, ``step`` bytes at a time, up to its end or its damage."""
    _seek_content(file, member)
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflating.eof and (piece := inflating.unconsumed_tail or file.read(STEP)):
            yield inflating.decompress(piece, step)
    except zlib.error:
        return  # the reader of the content reports it
