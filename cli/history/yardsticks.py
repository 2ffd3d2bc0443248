"""What nights are compared by: figures of ``night.json`` that a night's data carry."""

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
    """A figure of a night."""

    name: str
    """In words."""
    of: Callable[[Summary], float | None]
    """Takes the summary of a night; None when the night does not carry the figure."""
    digits: int = 1
    """Decimals to print."""
    unit: str = ""
    """Printed behind the number, with its space; empty for counts and ratios."""
    more: str = "more"
    less: str = "fewer"
    """`more` and `less`: how a difference is said: ``more`` and ``fewer`` movements, a ``longer``
    latency."""


def plm_index(summary: Summary) -> float | None:
    """Periodic limb movements per hour of sleep; None with too little sleep for a rate."""
    return _rate(summary, summary.plm.index_per_hour)


class Unrated(StrEnum):
    """Why a night carries no index of periodic limb movements."""

    NO_LEG = "no_leg_sensor"
    LITTLE_SLEEP = "too_little_sleep"
    GAPS = "gaps_too_close"


def unrated(summary: Summary) -> Unrated | None:
    """Say why a night carries no index; None where it carries one."""
    if plm_index(summary) is not None:
        return None
    if not legs_worn(summary):
        return Unrated.NO_LEG
    short = summary.plm.hours_of_sleep < CONCERN.sleep_hours
    return Unrated.LITTLE_SLEEP if short else Unrated.GAPS


def lacks_sleep(summary: Summary) -> bool:
    """Whether sleep was seen, but too short or in too small a part of the night for its figures."""
    return summary.sleep.minutes is not None and sleep_minutes(summary) is None


def nights_without_sleep(count: int) -> str:
    """Say of how many nights no figures of sleep are given, and why; empty of none."""
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
    """Count the nights that carry no index, in words, by why; nothing of what there is none of."""
    count = Counter(why)
    gaps, little, no_leg = (
        count[one] for one in (Unrated.GAPS, Unrated.LITTLE_SLEEP, Unrated.NO_LEG)
    )
    found = (
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
    return tuple(words for number, words in found if number)


def plm_count(summary: Summary) -> float | None:
    """Periodic limb movements in sleep; None with too little sleep to count in."""
    return _rate(summary, summary.plm.count)


def hypnic_jerks(summary: Summary) -> float | None:
    """Hypnic jerks of the night; None with too little sleep to count in."""
    return _rate(summary, summary.hypnic_jerks.count)


def _rate(summary: Summary, value: float | None) -> float | None:
    """Leave out what was found in less than two hours of sleep that worn sensors saw.

    What is missing there is no zero. How much sleep an index of leg movements needs is nowhere laid
    down; the limit is that of the apnoea index, which "must be based on a minimum of 2 hours of
    sleep recorded by polysomnography" (CMS National Coverage Determination 240.4 as of 2005; since
    2008 fewer do where the events would suffice for two hours). Taking it over was our choice.
    """
    hours = summary.plm.hours_of_sleep
    return None if value is None or hours < CONCERN.sleep_hours else value


def _limb_movements(summary: Summary) -> float | None:
    return _rate(summary, summary.limb_movements.index_per_hour)


def periodicity(summary: Summary) -> float | None:
    """Periodicity index; None with too little sleep for it."""
    return _rate(summary, summary.plm.periodicity_index)


def _seen(of: Callable[[SleepFigures], float | None]) -> Callable[[Summary], float | None]:
    """Take a figure of sleep of nights that were seen long and nearly whole: others lack some."""

    def seen(summary: Summary) -> float | None:
        bed = summary.sleep.time_in_bed_minutes
        observed = summary.sleep.observed_in_bed_minutes
        if bed is None or observed is None or observed < CONCERN.coverage * bed:
            return None
        if observed < 60 * CONCERN.sleep_hours:
            return None
        return of(summary.sleep)

    return seen


sleep_minutes = _seen(lambda sleep: sleep.minutes)
latency_minutes = _seen(lambda sleep: sleep.latency_minutes)
waso_minutes = _seen(lambda sleep: sleep.waso_minutes)
sleep_efficiency = _seen(lambda sleep: sleep.efficiency)

MEASURES: Final = (
    Measure(name="periodic movements per hour", of=plm_index),
    Measure(name="limb movements per hour", of=_limb_movements),
    Measure(name="periodicity index", of=periodicity, digits=2, more="higher", less="lower"),
    Measure(name="hypnic jerks", of=hypnic_jerks),
    Measure(name="total sleep time", of=sleep_minutes, digits=0, unit=" min", less="less"),
    Measure(
        name="sleep onset latency",
        of=latency_minutes,
        digits=0,
        unit=" min",
        more="longer",
        less="shorter",
    ),
    Measure(name="wake after sleep onset", of=waso_minutes, digits=0, unit=" min", less="less"),
)
"""The figures of an ordinary limb-movement report that limb acceleration can give."""
