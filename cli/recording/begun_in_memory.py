"""Recordings in the sensors' own memory, begun in the evening."""

import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from limbwatch.cli.recording.fetch_names import fetch_command, named, search_for, stored_names
from limbwatch.cli.recording.reached_memory import MemoryRadio, ReachedMemory
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.devices import Settings, Wish
from limbwatch.sensor.errors import DeviceRefused, SensorError
from limbwatch.sensor.memory.unfinished_fetch import BegunRecording
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.transport import Transport

_HOUR_S: Final = 3600.0


async def begin_in_memory(
    targets: tuple[Target, ...],
    radio: Transport,
    wish: Wish,
    nights: Path,
    terminal: Terminal,
    *,
    options: tuple[str, ...] = (),
) -> None:
    """Set the clock of each sensor and start recording in its memory.

    ``options`` are those of the command, for another one that goes on.

    Raises
    ------
    SensorError
        If a sensor is missing or refuses; all others are recording.
    """
    memories = MemoryRadio(radio, nights)
    here = stored_names(nights)
    failed: dict[Target, SensorError] = {}
    for target in targets:

        async def begin(reached: ReachedMemory, target: Target = target) -> None:
            await _begin(reached, target, wish, here, terminal)

        try:
            await memories.work(search_for(target), begin)
        except SensorError as error:
            failed[target] = error
    if len(targets) == 1:
        for refusal in failed.values():
            raise refusal
    if failed:
        for target, refusal in failed.items():
            terminal.warn(f"{named(target)} does not record: {refusal}")
        command = fetch_command(tuple(failed), ("--begin", *options))
        raise SensorError(
            f"{len(failed)} of {len(targets)} sensors do not record; the others do. Begin with the "
            f"rest: {command}"
        )


async def _begin(
    reached: ReachedMemory, target: Target, wish: Wish, here: set[str], terminal: Terminal
) -> None:
    held = await _held(reached, here)
    settings: Settings = await reached.memory.begin(wish, datetime.now().astimezone())
    reached.unfinished.evening = BegunRecording(begun=time.time(), ended=None)
    room = ""
    if room_s := float(settings.extra.get("room_s", 0)):
        room = f" It has room for {room_s / _HOUR_S:.1f} h."
    name = reached.found.name or reached.found.address
    terminal.say(
        f"{target.placement.words}: {name} records in its own memory at {settings.rate:g} Hz."
        f"{room} It may go out of reach now."
    )
    if held:
        terminal.warn(
            f"{name} holds older recordings that are in no night here: "
            f"{', '.join(held)}. They stay there; in the morning limbwatch fetch makes nights of "
            "those that it can read, and leaves the others"
        )


async def _held(reached: ReachedMemory, here: set[str]) -> list[str]:
    """Return the recordings on the sensor that are not stored here, by their labels."""
    with suppress(DeviceRefused):  # whoever fetches says it
        return [
            stored.label
            for stored in await reached.memory.listed()
            if reached.file_name(stored, 0) not in here
        ]
    return []
