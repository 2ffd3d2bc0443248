"""The clocks of the recording machine, and a faster one for simulated sensors."""

import asyncio
import selectors
import time
from typing import NamedTuple, Protocol


class ClockPair(NamedTuple):
    """One moment on three clocks, nanoseconds."""

    host: int
    """The clock that stamps notifications: never set, runs on in suspend."""
    running: int
    """A clock that stands still in suspend, which reveals it."""
    wall: int
    """Unix time; this clock may be set."""


class HostClock(Protocol):
    """The clocks that a recorder reads."""

    def now_ns(self) -> int:
        """Read the clock that stamps notifications."""

    def pair(self) -> ClockPair:
        """Read all clocks at once."""


class ContinuedClock:
    """A host clock shifted to continue that of an earlier recording.

    The system's clock begins at zero whenever the machine starts. Within one start it is used
    unchanged; after another, the wall clock tells how much time passed since ``last``, the last
    moment noted. If that recording was ``played``, its time may have run faster than real time and
    ended in the future, where this one then begins.
    """

    def __init__(self, clock: HostClock, last: ClockPair, *, played: bool = False) -> None:
        now = clock.pair()
        shift = last.host + (now.wall - last.wall) - now.host
        same_start = now.host > last.host and abs(shift) < _WALL_MAY_BE_SET_NS
        self._clock = clock
        # whatever the wall clock says, time never goes back within a capture
        self._shift = 0 if same_start else max(shift, last.host - now.host)
        self._wall_shift = max(0, last.wall - now.wall) if played else 0

    def now_ns(self) -> int:
        """Read the clock that stamps notifications."""
        return self._clock.now_ns() + self._shift

    def pair(self) -> ClockPair:
        """Read all clocks at once."""
        host, running, wall = self._clock.pair()
        return ClockPair(host + self._shift, running, wall + self._wall_shift)


_WALL_MAY_BE_SET_NS = 2_000_000_000
"""Shift up to which the wall clock was set rather than the machine started anew."""


class PacedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time runs faster than real time.

    A whole simulated night passes through the recorder in minutes, or at once. Real sensors cannot
    be hurried. ``speed`` is loop seconds per real second; with None, waiting takes no time, and
    work for threads runs at once, so that equal input gives an equal order of events.
    """

    def __init__(self, speed: float | None) -> None:
        self._pace = _PacedSelector(speed)
        super().__init__(self._pace)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._pace.passed

    def run_in_executor(self, executor, func, *args):  # type: ignore[no-untyped-def,override]
        """Run at once if waiting takes no time, otherwise in a thread."""
        if self._pace.speed is not None:
            return super().run_in_executor(executor, func, *args)
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits it
            future.set_exception(error)
        return future


_SHORTEST_SLEEP_S = 0.004


class _PacedSelector(selectors.DefaultSelector):
    """Divides waiting times by ``speed``; the loop's time passes only while it waits.

    Work takes no loop time, so that a busy machine slows the simulated night down without delaying
    its data.
    """

    def __init__(self, speed: float | None) -> None:
        super().__init__()
        self.speed = speed
        self.passed = 0.0
        self._owed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        # the system sleeps in whole milliseconds: add short waits up
        self._owed += 0.0 if self.speed is None else timeout / self.speed
        begin = time.monotonic()
        ready = super().select(self._owed if self._owed >= _SHORTEST_SLEEP_S else 0)
        slept = time.monotonic() - begin
        self._owed = max(0.0, self._owed - slept)
        if not ready:
            self.passed += timeout
        elif self.speed is not None:
            self.passed += min(timeout, slept * self.speed)
        return ready


class PacedClock:
    """The time of a `PacedLoop`, which began at a Unix time, nanoseconds, as a host clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, wall_start_ns: int) -> None:
        self._loop = loop
        self._wall_start_ns = wall_start_ns

    def now_ns(self) -> int:
        """Read the loop's time."""
        return round(self._loop.time() * 1e9)

    def pair(self) -> ClockPair:
        """Give the loop's time on all clocks."""
        now = self.now_ns()
        return ClockPair(now, now, self._wall_start_ns + now)
