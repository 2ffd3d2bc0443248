"""People as rows of a study's table: medians, ranges, nights above the limit, and spread."""

from collections.abc import Callable
from functools import cache
from statistics import median, stdev
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
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
"""Columns in the table of nights of the measures that compare nights, and their units."""


class SubjectNights(NamedTuple):
    """All nights of one subject, from all sessions."""

    subject: str
    nights: tuple[NightOfStudy, ...]

    @property
    def rated(self) -> list[NightOfStudy]:
        """Nights of a person with an index: only these enter medians of movements."""
        return [night for night in self.nights if night.compared]

    @property
    def slept(self) -> list[NightOfStudy]:
        """Nights of a person whose sleep was observed: only these enter medians of sleep."""
        return [
            night
            for night in self.nights
            if night.slept and night.record.summary.lived and not night.copied
        ]

    @property
    def copied(self) -> int:
        """Number of nights of a recording that an earlier session has, too."""
        return sum(night.copied for night in self.nights)

    @property
    def simulated(self) -> int:
        """Number of simulated nights."""
        return sum(night.record.summary.simulated for night in self.nights)


_MEASURES: Final = (
    *((key, unit, one.value_of) for (key, unit), one in zip(_KEYS, MEASURES, strict=True)),
    ("sleep_efficiency", "", sleep_efficiency),
)
_STATISTICS: Final[tuple[tuple[str, str, int, Callable[[list[float]], float]], ...]] = (
    ("median", "Median over {which} nights", 1, median),
    ("min", "Smallest of the {which} nights", 1, min),
    ("max", "Largest of the {which} nights", 1, max),
    ("sd", "Standard deviation between the {which} nights of the subject (n - 1)", 2, stdev),
)


@cache
def subject_columns() -> tuple[Column, ...]:
    """Return the columns of the table of subjects."""
    return (
        field_column("subject", str, "BIDS label"),
        Column("nights", int, "Scored nights", lambda subject: len(subject.nights)),
        Column(
            "nights_rated",
            int,
            "Nights with an index that are not simulated; only these enter medians of movements",
            lambda subject: len(subject.rated),
        ),
        Column(
            "nights_slept",
            int,
            f"Nights of which {CONCERN.sleep_hours:g} h in bed or more, and "
            f"{CONCERN.coverage:.0%} of the time in bed, were observed, with or without an index, "
            "and that are not simulated; only these enter medians of sleep",
            lambda subject: len(subject.slept),
        ),
        Column(
            "nights_simulated",
            int,
            "Scored nights that a program made: nobody's, and in no figure of this "
            "table but nights",
            lambda subject: subject.simulated,
        ),
        Column(
            "nights_copied",
            int,
            "Scored nights of a recording that an earlier session of the subject has, too: in no "
            "figure of this table but nights",
            lambda subject: subject.copied,
        ),
        Column(
            "nights_above_line",
            int,
            "Rated nights whose PLMS per hour are above the line, see above_line of the nights",
            lambda subject: sum(bool(night.above_line) for night in subject.rated),
        ),
        *(
            Column(
                f"{key}_{statistic}",
                float,
                words.format(which="slept" if _is_of_sleep(key) else "rated")
                + f": {key} of the nights",
                _figure(key, measure, least, compute),
                unit,
            )
            for key, unit, measure in _MEASURES
            for statistic, words, least, compute in _STATISTICS
        ),
    )


def _is_of_sleep(key: str) -> bool:
    return key.startswith("sleep_")


def _figure(
    key: str,
    measure: Callable[[Summary], float | None],
    least: int,
    compute: Callable[[list[float]], float],
) -> Callable[[SubjectNights], Any]:
    def of(subject: SubjectNights) -> float | None:
        nights = subject.slept if _is_of_sleep(key) else subject.rated
        values = (measure(night.record.summary) for night in nights)
        known = [value for value in values if value is not None]
        return round(float(compute(known)), 4) if len(known) >= least else None

    return of
