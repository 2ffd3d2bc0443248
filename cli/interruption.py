"""Stopping: a command ends within two seconds of a signal, whatever it is doing.

The first thing that a signal does is what Ctrl-C does: an exception unwinds the command, which
removes what it was making. That needs Python to run. A library that reads, packs or decodes does
not let it, and a thread that waits for a pipe cannot be told to stop; so a second thread, woken by
the system itself, ends the process when the first way takes longer than `GRACE_S`.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Final

from limbwatch.cli.errors import ExitCode

AGAIN_S: Final = 0.02
"""Seconds until a signal that was lost is raised anew: what lost it has returned by then."""

GRACE_S: Final = 1.0
"""Seconds in which a command may end by itself; our choice, half of what is promised."""

INTERRUPTED: Final = "interrupted, as asked; nothing was left half-written"


def heed_signals(*, as_json: bool) -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP end this process, and soon; in JSON where a program waits.

    Signals that whoever started the process lets it ignore, as ``nohup`` does, stay ignored. A
    command that puts its own handler in place, as ``record`` does, has its own time to end.
    """
    sys.unraisablehook = _lost_in_a_callback(sys.unraisablehook)
    heeded = []
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
            heeded.append(number)
    if os.name == "nt" or not heeded:
        return  # Windows wakes by sockets alone; there, only the first way is gone
    waking, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    threading.Thread(target=_end_late, args=(waking, as_json), daemon=True).start()


def discard_made() -> None:
    """Remove what is still in the making: the process is about to end."""
    scratch = sys.modules.get("limbwatch.sensor.scratch")
    if scratch is not None:  # else nothing was made; importing it here would import numpy
        scratch.discard_all()


_unwound: list[int] = []
"""Signals that unwound a command; a command with a handler of its own ends well and adds none."""


_lost: list[int] = []
"""Signals whose exception Python dropped; on Windows, where nothing raises them, a key does."""


def was_unwound() -> bool:
    """Say whether a signal broke the command off, so that it has no result."""
    return bool(_unwound)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    if _unwound:
        # a key that is held, or a parent that passes on what its group got already: the command
        # is ending, and must come to remove what it was making and to say so
        return
    _unwound.append(number)
    raise KeyboardInterrupt


def _lost_in_a_callback(told_before: Callable[[Any], object]) -> Callable[[Any], None]:
    """Raise a signal anew whose exception went nowhere, and say nothing of it.

    Python drops what is raised while it collects an object or locks a module, and goes on.
    """

    def told(what: Any) -> None:
        if what.exc_type is not KeyboardInterrupt or not _unwound:
            told_before(what)
            return
        _lost.append(_unwound.pop())

    return told


def _end_late(waking: int, as_json: bool) -> None:  # noqa: FBT001 - a thread's target
    """Wait for a signal that is to end the process, and see to it that it does."""
    while signal.getsignal(os.read(waking, 1)[0]) is not _interrupt:
        pass
    late = time.monotonic() + GRACE_S
    while time.monotonic() < late:
        time.sleep(AGAIN_S)
        if _lost:
            os.kill(os.getpid(), _lost.pop())
    discard_made()
    # never through Python's streams, which the thread that hangs may hold
    with suppress(OSError):
        os.write(2, f"limbwatch: {INTERRUPTED}\n".encode())
    if as_json:
        what = {"error": {"message": INTERRUPTED, "exit_code": int(ExitCode.INTERRUPTED)}}
        with suppress(OSError):
            os.write(1, (json.dumps(what, indent=2, sort_keys=True) + "\n").encode())
    os._exit(ExitCode.INTERRUPTED)
