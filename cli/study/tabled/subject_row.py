"""The nights of one subject as a row: medians, ranges, nights above the line, and their spread."""

from collections.abc import Callable
from functools import cache
from statistics import median, stdev
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.cli.history.yardsticks import MEASURES, sleep_efficiency
from limbwatch.cli.study.tabled.figure_columns import Column, field_column
from limbwatch.cli.study.tabled.night_row import NightOfStudy

_KEYS: Final = (
    ("plm_index_per_hour", "1/h"),
    ("limb_movements_index_per_hour", "1/h"),
    ("plm_periodicity_index", ""),
    ("hypnic_jerks_count", ""),
    ("sleep_minutes", "min"),
    ("sleep_latency_minutes", "min"),
    ("sleep_waso_minutes", "min"),
)
"""How the table of nights calls the measures by which nights are compared, and their units."""


class SubjectNights(NamedTuple):
    """The nights of one subject, of all sessions."""

    subject: str
    nights: tuple[NightOfStudy, ...]

    @property
    def rated(self) -> list[NightOfStudy]:
        """Nights of a person with enough observed sleep: only these enter medians."""
        return [night for night in self.nights if night.compared]

    @property
    def simulated(self) -> int:
        """How many nights are nobody's: made by a program."""
        return sum(night.record.summary.simulated for night in self.nights)


_MEASURES: Final = (
    *((key, unit, one.of) for (key, unit), one in zip(_KEYS, MEASURES, strict=True)),
    ("sleep_efficiency", "", sleep_efficiency),
)
_WAYS: Final[tuple[tuple[str, str, int, Callable[[list[float]], float]], ...]] = (
    ("median", "Median over rated nights", 1, median),
    ("min", "Smallest of the rated nights", 1, min),
    ("max", "Largest of the rated nights", 1, max),
    ("sd", "Standard deviation between the rated nights of the subject (n - 1)", 2, stdev),
)


@cache
def subject_columns() -> tuple[Column, ...]:
    """List the columns of the table of subjects."""
    return (
        field_column("subject", str, description="BIDS label"),
        Column(
            name="nights", kind=int, description="Scored nights", of=lambda one: len(one.nights)
        ),
        Column(
            name="nights_rated",
            kind=int,
            description="Nights with enough observed sleep for an index that are not simulated; "
            "only these enter medians",
            of=lambda one: len(one.rated),
        ),
        Column(
            name="nights_simulated",
            kind=int,
            description="Scored nights that a program made: nobody's, and in no figure of this "
            "table but nights",
            of=lambda one: one.simulated,
        ),
        Column(
            name="nights_above_line",
            kind=int,
            description="Rated nights whose PLMS per hour are above the line, see above_line of "
            "the nights",
            of=lambda one: sum(bool(night.above_line) for night in one.rated),
        ),
        *(
            Column(
                name=f"{key}_{way}",
                kind=float,
                description=f"{words}: {key} of the nights",
                unit=unit,
                of=_figure(measure, least, work),
            )
            for key, unit, measure in _MEASURES
            for way, words, least, work in _WAYS
        ),
    )


def _figure(
    measure: Callable[[Summary], float | None], least: int, work: Callable[[list[float]], float]
) -> Callable[[SubjectNights], Any]:
    def of(one: SubjectNights) -> float | None:
        found = (measure(night.record.summary) for night in one.rated)
        known = [value for value in found if value is not None]
        return round(float(work(known)), 4) if len(known) >= least else None

    return of
