"""Nights as rows of a study's table: whose each is, its quality and all its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.history.yardsticks import Unrated, plm_index, sleep_minutes, unrated
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
    copied: bool = False
    """Whether an earlier session of the subject has its recording, too."""

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
        """Whether it has an index: a sensor on a leg saw enough sleep, without too many gaps."""
        return plm_index(self.record.summary) is not None

    @property
    def compared(self) -> bool:
        """Whether it enters medians: not if it is simulated, or counted already."""
        return self.rated and self.record.summary.lived and not self.copied

    @property
    def slept(self) -> bool:
        """Whether its sleep was observed for long enough, with or without an index."""
        return sleep_minutes(self.record.summary) is not None

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
        if (reason := unrated(self.record.summary)) is not None:
            found.append(reason.value)
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
    Unrated.NO_LEG.value: "no sensor was on a leg: no index",
    Unrated.LITTLE_SLEEP.value: f"less than {CONCERN.sleep_hours:g} h of observed sleep: no index",
    Unrated.GAPS.value: "gaps are too close for a series: no index",
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
        "1 when the night has an index, else 0 (doubts says why): such a night enters no median of "
        "movements, nor does one that is simulated",
    ),
    field_column(
        "slept",
        int,
        f"1 when {CONCERN.sleep_hours:g} h in bed or more, and {CONCERN.coverage:.0%} of the time "
        "in bed, were observed, with or without an index, else 0: such a night enters no median "
        "of sleep, nor does one that is simulated",
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
    field_column(
        "copied",
        int,
        "1 when an earlier session of the subject has the same recording, else 0: such a night is "
        "in no figure of its subject",
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
