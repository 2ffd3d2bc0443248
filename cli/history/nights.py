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
from limbwatch.cli.night.correction.corrected import read_list_figures
from limbwatch.cli.night.damage import without_place
from limbwatch.cli.night.folder import night_name, order_of_nights
from limbwatch.cli.night.listed.dates import evening_of, has_credible_date
from limbwatch.cli.night.listed.people import session_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryNight:
    """One night with its notes, as a point in the history."""

    name: str
    """Name of its folder; ``ses-2/2026-03-14`` for a night of a session."""
    day: date
    """Date of its evening."""
    summary: Summary
    """Figures of the night, with the person's corrections."""
    notes: DayNotes
    session: str = ""
    """``ses-2``, for example, where the nights are of several sessions; else empty."""
    corrected: bool = False
    trouble: str = ""
    """Why notes or corrections are left out; empty when they are not."""

    @property
    def mark(self) -> str:
        """Signs printed after the date: ``*`` corrected, ``~`` simulated, ``^`` a test."""
        return (
            ("*" if self.corrected else "")
            + ("~" if self.summary.simulated else "")
            + ("^" if self.summary.test else "")
        )

    @property
    def dated(self) -> bool:
        """Whether the date is credible, so that the night has a place among the others."""
        return has_credible_date(self.summary.begins)

    @property
    def index(self) -> float | None:
        """Periodic movements per hour of sleep; None with too little sleep for an index."""
        return plm_index(self.summary)

    @property
    def unrated(self) -> Unrated | None:
        """Why there is no index; None if there is one."""
        return unrated(self.summary)

    @property
    def jerks(self) -> int:
        """Hypnic jerks of the night."""
        return self.summary.hypnic_jerks.count

    @property
    def left_share(self) -> float | None:
        """Share of the left leg among movements of a single leg.

        None when there are too few, or a leg was unseen for so long that its share means nothing.
        """
        if self.summary.seldom_seen_legs:
            return None
        left, right = self.summary.plm.left, self.summary.plm.right
        if left is None or right is None or left + right < CONCERN.one_sided_least:
            return None
        return float(left / (left + right))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The nights of one person in order of time, and the names of those that cannot be read."""

    points: tuple[HistoryNight, ...]
    damaged: tuple[str, ...]
    """Names of the folders that cannot be read."""

    @property
    def lived(self) -> tuple[HistoryNight, ...]:
        """Nights of a person: simulated ones say nothing about anybody, tests are no nights."""
        return tuple(point for point in self.points if point.summary.lived)

    @property
    def dated(self) -> tuple[HistoryNight, ...]:
        """Nights of a person with a credible date: comparisons by date use only these."""
        return tuple(point for point in self.lived if point.dated)

    @property
    def rated(self) -> tuple[HistoryNight, ...]:
        """Nights of a person with an index."""
        return tuple(point for point in self.lived if point.index is not None)


def read_history(
    folders: Sequence[Path], *, nights: Path | None = None, corrected: bool = True
) -> History:
    """Read many nights; one that cannot be read does not hide the others.

    With ``nights``, the folder of all nights, names include the session, since two sessions may
    share an evening; otherwise they are the folders' own names.
    """
    points, damaged = [], []
    in_order = sorted(folders, key=order_of_nights)
    for folder, session in zip(in_order, session_labels(in_order), strict=True):
        name = night_name(nights or folder.parent, folder)
        try:
            points.append(_point(folder, name, session, corrected=corrected))
        except CommandError:
            damaged.append(name)
    return History(
        points=tuple(sorted(points, key=lambda point: point.day)),
        damaged=tuple(damaged),
    )


def _point(folder: Path, name: str, session: str, *, corrected: bool) -> HistoryNight:
    seen = read_list_figures(folder, corrected=corrected)
    notes, trouble = DayNotes(), seen.trouble
    try:
        notes = read_notes(folder)
    except CommandError as error:
        trouble = f"{trouble} {without_place(error, folder)}.".lstrip()
    return HistoryNight(
        name=name,
        day=evening_of(seen.summary),
        summary=seen.summary,
        notes=notes,
        session=session,
        corrected=seen.corrected,
        trouble=trouble,
    )
