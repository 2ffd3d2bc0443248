"""Ways to end a recording: by a person, a closed terminal or the system."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from limbwatch.cli.errors import ExitCode
from limbwatch.cli.interruption import ENDING_SIGNALS

_SAME_WISH_S = 0.5
"""Time after the first signal within which a second one is the same request, seconds: systems send
several at logout, and a closing terminal sends two."""


@dataclass(slots=True)
class Interruption:
    """Ends the night well at the first signal, and at once at a later one.

    A closed terminal (SIGHUP) ends the night as SIGTERM does, but never cuts the scoring short.
    Under ``nohup`` it has no effect.
    """

    say: Callable[[str], None]
    """Prints a message to the person."""
    happened: bool = False
    """Whether the recording was asked to end."""
    _first_s: float = 0.0
    """Time of the first signal, by the monotonic clock."""

    @contextmanager
    def heeded(self, stop: asyncio.Event) -> Iterator[None]:
        """Set ``stop`` at the first signal while the body runs."""
        loop = asyncio.get_running_loop()
        before = {}
        for name in ENDING_SIGNALS:
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is signal.SIG_IGN:
                continue
            before[number] = signal.signal(
                number,
                lambda number, _frame: loop.call_soon_threadsafe(self._on_signal, number, stop),
            )
        try:
            yield
        finally:
            for number, handler in before.items():
                # the recording is scored even if the terminal closes once more
                scoring = self.happened and number == getattr(signal, "SIGHUP", None)
                signal.signal(number, signal.SIG_IGN if scoring else handler)

    def _on_signal(self, number: int, stop: asyncio.Event) -> None:
        closed = number == getattr(signal, "SIGHUP", None)
        if closed:
            _detach_terminal()
        if not self.happened:
            self.happened, self._first_s = True, time.monotonic()
            self.say("Ending the night. Once more leaves at once, without scoring.")
            stop.set()
        elif not closed and time.monotonic() - self._first_s > _SAME_WISH_S:
            # all data except the last half second are on disk and synced
            os._exit(ExitCode.INTERRUPTED)


def _detach_terminal() -> None:
    """Redirect output from a closed terminal, where writing would fail; files and pipes stay."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - its number counts
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                number = stream.fileno()
                if _was_terminal.get(number, False):
                    os.dup2(nowhere.fileno(), number)


def _find_terminals() -> dict[int, bool]:
    found = {}
    for number in (1, 2):
        with suppress(OSError):
            found[number] = os.isatty(number)
    return found


_was_terminal = _find_terminals()
"""Whether stdout and stderr are terminals; read on import, since a closed one no longer tells."""
