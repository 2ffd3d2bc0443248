"""What the command line asks of recorded files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.making.split import Split
from limbwatch.cli.night.laboratory_files import LaboratoryFiles
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.reading.descriptions import Description
from limbwatch.cli.reading.recordings import Clocks
from limbwatch.cli.reading.sources import Source
from limbwatch.cli.reading.written import DiarySource


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """What the command line asks for."""

    sources: tuple[Source, ...]
    """The files, and what is said of each."""
    zone: tzinfo
    clock: tzinfo | None
    """`zone` and `clock`: the wearer's zone, and that of the sensors' clocks where it is
    another."""
    start: datetime | None
    """Aware, for files that do not tell it."""
    explain: bool
    """Whether to say how each file was understood."""
    person: Person
    """Whose nights they are."""
    place: Path
    """Folder of that person's nights."""
    asked: Mapping[str, str]
    """What was asked of the reading, by option, as the night keeps it."""
    split: Split
    """Where a recording of days is cut."""
    written: DiarySource
    """What was written down of the nights."""
    laboratory: LaboratoryFiles
    """What a sleep laboratory scored of the night."""
    profile: tuple[str, Description] | None
    """Name to keep what is said of the files by."""
    beside: Mapping[str, bytes]
    """Files that are to lie beside the night, by name."""
    by: ScoredBy
    again: bool
    short: bool
    """`again` and `short`: score what was scored before; take less than a minute."""
    speed: float | None
    """How much faster than life to play the files first."""

    @property
    def clocks(self) -> Clocks:
        """By which clocks the files are read."""
        return Clocks(self.zone, self.clock, self.start)

    def origin(self, files: tuple[SourceFile, ...]) -> Origin:
        """Say what a night comes from that is made of files."""
        asked = {**self.asked, **self.laboratory.asked}
        return replace(self.person.origin, source=files, asked=asked)

    def wish(self, origin: Origin) -> ScoringWish:
        """Say what a night is to be scored with, by what is told of it."""
        return ScoringWish(self.by, origin=origin, laboratory=self.laboratory)
