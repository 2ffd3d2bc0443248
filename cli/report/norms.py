"""How common periodic movements are, by age and sex, according to published studies."""

from dataclasses import dataclass
from typing import Final

from limbwatch.cli.language.spoken import tr

_ADULT_YEARS: Final = 18
_OLDER_YEARS: Final = 40
"""From this age on the population study below fits better than that of healthy sleepers: its
people were 58 years old on average, 11 of standard deviation; the line between the two is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A result of a study that recorded muscles, in sleep laboratories or at home."""

    youngest: float
    """Lowest age that it applies to, years."""
    oldest: float
    """Age from which it no longer applies, years."""
    sex: str | None
    """None for both."""
    text: str
    """The result, as part of a sentence."""
    source: str


_LAUSANNE: Final = "Haba-Rubio et al., Ann Neurol 2016;79:464"
NORMS: Final = (
    Norm(
        youngest=1,
        oldest=_ADULT_YEARS,
        sex=None,
        text="of 52 healthy children and adolescents, all above 10 years had fewer than 5 an hour; "
        "younger ones had more",
        source="Sleep Med 2014, doi 10.1016/j.sleep.2014.04.018",
    ),
    Norm(
        youngest=_ADULT_YEARS,
        oldest=_OLDER_YEARS,
        sex=None,
        text="of 100 healthy sleepers from 19 to 77 years, 36 had more than 5 an hour and 18 more "
        "than 15",
        source="Frauscher et al., Sleep 2014;37:763",
    ),
    Norm(
        youngest=_OLDER_YEARS,
        oldest=200,
        sex="male",
        text="of the men of a city, 58 years old on average, 31 in 100 had more than 15 an hour; "
        "the share rises with age",
        source=_LAUSANNE,
    ),
    Norm(
        youngest=_OLDER_YEARS,
        oldest=200,
        sex="female",
        text="of the women of a city, 58 years old on average, 26 in 100 had more than 15 an hour; "
        "the share rises with age",
        source=_LAUSANNE,
    ),
)


def norms_for(age: float | None, sex: str | None) -> tuple[Norm, ...]:
    """Return the norms for an age, years, and ``female``, ``male`` or any other sex for both.

    Without an age, they are those of adults of every age. There is none for the first year of life.
    """
    fitting = [norm for norm in NORMS if age is None or norm.youngest <= age < norm.oldest]
    if age is None:
        fitting = [norm for norm in fitting if norm.youngest >= _ADULT_YEARS]
    sexes = (None, sex) if sex in {"female", "male"} else (None, "female", "male")
    return tuple(norm for norm in fitting if norm.sex in sexes)


def norms_in_words(age: float | None, sex: str | None) -> str:
    """Return norms for the wearer as a sentence with sources; empty where there is none."""
    found = norms_for(age, sex)
    if not found:
        return ""
    told = "; ".join(f"{tr(norm.text)} ({norm.source})" for norm in found)
    return tr("Counted from muscles: {told}.", told=told)
