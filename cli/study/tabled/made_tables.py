"""Hashes of a study's tables, so that a table somebody changed is not overwritten."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.whole_files import write_whole

_LIST: Final = ".made.txt"
"""Holds the SHA-256 of the tables beside them, so that a study can move to another computer."""


def require_unchanged(out: Path, names: Iterable[str]) -> None:
    """Refuse to replace tables if somebody else changed one.

    Raises
    ------
    CommandError
        If one has content that was not written here. Without hashes, as from an earlier
        version, none is refused.
    """
    known = _read_digests(out)
    for name in names if known else ():
        path = out / name
        if path.is_file() and _digest(path.read_bytes()) not in known:
            raise CommandError(
                f"{path} was changed since limbwatch made it, and would be made again. Rename it "
                "or move it away, then run the same again.",
                exit_code=ExitCode.USAGE,
            )


def write_tables_whole(out: Path, contents: Mapping[str, bytes]) -> None:
    """Write tables, and their hashes."""
    digests = {_digest(content) for content in contents.values()}
    # after an interruption both old and new tables are recognised
    _write_digests(out, _read_digests(out) | digests)
    for name, content in contents.items():
        write_whole(out / name, content)
    _write_digests(out, digests)


def _write_digests(out: Path, digests: set[str]) -> None:
    write_whole(out / _LIST, "".join(f"{mark}\n" for mark in sorted(digests)).encode("ascii"))


def _read_digests(out: Path) -> set[str]:
    try:
        return set((out / _LIST).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return set()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
