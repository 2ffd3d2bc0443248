"""Steps of the stamps by whole hours: a clock that was set to another zone, half-day or day."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Values
from limbwatch.sensor.files.doubt import Doubt

ZONE_STEP_S = 900.0
"""Step of which the differences of all time zones are multiples, seconds (IANA tz database, since
1972); half a day and a day are multiples too."""

LARGEST_H = 48.0
"""Largest such step that is reported, hours: a clock set to another day is off by one, rarely by
two. Chosen."""

ROWS = 25
"""Rows on each side of a step over which the values are averaged. Chosen: half a second at 50
Hz."""

ALIKE = 0.1
"""Largest change of the mean at a step, as a share of its length, if nothing was missed. Chosen: a
limb that lies changes by less than a hundredth, a leg turned by 6 degrees by this much."""

REMEDY = (
    "If so, correct the times, or have the rows counted: --columns time=none with --rate and "
    "--start."
)
"""What a person can do about a clock that was set."""


def hours_set(step: float, period: float) -> float:
    """Return by how many hours a clock was set where stamps go on by ``step`` seconds.

    0 where it is no multiple of `ZONE_STEP_S`, to within half a ``period``, seconds.
    """
    set_by = ZONE_STEP_S * round((step - period) / ZONE_STEP_S)
    exact = abs(step - period - set_by) <= 0.5 * period
    return set_by / 3600 if exact and abs(set_by) <= LARGEST_H * 3600 else 0.0


def lies_alike(before: Values, after: Values) -> bool:
    """Tell whether a sensor lies after a pause as before it, by values of any unit."""
    known = [part[np.isfinite(part).all(axis=1)] for part in (before[-ROWS:], after[:ROWS])]
    if not all(map(len, known)):
        return False
    ends = [part.mean(axis=0) for part in known]
    return float(np.linalg.norm(ends[1] - ends[0])) <= ALIKE * float(np.linalg.norm(ends[0]))


def doubt_clock_set_on(seconds: Array, xyz: Values) -> list[Doubt]:
    """Warn of stamps that go on by whole hours, once, while the sensor lies as before."""
    steps = np.diff(seconds)
    away = np.flatnonzero(steps > 0.5 * ZONE_STEP_S)
    if len(away) != 1:
        return []
    at = int(away[0])
    hours = hours_set(float(steps[at]), float(np.median(steps)))
    if not hours or not lies_alike(xyz[: at + 1], xyz[at + 1 :]):
        return []
    return [
        Doubt(
            f"After {(seconds[at] - seconds[0]) / 60:.0f} min the times go on by exactly "
            f"{hours:g} h, and the sensor lies as before. It was taken for a pause, but its clock "
            f"may have been set, to another zone or day. {REMEDY}"
        )
    ]


def doubt_sorted_halves(seconds: Array, xyz: Values, cuts: Index) -> Doubt | None:
    """Warn where two pieces that were sorted may be in order, by a clock that was set back."""
    hours = _hours_back(seconds, cuts)
    if not hours or not lies_alike(xyz[: cuts[0]], xyz[cuts[0] :]):
        return None
    return Doubt(
        "Two pieces of the file were not in order of time; they were sorted. But the second "
        f"begins exactly {hours:g} h too early to go on where the first ends: the clock may have "
        f"been set back. {REMEDY}"
    )


def is_set_back(seconds: Array, xyz: Values, cuts: Index) -> bool:
    """Tell whether the second of two pieces goes on where the first ends, by a clock set back.

    Values of any unit, shape (n, 3): the sensor lies at the end of the first piece as at the
    beginning of the second, and not so the other way round.
    """
    if not _hours_back(seconds, cuts):
        return False
    first, second = xyz[: cuts[0]], xyz[cuts[0] :]
    return lies_alike(first, second) and not lies_alike(second, first)


def _hours_back(seconds: Array, cuts: Index) -> float:
    if len(cuts) != 1:
        return 0.0
    steps = np.diff(seconds)
    return -hours_set(float(steps[cuts[0] - 1]), float(np.median(steps)))


def doubt_clock_set_back(hours: float, after: float) -> Doubt:
    """Warn of a clock that went back by whole hours, ``after`` seconds from the start."""
    return Doubt(
        f"The clock went back by exactly {hours:g} h, {after:.1f} s after the start, as if it was "
        "set to another zone or day; the samples after it were put right behind those before it, "
        f"whose times were kept. They may be {hours:g} h late, if the later times are right. "
        f"{REMEDY}"
    )
