"""What is asked of the scoring of a night, as one object, so that no path drops a part."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.origin import NOBODY, Origin
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.slept import Window
from limbwatch.cli.errors import CommandError
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


def bed_from_origin(origin: Origin, start: datetime) -> NotedBed | None:
    """Read the time in bed from the settings kept with a night, so that rescoring uses it too.

    The start is the aware time of second 0; times written without an offset are in its zone.

    Raises
    ------
    CommandError
        If the times contradict each other.
    """
    asked = origin.asked
    if "bed-time-by" not in asked:
        return None

    def seconds(text: str) -> float:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=start.tzinfo)
        return (moment - start).total_seconds()

    def spans(name: str) -> tuple[tuple[float, float], ...]:
        parts = (part.split("/") for part in asked.get(name, "").split())
        return tuple((seconds(begin), seconds(end)) for begin, end in parts)

    off, on = asked.get("lights-off"), asked.get("lights-on")
    try:
        return NotedBed(
            lights_off=None if off is None else seconds(off),
            lights_on=None if on is None else seconds(on),
            out_of_bed=spans("out-of-bed"),
            off_body=spans("off-body"),
            window=Window(asked["bed-time-by"]),
        )
    except ValueError as error:
        raise CommandError(f"{error}: lights off {off}, lights on {on}") from error
