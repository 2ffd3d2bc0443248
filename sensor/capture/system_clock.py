"""The clocks of this machine, of which each system has its own."""

import ctypes
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from limbwatch.sensor.capture.host_clock import ClockPair

Reader = Callable[[], int]
"""Reads a clock, nanoseconds."""

_INTERRUPT_TICK_NS: Final = 100
"""Unit of Windows' interrupt time, nanoseconds (``QueryUnbiasedInterruptTime``)."""


class SystemClocks(NamedTuple):
    """The clocks of a system that nobody sets."""

    host: Reader
    """Runs on in suspend."""
    running: Reader
    """Stands still in suspend; where a system has none, `host`, and no suspend shows."""


def system_clocks(platform: str = sys.platform) -> SystemClocks:
    """Choose the clocks of a system.

    Linux: ``CLOCK_BOOTTIME`` and ``CLOCK_MONOTONIC`` (clock_gettime(2)). macOS:
    ``CLOCK_MONOTONIC_RAW``, which runs on in sleep, and ``CLOCK_UPTIME_RAW``, which does not
    (clock_gettime(3) there); ``time.monotonic`` stands still in sleep. Windows: the performance
    counter, which has steps of 100 ns and runs on in sleep ("Acquiring high-resolution time
    stamps"), and ``QueryUnbiasedInterruptTime``, which does not; before Python 3.13
    ``time.monotonic`` has steps of 15.6 ms there.
    """
    if platform == "win32":
        unbiased = _unbiased_interrupt_time()
        return SystemClocks(time.perf_counter_ns, unbiased or time.perf_counter_ns)
    names = _MAC if platform == "darwin" else _OTHERS
    host = _clock_of(names["host"])
    return SystemClocks(host or time.monotonic_ns, _clock_of(names["running"]) or time.monotonic_ns)


_MAC: Final[Mapping[str, str]] = {"host": "CLOCK_MONOTONIC_RAW", "running": "CLOCK_UPTIME_RAW"}
_OTHERS: Final[Mapping[str, str]] = {"host": "CLOCK_BOOTTIME", "running": "CLOCK_MONOTONIC"}
"""Names in `time` of the clocks of macOS, and of Linux."""


def _clock_of(name: str) -> Reader | None:
    number = getattr(time, name, None)
    return None if number is None else lambda: time.clock_gettime_ns(number)


def _unbiased_interrupt_time() -> Reader | None:
    libraries = getattr(ctypes, "windll", None)
    ask = getattr(getattr(libraries, "kernel32", None), "QueryUnbiasedInterruptTime", None)
    if ask is None:
        return None

    def read() -> int:
        ticks = ctypes.c_ulonglong()
        ask(ctypes.byref(ticks))
        return ticks.value * _INTERRUPT_TICK_NS

    return read


class SystemClock:
    """The clocks of this machine."""

    def __init__(self, clocks: SystemClocks | None = None) -> None:
        self._host, self._running = clocks or system_clocks()

    def now_ns(self) -> int:
        """Read the clock that stamps notifications."""
        return self._host()

    def pair(self) -> ClockPair:
        """Read all clocks at once."""
        return ClockPair(self._host(), self._running(), time.time_ns())
