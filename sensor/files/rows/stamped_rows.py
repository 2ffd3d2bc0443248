"""The rows of a file with their stamps, before they are judged, and the rate that these give."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.times.spacing.nominal import agree
from limbwatch.sensor.files.times.writing.scales import RATES
from limbwatch.sensor.files.values.signal import Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRows:
    """The rows of a file, before they are judged."""

    path: Path
    kind: str = ""
    """Kind of file, for people."""
    seconds: Array | None
    """Stamps, seconds from ``start``, NaN where unknown; None when only the rate is known; shape
    (n,)."""
    xyz: Values
    """Acceleration in the unit of the file; NaN where a value is missing; shape (n, 3)."""
    start: datetime
    """Time of second 0, aware."""
    clocked: bool
    """Whether ``start`` and ``seconds`` are of one clock; else ``start`` is the time of the first
    sample."""
    rate: float | None
    """Rate as stated, Hz."""
    device: str
    expected: Expected
    """What is known about the values."""
    drift_ppm: float | None = None
    """Rate error of the sensor's clock against the host's, parts per million; None when unknown."""
    broken: int = 0
    """Rows that could not be parsed."""
    reported: int = 0
    """Further unusable rows, which the notes already report."""
    run_together: int = 0
    """Samples in lines that were left out, because the ends of their rows are lost."""
    pauses_stated: bool = True
    """Whether the file states its pauses, as that of a device does; other long gaps may be those
    of a clock that was set."""
    notes: tuple[str, ...] = ()
    """Sentences for the person; a ``Doubt`` among them becomes a warning."""
    asked: float | None = None
    """Rate that the person gives for a file with stamps, Hz."""
    stated: tuple[float, ...] = ()
    """Rates that the file states, Hz, even where they contradict each other."""
    doubt: str = ""
    """Why no column of the file is its time, as a sentence; empty when none looks like it."""
    serial: str = ""
    counted: float = 0.0
    """Seconds that the count of a file without dates had reached at second 0."""
    held: bool = False
    """Whether rows that only repeat others were left out."""


TOLERATED = 0.05
"""Share by which the measured rate may differ from the one that a person gives."""

MISSTATED = 0.25
"""Share by which the measured rate may differ from the one that the file states: clocks are off by
less, and two rates of one sensor are further apart."""


def check_rate(source: StampedRows, rate: float) -> tuple[str, ...]:
    """Require a possible rate, and warn where it replaces the one that a person gives.

    Raises
    ------
    UnreadableFile
        If no sensor on a limb has that rate, or it contradicts what is stated or asked for.
    """
    _require_rate(source, rate)
    if source.asked is None or agree(rate, source.asked):
        return ()
    return (
        Doubt(
            f"The file has a time for each sample, and {rate:.4g} samples per second by them: "
            f"those were taken, and not {source.asked:g} as --rate says."
        ),
    )


def _require_rate(source: StampedRows, rate: float) -> None:
    """Refuse stamps that no sensor on a limb gives, or that contradict what is stated."""
    path, asked, stated = source.path, source.asked, source.rate
    if asked is not None and abs(rate / asked - 1) > TOLERATED:
        raise UnreadableFile(
            f"{path} has a time for each sample, and {rate:.4g} samples per second by them, not "
            f"{asked:g} as --rate says. Leave --rate out, or ignore the times if they are wrong: "
            f"--columns time=none --rate {asked:g}. --explain shows how the times were understood."
        )
    if rate < RATES[0]:
        raise UnreadableFile(
            f"{path} has {rate:.3g} samples per second; limb movements need at least 5, better "
            "25. Record faster, or export raw samples instead of averages."
        )
    if rate > RATES[1]:
        raise UnreadableFile(
            f"By its times {path} has {rate:.4g} samples per second, and no sensor on a limb has "
            "more than 1000: they are not times, or in another unit. --explain shows how they "
            "were understood; --columns time=none with --rate ignores them."
        )
    if source.seconds is None or stated is None or asked is not None:
        return
    if abs(rate / stated - 1) > MISSTATED:
        raise UnreadableFile(
            f"{path} states {stated:g} samples per second, and by its times it has {rate:.4g}: one "
            f"of them is wrong. If the times are right, give --rate {rate:.4g}."
        )
