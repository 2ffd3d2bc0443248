"""How numbers count time: since some date, or since some start, in the unit that is plausible."""

import itertools
import math
import re
from dataclasses import replace
from datetime import timedelta
from statistics import median_high

from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.times.spacing.nominal import usual
from limbwatch.sensor.files.times.writing.scales import (
    FIT_EPOCH,
    HUNDREDTHS,
    UNITS,
    UNIX,
    Scale,
    believable,
    counts_by,
    counts_rows,
    credible,
    dated,
    elapsed,
    gps_epoch,
    latest,
    typical_spacing,
)

LONGEST_S = 5 * 365 * 86400.0
"""Seconds that nothing runs without a new start. Chosen."""

MILLI = 1e-3
LOOP_S, NEAR_LOOP = 5e-3, 0.1
"""Seconds of which programs wait a whole number, and share of them by which a spacing may be off.
Chosen."""

SLOWEST_HUNDREDTHS_S = 0.08
"""Seconds a row at most, 12.5 Hz, where a count may as well be of hundredths. Chosen: the slowest
rate that sensors of movement are often run at."""

GPS, FIT = "GPS", "FIT (Garmin)"
_GPS = re.compile(r"(?<![a-z])gps(?![a-z])(?!.*(?:unix|utc|epoch))")
_FIT = re.compile(r"(?<![a-z])(?:fit|garmin)(?![a-z])(?!.*(?:unix|utc|epoch))")
"""Names of times that count from another date than 1970."""

LAST_S = 4e9
"""Seconds since 1970 that are still a date: of the year 2096. Chosen."""


def counter(
    values: list[float], column: int, step: float | None, rate: float | None = None
) -> Counter | None:
    """Read the first numbers of a column as time: since some date, or since some start.

    ``step`` is seconds per unit and ``rate`` Hz, when stated. None when the numbers do not
    grow, or no unit makes a plausible time of them.
    """
    values = [value for value in values if math.isfinite(value)]
    spacing = typical_spacing(values)
    if spacing is None:
        return None
    middle = median_high(values)
    scale = dated(middle, spacing, step)
    if scale is not None:
        return Counter(column=column, step=scale.step, epoch=scale.epoch, zero=scale.zero)
    if step is not None and believable(spacing * step):
        return Counter(column=column, step=step, epoch=None, doubt=_impossible_date(middle * step))
    scale = None if step is None and counts_rows(values) else elapsed(spacing, rate)
    if scale is None:
        return None
    in_seconds = _in_seconds(values, scale.step)
    guessed = step is not None or (rate is None and not in_seconds)
    if rate is None and not in_seconds:
        both = step is None and len(readings(values)) > 1
        if both or not _made(spacing * scale.step, scale.step):
            return None
    if step is not None:
        stated = next((unit.words for unit in UNITS if unit.step == step), f"units of {step:g} s")
        doubt = (
            f"The name of the column of time says {stated}, which would be "
            f"{1 / (spacing * step):.3g} samples per second: it was read as {scale.words}."
        )
    elif guessed:
        doubt = (
            f"The column of time states no unit: it was read as {scale.words}, which makes "
            f"{1 / (spacing * scale.step):.4g} samples per second. --time-unit says it otherwise."
        )
    else:
        doubt = _impossible_date(middle * scale.step)
    return Counter(column=column, step=scale.step, epoch=None, doubt=doubt, guessed=guessed)


def by_its_name(found: Counter, values: list[float], name: str) -> Counter:
    """Count from the date that the name of a column says, where that is a date as well as by Unix.

    The name is in lower case, and the column was read without it.
    """
    if found.epoch is not UNIX or found.zero:
        return found
    seconds = median_high(values) * found.step
    unix = UNIX + timedelta(seconds=seconds)
    for words, form, begin in ((GPS, _GPS, gps_epoch(seconds)), (FIT, _FIT, FIT_EPOCH)):
        when = begin + timedelta(seconds=seconds)
        if form.search(name) is None or not credible(when):
            continue
        return replace(
            found,
            epoch=begin,
            doubt=(
                f"The column of time is called one of {words}, which counts from {begin.year}: it "
                f"was read as of {when:%-d %B %Y}. Counted from 1970 it is of {unix:%-d %B %Y}: "
                "--time-unit s reads it so."
            ),
        )
    return found


def readings(values: list[float]) -> tuple[Scale, ...]:
    """Give the units in which a count from some start has a rate that sensors are made with.

    More than one where nothing but a person, or a stated rate, can tell them apart.
    """
    spacing = typical_spacing(values)
    if spacing is None or any(value != int(value) for value in values):
        return ()
    middle = median_high(values)
    if 0 < middle < LAST_S and credible(UNIX + timedelta(seconds=middle)):
        return ()  # seconds of a date, one of them a row: too slow, in no other unit a time
    # milliseconds of 100 Hz are common, hundredths of 10 Hz are not
    units = (*UNITS, HUNDREDTHS) if spacing * HUNDREDTHS.step <= SLOWEST_HUNDREDTHS_S else UNITS
    paces = ((scale, spacing * scale.step) for scale in units)
    return tuple(s for s, pace in paces if believable(pace) and _made(pace, s.step))


def at_rate(values: list[float], column: int, rate: float) -> Counter | None:
    """Read a count without a unit by the samples per second, Hz, that a person gives.

    In the unit in which it gives the rate, else in ticks of some clock; None when it counts
    rows, or does not grow.
    """
    found = counter(values, column, None, rate)
    spacing = typical_spacing(values)
    if found is not None and found.step == HUNDREDTHS.step and spacing is not None:
        # seldom enough to be only what fits well
        found = found if abs(1 / (spacing * found.step * rate) - 1) < NEAR_LOOP else None
    values = [value for value in values if math.isfinite(value)]
    if found is not None or counts_by(values) is not None or typical_spacing(values) is None:
        return found
    growing = [b - a for a, b in itertools.pairwise(values) if b >= a]
    tick = len(growing) / sum(growing) / rate
    return Counter(
        column=column,
        step=tick,
        epoch=None,
        doubt=(
            f"The column of time says no unit: at {rate:g} samples per second one of its counts "
            f"is {tick:.4g} s."
        ),
    )


def _made(spacing: float, step: float) -> bool:
    """Tell whether a spacing in seconds, in a unit that is guessed, is one that is made.

    Sensors have the rates that their makers offer, and loops of programs wait some milliseconds.
    """
    loop = step == MILLI and abs(spacing / LOOP_S - round(spacing / LOOP_S)) < NEAR_LOOP
    return loop or usual(1 / spacing)


def _in_seconds(values: list[float], step: float) -> bool:
    """Tell whether numbers are seconds with a fraction, which nobody writes in another unit."""
    return step == 1.0 and any(value != int(value) for value in values)


def _impossible_date(seconds: float) -> str:
    """Say of a count that no device can have made since its start that its date cannot be."""
    if not LONGEST_S < seconds < LAST_S:
        return ""
    when = UNIX + timedelta(seconds=seconds)
    return (
        f"Counted from 1970 the times would be of {when:%-d %B %Y}, "
        f"{'in the future' if when > latest() else 'before such recordings were made'}: they were "
        "taken for time since some start."
    )
