"""The digest of the code that scores, since the version does not change with every edit."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import Final

from limbwatch.cli.language.spoken import tr
from limbwatch.version import __version__

_SCORING: Final = ("sensor", "dsp", "classify", "cli.making", "cli.reading")
"""Packages of `limbwatch` that results depend on."""
_SUFFIXES: Final = (".py", ".npz")
"""Suffixes of source files and learned numbers."""
_DIGEST_BYTES: Final = 6
"""Length of the digest, bytes."""


@cache
def scoring_code() -> str:
    """Return the digest of the sources and learned numbers that score, 12 hexadecimal digits.

    It is the same wherever the same files are installed, and changes with any of them. Reading them
    takes 20 to 50 ms, so commands that only show results do not ask for it. Empty if they cannot be
    read, as in an archive.
    """
    digest = blake2b(digest_size=_DIGEST_BYTES)
    try:
        for folder in _SCORING:
            for name, content in _read_sources(_package_folder(folder)):
                digest.update(f"{folder}/{name}:{len(content)}\n".encode())
                digest.update(content)
    except OSError:
        return ""
    return digest.hexdigest()


def program(version: str, code: str) -> str:
    """Write version and code: ``0.1.0 (0f3a...)``; old results know only their version."""
    return f"{version} ({code or tr('unknown code')})"


def this_program() -> tuple[str, str]:
    """Return the version and the code digest of this program."""
    return __version__, scoring_code()


def _package_folder(folder: str) -> str:
    spec = find_spec(f"limbwatch.{folder}")
    places = () if spec is None else spec.submodule_search_locations or ()
    for place in places:
        return place
    raise FileNotFoundError(folder)


def _read_sources(place: str, within: str = "") -> Iterator[tuple[str, bytes]]:
    for one in sorted(os.scandir(place), key=lambda one: one.name):
        name = f"{within}{one.name}"
        if one.is_dir():
            yield from _read_sources(one.path, f"{name}/")
        elif one.name.endswith(_SUFFIXES):
            with open(one.path, "rb", buffering=0) as file:  # noqa: PTH123 - half a thousand of them
                content = file.read()
            # line endings may differ between checkouts
            yield name, content.replace(b"\r\n", b"\n") if name.endswith(".py") else content
