"""Movesense GATT SensorData Protocol (GSP), as in the default firmware.

Sources: movesense.com/docs/esw/gatt_sensordata_protocol; ``acc.yaml`` of the Movesense device
library (values in m/s2); sokolmarek/movesense-commander ``docs/gsp-protocol.md`` (captures);
``samples/gatt_sensordata_app/GATTSensorDataClient.cpp`` of that library (an older firmware, which
grants subscriptions without an answer: their data begin).
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.devices.device import (
    BATTERY_LEVEL,
    Battery,
    Device,
    Link,
    Settings,
    Wish,
    battery_level,
    nearest,
)
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused, NeverStreams
from limbwatch.sensor.samples import STANDARD_GRAVITY

SERVICE = "34802252-7185-4d5d-b431-630e7050e8f0"
COMMAND = "34800001-7185-4d5d-b431-630e7050e8f0"
DATA = "34800002-7185-4d5d-b431-630e7050e8f0"
_ADVERTISED = "0000fdf3-0000-1000-8000-00805f9b34fb"

CLOCK = Clock(ticks_per_second=1000.0, modulus=2**32)
"""Milliseconds since start-up at the first sample of a notification."""

RATES = (13.0, 26.0, 52.0, 104.0, 208.0)
"""Rates of ``/Meas/Acc/Info`` that a radio link can carry all night, Hz."""

_SUBSCRIBE, _UNSUBSCRIBE, _GET = 1, 2, 4
_RESPONSE, _DATA, _CONTINUED = 1, 2, 3
_REFERENCE = 77  # any byte but 0; ours, to keep data of other subscriptions apart
_LEFT_OVER = (_REFERENCE, _REFERENCE + 1)
"""References that a killed program may have left in a link that is taken over."""
_REFERENCES = range(_REFERENCE + 1, _REFERENCE + 101)
"""References, one per subscription: the answer to the end of an earlier one may come late, and must
not be taken for the new one's. Late data under an earlier reference of ours are still acceleration,
stamped by the same clock."""
_CHARGE, _CHARGE_REFERENCE = "/System/Energy/Level", 200
"""Resource of the charge, a byte of percent, and the reference of the request for it."""
_USED = "movesense_reference"
_TOO_MANY, _UNKNOWN = 429, 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a command."""

    reference: int
    """The byte that the command carried."""
    status: int
    """As in HTTP: 200 is success."""
    data: bytes


def response(data: bytes) -> Answer | None:
    """Parse an answer; None if the notification is something else."""
    if len(data) < 4 or data[0] != _RESPONSE:
        return None
    return Answer(
        reference=data[1], status=int.from_bytes(data[2:4], "little"), data=bytes(data[4:])
    )


def subscribe_command(path: str, reference: int) -> bytes:
    """Build the command that subscribes to a resource; its path ends with a zero byte."""
    return bytes([_SUBSCRIBE, reference]) + path.encode("ascii") + b"\0"


def acceleration(body: bytes) -> tuple[int, Values] | None:
    """Decode a notification of ``/Meas/Acc`` after its two header bytes.

    Returns milliseconds, and x, y and z in m/s2, shape (n, 3); None if the length does not fit.
    """
    if len(body) < 16 or (len(body) - 4) % 12:
        return None
    return int.from_bytes(body[:4], "little"), np.frombuffer(body[4:], "<f4").reshape(-1, 3)


@dataclass(slots=True)
class GspDecoder(Decoder):
    """Decodes notifications of our subscriptions to ``/Meas/Acc/<rate>``, also of earlier ones."""

    reference: int = _REFERENCE
    """That of the current subscription."""
    clock = CLOCK
    _started: bytes = b""
    _started_under: int = 0

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification; a continued one gives its samples with the last part."""
        if len(data) < 2:
            self.tally.truncated += 1
            return ()
        # captures of the first version have a single reference, which must match exactly
        ours = data[1] == self.reference or (
            self.reference in _REFERENCES and data[1] in _REFERENCES
        )
        if data[0] == _DATA and ours:
            self._abandon()
            self._started_under = data[1]
            return self._body(data[2:])
        if data[0] == _CONTINUED and ours:
            if not self._started or data[1] != self._started_under:
                self.tally.malformed += 1
                return ()
            return self._body(self._started + data[2:])
        self.tally.other += 1
        return ()

    def _abandon(self) -> None:
        if self._started:
            self.tally.truncated += 1
            self._started = b""

    def _body(self, body: bytes) -> tuple[Packet, ...]:
        decoded = acceleration(body)
        if decoded is None:
            self._started = bytes(body)
            return ()
        self._started = b""
        tick, values = decoded
        if not np.isfinite(values).all():
            self.tally.malformed += 1
            return ()
        xyz = (values / STANDARD_GRAVITY).astype(np.float32)
        return (self.tally.add(Packet(xyz, tick, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Subscribe to acceleration; the subscription ends with the connection."""
    rate = nearest(wish.rate, RATES)
    await link.subscribe(DATA)
    before = link.memory.get(_USED, _LEFT_OVER[-1])
    for old in {before, *(() if _USED in link.memory else _LEFT_OVER)}:
        await link.write(COMMAND, bytes([_UNSUBSCRIBE, old]))
    await link.pause(0.2)
    reference = _REFERENCES[(_REFERENCES.index(before) + 1) % len(_REFERENCES)]
    link.memory[_USED] = reference
    settings = Settings(rate=rate, range_g=None, extra={"reference": reference})
    notification = await link.request(
        COMMAND,
        subscribe_command(f"/Meas/Acc/{rate:.0f}", reference),
        accept=lambda data: _answers(data, reference),
    )
    if notification[0] == _DATA:
        return settings
    answer = response(notification)
    if answer is not None and answer.status == _TOO_MANY:
        raise DeviceRefused(
            "the Movesense sensor has no subscription left (status 429); take the battery out "
            "for ten seconds, or reset it with the Movesense app"
        )
    if answer is None or answer.status not in (200, 201):
        status = "no status" if answer is None else f"status {answer.status}"
        refusal = (
            NeverStreams if answer is not None and answer.status == _UNKNOWN else DeviceRefused
        )
        raise refusal(
            f"the Movesense sensor will not stream acceleration at {rate:.0f} Hz ({status}); "
            "its firmware must offer the GATT SensorData Protocol (the default firmware does)"
        )
    return settings


def _answers(data: bytes, reference: int) -> bool:
    """Return whether data answer a subscription, or are its first data if none answer comes."""
    if data[:2] == bytes([_DATA, reference]):
        return True
    answer = response(data)
    return answer is not None and answer.reference == reference


async def stop(link: Link) -> None:
    """End the subscription."""
    reference = link.memory.get(_USED, _REFERENCE)
    await link.write(COMMAND, bytes([_UNSUBSCRIBE, reference]))


async def battery(link: Link) -> Battery | None:
    """Read the charge from the Battery Service, or else by the protocol."""
    if link.has(BATTERY_LEVEL):
        return await battery_level(link)
    asked = bytes([_GET, _CHARGE_REFERENCE]) + _CHARGE.encode("ascii") + b"\0"
    notification = await link.request(
        COMMAND, asked, accept=lambda data: _answers(data, _CHARGE_REFERENCE)
    )
    answer = response(notification)
    if answer is None or answer.status != 200 or not answer.data or answer.data[0] > 100:
        return None
    return Battery(percent=answer.data[0])


def _decoder(settings: Settings) -> GspDecoder:
    return GspDecoder(reference=int(settings.extra.get("reference", _REFERENCE)))


DEVICE = Device(
    kind="movesense",
    title="Movesense HR2, HR+, Medical, Flash (default firmware)",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: name.startswith("Movesense") or _ADVERTISED in services,
    start=start,
    stop=stop,
    decoder=_decoder,
    battery=battery,
    advice="Press the sensor's contacts to wake it, and close the Movesense app on every phone.",
)
