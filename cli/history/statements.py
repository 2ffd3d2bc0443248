"""Statements that take several nights: level, trend, side, and what makes nights incomparable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.nights.comparison import FEWEST_FOR_TREND, Trend, trend
from limbwatch.classify.rounding import half_up
from limbwatch.cli.history.nights import History, HistoryNight
from limbwatch.cli.history.yardsticks import lacks_sleep, nights_without_sleep, unrated_nights
from limbwatch.cli.language.spoken import decimal, tr, trn
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.listed.dates import wrong_dates, zones_warning
from limbwatch.cli.night.listed.part_nights import (
    CountedNight,
    Hours,
    part_nights_warnings,
    shared_hours_warning,
)
from limbwatch.cli.words import counted, figure, listed, odds

FEWEST_FOR_LEVEL: Final = 5
"""Nights needed to know a person's level (Trotti et al. 2009, Sleep Med 10:668)."""
_SURE: Final = 0.05
"""Chance below which a trend is stated."""
_FEWEST_PER_SIDE: Final = 3
"""Nights in which each side must lead before a change of side is mentioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A finding about several nights."""

    title: str
    evidence: str
    advice: str


def level(history: History) -> str:
    """Say in plain words how many periodic movements the person has per hour of sleep."""
    values = [point.index for point in history.rated if point.index is not None]
    if not values:
        return tr("No night with two hours of sleep or more, seen by a sensor on a leg, yet.")
    nights, middle_index = counted(len(values), "night"), figure(median(values), 1)
    words = tr(
        "{nights}: a median of {median} periodic movements per hour of sleep.",
        nights=nights,
        median=middle_index,
    )
    if len(values) > 1:
        words = tr(
            "{nights}: a median of {median} periodic movements per hour of sleep, from {low} to "
            "{high} in single nights.",
            nights=nights,
            median=middle_index,
            low=figure(min(values), 1),
            high=figure(max(values), 1),
        )
    if len(values) < FEWEST_FOR_LEVEL:
        words += " " + tr(
            "Nights differ much from each other, so {count} or more are needed to know a level.",
            count=FEWEST_FOR_LEVEL,
        )
    return words


def statements(history: History) -> tuple[Statement, ...]:
    """Return what stands out over many nights; too few nights give nothing."""
    found = [_trend_statement(history), _side_statement(history)]
    return tuple(statement for statement in found if statement is not None)


def without_trend(history: History) -> str:
    """Say that the index has no trend, or how many nights it takes to look for one.

    Empty if `statements` reports a trend.
    """
    points = _trend_points(history)
    if len(points) < FEWEST_FOR_TREND:
        return tr("A trend is looked for from {count} nights on.", count=FEWEST_FOR_TREND)
    slope, nights = _trend(points), counted(len(points), "night")
    if slope is None:  # all values are equal
        return tr("Over {nights} the index shows no trend.", nights=nights)
    if _is_sure(slope):
        return ""
    low, high = (decimal(f"{half_up(bound, 1) + 0.0:+.1f}") for bound in (slope.low, slope.high))
    return tr(
        "Over {nights} the index shows no trend beyond what chance makes: {low} to {high} per "
        "hour each week (95 % interval).",
        nights=nights,
        low=low,
        high=high,
    )


def _trend_points(history: History) -> tuple[HistoryNight, ...]:
    return tuple(point for point in history.rated if point.dated)


def _trend(points: Sequence[HistoryNight]) -> Trend | None:
    first = points[0].day if points else date.min
    return trend(
        [(point.day - first).days for point in points],
        [point.index for point in points if point.index is not None],
    )


def _is_sure(slope: Trend) -> bool:
    return slope.chance < _SURE and not slope.low <= 0 <= slope.high


def _trend_statement(history: History) -> Statement | None:
    points = _trend_points(history)
    slope = _trend(points)
    if slope is None or not _is_sure(slope):
        return None
    rising = slope.per_week > 0
    low, high = sorted((abs(slope.low), abs(slope.high)))
    figures = {
        "change": figure(abs(slope.per_week), 1),
        "low": figure(low, 1),
        "high": figure(high, 1),
        "nights": counted(len(points), "night"),
        "odds": odds(slope.chance),
    }
    if rising:
        return Statement(
            title=tr("Growing over the weeks"),
            evidence=tr(
                "The index rises by {change} per hour each week (95 % interval {low} to {high}) "
                "over {nights}; an order as steady comes up by chance in {odds}.",
                **figures,
            ),
            advice=tr(
                "Movements that grow over weeks are a reason to see a doctor, and to show these "
                "nights."
            ),
        )
    return Statement(
        title=tr("Fewer over the weeks"),
        evidence=tr(
            "The index falls by {change} per hour each week (95 % interval {low} to {high}) over "
            "{nights}; an order as steady comes up by chance in {odds}.",
            **figures,
        ),
        advice=tr("Note what you changed, and keep recording now and then."),
    )


def _side_statement(history: History) -> Statement | None:
    shares = [share for point in history.lived if (share := point.left_share) is not None]
    left = sum(share >= CONCERN.one_sided for share in shares)
    right = sum(share <= 1 - CONCERN.one_sided for share in shares)
    if min(left, right) >= _FEWEST_PER_SIDE:
        return Statement(
            title=tr("The side changes from night to night"),
            evidence=tr(
                "The left leg leads in {nights}, the right in {right}.",
                nights=counted(left, "night"),
                right=right,
            ),
            advice=tr("Check that the sensors were not swapped. If they were not, tell a doctor."),
        )
    if len(shares) >= FEWEST_FOR_LEVEL and max(left, right) >= 0.8 * len(shares):
        figures = {
            "most": max(left, right),
            "nights": counted(len(shares), "night"),
            "share": 100 * CONCERN.one_sided,
        }
        one_side = tr(
            "In {most} of {nights} at least {share:.0f} % of the movements of a single leg are of "
            "the right one.",
            **figures,
        )
        if left > right:
            one_side = tr(
                "In {most} of {nights} at least {share:.0f} % of the movements of a single leg are "
                "of the left one.",
                **figures,
            )
        return Statement(
            title=tr("Nearly always the left leg")
            if left > right
            else tr("Nearly always the right leg"),
            evidence=one_side,
            advice=tr("See a doctor if that leg is weak, numb or painful."),
        )
    return None


def warnings(history: History) -> Iterator[str]:
    """Yield what makes the nights hard to compare."""
    rules = sorted({point.summary.rules for point in history.points if not point.summary.test})
    if len(rules) > 1:
        yield tr(
            "Not all nights were scored by the same rules ({rules}): {command}",
            rules=listed(rules),
            command=standins("limbwatch rescore NIGHT --rules wasm2016"),
        )
    hours = [Hours(point.name, point.summary.begins, point.summary.ends) for point in history.lived]
    if several := shared_hours_warning(hours):
        yield several
    counted_nights = [CountedNight.of(point.name, point.summary) for point in history.rated]
    yield from part_nights_warnings(counted_nights)
    undated = [point.name for point in history.lived if not point.dated]
    if undated:
        yield wrong_dates(undated)
    if zones := zones_warning((point.name, point.summary.begins) for point in history.points):
        yield zones
    worn = {tuple(sorted(point.summary.placements)) for point in history.points}
    if len(worn) > 1:
        yield tr("Not all nights have the same sensors, so they see different movements.")
    tests = sum(point.summary.test is not None for point in history.points)
    if tests:
        yield trn(
            "{count} recording marked ^ is a test of an hour awake and in no median, trend or "
            "comparison.",
            "{count} recordings marked ^ are tests of an hour awake and in no median, trend or "
            "comparison.",
            tests,
        )
    simulated = sum(point.summary.simulated for point in history.points)
    if simulated:
        yield trn(
            "{count} night marked ~ is simulated and in no median, trend or comparison.",
            "{count} nights marked ~ are simulated and in no median, trend or comparison.",
            simulated,
        )
    without = unrated_nights([point.unrated for point in history.lived])
    if without:
        yield tr("Without an index: {nights}.", nights=listed(without))
    sleepless = nights_without_sleep(sum(lacks_sleep(each.summary) for each in history.lived))
    if sleepless:
        yield tr("Without figures of sleep: {nights}.", nights=sleepless)
    yield from (
        f"{point.name}: {translate_trouble(point.trouble)}"
        for point in history.points
        if point.trouble
    )
    corrected = sum(point.corrected for point in history.points)
    if corrected:
        yield trn(
            "{count} night marked * with your corrections.",
            "{count} nights marked * with your corrections.",
            corrected,
        )
    if history.damaged:
        yield tr(
            "These cannot be read: {nights}. limbwatch view NIGHT says why, and how to repair it.",
            nights=listed(history.damaged),
        )
    if words := without_trend(history):
        yield words
