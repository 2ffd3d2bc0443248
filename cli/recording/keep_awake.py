"""Keep the computer awake while it records."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from limbwatch.cli.recording.child_group import own_group
from limbwatch.cli.recording.mains import kernel32, plugged_in

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

_CONTINUOUS_SYSTEM_REQUIRED: Final = 0x80000001
_CONTINUOUS: Final = 0x80000000
_REFUSAL_S: Final = 0.2
"""Time within which a command that is refused ends, seconds; chosen by us."""


@contextmanager
def system_kept_awake(platform: str = sys.platform) -> Iterator[str | None]:
    """Keep the system awake while the body runs.

    The body gets None if that works, otherwise advice for the person.
    """
    if platform == "win32":
        # SetThreadExecutionState: the state lasts as long as this thread; 0 is a refusal
        set_state = kernel32("SetThreadExecutionState")
        kept = set_state is not None and set_state(_CONTINUOUS_SYSTEM_REQUIRED) != 0
        try:
            yield _advice_on_windows(kept=kept)
        finally:
            if set_state is not None:
                set_state(_CONTINUOUS)
        return
    command = _COMMANDS.get(platform, [])
    if not command or shutil.which(command[0]) is None:
        yield "this system cannot be kept awake from here; switch sleep off in its settings"
        return
    with subprocess.Popen(  # noqa: S603 - a fixed command of the system
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **own_group(),  # we handle Ctrl-C ourselves
    ) as process:
        try:
            time.sleep(_REFUSAL_S)
            refused = process.poll() is not None
            yield (
                f"{command[0]} was refused; switch sleep off in the system's settings"
                if refused
                else None
            )
        finally:
            process.terminate()


def _advice_on_windows(*, kept: bool) -> str | None:
    if not kept:
        return "Windows does not let this program keep it awake; switch sleep off in its settings"
    if plugged_in(platform="win32") is False:
        # with Modern Standby such a wish holds for five minutes at most on battery
        return (
            "on battery Windows may sleep all the same; plug the computer in, or switch sleep off "
            "in its settings"
        )
    return None
