"""The age that a night is judged by, beside what the wearer and other nights tell of it."""

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
"""What an age may differ from the one reached in the year: a birthday is before the night or after
it."""


_DAYS_A_YEAR: Final = 365.25


def told_age(wearer: WearerFacts, summary: Summary) -> float | None:
    """Tell the age in a night: as it was scored for, unless the year of birth contradicts it."""
    born = wearer.age_in(summary.begins.year)
    return summary.age if born is None or _is_of_year(summary.age, born) else born


def _is_of_year(age: float | None, born: float) -> bool:
    """Tell whether an age may be had in the year in which another is reached."""
    return age is not None and abs(age - born) <= SLACK_YEARS


def ages_of(wearer: WearerFacts, nights: Sequence[Summary]) -> tuple[float | None, ...]:
    """Tell the age of one person in each of their nights, years.

    Of a night that tells none it is that of the nearest night that does, and the whole years
    between the two.
    """
    told = [(one, age) for one in nights if (age := told_age(wearer, one)) is not None]
    found: list[float | None] = []
    for night in nights:
        age = told_age(wearer, night)
        if age is None and told:
            other, then = min(told, key=lambda one: abs(one[0].begins - night.begins))
            # not by the number of the year: nobody is a year older for the turn of one
            age = max(0.0, then + int((night.begins - other.begins).days / _DAYS_A_YEAR))
        found.append(age)
    return tuple(found)


def doubts_beside(night: Path, wearer: WearerFacts) -> Iterator[str]:
    """Say what `doubts` says, of the nights of the person whose night it is."""
    found = []
    for folder in list_nights(wearer_file(night).path.parent):
        with suppress(CommandError):  # where that night is shown, its damage is told
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
    off = [
        (night.age, born)
        for night in nights
        if night.age is not None
        and (born := wearer.age_in(night.begins.year)) is not None
        and not _is_of_year(night.age, born)
    ]
    if off:
        yield tr(
            "Scored for an age that the year of birth contradicts: {nights}. An age of {age} "
            "was told, and born in {year} means {born:g}. Mend the one that is wrong, the "
            "year with {about}, the age with {command}",
            nights=counted(len(off), "night"),
            age=years(off[-1][0]),
            year=wearer.birth_year,
            born=off[-1][1],
            about=standins("limbwatch note --about birth_year=YEAR"),
            command=f"{command} --age {off[-1][1]:g}",
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
