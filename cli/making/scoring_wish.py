"""All that is asked of the scoring of a night, in one piece: no path forgets a part of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.origin import NOBODY, Origin
from limbwatch.classify.rules.published import Rules, rules_by_name
from limbwatch.classify.sleep.told_bed import ToldBed
from limbwatch.cli.making.told_bed import told_bed
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
    """What a night is to be scored with, whoever asks for it."""

    by: ScoredBy
    origin: Origin = NOBODY
    """Whose night it is and what it is made of; it keeps what was asked of the night: the time in
    bed as it was written down, a test, and whether all clocks are believed."""
    laboratory: LaboratoryFiles = NO_FILES
    """What a sleep laboratory or a home test scored of it."""
    own_rules: Rules | None = None
    """Rules of somebody's own in place of those of a name."""

    @property
    def rules(self) -> Rules:
        """The rules that movements are counted by."""
        return self.own_rules or rules_by_name(self.by.rules)

    @property
    def awake(self) -> bool:
        """Whether the wearer was to stay awake, as in a test."""
        return self.origin.test is not None

    def told(self, start: datetime) -> ToldBed | None:
        """Give what was written down of the time in bed, in seconds from an aware start."""
        return told_bed(self.origin, start)

    @property
    def kept_origin(self) -> Origin:
        """What the night keeps of where it comes from: of the laboratory's files, too.

        Of those that served it before and do not now, nothing is kept.
        """
        asked = self.origin.asked
        own = {name: said for name, said in asked.items() if name not in LABORATORY_OPTIONS}
        return replace(self.origin, asked={**own, **self.laboratory.asked})


def wish_of(night: Path) -> ScoringWish:
    """Tell what a night in a folder was scored with, so that it can be scored so again.

    Raises
    ------
    CommandError
        If the folder does not say it, or a file of the laboratory is gone.
    """
    known = read_summary(night)
    by = ScoredBy(known.rules, known.age)
    return ScoringWish(by, origin=known.origin, laboratory=kept_files(night))
