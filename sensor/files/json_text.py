"""JSON files, whole or cut off."""

import json
import re
from ast import literal_eval
from pathlib import Path
from typing import Any

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import read_unpacked

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')
"""Strings, within which brackets mean nothing, and brackets."""

_HALVES = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
"""Halves of a character that UTF-16 writes as two; cutting a name may separate them."""

_CLOSING = {b"[": b"]", b"{": b"}"}

_CAME = rb"(\d{4}-\d\d-\d\d[T ][\d:.,+Z-]+|\d{10}(?:\.\d+)?)"
TOPIC = re.compile(rb"(?:\xef\xbb\xbf)?(?:" + _CAME + rb"[ ]+)?((?<=[ ])|[^\s{}\x00]+[ ]+)(?=\{)")
"""Text before a message in JSON: perhaps when it came, and perhaps its topic."""

_PRINTED = re.compile(rb"\s*\{\s*'")
"""Beginning of a dictionary as Python prints it."""

_NUMBER = rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_BEGINNING = re.compile(
    rb"\s*(?:\[\s*)*(?:\Z|\{\s*(?:[\"}]|\Z)"
    rb"|(?<=[\[\s])(?:[\]\"]|true|false|null|NaN|-?Infinity|" + _NUMBER + rb"\s*(?:[,\]]|\Z)))"
)
"""How JSON of objects or lists begins. ``[2026-03-14 23:10:00.040]``, ``[23:10:00.040]`` and
``{'x': 0.1}`` begin so far alike: they are times in brackets and what Python prints."""


def is_json(start: bytes) -> bool:
    """Return whether a file is JSON, by its first bytes."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text[:1] in (b"{", b"[") and _BEGINNING.match(text) is not None


def is_message(start: bytes) -> bool:
    """Return whether a text begins with a topic and a JSON message, as mosquitto_sub -v writes."""
    return TOPIC.match(start) is not None


def read_json(path: Path, *, zipped: bool) -> tuple[Any, tuple[str, ...]]:
    """Read a JSON file; return the whole part of one that is cut off, with a warning.

    Raises
    ------
    UnreadableFile
        If it is damaged in another way.
    """
    text = b""
    try:
        text = read_unpacked(path, zipped=zipped)
        return _parse(text), ()
    except RecursionError as error:
        raise UnreadableFile(
            f"{path} is JSON nested more deeply than any log. Export raw acceleration as CSV: "
            "time, x, y, z."
        ) from error
    except (ValueError, OSError) as error:
        values, rest = _values_in_a_row(text)
        if len(values) > 1:
            cut = "The last of the JSON values in the file is cut off or damaged; it was left out."
            return values, (Doubt(cut),) if rest else ()
        recovered = _parse_whole_part(text)
        if recovered is not None:
            said = "The file is cut off in mid JSON; what came before its last whole value was read"
            return recovered, (Doubt(f"{said}. Copy it again if you can."),)
        raise UnreadableFile(
            f"{path} is damaged or cut-off JSON ({error}). Convert or copy the log again."
        ) from error


def json_object(text: bytes) -> dict[str, Any] | None:
    """Parse a JSON object, or a dictionary as Python prints it; return None for any other text."""
    try:
        found = literal_eval(text.decode().strip()) if _PRINTED.match(text) else _parse(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def _parse(text: bytes) -> Any:
    """Parse JSON; replace half characters, which cannot be encoded, by question marks."""
    found = json.loads(text)
    if _HALVES.search(text) is None:
        return found
    return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _values_in_a_row(text: bytes) -> tuple[list[Any], bool]:
    """Parse objects, or lists, one behind the other, and tell whether something else follows."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    try:
        plain = text.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return [], True
    at = 0
    while at < len(plain):
        try:
            value, at = decoder.raw_decode(plain, at)
        except (ValueError, RecursionError):
            # one that is damaged in their midst is told as such
            is_last = plain.find("\n" + plain[0], at + 1) < 0
            return (values, True) if is_last else ([], True)
        if not isinstance(value, dict | list):
            return [], True
        values.append(value)
        at += _BETWEEN_VALUES.match(plain, at).end() - at  # type: ignore[union-attr]
    return values, False


_BETWEEN_VALUES = re.compile(r"[\s,]*")


def _parse_whole_part(text: bytes) -> Any:
    """Return the whole part of JSON that ends early; None if damage comes before the end."""
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
        return _parse(text[:end] + around)
    except (ValueError, RecursionError):
        return None
