"""Division of a recording of several days into nights, never within a main sleep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from limbwatch.classify.sleep.activity import TURN_DEG
from limbwatch.dsp.analysis import posture_of
from limbwatch.dsp.posture.wear import worn_spans
from limbwatch.dsp.signal.grid import gridded
from limbwatch.sensor import Recording
from limbwatch.sensor.arrays import Array, Mask

MINUTE_S: Final = 60.0
"""Seconds in a minute."""
_DAY: Final = 1440
"""Minutes in a day."""
_POSTURE_S: Final = 5
"""Stretch whose posture is compared with the next, seconds (van Hees 2015)."""
_STILL: Final = 5
"""Fewest minutes without a change of posture that are rest (van Hees 2015)."""
_BLOCK: Final = 30
"""Fewest minutes of a block of rest (van Hees 2018, step 7)."""
_SAME_BLOCK: Final = 60
"""Fewest minutes of activity that divide two blocks (van Hees 2018, step 8)."""
_MAIN: Final = 180
"""Fewest minutes of rest that are a main sleep and not a nap; chosen."""
_REACH: Final = 480
"""Most minutes by which a cut is delayed. GGIR moves its window by six hours for people who sleep
by day, from noon to 18:00; two more were chosen for people who sleep until then."""
_AROUND: Final = 61
"""Minutes whose activity is averaged around a cut; chosen."""
SHORTEST: Final = 60
"""Fewest minutes of a separate night: a shorter rest before the first cut or after the last one
belongs to its neighbour; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayCourse:
    """Wear and movement in each minute, counted from the midnight before the recording."""

    worn: Mask
    """Whether a sensor was recorded and worn; shape (n,)."""
    moved: Mask
    """Whether a worn sensor turned by more than five degrees; shape (n,)."""
    recorded: Mask
    """Whether a sensor was recorded, worn or not; shape (n,)."""

    @classmethod
    def empty(cls, minutes: int) -> "DayCourse":
        """Return a course of so many minutes without any data."""
        worn, moved, recorded = np.zeros((3, minutes), np.bool_)
        return cls(worn=worn, moved=moved, recorded=recorded)

    def add(self, recording: Recording, *, midnight_s: float) -> None:
        """Add the data of one sensor for a stretch of a day or less.

        Minute 0 begins at ``midnight_s`` of the recording's clock.
        """
        begin = recording.runs[0].start
        # rebase, as epochs are counted from second 0, which may be days before this stretch
        sensor = gridded(recording.rebased(recording.start + timedelta(seconds=begin)))
        _, epochs = posture_of(sensor)
        turned = _turned(epochs.gravity, _POSTURE_S)
        worn = np.zeros(len(epochs), np.bool_)
        for start, end in worn_spans(epochs, spans=sensor.spans):
            worn[int(start) : int(np.ceil(end))] = True
        recorded = epochs.valid > 0
        self._mark(self.recorded, np.flatnonzero(recorded) + begin - midnight_s)
        worn &= recorded
        self._mark(self.worn, np.flatnonzero(worn) + begin - midnight_s)
        moved = np.flatnonzero(turned) * float(_POSTURE_S)
        moved = moved[worn[np.minimum(moved.astype(np.intp), len(worn) - 1)]]
        self._mark(self.moved, moved + begin - midnight_s)

    @staticmethod
    def _mark(mask: Mask, seconds: NDArray[np.floating]) -> None:
        mask[np.clip((seconds / MINUTE_S).astype(np.intp), 0, len(mask) - 1)] = True

    @property
    def main_sleep(self) -> Mask:
        """Minutes in blocks of rest of three hours and more, joined as in HDCZA (van Hees 2018).

        Minutes without a worn sensor are not rest.
        """
        rest = _without_short_runs(self.worn & ~self.moved, _STILL)
        blocks = _without_short_runs(_without_short_holes(rest, _STILL), _BLOCK)
        return _without_short_runs(_without_short_holes(blocks, _SAME_BLOCK), _MAIN)

    @property
    def activity(self) -> Array:
        """Share of the minutes around each one with movement, or without a worn sensor."""
        awake = (self.moved | ~self.worn).astype(np.float64)
        return np.asarray(scipy.ndimage.uniform_filter1d(awake, _AROUND, mode="nearest"))


def _turned(gravity: Array, size: int) -> Mask:
    """Return whether the posture of each stretch of so many epochs differs from the previous."""
    count = len(gravity) // size
    mean = gravity[: count * size].reshape(count, size, 3).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        angle = np.degrees(np.arccos(np.clip((unit[1:] * unit[:-1]).sum(axis=1), -1.0, 1.0)))
        return np.concatenate([[False], angle > TURN_DEG]) if count else np.zeros(0, np.bool_)


def _without_short_runs(mask: Mask, least: int) -> Mask:
    """Remove runs of fewer than ``least`` minutes."""
    return np.asarray(scipy.ndimage.binary_opening(mask, np.ones(least, np.bool_)))


def _without_short_holes(mask: Mask, least: int) -> Mask:
    """Fill holes of fewer than ``least`` minutes between rest."""
    padded = np.pad(mask, least)
    closed = scipy.ndimage.binary_closing(padded, np.ones(least, np.bool_))
    return np.asarray(closed[least : least + len(mask)])


def cuts(
    course: DayCourse, *, first: float, end: float, nominal: int, regular: bool
) -> list[tuple[int, int]]:
    """Return where to divide the recording.

    Parameters
    ----------
    first, end : float
        Minutes of the first sample and of the end of the last.
    nominal : int
        Minute of the day to cut at.
    regular : bool
        Whether another minute of the day may be used on all days if the nominal one is in sleep.

    Returns
    -------
    list of (int, int)
        Minute of each cut, and the day (from the recording's first midnight) whose night begins
        there.

    Notes
    -----
    All days use one time of day, so that each night has one main sleep even if sleep begins
    sometimes before and sometimes after noon. It is the nominal one unless it lies in a main sleep
    on some day; then the one in the fewest main sleeps, and among these the most active. Where it
    still lies in a main sleep, that day's cut is at the end of the sleep.
    """
    asleep, activity = course.main_sleep, course.activity

    def places(minute: int) -> list[tuple[int, int]]:
        found = ((day * _DAY + minute, day) for day in range(int(end // _DAY) + 1))
        return [(place, day) for place, day in found if first < place < end]

    def badness(minute: int) -> tuple[int, float, int]:
        where = [place for place, _ in places(minute)]
        quiet = 1.0 - float(activity[where].mean()) if where else 1.0
        return int(asleep[where].sum()), round(quiet, 3), minute

    at = nominal
    if regular and badness(nominal)[0]:
        at = min(range(nominal, nominal + _REACH + 1), key=badness)
    found = [(_cut_after(asleep, activity, place), day) for place, day in places(at)]
    return [(at, day) for at, day in found if at - first >= SHORTEST and end - at >= SHORTEST]


def _cut_after(asleep: Mask, activity: Array, minute: int) -> int:
    """Return the first minute from here on without main sleep, or else the most active one."""
    free = np.flatnonzero(~asleep[minute : minute + _REACH])
    if len(free):
        return minute + int(free[0])
    return minute + int(np.argmax(activity[minute : minute + _REACH]))


def windows(found: Sequence[tuple[int, int]]) -> list[tuple[float, float, int]]:
    """Return the nights between the `cuts` found: begin and end in minutes, and day of the evening.

    There is at least one cut.
    """
    edges = [-np.inf, *(minute for minute, _ in found), np.inf]
    days = [found[0][1] - 1, *(day for _, day in found)]
    return [(edges[k], edges[k + 1], day) for k, day in enumerate(days)]
