"""What the command line asks of recorded files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    """What the command line asks of recorded files."""

    sources: tuple[Source, ...]
    """The files, with the options for reading each."""
    clocks: Clocks
    """The clocks that the files are read by."""
    explain: bool
    """Whether to print how each file was understood."""
    person: Person
    """Person whose nights they are."""
    place: Path
    """Folder of that person's nights."""
    asked: Mapping[str, str]
    """Options for reading, by name, as stored with the night."""
    split: Split
    """How a recording of days is cut."""
    written: DiarySource
    """Times in bed as written down."""
    laboratory: LaboratoryFiles
    """A sleep laboratory's files for the night."""
    profile: tuple[str, Description] | None
    """Name and content of the profile to save; None to save none."""
    beside: Mapping[str, bytes]
    """Files to put beside the night, by name."""
    by: ScoredBy
    """Rules and age for scoring."""
    again: bool
    """Whether to make a night that was made before once more."""
    short: bool
    """Whether to accept less than a minute."""
    speed: float | None
    """Speed of playing the files before scoring, as a multiple of real time; None not to play."""

    def origin(self, files: tuple[SourceFile, ...]) -> Origin:
        """Return the origin of a night made from these files."""
        asked = {**self.asked, **self.laboratory.asked}
        return replace(self.person.origin, source=files, asked=asked)

    def wish(self, origin: Origin) -> ScoringWish:
        """Return what a night of this origin is to be scored with."""
        return ScoringWish(self.by, origin=origin, laboratory=self.laboratory)
