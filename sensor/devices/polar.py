"""Polar Measurement Data (PMD): Verity Sense, OH1, H10, 360, Loop.

Sources: polarofficial/polar-ble-sdk, ``technical_documentation/online_measurement.pdf`` (2024)
and ``Polar_Measurement_Data_Specification.pdf``; where they are silent, the vendor's client
(``BlePMDClient.kt``, ``PmdSetting.kt``, ``AccData.kt``) and its issues, cited by number.
"""

import struct
from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array, Counts
from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level, nearest
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.devices.polar_delta import unpack_deltas
from limbwatch.sensor.errors import DeviceRefused, NeverStreams

SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
CONTROL = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

CLOCK = Clock(ticks_per_second=1e9, modulus=2**64)
"""Nanoseconds since 2000-01-01 at the last sample of a frame (online_measurement.pdf)."""

_ACCELERATION, _SDK_MODE = 0x02, 0x09
_MEMORY = 0x80  # bit of the measurement for a recording in memory (PmdRecordingType.kt)
_GET, _START, _STOP = 0x01, 0x02, 0x03
_OK, _ALREADY = 0, 6
_G_PER_MILLI = 1e-3
G_PER_COUNT = 2.44e-4  # frame type 0x80, when the start response brings no factor
_LEAST_MILLI_G = 0.01
"""Factor below which it is in g per count, as for type 0x80: with 16 bits of such milli-g, the
range would end at a third of a g. Captures store `G_PER_COUNT` if the sensor sent no factor."""

_STATUS = {
    1: "it does not know the command",
    2: "it does not know acceleration",
    3: "it does not offer this",
    4: "the length of the request is wrong",
    5: "a parameter of the request is wrong",
    6: "it is already streaming",
    7: "it does not offer this resolution",
    8: "it does not offer this rate",
    9: "it does not offer this range",
    10: "the connection's packets are too short (MTU); update the Bluetooth driver of this machine",
    11: "it does not offer this number of channels",
    12: "it is in a state that does not allow it; switch it off and on",
    13: "it is in its charger; take it out and wear it",
    14: "its memory is full; fetch its recordings and remove them: limbwatch fetch with --remove",
}

_FOR_EVER = frozenset({1, 2, 3})
"""Statuses that trying again does not change."""

_SETTING_WIDTH = {0: 2, 1: 2, 2: 2, 3: 4, 4: 1, 5: 4, 6: 16}
RATE, _RESOLUTION, RANGE, _RANGE_MILLI, _CHANNELS, FACTOR = 0, 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer of the control point."""

    command: int
    """The command that is answered."""
    measurement: int
    """Its measurement type; 2 is acceleration."""
    status: int
    """0 is success; the others are in the vendor's table."""
    more: bool
    """Whether further indications continue ``parameters``."""
    parameters: bytes


def response(data: bytes) -> Response | None:
    """Parse an indication of the control point; None if it is not an answer."""
    if len(data) < 4 or data[0] != 0xF0:
        return None
    return Response(
        command=data[1],
        measurement=data[2],
        status=data[3],
        more=len(data) > 4 and data[4] != 0,
        parameters=data[5:],
    )


def settings_offered(parameters: bytes) -> dict[int, tuple[float, ...]]:
    """Parse a list of settings (type, count, values, little endian) to the values of each type.

    A single trailing byte is ignored: the H10 ends its start response with one.
    """
    offered: dict[int, tuple[float, ...]] = {}
    at = 0
    while at + 2 <= len(parameters):
        kind, count = parameters[at], parameters[at + 1]
        width = _SETTING_WIDTH.get(kind)
        at += 2
        if width is None or at + width * count > len(parameters):
            break
        values = [parameters[at + width * i : at + width * (i + 1)] for i in range(count)]
        offered[kind] = tuple(_setting_value(kind, value) for value in values)
        at += width * count
    return offered


def _setting_value(kind: int, value: bytes) -> float:
    if kind == FACTOR:
        return float(struct.unpack("<f", value)[0])
    return int.from_bytes(value, "little", signed=kind == _RANGE_MILLI)


def start_command(chosen: dict[int, float], *, memory: int = 0) -> bytes:
    """Build the command that starts acceleration with one value per setting."""
    built = bytes([_START, _ACCELERATION | memory])
    for kind, value in chosen.items():
        width = _SETTING_WIDTH[kind]
        built += bytes([kind, 1]) + int(value).to_bytes(width, "little", signed=value < 0)
    return built


@dataclass(slots=True)
class PmdDecoder(Decoder):
    """Decodes frames of the data characteristic, raw and delta-compressed."""

    factor: float
    """From the start response: g per count for frame type 0x80, milli-g per count for type 0x81;
    `G_PER_COUNT` if there was none."""
    clock = CLOCK

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if len(data) < 10:
            self.tally.truncated += 1
            return ()
        if data[0] & 0x3F != _ACCELERATION:
            self.tally.other += 1
            return ()
        stamp = int.from_bytes(data[1:9], "little")
        g = self._compressed(data) if data[9] & 0x80 else self._raw(data)
        if g is None:
            return ()
        xyz = g.astype(np.float32)
        return (self.tally.add(Packet(xyz, stamp, len(xyz) - 1, None)),)

    def _raw(self, data: bytes) -> Array | None:
        width = {0: 1, 1: 2, 2: 3}.get(data[9])
        payload = data[10:]
        if width is None or not payload:
            self.tally.malformed += 1
            return None
        if len(payload) % (3 * width):
            self.tally.truncated += 1
            return None
        bytewise = np.frombuffer(payload, np.uint8).reshape(-1, 3, width).astype(np.int64)
        value: Counts = bytewise @ (1 << (8 * np.arange(width)))
        signed = value - ((value >> (8 * width - 1)) << (8 * width))
        return np.multiply(signed, _G_PER_MILLI, dtype=np.float64)

    def _compressed(self, data: bytes) -> Array | None:
        kind = data[9] & 0x7F
        if kind not in (0, 1):
            self.tally.malformed += 1
            return None
        unpacked = unpack_deltas(data[10:], reference_bits=16, channels=3)
        if unpacked.malformed:
            self.tally.malformed += 1
            return None
        if unpacked.missing:
            self.tally.truncated += 1
            return None
        # AccData.kt: counts times factor are g in type 0, and thousandths of a g in type 1
        milli = self.factor if self.factor >= _LEAST_MILLI_G else 1.0
        scale = self.factor if kind == 0 else milli * _G_PER_MILLI
        return np.multiply(unpacked.values, scale, dtype=np.float64)


async def command(link: Link, data: bytes) -> Response:
    """Send a command and wait for its answer, which may take several indications."""
    parts: list[Response] = []

    def completes(candidate: bytes) -> bool:
        parsed = response(candidate)
        if parsed is None or (parsed.command, parsed.measurement) != (data[0], data[1]):
            return False
        parts.append(parsed)
        return not parsed.more

    await link.request(CONTROL, data, accept=completes)
    return replace(parts[0], more=False, parameters=b"".join(part.parameters for part in parts))


async def start(link: Link, wish: Wish) -> Settings:
    """Stream acceleration, in SDK mode where the sensor has it.

    A Verity Sense in normal mode switches itself off after ten minutes without a heart rate,
    which an ankle never gives; SDK mode has no such timer (issues 355, 382, 390), saves the
    optical sensor's battery and offers more rates.
    """
    await link.subscribe(CONTROL)
    await link.subscribe(DATA)
    return await _begin(link, wish)


async def start_offline(link: Link, wish: Wish) -> Settings:
    """Record acceleration in the sensor's own memory, until `stop_offline`.

    Raises
    ------
    DeviceRefused
        If it has no memory, it is full, or a recording runs already.
    """
    await link.subscribe(CONTROL)
    return await _begin(link, wish, memory=_MEMORY)


async def stop_offline(link: Link) -> None:
    """End a recording in the sensor's memory, if one runs."""
    await link.subscribe(CONTROL)
    await command(link, bytes([_STOP, _ACCELERATION | _MEMORY]))


async def _begin(link: Link, wish: Wish, *, memory: int = 0) -> Settings:
    # a stream left over from a crash or a broken link must end before the mode can change
    await command(link, bytes([_STOP, _ACCELERATION]))
    sdk = (await command(link, bytes([_START, _SDK_MODE]))).status in (_OK, _ALREADY)
    if sdk:
        await link.pause(0.2)  # firmware 2.1.0 fails below 0.1 s (issue 395)
    listed = await command(link, bytes([_GET, _ACCELERATION | memory]))
    _refuse(listed, memory=memory)
    chosen = choice(settings_offered(listed.parameters), wish)
    started = await command(link, start_command(chosen, memory=memory))
    if started.status == _ALREADY and memory:
        raise DeviceRefused(
            "the Polar sensor is already recording in its memory; fetch that first: limbwatch fetch"
        )
    if started.status == _ALREADY:
        await command(link, bytes([_STOP, _ACCELERATION]))
        started = await command(link, start_command(chosen))
    _refuse(started, memory=memory)
    factor = settings_offered(started.parameters).get(FACTOR, (G_PER_COUNT,))[0]
    return Settings(
        rate=chosen[RATE], range_g=chosen.get(RANGE), extra={"factor": factor, "sdk_mode": int(sdk)}
    )


def choice(offered: dict[int, tuple[float, ...]], wish: Wish) -> dict[int, float]:
    """Choose one value of each offered setting."""
    # the H10 refuses a start that leaves out a setting it listed (issue 124)
    if not offered.get(RATE):
        raise NeverStreams("the Polar sensor offers no acceleration; update its firmware")
    wanted = {RATE: wish.rate, RANGE: wish.range_g, _RESOLUTION: 16.0, _CHANNELS: 3.0}
    return {
        kind: nearest(wanted.get(kind, values[0]), values)
        for kind, values in offered.items()
        if values and kind != FACTOR
    }


def _refuse(answer: Response, *, memory: int) -> None:
    if answer.status not in (_OK, _ALREADY):
        why = _STATUS.get(answer.status, f"unknown status {answer.status}")
        refusal = NeverStreams if answer.status in _FOR_EVER else DeviceRefused
        if memory:
            raise refusal(f"the Polar sensor will not record in its memory: {why}")
        raise refusal(f"the Polar sensor will not stream: {why}")


async def stop(link: Link) -> None:
    """End the stream; an H10 left streaming stays on and drains its battery."""
    await link.subscribe(CONTROL)
    await command(link, bytes([_STOP, _ACCELERATION]))


def _decoder(settings: Settings) -> PmdDecoder:
    return PmdDecoder(factor=float(settings.extra.get("factor", G_PER_COUNT)))


def _needs_pulse(name: str, settings: Settings) -> bool:
    """Return whether a sensor is in normal mode and its model may have the switch-off timer.

    An OH1 and an H10 have no SDK mode; the sources do not mention a timer in them.
    """
    return not settings.extra.get("sdk_mode", 1) and not name.startswith(("Polar OH1", "Polar H"))


DEVICE = Device(
    kind="polar",
    title="Polar Verity Sense, OH1, H10, 360, Loop",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, _services: name.startswith("Polar "),
    start=start,
    stop=stop,
    decoder=_decoder,
    battery=battery_level,
    silence_s=3.0,
    needs_pulse=_needs_pulse,
    advice=(
        "Take the sensor out of its charger, switch it off and on, and close the Polar app on "
        "every phone nearby: it talks to one partner at a time."
    ),
)
