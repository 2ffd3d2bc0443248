"""A running recording: radio, recorder, display and end."""

import asyncio
import json
import sys
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.night.elsewhere import places_elsewhere
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.own_folder import own_folder
from limbwatch.cli.recording.asked.phones import Phones
from limbwatch.cli.recording.asked.request import SIMULATED_HOURS, RecordingPlan
from limbwatch.cli.recording.asked.until import Ending, ending_of
from limbwatch.cli.recording.evening.room import size
from limbwatch.cli.recording.hangup import Interruption
from limbwatch.cli.recording.watch.alarms import Alarms
from limbwatch.cli.recording.watching import Watch
from limbwatch.cli.recording.wish_to_stop import forget, is_asked
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.capture.captured_recordings import sensors_of_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.lock import RecorderLock
from limbwatch.sensor.capture.host_clock import ContinuedClock, HostClock, PacedClock
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.radio.patience import PATIENCE, Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.simulated import OpenPeripheral, SimulatedTransport
from limbwatch.sensor.radio.status import Status, Target
from limbwatch.sensor.radio.streaming import Equipment
from limbwatch.sensor.radio.transport import Transport

if TYPE_CHECKING:
    from limbwatch.sensor.radio.ble import BleTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Outcome of a recording."""

    interrupted: bool
    """Whether a person ended it."""
    statuses: tuple[Status, ...]
    elsewhere: Path | None = None
    """File with the data that did not fit on the night's own disk."""
    lost: int = 0
    """Notifications that could not be stored on any disk."""


@dataclass(slots=True, kw_only=True)
class NightSession:
    """The asynchronous part of recording a night."""

    plan: RecordingPlan
    folder: Path
    now: datetime
    """Start of the recording."""
    terminal: Terminal
    played: dict[Placement, Recording]
    """Recordings that simulated sensors play."""
    _radio: "BleTransport | None" = None
    _phones: Phones = field(init=False)
    _interruption: Interruption = field(init=False)

    def __post_init__(self) -> None:
        self._interruption = Interruption(self.terminal.say)
        self._phones = Phones(
            worn={
                one.target.placement.value: one.target.sensor for one in self.plan.worn if one.phone
            },
            port=self.plan.phone_port,
            terminal=self.terminal,
        )

    async def run(self, sleep_advice: str | None) -> Recorded:
        """Record until the end; ``sleep_advice`` is None if the computer stays awake.

        Raises
        ------
        BluetoothUnavailable, AlreadyRecording, SensorError
            If recording cannot begin.
        """
        lock = await self._radio_lock()
        try:
            self._phones.open()
            capture = Capture(self.folder / CAPTURE, places_elsewhere())
            lost = 0
            try:
                statuses = await self._record(capture, sleep_advice)
            finally:
                if not await asyncio.to_thread(capture.close):
                    lost = capture.waiting
            return Recorded(
                interrupted=self._interruption.happened,
                statuses=statuses,
                elsewhere=capture.elsewhere,
                lost=lost + capture.overflowed,
            )
        finally:
            await self._phones.close()
            if lock is not None:
                lock.release()

    async def _record(self, capture: Capture, sleep_advice: str | None) -> tuple[Status, ...]:
        stop = asyncio.Event()
        clock = self._clock(capture)
        equipment = Equipment(
            capture=capture,
            clock=clock,
            wish=Wish(rate=self.plan.rate),
            patience=self._patience(),
            known=known_sensors(capture.path),
        )
        self._describe(capture, clock)
        ending = self._ending(clock)
        watch = Watch(
            rules=rules_by_name(self.plan.by.rules),
            terminal=self.terminal,
            clock=clock,
            capture=capture,
            ending=ending,
            zone=self.now.tzinfo,
            alarms=Alarms(
                terminal=self.terminal, bell=self.plan.bell, command=self.plan.on_silence
            ),
            sleep_advice=sleep_advice,
            tap_test=self.plan.tap_test,
            log_every_s=60.0 * (self.plan.speed or 1.0),
        )
        recorder = Recorder(
            self._targets(capture, clock),
            equipment=equipment,
            listener=Listener(
                data=watch.data,
                silence=watch.silence,
                tick=watch.tick,
                back=watch.back,
                clock_set=watch.clock_set,
            ),
        )
        forget(self.folder)  # a request for an earlier recording of this night
        timing = asyncio.create_task(self._end_in_time(ending, clock, stop))
        phones = asyncio.create_task(self._phones.end_with(stop))
        with self._interruption.heeded(stop), watch.showing(recorder):
            await recorder.run(stop)
        timing.cancel()
        phones.cancel()
        forget(self.folder)
        for failure in dict.fromkeys(recorder.listener_failures):
            self.terminal.warn(f"the live view failed ({failure}); the recording is whole")
        if capture.elsewhere is not None:
            self.terminal.say(
                f"{size(capture.elsewhere.stat().st_size)} are in {capture.elsewhere}, as the "
                "disk was full; they are moved back when there is room"
            )
        return recorder.statuses

    def _ending(self, clock: HostClock) -> Ending:
        duration = self.plan.duration
        if duration is None and self.plan.until is None and self.plan.simulated:
            duration = f"{SIMULATED_HOURS:g}h"
        return ending_of(self.plan.until, duration, clock.pair())

    async def _radio_lock(self) -> RecorderLock | None:
        """Check that an adapter works, print which, and lock it."""
        if not self.plan.by_bluetooth:
            return None
        from platformdirs import user_cache_path

        from limbwatch.sensor.radio.ble import BleTransport

        self._radio = BleTransport(self.plan.adapter, tell=self.terminal.say)
        name = await self._radio.choice.name() or "bluetooth"
        if self._radio.choice.words is not None:
            self.terminal.say(self._radio.choice.words)
        place = own_folder(user_cache_path("limbwatch", appauthor=False))
        return RecorderLock(place / f"{name}.lock", "with this Bluetooth adapter")

    async def _end_in_time(self, ending: Ending, clock: HostClock, stop: asyncio.Event) -> None:
        # in small steps: the wall clock may be set, and the computer may sleep
        while not stop.is_set():
            left = ending.left(clock.pair())
            if left is not None and left <= 0:
                stop.set()
            if is_asked(self.folder):
                self._interruption.happened = True
                stop.set()
            await asyncio.sleep(1.0 if left is None else min(1.0, max(0.0, left)))

    def _clock(self, capture: Capture) -> HostClock:
        clock: HostClock = SystemClock()
        if self.plan.speed is not None:
            loop = asyncio.get_running_loop()
            wall_ns = int(self.now.timestamp() * 1e9 - loop.time() * 1e9)
            clock = PacedClock(loop, wall_start_ns=wall_ns)
        last = capture.last_clock()
        played = "simulated" in capture.facts
        return clock if last is None else ContinuedClock(clock, last, played=played)

    def _patience(self) -> Patience:
        if self.plan.speed is None:
            return PATIENCE
        # the disk is no faster, however fast simulated time runs
        return Patience(flush=PATIENCE.flush * self.plan.speed)

    def _describe(self, capture: Capture, clock: HostClock) -> None:
        from limbwatch.version import __version__

        offset = self.now.utcoffset() or timedelta(0)
        before = json.loads(capture.facts.get("asked", "[]"))
        asked = dict.fromkeys([*before, *(one.target.placement.value for one in self.plan.worn)])
        capture.about("limbwatch", __version__)
        capture.about("utc_offset_s", str(offset.total_seconds()))
        capture.about("platform", sys.platform)
        capture.about("asked", json.dumps(list(asked)))
        capture.about("rate", str(self.plan.rate))
        if self.plan.played:
            capture.about("simulated", self.plan.played)
        # tells other processes that this capture's clock runs faster than theirs
        capture.about("speed", str(self.plan.speed or 1.0))
        begun = Incident.BEGUN if self.plan.folder is None else Incident.RESUMED
        capture.event(begun, clock.now_ns())

    def _targets(self, capture: Capture, clock: HostClock) -> list[tuple[Target, Transport]]:
        targets: list[tuple[Target, Transport]] = []
        begin_s = clock.now_ns() / 1e9
        names = {one.address: one.name for one in sensors_of_capture(capture.path)}
        for one in self.plan.worn:
            if one.phone:
                targets.append((one.target, self._phones.transport(one.target.placement.value)))
                continue
            if one.scenario is None:
                assert self._radio is not None  # noqa: S101 - made with its lock
                target = replace(one.target, name=names.get(one.target.sensor, ""))
                targets.append((target, self._radio))
                continue
            peripheral = OpenPeripheral(
                self.played[one.target.placement], address=one.target.sensor, begin_s=begin_s
            )
            radio = SimulatedTransport([peripheral], lambda: clock.now_ns() / 1e9)
            targets.append((one.target, radio))
        return targets


def known_sensors(capture: Path) -> dict[tuple[str, str, str], int]:
    """Return the sensors that a capture already contains, with their numbers."""
    return {
        (one.placement.value, one.kind, one.address): one.number
        for one in sensors_of_capture(capture)
    }
