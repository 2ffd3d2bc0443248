"""Recordings in the sensors' own memory: started in the evening, fetched in the morning."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from limbwatch.cli.making.finished_night import make_captured_night, mark_wishes, reserve_night
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.whole_files import MAKING, writing
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Recording, scratch
from limbwatch.sensor.devices import Wish, recognised
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.memory.fetched import Fetched, group_nights, write_capture
from limbwatch.sensor.memory.memory_contents import SensorMemory, StoredRecording
from limbwatch.sensor.memory.metamotion_memory import MetaMotionMemory, kept_file
from limbwatch.sensor.memory.movesense_memory import MovesenseMemory
from limbwatch.sensor.memory.polar_memory import PolarMemory
from limbwatch.sensor.open_elsewhere import replace_file
from limbwatch.sensor.radio.patience import PATIENCE
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.transport import Connection, Found, Sought, Transport
from limbwatch.version import __version__

FETCHED: Final = "fetched"
"""Folder in a night's folder for the files as the sensors sent them."""
STARTS_S: Final = 5.0
"""Time that a sensor takes to restart, seconds; others measured some four on a Movesense
(``gsp-protocol.md``)."""
_HOUR_S: Final = 3600.0


_Progress = Callable[[float], None]
"""Called with the share fetched so far, 0 to 1."""
_MEMORIES: Final[dict[str, Callable[[Connection, Path, _Progress], SensorMemory]]] = {
    "polar": lambda connection, _, __: PolarMemory(connection),
    "movesense": lambda connection, _, __: MovesenseMemory(connection),
    "metamotion": MetaMotionMemory,
}
"""Memory of each kind of sensor; the path is for data that a sensor forgets once it sent them."""


def memory_kind(found: Found) -> str:
    """Return the kind of a sensor that has a memory.

    Raises
    ------
    DeviceRefused
        If it has none.
    """
    device = recognised(found.name, found.services)
    if device is None or device.kind not in _MEMORIES:
        raise DeviceRefused(
            f"{found.name or found.address} has no memory that limbwatch can fetch from; a Polar "
            "Verity Sense, 360 and Loop have one, a Movesense and a MetaMotion"
        )
    return device.kind


@asynccontextmanager
async def opened_memory(
    sought: Sought,
    radio: Transport,
    nights: Path,
    progress: _Progress = lambda _share: None,
) -> AsyncIterator[tuple[SensorMemory, Found]]:
    """Connect to a sensor and open its memory while the body runs.

    ``progress`` is called with the share of a recording fetched so far, 0 to 1.

    Raises
    ------
    SensorError
        If the sensor is missing or has no memory.
    """
    found = await radio.find(sought, PATIENCE.scan)
    connection = await radio.connect(found, lost=lambda: None, seconds=PATIENCE.connect)
    try:
        kept = kept_file(nights, found.address)
        memory = _MEMORIES[memory_kind(found)](connection, kept, progress)
        await memory.open()
        yield memory, found
    finally:
        await connection.close()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _FetchedRecording:
    """One recording fetched from a sensor."""

    fetched: Fetched
    stored: StoredRecording
    target: Target
    files: dict[str, bytes]
    """Its files as the sensor sent them, by name."""


async def begin_in_memory(
    targets: tuple[Target, ...], radio: Transport, wish: Wish, nights: Path, terminal: Terminal
) -> None:
    """Set the clock of each sensor and start recording in its memory.

    Raises
    ------
    SensorError
        If a sensor is missing or refuses; those before it are recording.
    """
    for target in targets:
        async with opened_memory(_search_for(target), radio, nights) as (memory, found):
            settings = await memory.begin(wish, datetime.now().astimezone())
            room = ""
            if room_s := float(settings.extra.get("room_s", 0)):
                room = f" It has room for {room_s / _HOUR_S:.1f} h."
            terminal.say(
                f"{target.placement.words}: {found.name or found.address} records in its own "
                f"memory at {settings.rate:g} Hz.{room} It may go out of reach now."
            )


def fetch_nights(
    plan: FetchPlan, radio: Callable[[], Transport], terminal: Terminal
) -> list[tuple[Path, tuple[Recording, ...]]]:
    """Stop the recordings, fetch new ones and make nights of them; empty if none are new.

    ``radio`` is called once per event loop.

    Raises
    ------
    SensorError, CommandError
        If a sensor is missing, or its data cannot be stored; they are still on the sensor.
    """
    with terminal.progress("Fetching") as doing:
        taken = asyncio.run(_fetch(plan, radio, terminal, doing))
    nights = []
    for group in group_nights([one.fetched for one in taken]):
        members = [one for one in taken if one.fetched in group]
        nights.append(_store(plan, members))
        for one in members:
            if one.stored.kept is not None:
                one.stored.kept.unlink(missing_ok=True)
    for folder in nights:  # one that cannot be scored now is scored later
        mark_wishes(folder, test=None, by=plan.by)
    if plan.remove and taken:
        asyncio.run(_remove(plan, taken, radio, terminal))
    return [(folder, make_captured_night(folder, plan.by)) for folder in nights]


async def _fetch(
    plan: FetchPlan, make: Callable[[], Transport], terminal: Terminal, doing: Callable[[str], None]
) -> list[_FetchedRecording]:
    radio = make()
    here = {path.name for path in plan.nights.glob(f"*/{FETCHED}/*")}
    taken = []
    for target in plan.targets:
        async with opened_memory(_search_for(target), radio, plan.nights) as (memory, found):
            starts_anew = await memory.end()
        if starts_anew:
            doing(f"Waiting for the sensor of the {target.placement.words} to start again")
            await asyncio.sleep(STARTS_S)

        def report_share(share: float, worn: str = target.placement.words) -> None:
            doing(f"Fetching from the {worn}: {share:.0%}")

        same = _search_for(target, found)
        async with opened_memory(same, radio, plan.nights, report_share) as (memory, found):
            for stored in await _new_recordings(memory, found, here):
                doing(f"Fetching {stored.label} of the {target.placement.words}")
                one = await _read_one(memory, stored, target, found, terminal)
                if one is None:
                    terminal.warn(f"{stored.label} of the {target.placement.words} holds nothing")
                else:
                    taken.append(one)
    return taken


async def _new_recordings(
    memory: SensorMemory, found: Found, here: set[str]
) -> list[StoredRecording]:
    """Return the recordings that are not stored here yet."""

    def is_here(one: StoredRecording) -> bool:
        return _file_name(found, one, 0, memory) in here

    listed = await memory.recordings()
    # the program ended after storing a night but before removing the file kept for it
    done = [one.kept for one in listed if one.kept is not None and is_here(one)]
    for kept in done:
        kept.unlink(missing_ok=True)
    if done:
        listed = await memory.recordings()
    return [one for one in listed if not is_here(one)]


async def _read_one(
    memory: SensorMemory, stored: StoredRecording, target: Target, found: Found, terminal: Terminal
) -> _FetchedRecording | None:
    """Read one recording; None if it is empty."""
    contents = await memory.read(stored)
    streams = await memory.streams(stored, contents)
    if not any(stream.frames for stream in streams):
        return None
    if torn := sum(stream.torn for stream in streams):
        seconds = sum(stream.torn_s for stream in streams)
        terminal.warn(
            f"{stored.label} of the {target.placement.words} ends in {torn} bytes that are no "
            f"whole packet, as after a power loss: about {seconds:.0f} s of samples are lost. The "
            "file is stored as it came."
        )
    if undated := sum(stream.undated for stream in streams):
        terminal.warn(
            f"{undated} samples of {stored.label} of the {target.placement.words} are not in the "
            "night: the sensor restarted after them, and when they were taken is not known. They "
            "are in the file that is stored as it came."
        )
    return _FetchedRecording(
        fetched=Fetched(
            placement=target.placement,
            kind=memory_kind(found),
            address=found.address,
            name=found.name,
            streams=streams,
        ),
        stored=stored,
        target=target,
        files={
            _file_name(found, stored, number, memory): content
            for number, content in enumerate(contents)
        },
    )


def _file_name(found: Found, stored: StoredRecording, number: int, memory: SensorMemory) -> str:
    sensor = "".join(one for one in found.address if one.isalnum()) or "sensor"
    return f"{sensor}-{stored.label}-{number}.{memory.suffix}"


def _store(plan: FetchPlan, members: list[_FetchedRecording]) -> Path:
    """Write a night's folder: the files as the sensors sent them, then the capture."""
    begin = min(one.fetched.span[0] for one in members)
    folder = reserve_night(plan.nights, datetime.fromtimestamp(begin / 1e9).astimezone())
    with writing(folder), scratch.aside(MAKING, folder) as unfinished:
        for one in members:
            for name, content in one.files.items():
                (unfinished / name).write_bytes(content)
        replace_file(unfinished, folder / FETCHED)
    write_capture(folder / CAPTURE, [one.fetched for one in members], version=__version__)
    return folder


async def _remove(
    plan: FetchPlan,
    taken: list[_FetchedRecording],
    make: Callable[[], Transport],
    terminal: Terminal,
) -> None:
    radio = make()
    for target in dict.fromkeys(one.target for one in taken):
        mine = [one for one in taken if one.target == target]
        same = _search_for(target, mine[0].fetched)
        async with opened_memory(same, radio, plan.nights) as (memory, _):
            stored = [one.stored for one in mine]
            if not await memory.remove(stored):
                terminal.warn(
                    f"the sensor of the {target.placement.words} can only be emptied as a whole, "
                    "and holds recordings that this fetch did not store; nothing was removed"
                )


def _search_for(target: Target, found: Found | Fetched | None = None) -> Sought:
    """Return how to find a sensor: by its name, then by its address, since names may repeat."""
    if found is None:
        return Sought(sensor=target.sensor)
    return Sought(sensor=target.sensor, address=found.address, name=found.name)
