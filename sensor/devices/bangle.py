"""Bangle.js 2 without any app: a small program is sent to its console.

Sources: `espruino`; espruino/BangleApps ``apps/accelrec/app.js`` (registers of the KX023 for 8 g,
which doubles what the firmware calls g, and how to restore them); Espruino's
reference of ``Bangle.setPollInterval`` (at least 10 ms, and it disables the slower pace of a watch
that lies still), ``Bangle.accelRd``, ``Bangle.dbg`` (which tells the poll interval) and
``Bangle.getOptions``; ``libs/banglejs/jswrap_bangle.c`` (with ``powerSave`` the firmware itself
switches between 80 and 800 ms).
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

_OTHERS = (
    "000085e9-0000-1000-8000-00805f9b34fb",  # OpenSeizureDetector
    "e95d0753-251d-470a-a062-fa1922dfa9a8",  # btadv
)
"""Services of apps that stream by themselves: a watch that offers one is of that app's kind."""

_RATES: Final = {25.0: 0x01, 50.0: 0x02, 100.0: 0x03}
"""Codes of the rates in the KX023's register ODCNTL."""

PROGRAM: Final = (
    "if(1){let n=0,b=[];"
    "if(!global.limbwatchWas){global.limbwatchWas=[0xEC,0,80,true];"
    "try{global.limbwatchWas=[Bangle.accelRd(0x18),Bangle.accelRd(0x1B),Bangle.dbg().pollInterval,"
    "Bangle.getOptions().powerSave];}catch(e){}}"
    'if(global.limbwatch)Bangle.removeListener("accel",global.limbwatch);'
    "global.limbwatch=function(a){"
    "b.push(Math.round(a.x*8192),Math.round(a.y*8192),Math.round(a.z*8192));"
    f"{PRINTS}}};"
    "Bangle.accelWr(0x18,0x74);Bangle.accelWr(0x1B,0x40|RATE);Bangle.accelWr(0x18,0xF4);"
    'Bangle.setPollInterval(PERIOD);Bangle.on("accel",global.limbwatch);'
    'Bluetooth.println("W,"+global.limbwatchWas.map(v=>v|0).join(","));}'
)
"""Program with placeholders ``RATE`` and ``PERIOD``. It sends 8192 counts per firmware g, and lives
in RAM until the watch restarts. It keeps the accelerometer's earlier settings beside it (those of a
starting watch where old firmware cannot tell, as an app may have set them once, at its start). It
prints them as well: opening or leaving an app clears all JavaScript but no register
(``jswrap_banglejs_init`` writes those at the watch's first run only)."""

SENT: Final = SentProgram(
    kept="bangle",
    # two registers, the poll interval and power saving
    bits=(8, 8, 16, 1),
    answer=re.compile(rb"\bW,(\d{1,3}),(\d{1,3}),(\d{1,5}),([01])\r"),
    end="if(WAS||global.limbwatch){"
    'if(global.limbwatch)Bangle.removeListener("accel",global.limbwatch);delete global.limbwatch;'
    "let w=WAS||global.limbwatchWas||[0xEC,0,80,true];delete global.limbwatchWas;"
    "Bangle.accelWr(0x18,w[0]&0x7F);Bangle.accelWr(0x1B,w[1]);Bangle.accelWr(0x18,w[0]);"
    "Bangle.setPollInterval(w[3]?80:w[2]);Bangle.setOptions({powerSave:!!w[3]});}",
)


def program(rate: float) -> str:
    """Write the program, one line of JavaScript, for a rate of 25, 50 or 100 Hz."""
    return PROGRAM.replace("RATE", str(_RATES[rate])).replace("PERIOD", f"{1000 / rate:.0f}")


async def start(link: Link, wish: Wish) -> Settings:
    """Send the program to the watch."""
    rate = nearest(wish.rate, tuple(_RATES))
    if (was := await SENT.begin(link, program(rate))) is not None:
        await SENT.keep(link, was.groups())
    return Settings(rate=rate, range_g=8.0)


DEVICE = Device(
    kind="bangle",
    title="Bangle.js 2 without an app",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda name, services: name.startswith("Bangle.js") and services.isdisjoint(_OTHERS),
    start=start,
    stop=SENT.stop,
    decoder=lambda _settings: EspruinoDecoder(),
    battery=charge,
    advice=(
        "Make the watch programmable (Settings, Bluetooth), close the Web IDE and Gadgetbridge "
        "nearby, or restart the watch."
    ),
)
