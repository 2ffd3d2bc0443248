"""Checking the blocks of an Avro file before a library unpacks them.

Blocks are deflated, and lists state their own length (Apache Avro, specification,
"Object Container Files"): both could fill any memory.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.files.packed import STEP

_SYNC: Final = 16
"""Bytes of the marker after the head and each block."""

_LONGEST: Final = 10
"""Bytes of the longest whole number: seven bits of 64 in each."""

_CODEC: Final = b"avro.codec"


def require_modest_blocks(path: Path) -> None:
    """Refuse an Avro file whose blocks unpack to more than a recording can have.

    A damaged file is left to its reader, which reports the damage.

    Raises
    ------
    UnreadableFile
        If they do; sizes are measured, as none are stated for unpacked blocks.
    """
    packed, room = path.stat().st_size, 0
    with path.open("rb") as file:
        deflated = _read_codec(file)
        while (count := _read_number(file)) is not None:
            size = _read_number(file)
            if count <= 0 or size is None or size < 0:
                return
            block = file.read(size)
            inflating = zlib.decompressobj(-zlib.MAX_WBITS)
            while deflated and block and not inflating.eof:
                try:
                    room += len(inflating.decompress(block, STEP))
                except zlib.error:
                    return
                require_modest(str(path), packed, room)
                block = inflating.unconsumed_tail
            file.seek(_SYNC, 1)


def holds_nothing(schema: Any) -> bool:
    """Return whether a schema has lists of items without bytes, which can claim any length."""
    kinds = list(_kinds(schema))
    empty = {str(kind.get("name")).rpartition(".")[2] for kind in kinds if _is_empty(kind, set())}
    return any(kind.get("type") == "array" and _is_empty(kind["items"], empty) for kind in kinds)


def _kinds(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every type that a schema defines, itself included."""
    if isinstance(schema, list):
        for kind in schema:
            yield from _kinds(kind)
    elif isinstance(schema, dict):
        yield schema
        inner = [one.get("type") for one in schema.get("fields", ())]
        for kind in (*inner, schema.get("items"), schema.get("values"), schema.get("type")):
            yield from _kinds(kind)


def _is_empty(schema: Any, names: Collection[str]) -> bool:
    """Return whether values of a type, perhaps one of ``names``, take no byte."""
    if not isinstance(schema, dict):
        return schema == "null" or (isinstance(schema, str) and schema.rpartition(".")[2] in names)
    if schema.get("type") == "fixed":
        return not schema.get("size")
    if schema.get("type") == "record":
        return all(_is_empty(one.get("type"), names) for one in schema.get("fields", ()))
    return _is_empty(schema.get("type"), names)


def _read_codec(file: IO[bytes]) -> bool:
    """Read the head; return whether the blocks after it are deflated."""
    file.seek(len(b"Obj\x01"))
    metadata: dict[bytes, bytes] = {}
    while count := _read_number(file):
        if count < 0:
            _read_number(file)  # the byte length of this part of the map
        for _ in range(abs(count)):
            key, value = _read_text(file), _read_text(file)
            if key is None or value is None:
                return False
            metadata[key] = value
    file.seek(_SYNC, 1)
    return metadata.get(_CODEC) == b"deflate"


def _read_text(file: IO[bytes]) -> bytes | None:
    size = _read_number(file)
    return None if size is None or size < 0 else file.read(size)


def _read_number(file: IO[bytes]) -> int | None:
    """Read a whole number, seven bits per byte, lowest first; None at the end of the file."""
    found = 0
    for place in range(_LONGEST):
        byte = file.read(1)
        if not byte:
            return None
        found |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return (found >> 1) ^ -(found & 1)
