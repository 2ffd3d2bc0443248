"""The blocks of an Avro file, looked through before a library unpacks them.

A block is deflated, and its lists say themselves how long they are (Apache Avro, specification,
"Object Container Files"): both could fill any memory.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.files.packed import STEP

_SYNC: Final = 16
"""Bytes of the mark behind the head and each block."""

_LONGEST: Final = 10
"""Bytes of the longest whole number: seven bits of 64 in each."""

_CODEC: Final = b"avro.codec"


def require_modest_blocks(path: Path) -> None:
    """Refuse an Avro file whose blocks unpack to more than a recording can have.

    A file that is damaged is left to its reader, which says so.

    Raises
    ------
    UnreadableFile
        If they do; measured, for nothing states their sizes unpacked.
    """
    packed, room = path.stat().st_size, 0
    with path.open("rb") as file:
        deflated = _deflated(file)
        while (count := _number(file)) is not None:
            size = _number(file)
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
    """Tell whether a schema has lists of what takes no byte: any count of it can be claimed."""
    kinds = list(_kinds(schema))
    empty = {str(kind.get("name")).rpartition(".")[2] for kind in kinds if _is_empty(kind, set())}
    return any(kind.get("type") == "array" and _is_empty(kind["items"], empty) for kind in kinds)


def _kinds(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Give every kind that a schema defines, itself and all within it."""
    if isinstance(schema, list):
        for kind in schema:
            yield from _kinds(kind)
    elif isinstance(schema, dict):
        yield schema
        inner = [one.get("type") for one in schema.get("fields", ())]
        for kind in (*inner, schema.get("items"), schema.get("values"), schema.get("type")):
            yield from _kinds(kind)


def _is_empty(schema: Any, names: Collection[str]) -> bool:
    """Tell whether values of a kind, which may be one of the names, take no byte."""
    if not isinstance(schema, dict):
        return schema == "null" or (isinstance(schema, str) and schema.rpartition(".")[2] in names)
    if schema.get("type") == "fixed":
        return not schema.get("size")
    if schema.get("type") == "record":
        return all(_is_empty(one.get("type"), names) for one in schema.get("fields", ()))
    return _is_empty(schema.get("type"), names)


def _deflated(file: IO[bytes]) -> bool:
    """Read the head; says whether the blocks behind it are deflated."""
    file.seek(len(b"Obj\x01"))
    told: dict[bytes, bytes] = {}
    while count := _number(file):
        if count < 0:
            _number(file)  # the bytes of this part of the map
        for _ in range(abs(count)):
            key, value = _text(file), _text(file)
            if key is None or value is None:
                return False
            told[key] = value
    file.seek(_SYNC, 1)
    return told.get(_CODEC) == b"deflate"


def _text(file: IO[bytes]) -> bytes | None:
    size = _number(file)
    return None if size is None or size < 0 else file.read(size)


def _number(file: IO[bytes]) -> int | None:
    """Read a whole number, seven bits a byte, the lowest first; None at the end of the file."""
    found = 0
    for place in range(_LONGEST):
        byte = file.read(1)
        if not byte:
            return None
        found |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return (found >> 1) ^ -(found & 1)
