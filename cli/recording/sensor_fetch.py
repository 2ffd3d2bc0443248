"""What one sensor recorded in its own memory, fetched in the morning."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from limbwatch.cli.recording.fetch_names import named, search_for
from limbwatch.cli.recording.reached_memory import MemoryRadio, ReachedMemory, memory_kind
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.errors import (
    DeviceRefused,
    PartMissing,
    SensorError,
    SensorRestarts,
    UnreadableFile,
)
from limbwatch.sensor.memory.early_end import early_end
from limbwatch.sensor.memory.fetched import Fetched
from limbwatch.sensor.memory.memory_contents import RecordingEnd, StoredRecording
from limbwatch.sensor.memory.unfinished_fetch import remove_kept
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.transport import Found

_NS: Final = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedRecording:
    """One recording fetched from a sensor."""

    fetched: Fetched
    stored: StoredRecording
    target: Target
    files: dict[str, bytes]
    """Its files as the sensor sent them, by name."""


@dataclass(slots=True, kw_only=True)
class SensorFetch:
    """One sensor's fetch: what came, and what did not."""

    target: Target
    memories: MemoryRadio
    terminal: Terminal
    here: set[str]
    """Names of the files that are in nights already."""
    found: Found | None = None
    """The sensor; None before it was found."""
    taken: list[FetchedRecording] = field(default_factory=list)
    failure: SensorError | None = None
    """What kept a recording on the sensor that may be fetched later; None if nothing did."""
    unread: list[UnreadableFile] = field(default_factory=list)
    """Why recordings came and are no night."""
    seen: set[str] = field(default_factory=set)
    """Labels of the recordings that were looked at."""

    async def run(self, doing: Callable[[str], None]) -> None:
        """End what is recorded and fetch what is not here; a failure is kept, not raised."""
        worn = self.target.placement.words

        def report_share(share: float) -> None:
            doing(f"Fetching from the {worn}: {share:.0%}")

        async def fetch(reached: ReachedMemory) -> None:
            await self._fetch(reached, end, doing)

        try:
            end = await self.memories.work(search_for(self.target), self._end)
            if end.restarts:
                doing(f"Waiting for the sensor of the {worn} to start again")
                await self.memories.wait_for_start()
            sought = search_for(self.target, self.found)
            await self.memories.work(sought, fetch, progress=report_share, gained=self._gained)
        except SensorError as error:
            self.failure = error

    def _gained(self) -> int:
        return len(self.seen) + self.memories.unlisted

    async def _end(self, reached: ReachedMemory) -> RecordingEnd:
        self.found = reached.found
        end = await reached.memory.end()
        evening = reached.unfinished.evening
        if evening is not None and evening.ended is None and end.ran is not False:
            reached.unfinished.evening = replace(evening, ended=time.time())
        return end

    async def _fetch(
        self, reached: ReachedMemory, end: RecordingEnd, doing: Callable[[str], None]
    ) -> None:
        for stored in await self._new_recordings(reached):
            if stored.label in self.seen:
                continue
            doing(f"Fetching {stored.label} of the {self.target.placement.words}")
            try:
                contents = await reached.memory.read(stored)
            except SensorRestarts:
                raise
            except (DeviceRefused, PartMissing, UnreadableFile) as error:
                self.failure = error  # the others may come
            else:
                await self._take(reached, stored, contents)
            self.seen.add(stored.label)
        if self.failure is None:
            self._judge_end(reached, end)

    async def _new_recordings(self, reached: ReachedMemory) -> list[StoredRecording]:
        """Return the recordings that are not stored here yet."""

        def is_here(one: StoredRecording) -> bool:
            return reached.file_name(one, 0) in self.here

        listed = await reached.memory.recordings()
        # the program ended after storing a night but before removing what was kept for it
        done = [path for one in listed if is_here(one) for path in one.kept if path.exists()]
        for path in done:
            remove_kept(path)
        if done:
            listed = await reached.memory.recordings()
        return [one for one in listed if not is_here(one)]

    async def _take(
        self, reached: ReachedMemory, stored: StoredRecording, contents: tuple[bytes, ...]
    ) -> None:
        """Take one recording, unless it cannot be read or is empty."""
        words = self.target.placement.words
        try:
            streams = await reached.memory.streams(stored, contents)
        except UnreadableFile as error:
            self.unread.append(error)
            self.terminal.warn(
                f"{stored.label} on {named(self.target, reached.found)} is left as it is: {error}"
            )
            return
        if not any(stream.frames for stream in streams):
            self.terminal.warn(f"{stored.label} of the {words} holds nothing")
            return
        if torn := sum(stream.torn for stream in streams):
            seconds = sum(stream.torn_s for stream in streams)
            self.terminal.warn(
                f"{stored.label} of the {words} ends in {torn} bytes that are no whole packet, as "
                f"after a power loss: about {seconds:.0f} s of samples are lost. The file is "
                "stored as it came."
            )
        if undated := sum(stream.undated for stream in streams):
            self.terminal.warn(
                f"{undated} samples of {stored.label} of the {words} are not in the night: the "
                "sensor restarted after them, and when they were taken is not known. They are in "
                "the file that is stored as it came."
            )
        self.taken.append(
            FetchedRecording(
                fetched=Fetched(
                    placement=self.target.placement,
                    kind=memory_kind(reached.found),
                    address=reached.found.address,
                    name=reached.found.name,
                    streams=streams,
                ),
                stored=stored,
                target=self.target,
                files={
                    reached.file_name(stored, number): content
                    for number, content in enumerate(contents)
                },
            )
        )

    def _judge_end(self, reached: ReachedMemory, end: RecordingEnd) -> None:
        """Note at the newest recording if it ended by itself; say if last evening's is missing."""
        evening = reached.unfinished.evening
        if evening is None:
            return
        newest = max(self.taken, key=lambda one: one.fetched.span[1], default=None)
        last = 0.0 if newest is None else newest.fetched.span[1] / _NS
        if newest is None or last < evening.begun:
            begun = datetime.fromtimestamp(evening.begun).astimezone()
            self.terminal.warn(
                f"no sample of the recording that was begun on {begun:%Y-%m-%d %H:%M} came from "
                f"{named(self.target, reached.found)}"
            )
            return
        why = early_end(end, evening, last, time.time())
        self.taken[self.taken.index(newest)] = replace(
            newest, fetched=replace(newest.fetched, early=why)
        )
