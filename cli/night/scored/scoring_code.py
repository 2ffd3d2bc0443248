"""What scores, by its content: a version is not told anew with every change of it."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import Final

from limbwatch.cli.language.spoken import tr
from limbwatch.version import __version__

_SCORING: Final = ("sensor", "dsp", "classify", "cli.making", "cli.reading")
"""The folders of `limbwatch` that a result depends on."""
_ENDINGS: Final = (".py", ".npz")
"""Of sources, and of numbers that were learned."""
_BYTES: Final = 6


@cache
def scoring_code() -> str:
    """Give the digest of the sources and learned numbers that score, 12 hexadecimal digits.

    It is the same wherever the same files are installed, and another one after any change of them.
    Reading them takes 20 to 50 ms, so who only shows results does not ask. Empty where they cannot
    be read, as in an archive.
    """
    digest = blake2b(digest_size=_BYTES)
    try:
        for folder in _SCORING:
            for name, content in _files(_home(folder)):
                digest.update(f"{folder}/{name}:{len(content)}\n".encode())
                digest.update(content)
    except OSError:
        return ""
    return digest.hexdigest()


def program(version: str, code: str) -> str:
    """Name a program that scored: ``0.1.0 (0f3a...)``; of old results only the version is known."""
    return f"{version} ({code or tr('unknown code')})"


def this_program() -> tuple[str, str]:
    """Give the version and the digest of what would score now."""
    return __version__, scoring_code()


def _home(folder: str) -> str:
    spec = find_spec(f"limbwatch.{folder}")
    places = () if spec is None else spec.submodule_search_locations or ()
    for place in places:
        return place
    raise FileNotFoundError(folder)


def _files(place: str, within: str = "") -> Iterator[tuple[str, bytes]]:
    for one in sorted(os.scandir(place), key=lambda one: one.name):
        name = f"{within}{one.name}"
        if one.is_dir():
            yield from _files(one.path, f"{name}/")
        elif one.name.endswith(_ENDINGS):
            with open(one.path, "rb", buffering=0) as file:  # noqa: PTH123 - half a thousand of them
                content = file.read()
            # some ways to get sources change the ends of their lines
            yield name, content.replace(b"\r\n", b"\n") if name.endswith(".py") else content
