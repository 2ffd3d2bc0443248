"""Keep the computer awake while it records."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_COMMANDS = {
    "linux": [
        "systemd-inhibit",
        "--what=sleep:idle:handle-lid-switch",
        "--who=limbwatch",
        "--why=recording a night",
        "--mode=block",
        "sleep",
        "infinity",
    ],
    "darwin": ["caffeinate", "-i", "-s"],
}

_CONTINUOUS_SYSTEM_REQUIRED = 0x80000001
_CONTINUOUS = 0x80000000


@contextmanager
def system_kept_awake() -> Iterator[str | None]:
    """Keep the system awake while the body runs.

    The body gets None if that works, otherwise advice for the person.
    """
    if sys.platform == "win32":
        import ctypes

        # SetThreadExecutionState: the state lasts as long as this thread
        ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS_SYSTEM_REQUIRED)
        try:
            yield None
        finally:
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS)
        return
    command = _COMMANDS.get(sys.platform, [])
    if not command or shutil.which(command[0]) is None:
        yield "this system cannot be kept awake from here; switch sleep off in its settings"
        return
    with subprocess.Popen(  # noqa: S603 - a fixed command of the system
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # we handle Ctrl-C ourselves
    ) as process:
        try:
            time.sleep(0.2)  # a refusal comes at once
            refused = process.poll() is not None
            yield (
                f"{command[0]} was refused; switch sleep off in the system's settings"
                if refused
                else None
            )
        finally:
            process.terminate()
