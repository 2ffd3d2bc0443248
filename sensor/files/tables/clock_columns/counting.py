"""Numbers that count time: since a date, or since an arbitrary start, in a plausible unit."""

import itertools
import math
import re
from dataclasses import replace
from datetime import timedelta
from statistics import median_high

from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.times.spacing.nominal import is_offered_rate
from limbwatch.sensor.files.times.writing.months import date_in_words
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
"""Seconds that no device runs without a restart. Chosen."""

MILLI = 1e-3
"""Seconds in a millisecond."""

LOOP_S, NEAR_LOOP = 5e-3, 0.1
"""Seconds that programs wait whole multiples of, and share of them by which a spacing may be off.
Chosen."""

SLOWEST_HUNDREDTHS_S = 0.08
"""Longest spacing, seconds, at which a count may be of hundredths: 12.5 Hz. Chosen: the slowest
rate that sensors of movement are often run at."""

GPS, FIT = "GPS", "FIT (Garmin)"
_GPS = re.compile(r"(?<![a-z])gps(?![a-z])(?!.*(?:unix|utc|epoch))")
_FIT = re.compile(r"(?<![a-z])(?:fit|garmin)(?![a-z])(?!.*(?:unix|utc|epoch))")
"""With `_GPS`, names of times that count from another date than 1970."""

LAST_S = 4e9
"""Latest date, in seconds since 1970: of the year 2096. Chosen."""


def counter(
    values: list[float], column: int, step: float | None, rate: float | None = None
) -> Counter | None:
    """Read the first numbers of a column as time: since a date, or since an arbitrary start.

    ``step`` is seconds per unit and ``rate`` Hz, when stated. None when the numbers do not grow, or
    no unit makes a plausible time of them.
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
        return Counter(column=column, step=step, epoch=None, doubt=_doubt_date(middle * step))
    scale = None if step is None and counts_rows(values) else elapsed(spacing, rate)
    if scale is None:
        return None
    fractional = _has_fractions(values, scale.step)
    guessed = step is not None or (rate is None and not fractional)
    if rate is None and not fractional:
        both = step is None and len(readings(values)) > 1
        if both or not _is_usual_spacing(spacing * scale.step, scale.step):
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
            f"{1 / (spacing * scale.step):.4g} samples per second. --time-unit changes that."
        )
    else:
        doubt = _doubt_date(middle * scale.step)
    return Counter(column=column, step=scale.step, epoch=None, doubt=doubt, guessed=guessed)


def by_its_name(found: Counter, values: list[float], name: str) -> Counter:
    """Count from the date that a column's name implies, if that is as credible as Unix time.

    The name is in lower case, and ``found`` was read without it.
    """
    if found.epoch is not UNIX or found.zero:
        return found
    seconds = median_high(values) * found.step
    unix = date_in_words(UNIX + timedelta(seconds=seconds))
    for words, form, begin in ((GPS, _GPS, gps_epoch(seconds)), (FIT, _FIT, FIT_EPOCH)):
        begun = begin + timedelta(seconds=seconds)
        if form.search(name) is None or not credible(begun):
            continue
        when = date_in_words(begun)
        return replace(
            found,
            epoch=begin,
            doubt=(
                f"The column of time is called one of {words}, which counts from {begin.year}: it "
                f"was read as of {when}. Counted from 1970 it is of {unix}: --time-unit s reads it "
                "so."
            ),
        )
    return found


def readings(values: list[float]) -> tuple[Scale, ...]:
    """Return the units in which a count from an arbitrary start has a usual rate.

    There is more than one where only a person, or a stated rate, can decide.
    """
    spacing = typical_spacing(values)
    if spacing is None or any(value != int(value) for value in values):
        return ()
    middle = median_high(values)
    if 0 < middle < LAST_S and credible(UNIX + timedelta(seconds=middle)):
        return ()  # Unix seconds, one per row: too slow, and no time in any other unit
    # milliseconds of 100 Hz are common, hundredths of 10 Hz are not
    units = (*UNITS, HUNDREDTHS) if spacing * HUNDREDTHS.step <= SLOWEST_HUNDREDTHS_S else UNITS
    paces = ((scale, spacing * scale.step) for scale in units)
    return tuple(s for s, pace in paces if believable(pace) and _is_usual_spacing(pace, s.step))


def at_rate(values: list[float], column: int, rate: float) -> Counter | None:
    """Read a count without a unit by the samples per second, Hz, that a person states.

    The unit is one in which it has that rate, else ticks of an unknown clock; None when it counts
    rows, or does not grow.
    """
    found = counter(values, column, None, rate)
    spacing = typical_spacing(values)
    if found is not None and found.step == HUNDREDTHS.step and spacing is not None:
        # hundredths are rare, so they must fit well
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
            f"The column of time states no unit: at {rate:g} samples per second one of its counts "
            f"is {tick:.4g} s."
        ),
    )


def _is_usual_spacing(spacing: float, step: float) -> bool:
    """Tell whether a spacing in seconds, by a guessed unit, is one that sensors are made with.

    They have the rates that their makers offer, and loops of programs wait some milliseconds.
    """
    loop = step == MILLI and abs(spacing / LOOP_S - round(spacing / LOOP_S)) < NEAR_LOOP
    return loop or is_offered_rate(1 / spacing)


def _has_fractions(values: list[float], step: float) -> bool:
    """Tell whether numbers are seconds with a fraction, which nobody writes in another unit."""
    return step == 1.0 and any(value != int(value) for value in values)


def _doubt_date(seconds: float) -> str:
    """Explain why a count too large for a time since start cannot be a date either."""
    if not LONGEST_S < seconds < LAST_S:
        return ""
    counted = UNIX + timedelta(seconds=seconds)
    when = date_in_words(counted)
    return (
        f"Counted from 1970 the times would be of {when}, "
        f"{'in the future' if counted > latest() else 'before such recordings were made'}: they "
        "were taken for time since some start."
    )
