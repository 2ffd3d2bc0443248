"""Files of published studies and home-made recorders: WASTS, UMAFall, emory-plm."""

import re
from datetime import datetime

from limbwatch.sensor.files.dialects.generic import by_names
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Dialect, Layout, Refusal
from limbwatch.sensor.files.values.unit import G


def _wasts(head: Head) -> Layout | None:
    if head.names or head.separator != " " or head.preamble[-1:] != ("start",):
        return None
    return Layout(
        time=Counter(column=0, step=1e-3, epoch=None),
        axes=(1, 2, 3),
        unit=G,
        device="WASTS",
        has_gravity=True,
    )


def _umafall(head: Head) -> Layout | Refusal | None:
    if head.separator != ";" or head.width not in (7, 8):
        return None
    if not any(line.lstrip().startswith("%") for line in head.preamble):
        return None
    if not all(cell in ("0", "1", "2") for cell in head.texts(5)):
        return None
    pattern = re.compile(r"%\s*(\d+)\s*;\s*(?:\d+\s*;\s*)?([A-Za-z_ ]+)")
    sensors = [found for found in map(pattern.match, head.preamble) if found is not None]
    worn = [
        (limb, 6, float(found[1]))
        for found in sensors
        for limb in ("ankle", "wrist")
        if limb in found[2].casefold()
    ]
    if not worn:
        return Refusal(
            what="a UMAFall recording that names no sensor at ankle or wrist",
            remedy="Only those two positions can be scored.",
        )
    return Layout(
        time=Counter(column=0, step=1e-3, epoch=None),
        axes=(2, 3, 4),
        unit=G,
        only=((5, 0.0),),
        worn=tuple(worn),
        device="UMAFall",
        has_gravity=True,
    )


def _emory(head: Head) -> Layout | None:
    # many home-made recorders use the same names, with other capitals and units
    if head.names[:4] != _EMORY_NAMES or head.column("GyroX") is None:
        return None
    if not all(_EXPONENT.fullmatch(cell) for at in (1, 2, 3) for cell in head.texts(at) if cell):
        return None
    return by_names(head, unit=G, device="emory-plm", has_gravity=True)


_EMORY_NAMES = ("TimeStamp", "AccX", "AccY", "AccZ")
_EXPONENT = re.compile(r"[+-]?\d\.\d+e[+-]\d\d", re.IGNORECASE)
"""Format of emory-plm's numbers: ``-9.400000e-01``."""


def _usb_logger(head: Head) -> Layout | None:
    if not any(line.startswith(";Start_time") for line in head.preamble):
        return None
    text = "\n".join(head.preamble)
    rate = re.search(r";SampleRate,\s*([\d.]+)", text)
    start = re.search(r";Start_time,\s*([\d-]+)\s*,\s*([\d:.]+)", text)
    if head.width < 4:
        return None
    return Layout(
        time=Counter(column=0, step=1.0, epoch=None),
        axes=(1, 2, 3),
        unit=None,
        start=None if start is None else datetime.fromisoformat(f"{start[1]}T{start[2]}"),
        rate=None if rate is None else float(rate[1]),
        device="Gulf Coast Data Concepts",
    )


STUDIES = (
    Dialect("Gulf Coast Data Concepts", "the line ;Start_time before the table", _usb_logger),
    Dialect("WASTS", 'the line "start" before numbers', _wasts),
    Dialect(
        "UMAFall", "comment lines with %, semicolons and a code of the kind of sensor", _umafall
    ),
    Dialect("emory-plm", "its column names, and numbers such as -9.400000e-01", _emory),
)
