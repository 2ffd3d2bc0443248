"""The log of a MetaMotion as a night: started, ended, and fetched into a file.

The board forgets each page when it is confirmed (`limbwatch.sensor.memory.metawear_log`), so a
page is written to this computer's disk before. The file is created in the evening: it then holds
the board's settings and a reading of its clock even if the battery dies in the night.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from limbwatch.sensor.devices import metamotion
from limbwatch.sensor.devices.device import Settings, Wish
from limbwatch.sensor.devices.metamotion_log import (
    MetaMotionLog,
    head_block,
    page_block,
    read_metamotion_log,
    reading_block,
    stretches,
)
from limbwatch.sensor.errors import DeviceRefused, UnreadableFile
from limbwatch.sensor.memory.memory_contents import MemoryStream, RecordingEnd, StoredRecording
from limbwatch.sensor.memory.metawear_log import PER_SAMPLE, MetaWearLog
from limbwatch.sensor.radio.link import SessionLink
from limbwatch.sensor.radio.transport import Connection

_ANSWER_S = 5.0


class MetaMotionMemory:
    """The log of one connected board.

    ``kept`` is its file, from the evening until the night is stored; see `kept_file`. ``progress``
    is called with the share of the log that was fetched, 0 to 1.
    """

    suffix = "mmlog"

    def __init__(
        self, connection: Connection, kept: Path, progress: Callable[[float], None] = lambda _: None
    ) -> None:
        self._kept = kept
        self._progress = progress
        self._link = SessionLink(connection, lambda _, data: self._board.hear(data), _ANSWER_S)
        self._board = MetaWearLog(self._link)

    async def open(self) -> None:
        """Subscribe to answers; refuse what is not a MetaWear board."""
        if not self._link.has(metamotion.DATA):
            raise DeviceRefused("this sensor does not speak the protocol of a MetaMotion")
        await self._link.subscribe(metamotion.DATA)

    async def begin(self, wish: Wish, now: datetime) -> Settings:
        """Configure the accelerometer and log it; the clock is read, as it cannot be set."""
        module = await self._board.module()
        if await self._board.runs():
            raise DeviceRefused(
                "the MetaMotion is already logging; fetch that first: limbwatch fetch"
            )
        if await self._board.length() or self._holds_entries():
            raise DeviceRefused(
                "the log of the MetaMotion holds what was not fetched; fetch that first: "
                "limbwatch fetch"
            )
        settings = await metamotion.configure(self._link, wish, metamotion.LOGGED_RATES)
        triggers = await self._board.set_triggers()
        head = head_block(_label_at(now), settings, triggers)
        self._begin_file(head + reading_block(await self._board.clock()))
        await self._board.run()
        await metamotion.sample(self._link)
        room_s = module.capacity / PER_SAMPLE / settings.rate
        return Settings(rate=settings.rate, range_g=settings.range_g, extra={"room_s": room_s})

    async def end(self) -> RecordingEnd:
        """End the log; the board does not restart.

        If another program logs, or the log cannot be fetched, this is refused, and it runs on.
        """
        await self._board.triggers()
        ran = await self._board.runs()
        if ran:
            await metamotion.rest(self._link)
        await self._board.end()
        kept_log = self._kept_log()
        begun = None if kept_log is None or not kept_log.readings else kept_log.readings[0].start
        restarted = begun is not None and (await self._board.clock()).start != begun
        return RecordingEnd(ran=ran, restarted=restarted)

    async def listed(self) -> tuple[StoredRecording, ...]:
        """Return the same as `recordings`."""
        return await self.recordings()

    async def recordings(self) -> tuple[StoredRecording, ...]:
        """Return the log, if it has entries or a part of it was fetched before."""
        if not await self._board.length() and not self._holds_entries():
            return ()
        kept_log = self._kept_log()
        label = (
            f"log{_label_at(datetime.now().astimezone()) if kept_log is None else kept_log.named}"
        )
        return (StoredRecording(label=label, paths=(label,), kept=(self._kept,)),)

    async def read(self, recording: StoredRecording) -> tuple[bytes, ...]:
        """Read the rest of the log into the file, and return that."""
        triggers = await self._board.triggers()
        kept_log = self._kept_log()
        if kept_log is None:
            if triggers is None:
                raise DeviceRefused(
                    "what the log of this MetaMotion holds is no longer known: it was not begun "
                    "from this computer, and the board has restarted since"
                )
            settings = await metamotion.configured(self._link)
            named = recording.label.removeprefix("log")
            self._begin_file(head_block(named, settings, triggers))
        elif kept_log.cut:
            os.truncate(self._kept, self._kept.stat().st_size - kept_log.cut)
        self._append(reading_block(await self._board.clock()))
        if entries := await self._board.length():
            await self._board.read_out(
                entries, lambda page: self._append(page_block(page)), self._progress
            )
        return (self._kept.read_bytes(),)

    async def streams(
        self, recording: StoredRecording, contents: Sequence[bytes]
    ) -> tuple[MemoryStream, ...]:
        """Parse the log; refuse it if none of its samples can be dated."""
        found = []
        for content in contents:
            log = read_metamotion_log(content, recording.label)
            for one in stretches(log):
                dated = one.unix_ns is not None
                times = one.unix_ns.tolist() if one.unix_ns is not None else []
                frames = tuple(zip(times, one.frames() if dated else (), strict=True))
                undated = 0 if dated else len(one.ticks)
                found.append(MemoryStream(settings=log.settings, frames=frames, undated=undated))
        if any(one.undated for one in found) and not any(one.frames for one in found):
            raise UnreadableFile(
                "the MetaMotion restarted after this recording, as with an empty battery, and it "
                "was not begun from this computer: nobody knows when its samples were taken. "
                f"They are in {self._kept}; move that file to another place to fetch others"
            )
        return tuple(found)

    async def remove(self, recordings: Sequence[StoredRecording]) -> bool:
        """Remove the triggers: the board has already forgotten what was fetched."""
        del recordings
        await self._board.remove_triggers()
        return True

    def _kept_log(self) -> MetaMotionLog | None:
        try:
            return read_metamotion_log(self._kept.read_bytes(), str(self._kept))
        except FileNotFoundError:
            return None

    def _holds_entries(self) -> bool:
        kept_log = self._kept_log()
        return kept_log is not None and len(kept_log.entries) > 0

    def _begin_file(self, content: bytes) -> None:
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        self._kept.unlink(missing_ok=True)
        self._append(content)

    def _append(self, content: bytes) -> None:
        try:
            with self._kept.open("ab") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UnreadableFile(
                f"{self._kept} cannot be written ({error.strerror}): what is not in it stays on "
                "the MetaMotion. Free some space, and fetch again"
            ) from error


def kept_file(nights: Path, address: str) -> Path:
    """Return the file in the folder of nights that holds a board's log until it is stored."""
    board = "".join(one for one in address if one.isalnum()) or "board"
    return nights / f".metamotion-{board}.mmlog"


def _label_at(now: datetime) -> str:
    return f"{now:%Y%m%d-%H%M%S}"
