"""Where Linux runs within something else, which keeps Bluetooth to itself."""

from pathlib import Path
from typing import Final

ROOT: Final = Path("/")

_WSL: Final = (
    "this is Linux within Windows (WSL), which has no Bluetooth of its own; install limbwatch in "
    "Windows itself, and record there"
)
_CHROME: Final = (
    "this is Linux within ChromeOS, which keeps Bluetooth to itself; record with another computer, "
    "or with a phone as sensor"
)
_CONTAINER: Final = (
    "this is a container, which has no Bluetooth of its own; install limbwatch on the computer "
    "itself, and record there"
)
_CHROME_MARKS: Final = ("dev/.cros_milestone", "opt/google/cros-containers")
"""What ChromeOS puts into its Linux."""
_CONTAINER_MARKS: Final = (".dockerenv", "run/.containerenv", "run/systemd/container")
"""What Docker, Podman and systemd put into a container."""


def guest_words(root: Path = ROOT) -> str | None:
    """Say what keeps Bluetooth from this Linux; None where nothing is known to.

    One that was given an adapter all the same is like any other.
    """
    if any((root / "sys/class/bluetooth").glob("hci*")):
        return None
    version = root / "proc/version"
    # WSL 1 writes Microsoft, WSL 2 microsoft
    if version.is_file() and b"microsoft" in version.read_bytes().lower():
        return _WSL
    if any((root / mark).exists() for mark in _CHROME_MARKS):
        return _CHROME
    if any((root / mark).exists() for mark in _CONTAINER_MARKS):
        return _CONTAINER
    return None
