"""How a person, a closed terminal or the system ends a recording."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from limbwatch.cli.errors import ExitCode

_SAME_WISH_S = 0.5
"""A second signal this soon after the first is the same wish: systems send several at a logout, and
a terminal that closes does so twice, seconds."""


@dataclass(slots=True)
class Interruption:
    """Ends the night well at the first signal; leaves at once at a later one.

    A closed terminal (SIGHUP) ends the night as SIGTERM does, and never cuts the scoring short.
    Under ``nohup`` it ends nothing.
    """

    say: Callable[[str], None]
    """Tells the person."""
    happened: bool = False
    _first_s: float = 0.0

    @contextmanager
    def heeded(self, stop: asyncio.Event) -> Iterator[None]:
        """Set ``stop`` at the first signal inside the body."""
        loop = asyncio.get_running_loop()
        before = {}
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is signal.SIG_IGN:
                continue
            before[number] = signal.signal(
                number, lambda number, _frame: loop.call_soon_threadsafe(self._ask, number, stop)
            )
        try:
            yield
        finally:
            for number, handler in before.items():
                # what is recorded is scored, though the terminal closes once more
                scoring = self.happened and number == getattr(signal, "SIGHUP", None)
                signal.signal(number, signal.SIG_IGN if scoring else handler)

    def _ask(self, number: int, stop: asyncio.Event) -> None:
        closed = number == getattr(signal, "SIGHUP", None)
        if closed:
            _let_go_of_terminal()
        if not self.happened:
            self.happened, self._first_s = True, time.monotonic()
            self.say("Ending the night. Once more leaves at once, without scoring.")
            stop.set()
        elif not closed and time.monotonic() - self._first_s > _SAME_WISH_S:
            # everything that arrived until the last half second is on disk and synced
            os._exit(ExitCode.INTERRUPTED)


def _let_go_of_terminal() -> None:
    """Write nothing more to a terminal that is gone: that would fail; files and pipes stay."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - its number counts
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                number = stream.fileno()
                if _was_terminal.get(number, False):
                    os.dup2(nowhere.fileno(), number)


def _terminals() -> dict[int, bool]:
    found = {}
    for number in (1, 2):
        with suppress(OSError):
            found[number] = os.isatty(number)
    return found


_was_terminal = _terminals()
"""Asked at once, for a terminal that is gone says that it is none."""
