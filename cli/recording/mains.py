"""Whether the computer is on mains power, as each system tells it."""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

_ANSWER_S: Final = 3.0
"""Longest wait for ``pmset``, seconds: it reads what the system knows. Chosen by us."""
_PLUGGED: Final = {0: False, 1: True}
"""``ACLineStatus`` of Windows; 255 is unknown."""


class _PowerStatus(ctypes.Structure):
    """``SYSTEM_POWER_STATUS`` of Windows (``winbase.h``)."""

    _fields_ = (
        ("ACLineStatus", ctypes.c_ubyte),
        ("BatteryFlag", ctypes.c_ubyte),
        ("BatteryLifePercent", ctypes.c_ubyte),
        ("SystemStatusFlag", ctypes.c_ubyte),
        ("BatteryLifeTime", ctypes.c_uint32),
        ("BatteryFullLifeTime", ctypes.c_uint32),
    )


def plugged_in(
    supplies: Path = Path("/sys/class/power_supply"), *, platform: str = sys.platform
) -> bool | None:
    """Return whether the computer is on mains power; None if the system does not tell.

    ``supplies`` is Linux's list of supplies.
    """
    if platform == "win32":
        return _plugged_into_windows()
    if platform == "darwin":
        return _plugged_into_mac()
    if platform != "linux" or not supplies.is_dir():
        return None
    mains = [
        (supply / "online").read_text(encoding="ascii").strip() == "1"
        for supply in supplies.iterdir()
        if (supply / "online").is_file() and not supply.name.startswith("hid")
    ]
    return any(mains) if mains else None


def kernel32(name: str) -> Callable[..., int] | None:
    """Return a function of Windows by its name; None on other systems."""
    library = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    found: Callable[..., int] | None = getattr(library, name, None)
    return found


def _plugged_into_windows() -> bool | None:
    ask = kernel32("GetSystemPowerStatus")
    status = _PowerStatus()
    if ask is None or not ask(ctypes.byref(status)):
        return None
    return _PLUGGED.get(status.ACLineStatus)


def _plugged_into_mac() -> bool | None:
    """Read ``pmset -g batt``, whose first line is ``Now drawing from 'AC Power'``."""
    try:
        told = subprocess.run(
            ["/usr/bin/pmset", "-g", "batt"],
            capture_output=True,
            timeout=_ANSWER_S,
            check=False,
            stdin=subprocess.DEVNULL,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    if b"'AC Power'" in told:
        return True
    return False if b"'Battery Power'" in told or b"'UPS Power'" in told else None
