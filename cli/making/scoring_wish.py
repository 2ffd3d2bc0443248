"""Everything asked of the scoring of a night, as one object, so that no path drops a part."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.origin import NOBODY, Origin
from limbwatch.classify.rules.published import Rules, rules_by_name
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.cli.making.noted_bed import bed_from_origin
from limbwatch.cli.night.laboratory_files import (
    LABORATORY_OPTIONS,
    NO_FILES,
    LaboratoryFiles,
    kept_files,
)
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.summary import read_summary


@dataclass(frozen=True, slots=True)
class ScoringWish:
    """What a night is to be scored with."""

    by: ScoredBy
    """Name of the rules, and the wearer's age."""
    origin: Origin = NOBODY
    """Whose night it is and what it was made from, with the settings asked for: the time in bed as
    written down, a test, and whether all clocks are believed."""
    laboratory: LaboratoryFiles = NO_FILES
    """Scorings of the night by a sleep laboratory or a home test."""
    own_rules: Rules | None = None
    """Custom rules that replace those named in `by`."""

    @property
    def rules(self) -> Rules:
        """The rules that movements are counted by."""
        return self.own_rules or rules_by_name(self.by.rules)

    @property
    def awake(self) -> bool:
        """Whether the wearer was to stay awake, as in an immobilisation test."""
        return self.origin.test is not None

    def noted_bed(self, start: datetime) -> NotedBed | None:
        """Return the time in bed as written down, in seconds from an aware start."""
        return bed_from_origin(self.origin, start)

    @property
    def kept_origin(self) -> Origin:
        """Origin stored with the night: with the present laboratory files, not earlier ones."""
        asked = self.origin.asked
        own = {name: said for name, said in asked.items() if name not in LABORATORY_OPTIONS}
        return replace(self.origin, asked={**own, **self.laboratory.asked})


def wish_of(night: Path) -> ScoringWish:
    """Read what a night was scored with, so that it can be scored the same way again.

    Raises
    ------
    CommandError
        If the folder does not record it, or a laboratory file is missing.
    """
    known = read_summary(night)
    by = ScoredBy(known.rules, known.age)
    return ScoringWish(by, origin=known.origin, laboratory=kept_files(night))
