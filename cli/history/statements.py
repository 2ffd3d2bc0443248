"""What only many nights say: a level, a direction, a side, and what makes them hard to compare."""

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.nights.comparison import FEWEST_FOR_TREND, trend
from limbwatch.cli.history.nights import History
from limbwatch.cli.words import counted, figure, listed, odds

FEWEST_FOR_LEVEL: Final = 5
"""Nights that show a person's level (Trotti et al. 2009, Sleep Med 10:668)."""
_SURE: Final = 0.05
_MOVED: Final = 3
"""Nights that each side must lead before a change of side is mentioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something several nights say."""

    title: str
    evidence: str
    advice: str


def level(history: History) -> str:
    """Say the person's level in plain words."""
    values = [point.index for point in history.rated if point.index is not None]
    if not values:
        return "No night with two hours of sleep or more yet."
    said = f"{counted(len(values), 'night')}: "
    said += f"{figure(median(values), 1)} periodic movements per hour of sleep in the median"
    if len(values) > 1:
        said += f", from {figure(min(values), 1)} to {figure(max(values), 1)} in single nights"
    said += "."
    if len(values) < FEWEST_FOR_LEVEL:
        said += (
            f" Nights differ much from each other, so {FEWEST_FOR_LEVEL} or more are needed to "
            "know a level."
        )
    return said


def statements(history: History) -> tuple[Statement, ...]:
    """Look for what only many nights show.

    Returns
    -------
    tuple of Statement
        Empty when nothing stands out, or when there are too few nights to say so.
    """
    found = [_direction(history), _sides(history)]
    return tuple(statement for statement in found if statement is not None)


def _direction(history: History) -> Statement | None:
    points = history.rated
    first = points[0].day if points else date.min
    found = trend(
        [(point.day - first).days for point in points],
        [point.index for point in points if point.index is not None],
    )
    if found is None or found.chance >= _SURE or found.low <= 0 <= found.high:
        return None
    rising = found.per_week > 0
    change = f"{abs(found.per_week):.1f} per hour each week"
    span = sorted((abs(found.low), abs(found.high)))
    return Statement(
        title="Growing over the weeks" if rising else "Fewer over the weeks",
        evidence=f"The index {'rises' if rising else 'falls'} by {change} (95 % interval "
        f"{span[0]:.1f} to {span[1]:.1f}) over {counted(len(points), 'night')}; an order as "
        f"steady comes up by chance in {odds(found.chance)}.",
        advice="Movements that grow over weeks are a reason to see a doctor, with this page."
        if rising
        else "Note what you changed, and keep recording now and then.",
    )


def _sides(history: History) -> Statement | None:
    shares = [share for point in history.lived if (share := point.left_share) is not None]
    left = sum(share >= CONCERN.one_sided for share in shares)
    right = sum(share <= 1 - CONCERN.one_sided for share in shares)
    if min(left, right) >= _MOVED:
        return Statement(
            title="The side changes from night to night",
            evidence=f"The left leg leads in {counted(left, 'night')}, the right in {right}.",
            advice="Check that the sensors were not swapped. If they were not, tell a doctor.",
        )
    if len(shares) >= FEWEST_FOR_LEVEL and max(left, right) >= 0.8 * len(shares):
        side = "left" if left > right else "right"
        return Statement(
            title=f"Nearly always the {side} leg",
            evidence=f"In {max(left, right)} of {counted(len(shares), 'night')} at least "
            f"{100 * CONCERN.one_sided:.0f} % of the movements of a single leg are of the {side} "
            "one.",
            advice="See a doctor if that leg is weak, numb or painful.",
        )
    return None


def warnings(history: History) -> tuple[str, ...]:
    """Say what makes nights hard to compare."""
    said = []
    rules = sorted({point.summary.rules for point in history.points if not point.summary.test})
    if len(rules) > 1:
        said.append(
            f"Not all nights were scored by the same rules ({listed(rules)}): "
            "limbwatch rescore NIGHT --rules wasm2016"
        )
    worn = {tuple(sorted(point.summary.placements)) for point in history.points}
    if len(worn) > 1:
        said.append("Not all nights have the same sensors, so they see different movements.")
    tests = sum(point.summary.test is not None for point in history.points)
    if tests:
        said.append(
            f"{counted(tests, 'recording')} marked ^ {'is a test' if tests == 1 else 'are tests'} "
            "of an hour awake and in no median, trend or comparison."
        )
    simulated = sum(point.summary.simulated for point in history.points)
    if simulated:
        said.append(
            f"{counted(simulated, 'night')} marked ~ {'is' if simulated == 1 else 'are'} simulated "
            "and in no median, trend or comparison."
        )
    short = len(history.lived) - len(history.rated)
    if short:
        said.append(f"{counted(short, 'night')} with less than two hours of sleep carry no index.")
    said += [f"{point.name}: {point.trouble}" for point in history.points if point.trouble]
    corrected = sum(point.corrected for point in history.points)
    if corrected:
        said.append(f"{counted(corrected, 'night')} marked * with your corrections.")
    if history.damaged:
        said.append(
            f"These cannot be read: {listed(history.damaged)}. limbwatch view NIGHT says why, and "
            "how to mend it."
        )
    if len(history.rated) < FEWEST_FOR_TREND:
        said.append(f"A trend is looked for from {FEWEST_FOR_TREND} nights on.")
    return tuple(said)
