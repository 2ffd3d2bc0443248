"""Tables of monitors that count seconds since 1970 in local time, as if it were UTC."""

from dataclasses import replace

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.counting import counter
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Dialect, Layout
from limbwatch.sensor.files.times.writing.scales import UNIX
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970
from limbwatch.sensor.files.values.unit import G

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
    at, axes = head.column("timestamp"), head.columns("x", "y", "z")
    if at is None or axes is None:
        return None
    source = counter(head.numbers(at), at, None)
    if source is None or source.epoch is not UNIX:
        return None
    return Layout(
        time=replace(source, epoch=LOCAL_1970),
        axes=(axes[0], axes[1], axes[2]),
        unit=G,
        device=device,
        has_gravity=True,
        notes=(doubt,),
    )


LOCAL_SECONDS = (
    Dialect("GENEActiv by GENEAread", "its column names, and seconds since 1970", _generead),
    Dialect("ActiGraph by pygt3x", "its column names, and seconds since 1970", _pygt3x),
)
