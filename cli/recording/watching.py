"""What a person sees and hears while a night is recorded."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.recording.asked.until import Ending
from limbwatch.cli.recording.evening.preflight import (
    CHECK_LIMITS,
    Check,
    check_company,
    check_machine,
    check_sensor,
)
from limbwatch.cli.recording.evening.room import Room, room_of
from limbwatch.cli.recording.evening.tap_test import TapTest
from limbwatch.cli.recording.watch.alarms import Alarm, Alarms
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.cli.recording.watch.panel import panel, sensor_line
from limbwatch.cli.screen.terminal import Terminal, printable
from limbwatch.cli.words import limb_words
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.schema import size_of
from limbwatch.sensor.capture.host_clock import HostClock
from limbwatch.sensor.radio.status import SessionState, Status
from limbwatch.sensor.radio.streaming import Arrived

if TYPE_CHECKING:
    from rich.live import Live

    from limbwatch.sensor.radio.recorder import Recorder

_CHECK_AFTER_S = 25.0
"""Time a sensor streams before it is checked, seconds."""
_CHECK_AT_LATEST_S = 90.0
"""Time after which the check no longer waits for sensors, seconds."""
_LOOK_AT_DISK_S = 60.0
"""Interval between looks at the disk, seconds."""
_STAYS_AWAY = (
    SessionState.SEARCHING,
    SessionState.WAITING,
    SessionState.REFUSED,
    SessionState.GIVEN_UP,
)
"""States, with trouble, in which a sensor needs the person before it streams."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """Display of a recording: a panel on a terminal, plain lines elsewhere."""

    rules: Rules
    terminal: Terminal
    clock: HostClock
    capture: Capture
    ending: Ending
    zone: tzinfo | None
    alarms: Alarms
    sleep_advice: str | None
    """What to do so that the computer stays awake; None if it does."""
    tap_test: bool
    log_every_s: float
    """Interval between plain lines, seconds of the recording."""
    _taps: TapTest = field(default_factory=TapTest)
    _begun_s: float = field(init=False)
    _logged_s: float = field(init=False)
    _looked_at_disk_s: float = field(init=False)
    _live: dict[str, LiveSensor] = field(default_factory=dict)
    _states: dict[str, tuple[SessionState, str]] = field(default_factory=dict)
    """Last state and trouble of each sensor."""
    _checked: set[str] | None = None
    _disk_trouble: str | None = None
    _short_of_room: bool = False
    _weak: set[str] = field(default_factory=set)
    _recording: "Recorder | None" = None
    _panel: "Live | None" = None

    def __post_init__(self) -> None:
        self._begun_s = self._logged_s = self._looked_at_disk_s = self._now_s()

    @contextmanager
    def showing(self, recording: "Recorder") -> Iterator[None]:
        """Show a recording while the body runs."""
        self._recording = recording
        if self.terminal.quiet or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        with Live(console=console, auto_refresh=False, transient=True) as self._panel:
            yield
        self._panel = None

    def data(self, status: Status, arrived: list[Arrived]) -> None:
        """Process new data of one sensor."""
        if status.device is None:
            return
        live = self._live_sensor(status)
        live.hear(status.device, arrived)
        if status.battery is not None and status.battery.percent is not None:
            live.note_battery(self._now_s(), status.battery.percent)

    def silence(self, status: Status) -> None:
        """Give an alarm that a sensor's data stopped."""
        placement = status.target.placement
        words = tr(
            "no data from the {limb}. {why}",
            limb=limb_words(placement),
            why=translate_trouble(status.trouble or ""),
        ).rstrip()
        self.alarms.tell(Alarm.SILENCE, words, placement)

    def back(self, status: Status) -> None:
        """Report that a sensor's data are back."""
        placement = status.target.placement
        self.alarms.tell(
            Alarm.BACK, tr("data from the {limb} are back", limb=limb_words(placement)), placement
        )

    def clock_set(self, seconds: float) -> None:
        """Report that the wall clock was set, and when the recording ends now."""
        minutes, rest = divmod(round(abs(seconds)), 60)
        by = f"{minutes} min {rest} s" if minutes else f"{rest} s"
        left = self._left_s()
        ends = ""
        if left is not None:
            ends = tr("; the recording ends at {time} by it", time=f"{self._wall_time(left):%H:%M}")
        said = tr("the computer's clock was set back by {length}", length=by)
        if seconds > 0:
            said = tr("the computer's clock was set forward by {length}", length=by)
        self.terminal.warn(said + ends)

    def tick(self) -> None:
        """Update the display and run the checks that are due."""
        if self._recording is None:
            return
        statuses = self._recording.statuses
        self._tell_states(statuses)
        self._run_check(statuses)
        self._look_at_disk()
        self._look_at_batteries(statuses)
        if self.tap_test and all(s.state is SessionState.STREAMING for s in statuses):
            lives = {s.target.placement: self._live_sensor(s) for s in statuses}
            self.terminal.say(*self._taps.step(lives, self._now_s()))
        if self._panel is not None:
            self._draw(statuses)
        elif self._now_s() - self._logged_s >= self.log_every_s:
            self._logged_s = self._now_s()
            for status in statuses:
                self._log(sensor_line(status, self._live_sensor(status), host_s=self._now_s()))

    def _tell_states(self, statuses: tuple[Status, ...]) -> None:
        for status in statuses:
            name = status.target.placement.value
            before, told = self._states.get(name, (None, ""))
            # a cause may become known after the loss, as with Bluetooth off, without a new state
            new = status.state is not before or (status.trouble and status.trouble != told)
            if self._panel is None and new:
                trouble = f" ({translate_trouble(status.trouble)})" if status.trouble else ""
                limb = limb_words(status.target.placement)
                self._log(f"{limb:<12} {tr(status.state.value)}{trouble}")
            self._states[name] = (status.state, status.trouble)

    def _run_check(self, statuses: tuple[Status, ...]) -> None:
        passed = self._now_s() - self._begun_s
        ready = {
            status.target.placement.value
            for status in statuses
            if status.state is SessionState.STREAMING
            and self._now_s() - status.since_ns / 1e9 >= _CHECK_AFTER_S
        }
        # do not wait for a refused or missing sensor: the person must act, so report it now
        on_the_way = [
            status
            for status in statuses
            if status.target.placement.value not in ready
            and not (status.trouble and status.state in _STAYS_AWAY)
        ]
        if passed < _CHECK_AFTER_S or (on_the_way and passed < _CHECK_AT_LATEST_S):
            return
        if self._checked is not None and ready <= self._checked:
            return
        self._checked = ready | (self._checked or set())
        checks = [check for s in statuses for check in check_sensor(s, self._live_sensor(s))]
        checks += check_company([one.target for one in statuses])
        room = self._room()
        self._short_of_room = not room.enough
        checks += check_machine(room, self.sleep_advice)
        # shown by the page, another process
        self.capture.about("check", json.dumps([*map(asdict, checks)]))
        self.terminal.say(_report(checks))

    def _room(self) -> Room:
        return room_of(
            self.capture.path.parent,
            taken=self.capture.taken_bytes,
            passed_s=self._now_s() - self._begun_s,
            left_s=self._left_s(),
        )

    def _look_at_disk(self) -> None:
        assert self._recording is not None  # noqa: S101 - `tick` looked
        trouble = self._recording.disk_trouble
        if trouble is not None and self._disk_trouble is None:
            self.alarms.tell(Alarm.DISK, _disk_message(trouble, self._recording.elsewhere))
        self._disk_trouble = trouble
        if self._now_s() - self._looked_at_disk_s < _LOOK_AT_DISK_S:
            return
        self._looked_at_disk_s = self._now_s()
        room = self._room()
        if not room.enough and not self._short_of_room:
            self.alarms.tell(
                Alarm.DISK,
                tr("the disk may not last the night: {room}", room=translate_stored(room.words)),
            )
        self._short_of_room = not room.enough

    def _look_at_batteries(self, statuses: tuple[Status, ...]) -> None:
        for status in statuses:
            battery, placement = status.battery, status.target.placement
            if battery is None or battery.percent is None or placement.value in self._weak:
                continue
            hours, left = self._live_sensor(status).hours_left(), self._left_s()
            short = hours is not None and left is not None and hours * 3600 < left
            if battery.percent > CHECK_LIMITS.battery_alarm and not short:
                continue
            self._weak.add(placement.value)
            lasts = "" if hours is None else tr(", about {hours:.1f} h", hours=hours)
            self.alarms.tell(
                Alarm.BATTERY,
                tr(
                    "the battery of the {limb} is at {percent:.0f} %{lasts}",
                    limb=limb_words(placement),
                    percent=battery.percent,
                    lasts=lasts,
                ),
                placement,
            )

    def _draw(self, statuses: tuple[Status, ...]) -> None:
        from rich.text import Text

        if self._panel is None or self._recording is None:
            return
        lines = panel(
            [(status, self._live_sensor(status)) for status in statuses],
            now=self._wall_time(),
            host_s=self._now_s(),
            begun_s=self._begun_s,
            size_bytes=size_of(self.capture.path),
            disk_trouble=self._recording.disk_trouble,
        )
        self._panel.update(Text(printable("\n".join(lines))), refresh=True)

    def _log(self, line: str) -> None:
        self.terminal.say(f"{self._wall_time():%Y-%m-%d %H:%M:%S}  {line}")

    def _live_sensor(self, status: Status) -> LiveSensor:
        return self._live.setdefault(status.target.placement.value, LiveSensor(rules=self.rules))

    def _wall_time(self, later_s: float = 0.0) -> datetime:
        return datetime.fromtimestamp(self.clock.pair().wall / 1e9 + later_s, self.zone)

    def _left_s(self) -> float | None:
        return self.ending.left(self.clock.pair())

    def _now_s(self) -> float:
        return self.clock.now_ns() / 1e9


def _disk_message(trouble: str, elsewhere: Path | None) -> str:
    trouble = translate_trouble(trouble)
    if elsewhere is None:
        return tr("{trouble}: data wait in memory until there is room", trouble=trouble)
    return tr("{trouble}: data go to {place} until there is room", trouble=trouble, place=elsewhere)


def _report(checks: list[Check]) -> str:
    bad = sum(not check.good for check in checks)
    verdict = tr("all is well. Good night.")
    if bad:
        verdict = trn("{count} of these needs a look.", "{count} of these need a look.", bad)
    lines = [
        f"  {tr('ok') if check.good else '!!'}  {translate_stored(check.text)}" for check in checks
    ]
    return "\n".join(
        [tr("Check before the night:"), *lines, tr("Check: {verdict}", verdict=verdict)]
    )
