"""The table of limits: how much of anything is believed, and why.

Work and memory follow from what is really there, never from what a stamp, a header or an archive
claims. What is beyond a limit is refused in words, or left out and told. Limits of judgement (what
counts as loss, as still, as a movement) stand with what is judged, and those of a database that
may be hostile with the code that opens it (`sensor/capture/disk/opening.py`). JSON may be nested as
deeply as Python's own parser goes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from limbwatch.sensor.errors import UnreadableFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is believed."""

    night_s: float = 24 * 3600.0
    """Longest night, seconds: it runs from noon to noon (docs/night-folder.md)."""
    recording_s: float = 35 * 86_400.0
    """Longest recording, seconds. Monitors are worn for one or two weeks, and the batteries of
    Axivity's AX3 and GENEActiv last about a month at low rates. Chosen."""
    rates_hz: tuple[float, float] = (5.0, 1000.0)
    """Slowest and fastest sampling, Hz. Below 5 Hz a leg movement of 0.5 s (WASM 2016, 2.1.1) has
    no two samples; nobody samples a limb above 1000 Hz. Chosen."""
    clock_off: float = 0.02
    """Share by which a clock may be off before its rate is compared with ``rates_hz``. Chosen."""
    years: range = range(1900, 2200)
    """Years of a night: outside, times of day cannot be computed with in every zone. Chosen."""
    archive_times: int = 100
    archive_bytes: int = 64 * 2**20
    """A member of an archive may have `archive_times` times the bytes of the archive, or
    `archive_bytes` where that is more. Tables of accelerations pack to a fifth to a twentieth, and
    deflate cannot do better than a thousandth (RFC 1951), which only a trick reaches. Chosen."""
    line_bytes: int = 2**16
    """Longest line before the rows of a table: as much of a file is looked at. The longest preamble
    known, GENEActiv's, has 100 lines and about 4 kB in all."""
    largest_g: float = 1000.0
    """No sensor on a limb measures more, g: the widest range on the market is 200 g, and values
    above 2147 g do not fit the grid (`dsp/signal/grid.py`). Chosen."""
    figure: float = 1e9
    """No figure of a night is larger. Chosen."""


BOUNDS: Final = Bounds()
"""For everything that is read."""


def require_year(start: datetime) -> None:
    """Refuse, with a ValueError, the start of a recording in a year that no night has."""
    if start.year not in BOUNDS.years:
        raise ValueError(
            f"start is of the year {start.year}; a recording is of a year from {BOUNDS.years[0]} "
            f"to {BOUNDS.years[-1]}. Give the time of its first sample."
        )


def require_length(what: str, seconds: float) -> None:
    """Refuse a recording of so many seconds, from first sample to last, that lasts longer than any.

    Raises
    ------
    UnreadableFile
        If that is more than ``BOUNDS.recording_s``.
    """
    if seconds > BOUNDS.recording_s:
        raise UnreadableFile(
            f"{what} lasts {seconds / 86_400:.0f} days from its first sample to its last; at most "
            f"{BOUNDS.recording_s / 86_400:.0f} are read as one recording. Cut it, or give files "
            "of different weeks one after the other; if its dates are wrong, correct them."
        )


def unpacked_bytes(packed: int) -> int:
    """Tell how many bytes a member of an archive of ``packed`` bytes may have."""
    return max(BOUNDS.archive_bytes, BOUNDS.archive_times * packed)


def require_modest(what: str, packed: int, unpacked: int) -> None:
    """Refuse a file whose bytes hold more than any recording that packs to its size.

    Raises
    ------
    UnreadableFile
        If it holds too much.
    """
    if unpacked > unpacked_bytes(packed):
        raise swollen(what, packed)


def swollen(what: str, packed: int) -> UnreadableFile:
    """Say that an archive of ``packed`` bytes holds more than any recording so packed."""
    return UnreadableFile(
        f"{what} has {packed} bytes and holds more than {unpacked_bytes(packed)} bytes: "
        f"a recording unpacks to at most {BOUNDS.archive_times} times its archive, or "
        f"{BOUNDS.archive_bytes // 2**20} MiB. Unpack it yourself if you trust it, and give the "
        "file inside."
    )
