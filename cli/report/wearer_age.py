"""The age a night was scored for, checked against what the wearer and other nights say."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.answers.wearer import WearerFacts, wearer_file
from limbwatch.cli.night.folder import list_nights, night_date
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.words import counted, years

SLACK_YEARS: Final = 1.0
"""How far an age may differ from the one reached in that year: the birthday may be before or
after the night."""


_DAYS_A_YEAR: Final = 365.25


def age_in_night(wearer: WearerFacts, summary: Summary) -> float | None:
    """Return the age a night was scored for, unless the year of birth contradicts it."""
    born = wearer.age_in(summary.begins.year)
    return summary.age if born is None or _is_of_year(summary.age, born) else born


def _is_of_year(age: float | None, born: float) -> bool:
    """Return whether a person can be ``age`` in the year in which they reach ``born``."""
    return age is not None and abs(age - born) <= SLACK_YEARS


def ages_of(wearer: WearerFacts, nights: Sequence[Summary]) -> tuple[float | None, ...]:
    """Return the age of one person in each of their nights, years.

    A night without an age gets that of the nearest night that has one, plus the whole years between
    the two.
    """
    known = [(one, age) for one in nights if (age := age_in_night(wearer, one)) is not None]
    found: list[float | None] = []
    for night in nights:
        age = age_in_night(wearer, night)
        if age is None and known:
            other, then = min(known, key=lambda one: abs(one[0].begins - night.begins))
            # whole years elapsed, not calendar years: nobody ages by a year at New Year
            age = max(0.0, then + int((night.begins - other.begins).days / _DAYS_A_YEAR))
        found.append(age)
    return tuple(found)


def doubts_beside(night: Path, wearer: WearerFacts) -> Iterator[str]:
    """Return the `doubts` about all nights of the person whose night this is."""
    found = []
    for folder in list_nights(wearer_file(night).path.parent):
        with suppress(CommandError):  # a damaged night is reported where it is shown
            found.append(read_summary(folder))
    return doubts(wearer, [one for one in found if one.test is None and not one.simulated])


def doubts(wearer: WearerFacts, nights: Sequence[Summary]) -> Iterator[str]:
    """Say where ages of one person contradict each other, or a child was judged as an adult."""
    command = standins("limbwatch rescore NIGHT")
    ages = ages_of(wearer, nights)
    unaged = [
        age
        for night, age in zip(nights, ages, strict=True)
        if night.age is None and age is not None and age < CONCERN.adult_age
    ]
    if unaged:
        yield tr(
            "Scored without an age: {nights}. What stands out there was judged as an adult's, "
            "but by the year of birth, or by other nights, the wearer was {age:g}. For a "
            "child's limits: {command}",
            nights=counted(len(unaged), "night"),
            age=unaged[-1],
            command=f"{command} --age {unaged[-1]:g}",
        )
    contradicted = [
        (night.age, born)
        for night in nights
        if night.age is not None
        and (born := wearer.age_in(night.begins.year)) is not None
        and not _is_of_year(night.age, born)
    ]
    if contradicted:
        yield tr(
            "Scored for an age that the year of birth contradicts: {nights}. An age of {age} was "
            "given, but born in {year} means {born:g}. Correct the one that is wrong, the year "
            "with {about}, the age with {command}",
            nights=counted(len(contradicted), "night"),
            age=years(contradicted[-1][0]),
            year=wearer.birth_year,
            born=contradicted[-1][1],
            about=standins("limbwatch note --about birth_year=YEAR"),
            command=f"{command} --age {contradicted[-1][1]:g}",
        )
    births = sorted(
        (night.begins.year - night.age, night.begins, night.age)
        for night in nights
        if night.age is not None
    )
    if births and births[-1][0] - births[0][0] > 2 * SLACK_YEARS:
        before, after = sorted(
            (begins, f"{years(age)} ({night_date(begins)})")
            for _, begins, age in (births[0], births[-1])
        )
        yield tr(
            "Nights were scored for ages that one person cannot have had in them, {before} and "
            "{after}: {command}",
            before=before[1],
            after=after[1],
            command=standins("limbwatch rescore NIGHT --age YEARS"),
        )
