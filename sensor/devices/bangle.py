r"""Bangle.js 2 without any app: its console over Nordic UART, and a small program put into it.

Sources: espruino.com "Bangle.js Data Streaming" (how a page puts a program into the watch:
``\x03`` clears the console's line, ``\x10`` keeps it from echoing); espruino/BangleApps
``apps/accelrec/app.js`` (registers of the KX023 for 8 g, in which what the firmware calls g is
twice as much, and how they are put back); Espruino's reference of ``Bangle.setPollInterval`` (at
least 10 ms, and no slower pace when the watch lies still), ``Bangle.accelRd``, ``Bangle.dbg``
(which tells the poll interval) and ``Bangle.getOptions``; ``libs/banglejs/jswrap_bangle.c`` (with
``powerSave`` the firmware itself goes between 80 and 800 ms).

A line is ``L,number,milliseconds of the last sample,x,y,z,...,E``; other programs of the watch may
print lines of their own between.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet

SERVICE = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
COMMAND = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
DATA = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
_OTHERS = (
    "000085e9-0000-1000-8000-00805f9b34fb",  # OpenSeizureDetector
    "e95d0753-251d-470a-a062-fa1922dfa9a8",  # btadv
)
"""Services of apps that stream by themselves: a watch that offers one is of that kind."""

CLOCK = Clock(ticks_per_second=1000.0, modulus=2**64)
"""Milliseconds of the watch's own time; it may be set."""
NUMBERS = 2**16
_COUNTS_PER_G = 4096
_RATES: Final = {25.0: 0x01, 50.0: 0x02, 100.0: 0x03}
"""Code of each rate in the KX023's register ODCNTL."""
_CHUNK = 20
"""Bytes of a write that every connection carries."""
_LONGEST = 4096
"""Characters of a line; what has no end by then is none of ours."""
_LINE = re.compile(rb"L,(\d{1,5}),(\d{1,15})((?:,-?\d{1,6})+),E")

PROGRAM: Final = (
    "if(1){let n=0,b=[];"
    "if(!global.limbwatchWas){global.limbwatchWas=[0xEC,0,80,true];"
    "try{global.limbwatchWas=[Bangle.accelRd(0x18),Bangle.accelRd(0x1B),Bangle.dbg().pollInterval,"
    "Bangle.getOptions().powerSave];}catch(e){}}"
    'if(global.limbwatch)Bangle.removeListener("accel",global.limbwatch);'
    "global.limbwatch=function(a){"
    "b.push(Math.round(a.x*8192),Math.round(a.y*8192),Math.round(a.z*8192));"
    "if(b.length>=30){"
    'Bluetooth.println("L,"+n+","+Math.round(Date.now())+","+b.join(",")+",E");'
    "n=(n+1)&65535;b=[];}};"
    "Bangle.accelWr(0x18,0x74);Bangle.accelWr(0x1B,0x40|RATE);Bangle.accelWr(0x18,0xF4);"
    'Bangle.setPollInterval(PERIOD);Bangle.on("accel",global.limbwatch);}'
)
"""Ten samples a line, 8192 counts for what the firmware takes for 1 g; in RAM, so gone with the
watch's next start. How the accelerometer was set before is kept beside it, and is what it has when
a watch starts where an old firmware cannot tell: an app may have set it once, at its start."""

_END: Final = (
    'if(global.limbwatch){Bangle.removeListener("accel",global.limbwatch);delete global.limbwatch;'
    "let w=global.limbwatchWas||[0xEC,0,80,true];delete global.limbwatchWas;"
    "Bangle.accelWr(0x18,w[0]&0x7F);Bangle.accelWr(0x1B,w[1]);Bangle.accelWr(0x18,w[0]);"
    "Bangle.setPollInterval(w[3]?80:w[2]);Bangle.setOptions({powerSave:!!w[3]});}"
)
"""Puts registers, poll interval and power saving back to what they were before."""


def program(rate: float) -> str:
    """Write the program for a rate.

    Parameters
    ----------
    rate : float
        Hz; one of 25, 50 and 100.

    Returns
    -------
    str
        One line of JavaScript.
    """
    return PROGRAM.replace("RATE", str(_RATES[rate])).replace("PERIOD", f"{1000 / rate:.0f}")


@dataclass(slots=True)
class BangleDecoder(Decoder):
    """Lines of text, cut into notifications anywhere."""

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
        # the console's prompt may stand before what the program prints
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
        xyz = (counts / _COUNTS_PER_G).astype(np.float32)
        return Packet(xyz, int(found[2]), len(xyz) - 1, int(found[1]))


async def _run(link: Link, line: str, end: str = "\n") -> None:
    """Have the console run a line, in writes that every connection carries."""
    text = f"\x03\x10{line}{end}".encode("ascii")
    for at in range(0, len(text), _CHUNK):
        await link.write(COMMAND, text[at : at + _CHUNK])


async def start(link: Link, wish: Wish) -> Settings:
    """Put the program into the watch; one of an earlier connection ends by that."""
    rate = nearest(min(wish.rate, max(_RATES)), tuple(_RATES))
    await link.subscribe(DATA)
    await _run(link, program(rate))
    return Settings(rate=rate, range_g=8.0)


async def stop(link: Link) -> None:
    """End the program."""
    await _run(link, _END)


async def battery(link: Link) -> Battery | None:
    """Have the watch print its charge."""
    found: list[int] = []

    def answers(data: bytes) -> bool:
        shown = re.search(rb"\bB,(\d{1,3})\r", data)
        if shown and int(shown[1]) <= 100:
            found.append(int(shown[1]))
        return bool(found)

    await _run(link, 'Bluetooth.println("B,"+E.getBattery()', end="")
    await link.request(COMMAND, b")\n", accept=answers)
    return Battery(percent=found[0])


DEVICE = Device(
    kind="bangle",
    title="Bangle.js 2 without an app",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda name, services: name.startswith("Bangle.js") and services.isdisjoint(_OTHERS),
    start=start,
    stop=stop,
    decoder=lambda _settings: BangleDecoder(),
    battery=battery,
    advice=(
        "Make the watch programmable (Settings, Bluetooth), close the Web IDE and Gadgetbridge "
        "near by, or restart the watch."
    ),
)
