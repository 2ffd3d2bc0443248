"""What a study made, so that a table which somebody changed since is not made anew over it."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.whole_files import write_whole

_LIST: Final = ".made.txt"
"""Beside the tables, so that a study may move to another computer: their SHA-256."""


def require_unchanged(out: Path, names: Iterable[str]) -> None:
    """Refuse to make tables anew of which one was changed by somebody else.

    Raises
    ------
    CommandError
        If one has a content that was not made here. Where nothing is known of what was made, as
        of an earlier version, none is.
    """
    known = _known(out)
    for name in names if known else ():
        path = out / name
        if path.is_file() and _mark(path.read_bytes()) not in known:
            raise CommandError(
                f"{path} was changed since limbwatch made it, and would be made anew. Rename it or "
                "move it away, then run the same again.",
                exit_code=ExitCode.USAGE,
            )


def write_tables_whole(out: Path, contents: Mapping[str, bytes]) -> None:
    """Write tables, and what they are known by."""
    fresh = {_mark(content) for content in contents.values()}
    # of a run that is cut off between them, the old and the new ones are known
    _note(out, _known(out) | fresh)
    for name, content in contents.items():
        write_whole(out / name, content)
    _note(out, fresh)


def _note(out: Path, marks: set[str]) -> None:
    write_whole(out / _LIST, "".join(f"{mark}\n" for mark in sorted(marks)).encode("ascii"))


def _known(out: Path) -> set[str]:
    try:
        return set((out / _LIST).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return set()


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
