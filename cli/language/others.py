"""Messages of the operating system and of libraries about files, as forms for the catalogue.

Errors quote them as their cause; ``tests/test_language_leaks.py`` provokes them.
"""

from typing import Final

_SYSTEM: Final = (
    "bad file descriptor", "file exists", "input/output error", "is a directory",
    "no space left on device", "no such file or directory", "not a directory",
    "operation not permitted", "permission denied", "read-only file system", "too many open files",
)  # fmt: skip
"""Reasons for which the operating system refuses a file, as written within a sentence."""

_LIBRARIES: Final = (
    "[Errno {number}] {what}",
    "[Errno {number}] {what}: {path!r}",
    "{code!r} is a bad directive in format {form!r}",
    "stray % in format {form!r}",
    "Compressed file ended before the end-of-stream marker was reached",
    "CRC check failed {crc} != {found}",
    "Error {code} while decompressing data: {why}",
    "Expecting value: {where}",
    "Expecting property name enclosed in double quotes: {where}",
    "Expecting {sign!r} delimiter: {where}",
    "Extra data: {where}",
    "Invalid control character at: {where}",
    "Unterminated string starting at: {where}",
    "line {line} column {column} (char {at})",
    "File is not a zip file",
    "Input data was truncated",
    "Not a gzipped file ({begins})",
    "Object missing required field `{field}`",
    "Object missing required field `{field}` - at `{where}`",
    "sector {sector} (byte offset {offset}) failed checksum",
    "incomplete or truncated stream",
    "incorrect data check",
    "incorrect header check",
    "invalid block type",
    "invalid code lengths set",
    "invalid distance too far back",
    "invalid stored block lengths",
    "unpack requires a buffer of {bytes} bytes",
)
"""Messages of libraries about files that they cannot read."""

OTHERS: Final = (*_SYSTEM, *(text[0].upper() + text[1:] for text in _SYSTEM), *_LIBRARIES)
"""All of these, for the catalogue."""
