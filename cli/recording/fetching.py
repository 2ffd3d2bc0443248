"""Nights that sensors recorded in their own memory: fetched, stored, scored."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making.finished_night import make_captured_night, mark_wishes, reserve_night
from limbwatch.cli.night.folder import CAPTURE, list_nights
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.whole_files import MAKING, write_whole, writing
from limbwatch.cli.recording.fetch_names import (
    FETCHED,
    fetch_command,
    named,
    search_for,
    stored_names,
)
from limbwatch.cli.recording.reached_memory import MemoryRadio
from limbwatch.cli.recording.sensor_fetch import FetchedRecording, SensorFetch
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Recording, scratch
from limbwatch.sensor.capture.account import account_of
from limbwatch.sensor.errors import SensorError, UnreadableFile
from limbwatch.sensor.memory.fetched import add_to_capture, group_nights, write_capture
from limbwatch.sensor.memory.unfinished_fetch import remove_kept
from limbwatch.sensor.open_elsewhere import replace_file
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.transport import Transport
from limbwatch.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """What to fetch, and what to do with it."""

    targets: tuple[Target, ...]
    nights: Path
    """Folder of one person's nights."""
    remove: bool
    """Whether to remove stored recordings from the sensor."""
    by: ScoredBy
    """Rules and age for scoring."""
    options: tuple[str, ...] = ()
    """Options of the command, for another one that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedNights:
    """The nights that a fetch made, and whether it brought all."""

    nights: tuple[tuple[Path, tuple[Recording, ...]], ...]
    """Folder and recordings of each."""
    complete: bool
    """Whether every sensor gave all it had, and no recording had ended by itself."""


def fetch_nights(
    plan: FetchPlan, radio: Callable[[], Transport], terminal: Terminal
) -> FetchedNights:
    """Stop the recordings, fetch new ones and make nights of them.

    What one sensor gave becomes a night even if another fails; what that one gives later is added
    to the same night. ``radio`` is called once per event loop.

    Raises
    ------
    SensorError, CommandError
        If nothing new came because a sensor failed, nothing that came can be read, or the data
        cannot be stored; they are still on the sensor.
    """
    with terminal.progress("Fetching") as doing:
        fetches = asyncio.run(_fetch(plan, radio, terminal, doing))
    taken = [one for fetch in fetches for one in fetch.taken]
    failed = {fetch.target: fetch.failure for fetch in fetches if fetch.failure is not None}
    folders: list[Path] = []
    for group in group_nights([one.fetched for one in taken]):
        members = [one for one in taken if one.fetched in group]
        folders.append(_store(plan, members))
        for path in (path for one in members for path in one.stored.kept):
            remove_kept(path)
    for folder in folders:  # one that cannot be scored now is scored later
        mark_wishes(folder, test=None, by=plan.by)
    for fetch in fetches:
        if fetch.failure is None and fetch.taken and fetch.found is not None:
            fetch.memories.forget_evening(fetch.found.address)
    _report(plan, failed, terminal, stored=bool(folders))
    removed = not plan.remove or asyncio.run(_remove(plan, taken, radio, terminal))
    if not folders and any(fetch.unread for fetch in fetches):
        raise CommandError(
            "nothing new came that can be read; what could not be read is left as it is",
            exit_code=ExitCode.UNREADABLE,
        )
    early = any(one.fetched.early is not None for one in taken)
    return FetchedNights(
        nights=tuple(
            (folder, make_captured_night(folder, plan.by)) for folder in dict.fromkeys(folders)
        ),
        complete=removed and not failed and not early,
    )


async def _fetch(
    plan: FetchPlan, make: Callable[[], Transport], terminal: Terminal, doing: Callable[[str], None]
) -> list[SensorFetch]:
    memories = MemoryRadio(make(), plan.nights)
    here = stored_names(plan.nights)
    fetches = []
    for target in plan.targets:
        fetch = SensorFetch(target=target, memories=memories, terminal=terminal, here=here)
        await fetch.run(doing)
        fetches.append(fetch)
    return fetches


def _report(
    plan: FetchPlan, failed: dict[Target, SensorError], terminal: Terminal, *, stored: bool
) -> None:
    """Say which sensors failed and what to do; raise it if nothing came at all."""
    if not failed:
        return
    command = fetch_command(tuple(failed), plan.options)
    if not stored and len(plan.targets) == 1:
        for error in failed.values():
            raise error
    for target, error in failed.items():
        terminal.warn(f"{named(target)} was not fetched whole: {error}")
    if not stored:
        raise SensorError(f"nothing new was fetched. Try again with: {command}")
    terminal.warn(
        "what the other sensors gave is stored, and nothing is lost. Fetch the rest, which is "
        f"added to the same night: {command}"
    )


def _store(plan: FetchPlan, members: list[FetchedRecording]) -> Path:
    """Store a night: the capture, then the files as the sensors sent them, checked.

    The files come last: a recording whose files are here is not fetched again.
    """
    fetched = [one.fetched for one in members]
    files = {name: content for one in members for name, content in one.files.items()}
    folder = _night_of(plan.nights, members)
    if folder is not None:
        add_to_capture(folder / CAPTURE, fetched)
        with writing(folder):
            for name, content in files.items():
                write_whole(folder / FETCHED / name, content)
    else:
        begin = min(one.span[0] for one in fetched)
        folder = reserve_night(plan.nights, datetime.fromtimestamp(begin / 1e9).astimezone())
        try:
            write_capture(folder / CAPTURE, fetched, version=__version__)
            with writing(folder), scratch.aside(MAKING, folder) as unfinished:
                for name, content in files.items():
                    write_whole(unfinished / name, content)
                replace_file(unfinished, folder / FETCHED)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # all of it is on the sensor, or kept
            raise
    _check(folder, files)
    return folder


def _night_of(nights: Path, members: Sequence[FetchedRecording]) -> Path | None:
    """Return the fetched night of the same hours that lacks these sensors; None if none does."""
    begin = min(one.fetched.span[0] for one in members) / 1e9
    end = max(one.fetched.span[1] for one in members) / 1e9
    worn = {one.target.placement for one in members}
    for folder in reversed(list_nights(nights, holding=(FETCHED,))):
        with suppress(UnreadableFile):
            account = account_of(folder / CAPTURE)
            overlaps = account.begin.timestamp() < end and begin < account.end.timestamp()
            if account.fetched and overlaps and not worn & {leg.placement for leg in account.legs}:
                return folder
    return None


def _check(folder: Path, files: dict[str, bytes]) -> None:
    """Compare the stored files with what came: a sensor may be emptied after this.

    Raises
    ------
    CommandError
        If one differs.
    """
    for name, content in files.items():
        with writing(folder):
            stored = (folder / FETCHED / name).read_bytes()
        if stored != content:
            raise CommandError(
                f"{folder / FETCHED / name} does not hold what the sensor sent: the disk may be "
                "failing. Nothing was removed from the sensor; fetch to another disk with --nights",
                exit_code=ExitCode.UNEXPECTED,
            )


async def _remove(
    plan: FetchPlan,
    taken: list[FetchedRecording],
    make: Callable[[], Transport],
    terminal: Terminal,
) -> bool:
    """Remove what is stored from the sensors; return whether all of it was."""
    memories = MemoryRadio(make(), plan.nights)
    removed = True
    for target in dict.fromkeys(one.target for one in taken):
        mine = [one for one in taken if one.target == target]
        try:
            async with memories.reach(search_for(target, mine[0].fetched)) as reached:
                done = await reached.memory.remove([one.stored for one in mine])
        except SensorError as error:
            removed = False
            terminal.warn(
                f"the recordings on {named(target)} were not removed, or not all of them: {error}. "
                "They are stored on this computer"
            )
            continue
        if not done:
            terminal.warn(
                f"the sensor of the {target.placement.words} can only be emptied as a whole, "
                "and holds recordings that this fetch did not store; nothing was removed"
            )
    return removed
