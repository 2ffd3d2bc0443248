"""Numbers in the digits of other scripts, such as Arabic or Devanagari, as plain ones."""

import unicodedata
from pathlib import Path

from limbwatch.sensor.files.packed import read_unpacked
from limbwatch.sensor.files.tables.heads.beginning import decoded

_SIGNS = {
    "\u066b": ".",
    "\u066c": "",
    "\N{MINUS SIGN}": "-",
    "\u200e": "",
    "\u200f": "",
    "\u061c": "",
}
"""Replacements of Arabic decimal and thousands separators, minus, and direction marks."""


def in_plain_digits(path: Path, start: bytes, *, zipped: bool) -> bytes | None:
    """Rewrite a text in UTF-8 with the digits 0 to 9, whatever the script of its own.

    None where its beginning, decompressed, has no digits of another script.
    """
    text, encoding = decoded(start, path)
    if not any(_digit(sign) for sign in set(text)):
        return None
    content = read_unpacked(path, zipped=zipped)
    text = content.decode("utf-8-sig" if encoding == "utf8" else encoding, errors="replace")
    digits = {sign: _digit(sign) for sign in set(text)}
    plain = {sign: digit for sign, digit in digits.items() if digit} | _SIGNS
    return text.translate({ord(sign): digit for sign, digit in plain.items()}).encode()


def _digit(sign: str) -> str:
    """Return the plain digit for one of another script; empty for other characters."""
    value = None if sign.isascii() else unicodedata.decimal(sign, None)
    return "" if value is None else str(value)
