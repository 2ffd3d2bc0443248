"""The panel of a running recording: a few lines of at most 80 columns."""

from datetime import datetime

from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.cli.words import limb_words
from limbwatch.sensor import Placement
from limbwatch.sensor.radio.status import SessionState, Status

WIDTH = 80


def panel(
    sensors: list[tuple[Status, LiveSensor]],
    *,
    now: datetime,
    host_s: float,
    begun_s: float,
    size_bytes: int,
    disk_trouble: str | None,
) -> list[str]:
    """Draw the state of the recording in lines of at most `WIDTH` columns.

    ``now`` is the time on the wall clock; ``host_s`` is that on the host's clock, and ``begun_s``
    the start, seconds.
    """
    lines = [
        (
            tr(
                "{time}  recording {length}, {size:.1f} MB stored.  Ctrl-C ends the night.",
                time=f"{now:%H:%M:%S}",
                length=_clock(host_s - begun_s),
                size=size_bytes / 1e6,
            )
        ),
        _head(),
    ]
    for status, live in sensors:
        lines.append(sensor_line(status, live, host_s=host_s))
        lines.append(_second_line(status, live, now=now, host_s=host_s))
    if disk_trouble is not None:
        lines.append(
            "! "
            + tr(
                "{trouble}: data are kept elsewhere until there is room",
                trouble=translate_trouble(disk_trouble),
            )
        )
    return [line[:WIDTH] for line in lines if line]


def sensor_line(status: Status, live: LiveSensor, *, host_s: float) -> str:
    """Describe a sensor in one line, for the panel or a log; ``host_s`` is the present time."""
    rate = live.rate() if status.state is SessionState.STREAMING else None
    return (
        f"{limb_words(status.target.placement):<{_limb_width()}} {tr(status.state.value):<10} "
        f"{_age(status, host_s):>6} {'' if rate is None else decimal(f'{rate:.1f} Hz'):>7} "
        f"{_battery(status, live):>8} {status.losses + status.stalls:>6} "
        + tr("{count} ({periodic} periodic)", count=live.movements, periodic=live.periodic)
    )


def _second_line(status: Status, live: LiveSensor, *, now: datetime, host_s: float) -> str:
    if status.trouble and status.state is not SessionState.STREAMING:
        return f"  ! {translate_trouble(status.trouble)}"
    if live.last is None:
        return ""
    when = datetime.fromtimestamp(now.timestamp() - (host_s - live.last.host_s), now.tzinfo)
    return "  " + tr(
        "last {time}  {duration:.1f} s  {peak:.2f} g  {kind} (provisional)",
        time=f"{when:%H:%M:%S}",
        duration=live.last.duration,
        peak=live.last.peak,
        kind=tr(str(live.last.kind)),
    )


def _head() -> str:
    return (
        f"{tr('sensor'):<{_limb_width()}} {tr('state'):<10} {tr('data'):>6} {tr('rate'):>7} "
        f"{tr('battery'):>8} {tr('gaps'):>6} {tr('movements')}"
    )


def _limb_width() -> int:
    """Return the column width of a limb's name."""
    return 1 + max(len(limb_words(place)) for place in Placement)


def _age(status: Status, host_s: float) -> str:
    if status.last_data_ns is None:
        return tr("none")
    age = max(0.0, host_s - status.last_data_ns / 1e9)
    return decimal(f"{age:.1f} s") if age < 60 else _clock(age)


def _battery(status: Status, live: LiveSensor) -> str:
    battery = status.battery
    if battery is None:
        return "?"
    if battery.percent is None:
        return "?" if battery.volts is None else decimal(f"{battery.volts:.2f} V")
    hours = live.hours_left()
    return f"{battery.percent:.0f}%" if hours is None else f"{battery.percent:.0f}%/{hours:.0f}h"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
