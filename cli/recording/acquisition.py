"""One recording from its first scan to its scored night."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typer

from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making.capture_folder import make_captured_night, reserve_night
from limbwatch.cli.night.folder import default_nights
from limbwatch.cli.recording.keep_awake import awake
from limbwatch.cli.recording.request import SIMULATED_HOURS, RecordingPlan, simulated_recordings
from limbwatch.cli.recording.until import end_of
from limbwatch.cli.recording.watching import Watch
from limbwatch.cli.screen.outcome import finish
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.capture.database import CAPTURE, Capture, Incident, RecorderLock
from limbwatch.sensor.capture.host_clock import (
    ContinuedClock,
    HostClock,
    PacedClock,
    PacedLoop,
    SystemClock,
)
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.errors import AlreadyRecording, BluetoothUnavailable, UnreadableFile
from limbwatch.sensor.radio.patience import PATIENCE, Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.simulated import OpenPeripheral, SimulatedTransport
from limbwatch.sensor.radio.status import Status, Target
from limbwatch.sensor.radio.streaming import Equipment
from limbwatch.sensor.radio.transport import Transport


def record_night(plan: RecordingPlan, *, terminal: Terminal, json: bool) -> None:
    """Record, score and show a night.

    Parameters
    ----------
    plan : RecordingPlan
    terminal : Terminal
    json : bool

    Raises
    ------
    CommandError
        If nothing could be recorded: 3 for the radio or the sensors, 2 for the plan.
    typer.Exit
        With 5 when data are missing beyond the limit, 130 when the night was interrupted.
    """
    played = simulated_recordings(plan)
    now = datetime.now().astimezone()
    end = end_of(plan.until, plan.duration, now)
    if end is None and plan.simulated:
        end = now + timedelta(hours=SIMULATED_HOURS)
    folder = plan.folder or reserve_night(plan.nights or default_nights(), now)
    night = _Night(plan=plan, folder=folder, now=now, end=end, terminal=terminal, played=played)
    interrupted, statuses = _record(night)
    recordings = _score(plan, folder, statuses, terminal)
    finish(folder, recordings, terminal=terminal, json=json)
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def _record(night: "_Night") -> tuple[bool, tuple[Status, ...]]:
    plan = night.plan

    def make_loop() -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop() if plan.speed is None else PacedLoop(plan.speed)

    try:
        with awake() as sleep_advice, asyncio.Runner(loop_factory=make_loop) as runner:
            return runner.run(night.run(sleep_advice))
    except (BluetoothUnavailable, AlreadyRecording) as error:
        if plan.folder is None:
            _forget(night.folder)
        raise CommandError(str(error), exit_code=ExitCode.NO_DEVICE) from error


def _forget(folder: Path) -> None:
    """Take away the folder of a night in which nothing was recorded."""
    for name in (CAPTURE, f"{CAPTURE}-wal", f"{CAPTURE}-shm", "capture.lock"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


def _score(
    plan: RecordingPlan, folder: Path, statuses: tuple[Status, ...], terminal: Terminal
) -> tuple[Recording, ...]:
    with terminal.progress("Scoring"):
        try:
            return make_captured_night(folder, rules=plan.rules, age=plan.age)
        except UnreadableFile as error:
            if any(status.notifications for status in statuses):
                raise
            if plan.folder is None:
                _forget(folder)
            troubles = [
                f"{status.target.placement.words}: {status.trouble or 'never seen'}"
                for status in statuses
            ]
            raise CommandError(
                "no sensor sent anything, so there is no night. "
                + "; ".join(troubles)
                + ". `limbwatch devices` lists what is in range.",
                exit_code=ExitCode.NO_DEVICE,
            ) from error


@dataclass(slots=True, kw_only=True)
class _Night:
    """The asynchronous part: radio, recorder, what is shown, and the end."""

    plan: RecordingPlan
    folder: Path
    now: datetime
    end: datetime | None
    terminal: Terminal
    played: dict[Placement, Recording]
    interrupted: bool = False

    async def run(self, sleep_advice: str | None) -> tuple[bool, tuple[Status, ...]]:
        locks = await self._radio_locks()
        try:
            capture = Capture(self.folder / CAPTURE)
            try:
                return await self._with(capture, sleep_advice)
            finally:
                if not await asyncio.to_thread(capture.close):
                    self.terminal.warn(
                        f"the disk did not take the last data ({capture.trouble}); free some space"
                    )
        finally:
            for lock in locks:
                lock.release()

    async def _with(
        self, capture: Capture, sleep_advice: str | None
    ) -> tuple[bool, tuple[Status, ...]]:
        stop = asyncio.Event()
        clock = self._clock(capture)
        patience = self._patience()
        equipment = Equipment(
            capture=capture,
            clock=clock,
            wish=Wish(rate=self.plan.rate),
            patience=patience,
            known=known_sensors(capture.path),
        )
        self._describe(capture, clock)
        watch = Watch(
            rules=rules_by_name(self.plan.rules),
            terminal=self.terminal,
            clock=clock,
            capture=capture.path,
            zone=self.now.tzinfo,
            bell=self.plan.bell,
            on_silence=self.plan.on_silence,
            sleep_advice=sleep_advice,
            tap_test=self.plan.tap_test,
            log_every_s=60.0 * (self.plan.speed or 1.0),
        )

        recorder = Recorder(
            self._targets(clock),
            equipment=equipment,
            listener=Listener(data=watch.data, silence=watch.silence, tick=watch.tick),
        )
        ending = asyncio.create_task(self._end_in_time(clock, stop))
        with self._signals(stop), watch.showing(recorder):
            await recorder.run(stop)
        ending.cancel()
        for failure in dict.fromkeys(recorder.listener_failures):
            self.terminal.warn(f"the live view failed ({failure}); the recording is whole")
        return self.interrupted, recorder.statuses

    async def _end_in_time(self, clock: HostClock, stop: asyncio.Event) -> None:
        # in small steps: the wall clock may be set, and the machine may sleep
        while self.end is not None and not stop.is_set():
            left = self.end.timestamp() - clock.pair().wall / 1e9
            if left <= 0:
                stop.set()
            await asyncio.sleep(min(1.0, max(0.0, left)))

    async def _radio_locks(self) -> list[RecorderLock]:
        """Hold the adapter; see at once whether there is one that works."""
        if self.plan.simulated:
            return []
        from platformdirs import user_cache_path

        from limbwatch.sensor.radio.ble import BleTransport

        transport = BleTransport()
        place = user_cache_path("limbwatch", appauthor=False, ensure_exists=True)
        lock = RecorderLock(place / f"{transport.adapter}.lock", "with this Bluetooth adapter")
        try:
            await transport.scan(0.1)
        except BaseException:
            lock.release()
            raise
        return [lock]

    def _clock(self, capture: Capture) -> HostClock:
        clock: HostClock = SystemClock()
        if self.plan.speed is not None:
            loop = asyncio.get_running_loop()
            wall_ns = int(self.now.timestamp() * 1e9 - loop.time() * 1e9)
            clock = PacedClock(loop, wall_start_ns=wall_ns)
        last = capture.last_clock()
        return clock if last is None else ContinuedClock(clock, last)

    def _patience(self) -> Patience:
        if self.plan.speed is None:
            return PATIENCE
        # the disk is as slow as ever, however fast simulated time runs
        return Patience(flush=PATIENCE.flush * self.plan.speed)

    def _describe(self, capture: Capture, clock: HostClock) -> None:
        from limbwatch.version import __version__

        offset = self.now.utcoffset() or timedelta(0)
        capture.about("limbwatch", __version__)
        capture.about("utc_offset_s", str(offset.total_seconds()))
        capture.about("platform", sys.platform)
        # who looks from outside must know that this capture's clock runs faster than theirs
        capture.about("speed", str(self.plan.speed or 1.0))
        begun = Incident.BEGUN if self.plan.folder is None else Incident.RESUMED
        capture.event(begun, clock.now_ns())

    def _targets(self, clock: HostClock) -> list[tuple[Target, Transport]]:
        targets: list[tuple[Target, Transport]] = []
        begin_s = clock.now_ns() / 1e9
        for one in self.plan.worn:
            if one.scenario is None:
                from limbwatch.sensor.radio.ble import BleTransport

                targets.append((one.target, BleTransport()))
                continue
            peripheral = OpenPeripheral(
                self.played[one.target.placement], address=one.target.sensor, begin_s=begin_s
            )
            radio = SimulatedTransport([peripheral], lambda: clock.now_ns() / 1e9)
            targets.append((one.target, radio))
        return targets

    @contextmanager
    def _signals(self, stop: asyncio.Event) -> Iterator[None]:
        """First Ctrl-C or SIGTERM: end the night well. Second: leave at once."""
        loop = asyncio.get_running_loop()

        def interrupt() -> None:
            if self.interrupted:
                # everything that arrived until the last half second is on disk and synced
                os._exit(ExitCode.INTERRUPTED)
            self.interrupted = True
            self.terminal.say("Ending the night. Once more leaves at once, without scoring.")
            stop.set()

        before = {
            number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(interrupt))
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def known_sensors(capture: Path) -> dict[tuple[str, str, str], int]:
    """List the sensors that a capture knows already, with their numbers."""
    from limbwatch.sensor.capture.recordings import sensors_of_capture

    return {
        (one.placement.value, one.kind, one.address): one.number
        for one in sensors_of_capture(capture)
    }
