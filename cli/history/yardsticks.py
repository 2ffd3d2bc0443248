"""Figures by which nights are compared, each only of nights whose data support it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from limbwatch.classify.figures import SleepFigures, Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.judgement import legs_worn
from limbwatch.cli.language.spoken import trn


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure of ``night.json`` by which nights are compared."""

    name: str
    """Name in words."""
    value_of: Callable[[Summary], float | None]
    """Takes the summary of a night; None when the night does not support the figure."""
    digits: int = 1
    """Decimals to print."""
    unit: str = ""
    """Printed after the number, with its space; empty for counts and ratios."""
    more: str = "more"
    """Word for a larger value: ``more`` movements, a ``longer`` latency."""
    less: str = "fewer"
    """Word for a smaller value: ``fewer`` movements, a ``shorter`` latency."""


def plm_index(summary: Summary) -> float | None:
    """Return periodic limb movements per hour of sleep; None with too little sleep for a rate."""
    return _if_enough_sleep(summary, summary.plm.index_per_hour)


class Unrated(StrEnum):
    """Why a night has no index of periodic limb movements."""

    NO_LEG = "no_leg_sensor"
    LITTLE_SLEEP = "too_little_sleep"
    GAPS = "gaps_too_close"


def unrated(summary: Summary) -> Unrated | None:
    """Return why a night has no index; None if it has one."""
    if plm_index(summary) is not None:
        return None
    if not legs_worn(summary):
        return Unrated.NO_LEG
    short = summary.plm.hours_of_sleep < CONCERN.sleep_hours
    return Unrated.LITTLE_SLEEP if short else Unrated.GAPS


def lacks_sleep(summary: Summary) -> bool:
    """Return whether sleep was seen, but too briefly or in too little of the night for figures."""
    return summary.sleep.minutes is not None and sleep_minutes(summary) is None


def nights_without_sleep(count: int) -> str:
    """Say how many nights have no figures of sleep, and why; empty if none."""
    if not count:
        return ""
    return trn(
        "{count} night that was seen for less than {hours:g} hours, or {share:.0f} % of its time "
        "in bed",
        "{count} nights that were seen for less than {hours:g} hours, or {share:.0f} % of their "
        "time in bed",
        count,
        hours=CONCERN.sleep_hours,
        share=100 * CONCERN.coverage,
    )


def unrated_nights(why: Sequence[Unrated | None]) -> tuple[str, ...]:
    """Say how many nights have no index, for each reason that occurs."""
    count = Counter(why)
    gaps, little, no_leg = (
        count[reason] for reason in (Unrated.GAPS, Unrated.LITTLE_SLEEP, Unrated.NO_LEG)
    )
    counted = (
        (
            no_leg,
            trn(
                "{count} night without a sensor on a leg",
                "{count} nights without a sensor on a leg",
                no_leg,
            ),
        ),
        (
            little,
            trn(
                "{count} night in which the sensors saw less than {hours:g} hours of sleep",
                "{count} nights in which the sensors saw less than {hours:g} hours of sleep",
                little,
                hours=CONCERN.sleep_hours,
            ),
        ),
        (
            gaps,
            trn(
                "{count} night with gaps too close for a series",
                "{count} nights with gaps too close for a series",
                gaps,
            ),
        ),
    )
    return tuple(words for number, words in counted if number)


def plm_count(summary: Summary) -> float | None:
    """Return the periodic limb movements in sleep; None with too little sleep to count in."""
    return _if_enough_sleep(summary, summary.plm.count)


def hypnic_jerks(summary: Summary) -> float | None:
    """Return the hypnic jerks of the night; None with too little sleep to count in."""
    return _if_enough_sleep(summary, summary.hypnic_jerks.count)


def _if_enough_sleep(summary: Summary, value: float | None) -> float | None:
    """Return a value unless worn sensors saw less than two hours of sleep.

    What is missing then is not zero. How much sleep an index of leg movements needs is nowhere
    laid down; the limit is that of the apnoea index, which "must be based on a minimum of 2 hours
    of sleep recorded by polysomnography" (CMS National Coverage Determination 240.4 as of 2005;
    since 2008 fewer do where the events would suffice for two hours). Taking it over was our
    choice.
    """
    hours = summary.plm.hours_of_sleep
    return None if value is None or hours < CONCERN.sleep_hours else value


def _limb_movements(summary: Summary) -> float | None:
    return _if_enough_sleep(summary, summary.limb_movements.index_per_hour)


def periodicity(summary: Summary) -> float | None:
    """Return the periodicity index; None with too little sleep for it."""
    return _if_enough_sleep(summary, summary.plm.periodicity_index)


def _well_observed(of: Callable[[SleepFigures], float | None]) -> Callable[[Summary], float | None]:
    """Restrict a figure of sleep to nights that were observed for long and nearly in full."""

    def seen(summary: Summary) -> float | None:
        bed = summary.sleep.time_in_bed_minutes
        observed = summary.sleep.observed_in_bed_minutes
        if bed is None or observed is None or observed < CONCERN.coverage * bed:
            return None
        if observed < 60 * CONCERN.sleep_hours:
            return None
        return of(summary.sleep)

    return seen


sleep_minutes = _well_observed(lambda sleep: sleep.minutes)
latency_minutes = _well_observed(lambda sleep: sleep.latency_minutes)
waso_minutes = _well_observed(lambda sleep: sleep.waso_minutes)
sleep_efficiency = _well_observed(lambda sleep: sleep.efficiency)

MEASURES: Final = (
    Measure(name="periodic movements per hour", value_of=plm_index),
    Measure(name="limb movements per hour", value_of=_limb_movements),
    Measure(name="periodicity index", value_of=periodicity, digits=2, more="higher", less="lower"),
    Measure(name="hypnic jerks", value_of=hypnic_jerks),
    Measure(name="total sleep time", value_of=sleep_minutes, digits=0, unit=" min", less="less"),
    Measure(
        name="sleep onset latency",
        value_of=latency_minutes,
        digits=0,
        unit=" min",
        more="longer",
        less="shorter",
    ),
    Measure(
        name="wake after sleep onset", value_of=waso_minutes, digits=0, unit=" min", less="less"
    ),
)
"""The figures of an ordinary limb-movement report that limb acceleration can give."""
