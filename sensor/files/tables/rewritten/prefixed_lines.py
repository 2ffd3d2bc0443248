"""Logs with words before each sample: those of Android and ESP-IDF, InfluxDB's line protocol.

``03-14 23:10:00.040 1234 1250 D Accel: x=0.1 y=-0.5 z=0.8`` is a line of logcat, ``I (412) MPU:
x:0.1, y:-0.5, z:0.8`` one of an ESP32 412 ms after its start, and ``acc,leg=left
x=0.1,y=-0.5,z=0.8 1773526200040000000`` is one that a database imports.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from limbwatch.sensor.files.tables.rewritten.clocked_lines import clocked_lines
from limbwatch.sensor.files.tables.rewritten.rewriting import SHARE, Rewriting, last_lines, mostly
from limbwatch.sensor.files.tables.rewritten.serial_lines import serial_lines

_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CLOCK = rb"(\d\d)-(\d\d) (\d\d:\d\d:\d\d\.\d{3,9})"
_ANDROID = re.compile(
    rb"^(\d{4}-)?"
    + _CLOCK
    + rb"(?:[ ]+\d+[ ]+\d+[ ][VDIWEF] ([^\s:]+) *: |[ ][VDIWEF]/([^\s(]+) *\([ ]*\d+\): )",
    re.MULTILINE,
)
"""Prefix of a line of logcat, in its formats "threadtime" and "time": time, numbers, priority and
tag."""

_KEY = r"[^\s,=]+"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[iu]?"
_POINT = re.compile(
    rf"({_KEY})((?:,{_KEY}={_KEY})*) ({_KEY}={_NUMBER}(?:,{_KEY}={_NUMBER})*) (\d{{10,19}})"
)
"""Measurement, tags, numeric fields, and time."""

FEWEST = 3
"""Fewest fields of a point: three axes."""


def android_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite a log of Android, judged by its beginning: as a log of Unix."""
    return _read_as(start, _ANDROID, _as_unix_log, serial_lines)


def _read_as(
    start: bytes,
    line: re.Pattern[bytes],
    other_log: Callable[[bytes], bytes],
    way: Callable[[bytes], Rewriting | None],
) -> Rewriting | None:
    """Return how to rewrite lines of one log by way of those of another."""
    inner = way(other_log(start)) if mostly(last_lines(start), line.match) else None
    return inner and replace(inner, rewritten=lambda text: inner.rewritten(other_log(text)))


def _as_unix_log(text: bytes) -> bytes:
    """Rewrite lines of logcat as lines of a Unix log."""

    def before(found: re.Match[bytes]) -> bytes:
        year, month, day, clock, *tags = found.groups(b"")
        date = _MONTHS[(int(month) - 1) % 12] + b" " + day + b" "
        if year:
            date = year + month + b"-" + day + b"T"
        return date + clock + b" android " + b"".join(tags) + b": "

    return _ANDROID.sub(before, text)


_ESPIDF = re.compile(
    rb"^(?:\x1b\[[\d;]*m)?[EWIDV] \((\d{1,10})\) ([^\s:]+: [^\r\n\x1b]*)(?:\x1b\[[\d;]*m)?",
    re.MULTILINE,
)
"""A line of ESP-IDF (its "Logging library"): level, milliseconds since the start, tag and text,
perhaps in a colour."""


def espidf_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite a log of ESP-IDF, judged by its beginning: as a log of Zephyr."""
    return _read_as(start, _ESPIDF, _as_zephyr_log, clocked_lines)


def _as_zephyr_log(text: bytes) -> bytes:
    """Rewrite lines of ESP-IDF as those of Zephyr, whose times count from the start too."""

    def before(found: re.Match[bytes]) -> bytes:
        seconds, milliseconds = divmod(int(found[1]), 1000)
        hours, seconds = divmod(seconds, 3600)
        clock = b"[%02d:%02d:%02d.%03d]" % (hours, seconds // 60, seconds % 60, milliseconds)
        return clock + b" <inf> " + found[2]

    return _ESPIDF.sub(before, text)


def influx_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite InfluxDB's line protocol, judged by its beginning."""
    points = [_read_point(line.decode("utf-8", "replace")) for line in last_lines(start)]
    known = [point for point in points if point is not None]
    if not known or len(known) < SHARE * len(points):
        return None
    names = Counter(tuple(point) for point in known).most_common(1)[0][0]
    if sum(key.startswith(_FIELD) for key in names) < FEWEST:
        return None
    return Rewriting(
        rewritten=lambda text: _as_table(text, names),
        note="The lines are of InfluxDB's line protocol; tags and fields were taken for columns.",
    )


_FIELD = "\0"
"""Marks a field among the keys of a point: a tag may have the same name."""


def _read_point(line: str) -> dict[str, str] | None:
    """Read a point; None for any other line."""
    found = _POINT.fullmatch(line.strip())
    if found is None:
        return None
    tags = sorted(pair.partition("=") for pair in found[2].split(",")[1:])
    fields = sorted(pair.partition("=") for pair in found[3].split(","))
    return {
        "time": found[4],
        "measurement": found[1],
        **{key: value for key, _, value in tags},
        **{_FIELD + key: value.rstrip("iu") for key, _, value in fields},
    }


def _as_table(text: bytes, names: tuple[str, ...]) -> bytes:
    """Write the points that have these tags and fields as rows."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(name.removeprefix(_FIELD) for name in names)
    for line in text.decode("utf-8", "replace").splitlines():
        point = _read_point(line)
        if point is not None and tuple(point) == names:
            rows.writerow(point.values())
    return table.getvalue().encode()
