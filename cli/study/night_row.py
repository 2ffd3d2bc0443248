"""A night as a row of the study's table: whose it is, how good it is, and all its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.history.yardsticks import plm_index
from limbwatch.cli.study.figure_columns import Column, figure_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class NightOfStudy:
    """A scored night of a study.

    Parameters
    ----------
    subject, session, night : str
        Labels, and the date of the evening; the session is empty where the subject has one.
    place : str
        Its folder, from the folder of the study.
    record : NightRecord
        As exports see it: with the corrections of a person, if there are.
    inputs : tuple of str
        SHA-256 of the files it was made of.
    """

    subject: str
    session: str
    night: str
    place: str
    record: NightRecord
    inputs: tuple[str, ...]

    @property
    def worn_least(self) -> float | None:
        """Share of its recorded time in which the sensor was worn that was worn least."""
        shares = [one.worn_share for one in self.record.summary.coverage]
        known = [share for share in shares if share is not None]
        return min(known, default=None)

    @property
    def observed(self) -> float | None:
        """Share of the time in bed that was observed."""
        sleep = self.record.summary.sleep
        bed, seen = sleep.time_in_bed_minutes, sleep.observed_in_bed_minutes
        return None if not bed or seen is None else min(1.0, seen / bed)

    @property
    def rated(self) -> bool:
        """Whether it holds enough observed sleep for an index."""
        return plm_index(self.record.summary) is not None

    @property
    def compared(self) -> bool:
        """Whether it enters medians: a simulated night says nothing about anybody."""
        return self.rated and self.record.summary.lived

    @property
    def line(self) -> float:
        """Periodic movements per hour above which a night is remarked: a child's is another."""
        age = self.record.source.summary.age  # an anonymous child is judged as a child
        child = age is not None and age < CONCERN.adult_age
        return CONCERN.plm_child if child else CONCERN.plm_adult

    @property
    def above_line(self) -> bool | None:
        """Whether the index is above the line; None without an index."""
        index = plm_index(self.record.summary)
        return None if index is None else index > self.line

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why somebody should look at the night before its figures are used."""
        found = []
        if not self.rated:
            found.append("too_little_sleep")
        if self.worn_least is not None and self.worn_least < CONCERN.coverage:
            found.append("worn_too_little")
        if self.observed is not None and self.observed < CONCERN.coverage:
            found.append("observed_too_little")
        if any(one.warnings for one in self.record.source.summary.coverage):
            found.append("reader_in_doubt")
        return tuple(found)

    @property
    def report(self) -> str:
        """Its report, from the folder of the study; empty when none was drawn."""
        path = Path(self.place, "report.html")
        if self.record.anonymous:
            return ""
        there = self.record.source.folder / "report.html"
        return path.as_posix() if there.exists() else ""


DOUBTS: Final[Mapping[str, str]] = {
    "too_little_sleep": f"less than {CONCERN.sleep_hours:g} h of observed sleep: no index",
    "worn_too_little": f"a sensor was worn for less than {CONCERN.coverage:.0%} of its recording",
    "observed_too_little": f"less than {CONCERN.coverage:.0%} of the time in bed was observed",
    "reader_in_doubt": "the reader decided something that a file did not settle",
}
"""Words for `NightOfStudy.doubts`."""

_LEADING: Final = (
    Column(name="subject", kind=str, description="BIDS label", of=lambda night: night.subject),
    Column(
        name="session",
        kind=str,
        description="BIDS label; empty where the subject has one session",
        of=lambda night: night.session,
    ),
    Column(
        name="night",
        kind=str,
        description="Date of the evening, ISO 8601; nights run from noon to noon",
        of=lambda night: night.night,
    ),
    Column(
        name="rated",
        kind=int,
        description="1 when there is enough observed sleep for an index, else 0: such a night "
        "enters no median, nor does one that is simulated",
        of=lambda night: int(night.rated),
    ),
    Column(
        name="above_line",
        kind=int,
        description=f"1 when PLMS per hour are above {CONCERN.plm_adult:g} (below "
        f"{CONCERN.adult_age:g} years {CONCERN.plm_child:g}; ICSD-3), else 0; empty without index",
        of=lambda night: None if night.above_line is None else int(night.above_line),
    ),
    Column(
        name="doubts",
        kind=str,
        description="Why to look at the night first: "
        + "; ".join(f"{code} ({words})" for code, words in DOUBTS.items()),
        of=lambda night: "; ".join(night.doubts),
    ),
    Column(
        name="worn_share_least",
        kind=float,
        description="Worn share of the sensor that was worn least, 0 to 1",
        of=lambda night: _rounded(night.worn_least),
    ),
    Column(
        name="observed_share",
        kind=float,
        description="Share of the time in bed that was observed, 0 to 1",
        of=lambda night: _rounded(night.observed),
    ),
    Column(
        name="corrected",
        kind=int,
        description="1 when a person corrected the night: its figures are corrected ones",
        of=lambda night: int(bool(night.record.shown.applied)),
    ),
    Column(
        name="report",
        kind=str,
        description="Report of the night, from the folder of the study; empty when not drawn",
        of=lambda night: night.report,
    ),
    Column(
        name="input_sha256",
        kind=str,
        description="SHA-256 of the files it was made of",
        of=lambda night: "; ".join(night.inputs),
    ),
)


@cache
def night_columns() -> tuple[Column, ...]:
    """List the columns of the table of nights."""
    figures = (
        Column(
            name=one.name,
            kind=one.kind,
            description=one.description,
            unit=one.unit,
            of=_of_summary(one),
        )
        for one in figure_columns()
    )
    return (*_LEADING, *figures)


def _of_summary(column: Column) -> Any:
    return lambda night: column.of(night.record.summary)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
