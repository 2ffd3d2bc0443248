"""Puck.js 2 without a program of its own: a small one is sent to its console.

Sources: `espruino`; Espruino's ``libs/puckjs/jswrap_puck.c`` (the rates of ``Puck.accelOn``, which
sets 4 g; the event ``accel`` has the chip's own numbers; a Puck.js 1 or Lite
has no accelerometer, and says so; the chip's answer to who it is); the LSM6DS3TR-C's data
sheet (register 10h CTRL1_XL: the rate in its upper four bits, the range in the two below them,
11 for 8 g; register 11h CTRL2_G).
"""

import re
from typing import Final

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.espruino import (
    DATA,
    PRINTS,
    SERVICE,
    EspruinoDecoder,
    SentProgram,
    charge,
)
from limbwatch.sensor.errors import NeverStreams

_RATES: Final = (12.5, 26.0, 52.0, 104.0)
"""Rates, Hz; above 208 the firmware does not read every sample; more than 104 is of no use here."""

_PROGRAM: Final = (
    "if(1){let n=0,b=[],k=2,s=0;"
    "if(!global.limbwatchWas){global.limbwatchWas=[0,0];"
    "try{if(Puck.accelRd(0x0F)==0x6A)"
    "global.limbwatchWas=[Puck.accelRd(0x10),Puck.accelRd(0x11)];}catch(e){}}"
    'if(global.limbwatch)Puck.removeListener("accel",global.limbwatch);'
    "global.limbwatch=function(a){if(k){k--;return;}"
    "b.push(a.acc.x,a.acc.y,a.acc.z);"
    f"{PRINTS}}};"
    "try{Puck.accelOn(RATE);Puck.accelWr(0x10,Puck.accelRd(0x10)|0x0C);"
    'Puck.on("accel",global.limbwatch);s=1;}'
    "catch(e){delete global.limbwatch;delete global.limbwatchWas;}"
    'Bluetooth.println("A,"+[s].concat(global.limbwatchWas||[]).join(","));}'
)
"""Program with the placeholder ``RATE``. It leaves out the first two samples, taken while the range
changes. It keeps the chip's earlier settings, zeros if it was off, beside the program, and prints
them: ``reset()`` and ``load()`` clear all JavaScript and leave the accelerometer on
(``jswrap_puck_kill``)."""

SENT: Final = SentProgram(
    kept="puck",
    # two registers
    bits=(8, 8),
    answer=re.compile(rb"\bA,([01])(?:,(\d{1,3}),(\d{1,3}))?\r"),
    # it leaves the accelerometer on only if it was on, with its earlier rate and range
    end="if(WAS||global.limbwatch){"
    'if(global.limbwatch)Puck.removeListener("accel",global.limbwatch);delete global.limbwatch;'
    "let w=WAS||global.limbwatchWas||[0,0],"
    "r=[0,12.5,26,52,104,208,416,833,1660,0,0,1.6][w[0]>>4];delete global.limbwatchWas;"
    "if(r){Puck.accelOn(r);Puck.accelWr(0x10,w[0]);Puck.accelWr(0x11,w[1]);}else Puck.accelOff();}",
)


def puck_program(rate: float) -> str:
    """Write the program, one line of JavaScript, for a rate of 12.5, 26, 52 or 104 Hz."""
    return _PROGRAM.replace("RATE", f"{rate:g}")


async def start(link: Link, wish: Wish) -> Settings:
    """Send the program to the board."""
    rate = nearest(wish.rate, _RATES)
    begun = await SENT.begin(link, puck_program(rate))
    if begun is not None and begun[1] == b"0":
        raise NeverStreams(
            "the board does not switch an accelerometer on; a Puck.js 1 and a Puck.js Lite have "
            "none, so wear a Puck.js 2"
        )
    if begun is not None and begun[2] is not None:
        await SENT.keep(link, begun.groups()[1:])
    return Settings(rate=rate, range_g=8.0)


DEVICE = Device(
    kind="puck",
    title="Puck.js 2",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda name, _services: name.startswith("Puck.js"),
    start=start,
    stop=SENT.stop,
    decoder=lambda _settings: EspruinoDecoder(),
    battery=charge,
    advice="Close the Web IDE nearby, or take the battery of the Puck.js out and put it in again.",
)
