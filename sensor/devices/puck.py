"""Puck.js 2 without a program of its own: a small one is sent to its console.

Sources: `espruino`; Espruino's ``libs/puckjs/jswrap_puck.c`` (the rates of ``Puck.accelOn``, which
sets 4 g; the event ``accel`` has the chip's own numbers; a Puck.js 1 or Lite
has no accelerometer, and says so; the chip's answer to who it is); the LSM6DS3TR-C's data
sheet (register 10h CTRL1_XL: the rate in its upper four bits, the range in the two below them,
11 for 8 g; register 11h CTRL2_G).
"""

import re
from contextlib import suppress
from typing import Final

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.espruino import (
    DATA,
    PRINTS,
    SERVICE,
    EspruinoDecoder,
    ask,
    charge,
    packed,
    run_line,
    with_kept,
)
from limbwatch.sensor.errors import LinkLost, NeverStreams

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

_END: Final = (
    "if(WAS||global.limbwatch){"
    'if(global.limbwatch)Puck.removeListener("accel",global.limbwatch);delete global.limbwatch;'
    "let w=WAS||global.limbwatchWas||[0,0],"
    "r=[0,12.5,26,52,104,208,416,833,1660,0,0,1.6][w[0]>>4];delete global.limbwatchWas;"
    "if(r){Puck.accelOn(r);Puck.accelWr(0x10,w[0]);Puck.accelWr(0x11,w[1]);}else Puck.accelOff();}"
)
"""Leaves the accelerometer on only if it was on, with its earlier rate and range."""

_BEGUN: Final = re.compile(rb"\bA,([01])(?:,(\d{1,3}),(\d{1,3}))?\r")
_KEPT: Final = "puck"
_BITS: Final = (8, 8)
"""Bits of each kept value: two registers."""


def puck_program(rate: float) -> str:
    """Write the program for a rate.

    Parameters
    ----------
    rate : float
        Hz; one of 12.5, 26, 52 and 104.

    Returns
    -------
    str
        One line of JavaScript.
    """
    return _PROGRAM.replace("RATE", f"{rate:g}")


async def start(link: Link, wish: Wish) -> Settings:
    """Send the program to the board, where it replaces that of an earlier connection."""
    rate = nearest(min(wish.rate, max(_RATES)), _RATES)
    await link.subscribe(DATA)
    begun = None
    with suppress(LinkLost):
        # a console that does not answer sends no samples either, which is reported with advice
        begun = await ask(link, puck_program(rate), _BEGUN)
    if begun is not None and begun[1] == b"0":
        raise NeverStreams(
            "the board does not switch an accelerometer on; a Puck.js 1 and a Puck.js Lite have "
            "none, so wear a Puck.js 2"
        )
    if begun is not None and begun[2] is not None:
        await link.keep(_KEPT, packed(map(int, begun.groups()[1:]), _BITS))
    return Settings(rate=rate, range_g=8.0)


async def stop(link: Link) -> None:
    """End the program."""
    await run_line(link, puck_end(link.memory.get(_KEPT)))


def puck_end(was: int | None) -> str:
    """Return the line that ends the program, given what was kept when the recording began."""
    return with_kept(_END, was, _BITS)


DEVICE = Device(
    kind="puck",
    title="Puck.js 2",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda name, _services: name.startswith("Puck.js"),
    start=start,
    stop=stop,
    decoder=lambda _settings: EspruinoDecoder(),
    battery=charge,
    advice="Close the Web IDE nearby, or take the battery of the Puck.js out and put it in again.",
)
