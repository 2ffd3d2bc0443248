"""Notes on a stream of samples, for the person who recorded it."""

from typing import NamedTuple

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import SLOW

MANY = 0.05
"""Share of dropped rows from which the file was misunderstood rather than damaged. Chosen."""

MEASURED = 0.001
"""Tolerance, as a share, of a measured rate around the round figure that a person reads. Chosen."""


class LeftOut(NamedTuple):
    """Counts of the rows that were dropped."""

    invalid: int = 0
    """Rows that were dropped."""
    zeros: int = 0
    """Rows among them that are 0 in all axes."""
    of: int = 0
    """Rows before any were dropped."""

    def and_of(self, more: "LeftOut") -> "LeftOut":
        """Add the counts of another part of a file."""
        return LeftOut(self.invalid + more.invalid, self.zeros + more.zeros, self.of + more.of)

    def sentences(self) -> list[str]:
        """Report how many rows were dropped, with all-zero rows in a sentence of their own."""
        said = []
        if self.invalid > self.zeros:
            said.append(dropped(self.invalid - self.zeros, of=self.of))
        if self.zeros:
            said.append(all_zero(self.zeros, of=self.of))
        return said


def all_zero(count: int, *, of: int) -> str:
    """Report how many all-zero rows were dropped: a warning, where they are many."""
    rows, have, were = ("row", "has", "was") if count == 1 else ("rows", "have", "were")
    said = (
        f"{count} {rows} {have} 0 in x, y and z, as a sensor that is off or asleep writes, and "
        f"{were} dropped."
    )
    if count < MANY * of:
        return said
    return Doubt(f"{said} They are {count / of:.0%} of the file.")


def dropped(count: int, *, of: int) -> str:
    """Report how many rows were dropped: a warning, where they are many."""
    rows, were = ("row", "was") if count == 1 else ("rows", "were")
    said = f"{count} {rows} had a missing or impossible value and {were} dropped."
    if count < MANY * of:
        return said
    return Doubt(
        f"{said} They are {count / of:.0%} of the file: look at them, and say how their columns "
        "are written if they are samples (--columns, --time-format)."
    )


def lost_line_ends(count: int, rate: float) -> Doubt:
    """Warn of samples that were left out because their rows run together; the rate is in Hz."""
    return Doubt(
        f"About {count / rate / 60:.1f} min of samples ({count} rows by their length) stand in "
        "lines whose ends are lost, and were left out. Save the file again as the sensor or app "
        "wrote it, with one row in each line."
    )


def remarks_on(
    quality: Quality, nominal: float | None, rate: float, slowest: float, runs: int
) -> list[str]:
    """Report what a person should know about the stream."""
    said = []
    if slowest < (1 - MEASURED) * SLOW:
        said.append(
            f"{slowest:.3g} samples per second: movements shorter than {1 / slowest:.2f} s, "
            "such as brief jerks, cannot be seen."
        )
    if nominal is not None and abs(rate / nominal - 1) > 0.02:
        said.append(f"The file states {nominal:g} Hz; {rate:.2f} Hz was measured and used.")
    if quality.batched:
        said.append(
            f"{quality.batched} samples came in batches with one time stamp each and were spread "
            "evenly."
        )
    if quality.held_s:
        said.append(
            f"The values did not change at all for {quality.held_s:.0f} s (idle sleep mode or a "
            "stuck sensor)."
        )
    if quality.saturated:
        said.append(f"{quality.saturated} samples are at the end of the sensor's range.")
    if runs > 1:
        said.append(f"The recording is in {runs} runs.")
    return said
