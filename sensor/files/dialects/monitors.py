"""Research and medical monitors: ActiGraph, Axivity, GENEActiv, activPAL, Empatica and others."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from limbwatch.sensor.files.dialects.generic import by_names
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.axes.axis_columns import acceleration, unit_of
from limbwatch.sensor.files.tables.axes.unnamed_axes import UnnamedAxes, unnamed_axes
from limbwatch.sensor.files.tables.clock_columns.counting import counter
from limbwatch.sensor.files.tables.clock_columns.time_columns import time_column
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Dialect, Layout, Steady, Time, Written
from limbwatch.sensor.files.times.writing.scales import SERIAL, UNIX
from limbwatch.sensor.files.times.writing.written_dates import offset_in, pattern_of
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970, offset_of
from limbwatch.sensor.files.values.unit import EIGHT_BITS, METRES, MILLI_G, SIXTY_FOURTHS, G

_NUMBERS_OF_ROWS = {"", "unnamed: 0"}
"""Names of the column of row numbers that R and pandas add."""

_TIMED_AXES = {"timestamp", "x", "y", "z"}


def _generead(head: Head) -> Layout | None:
    beside = set(head.folded) - _NUMBERS_OF_ROWS - _TIMED_AXES
    if not beside or not beside <= {"light", "button", "temperature"}:
        return None
    # its parse.time gives the file's local times as seconds, without an offset
    return _counted_locally(
        head,
        "GENEActiv",
        Doubt(
            "GENEAread gives the seconds of a GENEActiv by local time, and they were read so. If "
            "its clock was set to UTC, give --device-clock UTC."
        ),
    )


def _pygt3x(head: Head) -> Layout | None:
    if set(head.folded) - _NUMBERS_OF_ROWS - _TIMED_AXES != {"idlesleepmode"}:
        return None
    # as in the .gt3x, but without the header that tells the clock's zone
    return _counted_locally(
        head,
        "ActiGraph",
        Doubt(
            "An ActiGraph counts its seconds by local time, and they were read so. If its clock "
            "was set to UTC, as CentrePoint does it, give --device-clock UTC."
        ),
    )


def _counted_locally(head: Head, device: str, doubt: Doubt) -> Layout | None:
    at, axes = head.column("timestamp"), head.axes("x", "y", "z")
    if at is None or axes is None:
        return None
    source = counter(head.numbers(at), at, None)
    if source is None or source.epoch is not UNIX:
        return None
    return Layout(
        time=replace(source, epoch=LOCAL_1970),
        axes=axes,
        unit=G,
        device=device,
        has_gravity=True,
        notes=(doubt,),
    )


def _actilife(head: Head) -> Layout | None:
    title = head.preamble[0] if head.preamble else ""
    if "Data File Created By" not in title:
        return None
    rate = re.search(r"at (\d+(?:\.\d+)?) Hz", title)
    order = re.search(r"date format (\S+)", title)
    day_first = order is not None and order[1].startswith("d")
    axes = acceleration(head) if head.names else None
    source: Time = Steady() if axes is None else time_column(head, axes) or Steady()
    if isinstance(source, Written) and source.pattern in ("day first", "month first"):
        source = replace(
            source, pattern="day first" if day_first else "month first", stated=order is not None
        )
    return Layout(
        time=source,
        axes=axes or (0, 1, 2),
        unit=G,
        start=_actilife_start(head, day_first=day_first),
        rate=None if rate is None else float(rate[1]),
        device="ActiGraph",
        has_gravity=True,
    )


def _actilife_start(head: Head, *, day_first: bool) -> datetime | None:
    text = "\n".join(head.preamble)
    clock = re.search(r"Start Time\s+(\d{1,2}):(\d\d):(\d\d)(?:\s*([AaPp])\.?[Mm])?", text)
    day_text = re.search(r"Start Date\s+(\d{1,4})\D(\d{1,2})\D(\d{1,4})", text)
    if clock is None or day_text is None:
        return None
    a, b, c = (int(part) for part in day_text.groups())
    if len(day_text[1]) == 4:
        year, month, day = a, b, c
    else:
        year, month, day = (c, b, a) if day_first else (c, a, b)
    if year < 100:
        year += 2000
    try:
        hour, minute, second = (int(part) for part in clock.groups()[:3])
        if clock[4] is not None:
            hour = hour % 12 + 12 * (clock[4] in "Pp")
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        return None


def _axivity(head: Head) -> Layout | None:
    if head.names or head.separator != "," or head.filled_width not in (4, 7):
        return None
    own = UnnamedAxes((1, 2, 3), behind=(4, 5, 6))
    if head.filled_width == 7 and unnamed_axes(head, [*range(1, 7)]) != own:
        return None  # a second acceleration has the gyroscope's columns, or is the only one
    first = head.texts(0)[0]
    # with the gyroscope's three columns nothing else looks like it
    layout = Layout(
        time=Steady(), axes=(1, 2, 3), unit=G, device="Axivity", has_gravity=head.filled_width == 7
    )
    if re.fullmatch(r"\d{10}\.\d{4}", first):
        # as in the .cwa: the clock is set to local time by the computer at hand, and OMGUI writes
        # it as if it were UTC (GGIR issue 149)
        return replace(
            layout,
            time=Counter(column=0, step=1.0, epoch=LOCAL_1970),
            notes=(
                Doubt(
                    "An AX3 counts its seconds by local time, and they were read so. If its clock "
                    "was set to UTC, give --device-clock UTC."
                ),
            ),
        )
    if re.fullmatch(r"\d{10}\.\d{1,6}", first):
        return replace(layout, device="", time=Counter(column=0, step=1.0, epoch=UNIX))
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", first):
        return replace(layout, time=Written(column=0, pattern="iso"))
    return None


def _geneactiv(head: Head) -> Layout | None:
    text = "\n".join(head.preamble)
    if "GENEActiv" not in text or head.filled_width < 4:
        return None
    rate = re.search(r"Measurement Frequency\W+([\d.]+)", text)
    zone = re.search(r"Time Zone\W+((?:GMT|UTC)[^,\n]*)", text)
    return Layout(
        time=Written(column=0, pattern="iso", zone=None if zone is None else offset_of(zone[1])),
        axes=(1, 2, 3),
        unit=G,
        rate=None if rate is None else float(rate[1]),
        device="GENEActiv",
        has_gravity=True,
    )


def _activpal(head: Head) -> Layout | None:
    if head.names or head.filled_width != 4:
        return None
    source = counter(head.numbers(0), 0, None)
    values = [value for at in (1, 2, 3) for value in head.numbers(at)]
    eight_bits = all(0 <= value <= 255 and value == int(value) for value in values)
    if source is None or source.epoch is not SERIAL or not eight_bits:
        return None
    return Layout(time=source, axes=(1, 2, 3), unit=EIGHT_BITS, device="activPAL", has_gravity=True)


def _empatica_e4(head: Head) -> Layout | None:
    if head.names or head.filled_width != 3 or len(head.rows) < 3:
        return None
    start, rate = ({cell.strip() for cell in row} for row in head.rows[:2])
    if len(start) != 1 or len(rate) != 1 or not 1e9 < float(next(iter(start))) < 4e9:
        return None
    return Layout(
        time=Steady(),
        axes=(0, 1, 2),
        unit=SIXTY_FOURTHS,
        start=datetime.fromtimestamp(float(next(iter(start))), UTC),
        rate=float(next(iter(rate))),
        device="Empatica E4",
        extra=2,
        has_gravity=True,
    )


def _shimmer(head: Head) -> Layout | None:
    if not any(name.startswith("shimmer") for name in head.folded):
        return None
    stems = [name for name in head.folded if re.search(r"accel_(ln|wr)_x_", name)]
    stamp = next((at for at, name in enumerate(head.folded) if "timestamp" in name), None)
    if not stems or stamp is None:
        return None
    # prefer low noise to wide range: half of a limb's movements stay within 2 g
    stem = min(stems)
    axes = head.axes(stem, stem.replace("_x_", "_y_"), stem.replace("_x_", "_z_"))
    source = counter(head.numbers(stamp), stamp, 1e-3)
    if axes is None or source is None:
        return None
    return Layout(
        time=source,
        axes=axes,
        unit=unit_of(head, axes) or METRES,
        device="Shimmer",
        has_gravity=True,
    )


def _garmin(head: Head) -> Layout | None:
    if head.names or head.separator != ";" or head.filled_width != 4:
        return None
    cells = head.texts(0)
    if pattern_of(cells) != "iso" or offset_in(cells, "iso") is None:
        return None
    return Layout(
        time=Written(column=0, pattern="iso"),
        axes=(1, 2, 3),
        unit=MILLI_G,
        device="Garmin",
    )


def _faros(head: Head) -> Layout | None:
    if head.folded != ("x", "y", "z"):
        return None
    return Layout(time=Steady(), axes=(0, 1, 2), unit=None)


def _sleep_accel(head: Head) -> Layout | None:
    if head.names or head.separator != " " or head.filled_width != 4 or head.preamble:
        return None
    source = counter(head.numbers(0), 0, None)
    if source is None:
        return None
    return Layout(time=source, axes=(1, 2, 3), unit=None)


def _mhealth(head: Head) -> Layout | None:
    if head.column("HEADER_TIME_STAMP") is None:
        return None
    layout = by_names(head)
    return layout if layout is None or layout.unit else replace(layout, unit=G)


MONITORS = (
    Dialect("ActiLife raw CSV", 'its first line, "Data File Created By"', _actilife),
    Dialect("GENEActiv CSV", '"GENEActiv" in the lines before the table', _geneactiv),
    Dialect(
        "Empatica E4 ACC.csv",
        "a row with the start and a row with the rate, each three times",
        _empatica_e4,
    ),
    Dialect("activPAL raw CSV", "spreadsheet dates and values between 0 and 255", _activpal),
    Dialect(
        "Axivity CSV",
        "four or seven columns without names, the first a time with fractions",
        _axivity,
    ),
    Dialect("Shimmer Consensys", "its column names", _shimmer),
    Dialect("Garmin Health SDK", "semicolons, no names and times with offset", _garmin),
    Dialect("mHealth", "the column HEADER_TIME_STAMP", _mhealth),
    Dialect("x, y, z without time (Bittium Faros and others)", "its three column names", _faros),
    Dialect(
        "four columns between spaces (PhysioNet sleep-accel and others)",
        "four columns without names between spaces",
        _sleep_accel,
    ),
    Dialect("GENEActiv by GENEAread", "its column names, and seconds since 1970", _generead),
    Dialect("ActiGraph by pygt3x", "its column names, and seconds since 1970", _pygt3x),
)
