"""Movesense's GATT SensorData Protocol, for its logbook.

Sources: movesense.com/docs/esw/gatt_sensordata_protocol; sokolmarek/movesense-commander
``docs/gsp-protocol.md`` (measured on a sensor: parts of a log with their offsets, the end, the
answer for an unknown log, and that a restart, mode 5, ends the refusals 409 and 429).
"""

import asyncio
from typing import Final

from limbwatch.sensor.devices import movesense
from limbwatch.sensor.errors import DeviceRefused, LinkLost, PartMissing, SensorRestarts
from limbwatch.sensor.memory.log_parts import LogParts
from limbwatch.sensor.radio.transport import Connection

FETCH_LOG, GET, CLEAR_LOGBOOK, PUT_CONFIG, PUT_MODE, PUT_UTC, PUT_STATE = 3, 4, 5, 6, 7, 8, 9

_RESPONSE, _PARTS = 1, (2, 3)
_FIRST, _LAST = 200, 250
"""First and last reference of our commands; subscriptions use lower ones."""
_ANSWER_S: Final = 5.0
_PART_S: Final = 15.0
_LARGEST: Final = 128 * 2**20
"""Longest log, bytes; a Movesense Flash has 128 MB."""
_SUCCESS: Final = (200, 201, 202)
_UNKNOWN, _CONFLICT, _BUSY = 404, 409, 429
_START_ANEW: Final = b"\x05"
"""System mode that restarts the sensor."""
_DOWNLOADS: Final = 3
"""Downloads of one log in a row while parts of it are missing: half an hour each for a night, and
a link that loses parts of all three will lose them in a fourth; our choice."""


class Gsp:
    """Commands and logs of one connected sensor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self._reference = _FIRST
        self.idle = False
        """Whether nothing is being logged, so that a restart ends no recording."""

    async def open(self) -> None:
        """Subscribe to answers.

        Raises
        ------
        DeviceRefused
            If the sensor does not offer this protocol.
        """
        if movesense.DATA not in self._connection.characteristics:
            raise DeviceRefused(
                "this sensor does not offer the GATT SensorData Protocol; the default firmware does"
            )
        await self._connection.subscribe(movesense.DATA, self._heard.put_nowait)

    async def command(self, code: int, payload: bytes = b"") -> bytes:
        """Send a command; return the data of its answer.

        Raises
        ------
        SensorRestarts
            If a restart helps against its refusal.
        DeviceRefused
            If it fails otherwise.
        LinkLost
            If there is no answer.
        """
        answer = await self._await_answer(await self._send(code, payload))
        await self._check(code, answer.status)
        return answer.data

    async def restart(self) -> None:
        """Restart the sensor, which writes out what it logged; the link is gone then."""
        await self.command(PUT_MODE, _START_ANEW)

    async def fetch(self, log: int, parts: LogParts) -> bytes | None:
        """Read a log; None if it does not exist.

        ``parts`` holds what earlier downloads gave. The sensor repeats no part by itself, so the
        log is downloaded again until nothing is missing.

        Raises
        ------
        PartMissing
            If parts are missing after three downloads.
        SensorRestarts, DeviceRefused, LinkLost
            As `command`.
        """
        for _ in range(_DOWNLOADS):
            reference = await self._send(FETCH_LOG, log.to_bytes(4, "little"))
            answer = await self._await_answer(reference)
            if answer.status == _UNKNOWN:
                return None
            await self._check(FETCH_LOG, answer.status)
            await self._download(reference, parts)
            if (content := parts.whole) is not None:
                return content
        raise PartMissing(
            f"{parts.missing} bytes of log {log} are missing after {_DOWNLOADS} downloads; what "
            "came is kept on this computer. Put the sensor closer to it and fetch again: they are "
            "filled in"
        )

    async def _download(self, reference: int, parts: LogParts) -> None:
        parts.begin()
        while True:
            part = await self._next(_PART_S)
            if part[1:2] != bytes([reference]) or part[0] not in _PARTS or len(part) < 6:
                continue
            place, body = int.from_bytes(part[2:6], "little"), part[6:]
            if not body:
                parts.finish(place or None)
                return
            if place + len(body) > _LARGEST:
                raise DeviceRefused(
                    f"the sensor sent byte {place} of a log, which is more than it has memory for"
                )
            parts.add(place, body)

    async def _check(self, code: int, status: int) -> None:
        """Refuse an answer that is no success; restart the sensor where that is the remedy."""
        if status in _SUCCESS:
            return
        refusal = _refusal(code, status)
        if status in (_CONFLICT, _BUSY) and self.idle and code != PUT_MODE:
            self.idle = False  # restart only once in a connection
            await self.restart()
            raise SensorRestarts(refusal)
        raise DeviceRefused(refusal)

    async def _send(self, code: int, payload: bytes) -> int:
        self._reference = self._reference + 1 if self._reference < _LAST else _FIRST
        data = bytes([code, self._reference]) + payload
        await self._connection.write(movesense.COMMAND, data, response=True)
        return self._reference

    async def _await_answer(self, reference: int) -> movesense.Answer:
        while True:
            answer = movesense.response(await self._next(_ANSWER_S))
            if answer is not None and answer.reference == reference:
                return answer

    async def _next(self, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                return await self._heard.get()
        except TimeoutError as error:
            raise LinkLost(f"the sensor did not answer in {seconds:.0f} s") from error


def _refusal(code: int, status: int) -> str:
    if status == _BUSY:
        return (
            "the Movesense sensor has no request left (status 429); take its battery out for ten "
            "seconds"
        )
    if status == _CONFLICT:
        return (
            f"the Movesense sensor refused command {code} of its logbook because of an earlier one "
            "(status 409), as firmware up to 2.3.1 does; take its battery out for ten seconds, and "
            "try again"
        )
    return (
        f"the Movesense sensor refused command {code} of its logbook (status {status}); take its "
        "battery out for ten seconds, and try again"
    )
