"""The table of limits: how much of anything is believed, and why.

Work and memory depend on what is really there, never on what a stamp, a header or an archive
claims. What exceeds a limit is refused with a message, or left out with a note. Limits of judgement
(what counts as loss, as still, as a movement) stand in the module that judges, and those of a
database that may be hostile in the module that opens it (`sensor/capture/disk/opening.py`). JSON
may be nested as deeply as Python's own parser goes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from limbwatch.sensor.errors import UnreadableFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of what is believed."""

    night_s: float = 24 * 3600.0
    """Longest night, seconds: it runs from noon to noon (docs/night-folder.md)."""
    recording_s: float = 35 * 86_400.0
    """Longest recording, seconds. Monitors are worn for one or two weeks, and the batteries of
    Axivity's AX3 and GENEActiv last about a month at low rates. Chosen."""
    rates_hz: tuple[float, float] = (5.0, 1000.0)
    """Slowest and fastest sampling, Hz. Below 5 Hz a leg movement of 0.5 s (WASM 2016, 2.1.1) has
    no two samples; nobody samples a limb above 1000 Hz. Chosen."""
    clock_off: float = 0.02
    """Relative clock error allowed when a rate is compared with ``rates_hz``. Chosen."""
    years: range = range(1900, 2200)
    """Years of a night: outside them, some zones cannot compute times of day. Chosen."""
    archive_times: int = 100
    """A member of an archive may have `archive_times` times the bytes of the archive..."""
    archive_bytes: int = 64 * 2**20
    """...or this many bytes, where that is more. Tables of accelerations compress to a fifth to a
    twentieth, and deflate cannot do better than a thousandth (RFC 1951), which only a zip bomb
    reaches. Chosen."""
    line_bytes: int = 2**16
    """Longest line before the rows of a table, bytes; also how much of a file is examined. The
    longest known preamble, GENEActiv's, has 100 lines and about 4 kB in all."""
    largest_g: float = 1000.0
    """Largest acceleration of a sensor on a limb, g: the widest range on the market is 200 g, and
    values above 2147 g do not fit the grid (`dsp/signal/grid.py`). Chosen."""
    figure: float = 1e9
    """Largest figure of a night. Chosen."""


BOUNDS: Final = Bounds()
"""The limits of everything that is read."""


def require_year(start: datetime) -> None:
    """Raise a ValueError if a recording starts in a year outside ``BOUNDS.years``."""
    if start.year not in BOUNDS.years:
        raise ValueError(
            f"start is in the year {start.year}; a recording is of a year from {BOUNDS.years[0]} "
            f"to {BOUNDS.years[-1]}. Give the time of its first sample."
        )


def require_length(what: str, seconds: float) -> None:
    """Refuse a recording that lasts too long from first sample to last.

    Raises
    ------
    UnreadableFile
        If it lasts more than ``BOUNDS.recording_s``.
    """
    if seconds > BOUNDS.recording_s:
        raise UnreadableFile(
            f"{what} lasts {seconds / 86_400:.0f} days from its first sample to its last; at most "
            f"{BOUNDS.recording_s / 86_400:.0f} are read as one recording. Cut it, or give files "
            "of different weeks one after the other; if its dates are wrong, correct them."
        )


def unpacked_bytes(packed: int) -> int:
    """Return how many bytes a member may unpack to from an archive of ``packed`` bytes."""
    return max(BOUNDS.archive_bytes, BOUNDS.archive_times * packed)


def require_modest(what: str, packed: int, unpacked: int) -> None:
    """Refuse a file that holds more than any recording compressed to its size.

    Raises
    ------
    UnreadableFile
        If it holds too much.
    """
    if unpacked > unpacked_bytes(packed):
        raise too_large_error(what, packed)


def too_large_error(what: str, packed: int) -> UnreadableFile:
    """Return the error for an archive of ``packed`` bytes that holds too much."""
    return UnreadableFile(
        f"{what} has {packed} bytes and holds more than {unpacked_bytes(packed)} bytes: "
        f"a recording unpacks to at most {BOUNDS.archive_times} times its archive, or "
        f"{BOUNDS.archive_bytes // 2**20} MiB. Unpack it yourself if you trust it, and give the "
        "file inside."
    )
