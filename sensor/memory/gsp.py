"""Movesense's GATT SensorData Protocol, for its logbook.

Sources: movesense.com/docs/esw/gatt_sensordata_protocol; sokolmarek/movesense-commander
``docs/gsp-protocol.md`` (measured on a sensor: parts of a log with their offsets, the end, the
answer for an unknown log).
"""

import asyncio
from typing import Final

from limbwatch.sensor.devices import movesense
from limbwatch.sensor.errors import DeviceRefused, LinkLost
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
_UNKNOWN, _BUSY = 404, 429


class Gsp:
    """Commands and logs of one connected sensor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self._reference = _FIRST

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
        DeviceRefused
            If it fails.
        LinkLost
            If there is no answer.
        """
        answer = await self._await_answer(await self._send(code, payload))
        if answer.status not in _SUCCESS:
            raise DeviceRefused(_refusal(code, answer.status))
        return answer.data

    async def fetch(self, log: int) -> bytes | None:
        """Read a log; None if it does not exist.

        Raises
        ------
        LinkLost
            If a part is missing: the sensor repeats nothing by itself.
        """
        reference = await self._send(FETCH_LOG, log.to_bytes(4, "little"))
        answer = await self._await_answer(reference)
        if answer.status == _UNKNOWN:
            return None
        if answer.status not in _SUCCESS:
            raise DeviceRefused(_refusal(FETCH_LOG, answer.status))
        content = bytearray()
        while True:
            part = await self._next(_PART_S)
            if part[1:2] != bytes([reference]) or part[0] not in _PARTS or len(part) < 6:
                continue
            place, body = int.from_bytes(part[2:6], "little"), part[6:]
            if not body and place in (0, len(content)):
                return bytes(content)
            if place != len(content) or place + len(body) > _LARGEST:
                raise LinkLost("a part of the log is missing; fetch it again")
            content += body

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
    return f"the Movesense sensor refused command {code} of its logbook (status {status})"
