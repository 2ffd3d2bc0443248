"""The nights of one person in order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.yardsticks import Unrated, plm_index, unrated
from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.night.correction.corrected import glance
from limbwatch.cli.night.damage import without_place
from limbwatch.cli.night.folder import night_name
from limbwatch.cli.night.listed.dates import evening_of, has_credible_date
from limbwatch.cli.night.listed.people import told_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One night among others."""

    name: str
    """Of its folder; ``ses-2/2026-03-14`` for a night of a session."""
    day: date
    """Of its evening."""
    summary: Summary
    """With the person's corrections."""
    notes: DayNotes
    session: str = ""
    """As ``ses-2``, where the nights are of several; else empty."""
    corrected: bool = False
    trouble: str = ""
    """Why notes or corrections are left out; empty when they are not."""

    @property
    def mark(self) -> str:
        """Signs behind its date: ``*`` corrected, ``~`` simulated, ``^`` a test and no night."""
        return (
            ("*" if self.corrected else "")
            + ("~" if self.summary.simulated else "")
            + ("^" if self.summary.test else "")
        )

    @property
    def dated(self) -> bool:
        """Whether its date can be right, so that it has a place among the days of others."""
        return has_credible_date(self.summary.begins)

    @property
    def index(self) -> float | None:
        """Periodic movements per hour of sleep; None when there is too little sleep for one."""
        return plm_index(self.summary)

    @property
    def unrated(self) -> Unrated | None:
        """Why there is no index; None where there is one."""
        return unrated(self.summary)

    @property
    def jerks(self) -> int:
        """Hypnic jerks of the night."""
        return self.summary.hypnic_jerks.count

    @property
    def left_share(self) -> float | None:
        """Share of the left among movements of a single leg.

        None when there are too few, or a leg was not seen for so long that its share is none.
        """
        if self.summary.seldom_seen_legs:
            return None
        left, right = self.summary.plm.left, self.summary.plm.right
        if left is None or right is None or left + right < CONCERN.one_sided_least:
            return None
        return float(left / (left + right))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Nights in order of time, and those that cannot be read."""

    points: tuple[Point, ...]
    damaged: tuple[str, ...]
    """Names of folders."""

    @property
    def lived(self) -> tuple[Point, ...]:
        """Nights of a person: a simulated one says nothing about anybody, a test is no night."""
        return tuple(point for point in self.points if point.summary.lived)

    @property
    def dated(self) -> tuple[Point, ...]:
        """Nights of a person whose date can be right: what is told by days is told of these."""
        return tuple(point for point in self.lived if point.dated)

    @property
    def rated(self) -> tuple[Point, ...]:
        """Nights of a person with an index."""
        return tuple(point for point in self.lived if point.index is not None)


def read_history(
    folders: Sequence[Path], *, nights: Path | None = None, corrected: bool = True
) -> History:
    """Read many nights; one that cannot be read does not hide the others.

    Those of sessions, two of which may share an evening, are named from a folder of nights; by
    their folders' own names otherwise.
    """
    points, damaged = [], []
    for folder, session in zip(folders, told_sessions(folders), strict=True):
        name = night_name(nights or folder.parent, folder)
        try:
            points.append(_point(folder, name, session, corrected=corrected))
        except CommandError:
            damaged.append(name)
    return History(
        points=tuple(sorted(points, key=lambda point: (point.day, point.name))),
        damaged=tuple(damaged),
    )


def _point(folder: Path, name: str, session: str, *, corrected: bool) -> Point:
    found = glance(folder, corrected=corrected)
    notes, trouble = DayNotes(), found.trouble
    try:
        notes = read_notes(folder)
    except CommandError as error:
        trouble = f"{trouble} {without_place(error, folder)}.".lstrip()
    return Point(
        name=name,
        day=evening_of(found.summary),
        summary=found.summary,
        notes=notes,
        session=session,
        corrected=found.corrected,
        trouble=trouble,
    )
