"""A Verity Sense that records in its own memory, written from the vendor's sources.

Source: polarofficial/polar-ble-sdk: ``OfflineRecordingDataTest.kt`` (what a file looks like),
``BlePsFtpUtilsTest.kt`` and ``pftp_*.proto`` (what is asked and answered). Not from our own reader.
"""

import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.peripherals import Notifications, PolarSense

MTU = "fb005c51-02e7-f387-1cad-8acd2d8df0c8"
TO_HOST = "fb005c52-02e7-f387-1cad-8acd2d8df0c8"
NO_SUCH_FILE, BUSY = 103, 202
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the sensor knows one local time
_PACKET = 243


def rec_file(start: datetime, frames: list[bytes], *, rate: int = 52) -> bytes:
    """Write a file as the sensor does."""
    settings = bytes.fromhex("0001") + rate.to_bytes(2, "little")
    settings += bytes.fromhex("0101100002010800040103")
    head = bytes([0]) + struct.pack("<IIII", 0x3D7C4C2B, 1, 0, 0x5FC37904)
    head += f"{start:%Y-%m-%d %H:%M:%S}".encode() + b"\0"
    body = b"".join(len(frame).to_bytes(2, "little") + frame for frame in frames)
    return head + bytes([len(settings)]) + settings + b"\0" + body


@dataclass(kw_only=True)
class PolarWithMemory(PolarSense):
    """Files, a clock, and a recording that goes on without a link.

    Parameters
    ----------
    clock_error : timedelta
        Of its local time against the computer's.
    listed : bool
        Whether it keeps a list of files instead of directories, as newer firmware does.
    lose : int or None
        Number of the air packet of an answer that is lost.
    """

    clock_error: timedelta = timedelta(0)
    files: dict[str, bytes] = field(default_factory=dict)
    recording: bool = False
    listed: bool = False
    lose: int | None = None
    asked: list[str] = field(default_factory=list)
    set_to: list[bytes] = field(default_factory=list)
    _message: bytes = b""

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            **super().services,
            "0000feee-0000-1000-8000-00805f9b34fb": {
                MTU: ("write", "write-without-response", "notify"),
                TO_HOST: ("notify",),
            },
        }

    def now(self) -> datetime:
        """Its local time."""
        return datetime.now() + self.clock_error  # noqa: DTZ005 - local on purpose

    def remember(
        self, begin: datetime, first: int, frames: int, *, parts: int = 1, rate: int = 52
    ) -> None:
        """Lay a recording down, from a sample on; ``begin`` by its clock."""
        per_part = frames // parts
        for part in range(parts):
            numbers = range(part * per_part, (part + 1) * per_part)
            content = []
            for number in numbers:
                at = first + number * self.per_packet
                frame = bytearray(self.packet(at)[1])
                last = begin + timedelta(seconds=((number + 1) * self.per_packet - 1) / rate)
                stamp = round((last - _EPOCH) / timedelta(microseconds=1)) * 1000
                frame[1:9] = stamp.to_bytes(8, "little")
                content.append(bytes(frame))
            path = f"/U/0/{begin:%Y%m%d}/R/{begin:%H%M%S}/ACC{part}.REC"
            self.files[path] = rec_file(begin, content, rate=rate)

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic != MTU:
            return super().write(characteristic, data)
        self._message = (self._message if data[0] & 1 else b"") + data[1:]
        if data[0] >> 1 & 3 == 3:
            return []
        return self._packets(self._reply(self._message))

    def _answer(self, data: bytes) -> bytes:
        if not data[1] & 0x80:
            return super()._answer(data)
        command = data[0]
        status = 0
        if command == 2:
            status = 6 if self.recording else 0
            self.recording = True
        elif command == 3:
            self.recording = False
        answer = super()._answer(bytes([command, data[1] & 0x7F]) + data[2:])
        return bytes([0xF0, command, data[1], status]) + answer[4:]

    def _reply(self, message: bytes) -> bytes | int:
        number = int.from_bytes(message[:2], "little")
        if number & 0x8000:
            return self._queried(number & 0x7FFF, message[2:])
        operation = message[2 : 2 + number]
        assert operation[:1] == b"\x08"
        command, path = operation[1], operation[4 : 4 + operation[3]].decode()
        self.asked.append(f"{('get', 'put', 'merge', 'remove')[command]} {path}")
        if command == 3:
            return b"" if self.files.pop(path, None) is not None else NO_SUCH_FILE
        if path.endswith("/"):
            return self._directory(path)
        if path == "/PMDFILES.TXT" and self.listed:
            return "".join(f"{len(one)} {name}\n" for name, one in self.files.items()).encode()
        return self.files.get(path, NO_SUCH_FILE)

    def _directory(self, path: str) -> bytes | int:
        names: dict[str, int] = {}
        for name, content in self.files.items():
            if name.startswith(path) and not self.listed:
                head, slash, _ = name.removeprefix(path).partition("/")
                names[head + slash] = 0 if slash else len(content)
        if not names:
            return NO_SUCH_FILE
        entries = b""
        for name, size in names.items():
            entry = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x10" + _varint(size)
            entries += b"\x0a" + bytes([len(entry)]) + entry
        return entries

    def _queried(self, number: int, parameters: bytes) -> bytes | int:
        if number == 4:
            now = self.now()
            day = b"\x08" + _varint(now.year) + bytes([0x10, now.month, 0x18, now.day])
            time = bytes([8, now.hour, 0x10, now.minute, 0x18, now.second, 0x20])
            time += _varint(now.microsecond // 1000)
            return b"\x0a" + bytes([len(day)]) + day + b"\x12" + bytes([len(time)]) + time
        if number == 3:
            self.set_to.append(parameters)
            return b""
        return BUSY

    def _packets(self, reply: bytes | int) -> Notifications:
        if isinstance(reply, int):
            return [(MTU, bytes([0]) + reply.to_bytes(2, "little"))]
        parts = [reply[at : at + _PACKET] for at in range(0, len(reply), _PACKET)] or [b""]
        packets = [
            bytes([(n & 15) << 4 | (1 if n == len(parts) - 1 else 3) << 1 | (n > 0)]) + part
            for n, part in enumerate(parts)
        ]
        if self.lose is not None and len(packets) > self.lose:
            del packets[self.lose]
            self.lose = None
        return [(MTU, packet) for packet in packets]


def _varint(value: int) -> bytes:
    built = b""
    while value > 127:
        built += bytes([value & 127 | 128])
        value >>= 7
    return built + bytes([value])
