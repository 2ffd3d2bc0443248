"""Each system stamps by a clock that runs on in suspend, and tells a suspend by one that does not.

No macOS and no Windows was at hand: the clocks are told by their names, and by a Windows of ours.
"""

import ctypes
import sys
import time
from types import SimpleNamespace

import pytest

from limbwatch.sensor.capture.system_clock import SystemClock, SystemClocks, system_clocks

MAC = {"CLOCK_MONOTONIC_RAW": 104, "CLOCK_UPTIME_RAW": 108}
LINUX = {"CLOCK_BOOTTIME": 107, "CLOCK_MONOTONIC": 101}


@pytest.mark.parametrize(
    ("platform", "clocks", "host", "running"),
    [("linux", LINUX, 107, 101), ("darwin", MAC | LINUX, 104, 108)],
)
def test_a_system_with_numbered_clocks_has_both(monkeypatch, platform, clocks, host, running):
    for name, number in clocks.items():
        monkeypatch.setattr(time, name, number, raising=False)
    monkeypatch.setattr(time, "clock_gettime_ns", lambda number: number, raising=False)
    monkeypatch.setattr(time, "time_ns", lambda: 7)
    clock = SystemClock(system_clocks(platform))
    assert clock.now_ns() == host
    assert clock.pair() == (host, running, 7)


def test_windows_stamps_finely_and_tells_a_suspend_by_time_that_it_worked(monkeypatch):
    """``time.monotonic`` has steps of 15.6 ms there before Python 3.13."""

    def query(place):
        place._obj.value = 12
        return 1

    kernel = SimpleNamespace(QueryUnbiasedInterruptTime=query)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(time, "perf_counter_ns", lambda: 55)
    monkeypatch.setattr(time, "monotonic_ns", lambda: pytest.fail("too coarse"))
    assert SystemClock(system_clocks("win32")).pair()[:2] == (55, 1200)


def test_without_a_second_clock_no_suspend_shows_and_nothing_else_is_lost(monkeypatch):
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(), raising=False)
    host, running = system_clocks("win32")
    assert host is running is time.perf_counter_ns
    for name in (*MAC, *LINUX):
        monkeypatch.delattr(time, name, raising=False)
    assert system_clocks("darwin") == (time.monotonic_ns, time.monotonic_ns)


def test_the_clock_of_this_system_does_not_go_back():
    clock = SystemClock()
    stamps = [clock.now_ns() for _ in range(1000)]
    assert stamps == sorted(stamps)
    host, running, wall = clock.pair()
    assert min(host, running) > 0
    assert abs(wall - time.time_ns()) < 60e9


@pytest.mark.skipif(sys.platform == "win32", reason="its clock is asked for by ctypes")
def test_a_suspend_is_what_one_clock_counts_and_the_other_does_not():
    clock = SystemClock(SystemClocks(lambda: 30, lambda: 20))
    host, running, _ = clock.pair()
    assert host - running == 10
