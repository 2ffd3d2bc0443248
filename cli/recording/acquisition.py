"""A recording from its first scan to the scored night."""

import asyncio
import time
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path

import typer

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.making.finished_night import make_captured_night, mark_wishes, reserve_night
from limbwatch.cli.night.elsewhere import restore_parts
from limbwatch.cli.night.folder import (
    CAPTURE,
    ORIGIN,
    RECORDING,
    night_date,
    shown_name,
)
from limbwatch.cli.night.listed.unfinished import broken_off
from limbwatch.cli.recording.asked.request import RecordingPlan, simulated_recordings
from limbwatch.cli.recording.asked.until import Ending, ending_of, time_of_day
from limbwatch.cli.recording.keep_awake import system_kept_awake
from limbwatch.cli.recording.session import NightSession, Recorded
from limbwatch.cli.recording.watch.second_screen import second_screen
from limbwatch.cli.recording.wish_to_stop import LOCK
from limbwatch.cli.screen.outcome import finish
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import shell_word
from limbwatch.sensor import Recording
from limbwatch.sensor.capture.host_clock import PacedLoop
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.errors import (
    AlreadyRecording,
    BluetoothUnavailable,
    NetworkUnavailable,
    UnreadableFile,
)


def record_night(plan: RecordingPlan, terminal: Terminal) -> None:
    """Record, score and show a night.

    Raises
    ------
    CommandError
        If nothing could be recorded: exit code 3 for the radio or the sensors, 2 for the plan.
        With 5 if the recording is stored but could not be scored.
    typer.Exit
        With 5 if data are missing beyond the limit, 130 if the night was interrupted.
    """
    # raises an error for an invalid end before anything is made
    ending_of(plan.until, plan.duration, SystemClock().pair())
    if plan.folder is None:
        for one in broken_off(plan.nights, night_date(datetime.now().astimezone())):
            terminal.warn(one.going_on(shown_name(one.folder)))
    if plan.start is not None:
        wait_until(plan.start, terminal)
    played = simulated_recordings(plan)
    now = datetime.now().astimezone()
    folder = plan.folder or reserve_night(plan.nights, now)
    mark_wishes(folder, test=plan.test, by=plan.by)
    night = NightSession(plan=plan, folder=folder, now=now, terminal=terminal, played=played)
    screen = second_screen(folder.parent, terminal) if plan.lan else nullcontext()
    with screen:
        recorded = _record(night)
    recordings = _score(plan, folder, recorded, terminal)
    finish(folder, recordings, terminal)
    if recorded.lost:
        terminal.warn(_lost_words(recorded))
        raise typer.Exit(ExitCode.DATA_LOST)
    if recorded.interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def wait_until(
    start: str, terminal: Terminal, clock: SystemClock | None = None, step_s: float = 1.0
) -> None:
    """Wait for the next ``22:30`` on the wall clock, even if that is set meanwhile.

    The clock is read every ``step_s`` seconds.

    Raises
    ------
    CommandError
        If it is not a time of day.
    """
    clock = clock or SystemClock()
    at_time = time_of_day(start, "--start")
    beginning = Ending(duration=None, until=at_time, begin=clock.pair())
    left = beginning.left(clock.pair()) or 0.0
    at = datetime.fromtimestamp(clock.pair().wall / 1e9 + left).astimezone()
    terminal.say(f"The recording begins at {at:%Y-%m-%d %H:%M}, in {left / 60:.0f} min.")
    with system_kept_awake() as advice:
        if advice is not None:
            terminal.warn(f"this computer may sleep until then: {advice}")
        while (left := beginning.left(clock.pair()) or 0.0) > 0:
            time.sleep(min(step_s, left))


def _where_to_look(plan: RecordingPlan) -> str:
    """Return what to do when no sensor was heard."""
    said = []
    if plan.by_bluetooth:
        said.append("`limbwatch devices` lists what is in range.")
    if any(one.phone for one in plan.worn):
        said.append(
            "Is the phone in this network, with its app open, and its remote access or push on?"
        )
    return " ".join(said)


def _lost_words(recorded: Recorded) -> str:
    return (
        f"{recorded.lost} packets of the sensors are lost: no disk of this computer had room for "
        "them. Free some space before the next night."
    )


def _record(night: NightSession) -> Recorded:
    plan = night.plan

    def make_loop() -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop() if plan.speed is None else PacedLoop(plan.speed)

    try:
        with system_kept_awake() as sleep_advice, asyncio.Runner(loop_factory=make_loop) as runner:
            return runner.run(night.run(sleep_advice))
    except (BluetoothUnavailable, NetworkUnavailable, AlreadyRecording) as error:
        if plan.folder is None:
            _remove_empty_night(night.folder)
        raise CommandError(str(error), exit_code=ExitCode.NO_DEVICE) from error


def _remove_empty_night(folder: Path) -> None:
    """Remove the folder of a night without data, except files that a person put there."""
    for name in (CAPTURE, f"{CAPTURE}-wal", f"{CAPTURE}-shm", LOCK, ORIGIN):
        (folder / name).unlink(missing_ok=True)
    for place in (folder / RECORDING, folder):
        with suppress(OSError):
            place.rmdir()


def _score(
    plan: RecordingPlan, folder: Path, recorded: Recorded, terminal: Terminal
) -> tuple[Recording, ...]:
    again = f"Free some space, then score it: limbwatch rescore {shell_word(str(folder))}"
    if recorded.elsewhere is not None and restore_parts(folder) is not None:
        lost = f" {_lost_words(recorded)}" if recorded.lost else ""
        raise CommandError(
            f"the disk is full. The recording is stored, a part of it in {recorded.elsewhere}, and "
            f"is not scored yet.{lost} {again}",
            exit_code=ExitCode.DATA_LOST,
        )
    with terminal.progress(tr("Scoring")):
        try:
            return make_captured_night(folder, plan.by)
        except UnreadableFile as error:
            if any(status.notifications for status in recorded.statuses):
                raise
            if plan.folder is None and not recorded.lost:
                _remove_empty_night(folder)
            # the advice ends with a full stop, and another follows
            troubles = [
                f"{status.target.placement.words}: {status.trouble.rstrip('.') or 'no data yet'}"
                for status in recorded.statuses
            ]
            raise CommandError(
                "no sensor sent anything, so there is no night. "
                + "; ".join(troubles)
                + f". {_where_to_look(plan)}",
                exit_code=ExitCode.NO_DEVICE,
            ) from error
        except CommandError as error:
            lost = f" {_lost_words(recorded)}" if recorded.lost else ""
            raise CommandError(
                f"the recording is stored in {folder}, but it could not be scored: {error}{lost} "
                f"{again}",
                exit_code=ExitCode.DATA_LOST,
            ) from error
