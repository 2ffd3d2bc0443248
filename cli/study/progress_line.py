"""How far a study is, and when it will be done, on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import counted, spell

_EVERY_S: Final = 30.0
"""Seconds from one line to the next where stderr is no terminal; chosen."""


class Progress:
    """Counts sessions as they end, by a clock that only runs forward, and writes how far it is."""

    def __init__(
        self, total: int, *, write: Callable[[str], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._write = write
        self._now = now
        self._begun = now()
        self._failed = 0
        self._done = 0

    def ended(self, *, failed: bool) -> None:
        """Count a session."""
        self._done += 1
        self._failed += failed
        self._write(self.line)

    @property
    def line(self) -> str:
        """Sessions done and failed, and the time that the rest takes at the pace so far."""
        passed = self._now() - self._begun
        left = (self._total - self._done) * passed / self._done if self._done else None
        text = tr("{done} of {sessions}", done=self._done, sessions=counted(self._total, "session"))
        if self._failed:
            text += tr(", {failed} failed", failed=self._failed)
        if left is not None and self._done < self._total:
            text += tr(", about {time} left", time=spell(max(left, 1.0) / 60))
        return text


@contextmanager
def progress_of(total: int, terminal: Terminal) -> Iterator[Progress]:
    """Show how far a study is: one line that changes, or a line every half minute in a log."""
    if terminal.quiet:
        yield Progress(total, write=lambda _: None)
    elif sys.stderr.isatty():
        with terminal.progress(f"0 of {total} sessions") as update:
            yield Progress(total, write=update)
    else:
        shown = [time.monotonic()]

        def write(line: str) -> None:
            if time.monotonic() - shown[0] >= _EVERY_S:
                shown[0] = time.monotonic()
                terminal.say(line)

        yield Progress(total, write=write)
