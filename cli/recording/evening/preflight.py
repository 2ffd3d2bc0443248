"""The check before the night: problems that can still be mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from limbwatch.cli.recording.evening.room import Room
from limbwatch.cli.recording.mains import plugged_in
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.sensor import SLOW
from limbwatch.sensor.devices.device import WEAK_PERCENT
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.recording import SIMULATED_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLimits:
    """Limits from which a check warns."""

    battery: float = 40.0
    """Charge that lasts most sensors for a night, percent."""
    battery_alarm: float = WEAK_PERCENT
    """Charge at which an alarm is given during the night, percent."""
    rate: float = 0.05
    """Largest relative difference between measured and stated rate."""
    level: float = 0.1
    """Largest deviation of a still sensor's magnitude from 1 g, g."""
    disk: float = 2e9
    """Free bytes required before a night of unknown need: ten times the largest of four sensors."""


CHECK_LIMITS = CheckLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Result of one check."""

    good: bool
    text: str
    """What was found, and what to do if it is not good."""


def check_sensor(status: Status, live: LiveSensor) -> Iterator[Check]:
    """Check a sensor after about half a minute of data."""
    words = status.target.placement.words
    rate = live.rate()
    if status.state is not SessionState.STREAMING or rate is None or status.settings is None:
        yield Check(good=False, text=f"{words}: no data yet. {status.trouble}".rstrip())
        return
    nominal = status.settings.rate
    # a sensor set to enough may give less, and other firmware more than the manufacturer states
    other = rate < (1 - CHECK_LIMITS.rate) * nominal or nominal < SLOW <= rate
    slowest = rate if other else nominal
    if slowest < SLOW:
        text = f"{words}: {slowest:.3g} samples per second are too few for brief movements"
        yield Check(good=False, text=text)
    if status.device is not None and status.device.fastest < SLOW <= rate:
        text = f"{words}: {rate:.1f} samples per second, more than this kind was known to give"
        yield Check(good=True, text=text)
    else:
        yield Check(
            good=abs(rate / nominal - 1) <= CHECK_LIMITS.rate,
            text=f"{words}: {rate:.1f} samples per second, {nominal:g} expected",
        )
    assumed = "" if status.device is None else status.device.assumed(status.settings)
    if assumed:
        yield Check(good=True, text=f"{words}: {assumed}")
    if live.level_g is not None:
        yield Check(
            good=abs(live.level_g - 1) <= CHECK_LIMITS.level,
            text=f"{words}: {live.level_g:.2f} g at rest, about 1 expected",
        )
    if status.device is not None and status.device.needs_pulse(status.name, status.settings):
        text = (
            f"{words}: without SDK mode it switches itself off after ten minutes without a heart "
            "rate; update its firmware"
        )
        yield Check(good=False, text=text)
    battery = status.battery
    if battery is None or battery.percent is None:
        text = f"{words}: battery not known; look at the sensor, or charge it"
        if battery is not None and battery.volts is not None:
            text = f"{words}: battery {battery.volts:.2f} V, which shows no charge; charge it"
        # many sensors never report it: not a fault, and waiting does not help
        yield Check(good=True, text=text)
    else:
        enough = battery.percent >= CHECK_LIMITS.battery
        advice = "" if enough else "; charge it, or it may not last the night"
        yield Check(good=enough, text=f"{words}: battery {battery.percent:.0f} %{advice}")


def check_company(targets: Sequence[Target]) -> Iterator[Check]:
    """Warn of a simulated sensor among real ones: the night would count as simulated."""
    played = [one for one in targets if one.sensor.startswith(SIMULATED_ADDRESS)]
    if len(played) == len(targets):
        return
    for one in played:
        text = (
            f"{one.placement.words}: simulated, beside sensors that are not: the night counts as "
            "nobody's. Start again without it"
        )
        yield Check(good=False, text=text)


def check_machine(room: Room, sleep_advice: str | None) -> Iterator[Check]:
    """Check disk, sleep and power; ``sleep_advice`` is None if the computer stays awake."""
    yield Check(good=room.enough, text=f"disk: {room.words}")
    yield Check(
        good=sleep_advice is None,
        text="sleep: the computer stays awake" if sleep_advice is None else sleep_advice,
    )
    plugged = plugged_in()
    if plugged is not None:
        text = "power: plugged in" if plugged else "power: on battery; plug the computer in"
        yield Check(good=plugged, text=text)
