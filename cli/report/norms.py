"""How many people have how many periodic movements, by age and sex: what studies counted."""

from dataclasses import dataclass
from typing import Final

from limbwatch.cli.language.spoken import tr

_ADULT_YEARS: Final = 18
_OLDER_YEARS: Final = 40
"""From here on the population study below is nearer than that of healthy sleepers: its people were
58 years old on average, 11 of standard deviation; the line between the two is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a study counted, from muscles in sleep laboratories or at home."""

    youngest: float
    oldest: float
    """`youngest` and `oldest`: ages it is told for, years; the oldest is not included."""
    sex: str | None
    """None for both."""
    text: str
    """What was found."""
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
    """Choose what was counted in people of an age, years, and ``female``, ``male`` or both.

    Without an age it is what is known of adults of every age; of the first year nothing is.
    """
    ages = [one for one in NORMS if age is None or one.youngest <= age < one.oldest]
    if age is None:
        ages = [one for one in ages if one.youngest >= _ADULT_YEARS]
    alike = (None, sex) if sex in {"female", "male"} else (None, "female", "male")
    return tuple(one for one in ages if one.sex in alike)


def norms_in_words(age: float | None, sex: str | None) -> str:
    """Say what was counted in people like the wearer, with its sources; empty where nothing was."""
    found = norms_for(age, sex)
    if not found:
        return ""
    told = "; ".join(f"{tr(one.text)} ({one.source})" for one in found)
    return tr("Counted from muscles: {told}.", told=told)
