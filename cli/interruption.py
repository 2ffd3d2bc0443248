"""Stopping: a command ends within two seconds of a signal, whatever it is doing.

The signal first does what Ctrl-C does: an exception unwinds the command, which removes what it
was making. That needs the interpreter to run. A library that reads, packs or decodes may block it,
and a thread that waits for a pipe cannot be stopped; so a second thread, woken by the system
itself, ends the process when unwinding takes longer than `GRACE_S`.
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
"""Delay before a lost signal is raised again, seconds: what lost it has returned by then."""

GRACE_S: Final = 1.0
"""Time for a command to end by itself, seconds; our choice, half of what is promised."""

ENDING_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Names of the signals that end a command: Ctrl-C, the system's, that of a closed terminal, and
Ctrl-Break, which Windows alone has. Each system has some of them."""

INTERRUPTED: Final = "interrupted, as asked; nothing was left half-written"


def install_signal_handlers(*, as_json: bool) -> None:
    """Let the `ENDING_SIGNALS` end this process soon, with a JSON error if asked for.

    Signals that the parent process made this one ignore, as ``nohup`` does, stay ignored. A
    command that installs its own handler, as ``record`` does, takes its own time to end.
    """
    sys.unraisablehook = _record_dropped_interrupt(sys.unraisablehook)
    heeded = []
    for name in ENDING_SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
            heeded.append(number)
    if os.name == "nt" or not heeded:
        return  # Windows can only wake a socket: there, unwinding is the only way
    waking, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    threading.Thread(target=_end_if_late, args=(waking, as_json), daemon=True).start()


def discard_made() -> None:
    """Remove unfinished files; the process is about to end."""
    scratch = sys.modules.get("limbwatch.sensor.scratch")
    if scratch is not None:  # nothing was made otherwise, and importing it would import numpy
        scratch.discard_all()


_unwound: list[int] = []
"""Signals that unwound a command. A command with its own handler ends well and adds none."""


_lost: list[int] = []
"""Signals whose exception Python dropped; only a key can raise them again on Windows."""


def was_unwound() -> bool:
    """Tell whether a signal broke off the command, so that it has no result."""
    return bool(_unwound)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    if _unwound:
        # a held key, or a parent that passes on a signal its group already got: the command
        # is ending, and must be left to remove what it was making and to report it
        return
    _unwound.append(number)
    raise KeyboardInterrupt


def _record_dropped_interrupt(told_before: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return a hook that records a dropped interrupt silently, so that it is raised again.

    Python drops exceptions raised while it collects an object or locks a module, and goes on.
    """

    def told(what: Any) -> None:
        if what.exc_type is not KeyboardInterrupt or not _unwound:
            told_before(what)
            return
        _lost.append(_unwound.pop())

    return told


def _end_if_late(waking: int, as_json: bool) -> None:  # noqa: FBT001 - a thread's target
    """Wait for a signal that is to end the process, then make sure that it ends."""
    while signal.getsignal(os.read(waking, 1)[0]) is not _interrupt:
        pass
    late = time.monotonic() + GRACE_S
    while time.monotonic() < late:
        time.sleep(AGAIN_S)
        if _lost:
            os.kill(os.getpid(), _lost.pop())
    discard_made()
    # bypass Python's streams: the hanging thread may hold their locks
    with suppress(OSError):
        os.write(2, f"limbwatch: {INTERRUPTED}\n".encode())
    if as_json:
        what = {"error": {"message": INTERRUPTED, "exit_code": int(ExitCode.INTERRUPTED)}}
        with suppress(OSError):
            os.write(1, (json.dumps(what, indent=2, sort_keys=True) + "\n").encode())
    os._exit(ExitCode.INTERRUPTED)
