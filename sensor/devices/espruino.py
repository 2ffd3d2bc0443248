r"""The console of an Espruino board over Nordic UART, and the output of a small program sent to it.

Sources: espruino.com "Bangle.js Data Streaming" (how a page puts a program into a board: ``\x03``
clears the console's line, ``\x10`` keeps it from echoing) and the reference of ``E.getBattery``.

A line of samples is ``L,number,milliseconds of the last sample,x,y,z,...,E``; other programs of the
board may print their own lines in between.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from limbwatch.sensor.devices.device import Battery, Link
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import LinkLost

SERVICE = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
COMMAND = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
DATA = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

CLOCK = Clock(ticks_per_second=1000.0, modulus=2**64)
"""Milliseconds of the board's own time; it may be set."""
NUMBERS = 2**16
COUNTS_PER_G = 4096
"""Counts per g that the programs print: the chips of both boards have 16 bits for 8 g."""
PRINTS: Final = (
    'if(b.length>=30){Bluetooth.println("L,"+n+","+Math.round(Date.now())+","+b.join(",")+",E");'
    "n=(n+1)&65535;b=[];}"
)
"""JavaScript that prints a line per ten samples."""

_CHUNK = 20
"""Bytes of a write that every connection can carry."""
_LONGEST = 4096
"""Longest line, characters; longer text without an end is not from our program."""
_LINE = re.compile(rb"L,(\d{1,5}),(\d{1,15})((?:,-?\d{1,6})+),E")


@dataclass(slots=True)
class EspruinoDecoder(Decoder):
    """Decodes lines of text that are cut into notifications anywhere."""

    clock = CLOCK
    number_modulus = NUMBERS
    _rest: bytes = b""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST:
            self._rest = b""
            self.tally.malformed += 1
        packets = [packet for line in lines if (packet := self._packet(line.strip(b"\r")))]
        return tuple(map(self.tally.add, packets))

    def _packet(self, line: bytes) -> Packet | None:
        # the console's prompt may stand before the output of the program
        line = line.rpartition(b">")[2]
        if not line.startswith(b"L,"):
            self.tally.other += bool(line)
            return None
        found = _LINE.fullmatch(line)
        values = found[3].split(b",")[1:] if found else []
        if found is None or len(values) % 3 or int(found[1]) >= NUMBERS:
            self.tally.malformed += 1
            return None
        counts = np.array(values, dtype=np.float64).reshape(-1, 3)
        xyz = (counts / COUNTS_PER_G).astype(np.float32)
        return Packet(xyz, int(found[2]), len(xyz) - 1, int(found[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentProgram:
    """A program that is sent to a board, which keeps the chip's earlier settings beside it."""

    kept: str
    """Name under which these settings are kept."""
    bits: tuple[int, ...]
    """Bits of each of them."""
    answer: re.Pattern[bytes]
    """What the program prints when it begins."""
    end: str
    """The line that ends it and restores them; ``WAS`` stands for those that were kept."""

    async def begin(self, link: Link, line: str) -> re.Match[bytes] | None:
        """Send the program, where it replaces that of an earlier connection.

        Returns what it printed; None if the console does not answer. It sends no samples either
        then, which is reported with advice.
        """
        await link.subscribe(DATA)
        with suppress(LinkLost):
            return await ask(link, line, self.answer)
        return None

    async def keep(self, link: Link, settings: Iterable[bytes]) -> None:
        """Keep the settings that the program printed, packed into one number."""
        places = zip(map(int, settings), self.bits, self._places, strict=True)
        packed = sum((number & (1 << width) - 1) << at for number, width, at in places)
        await link.keep(self.kept, packed)

    def end_line(self, kept: int | None) -> str:
        """Return the line that ends the program, given what was kept; None if nothing was."""
        if kept is None:
            return self.end.replace("WAS", "0")
        places = zip(self.bits, self._places, strict=True)
        return self.end.replace("WAS", str([kept >> at & (1 << width) - 1 for width, at in places]))

    @property
    def _places(self) -> tuple[int, ...]:
        return (0, *accumulate(self.bits[:-1]))

    async def stop(self, link: Link) -> None:
        """End the program."""
        for part in _parts(self.end_line(link.memory.get(self.kept))):
            await link.write(COMMAND, part)


async def ask(link: Link, line: str, answer: re.Pattern[bytes]) -> re.Match[bytes]:
    """Run a line in the console, and wait for its output, however that is cut.

    ``answer`` matches the complete output only.
    """
    heard = bytearray()
    found: list[re.Match[bytes]] = []
    *first, last = _parts(line)
    for part in first:
        await link.write(COMMAND, part)
    await link.request(COMMAND, last, accept=_hears(answer, heard, found))
    return found[0]


def _hears(
    answer: re.Pattern[bytes], heard: bytearray, found: list[re.Match[bytes]]
) -> Callable[[bytes], bool]:
    def accept(data: bytes) -> bool:
        heard.extend(data)
        found.extend(answer.finditer(bytes(heard)))
        return bool(found)

    return accept


def _parts(line: str) -> list[bytes]:
    text = f"\x03\x10{line}\n".encode("ascii")
    return [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]


async def charge(link: Link) -> Battery | None:
    """Have the board print its battery charge, and read it."""
    percent = re.compile(rb"\bB,(\d{1,2}|100)\r")
    found = await ask(link, 'Bluetooth.println("B,"+E.getBattery())', percent)
    return Battery(percent=int(found[1]))
