"""What the person sees and hears while a night records."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from limbwatch.classify.rules.published import Rules
from limbwatch.cli.recording.monitor import LiveSensor
from limbwatch.cli.recording.panel import panel, sensor_line
from limbwatch.cli.recording.preflight import Check, check_machine, check_sensor
from limbwatch.cli.recording.tap_test import TapTest
from limbwatch.cli.screen.terminal import Terminal, printable
from limbwatch.sensor.capture.host_clock import HostClock
from limbwatch.sensor.radio.status import State, Status
from limbwatch.sensor.radio.streaming import Arrived

if TYPE_CHECKING:
    from rich.live import Live

_CHECK_AFTER_S = 25.0
_CHECK_AT_LATEST_S = 90.0


class _Recording(Protocol):
    @property
    def statuses(self) -> tuple[Status, ...]: ...

    @property
    def disk_trouble(self) -> str | None: ...


class Watch:
    """Follows a recording: a panel on a terminal, plain lines elsewhere.

    Parameters
    ----------
    rules : Rules
    terminal : Terminal
    clock : HostClock
    capture : Path
    zone : tzinfo or None
    bell : bool
    on_silence : str or None
        Command to run; it finds the placement in ``LIMBWATCH_PLACEMENT``.
    sleep_advice : str or None
        None when the computer stays awake.
    tap_test : bool
    log_every_s : float
        Between plain lines, seconds of the recording.
    """

    def __init__(
        self,
        *,
        rules: Rules,
        terminal: Terminal,
        clock: HostClock,
        capture: Path,
        zone: tzinfo | None,
        bell: bool,
        on_silence: str | None,
        sleep_advice: str | None,
        tap_test: bool,
        log_every_s: float,
    ) -> None:
        self._rules = rules
        self._terminal = terminal
        self._clock = clock
        self._capture = capture
        self._zone = zone
        self._bell = bell
        self._on_silence = on_silence
        self._sleep_advice = sleep_advice
        self._tap_test = TapTest() if tap_test else None
        self._log_every_s = log_every_s
        self._begun_s = clock.now_ns() / 1e9
        self._live: dict[str, LiveSensor] = {}
        self._states: dict[str, State] = {}
        self._logged_s = self._begun_s
        self._checked = False
        self._commands: list[subprocess.Popen[bytes]] = []
        self._recording: _Recording | None = None
        self._panel: Live | None = None

    @contextmanager
    def showing(self, recording: _Recording) -> Iterator[None]:
        """Show a recording inside the body."""
        self._recording = recording
        if self._terminal.quiet or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        with Live(console=console, auto_refresh=False, transient=True) as self._panel:
            yield
        self._panel = None

    def data(self, status: Status, arrived: list[Arrived]) -> None:
        """Hear new data of one sensor."""
        if status.device is None:
            return
        live = self._of(status)
        live.hear(status.device, arrived)
        if status.battery is not None and status.battery.percent is not None:
            live.note_battery(self._now_s(), status.battery.percent)

    def silence(self, status: Status) -> None:
        """Tell that a sensor's data stay away."""
        words = status.target.placement.words
        self._terminal.warn(f"no data from the {words}. {status.trouble}".rstrip())
        if self._bell and sys.stderr.isatty():
            sys.stderr.write("\a")
            sys.stderr.flush()
        if self._on_silence:
            self._run(self._on_silence, status)

    def _run(self, command: str, status: Status) -> None:
        """Start a command and do not wait for it; those that ended are let go."""
        self._commands = [running for running in self._commands if running.poll() is None]
        try:
            started = subprocess.Popen(  # noqa: S603 - the person's own command
                shlex.split(command),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "LIMBWATCH_PLACEMENT": status.target.placement.value},
            )
        except (OSError, ValueError) as error:
            self._terminal.warn(f"--on-silence {command!r} cannot be run: {error}")
        else:
            self._commands.append(started)

    def tick(self) -> None:
        """Refresh what is shown."""
        if self._recording is None:
            return
        statuses = self._recording.statuses
        self._tell_states(statuses)
        self._check(statuses)
        if self._tap_test is not None and all(s.state is State.STREAMING for s in statuses):
            lives = {s.target.placement: self._of(s) for s in statuses}
            for line in self._tap_test.step(lives, self._now_s()):
                self._terminal.say(line)
        if self._panel is not None:
            self._draw(statuses)
        elif self._now_s() - self._logged_s >= self._log_every_s:
            self._logged_s = self._now_s()
            for status in statuses:
                self._log(sensor_line(status, self._of(status), host_s=self._now_s()))

    def _tell_states(self, statuses: tuple[Status, ...]) -> None:
        for status in statuses:
            name = status.target.placement.value
            if self._panel is None and self._states.get(name) is not status.state:
                trouble = f" ({status.trouble})" if status.trouble else ""
                self._log(f"{status.target.placement.words:<12} {status.state.value}{trouble}")
            self._states[name] = status.state

    def _check(self, statuses: tuple[Status, ...]) -> None:
        if self._checked:
            return
        passed = self._now_s() - self._begun_s
        streaming = [
            status.state is State.STREAMING
            and self._now_s() - status.since_ns / 1e9 >= _CHECK_AFTER_S
            for status in statuses
        ]
        if not all(streaming) and passed < _CHECK_AT_LATEST_S:
            return
        self._checked = True
        checks = [check for s in statuses for check in check_sensor(s, self._of(s))]
        checks += check_machine(self._capture.parent, self._sleep_advice)
        self._terminal.say(_report(checks))

    def _draw(self, statuses: tuple[Status, ...]) -> None:
        from rich.text import Text

        if self._panel is None or self._recording is None:
            return
        lines = panel(
            [(status, self._of(status)) for status in statuses],
            now=datetime.fromtimestamp(self._clock.pair().wall / 1e9, self._zone),
            host_s=self._now_s(),
            begun_s=self._begun_s,
            size_bytes=self._size(),
            disk_trouble=self._recording.disk_trouble,
        )
        self._panel.update(Text(printable("\n".join(lines))), refresh=True)

    def _size(self) -> int:
        """Add what waits in the write-ahead log to the size of the file."""
        log = self._capture.with_name(f"{self._capture.name}-wal")
        return sum(path.stat().st_size for path in (self._capture, log) if path.exists())

    def _log(self, line: str) -> None:
        wall = datetime.fromtimestamp(self._clock.pair().wall / 1e9, self._zone)
        self._terminal.say(f"{wall:%Y-%m-%d %H:%M:%S}  {line}")

    def _of(self, status: Status) -> LiveSensor:
        return self._live.setdefault(status.target.placement.value, LiveSensor(rules=self._rules))

    def _now_s(self) -> float:
        return self._clock.now_ns() / 1e9


def _report(checks: list[Check]) -> str:
    bad = sum(not check.good for check in checks)
    verdict = (
        "all is well. Good night."
        if bad == 0
        else f"{bad} of these {'needs' if bad == 1 else 'need'} a look."
    )
    lines = [f"  {'ok' if check.good else '!!'}  {check.text}" for check in checks]
    return "\n".join(["Check before the night:", *lines, f"Check: {verdict}"])
