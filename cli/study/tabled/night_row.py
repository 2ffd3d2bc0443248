"""Nights, and the people they are of, as rows of the study's tables.

A night's row says whose it is, its quality and all its figures; a person's has medians, ranges,
nights above the limit, and spread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import median, stdev
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.history.yardsticks import MEASURES, plm_index, sleep_efficiency
from limbwatch.cli.night.folder import REPORT
from limbwatch.cli.study.sessions.same_files import RECORDING, SCORING
from limbwatch.cli.study.tabled.figure_columns import Column, field_column, figure_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class NightOfStudy:
    """A scored night of a study."""

    subject: str
    """BIDS label."""
    session: str
    """BIDS label; empty if the subject has one session."""
    night: str
    """Date of the evening."""
    place: str
    """Its folder, relative to the study."""
    record: NightRecord
    """Its content as exports see it, with a person's corrections, if any."""
    inputs: tuple[str, ...]
    """SHA-256 of its files."""
    shared: tuple[str, ...] = ()
    """Which of them other sessions have, too: `RECORDING`, `SCORING`."""
    same_files_as: str = ""
    """Names of these sessions."""

    @property
    def worn_share_least(self) -> float | None:
        """Worn share of the recording of the sensor that was worn least."""
        shares = [sensor.worn_share for sensor in self.record.summary.coverage]
        return min((share for share in shares if share is not None), default=None)

    @property
    def observed_share(self) -> float | None:
        """Share of the time in bed that was observed."""
        sleep = self.record.summary.sleep
        bed, seen = sleep.time_in_bed_minutes, sleep.observed_in_bed_minutes
        return None if not bed or seen is None else min(1.0, seen / bed)

    @property
    def rated(self) -> bool:
        """Whether there is enough observed sleep for an index."""
        return plm_index(self.record.summary) is not None

    @property
    def compared(self) -> bool:
        """Whether it enters medians: a simulated night says nothing about anybody."""
        return self.rated and self.record.summary.lived

    @property
    def line(self) -> float:
        """Limit of periodic movements per hour; a child's is another."""
        # from the source, so that an anonymous child is judged as a child
        return CONCERN.plm(self.record.source.summary.age)

    @property
    def above_line(self) -> bool | None:
        """Whether the index is above the limit; None without an index."""
        index = plm_index(self.record.summary)
        return None if index is None else index > self.line

    @property
    def corrected(self) -> bool:
        """Whether a person corrected it."""
        return bool(self.record.shown.applied)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Reasons to look at the night before its figures are used."""
        found = []
        if not self.rated:
            found.append("too_little_sleep")
        if self.worn_share_least is not None and self.worn_share_least < CONCERN.coverage:
            found.append("worn_too_little")
        if self.observed_share is not None and self.observed_share < CONCERN.coverage:
            found.append("observed_too_little")
        if any(sensor.warnings for sensor in self.record.source.summary.coverage):
            found.append("reader_in_doubt")
        return (*found, *self.shared)

    @property
    def report(self) -> str:
        """Its report, relative to the study; empty if none was written."""
        drawn = (self.record.source.folder / REPORT).exists()
        return f"{self.place}/{REPORT}" if drawn and not self.record.anonymous else ""


DOUBTS: Final[Mapping[str, str]] = {
    "too_little_sleep": f"less than {CONCERN.sleep_hours:g} h of observed sleep: no index",
    "worn_too_little": f"a sensor was worn for less than {CONCERN.coverage:.0%} of its recording",
    "observed_too_little": f"less than {CONCERN.coverage:.0%} of the time in bed was observed",
    "reader_in_doubt": "the reader decided something that a file did not settle",
    RECORDING: "another session has the same recording",
    SCORING: "another session has the same scoring of a laboratory",
}
"""Words for `NightOfStudy.doubts`."""

_LEADING: Final = (
    field_column("subject", str, "BIDS label"),
    field_column("session", str, "BIDS label; empty where the subject has one session"),
    field_column("night", str, "Date of the evening, ISO 8601; nights run from noon to noon"),
    field_column(
        "rated",
        int,
        "1 when there is enough observed sleep for an index, else 0: such a night "
        "enters no median, nor does one that is simulated",
    ),
    field_column(
        "above_line",
        int,
        f"1 when PLMS per hour are above {CONCERN.plm_adult:g} (below "
        f"{CONCERN.adult_age:g} years {CONCERN.plm_child:g}; ICSD-3), else 0; empty without index",
    ),
    Column(
        "doubts",
        str,
        "Why to look at the night first: "
        + "; ".join(f"{code} ({words})" for code, words in DOUBTS.items()),
        lambda night: "; ".join(night.doubts),
    ),
    field_column("worn_share_least", float, "Worn share of the sensor that was worn least, 0 to 1"),
    Column(
        "observed_share",
        float,
        "Share of the time in bed that was observed, 0 to 1",
        lambda night: None if night.observed_share is None else round(night.observed_share, 4),
    ),
    field_column(
        "corrected", int, "1 when a person corrected the night: its figures are corrected ones"
    ),
    field_column(
        "report", str, "Report of the night, from the folder of the study; empty when not drawn"
    ),
    field_column(
        "same_files_as",
        str,
        "Other sessions with the same recording, or the same scoring of a laboratory",
    ),
    Column(
        "input_sha256",
        str,
        "SHA-256 of the files it was made of",
        lambda night: "; ".join(night.inputs),
    ),
)


@cache
def night_columns() -> tuple[Column, ...]:
    """Return the columns of the table of nights."""
    figures = (replace(column, value_of=_take_from_summary(column)) for column in figure_columns())
    return (*_LEADING, *figures)


def _take_from_summary(column: Column) -> Any:
    return lambda night: column.value_of(night.record.summary)


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
        """Nights of a person with enough observed sleep: only these enter medians."""
        return [night for night in self.nights if night.compared]

    @property
    def simulated(self) -> int:
        """Number of simulated nights."""
        return sum(night.record.summary.simulated for night in self.nights)


_MEASURES: Final = (
    *((key, unit, one.value_of) for (key, unit), one in zip(_KEYS, MEASURES, strict=True)),
    ("sleep_efficiency", "", sleep_efficiency),
)
_STATISTICS: Final[tuple[tuple[str, str, int, Callable[[list[float]], float]], ...]] = (
    ("median", "Median over rated nights", 1, median),
    ("min", "Smallest of the rated nights", 1, min),
    ("max", "Largest of the rated nights", 1, max),
    ("sd", "Standard deviation between the rated nights of the subject (n - 1)", 2, stdev),
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
            "Nights with enough observed sleep for an index that are not simulated; "
            "only these enter medians",
            lambda subject: len(subject.rated),
        ),
        Column(
            "nights_simulated",
            int,
            "Scored nights that a program made: nobody's, and in no figure of this "
            "table but nights",
            lambda subject: subject.simulated,
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
                f"{words}: {key} of the nights",
                _figure(measure, least, compute),
                unit,
            )
            for key, unit, measure in _MEASURES
            for statistic, words, least, compute in _STATISTICS
        ),
    )


def _figure(
    measure: Callable[[Summary], float | None], least: int, compute: Callable[[list[float]], float]
) -> Callable[[SubjectNights], Any]:
    def of(subject: SubjectNights) -> float | None:
        values = (measure(night.record.summary) for night in subject.rated)
        known = [value for value in values if value is not None]
        return round(float(compute(known)), 4) if len(known) >= least else None

    return of
