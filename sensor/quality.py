"""What was found in a recording, and what was done about it."""

from dataclasses import dataclass, replace

from limbwatch.sensor.one_line import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What the reader or recorder found and did; every count is zero for a clean source.

    Parameters
    ----------
    duplicated : int
        Samples dropped because they repeated a time stamp and its values.
    batched : int
        Samples that shared a time stamp with others and were spread evenly.
    backward_jumps : int
        Places where the clock went backwards.
    invalid : int
        Samples dropped because a value was missing or not a number.
    saturated : int
        Samples at the end of the sensor's range on at least one axis.
    held_s : float
        Seconds in which all axes repeated one value for 10 s or more (idle sleep mode).
    drift_ppm : float or None
        Rate of the sensor's clock against the host's, parts per million; None when only
        one clock is known.
    notes : tuple of str
        Sentences for the person: what was found and what was done about it.
    warnings : tuple of str
        Sentences about decisions that the source did not settle: what was chosen, and how to ask
        for something else.
    counted_from : float or None
        Second of the source's own count at the first sample, where it gives no date; otherwise
        None.
    taken_off_s, taken_off_ppm : float
        What `Recording.retimed` took off the source's stamps: seconds at the first sample,
        and how much faster its clock ran, parts per million.
    taken_off_steps : tuple of (int, float)
        Clock jumps that `Recording.without_steps` took off: index of the first run after each, and
        by how much later the stamps are from there on, seconds.
    clock : str
        A sentence about its clock against those of the other sensors; empty if they agree.
    """

    duplicated: int = 0
    batched: int = 0
    backward_jumps: int = 0
    invalid: int = 0
    saturated: int = 0
    held_s: float = 0.0
    drift_ppm: float | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    counted_from: float | None = None
    taken_off_s: float = 0.0
    taken_off_ppm: float = 0.0
    taken_off_steps: tuple[tuple[int, float], ...] = ()
    clock: str = ""

    __repr__ = one_line

    def plus(self, more: "Quality") -> "Quality":
        """Add the counts of further samples; all else stays."""
        return replace(self, **{name: getattr(self, name) + getattr(more, name) for name in COUNTS})


COUNTS = ("duplicated", "batched", "backward_jumps", "invalid", "saturated", "held_s")
"""Fields that are counts, which add up over the parts of a recording."""
