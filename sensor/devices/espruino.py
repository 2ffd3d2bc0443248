r"""The console of an Espruino board over Nordic UART, and the output of a small program sent to it.

Sources: espruino.com "Bangle.js Data Streaming" (how a page puts a program into a board: ``\x03``
clears the console's line, ``\x10`` keeps it from echoing) and the reference of ``E.getBattery``.

A line of samples is ``L,number,milliseconds of the last sample,x,y,z,...,E``; other programs of the
board may print their own lines in between.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from limbwatch.sensor.devices.device import Battery, Link
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet

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


async def run_line(link: Link, line: str) -> None:
    """Run a line in the console, sent in writes that every connection can carry."""
    for part in _parts(line):
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


def packed(numbers: Iterable[int], bits: Sequence[int]) -> int:
    """Pack numbers of the given bit widths into one, for `Link.keep`."""
    return sum(
        (number & (1 << width) - 1) << at
        for number, width, at in zip(numbers, bits, accumulate(bits, initial=0), strict=False)
    )


def with_kept(line: str, kept: int | None, bits: Sequence[int]) -> str:
    """Replace ``WAS`` in a line by the unpacked numbers, or by 0 if none were kept."""
    if kept is None:
        return line.replace("WAS", "0")
    places = zip(bits, accumulate(bits, initial=0), strict=False)
    return line.replace("WAS", str([kept >> at & (1 << width) - 1 for width, at in places]))


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
