"""A disk of which the k-th operation fails, or at which the process dies.

As SQLite's tests do (https://www.sqlite.org/testing.html, 3.2): every operation that changes a
folder is counted, and one of them fails. A killed process does nothing more, not even tidy up:
from the kill on every operation of it fails. What a library writes by itself, as SQLite does, is
not seen.
"""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

CALLS = ("open", "fsync", "replace", "rename", "mkdir", "rmdir", "unlink", "remove", "link")


class Killed(BaseException):
    """The process is gone."""


class Disk:
    """Counts what is done to a folder, and lets one operation fail.

    Parameters
    ----------
    place : Path
        Folder whose changes are counted.
    fails : int
        Number of the operation that fails, from 1; 0 lets none fail.
    fault : int or None
        Number of the system's error; None is a kill.
    """

    def __init__(self, place: Path, fails: int, fault: int | None) -> None:
        self.place, self.fails, self.fault = str(place), fails, fault
        self.done = 0
        self.dead = False

    def step(self) -> None:
        """Do one thing."""
        if self.dead:
            raise Killed
        self.done += 1
        if self.done == self.fails:
            if self.fault is None:
                self.dead = True
                raise Killed
            raise OSError(self.fault, os.strerror(self.fault))

    @contextmanager
    def failing(self) -> Iterator[Self]:
        """Count, and fail, in the body."""
        with ExitStack() as stack:
            for name in CALLS:
                watched = self._watched(getattr(os, name))
                stack.enter_context(patch.object(os, name, watched))
            opened = self._opened(io.open)
            for module in (io, builtins):
                stack.enter_context(patch.object(module, "open", opened))
            stack.enter_context(patch.object(os, "fdopen", self._opened(os.fdopen)))
            yield self

    def _here(self, path: Any, named: dict[str, Any]) -> bool:
        """Tell whether an operation is one of the folder; those by number are."""
        if isinstance(path, int) or named.get("dir_fd") is not None:
            return True
        return os.fsdecode(path).startswith(self.place)

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            reads = call.__name__ == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR)
            if not reads and self._here(given[0], named):
                self.step()
            return call(*given, **named)

        return act

    def _opened(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def act(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            writes = set(mode) & set("wax+")
            if not writes or not self._here(file, {}):
                return call(file, mode, *given, **named)
            if not isinstance(file, int):
                self.step()
            return Writer(call(file, mode, *given, **named), self)

        return act


class Writer:
    """A file whose writes are operations of a disk."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> Self:
        """Use the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        """Do all else as the file does."""
        return getattr(self._file, name)

    def write(self, content: Any) -> Any:
        """Write half of it when the process dies here."""
        try:
            self._disk.step()
        except Killed:
            self._file.write(content[: len(content) // 2])
            raise
        return self._file.write(content)
