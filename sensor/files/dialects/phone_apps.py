"""Apps on phones and watches: Polar Sensor Logger, Sensor Logger, phyphox and others."""

import re
from dataclasses import replace

from limbwatch.sensor.files.dialects.experiment_begin import experiment_begun
from limbwatch.sensor.files.dialects.generic import by_names
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.axes.axis_columns import acceleration
from limbwatch.sensor.files.tables.clock_columns.time_columns import time_column
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Dialect, Layout, Written
from limbwatch.sensor.files.times.writing.scales import POLAR_EPOCH, UNIX
from limbwatch.sensor.files.times.writing.written_dates import pattern_of
from limbwatch.sensor.files.values.unit import METRES, MILLI_G, G

_FROM_SENSOR_LOGGER = (
    "Give TotalAcceleration.csv, AccelerometerUncalibrated.csv or "
    "WatchAccelerometerUncalibrated.csv of the same recording, or put "
    "Gravity.csv beside Accelerometer.csv."
)


def _polar(head: Head) -> Layout | None:
    columns = head.columns("Phone timestamp", "sensor timestamp [ns]", "X [mg]", "Y [mg]", "Z [mg]")
    if columns is None:
        return None
    phone, sensor, x, y, z = columns
    # a sensor whose clock was never set starts at 2019-01-01: take its spacing, the phone's date
    return Layout(
        time=Counter(column=sensor, step=1e-9, epoch=POLAR_EPOCH),
        anchor=Written(column=phone, pattern=pattern_of(head.texts(phone)) or "iso"),
        axes=(x, y, z),
        unit=MILLI_G,
        device="Polar",
        has_gravity=True,
    )


def _sensor_logger(head: Head) -> Layout | None:
    if head.folded[:2] != ("time", "seconds_elapsed"):
        return None
    time, notes = _logged_time(head)
    axes = head.axes("x", "y", "z")
    if axes is None:
        return None
    beside = head.path.with_name("Gravity" + head.path.name.removeprefix("Accelerometer"))
    linear = head.path.name.startswith("Accelerometer.") and beside.is_file()
    return Layout(
        time=time,
        axes=axes,
        # the watch's uncalibrated file is x, y, z in g, all others are z, y, x in m/s2
        unit=G if axes[0] < axes[2] else METRES,
        device="Sensor Logger",
        raw_export=_FROM_SENSOR_LOGGER,
        gravity_file=beside if linear else None,
        notes=notes,
    )


def _logged_time(head: Head) -> tuple[Counter, tuple[str, ...]]:
    """Choose the time of Sensor Logger: Unix ns, unless a spreadsheet rounded it away."""
    at, beside = head.folded.index("time"), head.column("seconds_elapsed")
    stamps = head.texts(at)
    if beside is None or len(stamps) < 2 or len(set(stamps)) > 1:
        return Counter(column=at, step=1e-9, epoch=UNIX), ()
    said = (
        f"The column 'time' holds {stamps[0]} in each of the first rows, as a spreadsheet rounds "
        "it; 'seconds_elapsed' was taken, which tells no date. The file as the app exported it "
        "has both."
    )
    return Counter(column=beside, step=1.0, epoch=None), (Doubt(said),)


def _sensor_logger_motion(head: Head) -> Layout | None:
    gravity = head.axes("gravityX", "gravityY", "gravityZ")
    own = head.axes("accelerationX", "accelerationY", "accelerationZ")
    if gravity is None or own is None or head.column("time") is None:
        return None
    time, notes = _logged_time(head)
    return Layout(
        time=time,
        axes=own,
        gravity=gravity,
        unit=G,
        device="Sensor Logger, Apple Watch",
        notes=notes,
    )


def _sensor_log(head: Head) -> Layout | None:
    if head.column("loggingTime(txt)") is None:
        return None
    axes = head.axes(
        "accelerometerAccelerationX(G)",
        "accelerometerAccelerationY(G)",
        "accelerometerAccelerationZ(G)",
    )
    if axes is None:
        return None
    written = Written(column=head.folded.index("loggingtime(txt)"), pattern="iso")
    boot = head.column("accelerometerTimestamp_sinceReboot(s)")
    return Layout(
        time=written if boot is None else Counter(column=boot, step=1.0, epoch=None),
        anchor=None if boot is None else written,
        axes=axes,
        unit=G,
        device="SensorLog",
        has_gravity=True,
    )


def _physics_toolbox(head: Head) -> Layout | None:
    total = head.axes("gFx", "gFy", "gFz")
    axes = total or head.axes("ax", "ay", "az")
    named = head.column("time") is not None
    if axes is None or not named or {"tgf", "gftotal", "at"}.isdisjoint(head.folded):
        return None
    time = time_column(head, axes)
    if time is None:
        return None
    return Layout(
        time=time,
        axes=axes,
        unit=G if total else METRES,
        device="Physics Toolbox",
        raw_export='Record with "G-Force Meter" instead of "Linear Accelerometer".',
    )


def _phyphox(head: Head) -> Layout | None:
    if not head.names or not re.fullmatch(r"time \(s\)|t", head.folded[0]) or head.filled_width > 5:
        return None
    layout = by_names(head)
    # other apps call their milliseconds t as well
    if layout is None or layout.time != Counter(column=0, step=1.0, epoch=None):
        return None
    # the names alone could be anyone's: phyphox adds its unit to them, or an E to each number
    if layout.unit != METRES and not all("E" in cell for cell in head.rows[0] if cell):
        return None
    begun = experiment_begun(head)
    return replace(
        layout,
        counts_from=begun.zero,
        later=begun.later,
        notes=(*layout.notes, *begun.notes),
        raw_export='In phyphox use "Acceleration with g", not "Acceleration without g".',
        device="phyphox",
    )


def _cloud_updrs(head: Head) -> Layout | None:
    if head.names or head.filled_width != 5 or head.separator != ",":
        return None
    nanoseconds = re.fullmatch(r"\d{13,17}", head.texts(0)[0])
    code = {cell for cell in head.texts(4) if cell}
    if nanoseconds is None or len(code) != 1 or not next(iter(code)).isdigit():
        return None
    return Layout(
        time=Counter(column=0, step=1e-9, epoch=None),
        axes=(1, 2, 3),
        unit=METRES,
        device="cloudUPDRS",
        has_gravity=True,
    )


def _whole_seconds(head: Head) -> Layout | None:
    columns = head.columns("Timestamp", "Milliseconds")
    axes = acceleration(head)
    if columns is None or axes is None:
        return None
    # milliseconds that start over each second are parts of it
    values = head.numbers(columns[1])
    if values != sorted(values):
        return None
    return Layout(
        time=Counter(column=columns[1], step=1e-3, epoch=None),
        anchor=Written(column=columns[0], pattern=pattern_of(head.texts(columns[0])) or "iso"),
        axes=axes,
        unit=METRES,
        device="Android",
    )


PHONES = (
    Dialect("Polar Sensor Logger", "its column names", _polar),
    Dialect(
        "Sensor Logger WristMotion",
        "columns of gravity and of acceleration apart",
        _sensor_logger_motion,
    ),
    Dialect("Sensor Logger", "the columns time, seconds_elapsed", _sensor_logger),
    Dialect("SensorLog", "the column loggingTime(txt)", _sensor_log),
    Dialect("Physics Toolbox", "its column names", _physics_toolbox),
    Dialect(
        "whole seconds and elapsed milliseconds",
        "the columns Timestamp, Milliseconds",
        _whole_seconds,
    ),
    Dialect("phyphox", "its column names", _phyphox),
    Dialect("cloudUPDRS", "nanoseconds since start, x, y, z and a constant code", _cloud_updrs),
)
