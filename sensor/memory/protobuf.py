"""The few parts of Protocol Buffers that Polar's file transfer uses.

Source: protobuf.dev, "Encoding": a message is a row of fields, each ``number << 3 | wire type`` and
its value. Whole numbers and lengths are varints. Google's library weighs more than the four
messages of a handful of fields that are needed here.
"""

from collections.abc import Iterator

from limbwatch.sensor.errors import SensorError

Value = int | bytes

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_SIZES = {_FIXED64: 8, _FIXED32: 4}


def encode(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Build a message from field numbers and values.

    An embedded message is passed as bytes; whole numbers are ``int32`` and wider.
    """
    built = b""
    for number, value in fields:
        if isinstance(value, int):
            built += _varint(number << 3 | _VARINT) + _varint(value % 2**64)
        else:
            content = value.encode() if isinstance(value, str) else value
            built += _varint(number << 3 | _LENGTH) + _varint(len(content)) + content
    return built


def decode(message: bytes) -> Iterator[tuple[int, Value]]:
    """Yield a message's fields, in their order.

    Raises
    ------
    SensorError
        If it is not a message.
    """
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        wire = tag & 7
        if wire == _VARINT:
            number, at = _read_varint(message, at)
            yield tag >> 3, number
            continue
        if wire == _LENGTH:
            size, at = _read_varint(message, at)
        elif wire in _SIZES:
            size = _SIZES[wire]
        else:
            raise SensorError(f"the sensor's answer is damaged: there is no wire type {wire}")
        if at + size > len(message):
            raise SensorError("the sensor's answer is damaged: a field is longer than the answer")
        yield tag >> 3, message[at : at + size]
        at += size


def numbers(message: bytes) -> dict[int, int]:
    """Return the whole numbers of a message, by field."""
    return {number: value for number, value in decode(message) if isinstance(value, int)}


def parts(message: bytes) -> dict[int, bytes]:
    """Return the texts and embedded messages of a message, by field."""
    return {number: value for number, value in decode(message) if isinstance(value, bytes)}


def _varint(value: int) -> bytes:
    built = bytearray()
    while value > 0x7F:
        built.append(value & 0x7F | 0x80)
        value >>= 7
    built.append(value)
    return bytes(built)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise SensorError("the sensor's answer is damaged: a number has no end")
