"""JSON, whole or cut off."""

import json
import re
from pathlib import Path
from typing import Any

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import whole

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')
"""Texts, in which brackets mean nothing, and brackets."""

_HALVES = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
"""Halves of a letter that UTF-16 writes as two; they may be apart where a name was cut."""

_CLOSING = {b"[": b"]", b"{": b"}"}

TOPIC = re.compile(rb"(?:\xef\xbb\xbf)?([^\s{}\x00]+)[ ]+(?=\{)")
"""What stands before such a message."""

_CLOCK = re.compile(rb"\[\d{1,2}:\d")
"""A time in brackets, as rdsamp of PhysioNet writes it: in JSON no colon follows a number there."""


def is_json(start: bytes) -> bool:
    """Tell whether a file is JSON, by its first bytes."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text[:1] in (b"{", b"[") and _CLOCK.match(text) is None


def is_message(start: bytes) -> bool:
    """Tell whether a text begins with the topic of a message in JSON, by mosquitto_sub -v."""
    return TOPIC.match(start) is not None


def read_json(path: Path, *, zipped: bool) -> tuple[Any, tuple[str, ...]]:
    """Read a JSON file; of one that is cut off what is whole, and a warning.

    Raises
    ------
    UnreadableFile
        If it is damaged otherwise.
    """
    text = b""
    try:
        text = whole(path, zipped=zipped)
        return _values(text), ()
    except RecursionError as error:
        raise UnreadableFile(
            f"{path} is JSON nested more deeply than any log. Export raw acceleration as CSV: "
            "time, x, y, z."
        ) from error
    except (ValueError, OSError) as error:
        there = _whole_values(text)
        if there is not None:
            said = "The file is cut off in mid JSON; what came before its last whole value was read"
            return there, (Doubt(f"{said}. Copy it again if you can."),)
        raise UnreadableFile(
            f"{path} is damaged or cut-off JSON ({error}). Convert or copy the log again."
        ) from error


def json_object(text: bytes) -> dict[str, Any] | None:
    """Read an object in JSON; None where a text is none."""
    try:
        found = _values(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _values(text: bytes) -> Any:
    """Parse JSON; of a letter of which half is there a question mark, for no text can hold it."""
    found = json.loads(text)
    if _HALVES.search(text) is None:
        return found
    return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _whole_values(text: bytes) -> Any:
    """Give what is whole of JSON that ends too early; None where it is damaged before its end."""
    inside: list[bytes] = []
    end, around = 0, b""
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign in _CLOSING:
            inside.append(_CLOSING[sign])
        elif inside and sign == inside[-1]:
            inside.pop()
            end, around = token.end(), b"".join(reversed(inside))
    if not around:
        return None
    try:
        return _values(text[:end] + around)
    except (ValueError, RecursionError):
        return None
