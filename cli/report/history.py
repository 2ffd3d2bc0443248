"""Many nights of one person: their level, their trend, and what notes go with."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from limbwatch.classify.comparison import (
    FEWEST_FOR_TREND,
    FEWEST_NIGHTS,
    Comparison,
    compare,
    corrected_for_many,
    trend,
)
from limbwatch.cli.errors import CommandError
from limbwatch.cli.notes import DayNotes, read_notes
from limbwatch.cli.report.corrected import shown_facts
from limbwatch.cli.report.words import counted, figure, listed

FEWEST_FOR_LEVEL: Final = 5
"""Nights that show a person's level (Trotti et al. 2009, Sleep Med 10:668)."""
_SLEEP_HOURS: Final = 2.0
"""A shorter night carries no rate per hour of sleep."""
_SURE: Final = 0.05
_SINGLE_LEG: Final = 20
"""Fewest movements of a single leg in a night that say anything about sides."""
_ONE_SIDED: Final = 0.85
_MOVED: Final = 3
"""Nights that each side must lead before a change of side is mentioned."""
_LATE: Final = "14:00"
_STRESSED: Final = 5
_NOTHING: Final = frozenset({"none", "no", "nothing", "-", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One night among others.

    Parameters
    ----------
    name : str
        Of its folder.
    day : date
        Of its evening.
    facts : dict
        ``night.json``, with the person's corrections.
    notes : DayNotes
    """

    name: str
    day: date
    facts: dict[str, Any]
    notes: DayNotes

    @property
    def index(self) -> float | None:
        """Periodic movements per hour of sleep; None when there is too little sleep for one."""
        hours = self.facts["plm"]["hours_of_sleep"]
        index = self.facts["plm"]["index_per_hour"]
        return None if index is None or hours < _SLEEP_HOURS else float(index)

    @property
    def jerks(self) -> float:
        """Hypnic jerks of the night."""
        return float(self.facts["hypnic_jerks"]["count"])

    @property
    def left_share(self) -> float | None:
        """Share of the left among movements of a single leg; None when there are too few."""
        left, right = (self.facts["plm"][side] for side in ("left", "right"))
        if left is None or right is None or left + right < _SINGLE_LEG:
            return None
        return float(left / (left + right))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Nights in order of time, and those that cannot be read.

    Parameters
    ----------
    points : tuple of Point
    damaged : tuple of str
        Names of folders.
    """

    points: tuple[Point, ...]
    damaged: tuple[str, ...]

    @property
    def rated(self) -> tuple[Point, ...]:
        """Nights with an index."""
        return tuple(point for point in self.points if point.index is not None)


def read_history(folders: Sequence[Path]) -> History:
    """Read many nights.

    Parameters
    ----------
    folders : sequence of Path

    Returns
    -------
    History
        A night that cannot be read does not hide the others.
    """
    points, damaged = [], []
    for folder in folders:
        try:
            points.append(_point(folder))
        except (CommandError, OSError, LookupError, TypeError, ValueError, AttributeError):
            damaged.append(folder.name)
    return History(
        points=tuple(sorted(points, key=lambda point: (point.day, point.name))),
        damaged=tuple(damaged),
    )


def _point(folder: Path) -> Point:
    facts = shown_facts(folder)
    start = datetime.fromisoformat(facts["start"])
    try:
        notes = read_notes(folder)
    except CommandError:
        notes = DayNotes()
    point = Point(
        name=folder.name,
        day=(start.replace(tzinfo=None) - timedelta(hours=12)).date(),
        facts=facts,
        notes=notes,
    )
    # read once here, so that what is missing is met now and not while drawing
    _ = point.index, point.jerks, point.left_share, facts["sleep"]["minutes"], facts["rules"]
    return point


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something several nights say.

    Parameters
    ----------
    title, evidence, advice : str
    """

    title: str
    evidence: str
    advice: str


def level(history: History) -> str:
    """Say the person's level in plain words.

    Parameters
    ----------
    history : History

    Returns
    -------
    str
    """
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

    Parameters
    ----------
    history : History

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
        f"steady comes up by chance in {_odds(found.chance)}.",
        advice="Movements that grow over weeks are a reason to see a doctor, with this page."
        if rising
        else "Note what you changed, and keep recording now and then.",
    )


def _sides(history: History) -> Statement | None:
    shares = [share for point in history.points if (share := point.left_share) is not None]
    left = sum(share >= _ONE_SIDED for share in shares)
    right = sum(share <= 1 - _ONE_SIDED for share in shares)
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
            evidence=f"In {max(left, right)} of {counted(len(shares), 'night')} at least 85 % of "
            f"the movements of a single leg are of the {side} one.",
            advice="See a doctor if that leg is weak, numb or painful.",
        )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What goes with a note, or with a date.

    Parameters
    ----------
    factor : str
    measure : str
    nights : str
        How many with and without.
    values : str
        Medians with and without.
    difference : str
        With its interval.
    chance : str
        After the correction for the number of comparisons.
    words : str
        What it shows, in a sentence; empty when chance could do as much.
    """

    factor: str
    measure: str
    nights: str
    values: str
    difference: str
    chance: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All comparisons that enough nights carry, and what lacks nights.

    Parameters
    ----------
    found : tuple of Effect
    lacking : tuple of str
    """

    found: tuple[Effect, ...]
    lacking: tuple[str, ...]


_Factor = tuple[str, Callable[[Point], bool | None]]
_Measure = tuple[str, Callable[[Point], float | None]]

_FACTORS: Final[tuple[_Factor, ...]] = (
    ("caffeine", lambda point: _more(point.notes.caffeine, 0)),
    (f"caffeine after {_LATE}", lambda point: _late(point.notes)),
    ("alcohol", lambda point: _more(point.notes.alcohol, 0)),
    (f"stress of {_STRESSED} or more", lambda point: _more(point.notes.stress, _STRESSED - 1)),
    ("exercise in the evening", lambda point: _is(point.notes.exercise, "evening")),
    ("medication", lambda point: _some(point.notes.medication)),
    ("noted food or minerals", lambda point: _some(point.notes.nutrition)),
    ("sleep debt", lambda point: point.notes.sleep_debt),
    ("an unusual bedtime", lambda point: point.notes.irregular),
)
_MEASURES: Final[tuple[_Measure, ...]] = (
    ("periodic movements per hour", lambda point: point.index),
    ("hypnic jerks", lambda point: point.jerks),
)


def note_effects(history: History) -> Effects:
    """Compare nights with and without what notes tell.

    Parameters
    ----------
    history : History

    Returns
    -------
    Effects
        A night where a thing was not told is on neither side.
    """
    return _effects(history, _FACTORS)


def date_effects(history: History, since: date) -> Effects:
    """Compare the nights from a date on with those before.

    Parameters
    ----------
    history : History
    since : date

    Returns
    -------
    Effects
    """
    return _effects(history, ((f"since {since.isoformat()}", lambda point: point.day >= since),))


def _effects(history: History, factors: Sequence[_Factor]) -> Effects:
    found: list[tuple[str, str, Comparison]] = []
    lacking = []
    for factor, told in factors:
        split = [(told(point), point) for point in history.points]
        ones = [point for state, point in split if state is True]
        others = [point for state, point in split if state is False]
        if not ones and not others:
            continue
        carried = False
        for measure, value in _MEASURES:
            comparison = compare(_known(map(value, ones)), _known(map(value, others)))
            if comparison is not None:
                found.append((factor, measure, comparison))
                carried = True
        if not carried:
            lacking.append(
                f"{factor}: {counted(len(ones), 'night')} with, {len(others)} without; "
                f"{FEWEST_NIGHTS} of each are needed"
            )
    chances = corrected_for_many([comparison.chance for _, _, comparison in found])
    return Effects(
        found=tuple(
            _effect(factor, measure, comparison, chance)
            for (factor, measure, comparison), chance in zip(found, chances, strict=True)
        ),
        lacking=tuple(lacking),
    )


def _effect(factor: str, measure: str, found: Comparison, chance: float) -> Effect:
    more = "more" if found.shift > 0 else "fewer"
    words = ""
    if chance < _SURE:
        words = (
            f"{abs(found.shift):.1f} {more} {measure} with {factor}; shuffled nights differ as "
            f"much in {_odds(chance)}. It does not show that one causes the other."
        )
    return Effect(
        factor=factor,
        measure=measure,
        nights=f"{found.count_with} / {found.count_without}",
        values=f"{found.median_with:.1f} / {found.median_without:.1f}",
        difference=f"{found.shift:+.1f} ({found.low:+.1f} to {found.high:+.1f})",
        chance=f"{chance:.3f}",
        words=words,
    )


def _odds(chance: float) -> str:
    return f"1 of {1 / chance:.0f} cases" if chance > 0.001 else "fewer than 1 of 1000 cases"


def _known(values: Any) -> list[float]:
    return [value for value in values if value is not None]


def _more(value: float | None, than: float) -> bool | None:
    return None if value is None else value > than


def _is(value: str | None, wanted: str) -> bool | None:
    return None if value is None else value == wanted


def _some(value: str | None) -> bool | None:
    return None if value is None else value.strip().lower() not in _NOTHING


def _late(notes: DayNotes) -> bool | None:
    if notes.caffeine == 0:
        return False
    if notes.caffeine_last is None:
        return None
    return re.sub(r"^(\d):", r"0\1:", notes.caffeine_last) >= _LATE


def warnings(history: History) -> tuple[str, ...]:
    """Say what makes nights hard to compare.

    Parameters
    ----------
    history : History

    Returns
    -------
    tuple of str
    """
    said = []
    rules = sorted({str(point.facts["rules"]) for point in history.points})
    if len(rules) > 1:
        said.append(
            f"Not all nights were scored by the same rules ({listed(rules)}): "
            "limbwatch rescore NIGHT --rules wasm2016"
        )
    worn = {tuple(sorted(point.facts["placements"])) for point in history.points}
    if len(worn) > 1:
        said.append("Not all nights have the same sensors, so they see different movements.")
    short = len(history.points) - len(history.rated)
    if short:
        said.append(f"{counted(short, 'night')} with less than two hours of sleep carry no index.")
    if history.damaged:
        said.append(f"These cannot be read: {listed(history.damaged)}.")
    if len(history.rated) < FEWEST_FOR_TREND:
        said.append(f"A trend is looked for from {FEWEST_FOR_TREND} nights on.")
    return tuple(said)
