"""The indices of one night by both scorers, each over the time that is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.agreement.common_time import CommonTime
from limbwatch.classify.agreement.reference import LISTED, WAKE, Reference
from limbwatch.classify.leg_figures import limb_movements, plm_figures
from limbwatch.classify.night import Events, Night
from limbwatch.classify.rules.periodicity import (
    interval_statistics,
    joining_rules,
    sleep_periodicity,
)
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedValue:
    """One figure by both scorers; NaN when unknown."""

    ours: float
    """Our figure."""
    reference: float
    """The reference's figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepShare:
    """How much of the error of the periodic movement index comes from the estimate of sleep."""

    with_reference_sleep: float
    """Our movements per hour of the reference's sleep."""
    share: float
    """Share of the difference of the indices that disappears with the reference's sleep, 0 to 1;
    NaN when both indices are equal, and when the errors of count and sleep are opposite: then
    neither is a part of the difference."""


def paired_indices(
    night: Night, time: CommonTime, rules: Rules
) -> tuple[Mapping[str, PairedValue], SleepShare | None]:
    """Return every index by both over the time compared, and what sleep has to do with the error.

    The indices are ``plms``, ``plmw``, ``lm`` (per hour), ``periodicity_index`` and
    ``interval_log_mean`` (seconds). Ours are counted as those of ``night.json``, in our own sleep.
    """
    theirs = _reference_indices(time, rules)
    if time.asleep_only:
        theirs["plmw"] = float("nan")  # nobody scored movements in wake
    length = (night.end - night.start).total_seconds()
    part = _compared_part(night, time)
    plm = plm_figures(part, length)
    ours = {
        "plms": plm.index_per_hour,
        "plmw": plm.wake_index_per_hour,
        "lm": limb_movements(part).index_per_hour,
        "periodicity_index": plm.periodicity_index,
        "interval_log_mean": plm.interval_s.log_mean,
    }
    indices = {
        name: PairedValue(ours=_number(value), reference=theirs[name])
        for name, value in ours.items()
    }
    return indices, _sleep_share(plm.count, _hours(time)[0], indices["plms"])


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _compared_part(night: Night, time: CommonTime) -> Night:
    """Return the night with the movements and epochs of the time compared alone.

    Its movements keep the kinds that they have in the whole night.
    """
    sleep = night.sleep
    valid = sleep.valid & time.scored(sleep.middles)
    kept = time.scored(np.array([event.onset for event in night.events], np.float64))
    return replace(
        night,
        events=Events(event for event, yes in zip(night.events, kept, strict=True) if yes),
        sleep=replace(sleep, valid=valid),
    )


def _hours(time: CommonTime) -> tuple[float, float]:
    """Return the hours of the reference's sleep and wake in the time compared."""
    reference = time.reference
    extent = reference.extent
    if extent is None or not reference.staged:
        return float("nan"), float("nan")
    second = np.arange(extent[0], extent[1]) + 0.5  # stages need not be on a common grid
    second = second[time.scored(second)]
    asleep, awake = reference.asleep_at(second), reference.stage_at(second) == WAKE
    return float(asleep.sum()) / 3600, float(awake.sum()) / 3600


def _reference_indices(time: CommonTime, rules: Rules) -> dict[str, float]:
    reference = time.reference
    if not reference.listed:
        return dict.fromkeys(
            ("plms", "plmw", "lm", "periodicity_index", "interval_log_mean"), float("nan")
        )
    asleep_hours, awake_hours = _hours(time)
    listed = reference.leg_movements(LISTED)
    judged = reference.leg_movements(rules)
    if (reference.kind == "plm").any():
        onset = listed.onset[listed.kind == "plm"]
    else:
        onset = judged.onset[judged.scored.periodic]
    onset = onset[time.scored(onset)]
    asleep, awake = reference.asleep_at(onset), reference.stage_at(onset) == WAKE
    slept = listed.onset[reference.asleep_at(listed.onset)]
    within = _series_intervals(
        judged.onset,
        judged.scored.series,
        _slept(reference, judged.scored.asleep, judged.onset),
        time,
    )
    return {
        "plms": _per_hour(int(asleep.sum()), asleep_hours),
        "plmw": _per_hour(int(awake.sum()), awake_hours),
        "lm": _per_hour(int(time.scored(slept).sum()), asleep_hours),
        "periodicity_index": _number(_periodicity(time, asleep_hours)),
        "interval_log_mean": _number(interval_statistics(within).log_mean),
    }


def _per_hour(count: int, hours: float) -> float:
    return count / hours if hours > 0 else float("nan")


def _slept(reference: Reference, listed: Mask | None, onset: Array) -> Mask:
    """Return which movements are in sleep, by the epochs or else by the list itself."""
    if reference.staged:
        return reference.asleep_at(onset)
    return np.zeros(len(onset), np.bool_) if listed is None else listed


def _periodicity(time: CommonTime, hours: float) -> float | None:
    if not hours > 0:
        return None
    joined = time.reference.leg_movements(joining_rules())
    asleep = _slept(time.reference, joined.scored.asleep, joined.onset)
    return sleep_periodicity(
        joined.scored.interval,
        joined.scored.candidate,
        asleep & time.scored(joined.onset),
        hours=hours,
    )


def _series_intervals(
    onset: Array, series: NDArray[np.int64], asleep: Mask, time: CommonTime
) -> Array:
    """Return the intervals within series that end in sleep, as for our figures."""
    place = np.flatnonzero(series > 0)
    same = series[place[1:]] == series[place[:-1]]
    compared = time.scored(onset[place])
    keep = same & asleep[place[1:]] & compared[1:] & compared[:-1]
    return np.asarray(np.diff(onset[place])[keep], np.float64)


def _sleep_share(count: int | None, hours: float, plms: PairedValue) -> SleepShare | None:
    """Return what part of the error of the index the hours of the reference's sleep explain."""
    if count is None or not (np.isfinite([plms.ours, plms.reference]).all() and hours > 0):
        return None
    by_theirs = count / hours
    error = plms.ours - plms.reference
    share = (plms.ours - by_theirs) / error if error else float("nan")
    return SleepShare(
        with_reference_sleep=by_theirs, share=share if 0 <= share <= 1 else float("nan")
    )
