"""Whether this computer can record a night: its radio, sleep, disk space and power."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.whole_files import writing
from limbwatch.cli.recording.evening.preflight import CHECK_LIMITS, Check
from limbwatch.cli.recording.keep_awake import system_kept_awake
from limbwatch.cli.recording.mains import plugged_in
from limbwatch.sensor.devices import recognised
from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.surroundings import guest_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Check):
    """Result of one check of this computer."""

    topic: str


def check_computer(nights: Path, tell: Callable[[str], None]) -> list[Checked]:
    """Check everything a night needs of a computer and its folder of nights, Bluetooth first.

    ``tell`` gets words for the person while the system waits for them.
    """
    return [
        *_check_bluetooth(tell),
        *radio_switches(within=guest_words()),
        _check_sleep(),
        room_for(nights),
        _check_power(),
    ]


def _check_bluetooth(tell: Callable[[str], None]) -> list[Checked]:
    try:
        found = asyncio.run(BleTransport(tell=tell).scan(5.0))
    except (BluetoothUnavailable, LinkLost) as error:
        return [Checked(good=False, topic="bluetooth", text=str(error))]
    sensors = [one.name for one in found if recognised(one.name, one.services)]
    heard = Checked(good=True, topic="bluetooth", text=f"works; {len(found)} devices heard in 5 s")
    return [
        heard,
        Checked(
            good=bool(sensors),
            topic="sensors",
            text=", ".join(sensors)
            or "none in range; switch one on and close its app on every phone",
        ),
    ]


def radio_switches(
    system: Path = Path("/sys/class"), *, within: str | None = None
) -> list[Checked]:
    """Check adapters and their kill switches, as Linux shows them; empty on other systems.

    ``within`` says what keeps adapters from this Linux, as a container does, if anything does.
    """
    if not system.is_dir():
        return []
    adapters = sorted(one.name for one in (system / "bluetooth").glob("hci*"))
    findings = [
        Checked(
            good=bool(adapters),
            topic="adapter",
            text=", ".join(adapters)
            or within
            or "none; plug in a USB adapter (Bluetooth 4.2 or later), or load its driver",
        )
    ]
    for switch in sorted((system / "rfkill").glob("rfkill*")):
        if _first_line(switch / "type") != "bluetooth":
            continue
        if _first_line(switch / "hard") == "1":
            text = "switched off by a key or switch of this computer; use it"
        elif _first_line(switch / "soft") == "1":
            text = "blocked by the system: rfkill unblock bluetooth"
        else:
            continue
        findings.append(Checked(good=False, topic="switch", text=text))
    return findings


def _first_line(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _check_sleep() -> Checked:
    with system_kept_awake() as advice:
        return Checked(
            good=advice is None, topic="sleep", text=advice or "can be kept awake while it records"
        )


def room_for(nights: Path) -> Checked:
    """Check that the folder of nights can be written and has room for a night."""
    place = next(folder for folder in (nights, *nights.parents) if folder.is_dir())
    try:
        with writing(place), tempfile.TemporaryFile(dir=place):
            pass
    except CommandError as error:
        return Checked(good=False, topic="disk", text=str(error))
    free = shutil.disk_usage(place).free
    enough = free >= CHECK_LIMITS.disk
    text = f"{free / 1e9:.1f} GB free in {place}"
    return Checked(good=enough, topic="disk", text=text if enough else f"{text}; free some space")


def _check_power() -> Checked:
    plugged = plugged_in()
    if plugged is None:
        return Checked(good=True, topic="power", text="this system does not say; plug it in")
    text = "plugged in" if plugged else "on battery; plug the computer in for the night"
    return Checked(good=plugged, topic="power", text=text)
