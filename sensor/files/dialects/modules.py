"""Sensor modules and their apps: MbientLab, Xsens, WitMotion, Movesense, COLMI, SparkFun."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from limbwatch.sensor.files.dialects.generic import by_names
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.axes.axis_columns import acceleration
from limbwatch.sensor.files.tables.clock_columns.clock_parts import find_time_parts
from limbwatch.sensor.files.tables.clock_columns.counting import counter
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Dialect, Layout, TimeParts, Written
from limbwatch.sensor.files.tables.preambles.preamble import stated_rate
from limbwatch.sensor.files.times.writing.scales import UNIX, agrees, typical_spacing
from limbwatch.sensor.files.times.writing.written_dates import pattern_of
from limbwatch.sensor.files.times.writing.zone import offset_of
from limbwatch.sensor.files.values.unit import METRES, G, Unit

TWELVE_BITS = Unit(name="g/512", scale=1 / 512)
"""Unit of the COLMI ring's 12 bits over +-4 g (colmi_r02_client, "accelerometer")."""


def _metabase(head: Head) -> Layout | None:
    if not head.names or not re.fullmatch(r"epoch? \(ms\)", head.folded[0]):
        return None
    rate = re.search(r"_(\d+(?:\.\d+)?)Hz", head.path.name)
    return by_names(
        head,
        time=Counter(column=0, step=1e-3, epoch=UNIX),
        rate=None if rate is None else float(rate[1]),
        device="MbientLab",
        has_gravity=True,
        unit=G,
    )


DOT_TICK_S, MT_TICK_S = 1e-6, 1e-4
"""Ticks of SampleTimeFine, seconds: microseconds of a DOT (its user manual), and 10 kHz of MTi and
MTw (MT low level communication protocol, "SampleTimeFine")."""

FASTEST_DOT_HZ = 120.0
"""Highest output rate of a DOT (its user manual)."""


UTC_IS_SET = 0b11
"""Bits of UTC_Valid that say that date and time of day are valid (MT low level communication
protocol, "UTC Time")."""


def _xsens_dot(head: Head) -> Layout | None:
    return _xsens(head, DOT_TICK_S, "Xsens DOT")


def _xsens_mt(head: Head) -> Layout | None:
    return _xsens(head, MT_TICK_S, "Xsens MTi or MTw")


def _xsens(head: Head, tick: float, device: str) -> Layout | None:
    time, axes = head.column("SampleTimeFine"), head.axes("Acc_X", "Acc_Y", "Acc_Z")
    if time is None or axes is None:
        return None
    text = "\n".join(head.preamble)
    output = re.search(r"OutputRate:\W*(\d+)", text)
    rate = stated_rate(head) if output is None else float(output[1])
    if tick != _xsens_tick(head, time, rate):
        return None
    begin = _xsens_start(text)
    clock, doubts = _xsens_clock(head, (time, *axes)) if begin is None else (None, ())
    return Layout(
        time=Counter(column=time, step=tick, epoch=None),
        axes=axes,
        unit=METRES,
        anchor=clock,
        start=begin,
        rate=rate,
        device=device,
        has_gravity=True,
        notes=doubts,
    )


def _xsens_clock(head: Head, taken: tuple[int, ...]) -> tuple[TimeParts | None, tuple[str, ...]]:
    """Find the columns UTC_Year to UTC_Nano, unless UTC_Valid says that the clock was not set."""
    clock = find_time_parts(head, taken)
    if clock is None or clock.year is None:
        return None, ()
    at = head.column("UTC_Valid")
    states = set() if at is None else {int(state) for state in head.numbers(at)}
    if all(state & UTC_IS_SET == UTC_IS_SET for state in states):
        return clock, ()
    return None, (
        Doubt(
            f"The columns UTC_Year to UTC_Nano were not used, as UTC_Valid ({min(states)}) says "
            "that date or time were not known to the sensor. --start gives the time of the first "
            "sample."
        ),
    )


def _xsens_tick(head: Head, time: int, rate: float | None) -> float:
    """Choose the tick by the stated rate, or else by the highest rate of a DOT.

    The column is empty with Awinda, whose sensors are MTw; MT Manager writes it nevertheless.
    """
    if not head.filled(time):
        return MT_TICK_S
    spacing = typical_spacing(head.numbers(time))
    if spacing is None:
        return DOT_TICK_S
    paces = {tick: 1 / (spacing * tick) for tick in (DOT_TICK_S, MT_TICK_S)}
    stated = [tick for tick, pace in paces.items() if rate is not None and agrees(pace, rate)]
    fast = MT_TICK_S if paces[DOT_TICK_S] > 2 * FASTEST_DOT_HZ else DOT_TICK_S
    return stated[0] if stated else fast


def _xsens_start(text: str) -> datetime | None:
    found = re.search(
        r"StartTime:\W*(\d{4})-(\d\d)-(\d\d)_(\d\d):(\d\d):(\d\d)_(\d{3})(?: (?:GMT|UTC)(\S+))?",
        text,
    )
    if found is None:
        return None
    *fields, milliseconds = (int(part) for part in found.groups()[:7])
    zone = None if found[8] is None else offset_of(found[8])
    year, month, day, hour, minute, second = fields
    return datetime(year, month, day, hour, minute, second, milliseconds * 1000, tzinfo=zone)


def _witmotion(head: Head) -> Layout | None:
    if head.columns("DeviceName", "AccX(g)") is None:
        return None
    axes = acceleration(head)
    if axes is None:
        return None
    return Layout(
        time=Written(column=0, pattern=pattern_of(head.texts(0)) or "iso"),
        axes=axes,
        unit=G,
        device=head.texts(head.folded.index("devicename"))[0],
        has_gravity=True,
    )


def _movesense(head: Head) -> Layout | None:
    lines = (*head.preamble, ",".join(head.names))
    title = next((line for line in lines if line.casefold().startswith("timestamp_ms,x,y,z")), None)
    time = counter(head.numbers(0), 0, 1e-3)
    if title is None or time is None or head.width not in (4, 5):
        return None
    cells = [cell.strip() for cell in title.split(",")]
    layout = Layout(time=time, axes=(1, 2, 3), unit=METRES, device="Movesense", has_gravity=True)
    if len(cells) >= 8 and cells[4].casefold() == "relativetime":
        when = datetime.fromisoformat(cells[7].replace("Z", "+00:00"))
        aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        epoch = aware - timedelta(milliseconds=float(cells[5]))
        return replace(layout, time=replace(time, epoch=epoch))
    if head.width == 5:
        return replace(layout, anchor=Written(column=4, pattern="iso", zone=UTC))
    return layout


def _colmi(head: Head) -> Layout | None:
    if head.folded != ("timestamp", "accx", "accy", "accz", "ppg"):
        return None
    return by_names(
        head,
        unit=TWELVE_BITS,
        device="COLMI ring",
        notes=(
            (
                "Such files are drawn out to 50 Hz by interpolation; the ring itself is slower, so "
                "brief jerks are not in them."
            ),
        ),
    )


def _openlog(head: Head) -> Layout | None:
    if head.columns("rtcDate", "rtcTime", "aX", "aY", "aZ") is None:
        return None
    layout = by_names(head, device="SparkFun OpenLog Artemis")
    if layout is None or not isinstance(layout.time, Written):
        return layout
    # by default, its menu has americanDateStyle on (OpenLog_Artemis, "settings.h")
    return replace(layout, time=replace(layout.time, likely="month first"))


MODULES = (
    Dialect("MbientLab MetaBase", "its first column, epoch (ms)", _metabase),
    Dialect("Xsens DOT", "the columns SampleTimeFine, Acc_X", _xsens_dot),
    Dialect(
        "Xsens MT Manager",
        "the columns SampleTimeFine, Acc_X, and ticks of 0.1 ms",
        _xsens_mt,
    ),
    Dialect("WitMotion", "the columns DeviceName, AccX(g)", _witmotion),
    Dialect("Movesense CSV", "its first column, Timestamp_ms", _movesense),
    Dialect("SparkFun OpenLog Artemis", "the columns rtcDate, rtcTime, aX", _openlog),
    Dialect("COLMI ring", "its column names", _colmi),
)
