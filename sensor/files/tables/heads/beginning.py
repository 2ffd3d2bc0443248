"""The first bytes of a file, decompressed and decoded."""

import gzip
import re
import zlib
from pathlib import Path

from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.errors import UnreadableFile, forbidden
from limbwatch.sensor.files.packed import damaged_gzip, unopened

HEAD_BYTES = BOUNDS.line_bytes
"""Bytes that are read."""

_SCANNED = 4096
"""Leading bytes in which `_CONTROL` bytes are counted."""

_CONTROL = bytes([*range(1, 9), *range(14, 32)])
"""Control characters that no text has."""


_WORDS = (
    ("gb18030", "加速度".encode("gb18030")),
    ("gb18030", "时间".encode("gb18030")),
    ("cp932", "加速度".encode("cp932")),
    ("cp932", "時刻".encode("cp932")),
    ("cp932", "時間".encode("cp932")),
    ("big5", "加速度".encode("big5")),
    ("big5", "時間".encode("big5")),
    ("cp949", "가속도".encode("cp949")),
    ("cp949", "시간".encode("cp949")),
)
"""Words for acceleration and time in multi-byte encodings, by Python's name of the encoding:
WitMotion's program writes in the encoding of Windows in China."""


def first_bytes(path: Path) -> tuple[bytes, bool]:
    """Read at most ``HEAD_BYTES`` of a file, decompressed, and tell whether it is a gzip file.

    Raises
    ------
    UnreadableFile
        If it is missing, a folder, a pipe, forbidden, empty or a damaged gzip file.
    """
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise UnreadableFile(
                f"{path} is a pipe or a device. A recording is read more than once: save it to a "
                "file first."
            )
        with path.open("rb") as file:
            start = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file. {_hint_on_name(path)}") from None
    except IsADirectoryError:
        raise UnreadableFile(
            f"{path} is a folder, not a recording. Give the file inside it, one per placement."
        ) from None
    except PermissionError as error:
        raise forbidden(path) from error
    except OSError as error:
        raise unopened(path, error) from error
    if not start:
        raise UnreadableFile(f"{path} is empty (0 bytes). Export or copy it again.")
    if start[:2] != b"\x1f\x8b":
        return start, False
    try:
        with gzip.open(path, "rb") as file:
            start = file.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged_gzip(path, error) from error
    if not start:
        raise UnreadableFile(
            f"{path} holds nothing (0 bytes after decompression). Export it again."
        )
    return start, True


def _hint_on_name(path: Path) -> str:
    """Say what to do about the name of a file that is not there."""
    if str(path).casefold().startswith(("http:", "https:")):
        return "Files are read from this computer only: download it first."
    if any(sign in path.name for sign in "*?"):
        return "Patterns are not expanded here: name each file."
    return "Check the name."


def decoded(start: bytes, path: Path) -> tuple[str, str]:
    """Decode the beginning of a text file, without byte order mark, and return its encoding.

    Raises
    ------
    UnreadableFile
        If it is not text.
    """
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", errors="replace"), "utf-16"
    wide = _detect_utf16(start)
    if wide:
        return start[: len(start) // 2 * 2].decode(wide, errors="replace"), wide
    # strip the colour codes of a terminal
    start = re.sub(rb"\x1b\[[0-9;]*m", b"", start)
    # a recorder that loses power leaves a block of zeros in its text; binary data has control bytes
    first = start[:_SCANNED]
    control = len(first) - len(first.translate(None, _CONTROL))
    blank = start.count(0)
    if blank > len(start) // 2 or control > len(first) // 100:
        raise UnreadableFile(
            f"{path} is neither text nor a file of a kind that limbwatch knows, or its first bytes "
            "are damaged. Export it as CSV with the program of its maker."
        )
    start = start.replace(b"\x00", b"")
    try:
        # the last character may be cut in two
        return start.decode("utf-8-sig", errors="strict"), "utf8"
    except UnicodeDecodeError as error:
        if error.start > len(start) - 4:
            return start[: error.start].decode("utf-8-sig"), "utf8"
        encoding = next((name for name, word in _WORDS if word in start), "cp1252")
        return start.decode(encoding, errors="replace"), encoding


def _detect_utf16(start: bytes) -> str:
    """Return the encoding of UTF-16 text without a byte order mark; else an empty string."""
    sample = start[: len(start[:4096]) // 2 * 2]
    high, low = sample[::2].count(0), sample[1::2].count(0)
    if max(high, low) < 0.9 * len(sample) / 2 or min(high, low) > 0.01 * len(sample):
        return ""
    return "utf-16-be" if high > low else "utf-16-le"
