"""Recording a night with several sensors: sessions, writing to disk, clocks, silence."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.radio.sensor_session import Session
from limbwatch.sensor.radio.status import Status, Target
from limbwatch.sensor.radio.streaming import Arrived, Equipment
from limbwatch.sensor.radio.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Callbacks that report what happens; none of them can hurt the capture."""

    data: Callable[[Status, list[Arrived]], None]
    """Called with a status and its new data notifications once they are on disk."""
    silence: Callable[[Status], None]
    """Called with a status whose data have stayed away, once per silence."""
    tick: Callable[[], None]
    """Called after each write to disk."""
    back: Callable[[Status], None] = lambda _status: None
    """Called with a status whose data are back after a silence."""
    clock_set: Callable[[float], None] = lambda _seconds: None
    """Called with the seconds by which the wall clock was set; forward is positive."""


_STEP_S = 1.0
"""Change against the host clock within a second from which the wall clock was set, seconds."""


class Recorder:
    """Records several sensors until told to stop."""

    def __init__(
        self,
        targets: Sequence[tuple[Target, Transport]],
        *,
        equipment: Equipment,
        listener: Listener,
    ) -> None:
        self._equipment = equipment
        self._listener = listener
        self._sessions = [
            Session(
                target,
                transport=transport,
                equipment=equipment,
                taken=partial(self._other_addresses, number),
            )
            for number, (target, transport) in enumerate(targets)
        ]
        self._silent: set[int] = set()
        self._disk_trouble: str | None = None
        self._overflowed = 0
        self._begun_ns = equipment.clock.now_ns()
        self.listener_failures: list[str] = []

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The current status of each target."""
        return tuple(session.status for session in self._sessions)

    @property
    def disk_trouble(self) -> str | None:
        """Why the disk does not take data now; None if it does."""
        return self._disk_trouble

    @property
    def elsewhere(self) -> Path | None:
        """The file to which data go instead; None if there is none."""
        return self._equipment.capture.elsewhere

    async def run(self, stop: asyncio.Event) -> None:
        """Record until ``stop`` is set, then end every stream cleanly.

        It ends by itself if no sensor will ever stream.
        """
        clocks = asyncio.create_task(self._note_clocks())
        writing = asyncio.create_task(self._write())
        sessions = [asyncio.create_task(session.run()) for session in self._sessions]
        stopping = asyncio.create_task(stop.wait())
        hopeless = asyncio.gather(*sessions, return_exceptions=True)
        try:
            waits: set[asyncio.Future[Any]] = {stopping, *([hopeless] if sessions else [])}
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                # every sensor was given up: tell the person why before ending
                self._tell(self._listener.tick)
        finally:
            ended_ns = self._equipment.clock.now_ns()
            stopping.cancel()
            for session in self._sessions:
                session.stop()
            await hopeless
            for task in (clocks, writing):
                task.cancel()
            await asyncio.gather(clocks, writing, return_exceptions=True)
            self._equipment.capture.clock(self._equipment.clock.pair())
            self._equipment.capture.event(Incident.ENDED, ended_ns)
            await self._flush()

    async def _write(self) -> None:
        while True:
            await asyncio.sleep(self._equipment.patience.flush)
            await self._flush()
            self._tell_silence()
            self._tell(self._listener.tick)

    async def _flush(self) -> None:
        fresh = [(session, session.fresh[:]) for session in self._sessions]
        for session, arrived in fresh:
            del session.fresh[: len(arrived)]
        capture = self._equipment.capture
        await asyncio.to_thread(capture.flush)
        self._note_disk()
        for session, arrived in fresh:
            if arrived:
                self._tell(self._listener.data, session.status, arrived)

    def _note_disk(self) -> None:
        capture, now = self._equipment.capture, self._equipment.clock.now_ns()
        if capture.trouble is not None and self._disk_trouble is None:
            capture.event(Incident.DISK, now, detail={"why": capture.trouble})
        self._disk_trouble = capture.trouble
        if capture.overflowed > self._overflowed:
            if self._overflowed == 0:
                capture.event(Incident.OVERFLOW, now)
            self._overflowed = capture.overflowed

    def _tell_silence(self) -> None:
        now = self._equipment.clock.now_ns()
        allowed = self._equipment.patience.silence * 1e9
        for number, status in enumerate(self.statuses):
            silent = now - (status.last_data_ns or self._begun_ns) > allowed
            if silent == (number in self._silent):
                continue
            self._equipment.capture.event(
                Incident.SILENCE if silent else Incident.BACK,
                now,
                sensor=status.number,
                detail={"placement": status.target.placement.value},
            )
            self._tell(self._listener.silence if silent else self._listener.back, status)
            (self._silent.add if silent else self._silent.discard)(number)

    def _other_addresses(self, number: int) -> frozenset[str]:
        """Return the addresses of all sensors but one."""
        others = [one for place, one in enumerate(self.statuses) if place != number]
        return frozenset(
            address for one in others for address in (one.target.sensor, one.address) if address
        )

    def _tell(self, hear: Callable[..., None], *what: object) -> None:
        try:
            hear(*what)
        except Exception as error:  # noqa: BLE001 - showing must never stop recording
            if len(self.listener_failures) < 100:
                self.listener_failures.append(f"{type(error).__name__}: {error}")

    async def _note_clocks(self) -> None:
        capture, clock = self._equipment.capture, self._equipment.clock
        before = clock.pair()
        capture.clock(before)
        since_noted = 0.0
        while True:
            await asyncio.sleep(1.0)
            now = clock.pair()
            slept_s = ((now.host - before.host) - (now.running - before.running)) / 1e9
            if slept_s > 1.0:
                capture.event(Incident.SUSPENDED, now.host, detail={"seconds": slept_s})
                since_noted = self._equipment.patience.clock
            set_by_s = ((now.wall - before.wall) - (now.host - before.host)) / 1e9
            if abs(set_by_s) > _STEP_S:
                capture.event(Incident.CLOCK_SET, now.host, detail={"seconds": set_by_s})
                self._tell(self._listener.clock_set, set_by_s)
                since_noted = self._equipment.patience.clock
            since_noted += 1.0
            if since_noted >= self._equipment.patience.clock:
                capture.clock(now)
                since_noted = 0.0
            before = now
