"""The offset of a reference's clock from ours: fitted to movements, or as a person says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from limbwatch.classify.agreement.clock_fit import ClockFit, fit_clock, fit_taps, shifted
from limbwatch.classify.agreement.clock_line import CLOCK_FIT
from limbwatch.classify.agreement.ours import leg_movements_of
from limbwatch.classify.agreement.reference import LISTED
from limbwatch.classify.night import Night
from limbwatch.cli.asked_limits import CLOCKS_APART_S
from limbwatch.cli.compare.references import RawReference
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.another_night import another_night_doubt
from limbwatch.sensor.arrays import Array

_HALF_DAY: Final = timedelta(hours=12)
_UNDATED_WITHIN_S: Final = 4 * 3600.0
"""Offsets tried for a file without a time of day, seconds; chosen: a sensor may be put on some
hours before the laboratory's recording begins."""
_FAR_WITHIN_S: Final = 4 * 3600.0
"""Offsets tried if the clocks as written do not match, seconds; chosen: summer time and the
zones of one country."""
_FAR: Final = (
    "its clock is {hours:.1f} h from ours, as with another time zone or summer time; the "
    "movements show it"
)
_FITTED: Final = (
    "the clock was fitted to the same movements, so a constant lag between muscle and limb is in "
    "the offset and no onset bias can be known; taps show it (--tap)"
)
_ROUNDED: Final = (
    "the reference has whole seconds, taken as rounded; had they been cut off, its clock would be "
    "half a second later than said"
)
_LAG_S: Final = 2.0
"""Larger than any lag between muscle and limb, and rounding; seconds, chosen."""
_TAPS_AGREE_S: Final = 1.5
"""Taps on the same clocks agree within this when typed in whole seconds; chosen."""
_OTHERWISE: Final = (
    "the clock is as it was given, but {pairs} movements of both lists put it {seconds:.1f} s off "
    "that (reference minus ours at our start {offset:.2f} s): check whether a time was mistyped, "
    "or whether REFERENCE=OURS are the wrong way round"
)
_TAPS_APART: Final = (
    "the taps contradict each other by {seconds:.1f} s: check whether a time was mistyped, or "
    "whether REFERENCE=OURS are the wrong way round"
)
_TAPS_DRIFT: Final = (
    "the taps show a drift of {ppm:.0f} ppm, but clocks drift by less than {most:.0f}: check "
    "whether a time was mistyped"
)
_OPTIONS: Final = "--shift SECONDS or --tap REFERENCE=OURS"
_NOT_TOLD: Final = (
    "the movements do not show how far apart the clocks are ({pairs} pairs, which may be chance), "
    "so both are taken as they are written; give the difference with --shift SECONDS or --tap "
    "REFERENCE=OURS"
)


def clock_of(
    night: Night,
    raw: RawReference,
    *,
    shift: float | None = None,
    taps: Sequence[tuple[float, float]] = (),
) -> tuple[ClockFit, tuple[str, ...]]:
    """Return how the reference's clock relates to ours, with remarks on how that was decided.

    ``shift`` is reference minus ours as a person knows it, seconds. ``taps`` are pairs of times of
    the same tap, the reference's first, seconds from our start.
    """
    if shift is not None:
        given = shifted(shift)
        return given, _movement_doubts(night, raw, given)
    if taps:
        reference, ours = (np.array(side) for side in zip(*taps, strict=True))
        given = fit_taps(ours, reference)
        doubts = _tap_doubts(ours, reference, given)
        return given, (*doubts, *_movement_doubts(night, raw, given))
    found, far_off = _fit_movements(night, raw)
    if not found.certain:
        doubts = another_night_doubt(raw.other_date, night, pairs=found.pairs, option=_OPTIONS)
        return replace(found, origin="as written"), doubts or (_NOT_TOLD.format(pairs=found.pairs),)
    if raw.reference.resolution >= 1:
        return found, (*far_off, _FITTED, _ROUNDED)
    return found, (*far_off, _FITTED)


def _tap_doubts(ours: Array, reference: Array, fit: ClockFit) -> tuple[str, ...]:
    """Say if taps contradict each other, or imply a drift that no clock has."""
    drift = fit.drift_ppm or 0.0
    residuals = np.abs(reference - ours - (fit.offset_s or 0.0) - drift * 1e-6 * ours)
    if residuals.max() > _TAPS_AGREE_S:
        return (_TAPS_APART.format(seconds=residuals.max()),)
    if abs(drift) > CLOCK_FIT.drift:
        return (_TAPS_DRIFT.format(ppm=drift, most=CLOCK_FIT.drift),)
    return ()


def _movement_doubts(night: Night, raw: RawReference, given: ClockFit) -> tuple[str, ...]:
    """Say if the movements imply another offset: a typing error would pass unnoticed."""
    ours, theirs = leg_movements_of(night).onset, raw.reference.leg_movements(LISTED).onset
    # first search around the given offset, then as if none were given
    around = given.offset_s or 0.0
    found = fit_clock(ours, theirs - around, resolution=raw.reference.resolution)
    if not found.certain:
        around, (found, _) = 0.0, _fit_movements(night, raw)
    if not found.certain or found.offset_s is None:
        return ()
    offset = found.offset_s + around
    middle = np.array([(night.end - night.start).total_seconds() / 2])
    difference = float((replace(found, offset_s=offset).to_ours(middle) - given.to_ours(middle))[0])
    if abs(difference) <= _LAG_S:
        return ()
    return (_OTHERWISE.format(seconds=abs(difference), pairs=found.pairs, offset=offset),)


def _fit_movements(night: Night, raw: RawReference) -> tuple[ClockFit, tuple[str, ...]]:
    """Fit the clocks to the movements of both lists, also hours apart if the files have times."""
    limits = CLOCK_FIT if raw.dated else replace(CLOCK_FIT, within=_UNDATED_WITHIN_S)
    ours, theirs = leg_movements_of(night).onset, raw.reference.leg_movements(LISTED).onset
    found = fit_clock(ours, theirs, resolution=raw.reference.resolution, limits=limits)
    far_off: tuple[str, ...] = ()
    if not found.certain and raw.dated:
        far = replace(limits, within=_FAR_WITHIN_S)
        further = fit_clock(ours, theirs, resolution=raw.reference.resolution, limits=far)
        if further.certain and further.offset_s is not None:
            found, far_off = further, (_FAR.format(hours=further.offset_s / 3600),)
    return found, far_off


def moment(text: str, night: Night) -> float:
    """Parse a time as a person types it: seconds from our start, or a time of day.

    Raises
    ------
    CommandError
        If it is neither.
    """
    typed = text.strip()
    try:
        seconds = float(typed)
    except ValueError:
        pass
    else:
        if abs(seconds) <= CLOCKS_APART_S:  # false for NaN, too
            return seconds
        raise CommandError(
            f"{text!r} is not a moment of a night: seconds from its start are at most "
            f"{CLOCKS_APART_S:.0f}, before it or after"
        )
    for form in ("%H:%M:%S.%f", "%H:%M:%S"):
        try:
            clock = datetime.strptime(typed, form).time()  # noqa: DTZ007 - on the night's own clock
        except ValueError:
            continue
        start = night.start.replace(tzinfo=None)
        from_start = datetime.combine(start.date(), clock) - start
        if from_start < -_HALF_DAY:
            from_start += timedelta(days=1)
        return from_start.total_seconds()
    raise CommandError(
        f"{text!r} is not a moment: give seconds from the night's start (123.4) or a time of day "
        "(22:41:03.5)"
    )
