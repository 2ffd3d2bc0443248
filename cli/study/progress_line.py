"""Progress of a study on stderr, with the time left."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import counted, spell

_EVERY_S: Final = 30.0
"""Interval between lines if stderr is no terminal; chosen."""


class Progress:
    """Counts finished sessions and writes a line for each; uses a monotonic clock."""

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
        """Count a finished session."""
        self._done += 1
        self._failed += failed
        self._write(self.line)

    @property
    def line(self) -> str:
        """Sessions done and failed, and the time left at the pace so far."""
        elapsed = self._now() - self._begun
        left = (self._total - self._done) * elapsed / self._done if self._done else None
        text = tr("{done} of {sessions}", done=self._done, sessions=counted(self._total, "session"))
        if self._failed:
            text += tr(", {failed} failed", failed=self._failed)
        if left is not None and self._done < self._total:
            text += tr(", about {time} left", time=spell(max(left, 1.0) / 60))
        return text


@contextmanager
def progress_of(total: int, terminal: Terminal) -> Iterator[Progress]:
    """Show progress: one line that is updated, or in a log a line every half minute."""
    if terminal.quiet:
        yield Progress(total, write=lambda _: None)
    elif sys.stderr.isatty():
        with terminal.progress(f"0 of {total} sessions") as update:
            yield Progress(total, write=update)
    else:
        last_shown = [time.monotonic()]

        def write(line: str) -> None:
            if time.monotonic() - last_shown[0] >= _EVERY_S:
                last_shown[0] = time.monotonic()
                terminal.say(line)

        yield Progress(total, write=write)
