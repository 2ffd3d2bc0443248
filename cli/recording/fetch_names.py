"""What sensors, their files and the commands that fetch them are called."""

from pathlib import Path
from typing import Final

from limbwatch.command_line import shell_line
from limbwatch.sensor.memory.fetched import Fetched
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.transport import Found, Sought

FETCHED: Final = "fetched"
"""Folder in a night's folder for the files as the sensors sent them."""


def stored_names(nights: Path) -> set[str]:
    """Return the names of all files of sensors that are in nights already."""
    return {path.name for path in nights.glob(f"*/{FETCHED}/*")}


def named(target: Target, found: Found | None = None) -> str:
    """Return a sensor by where it is worn and what it is called."""
    name = target.sensor if found is None else found.name or found.address
    return f"{name} of the {target.placement.words}"


def fetch_command(targets: tuple[Target, ...], options: tuple[str, ...]) -> str:
    """Return the command that does the same with some of the sensors."""
    sensors = (f"{one.placement.value}={one.sensor}" for one in targets)
    return shell_line(["limbwatch", "fetch", *sensors, *options])


def search_for(target: Target, found: Found | Fetched | None = None) -> Sought:
    """Return how to find a sensor: by its name, then by its address, since names may repeat."""
    if found is None:
        return Sought(sensor=target.sensor)
    return Sought(sensor=target.sensor, address=found.address, name=found.name)
