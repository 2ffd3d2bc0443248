"""One night of a list of nights: its figures, or why it cannot be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.yardsticks import (
    hypnic_jerks,
    lacks_sleep,
    periodicity,
    plm_count,
    plm_index,
    sleep_minutes,
    unrated,
)
from limbwatch.cli.night.correction.corrected import read_list_figures
from limbwatch.cli.night.listed.dates import evening_of
from limbwatch.cli.night.listed.part_nights import legs_seen, may_have_lain
from limbwatch.cli.night.listed.people import Person, person_of, person_of_place


class ListColumn(NamedTuple):
    """A figure of each night in a list."""

    name: str
    """Its name in JSON."""
    heading: str
    value_of: Callable[[Summary], float | None]
    """Returns the figure; None where the data do not support it, as the rate of an hour asleep."""


COLUMNS: Final = (
    ListColumn("time_in_bed_minutes", "in bed", lambda night: night.sleep.time_in_bed_minutes),
    ListColumn("sleep_minutes", "asleep", sleep_minutes),
    ListColumn("plm_index_per_hour", "PLM/h", plm_index),
    ListColumn("plm_count", "PLM", plm_count),
    ListColumn("periodicity_index", "period", periodicity),
    ListColumn("hypnic_jerks", "jerks", hypnic_jerks),
)
"""Figures in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNight:
    """A night that could be read."""

    folder: Path
    person: Person
    summary: Summary
    corrected: bool
    """Whether the figures hold a person's corrections."""
    trouble: str
    """Why corrections are left out; empty when they are not."""

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder.name

    @property
    def signs(self) -> str:
        """Signs printed after the name: ``*`` corrected, ``~`` simulated, ``^`` a test."""
        signs = {"*": self.corrected, "~": self.summary.simulated, "^": self.summary.test}
        return "".join(sign for sign, shown in signs.items() if shown)

    @property
    def row(self) -> dict[str, Any]:
        """What JSON says of it."""
        summary = self.summary
        return {
            "night": self.name,
            "folder": str(self.folder),
            **self.person._asdict(),
            "evening": evening_of(summary).isoformat(),
            "start": summary.start,
            "end": summary.end,
            "placements": list(summary.placements),
            "legs_seen_share": legs_seen(summary),
            "may_have_lain": may_have_lain(summary),
            "rules": summary.rules,
            "age": summary.age,
            "time_in_bed_minutes": summary.sleep.time_in_bed_minutes,
            "observed_in_bed_minutes": summary.sleep.observed_in_bed_minutes,
            "sleep_minutes": sleep_minutes(summary),
            "plm_index_per_hour": plm_index(summary),
            "no_index": unrated(summary),
            "lacks_sleep": lacks_sleep(summary),
            "plm_count": plm_count(summary),
            "periodicity_index": periodicity(summary),
            "hypnic_jerks": hypnic_jerks(summary),
            "findings": [finding.code for finding in summary.findings],
            "corrected": self.corrected,
            "simulated": summary.simulated,
            "test": summary.test,
            "trouble": self.trouble,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedNight:
    """A night that cannot be read."""

    folder: Path
    person: Person
    error: str
    """Why."""
    signs: str = ""

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder.name

    @property
    def row(self) -> dict[str, Any]:
        """What JSON says of it."""
        place = {"night": self.name, "folder": str(self.folder)}
        return place | self.person._asdict() | {"error": self.error}


def listed_nights(
    folders: Iterable[Path], *, corrected: bool = True
) -> list[ListedNight | DamagedNight]:
    """Read the figures of nights, in the order given."""
    return [_listed(folder, corrected=corrected) for folder in folders]


def _listed(folder: Path, *, corrected: bool) -> ListedNight | DamagedNight:
    try:
        summary, applied, trouble = read_list_figures(folder, corrected=corrected)
    except CommandError as error:
        return DamagedNight(folder=folder, person=person_of_place(folder), error=str(error))
    return ListedNight(
        folder=folder,
        person=person_of(folder, summary.origin),
        summary=summary,
        corrected=applied,
        trouble=trouble,
    )


def readable(nights: Iterable[ListedNight | DamagedNight]) -> list[ListedNight]:
    """Return the nights that could be read."""
    return [night for night in nights if isinstance(night, ListedNight)]


def in_medians(nights: Iterable[ListedNight | DamagedNight]) -> list[ListedNight]:
    """Return the nights that enter medians: neither damaged nor simulated nor tests."""
    return [night for night in readable(nights) if night.summary.lived]
