"""The age that a night is judged by, beside what the wearer and other nights tell of it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.summary import read_summary
from limbwatch.cli.night.wearer import WearerFacts, wearer_file
from limbwatch.cli.words import counted

SLACK_YEARS: Final = 1.0
"""What an age may differ from the one reached in the year: a birthday is before the night or after
it."""


def told_age(wearer: WearerFacts, summary: Summary) -> float | None:
    """Tell the age in a night: by the year of birth, else as the night was scored for."""
    age = wearer.age_in(summary.begins.year)
    return summary.age if age is None else age


def ages_of(wearer: WearerFacts, nights: Sequence[Summary]) -> tuple[float | None, ...]:
    """Tell the age of one person in each of their nights.

    Returns
    -------
    tuple of (float or None)
        In years. Of a night that tells none, it follows from the nearest night that does.
    """
    told = [(one, age) for one in nights if (age := told_age(wearer, one)) is not None]
    found: list[float | None] = []
    for night in nights:
        age = told_age(wearer, night)
        if age is None and told:
            other, then = min(told, key=lambda one: abs(one[0].begins - night.begins))
            age = max(0.0, then + (night.begins.year - other.begins.year))
        found.append(age)
    return tuple(found)


def doubts_beside(night: Path, wearer: WearerFacts) -> tuple[str, ...]:
    """Say what `doubts` says, of the nights of the person whose night it is.

    Parameters
    ----------
    night : Path
        Its folder.
    wearer : WearerFacts
    """
    found = []
    for folder in list_nights(wearer_file(night).path.parent):
        with suppress(CommandError):  # where that night is shown, its damage is told
            found.append(read_summary(folder))
    return doubts(wearer, [one for one in found if one.test is None and not one.simulated])


def doubts(wearer: WearerFacts, nights: Sequence[Summary]) -> tuple[str, ...]:
    """Say where ages contradict each other, or a child's night was judged as an adult's.

    Parameters
    ----------
    wearer : WearerFacts
    nights : sequence of Summary
        Of one person.
    """
    said = []
    command = standins("limbwatch rescore NIGHT")
    ages = ages_of(wearer, nights)
    unaged = [
        age
        for night, age in zip(nights, ages, strict=True)
        if night.age is None and age is not None and age < CONCERN.adult_age
    ]
    if unaged:
        said.append(
            tr(
                "Scored without an age: {nights}. What stands out there was judged as an adult's, "
                "but by the year of birth, or by other nights, the wearer was {age:g}. For a "
                "child's limits: {command}",
                nights=counted(len(unaged), "night"),
                age=unaged[-1],
                command=f"{command} --age {unaged[-1]:g}",
            )
        )
    off = [
        (night.age, born)
        for night in nights
        if night.age is not None
        and (born := wearer.age_in(night.begins.year)) is not None
        and abs(night.age - born) > SLACK_YEARS
    ]
    if off:
        said.append(
            tr(
                "Scored for an age that the year of birth contradicts: {nights}. {age:g} years "
                "were told, and born in {year} means {born:g}. Mend the one that is wrong, the "
                "year with {about}, the age with {command}",
                nights=counted(len(off), "night"),
                age=off[-1][0],
                year=wearer.birth_year,
                born=off[-1][1],
                about=standins("limbwatch note --about birth_year=YEAR"),
                command=f"{command} --age {off[-1][1]:g}",
            )
        )
    births = [night.begins.year - night.age for night in nights if night.age is not None]
    if births and max(births) - min(births) > 2 * SLACK_YEARS:
        known = sorted(night.age for night in nights if night.age is not None)
        said.append(
            tr(
                "The nights were scored for ages from {low:g} to {high:g} years, which one person "
                "cannot have had in them: {command}",
                low=known[0],
                high=known[-1],
                command=standins("limbwatch rescore NIGHT --age YEARS"),
            )
        )
    return tuple(said)
